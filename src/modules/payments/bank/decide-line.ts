import type { ProjectId } from "../../../core/ids.ts";
import type { Currency } from "../../../core/money.ts";
import type { StatementLine } from "./files/statement.ts";
import { recognisePid } from "./recognise-pid.ts";
import { isOneTaxpayer } from "./taxpayer-number.ts";

/** Why a line waits for staff instead of being credited (PAY-05, reliability 29). */
export const SUSPENSE_REASONS = [
  "pid_missing",
  "pid_ambiguous",
  "project_unknown",
  "project_deleted",
  "wrong_currency",
  "other_supplier",
  "own_account_unknown",
  "reversal",
  "own_payment_returned",
  "possible_duplicate",
] as const;
export type SuspenseReason = (typeof SUSPENSE_REASONS)[number];

export type LineDecision =
  | { readonly disposition: "credited"; readonly projectId: ProjectId; readonly regionCode: string }
  | { readonly disposition: "suspense"; readonly reason: SuspenseReason }
  | { readonly disposition: "ignored_outgoing" }
  /** The sum of lines that are held, or a part of one. */
  | { readonly disposition: "dismissed" }
  | { readonly disposition: "internal" };

/** What must be known of a project to credit it. */
export interface PayableProject {
  readonly regionCode: string;
  readonly currency: Currency;
  readonly status: "active" | "conserved" | "deleted";
  /** Who supplies the project's region: money on another supplier's account is not this project's. */
  readonly supplierCode: string;
}

export interface LineContext {
  readonly ownAccounts: ReadonlyMap<string, { readonly supplierCode: string; readonly inn: string | null }>;
  readonly projects: ReadonlyMap<ProjectId, PayableProject>;
  readonly currency: Currency;
  /** It may be a transfer that is held already (PAY-12). */
  readonly maybeHeld: boolean;
  /** It is what other lines brought already, as their sum or as parts of it (PAY-12). */
  readonly isHeldOtherwise: boolean;
}

/**
 * What becomes of a new line: a pure decision, so that a preview is the same thing not carried out. Money goes to a
 * project only when nothing at all is doubtful; everything else that came in waits for staff. A reversal waits too,
 * whichever way it went, because it undoes an entry that only a person can find.
 */
export function decideLine(line: StatementLine, context: LineContext): LineDecision {
  if (context.isHeldOtherwise) return { disposition: "dismissed" };
  if (context.maybeHeld && (line.reversal || line.direction === "in")) return suspense("possible_duplicate");
  if (line.reversal) return suspense("reversal");
  if (line.direction === "out") return { disposition: "ignored_outgoing" };
  const own = context.ownAccounts.get(line.ownAccount);
  if (!own) return suspense("own_account_unknown");
  const { account, inn } = line.counterparty;
  if (account !== null && account !== line.ownAccount && context.ownAccounts.has(account)) {
    return { disposition: "internal" };
  }
  // What we sent and the bank gave back names a customer's project in its purpose, but nobody paid for it.
  if (line.returned || account === line.ownAccount || isOneTaxpayer(inn, own.inn)) {
    return suspense("own_payment_returned");
  }
  const pid = recognisePid(line.purpose);
  if (pid.kind === "unrecognised") return suspense("pid_missing");
  if (pid.kind === "ambiguous") return suspense("pid_ambiguous");
  const project = context.projects.get(pid.projectId);
  if (!project) return suspense("project_unknown");
  if (project.status === "deleted") return suspense("project_deleted");
  if (project.currency !== context.currency) return suspense("wrong_currency");
  if (project.supplierCode !== own.supplierCode) return suspense("other_supplier");
  return { disposition: "credited", projectId: pid.projectId, regionCode: project.regionCode };
}

function suspense(reason: SuspenseReason): LineDecision {
  return { disposition: "suspense", reason };
}
