import { createHash } from "node:crypto";

import { z } from "zod";

import { Refusal, type Texts, refusal } from "../../../core/errors.ts";
import { subjectsOf } from "../../../core/subject.ts";
import type { Tx } from "../../../platform/db.ts";
import { textsSchema } from "../../../platform/http/index.ts";
import { type Stake, actOrPropose, defineProposalKind, refuseParties, said } from "../../proposals/index.ts";
import { bankFileImported } from "../acts.ts";
import {
  type StatementImport,
  type StatementInput,
  StatementUnconfirmed,
  importStatement,
} from "./import-statement.ts";
import { deleteProposedFile, insertProposedFile, selectProposedFile } from "./proposed-file-store.ts";
import { selectBankFile, selectCreditedProjects } from "./statement-store.ts";

export const StatementThere = refusal(
  "bank_statement_there",
  409,
  "Этот файл уже загружен",
  "This file has been imported already",
);

const takingSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string(),
  bytes: z.int(),
  remarks: z.array(z.strictObject({ line: z.string(), text: textsSchema })),
});
type Taking = z.output<typeof takingSchema>;

/** AUD-03: that a bank file which may be cut is whole is confirmed by two persons, always. */
export const statementTaking = defineProposalKind({
  code: "take_statement",
  act: bankFileImported,
  payload: takingSchema,
  proposers: ["accountant", "operator"],
  approvers: ["accountant", "operator"],
  limit: null,
  isHeavy: true,
  thingsOf: ({ sha256 }) => [`bank_file_bytes:${sha256}`],
  weigh,
  async perform(tx, { sha256, fileName }, { staffUserId, persons, now }) {
    const bytes = await selectProposedFile(tx, Buffer.from(sha256, "hex"));
    if (bytes === null) throw StatementThere();
    const input = { bytes, fileName, importedBy: staffUserId, confirmed: true, now };
    await refuseOwn(tx, await importStatement(tx, input), persons);
  },
  ended: (tx, { sha256 }) => deleteProposedFile(tx, Buffer.from(sha256, "hex")),
});

/** Reads nothing of the file again: what was doubtful about it stands in the proposal. */
async function weigh(tx: Tx, { sha256, fileName, bytes, remarks }: Taking): Promise<Stake> {
  if (await selectBankFile(tx, Buffer.from(sha256, "hex"))) throw StatementThere();
  return {
    regionCode: null,
    amount: null,
    parts: [],
    subjects: [],
    rule: CUT,
    facts: [
      { label: { ru: "Файл", en: "File" }, before: said(fileName), after: null },
      { label: { ru: "Размер, байт", en: "Size, bytes" }, before: said(String(bytes)), after: null },
      {
        label: { ru: "Выписка", en: "Statement" },
        before: { ru: "не загружена", en: "not imported" },
        after: { ru: "загружена как полная", en: "imported as whole" },
      },
      ...remarks.map(({ line, text }) => ({
        label: { ru: `Замечание, ${line.replace("line", "строка")}`, en: `Remark, ${line}` },
        before: text,
        after: null,
      })),
    ],
  };
}

const CUT: Texts = {
  ru: "Файл мог быть обрезан: что он полный, подтверждают двое",
  en: "The file may be cut: two persons confirm that it is whole",
};

/** Reliability 63: nobody brings a file that credits a project of their own. Refuses own_interest. */
async function refuseOwn(tx: Tx, { fileId, repeated }: StatementImport, persons: readonly string[]): Promise<void> {
  if (repeated || persons.length === 0) return;
  await refuseParties(tx, persons, subjectsOf("project", await selectCreditedProjects(tx, fileId)));
}

/** A file as somebody brings it; `confirmed` says that they found it whole, which a second person is to confirm, too. */
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
 * importStatement, or, of a file that may be cut and that its bringer says is whole, a proposal to a second person (AUD-03).
 * Refused as importStatement refuses, and with proposal_open
 * and own_interest.
 */
export async function bringStatement(
  tx: Tx,
  { userId, confirmed, ...input }: StatementBringing,
): Promise<StatementBrought> {
  try {
    const done = await importStatement(tx, input);
    await refuseOwn(tx, done, userId === null ? [] : [userId]);
    return { ...done, proposalId: null };
  } catch (error) {
    // It is refused before anything is written.
    if (!confirmed || !(error instanceof Refusal) || error.kind !== StatementUnconfirmed.kind) throw error;
    const { bytes, fileName, importedBy, now } = input;
    const sha256 = createHash("sha256").update(bytes).digest();
    const remarks = (error.details.problems ?? []).map(({ field: line, texts: text }) => ({ line, text }));
    const taking = { sha256: sha256.toString("hex"), fileName, bytes: bytes.length, remarks };
    const asking = { userId, staffUserId: importedBy, reason: fileName, now };
    const { proposalId } = await actOrPropose(tx, statementTaking, taking, asking);
    await insertProposedFile(tx, sha256, bytes, now);
    return { ...NOTHING, proposalId };
  }
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
