import { PassThrough } from "node:stream";

import { ZipArchive } from "archiver";
import { z } from "zod";

import { NotFound } from "../../core/errors.ts";
import { formatPid } from "../../core/ids.ts";
import { idsOf } from "../../core/subject.ts";
import { formatInstant } from "../../core/time.ts";
import {
  ANSWERING_STAFF,
  type FileReply,
  type PaperResolver,
  type Route,
  cursorQuery,
  idInCursor,
  ExportTooLarge,
  ExportsBusy,
  fileResponse,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  monthInput,
  nextCursorSchema,
  pageOf,
  pidSchema,
  projectsQuery,
  route,
  textsSchema,
} from "../../platform/http/index.ts";
import { documentFile } from "./delivery/index.ts";
import { documentKind, documentKinds } from "./kinds/index.ts";
import { noneIssued } from "./none-issued.ts";
import * as store from "./store.ts";

/** Projects named of a document: one may show hundreds. */
const MOST_NAMED = 20;
const kindSchema = z.enum(documentKinds.map(({ kind }) => kind));
const documentSchema = z.object({
  id: idSchema,
  kind: kindSchema,
  kindName: textsSchema,
  number: z.string(),
  issuedOn: z.string(),
  month: z.string(),
  payerName: z.string(),
  projects: z
    .array(z.object({ pid: pidSchema, name: z.string() }))
    .meta({ description: "at most twenty, by the names of the day of issue: a project may be somebody else's by now" }),
  projectCount: z.number().int(),
  amount: moneySchema,
  vat: moneySchema,
  delivery: z
    .object({ state: z.string(), channel: z.string(), reason: z.string().nullable(), at: instantSchema })
    .nullable(),
  files: z.array(z.enum(["pdf", "xml"])),
});

/** Closing documents: the list, each file, and a choice of them as one archive (DLV-05). */
export function documentRoutes(): Route[] {
  return [listRoute(), fileRoute(), archiveRoute()];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/documents",
    operationId: "listDocuments",
    summary: "Issued closing documents, newest first, with the state of their delivery (DLV-04)",
    query: z.strictObject({
      projects: projectsQuery,
      from: monthInput.optional(),
      to: monthInput.optional(),
      kind: kindSchema.optional(),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.object({
      items: z.array(documentSchema),
      /** Every kind there is, to choose from. */
      kinds: z.array(z.object({ kind: kindSchema, name: textsSchema })),
      noneIssued: textsSchema
        .nullable()
        .meta({ description: "With an empty list: why these projects get no closing documents; null when they do" }),
      nextCursor: nextCursorSchema,
    }),
    access: { kind: "member", of: "payer", permission: "documents.view", from: "query.projects" },
    handler: ({ projects, subjects, query, read, now }) =>
      read(async (tx) => {
        const rows = await store.selectDocuments(tx, {
          projectIds: query.projects === undefined ? null : projects,
          reader: { payerIds: idsOf(subjects, "payer"), projectIds: projects },
          regionCode: null,
          from: query.from ?? null,
          to: query.to ?? null,
          kind: query.kind ?? null,
          before: idInCursor(query.cursor),
          limit: query.limit + 1,
        });
        const projectsOf = await store.selectNamedProjects(
          tx,
          rows.map((row) => row.documentId),
          MOST_NAMED,
        );
        return {
          ...pageOf(
            rows,
            query.limit,
            ({ documentId }) => documentId,
            (row) => shown(row, projectsOf.get(row.documentId) ?? []),
          ),
          kinds: documentKinds.map(({ kind, names }) => ({ kind, name: names })),
          noneIssued: rows.length > 0 || query.cursor !== undefined ? null : await noneIssued(tx, projects, now),
        };
      }),
  });
}

function shown(
  row: store.DocumentRow,
  projects: readonly (store.NamedProject & { readonly count: bigint })[],
): z.input<typeof documentSchema> {
  const { deliveryState: state, deliveryChannel: channel, deliveryReason: reason, deliveryAt } = row;
  return {
    id: row.documentId.toString(),
    kind: row.kind,
    kindName: documentKind(row.kind).names,
    number: row.numberText,
    issuedOn: row.issuedOn,
    month: row.month,
    payerName: row.payerName,
    projects: projects.map(({ projectId, name }) => ({ pid: formatPid(projectId), name })),
    projectCount: Number(projects[0]?.count ?? 0),
    amount: money(row.gross, row.currency),
    vat: money(row.vat, row.currency),
    delivery:
      state === null || channel === null || deliveryAt === null
        ? null
        : { state, channel, reason, at: formatInstant(deliveryAt) },
    files: [...(row.pdfSha256 ? (["pdf"] as const) : []), ...(row.xmlSha256 ? (["xml"] as const) : [])],
  };
}

/**
 * A document is its payer's, and stays so whoever the projects go to (REG-06). It shows charges of several projects: by its
 * projects it is opened to who holds the permission in each of them, while all are the payer's own.
 */
export const ofDocument: PaperResolver = {
  papers: (lookup, { id }) => store.selectPapers(lookup, [id as bigint]),
};

function fileRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/documents/{id}/files/{kind}",
    operationId: "getDocumentFile",
    summary: "The print form or the exchange file of a document, byte for byte as it was issued (DOC-04, DOC-07)",
    params: z.strictObject({ id: idInput, kind: z.enum(["pdf", "xml"]) }),
    response: fileResponse("application/pdf", "application/xml"),
    access: {
      kind: "member",
      of: "payer",
      permission: "documents.view",
      staff: ANSWERING_STAFF,
      from: ofDocument,
    },
    handler: ({ params, read }) =>
      read(async (tx): Promise<FileReply> => {
        const row = await store.selectDocument(tx, params.id);
        const file = row && (await documentFile(tx, row, params.kind));
        if (!file) throw NotFound({ values: { what: "file" } });
        return { contentType: file.mediaType, fileName: file.name, body: Buffer.from(file.bytes) };
      }),
  });
}

function archiveRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/documents/archive",
    operationId: "getDocumentArchive",
    summary: "The chosen documents with all their files as one archive (DLV-05)",
    query: z.strictObject({ ids: z.string().regex(/^\d{1,18}(,\d{1,18}){0,199}$/) }),
    share: "export",
    response: fileResponse("application/zip"),
    refusals: [ExportsBusy, ExportTooLarge],
    access: {
      kind: "member",
      of: "payer",
      permission: "documents.view",
      from: {
        papers: (lookup, _params, query) => store.selectPapers(lookup, String(query["ids"]).split(",").map(BigInt)),
      },
    },
    handler: ({ query, spooled }) =>
      spooled(async (tx) => {
        const archive = new ZipArchive({ zlib: { level: 6 } });
        const body = archive.pipe(new PassThrough());
        archive.on("error", (error) => body.destroy(error));
        for (const id of new Set(query.ids.split(",").map(BigInt))) {
          const row = await store.selectDocument(tx, id);
          if (!row) throw NotFound({ values: { what: `document ${id}` } });
          for (const kind of ["pdf", "xml"] as const) {
            const file = await documentFile(tx, row, kind);
            if (file) archive.append(Buffer.from(file.bytes), { name: `${row.month}/${file.name}` });
          }
        }
        void archive.finalize();
        return { contentType: "application/zip", fileName: "documents.zip", body };
      }),
  });
}
