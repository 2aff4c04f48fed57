import { z } from "zod";

import { type Texts, refusal } from "../../../core/errors.ts";
import type { Minor } from "../../../core/money.ts";
import { type Subject, parseSubjectKey, subjectKey, subjectsOf } from "../../../core/subject.ts";
import type { Tx } from "../../../platform/db.ts";
import { textsSchema } from "../../../platform/http/index.ts";
import { amountField } from "../../../platform/outbox/index.ts";
import {
  ProposalOutdated,
  type Stake,
  actOrPropose,
  defineProposalKind,
  factSchema,
  refuseParties,
  said,
} from "../../proposals/index.ts";
import { bankFileImported } from "../acts.ts";
import {
  type StatementImport,
  type StatementInput,
  carryOut,
  doubtsOf,
  openStatement,
  refuseDoubts,
  sha256Of,
} from "./import-statement.ts";
import { interestsIn } from "./interests.ts";
import type { StatementPlan } from "./plan-statement.ts";
import { factsOfPlan } from "./plan-facts.ts";
import {
  type PlannedCredit,
  countProposedFiles,
  deleteProposedFile,
  insertProposedFile,
  selectProposedCredits,
  selectProposedFile,
} from "./proposed-file-store.ts";
import { selectBankFile } from "./statement-store.ts";

export const StatementThere = refusal(
  "bank_statement_there",
  409,
  "Этот файл уже загружен",
  "This file has been imported already",
);

export const ProposedFilesFull = refusal(
  "proposed_files_full",
  409,
  "Подтверждения уже ждут {count} файлов: сначала решите о них",
  "{count} files wait for a second person already: decide about them first",
);
/** Each is kept as bytes until it is decided. */
const MOST_FILES = 50;

export const takingSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string(),
  bytes: z.int(),
  remarks: z.array(z.strictObject({ line: z.string(), text: textsSchema })),
  // What it would bring, as it was when it was proposed; proposals of earlier releases do not say.
  facts: z.array(factSchema).default([]),
  regionCode: z.string().nullable().default(null),
  credited: z.strictObject({ amountMinor: amountField, currency: z.string() }).nullable().default(null),
  subjects: z.array(z.string()).default([]),
});
type Taking = z.output<typeof takingSchema>;

/**
 * AUD-03: that a bank file which may be cut, or does not continue its account, is right is confirmed by two persons, always; of
 * what the command line brings, all that credits more than one person may assign.
 */
export const statementTaking = defineProposalKind({
  code: "take_statement",
  act: bankFileImported,
  payload: takingSchema,
  proposers: ["accountant", "operator"],
  approvers: ["accountant", "operator"],
  limit: "assignment",
  isHeavy: true,
  thingsOf: ({ sha256 }) => [`bank_file_bytes:${sha256}`],
  weigh,
  async perform(tx, { sha256, fileName, facts }, { staffUserId, persons, now }): Promise<StatementImport> {
    const hash = Buffer.from(sha256, "hex");
    const bytes = await selectProposedFile(tx, hash);
    if (bytes === null) throw StatementThere();
    const input = { bytes, fileName, importedBy: staffUserId, confirmed: true, now };
    const { earlier, plan } = await openStatement(tx, input);
    if (earlier) throw StatementThere();
    const credits = creditsOf(plan);
    // What is credited is what both were shown.
    const isShown = facts.length > 0;
    if (isShown && !areAlike(credits, await selectProposedCredits(tx, hash, null, null))) throw ProposalOutdated();
    await refuseOwn(tx, credits, persons);
    return carryOut(tx, plan, input);
  },
  ended: (tx, { sha256 }) => deleteProposedFile(tx, Buffer.from(sha256, "hex")),
});

/** Reads nothing of the file again: what it would bring, and what was doubtful about it, stands in the proposal. */
async function weigh(tx: Tx, taking: Taking): Promise<Stake> {
  const { sha256, fileName, bytes, remarks, facts, regionCode, credited, subjects } = taking;
  if (await selectBankFile(tx, Buffer.from(sha256, "hex"))) throw StatementThere();
  return {
    regionCode,
    amount: credited,
    // All that one login of the machine brings within a day, to whomever.
    parts: credited === null ? [] : [{ receiver: "bank_files", amountMinor: credited.amountMinor }],
    subjects: subjects.flatMap((key) => parseSubjectKey(key) ?? []),
    rule: remarks.length > 0 ? DOUBTFUL : null,
    facts: [
      { label: { ru: "Файл", en: "File" }, before: said(fileName), after: null },
      { label: { ru: "Размер, байт", en: "Size, bytes" }, before: said(String(bytes)), after: null },
      {
        label: { ru: "Выписка", en: "Statement" },
        before: { ru: "не загружена", en: "not imported" },
        after: { ru: "загружена как верная", en: "imported as right" },
      },
      ...facts,
      ...remarks.map(({ line, text }, index) => ({
        label: {
          ru: `Замечание ${index + 1}, ${line.replace("line", "строка")}`,
          en: `Remark ${index + 1}, ${line}`,
        },
        before: text,
        after: null,
      })),
    ],
  };
}

const DOUBTFUL: Texts = {
  ru: "Файл мог быть обрезан или не продолжает прошлую выписку: что он верен, подтверждают двое",
  en: "The file may be cut, or does not continue the last statement: two persons confirm that it is right",
};

