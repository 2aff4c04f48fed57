/** How a usage event that was held for a look stands, for the program and the office; the check of its table holds the same list. */
export const QUARANTINE_STATES = ["waiting", "released", "dismissed"] as const;

export type QuarantineState = (typeof QUARANTINE_STATES)[number];
