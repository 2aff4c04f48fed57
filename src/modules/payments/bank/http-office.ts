import { z } from "zod";

import { formatPid, parsePid } from "../../../core/ids.ts";
import { formatInstant } from "../../../core/time.ts";
import {
  type RequestContext,
  type Route,
  cursorQuery,
  dateSchema,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  nextCursorSchema,
  pageOf,
  pidSchema,
  rawBody,
  route,
  textsSchema,
  userOf,
} from "../../../platform/http/index.ts";
import * as statementRefusals from "./files/statement.ts";
import { SUSPENSE_REASONS } from "./decide-line.ts";
import { StatementUnconfirmed } from "./import-statement.ts";
import { StatementCurrencyUnknown } from "./plan-statement.ts";
import { ProposedFilesFull, type StatementBringing, type StatementBrought } from "./propose-statement.ts";
import { fileRoutes } from "./http-files.ts";
import { proposedFileRoutes } from "./http-proposed.ts";
import { type SampleStatements, sampleRoutes } from "./http-samples.ts";
import type { SuspenseItem } from "./statement-store.ts";
import {
  SuspenseLineDecided,
  SuspenseLineNotFound,
  SuspenseNotIncoming,
  SuspenseOtherSupplier,
  SuspenseProjectDeleted,
  listSuspense,
  type NamedProject,
  namedProjects,
} from "./suspense.ts";
import type { Actor } from "../../../platform/act.ts";
import type { Tx } from "../../../platform/db.ts";
import {
  OwnInterest,
  type ProposalKind,
  ProposalOpen,
  ReasonNeeded,
  actOrPropose,
  openProposals,
  outcomeSchema,
  outcomeShown,
} from "../../proposals/index.ts";
import { suspenseAssignment } from "./propose-assignment.ts";
import { suspenseClosing } from "./propose-closing.ts";
import { bankFileImported, transferAssigned, transferClosed } from "../acts.ts";

const importSchema = z.strictObject({
  proposal: idSchema
    .nullable()
    .meta({ description: "What a second person is to confirm (AUD-03): then nothing was imported yet" }),
  fileId: idSchema.nullable(),
  format: z.enum(["1c", "camt053", "mt940"]).nullable(),
  repeated: z.boolean().meta({ description: "The same bytes were imported before; nothing was done" }),
  lines: z.int(),
  credited: z.int(),
  suspense: z.int(),
  duplicates: z.int(),
  outgoing: z.int(),
  internal: z.int(),
  problems: z.array(
    z.strictObject({
      level: z.enum(["problem", "warning"]),
      mustConfirm: z.boolean().meta({
        description: "The file may be cut, or does not continue its account; two persons confirmed that it is right",
      }),
      code: z.string(),
      line: z.int(),
      text: textsSchema,
    }),
  ),
});

const suspenseSchema = z.strictObject({
  id: idSchema,
  bookedOn: dateSchema,
  amount: moneySchema,
  direction: z.enum(["in", "out"]).meta({ description: "out: a reversal that took money away" }),
  reason: z.enum(SUSPENSE_REASONS),
  ownAccount: z.string(),
  supplier: z.string().nullable(),
  payer: z.strictObject({ name: z.string().nullable(), inn: z.string().nullable(), account: z.string().nullable() }),
  otherPayer: z.boolean().meta({ description: "Another company's INN than that of the payer of `proposed` (PAY-13)" }),
  proposed: pidSchema.nullable().meta({ description: "The project that the purpose names" }),
  documentNumber: z.string().nullable(),
  purpose: z.string(),
  fileId: idSchema,
  fileName: z.string(),
  duplicateOf: idSchema.nullable().meta({ description: "The line it may be the same as (possible_duplicate)" }),
  waitsSince: instantSchema,
  proposal: idSchema.nullable().meta({ description: "What waits for a second person about it (AUD-03)" }),
  overdue: z.boolean().meta({ description: "Waits longer than seven days" }),
});

const idParams = z.strictObject({ id: idInput });
const readers = { kind: "staff", roles: ["accountant", "support", "operator"] } as const;
const deciders = { kind: "staff", roles: ["accountant", "operator"] } as const;

/** The routes of staff: bring a statement, look after the transfers that wait. */
export function officeRoutes(bring: Bring, samples: SampleStatements | null): Route[] {
  const suspense = [showSuspense(), assign(), close(), assignMany(), closeMany()];
  return [bringStatement(bring), ...sampleRoutes(samples), ...fileRoutes(), ...proposedFileRoutes(), ...suspense];
}

