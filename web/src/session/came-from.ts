const KEPT = "saldo.came-from";

/** Keeps, for this tab, the page from which the pages about the person are opened. */
export function keepCameFrom(address: string): void {
  sessionStorage.setItem(KEPT, address);
}

/** The page that was kept; null when these pages were opened by their own address. */
export function cameFrom(): string | null {
  return sessionStorage.getItem(KEPT);
}
