import { z } from "zod";

import type { Texts } from "../../core/errors.ts";
import { type Currency, type Minor, formatMinor } from "../../core/money.ts";
import type { Subject } from "../../core/subject.ts";
import type { Instant } from "../../core/time.ts";
import type { Act } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { type StaffRole, moneySchema, textsSchema } from "../../platform/http/index.ts";
import type { TwoPersonAct } from "../tenancy/index.ts";
import type { ProposalCode } from "./acts.ts";

const saidSchema = z.union([textsSchema, moneySchema]).nullable();
/** A Fact as it is kept and sent. */
export const factSchema = z.strictObject({ label: textsSchema, before: saidSchema, after: saidSchema });

/** What a fact says: words, an amount, or nothing. */
export type Said = Texts | { readonly amount: string; readonly currency: Currency };

/** One line of what whoever confirms reads: what it is now, and what it will be. */
export interface Fact {
  readonly label: Texts;
  readonly before: Said | null;
  readonly after: Said | null;
}

/** What is at stake, from the books as they are. Two of one act are alike as long as nothing has changed. */
export interface Stake {
  readonly regionCode: string | null;
  readonly amount: { readonly amountMinor: Minor; readonly currency: Currency } | null;
  /** Who gets how much of it, each as a text: what one person gives a receiver within a day counts together. */
  readonly parts: readonly { readonly receiver: string; readonly amountMinor: Minor }[];
  /** Whose members have a hand in it: they neither ask for it nor confirm it. */
  readonly subjects: readonly Subject[];
  /** Why it takes two persons whatever the amount; null: by the limit alone. */
  readonly rule: Texts | null;
  readonly facts: readonly Fact[];
}

/** Who does it, in the words of the books: a user's id, or the name of a command with who gave it. */
export interface Doing {
  readonly staffUserId: string;
  /** The users who have a part in it: who asked, who confirmed. */
  readonly persons: readonly string[];
  readonly now: Instant;
}

/** An act that takes two persons above a limit, or always (AUD-03), as a value of the room that does it. */
export interface ProposalKind<P = unknown, R = unknown> {
  readonly code: ProposalCode;
  /** What it is in the end: the row of the audit when it is done. */
  readonly act: Act;
  /** Encodes what is to be done into what is kept. */
  readonly payload: z.ZodType<P>;
  readonly proposers: readonly StaffRole[];
  readonly approvers: readonly StaffRole[];
  /** Which of the region's limits it goes by; null: two persons always. */
  readonly limit: TwoPersonAct | null;
  /** What it is about, `bank_statement_line:12`. Of each thing one proposal is open. */
  thingsOf(payload: P): readonly string[];
  /** Locks nothing. Refuses what could not be done. */
  weigh(tx: Tx, payload: P, now: Instant): Promise<Stake>;
  perform(tx: Tx, payload: P, by: Doing): Promise<R>;
  /** It takes long: it is confirmed where it holds nobody's requests (reliability 55). */
  readonly isHeavy?: true;
  /** What becomes of what was kept for it, once it is decided, however. */
  ended?(tx: Tx, payload: P): Promise<void>;
}

/** Declares a kind; the composition's list must know it, too. */
export function defineProposalKind<P, R>(kind: ProposalKind<P, R>): ProposalKind<P, R> {
  return kind;
}

/** The same text in both languages: a name, a number. */
export function said(text: string): Texts {
  return { ru: text, en: text };
}

export function amountSaid(minor: Minor, currency: Currency): Said {
  return { amount: formatMinor(minor), currency };
}