type Bring = (input: StatementBringing, actor: Actor) => Promise<StatementBrought>;

function bringStatement(bring: Bring): Route {
  return route({
    method: "POST",
    path: "/v1/office/bank-statements",
    operationId: "importBankStatement",
    summary: "Imports a bank statement file: 1C exchange, camt.053 or MT940, told by its content (PAY-05)",
    query: z.strictObject({
      fileName: z.string().min(1).max(255).default("statement"),
      confirm: z
        .enum(["true", "false"])
        .default("false")
        .meta({ description: "You say that a doubtful file is right; a second person confirms it (AUD-03)" }),
    }),
    body: rawBody(["application/octet-stream", "text/plain", "application/xml", "text/xml"]),
    bodyLimit: 32 * 1024 * 1024,
    response: importSchema,
    otherStatuses: [202],
    access: deciders,
    act: bankFileImported,
    // The same bytes again change nothing.
    idempotent: "inherent",
    refusals: [
      statementRefusals.StatementFormatUnknown,
      statementRefusals.StatementTooLarge,
      statementRefusals.StatementFirstLineLetter,
      statementRefusals.StatementIntraday,
      statementRefusals.StatementEmpty,
      statementRefusals.StatementAccountMissing,
      statementRefusals.StatementXmlMalformed,
      statementRefusals.StatementXmlUnsafe,
      statementRefusals.StatementMessageUnsupported,
      StatementCurrencyUnknown,
      StatementUnconfirmed,
      ProposalOpen,
      ProposedFilesFull,
      OwnInterest,
    ],
    handler: async ({ query, body, principal, actor, now, status }) => {
      const { fileName, confirm } = query;
      const userId = userOf(principal);
      const input = { bytes: body, fileName, confirmed: confirm === "true", importedBy: userId, userId, now };
      const { fileId, proposalId, problems, ...counts } = await bring(input, actor);
      if (proposalId !== null) status(202);
      return {
        ...counts,
        proposal: proposalId?.toString() ?? null,
        fileId: fileId?.toString() ?? null,
        problems: problems.map(({ texts, ...problem }) => ({ ...problem, text: texts })),
      };
    },
  });
}

function showSuspense(): Route {
  return route({
    method: "GET",
    path: "/v1/office/suspense",
    operationId: "listSuspense",
    summary: "Transfers that wait for staff, the longest waiting first (PAY-05)",
    query: z.strictObject({ cursor: cursorQuery, limit: limitQuery }),
    response: z.strictObject({ items: z.array(suspenseSchema), nextCursor: nextCursorSchema }),
    access: readers,
    handler: async ({ query, now, read }) => {
      const after = idInCursor(query.cursor) ?? 0n;
      const lines = await read(async (tx) => {
        const found = await listSuspense(tx, after, query.limit + 1);
        const named = await namedProjects(tx, found);
        const open = await openProposals(tx, found.map(thingOf), now);
        return found.map((line, index) => ({
          ...line,
          ...(named[index] as NamedProject),
          proposal: open.get(thingOf(line)) ?? null,
        }));
      });
      return pageOf(
        lines,
        query.limit,
        ({ lineId }) => lineId,
        (line) => shown(line, now),
      );
    },
  });
}

const ASSIGN_REFUSALS = [
  SuspenseLineNotFound,
  SuspenseLineDecided,
  SuspenseNotIncoming,
  SuspenseProjectDeleted,
  SuspenseOtherSupplier,
  ProposalOpen,
  ReasonNeeded,
  OwnInterest,
];

const CLOSE_REFUSALS = [SuspenseLineNotFound, SuspenseLineDecided, ProposalOpen, ReasonNeeded, OwnInterest];

