import { queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";
import { pagesQuery } from "./queries.ts";

/** What only the pages of requests ask. */

const MINUTE = 60_000;

/** What can be asked about a project, with the fields of each. */
export function requestKindsQuery(pid: string) {
  return queryOptions({
    queryKey: ["requestKinds", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/request-kinds", { params: { path: { pid } }, signal })),
    select: ({ items }) => items,
    staleTime: Infinity,
  });
}

/** What was asked about a project, the newest first. */
export function requestsQuery(pid: string, show: "all" | "open" | "mine" | "closed") {
  return pagesQuery(["requests", pid, show], ({ cursor, signal }) => {
    const params = { path: { pid }, query: { ...cursor, show, limit: 50 } };
    return taken(api.GET("/v1/projects/{pid}/requests", { params, signal }));
  });
}

export function requestQuery(id: string) {
  return queryOptions({
    queryKey: ["request", id],
    queryFn: ({ signal }) => taken(api.GET("/v1/requests/{id}", { params: { path: { id } }, signal })),
    // Somebody may answer while one looks.
    refetchInterval: MINUTE / 2,
  });
}
