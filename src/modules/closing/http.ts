import { z } from "zod";

import { formatPid } from "../../core/ids.ts";
import { formatInstant } from "../../core/time.ts";
import {
  ANSWERING_STAFF,
  type Route,
  amountSchema,
  cursorQuery,
  decodeCursor,
  encodeCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  monthInput,
  nextCursorSchema,
  pidSchema,
  route,
  textsSchema,
  userOf,
} from "../../platform/http/index.ts";
import { jobSchema, jobShown } from "../../platform/jobs/index.ts";
import { ofDocument } from "../documents/index.ts";
import { NothingToExplain } from "../reports/index.ts";
import { UnknownRegion, allRegions } from "../tenancy/index.ts";
import { MonthBeforeFirst, MonthNotOver, NothingToClose } from "./close-month.ts";
import { explainDocument } from "./explain-document.ts";
import { askIssueWaiting, askMonthClose, monthCloseOrder, waitingOrder } from "./jobs.ts";
import { waitingPayers } from "./waiting.ts";
import { monthCloseAsked, waitingIssueAsked } from "./acts.ts";

/** A reply stays readable: the charges of a longer line are explained one by one. */
const MOST_CHARGES = 1000;

const lineSchema = z.object({
  reference: z.string(),
  no: z.number().int(),
  service: z.string(),
  serviceName: textsSchema,
  supplyMonth: z.string(),
  vatRate: z.string().nullable(),
  net: amountSchema,
  vat: amountSchema,
  gross: amountSchema,
  charges: z.array(
    z.object({
      reference: z.string(),
      resource: z.string().nullable(),
      skuName: textsSchema,
      quantity: z.string(),
      amount: amountSchema,
      cause: z.enum(["supply", "cover", "increase", "decrease", "carried"]).meta({
        description:
          "supplied; paid later by a transfer; a change of an earlier month; of before charges knew contracts",
      }),
    }),
  ),
  difference: amountSchema,
});

/** A month close in the background, what waits for documents and its issue, and which charges an issued document is made of. */
export function closingRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/documents/{id}/explanation",
      operationId: "explainDocument",
      summary: "The lines of a document with the charges behind each; a charge's reference is explained further",
      params: z.strictObject({ id: idInput }),
      response: z.object({ document: z.record(z.string(), z.unknown()), lines: z.array(lineSchema) }),
      access: {
        kind: "member",
        of: "payer",
        permission: "documents.view",
        staff: ANSWERING_STAFF,
        from: ofDocument,
      },
      refusals: [NothingToExplain],
      handler: ({ params, read }) =>
        read(async (tx) => {
          const reference = { kind: "document", documentId: params.id, line: null } as const;
          const { document, lines } = await explainDocument(tx, reference, MOST_CHARGES);
          return { document: { ...document }, lines: lines.map((line) => ({ ...line, charges: [...line.charges] })) };
        }),
    }),
    route({
      method: "POST",
      path: "/v1/office/month-closes",
      operationId: "closeMonth",
      summary: "Asks for the close of a region's month (DOC-01), which is then done in the background as a job",
      body: monthCloseOrder,
      response: jobSchema,
      status: 202,
      access: { kind: "staff", roles: ["operator"] },
      // While a close of the month is open it is answered; a month that is closed already is left as it is.
      idempotent: "inherent",
      act: monthCloseAsked,
      refusals: [MonthNotOver, MonthBeforeFirst, NothingToClose, UnknownRegion],
      handler: async ({ body, principal, now, transaction }) =>
        jobShown(await transaction((tx) => askMonthClose(tx, body, userOf(principal), now))),
    }),
    waitingRoute(),
    issueRoute(),
  ];
}

const waitingSchema = z.object({
  payer: z.object({ id: idSchema, name: z.string() }),
  region: z.string(),
  regionName: textsSchema,
  timeZone: z.string().meta({ description: "of the region" }),
  month: z.string().meta({ description: "in which it is booked" }),
  reason: z.string().meta({ description: "a code" }),
  text: textsSchema,
  quiet: z.boolean().meta({ description: "nobody has anything to do about it: it is no alarm" }),
  since: instantSchema,
  amount: moneySchema,
  pids: z.array(pidSchema).meta({ description: "at most twenty" }),
});
const waitingPlace = z.tuple([z.string().regex(/^\d{1,18}$/), monthInput, z.string()]);

function waitingRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/waiting-documents",
    operationId: "listWaitingDocuments",
    summary: "Who waits for documents of closed months, why, since when and how much, by payer (PYR-10)",
    query: z.strictObject({
      region: z.string().min(1).max(40).optional(),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.object({ items: z.array(waitingSchema), nextCursor: nextCursorSchema }),
    access: { kind: "staff", roles: ["document_clerk", "accountant", "support", "operator"] },
    handler: ({ query, read }) =>
      read(async (tx) => {
        const place = decodeCursor(query.cursor, waitingPlace);
        const after = place && { payerId: BigInt(place[0]), month: place[1], code: place[2] };
        const rows = await waitingPayers(tx, query.region ?? null, after, query.limit + 1);
        const items = rows.slice(0, query.limit);
        const regions = new Map((await allRegions(tx)).map((region) => [region.regionCode, region]));
        const last = rows.length > query.limit ? items.at(-1) : undefined;
        return {
          items: items.map((row) => ({
            payer: { id: row.payerId.toString(), name: row.payerName },
            region: row.regionCode,
            regionName: regions.get(row.regionCode)?.name ?? { ru: row.regionCode, en: row.regionCode },
            timeZone: regions.get(row.regionCode)?.timeZone ?? "UTC",
            month: row.month,
            reason: row.code,
            text: row.text,
            quiet: row.quiet,
            since: formatInstant(row.since),
            amount: money(row.grossMinor, row.currency),
            pids: row.projectIds.map((projectId) => formatPid(BigInt(projectId))),
          })),
          nextCursor: last ? encodeCursor([last.payerId.toString(), last.month, last.code]) : null,
        };
      }),
  });
}

function issueRoute(): Route {
  return route({
    method: "POST",
    path: "/v1/office/waiting-documents/issue",
    operationId: "issueWaitingDocuments",
    summary:
      "Asks that what waits of a region's closed months be issued, as far as its payers are ready, as a job (PYR-10)",
    body: waitingOrder,
    response: jobSchema,
    status: 202,
    access: { kind: "staff", roles: ["document_clerk", "accountant", "operator"] },
    // While such a job of the region is open it is answered; what is issued is passed over.
    idempotent: "inherent",
    act: waitingIssueAsked,
    refusals: [UnknownRegion],
    handler: async ({ body, principal, now, transaction }) =>
      jobShown(await transaction((tx) => askIssueWaiting(tx, body, userOf(principal), now))),
  });
}