interface DecidingContext extends Pick<RequestContext, "principal" | "now" | "status"> {
  readonly transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

function assignOrPropose(
  lineIds: readonly bigint[],
  { pid, note }: { readonly pid: string; readonly note?: string | undefined },
  context: DecidingContext,
) {
  const assignment = { lineIds: [...lineIds], projectId: parsePid(pid) as bigint, note: note ?? null };
  return decide(suspenseAssignment, assignment, note ?? "", context);
}

function closeOrPropose(
  lineIds: readonly bigint[],
  { outcome, note }: { readonly outcome: "returned" | "dismissed"; readonly note: string },
  context: DecidingContext,
) {
  return decide(suspenseClosing, { lineIds: [...lineIds], outcome, note }, note, context);
}

/** AUD-03: at once, or as a proposal to a second person; 202 says which. */
async function decide<P>(
  kind: ProposalKind<P>,
  payload: P,
  reason: string,
  { principal, now, status, transaction }: DecidingContext,
) {
  const userId = userOf(principal);
  const asking = { userId, staffUserId: userId, reason, now };
  const outcome = await transaction((tx) => actOrPropose(tx, kind, payload, asking));
  if (outcome.proposalId !== null) status(202);
  return outcomeShown(outcome);
}

function assign(): Route {
  return route({
    method: "POST",
    path: "/v1/office/suspense/{id}/assign",
    operationId: "assignSuspense",
    summary: "Credits a waiting transfer to the project it was meant for (PAY-05)",
    params: idParams,
    body: z.strictObject({ pid: pidSchema, note: z.string().max(1000).optional() }),
    response: outcomeSchema,
    otherStatuses: [202],
    access: deciders,
    idempotent: "accepted",
    act: transferAssigned,
    refusals: ASSIGN_REFUSALS,
    handler: ({ params, body, ...context }) => assignOrPropose([params.id], body, context),
  });
}

function close(): Route {
  return route({
    method: "POST",
    path: "/v1/office/suspense/{id}/close",
    operationId: "closeSuspense",
    summary: "Ends the waiting of a transfer that belongs to no project: returned to the payer, or not ours",
    params: idParams,
    body: z.strictObject({ outcome: z.enum(["returned", "dismissed"]), note: z.string().min(1).max(1000) }),
    response: outcomeSchema,
    otherStatuses: [202],
    access: deciders,
    idempotent: "accepted",
    act: transferClosed,
    refusals: CLOSE_REFUSALS,
    handler: ({ params, body, ...context }) => closeOrPropose([params.id], body, context),
  });
}

/** As many as a person ticks on a page. */
const idsInput = z.array(idInput).min(1).max(200);

function assignMany(): Route {
  return route({
    method: "POST",
    path: "/v1/office/suspense/assign",
    operationId: "assignSuspenseTogether",
    summary: "Credits several waiting transfers to one project, all or none (PAY-05)",
    body: z.strictObject({ ids: idsInput, pid: pidSchema, note: z.string().max(1000).optional() }),
    response: outcomeSchema,
    otherStatuses: [202],
    access: deciders,
    idempotent: "accepted",
    act: transferAssigned,
    refusals: ASSIGN_REFUSALS,
    handler: ({ body, ...context }) => assignOrPropose(body.ids, body, context),
  });
}

function closeMany(): Route {
  return route({
    method: "POST",
    path: "/v1/office/suspense/close",
    operationId: "closeSuspenseTogether",
    summary: "Ends the waiting of several transfers that belong to no project, all or none",
    body: z.strictObject({
      ids: idsInput,
      outcome: z.enum(["returned", "dismissed"]),
      note: z.string().min(1).max(1000),
    }),
    response: outcomeSchema,
    otherStatuses: [202],
    access: deciders,
    idempotent: "accepted",
    act: transferClosed,
    refusals: CLOSE_REFUSALS,
    handler: ({ body, ...context }) => closeOrPropose(body.ids, body, context),
  });
}

/** What a proposal about a line is known by. */
const thingOf = ({ lineId }: Pick<SuspenseItem, "lineId">) => `bank_statement_line:${lineId}`;

/** Invariant 28: doubtful money is to be decided about within a week. */
const LONGEST_WAIT = 7 * 86_400_000;

function shown(item: SuspenseItem & NamedProject & { readonly proposal: bigint | null }, now: number) {
  return {
    id: item.lineId.toString(),
    bookedOn: item.bookedOn,
    amount: money(item.amountMinor, item.currency),
    direction: item.direction,
    reason: item.reason,
    ownAccount: item.ownAccount,
    supplier: item.supplierCode,
    payer: { name: item.payerName, inn: item.payerInn, account: item.payerAccount },
    otherPayer: item.otherPayer,
    proposed: item.projectId === null ? null : formatPid(item.projectId),
    documentNumber: item.documentNumber,
    purpose: item.purpose,
    fileId: item.fileId.toString(),
    fileName: item.fileName,
    duplicateOf: item.duplicateOf?.toString() ?? null,
    waitsSince: formatInstant(item.waitsSince),
    proposal: item.proposal?.toString() ?? null,
    overdue: now - item.waitsSince > LONGEST_WAIT,
  };
}