/** What a plan would credit, project by project. */
function creditsOf({ decided }: StatementPlan): PlannedCredit[] {
  const sums = new Map<bigint, PlannedCredit>();
  for (const { decision, line, currency } of decided.fresh) {
    if (decision.disposition !== "credited") continue;
    const { projectId, regionCode } = decision;
    const { lines = 0, amountMinor = 0n } = sums.get(projectId) ?? {};
    sums.set(projectId, {
      projectId,
      regionCode,
      currency,
      lines: lines + 1,
      amountMinor: amountMinor + line.amountMinor,
    });
  }
  return [...sums.values()].sort((a, b) => (a.projectId < b.projectId ? -1 : 1));
}

function areAlike(credits: readonly PlannedCredit[], shown: readonly Omit<PlannedCredit, "regionCode">[]): boolean {
  const key = ({ projectId, lines, amountMinor, currency }: Omit<PlannedCredit, "regionCode">) =>
    `${projectId} ${lines} ${amountMinor} ${currency}`;
  return credits.length === shown.length && credits.every((one, index) => key(one) === key(shown[index] ?? one));
}

/** Reliability 63: nobody brings a file that credits a project of their own. Refuses own_interest. */
async function refuseOwn(tx: Tx, credits: readonly PlannedCredit[], persons: readonly string[]): Promise<void> {
  if (persons.length === 0) return;
  const projects = credits.map(({ projectId }) => projectId);
  await refuseParties(tx, persons, subjectsOf("project", projects));
}

/** A file as somebody brings it; `confirmed` says that they found it right, which a second person is to confirm, too. */
export interface StatementBringing extends StatementInput {
  /** Who signed in; null: the command line. */
  readonly userId: string | null;
}

export interface StatementBrought extends Omit<StatementImport, "fileId" | "format"> {
  readonly fileId: bigint | null;
  readonly format: StatementImport["format"] | null;
  /** What a second person is to confirm: then nothing was imported yet. */
  readonly proposalId: bigint | null;
}

/**
 * importStatement, or a proposal to a second person (AUD-03): of a file that is doubtful and that its bringer says is right, and
 * of one from the command line that credits above the limit, since nobody knows whose projects those are. Refused as
 * importStatement refuses, and with proposal_open, proposed_files_full and own_interest.
 */
export async function bringStatement(tx: Tx, bringing: StatementBringing): Promise<StatementBrought> {
  const { userId, ...input } = bringing;
  const { earlier, plan } = await openStatement(tx, input);
  if (earlier) return { ...earlier, proposalId: null };
  if (!input.confirmed) refuseDoubts(plan);
  const credits = creditsOf(plan);
  await refuseOwn(tx, credits, userId === null ? [] : [userId]);
  const isOnes = userId !== null || credits.length === 0;
  if (doubtsOf(plan).length === 0 && isOnes) return { ...(await carryOut(tx, plan, input)), proposalId: null };
  const { bytes, fileName, importedBy, now } = input;
  const asking = { userId, staffUserId: importedBy, reason: fileName, now };
  if ((await countProposedFiles(tx)) >= MOST_FILES) throw ProposedFilesFull({ values: { count: String(MOST_FILES) } });
  await insertProposedFile(tx, { sha256: sha256Of(bytes), bytes, credits, now });
  const { proposalId, done } = await actOrPropose(
    tx,
    statementTaking,
    await takingOf(tx, bringing, plan, credits),
    asking,
  );
  if (proposalId !== null) return { ...NOTHING, proposalId };
  await deleteProposedFile(tx, sha256Of(bytes));
  return { ...done, proposalId };
}

/** Remarks that stand in a proposal one by one. */
const MOST_REMARKS = 20;
/** Whose people are told from the others beforehand; all are when it is done. */
const MOST_INTERESTS = 1_000;

async function takingOf(
  tx: Tx,
  { bytes, fileName, now }: StatementBringing,
  plan: StatementPlan,
  credits: readonly PlannedCredit[],
): Promise<Taking> {
  const projects = credits.slice(0, MOST_INTERESTS).map(({ projectId }) => projectId);
  const doubts = doubtsOf(plan);
  const [first] = credits;
  // Of several regions there is no one limit: then it takes two.
  const isOne = first !== undefined && credits.every(({ regionCode }) => regionCode === first.regionCode);
  const amountMinor = credits.reduce((sum: Minor, one) => sum + one.amountMinor, 0n);
  const subjects: Subject[] = await interestsIn(tx, projects, now);
  return {
    sha256: sha256Of(bytes).toString("hex"),
    fileName,
    bytes: bytes.length,
    remarks: doubts.slice(0, MOST_REMARKS).map(({ line, texts }) => ({ line: `line ${line}`, text: texts })),
    facts: factsOfPlan(plan, credits),
    // Whose limit it goes by; a file is of no region otherwise (REG-07).
    regionCode: isOne && doubts.length === 0 ? first.regionCode : null,
    credited: isOne ? { amountMinor, currency: first.currency } : null,
    subjects: subjects.map(subjectKey),
  };
}

const NOTHING: Omit<StatementBrought, "proposalId"> = {
  fileId: null,
  format: null,
  repeated: false,
  lines: 0,
  credited: 0,
  suspense: 0,
  duplicates: 0,
  outgoing: 0,
  internal: 0,
  problems: [],
};
