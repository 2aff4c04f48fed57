import type { Texts } from "../core/errors.ts";
import { type Currency, type Minor, formatMinor } from "../core/money.ts";
import type { Subject } from "../core/subject.ts";
import type { Instant } from "../core/time.ts";

/** What acts are about (AUD-01). The check of audit_event holds the same list. */
export const ACT_CLASSES = ["money", "rights", "details", "prices", "documents"] as const;
export type ActClass = (typeof ACT_CLASSES)[number];

/** A field of an act, by its name for people; where what stands in it are codes, they have words, too. */
export interface ActField extends Texts {
  readonly values?: Readonly<Record<string, Texts>>;
}

/** A kind of act, as a value beside the code that does it. Of before and after only the named fields are kept. */
export interface Act<F extends string = string> {
  /** `what.done`, unique and kept for ever: rows bear it. */
  readonly code: string;
  readonly class: ActClass;
  /** What was done, as a list shows it. */
  readonly texts: Texts;
  /** What its rows show of before and after, each with its name for people. */
  readonly fields: Readonly<Record<F, ActField>>;
}

const SECRET = /passw|secret|hash|totp|credential|^token$|private|api_?key/i;

/** Declares a kind of act once; the composition's list of acts must know it, too. A field that is a secret by its name throws. */
export function defineAct<F extends string = never>(act: Act<F>): Act<F> {
  const secret = Object.keys(act.fields).find((field) => SECRET.test(field));
  if (secret !== undefined) throw new TypeError(`${act.code}: ${secret} must not be kept`);
  return act;
}

/** A route that changes something and yet is no act of the audit says why. */
export interface NoAct {
  readonly none: string;
}

export function noAct(reason: string): NoAct {
  return { none: reason };
}

export const ACTOR_KINDS = ["member", "staff", "partner", "token", "system", "cli", "anonymous"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who acts, and from where. A transaction knows it from whoever opened the database for it (`Database.as`). */
export interface Actor {
  readonly kind: ActorKind;
  /** `user:ID`, `token:ID`, `job:NAME`, `os:NAME`: never a name or a mail address. */
  readonly key: string;
  /** `user:ID` of the customer as whom a member of staff acts (AUD-02). */
  readonly onBehalfOf?: string;
  /** Of the network; nothing for jobs and the command line. */
  readonly address?: string;
  readonly agent?: string;
  readonly requestId?: string;
}

/** Whoever acts where nobody said who it is: a start, a test. */
export const PROGRAM: Actor = { kind: "system", key: "program" };

export type FieldValue = string | number | boolean | null | readonly (string | number)[];

/** `1000.00 RUB`: how a row keeps an amount. */
export function amountText(minor: Minor, currency: Currency): string {
  return `${formatMinor(minor)} ${currency}`;
}

/** One act: on whom, on what, and what it changed. */
export interface ActFacts<F extends string = string> {
  /** Whom it concerns: they can read it. */
  readonly subjects: readonly Subject[];
  /** Where the subjects do not tell it; left out: that of the first subject that has one. */
  readonly regionCode?: string;
  /** `bank_file:12`. */
  readonly thing?: string;
  readonly before?: Readonly<Partial<Record<F, FieldValue>>>;
  readonly after?: Readonly<Partial<Record<F, FieldValue>>>;
}

export interface RefusedAct {
  readonly actor: Actor;
  readonly act: Act;
  /** The code of the refusal. */
  readonly refusal: string;
  readonly subjects: readonly Subject[];
  /** What was asked for. */
  readonly thing: string;
  readonly at: Instant;
}
