import { z } from "zod";

import { type Route, amountSchema, idInput, route, userOf } from "../../platform/http/index.ts";
import { jobSchema, jobShown } from "../../platform/jobs/index.ts";
import { ofDocument } from "../documents/index.ts";
import { NothingToExplain } from "../reports/index.ts";
import { UnknownRegion } from "../tenancy/index.ts";
import { MonthNotOver } from "./close-month.ts";
import { explainDocument } from "./explain-document.ts";
import { askMonthClose, monthCloseOrder } from "./jobs.ts";

/** A reply stays readable: the charges of a longer line are explained one by one. */
const MOST_CHARGES = 1000;

const lineSchema = z.object({
  reference: z.string(),
  no: z.number().int(),
  service: z.string(),
  supplyMonth: z.string(),
  vatRate: z.string().nullable(),
  net: amountSchema,
  vat: amountSchema,
  gross: amountSchema,
  charges: z.array(z.object({ reference: z.string(), quantity: z.string(), amount: amountSchema })),
  difference: amountSchema,
});

/** A month close in the background, and which charges an issued document is made of. */
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
        of: "project",
        permission: "documents.view",
        staff: ["document_clerk", "accountant", "support"],
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
      refusals: [MonthNotOver, UnknownRegion],
      handler: async ({ body, principal, now, transaction }) =>
        jobShown(await transaction((tx) => askMonthClose(tx, body, userOf(principal), now))),
    }),
  ];
}
