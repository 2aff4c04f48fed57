import { z } from "zod";

import { type Route, amountSchema, idInput, route } from "../../platform/http/index.ts";
import { ofDocument } from "../documents/index.ts";
import { NothingToExplain } from "../reports/index.ts";
import { explainDocument } from "./explain-document.ts";

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

/** What only the closing can tell: which charges an issued document is made of. */
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
  ];
}
