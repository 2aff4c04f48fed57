import { z } from "zod";

import { subjectsOf } from "../../../core/subject.ts";
import type { Tx } from "../../../platform/db.ts";
import { idField } from "../../../platform/outbox/index.ts";
import { payersOfInns } from "../../parties/index.ts";
import { type Stake, amountSaid, defineProposalKind } from "../../proposals/index.ts";
import { allRegions } from "../../tenancy/index.ts";
import { OUTCOMES, transferClosed } from "../acts.ts";
import { lineFacts, ruleOf, weighedLines } from "./proposed-lines.ts";
import type { WeighedLine } from "./statement-store.ts";
import { closeSuspense, decideTogether } from "./suspense.ts";
import { spellingsOf, taxpayerNumber } from "./taxpayer-number.ts";

const closingSchema = z.strictObject({
  lineIds: z.array(idField).min(1),
  outcome: z.enum(["returned", "dismissed"]),
  note: z.string(),
});

/** AUD-03: that money of a customer goes back, or is no customer's, is decided by two persons above the region's limit. */
export const suspenseClosing = defineProposalKind({
  code: "close_transfer",
  act: transferClosed,
  payload: closingSchema,
  proposers: ["accountant", "operator"],
  approvers: ["accountant", "operator"],
  limit: "return",
  thingsOf: ({ lineIds }) => lineIds.map((id) => `bank_statement_line:${id}`),
  weigh,
  perform: (tx, { lineIds, outcome, note }, by) =>
    decideTogether(lineIds, (lineId) => closeSuspense(tx, { lineId, outcome, note, ...by })),
});

/** Lines of several currencies have no sum: they take two persons. */
async function weigh(tx: Tx, { lineIds, outcome }: z.output<typeof closingSchema>): Promise<Stake> {
  const lines = await weighedLines(tx, lineIds);
  const currencies = new Set(lines.map(({ currency }) => currency));
  const currency = lines[0]?.currency ?? "";
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const isOne = currencies.size === 1;
  const waits = { ru: "Ждёт в невыясненных", en: "Waits in suspense" };
  return {
    regionCode: await regionOfLines(tx, lines),
    amount: isOne ? { amountMinor, currency } : null,
    parts: isOne ? partsOf(lines) : [],
    // Who owns the company that gets its money back has a hand in it.
    subjects: subjectsOf("payer", await payersOfInns(tx, innsOf(lines))),
    rule: await ruleOf(tx, lines),
    facts: [
      ...(isOne ? [{ label: waits, before: amountSaid(amountMinor, currency), after: amountSaid(0n, currency) }] : []),
      { label: { ru: "Решение", en: "Decision" }, before: null, after: OUTCOMES[outcome] },
      ...lineFacts(lines),
    ],
  };
}

function innsOf(lines: readonly WeighedLine[]): string[] {
  return [...new Set(lines.flatMap(({ payerInn }) => (payerInn === null ? [] : spellingsOf(payerInn))))];
}

/** Of whom the money is, by their number, for one may have many accounts. */
function partsOf(lines: readonly WeighedLine[]): Stake["parts"] {
  const sums = new Map<string, bigint>();
  for (const { payerAccount, payerInn, amountMinor } of lines) {
    const receiver = `payer:${taxpayerNumber(payerInn) ?? payerAccount ?? payerInn ?? "unknown"}`;
    sums.set(receiver, (sums.get(receiver) ?? 0n) + amountMinor);
  }
  return [...sums].map(([receiver, sum]) => ({ receiver, amountMinor: sum }));
}

/** Where the money is kept in the books, else the first region of its currency; null: no region keeps books in it. */
async function regionOfLines(tx: Tx, lines: readonly WeighedLine[]): Promise<string | null> {
  const held = lines.find(({ suspenseRegion }) => suspenseRegion !== null)?.suspenseRegion;
  if (held) return held;
  return (await allRegions(tx)).find(({ currency }) => currency === lines[0]?.currency)?.regionCode ?? null;
}
