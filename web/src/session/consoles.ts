/**
 * The consoles, each by the folder of the address it stands under. The build makes a page of its own for each (`index.html`
 * in the folder of that name), the server answers every address inside a folder with that page, and signing in and the
 * switch lead there.
 */
export const CONSOLES = { customer: "/", office: "/office/" } as const;
export type ConsoleName = keyof typeof CONSOLES;

/** The console that an address belongs to; whatever is in no folder of another console is the customer's. */
export function consoleOf(pathname: string): ConsoleName {
  const names = Object.keys(CONSOLES) as ConsoleName[];
  const [deepest] = names
    .filter((name) => `${pathname}/`.startsWith(CONSOLES[name]))
    .toSorted((one, other) => CONSOLES[other].length - CONSOLES[one].length);
  return deepest ?? "customer";
}
