import { ACTORS, ACT_CLASSES, type ActClass, type ActorKind } from "../api/filters.ts";
import { isLocalDate } from "../ui/period.ts";

import { QUARANTINE_STATES, type QuarantineState } from "../../../src/core/quarantine.ts";
import { SECURITY_KINDS, type SecurityKind } from "../../../src/core/security-kind.ts";

export interface QuarantineSearch {
  /** Absent: what waits. */
  readonly state?: QuarantineState | undefined;
}

export interface PayersSearch {
  readonly search?: string | undefined;
}

/** Whom is looked for, in the address. */
export function payersSearch(raw: Record<string, unknown>): PayersSearch {
  // Digits that somebody writes into the address arrive as a number.
  const search = typeof raw["search"] === "number" ? String(raw["search"]) : raw["search"];
  return { search: typeof search === "string" && search.length <= 100 ? search || undefined : undefined };
}

/** The filter in the address; whatever is malformed is undefined, and the page falls back to its default. */
export function quarantineSearch(raw: Record<string, unknown>): QuarantineSearch {
  return { state: QUARANTINE_STATES.find((state) => state === raw["state"]) };
}

export const PROPOSAL_SHOWS = ["waiting", "mine", "decided"] as const;
export const PROPOSAL_KINDS = [
  "assign_transfer",
  "close_transfer",
  "take_statement",
  "withdraw_statement",
  "release_halt",
] as const;

export interface ProposalsSearch {
  /** Absent: what waits for others than who proposed it. */
  readonly show?: (typeof PROPOSAL_SHOWS)[number] | undefined;
  readonly kind?: (typeof PROPOSAL_KINDS)[number] | undefined;
}

export function proposalsSearch(raw: Record<string, unknown>): ProposalsSearch {
  return {
    show: PROPOSAL_SHOWS.find((one) => one === raw["show"]),
    kind: PROPOSAL_KINDS.find((one) => one === raw["kind"]),
  };
}

export const WORK_SHOWS = ["waiting", "followed"] as const;

export interface WorkSearch {
  /** Absent: what waits. */
  readonly show?: (typeof WORK_SHOWS)[number] | undefined;
}

export function workSearch(raw: Record<string, unknown>): WorkSearch {
  return { show: WORK_SHOWS.find((one) => one === raw["show"]) };
}

export const CASE_SHOWS = ["queue", "overdue", "waits_customer", "answered", "closed", "all"] as const;
export const CASE_DEPARTMENTS = ["support", "accounting", "documents"] as const;
export const CASE_ASSIGNEES = ["me", "nobody"] as const;

export interface CasesSearch {
  /** Absent: what waits for the provider. */
  readonly show?: (typeof CASE_SHOWS)[number] | undefined;
  readonly department?: (typeof CASE_DEPARTMENTS)[number] | undefined;
  readonly assignee?: (typeof CASE_ASSIGNEES)[number] | undefined;
  readonly search?: string | undefined;
}

export function casesSearch(raw: Record<string, unknown>): CasesSearch {
  const { search } = raw;
  return {
    show: CASE_SHOWS.find((one) => one === raw["show"]),
    department: CASE_DEPARTMENTS.find((one) => one === raw["department"]),
    assignee: CASE_ASSIGNEES.find((one) => one === raw["assignee"]),
    search: typeof search === "string" && search.length <= 254 ? search || undefined : undefined,
  };
}

export interface SecuritySearch {
  /** Absent: all of them. */
  readonly kind?: SecurityKind | undefined;
}

export function securitySearch(raw: Record<string, unknown>): SecuritySearch {
  return { kind: SECURITY_KINDS.find((kind) => kind === raw["kind"]) };
}

export const MESSAGE_SHOWS = ["waiting", "parked", "refused", "given_up"] as const;

export interface OutboxSearch {
  /** Absent: all that waits. */
  readonly show?: (typeof MESSAGE_SHOWS)[number] | undefined;
  readonly destination?: string | undefined;
}

export function outboxSearch(raw: Record<string, unknown>): OutboxSearch {
  return { show: MESSAGE_SHOWS.find((one) => one === raw["show"]), destination: words(raw["destination"], 40) };
}

export const ALARM_SHOWS = ["all", "open"] as const;

export interface AlarmsSearch {
  /** Absent: past ones, too. */
  readonly show?: (typeof ALARM_SHOWS)[number] | undefined;
}

export function alarmsSearch(raw: Record<string, unknown>): AlarmsSearch {
  return { show: ALARM_SHOWS.find((one) => one === raw["show"]) };
}

export const JOB_SHOWS = ["all", "open", "parked"] as const;

export interface JobsSearch {
  /** Absent: all of it. */
  readonly show?: (typeof JOB_SHOWS)[number] | undefined;
}

export function jobsSearch(raw: Record<string, unknown>): JobsSearch {
  return { show: JOB_SHOWS.find((one) => one === raw["show"]) };
}

export interface SignInsSearch {
  /** Whose sign-in is looked at. */
  readonly email?: string | undefined;
}

export function signInsSearch(raw: Record<string, unknown>): SignInsSearch {
  const email = raw["email"];
  return { email: typeof email === "string" && email.length <= 320 ? email || undefined : undefined };
}

export interface SsoSearch {
  /** Absent: what waits. */
  readonly show?: "all" | undefined;
}

export function ssoSearch(raw: Record<string, unknown>): SsoSearch {
  return { show: raw["show"] === "all" ? "all" : undefined };
}

export interface ActsSearch {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly by: ActorKind | undefined;
  readonly actor: string | undefined;
  readonly subject: string | undefined;
  readonly act: string | undefined;
  readonly class: ActClass | undefined;
  readonly region: string | undefined;
  readonly refused: true | undefined;
  /** Absent: the newest first. */
  readonly order: "oldest" | undefined;
}

export function actsSearch(raw: Record<string, unknown>): ActsSearch {
  const { from, to } = raw;
  return {
    from: isLocalDate(from) ? from : undefined,
    to: isLocalDate(to) ? to : undefined,
    by: ACTORS.find((one) => one === raw["by"]),
    actor: words(raw["actor"], 200),
    subject: words(raw["subject"], 40),
    act: words(raw["act"], 80),
    class: ACT_CLASSES.find((one) => one === raw["class"]),
    region: words(raw["region"], 40),
    refused: raw["refused"] === true || undefined,
    order: raw["order"] === "oldest" ? "oldest" : undefined,
  };
}

function words(value: unknown, longest: number): string | undefined {
  return typeof value === "string" && value !== "" && value.length <= longest ? value : undefined;
}

export interface ErasuresSearch {
  /** Absent: those that wait. */
  readonly show?: "all" | undefined;
}

export function erasuresSearch(raw: Record<string, unknown>): ErasuresSearch {
  return { show: raw["show"] === "all" ? "all" : undefined };
}
