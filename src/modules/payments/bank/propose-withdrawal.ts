import { z } from "zod";

import { formatPid } from "../../../core/ids.ts";
import { formatMoney } from "../../../core/money.ts";
import { subjectsOf } from "../../../core/subject.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { idField } from "../../../platform/outbox/index.ts";
import {
  type Fact,
  type Outcome,
  type Stake,
  actOrPropose,
  amountSaid,
  defineProposalKind,
  refuseParties,
  said,
} from "../../proposals/index.ts";
import { projectFacts } from "../../tenancy/index.ts";
import { bankFileWithdrawn } from "../acts.ts";
import { type BookedSum, selectFileFacts, sumBooked } from "./file-store.ts";
import { interestsIn } from "./interests.ts";
import { taxpayerNumber } from "./taxpayer-number.ts";
import { BankFileNotFound, BankFileWithdrawn, type WithdrawnFile, withdrawBankFile } from "./withdraw-file.ts";

const withdrawalSchema = z.strictObject({ fileId: idField, note: z.string() });
type Withdrawal = z.output<typeof withdrawalSchema>;

/**
 * AUD-03: a bank file that brought money is taken back by two persons above the region's limit: its bytes may come again with
 * other purposes. What waits in suspense counts, too, for who brings it anew may name a project.
 */
export const statementWithdrawal = defineProposalKind({
  code: "withdraw_statement",
  act: bankFileWithdrawn,
  payload: withdrawalSchema,
  proposers: ["accountant", "operator"],
  approvers: ["accountant", "operator"],
  limit: "withdrawal",
  // As its import does.
  isHeavy: true,
  thingsOf: ({ fileId }) => [`bank_file:${fileId}`],
  weigh,
  async perform(tx, { fileId, note }, { staffUserId, persons, now }): Promise<WithdrawnFile> {
    const projects = (await sumBooked(tx, fileId)).flatMap(({ projectId }) => projectId ?? []);
    await refuseParties(tx, persons, subjectsOf("project", projects));
    return withdrawBankFile(tx, { fileId, staffUserId, note, now });
  },
});

/** As many projects and payers as whoever confirms is shown one by one. */
const MOST_SHOWN = 50;
/** Whose people are told from the others beforehand; all are when it is done. */
const MOST_INTERESTS = 1_000;

async function weigh(tx: Tx, { fileId }: Withdrawal, now: Instant): Promise<Stake> {
  const file = await selectFileFacts(tx, fileId);
  if (!file) throw BankFileNotFound();
  if (file.withdrawnAt !== null) throw BankFileWithdrawn();
  const sums = await sumBooked(tx, fileId);
  const projectIds = sums.flatMap(({ projectId }) => projectId ?? []);
  const projects = await projectFacts(tx, projectIds);
  const factsOf = (projectId: bigint | null) => (projectId === null ? undefined : projects.get(projectId));
  const regions = new Set(sums.map((one) => factsOf(one.projectId)?.regionCode ?? one.suspenseRegion));
  const [[region = null], [first]] = [[...regions], sums];
  // Of several regions there is no one limit: then it takes two.
  const isOne = first !== undefined && regions.size === 1;
  const amountMinor = sums.reduce((sum, one) => sum + one.amountMinor, 0n);
  const receiverOf = ({ projectId, payer }: BookedSum) =>
    projectId === null ? `payer:${taxpayerNumber(payer) ?? payer}` : `account:${factsOf(projectId)?.accountId}`;
  const parts = [...Map.groupBy(sums, receiverOf)].map(([receiver, own]) => ({
    receiver,
    amountMinor: own.reduce((sum, one) => sum + one.amountMinor, 0n),
  }));
  return {
    regionCode: isOne ? region : null,
    amount: isOne ? { amountMinor, currency: first.currency } : null,
    parts: isOne ? parts : [],
    subjects: await interestsIn(tx, projectIds.slice(0, MOST_INTERESTS), now),
    rule: null,
    facts: [
      { label: { ru: "Выписка", en: "Statement" }, before: said(`${fileId}, ${file.fileName}`), after: null },
      ...sums.slice(0, MOST_SHOWN).map(factOf),
      ...(sums.length > MOST_SHOWN ? [restOf(sums.slice(MOST_SHOWN))] : []),
    ],
  };
}

function factOf({ projectId, payer, amountMinor, currency, lines }: BookedSum): Fact {
  const zero = amountSaid(0n, currency);
  const whose = projectId === null ? payer : formatPid(projectId);
  const label =
    projectId === null
      ? {
          ru: `Ждёт в невыясненных от ${whose}, переводов ${lines}`,
          en: `In suspense from ${whose}, ${lines} transfers`,
        }
      : { ru: `Зачислено ${whose}, переводов ${lines}`, en: `Credited to ${whose}, ${lines} transfers` };
  return { label, before: amountSaid(amountMinor, currency), after: zero };
}

function restOf(sums: readonly BookedSum[]): Fact {
  const text = (language: "ru" | "en") =>
    [...Map.groupBy(sums, ({ currency }) => currency)]
      .map(([currency, own]) => {
        const sum = own.reduce((total, one) => total + one.amountMinor, 0n);
        return formatMoney(sum, currency, language);
      })
      .join(", ");
  return {
    label: { ru: `Ещё получателей: ${sums.length}`, en: `${sums.length} more receivers` },
    before: { ru: text("ru"), en: text("en") },
    after: null,
  };
}

export interface FileWithdrawalAsked extends Withdrawal {
  /** Who signed in; null: the command line. */
  readonly userId: string | null;
  readonly staffUserId: string;
  readonly now: Instant;
}

/**
 * withdrawBankFile, or, of a file that brought money into the books above the limit, a proposal to a second person (AUD-03).
 * One that brought none is one person's act. Refused as withdrawBankFile refuses, and with proposal_open, own_interest.
 */
export async function withdrawOrPropose(tx: Tx, asked: FileWithdrawalAsked): Promise<Outcome<WithdrawnFile>> {
  const { userId, staffUserId, now, ...payload } = asked;
  if ((await sumBooked(tx, payload.fileId)).length === 0)
    return { proposalId: null, done: await withdrawBankFile(tx, { ...payload, staffUserId, now }) };
  return actOrPropose(tx, statementWithdrawal, payload, { userId, staffUserId, reason: payload.note, now });
}
