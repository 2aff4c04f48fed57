import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";
import type { DocumentFilter, ExpenseFilter, MovementFilter } from "./filters.ts";

const MINUTE = 60_000;

/** Rows asked for at once: a screenful of several projects arrives whole, so subtotals need no second request. */
const ROWS = 200;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me", { signal })),
  staleTime: 5 * MINUTE,
});

/** The platform's clock: presets such as "this month" follow it, because a sandbox's clock can be moved. */
export const clockQuery = queryOptions({
  queryKey: ["clock"],
  queryFn: ({ signal }) => taken(api.GET("/v1/clock", { signal })),
  staleTime: MINUTE,
});

export function balanceQuery(pid: string) {
  return queryOptions({
    queryKey: ["balance", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/balance", { params: { path: { pid } }, signal })),
    staleTime: MINUTE / 2,
    refetchInterval: MINUTE,
  });
}

interface PageAsked {
  /** Of the query string; empty for the first page. */
  readonly cursor: { readonly cursor?: string };
  readonly signal: AbortSignal;
}

/** A list that comes page by page: `fetchPage` asks for the page after a cursor. */
export function pagesQuery<Page extends { nextCursor: string | null }>(
  queryKey: readonly unknown[],
  fetchPage: (asked: PageAsked) => Promise<Page>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ signal, pageParam }) => fetchPage({ signal, cursor: pageParam === "" ? {} : { cursor: pageParam } }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function movementsQuery(filter: MovementFilter) {
  return pagesQuery(["movements", filter], ({ cursor, signal }) => {
    const query = { ...filter, ...cursor, projects: filter.projects.join(","), limit: ROWS };
    return taken(api.GET("/v1/movements", { params: { query }, signal }));
  });
}

export function expensesQuery(filter: ExpenseFilter) {
  return queryOptions({
    queryKey: ["expenses", filter],
    queryFn: ({ signal }) =>
      taken(api.GET("/v1/expenses", { params: { query: { ...filter, projects: filter.projects.join(",") } }, signal })),
  });
}

export function explainQuery(reference: string) {
  return queryOptions({
    queryKey: ["explain", reference],
    queryFn: ({ signal }) => taken(api.GET("/v1/explain/{reference}", { params: { path: { reference } }, signal })),
  });
}

export function paymentInvoicesQuery(pid: string) {
  return pagesQuery(["payment-invoices", pid], ({ cursor, signal }) => {
    const params = { path: { pid }, query: { ...cursor, limit: 50 } };
    return taken(api.GET("/v1/projects/{pid}/payment-invoices", { params, signal }));
  });
}

/** Every kind of closing document there is, with its names; a list of one document brings them along. */
export function documentKindsQuery(pid: string) {
  return queryOptions({
    queryKey: ["document-kinds"],
    queryFn: ({ signal }) =>
      taken(api.GET("/v1/documents", { params: { query: { projects: pid, limit: 1 } }, signal })),
    select: ({ kinds }) => kinds,
    staleTime: Infinity,
  });
}

export function documentsQuery(filter: DocumentFilter) {
  return pagesQuery(["documents", filter], ({ cursor, signal }) => {
    const query = { ...filter, ...cursor, projects: filter.projects.join(","), limit: 50 };
    return taken(api.GET("/v1/documents", { params: { query }, signal }));
  });
}
