import { z } from "zod";

import { type Texts, refusal } from "../../core/errors.ts";
import { type Minor, formatMoney, parseMinor } from "../../core/money.ts";
import { subjectKey } from "../../core/subject.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import { PROGRAM, amountText } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { idSchema } from "../../platform/http/index.ts";
import { holdLock } from "../../platform/locks.ts";
import { leaveAct, recordAct } from "../../platform/record-act.ts";
import { loginsOfMailbox, regionOf, userOfId } from "../tenancy/index.ts";
import { proposalMade } from "./acts.ts";
import { refuseParties } from "./bars.ts";
import type { ProposalKind, Stake } from "./kind.ts";
import { tellApprovers } from "./notices.ts";
import * as store from "./store.ts";

export const ProposalOpen = refusal(
  "proposal_open",
  409,
  "Об этом уже есть предложение {id}: оно ждёт второго сотрудника",
  "Proposal {id} is about this already: it waits for a second person",
);

export const ReasonNeeded = refusal(
  "reason_needed",
  422,
  "Напишите, почему: это подтверждает второй сотрудник",
  "Say why: a second person is to confirm it",
);

export const ReasonTooLong = refusal(
  "reason_too_long",
  422,
  "Причина длиннее тысячи знаков: сократите её",
  "The reason is longer than a thousand characters: shorten it",
);
/** As the database keeps it. */
const LONGEST_REASON = 1_000;

/** How long a proposal waits. */
const WAITS_FOR = 7 * DAY;
/** Within what time parts count together. */
const SUMMED_OVER = DAY;

/** Who asks for an act. */
export interface Asking {
  /** Null: nobody signed in, the command line. */
  readonly userId: string | null;
  /** As the books name who did it. */
  readonly staffUserId: string;
  readonly reason: string;
  readonly now: Instant;
}

/** Done at once, or the number of the proposal that waits for a second person. */
export type Outcome<R = unknown> =
  | { readonly proposalId: null; readonly done: R }
  | { readonly proposalId: bigint; readonly done: null };

export const outcomeSchema = z.strictObject({
  proposal: idSchema.nullable().meta({ description: "What a second person is to confirm (AUD-03); null: it is done" }),
});

export function outcomeShown({ proposalId }: Pick<Outcome, "proposalId">): z.input<typeof outcomeSchema> {
  return { proposal: proposalId?.toString() ?? null };
}

/**
 * AUD-03: does the act, or, above the limit and where the rule says so, leaves it as a proposal that another person confirms.
 * What the same person did alone for the same receiver within a day counts with it. Refuses own_interest: who belongs to the
 * project or the payer has no hand in it, whatever the amount; proposal_open; reason_needed; and what the kind refuses. All of it in the
 * caller's transaction.
 */
export async function actOrPropose<P, R>(
  tx: Tx,
  kind: ProposalKind<P, R>,
  payload: P,
  asking: Asking,
): Promise<Outcome<R>> {
  const { now, staffUserId, userId } = asking;
  if (asking.reason.length > LONGEST_REASON) throw ReasonTooLong({ field: "note" });
  const things = kind.thingsOf(payload);
  // Of whichever kind; in one order, so that two of the same things wait for each other.
  for (const thing of [...new Set(things)].sort()) await holdLock(tx, "proposals", thing);
  const [open] = await store.selectOpenAbout(tx, things, now);
  if (open) throw ProposalOpen({ values: { id: open.proposalId.toString() } });
  const stake = await kind.weigh(tx, payload, now);
  const persons = userId === null ? [] : [userId];
  await refuseParties(tx, persons, stake.subjects);
  const lone = loneActsOf(tx, kind, stake, userId);
  const cause = await causeOf(tx, kind, stake, { lone, userId, now });
  if (cause === null) {
    for (const part of lone) await store.insertLoneAct(tx, part, now);
    return { proposalId: null, done: await kind.perform(tx, payload, { staffUserId, persons, now }) };
  }
  if (asking.reason.trim() === "") throw ReasonNeeded({ field: "note" });
  const proposalId = await store.insertProposal(tx, {
    kind: kind.code,
    regionCode: stake.regionCode,
    payload: z.encode(kind.payload, payload),
    things,
    stake: keptOf(stake, cause),
    amountMinor: stake.amount?.amountMinor ?? null,
    currency: stake.amount?.currency ?? null,
    reason: asking.reason,
    proposedBy: staffUserId,
    proposerUserId: userId,
    proposedAt: now,
    expiresAt: plus(now, WAITS_FOR),
  });
  leaveAct(tx, kind.act);
  await recordAct(tx, proposalMade, now, {
    subjects: [],
    ...(stake.regionCode === null ? {} : { regionCode: stake.regionCode }),
    thing: `proposal:${proposalId}`,
    after: {
      what: kind.code,
      amount: stake.amount && amountText(stake.amount.amountMinor, stake.amount.currency),
      proposer: userId === null ? staffUserId : `user:${userId}`,
      reason: asking.reason,
    },
  });
  await tellApprovers(tx, kind, { proposalId, proposerUserId: userId, subjects: stake.subjects }, now);
  return { proposalId, done: null };
}

