import { queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";

/** What only the pages of help ask. */

const HOUR = 3_600_000;

export function helpQuery(search: string) {
  return queryOptions({
    queryKey: ["help", search],
    queryFn: ({ signal }) => taken(api.GET("/v1/help", { params: { query: { search } }, signal })),
    staleTime: HOUR,
  });
}

/** The answer to a member of the project; null: to a visitor. */
export function helpAnswerQuery(pid: string | null, code: string) {
  return queryOptions({
    queryKey: ["help-answer", pid, code],
    queryFn: ({ signal }) =>
      pid === null
        ? taken(api.GET("/v1/help/{code}", { params: { path: { code } }, signal }))
        : taken(api.GET("/v1/projects/{pid}/help/{code}", { params: { path: { pid, code } }, signal })),
  });
}
