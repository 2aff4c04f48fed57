import { z } from "zod";

import { PaymentSpent } from "../../balance/index.ts";
import { formatInstant } from "../../../core/time.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  pidSchema,
  route,
  userOf,
} from "../../../platform/http/index.ts";
import {
  OwnInterest,
  ProposalOpen,
  ReasonNeeded,
  openAbout,
  outcomeSchema,
  outcomeShown,
} from "../../proposals/index.ts";
import type { FileItem } from "./file-store.ts";
import { withdrawOrPropose } from "./propose-withdrawal.ts";
import { BankFileNotFound, BankFileUsed, BankFileWithdrawn, listBankFiles } from "./withdraw-file.ts";
import { bankFileWithdrawn } from "../acts.ts";

const fileSchema = z.strictObject({
  id: idSchema,
  fileName: z.string(),
  format: z.enum(["1c", "camt053", "mt940"]),
  importedAt: instantSchema,
  importedBy: z.string(),
  confirmed: z.boolean().meta({ description: "It looked cut; staff said that it is whole" }),
  accounts: z.array(z.string()).meta({ description: "The accounts of its statements, at most twenty" }),
  lines: z.int().meta({ description: "Lines it was the first to show" }),
  credited: z.int(),
  waiting: z.int(),
  otherPayers: z
    .int()
    .meta({ description: "Of the credited: paid by another company than the project's payer (PAY-13)" }),
  otherPayersTo: z.array(pidSchema).meta({ description: "The projects those were credited to, at most twenty" }),
  withdrawn: z
    .strictObject({ at: instantSchema, by: z.string(), note: z.string() })
    .nullable()
    .meta({ description: "Who took the file back, when and why" }),
  proposal: idSchema
    .nullable()
    .meta({ description: "That it be taken back, which waits for a second person (AUD-03)" }),
});

/** The routes of staff for whole files: see what was brought, take back what was not ours. */
export function fileRoutes(): Route[] {
  return [showFiles(), withdraw()];
}

function showFiles(): Route {
  return route({
    method: "GET",
    path: "/v1/office/bank-files",
    operationId: "listBankFiles",
    summary: "Bank statement files, the newest first (PAY-05)",
    query: z.strictObject({ cursor: cursorQuery, limit: limitQuery }),
    response: z.strictObject({ items: z.array(fileSchema), nextCursor: nextCursorSchema }),
    access: { kind: "staff", roles: ["accountant", "support", "operator"] },
    handler: async ({ query, now, read }) => {
      const before = idInCursor(query.cursor);
      const { files, open } = await read(async (tx) => {
        const found = await listBankFiles(tx, before, query.limit + 1);
        const about = await openAbout(tx, found.map(thingOf), now);
        return { files: found, open: new Map(about.map(({ thing, proposalId }) => [thing, proposalId.toString()])) };
      });
      return pageOf(
        files,
        query.limit,
        ({ fileId }) => fileId,
        (file) => ({ ...shown(file), proposal: open.get(thingOf(file)) ?? null }),
      );
    },
  });
}

function withdraw(): Route {
  return route({
    method: "POST",
    path: "/v1/office/bank-files/{id}/withdraw",
    operationId: "withdrawBankFile",
    summary:
      "Takes a bank statement file back whole while nothing of it was used (PAY-12); of much money a proposal (AUD-03)",
    params: z.strictObject({ id: idInput }),
    body: z.strictObject({ note: z.string().min(1).max(1000) }),
    response: outcomeSchema.extend({ lines: z.int(), credited: z.int() }),
    otherStatuses: [202],
    access: { kind: "staff", roles: ["accountant", "operator"] },
    idempotent: "accepted",
    act: bankFileWithdrawn,
    refusals: [
      BankFileNotFound,
      BankFileWithdrawn,
      BankFileUsed,
      PaymentSpent,
      ProposalOpen,
      OwnInterest,
      ReasonNeeded,
    ],
    handler: async ({ params, body, principal, now, status, transaction }) => {
      const userId = userOf(principal);
      const asked = { fileId: params.id, note: body.note, userId, staffUserId: userId, now };
      const outcome = await transaction((tx) => withdrawOrPropose(tx, asked));
      if (outcome.proposalId !== null) status(202);
      return { ...outcomeShown(outcome), ...(outcome.done ?? { lines: 0, credited: 0 }) };
    },
  });
}

const thingOf = ({ fileId }: Pick<FileItem, "fileId">) => `bank_file:${fileId}`;

function shown(file: FileItem) {
  const {
    fileId,
    lines,
    credited,
    waiting,
    otherPayers,
    importedAt,
    withdrawnAt,
    withdrawnBy,
    withdrawalNote,
    ...rest
  } = file;
  return {
    ...rest,
    id: fileId.toString(),
    importedAt: formatInstant(importedAt),
    lines: Number(lines),
    credited: Number(credited),
    waiting: Number(waiting),
    otherPayers: Number(otherPayers),
    withdrawn:
      withdrawnAt === null
        ? null
        : { at: formatInstant(withdrawnAt), by: withdrawnBy ?? "", note: withdrawalNote ?? "" },
  };
}
