import { z } from "zod";

import { refusal } from "../../../core/errors.ts";
import { formatPid } from "../../../core/ids.ts";
import type { Tx } from "../../../platform/db.ts";
import {
  type Route,
  cursorQuery,
  fileResponse,
  idInCursor,
  idInput,
  limitQuery,
  money,
  moneySchema,
  nextCursorSchema,
  pageOf,
  pidSchema,
  route,
} from "../../../platform/http/index.ts";
import { recordAct } from "../../../platform/record-act.ts";
import { proposalById } from "../../proposals/index.ts";
import { projectFacts } from "../../tenancy/index.ts";
import { bankFileRead } from "../acts.ts";
import { takingSchema } from "./propose-statement.ts";
import { selectProposedCredits, selectProposedFile } from "./proposed-file-store.ts";

export const ProposedFileGone = refusal(
  "proposed_file_gone",
  404,
  "Файла у этого предложения нет: о нём уже решили, или оно не о выписке",
  "This proposal has no file: it is decided, or about no statement",
);

const access = { kind: "staff", roles: ["accountant", "operator"] } as const;
const byId = z.strictObject({ id: idInput });
const creditSchema = z.strictObject({ pid: pidSchema, name: z.string(), lines: z.int(), amount: moneySchema });

/** AUD-03: what whoever confirms a bank file looks at beside the proposal. */
export function proposedFileRoutes(): Route[] {
  return [creditsRoute(), bytesRoute()];
}

function creditsRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/proposals/{id}/credits",
    operationId: "listProposedCredits",
    summary: "What a bank file that waits for a second person would credit, by project (AUD-03)",
    params: byId,
    query: z.strictObject({ cursor: cursorQuery, limit: limitQuery }),
    response: z.strictObject({ items: z.array(creditSchema), nextCursor: nextCursorSchema }),
    access,
    refusals: [ProposedFileGone],
    handler: async ({ params, query, read }) => {
      const after = idInCursor(query.cursor);
      const found = await read(async (tx) => {
        const { sha256 } = await proposedFile(tx, params.id);
        const credits = await selectProposedCredits(tx, sha256, after, query.limit + 1);
        const ids = credits.map(({ projectId }) => projectId);
        const projects = await projectFacts(tx, ids);
        return credits.map((one) => ({ ...one, name: projects.get(one.projectId)?.name ?? "" }));
      });
      return pageOf(
        found,
        query.limit,
        ({ projectId }) => projectId,
        ({ projectId, name, lines, amountMinor, currency }) => ({
          pid: formatPid(projectId),
          name,
          lines,
          amount: money(amountMinor, currency),
        }),
      );
    },
  });
}

function bytesRoute(): Route {
  return route({
    method: "POST",
    path: "/v1/office/proposals/{id}/file",
    operationId: "readProposedFile",
    summary: "The bytes of a bank file that waits for a second person; who took them stands in the audit (AUD-03)",
    params: byId,
    response: fileResponse("application/octet-stream"),
    access,
    // Taken again it is the same file.
    idempotent: "inherent",
    act: bankFileRead,
    refusals: [ProposedFileGone],
    handler: ({ params, now, transaction }) =>
      transaction(async (tx) => {
        const { sha256, fileName } = await proposedFile(tx, params.id);
        const body = await selectProposedFile(tx, sha256);
        if (body === null) throw ProposedFileGone();
        await recordAct(tx, bankFileRead, now, {
          subjects: [],
          thing: `proposal:${params.id}`,
          after: { fileName },
        });
        return { contentType: "application/octet-stream", fileName, body };
      }),
  });
}

/** The file that a proposal is about, while it is open. Refuses proposed_file_gone. */
async function proposedFile(
  tx: Tx,
  proposalId: bigint,
): Promise<{ readonly sha256: Buffer; readonly fileName: string }> {
  const proposal = await proposalById(tx, proposalId);
  if (proposal?.kind !== "take_statement" || proposal.state !== "open") throw ProposedFileGone();
  const { sha256, fileName } = takingSchema.parse(proposal.payload);
  return { sha256: Buffer.from(sha256, "hex"), fileName };
}
