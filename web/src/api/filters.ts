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
  /** Null: all papers that are the reader's. */
  readonly projects: readonly string[] | null;
  readonly from: string;
  readonly to: string;
}

export const ACT_CLASSES = ["money", "rights", "details", "prices", "documents"] as const;
export type ActClass = (typeof ACT_CLASSES)[number];
/** Who acts on a project, as its members see it. */
export const PROJECT_ACTORS = ["member", "staff", "partner", "token", "system"] as const;
export type ProjectActor = (typeof PROJECT_ACTORS)[number];
export const ACTORS = [...PROJECT_ACTORS, "cli", "anonymous"] as const;
export type ActorKind = (typeof ACTORS)[number];

export interface ProjectActFilter {
  readonly from: string;
  readonly to: string;
  readonly by: ProjectActor | undefined;
  readonly class: ActClass | undefined;
  readonly refused: true | undefined;
}

export interface ActFilter extends Omit<ProjectActFilter, "by"> {
  readonly by: ActorKind | undefined;
  readonly actor: string | undefined;
  readonly subject: string | undefined;
  readonly act: string | undefined;
  readonly order: "oldest" | undefined;
  readonly region: string | undefined;
}

/** A filter as a query string takes it: what is undefined stays away. */
export function actQuery<F extends { readonly refused: true | undefined }>({ refused, ...filter }: F) {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  return {
    ...(given as { [K in keyof Omit<F, "refused">]?: Exclude<F[K], undefined> }),
    ...(refused ? { refused: "true" as const } : {}),
  };
}

export const NOTIFICATION_GROUPS = ["money", "documents", "people", "requests", "operations", "security"] as const;
export const SEVERITIES = ["info", "warning", "critical"] as const;

export interface NotificationFilter {
  readonly group?: (typeof NOTIFICATION_GROUPS)[number] | undefined;
  readonly severity?: (typeof SEVERITIES)[number] | undefined;
  readonly unread?: true | undefined;
}

export const HELP_GROUPS = ["start", "projects", "access", "contract", "payment", "papers"] as const;

/** What letters a further address of a project may get. */
export const ADDRESS_GROUPS = ["money", "documents"] as const;
