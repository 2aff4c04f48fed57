/** What the lists can be filtered by; `projects` are PIDs, dates are local dates of the region, both ends included. */

import type { ClosingDocument } from "./fetch.ts";

export const INTERVALS = ["day", "week", "month", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

export const KINDS = ["all", "debit", "credit"] as const;
export type Kind = (typeof KINDS)[number];

export interface ExpenseFilter {
  readonly projects: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly interval: Interval;
}

export interface MovementFilter extends ExpenseFilter {
  readonly kind: Kind;
}

/** `from` and `to` are months, `2026-10`, both included. */
export interface DocumentFilter {
  /** Absent: every kind. */
  readonly kind?: ClosingDocument["kind"];
  readonly projects: readonly string[];
  readonly from: string;
  readonly to: string;
}