/** A stake as it is kept, and as it must be found again by who confirms. */
export function keptOf({ subjects, parts, facts }: Stake, cause: Texts): store.KeptStake {
  return { cause, subjects: subjects.map(subjectKey), receivers: parts.map(({ receiver }) => receiver), facts };
}

function loneActsOf<P>(
  tx: Tx,
  { code: kind }: ProposalKind<P>,
  { amount, parts }: Stake,
  userId: string | null,
): store.LoneAct[] {
  // The person, by whatever login or token.
  const actor = userId === null ? (tx.actor ?? PROGRAM).key : actorOf(userId);
  return amount === null ? [] : parts.map((part) => ({ kind, actor, ...part, currency: amount.currency }));
}

const actorOf = (userId: string) => `user:${userId}`;

/** Why it takes two persons; null: one may do it alone. */
async function causeOf<P>(
  tx: Tx,
  { limit }: ProposalKind<P>,
  { rule, amount, regionCode }: Stake,
  {
    lone,
    userId,
    now,
  }: { readonly lone: readonly store.LoneAct[]; readonly userId: string | null; readonly now: Instant },
): Promise<Texts | null> {
  if (rule) return rule;
  const [first] = lone;
  if (limit === null || amount === null || !first) return ALWAYS;
  const most = regionCode === null ? 0n : await limitOf(tx, regionCode, limit, amount.currency);
  if (amount.amountMinor > most) return aboveLimit(most, amount.currency);
  // One after the other, else two halves at once would each be below the limit.
  const user = userId === null ? null : await userOfId(tx, userId);
  const logins = user === null ? [] : (await loginsOfMailbox(tx, user.email)).map((login) => actorOf(login.userId));
  const actors = logins.length > 0 ? logins : [first.actor];
  await holdLock(tx, "loneActs", actors[0] as string);
  for (const part of lone) {
    const before = await store.sumLoneActs(tx, part, actors, plus(now, -SUMMED_OVER));
    if (before + part.amountMinor > most) return aboveTogether(most, before, amount.currency);
  }
  return null;
}

/** In another currency than the region's there is no limit to stay below. */
async function limitOf(
  tx: Tx,
  regionCode: string,
  limit: NonNullable<ProposalKind["limit"]>,
  currency: string,
): Promise<Minor> {
  const region = await regionOf(tx, regionCode);
  return region.currency === currency ? (parseMinor(region.twoPersonLimits[limit] ?? "") ?? 0n) : 0n;
}

const ALWAYS: Texts = {
  ru: "Это действие всегда подтверждает второй сотрудник",
  en: "This act always takes two persons",
};

function aboveLimit(most: Minor, currency: string): Texts {
  return {
    ru: `Сумма больше ${formatMoney(most, currency, "ru")}`,
    en: `The amount is above ${formatMoney(most, currency, "en")}`,
  };
}

function aboveTogether(most: Minor, before: Minor, currency: string): Texts {
  const say = (minor: Minor, language: "ru" | "en") => formatMoney(minor, currency, language);
  return {
    ru: `Вместе с ${say(before, "ru")}, которые тот же сотрудник провёл тому же получателю за сутки, сумма больше ${say(most, "ru")}`,
    en: `With ${say(before, "en")} that the same person gave the same receiver within a day the amount is above ${say(most, "en")}`,
  };
}
