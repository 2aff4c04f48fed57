import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";
import { type ExpenseFilter, type MovementFilter, type NotificationFilter } from "./filters.ts";

const MINUTE = 60_000;

/** Rows asked for at once: a screenful of several projects arrives whole, so subtotals need no second request. */
const ROWS = 200;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me", { signal })),
  staleTime: 5 * MINUTE,
});

/** What waits for one's own answer. */
export const askedQuery = queryOptions({
  queryKey: ["asked"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/asked", { signal })),
  staleTime: MINUTE,
});

/** The newest notifications and how many are unread: what the bell shows. */
export const bellQuery = queryOptions({
  queryKey: ["notifications", "bell"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/notifications", { params: { query: { limit: 8 } }, signal })),
  staleTime: MINUTE,
  refetchInterval: MINUTE,
});

export function notificationsQuery(filter: NotificationFilter) {
  const { group, severity, unread } = filter;
  return pagesQuery(["notifications", "list", filter], ({ cursor, signal }) => {
    const query = {
      ...(group === undefined ? {} : { group }),
      ...(severity === undefined ? {} : { severity }),
      ...(unread ? { unread: "true" as const } : {}),
      ...cursor,
      limit: 50,
    };
    return taken(api.GET("/v1/me/notifications", { params: { query }, signal }));
  });
}

/** Whether a code is asked for beside the password. */
export const secondFactorQuery = queryOptions({
  queryKey: ["secondFactor"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/second-factor", { signal })),
});

/** What is unread of one project. */
export function unreadQuery(pid: string) {
  return queryOptions({
    queryKey: ["notifications", "unread", pid],
    queryFn: ({ signal }) =>
      taken(
        api.GET("/v1/me/notifications", { params: { query: { project: pid, unread: "true", limit: 20 } }, signal }),
      ),
    staleTime: MINUTE,
  });
}

export function checklistQuery(pid: string) {
  return queryOptions({
    queryKey: ["checklist", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/checklist", { params: { path: { pid } }, signal })),
  });
}

/** The newest closing documents of a project. */
export function lastDocumentsQuery(pid: string) {
  return queryOptions({
    queryKey: ["documents", "last", pid],
    queryFn: ({ signal }) =>
      taken(api.GET("/v1/documents", { params: { query: { projects: pid, limit: 4 } }, signal })),
    staleTime: MINUTE,
  });
}

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

/** Of a project; null: all invoices of the reader's payers, whoever the projects are by now. */
export function paymentInvoicesQuery(pid: string | null) {
  return pagesQuery(["payment-invoices", pid], ({ cursor, signal }) => {
    const query = { ...(pid === null ? {} : { projects: pid }), ...cursor, limit: 50 };
    return taken(api.GET("/v1/payment-invoices", { params: { query }, signal }));
  });
}

/** What who looks keeps of a list. */
export function savedFiltersQuery(list: string) {
  return queryOptions({
    queryKey: ["savedFilters", list],
    queryFn: ({ signal }) => taken(api.GET("/v1/me/saved-filters", { params: { query: { list } }, signal })),
    select: ({ items }) => items,
  });
}
