import { queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";
import type { DocumentFilter } from "./filters.ts";
import { pagesQuery } from "./queries.ts";

/** What only the page of documents asks. */

const MINUTE = 60_000;

export function documentExplanationQuery(id: string) {
  return queryOptions({
    queryKey: ["document-explanation", id],
    queryFn: ({ signal }) => taken(api.GET("/v1/documents/{id}/explanation", { params: { path: { id } }, signal })),
  });
}

/**
 * The newest document of a project, null: of all that is the reader's; with every kind there is, and why there is none. Tells
 * what there is to filter.
 */
export function newestDocumentQuery(pid: string | null) {
  return queryOptions({
    queryKey: ["documents", "newest", pid],
    queryFn: ({ signal }) =>
      taken(
        api.GET("/v1/documents", {
          params: { query: { ...(pid === null ? {} : { projects: pid }), limit: 1 } },
          signal,
        }),
      ),
    staleTime: MINUTE,
  });
}

export function documentsQuery(filter: DocumentFilter) {
  return pagesQuery(["documents", filter], ({ cursor, signal }) => {
    const { projects, ...rest } = filter;
    const query = { ...rest, ...cursor, ...(projects === null ? {} : { projects: projects.join(",") }), limit: 50 };
    return taken(api.GET("/v1/documents", { params: { query }, signal }));
  });
}
