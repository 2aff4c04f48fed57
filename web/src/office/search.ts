export const QUARANTINE_STATES = ["waiting", "released", "dismissed"] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

export interface QuarantineSearch {
  /** Absent: what waits. */
  readonly state?: QuarantineState | undefined;
}

/** The filter in the address; whatever is malformed is undefined, and the page falls back to its default. */
export function quarantineSearch(raw: Record<string, unknown>): QuarantineSearch {
  return { state: QUARANTINE_STATES.find((state) => state === raw["state"]) };
}
