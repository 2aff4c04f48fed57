const KEPT = "saldo.visit";

/** The visit in which this tab asks as a customer (AUD-02); null: as who is signed in. */
export function currentVisit(): string | null {
  return sessionStorage.getItem(KEPT);
}

export function keepVisit(id: string | null): void {
  if (id === null) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, id);
}

/** `fetch`, in the visit of this tab. */
export function fetchHere(input: string | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const visit = currentVisit();
  if (visit !== null) request.headers.set("saldo-visit", visit);
  return fetch(request);
}
