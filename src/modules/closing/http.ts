import { z } from "zod";

import type { ProjectId } from "../../core/ids.ts";
import type { Database } from "../../platform/db.ts";
import { type Route, amountSchema, idInput, route } from "../../platform/http/index.ts";
import { projectsOf } from "../documents/index.ts";
import { NothingToExplain } from "../usage/index.ts";
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
        kind: "project",
        permission: "documents.view",
        staff: ["document_clerk", "accountant", "support"],
        pids: { resolve: (database, params) => ownProjects(database, String(params["id"])) },
      },
      refusals: [NothingToExplain],
      handler: ({ params, snapshot }) =>
        snapshot(async (tx) => {
          const reference = { kind: "document", documentId: params.id, line: null } as const;
          const { document, lines } = await explainDocument(tx, reference, MOST_CHARGES);
          return { document: { ...document }, lines: lines.map((line) => ({ ...line, charges: [...line.charges] })) };
        }),
    }),
  ];
}

/** All projects of the document's payer: whoever opens it must hold the permission in each. */
async function ownProjects(database: Database, id: string): Promise<readonly ProjectId[] | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const projects = await projectsOf(database, BigInt(id));
  return projects.length === 0 ? null : projects;
}
