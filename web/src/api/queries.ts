import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";
import {
  actQuery,
  type DocumentFilter,
  type ExpenseFilter,
  type MovementFilter,
  type NotificationFilter,
  type ProjectActFilter,
} from "./filters.ts";

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

const HOUR = 60 * MINUTE;

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

export function notificationSettingsQuery(pid: string) {
  return queryOptions({
    queryKey: ["notification-settings", pid],
    queryFn: ({ signal }) =>
      taken(api.GET("/v1/projects/{pid}/notification-settings", { params: { path: { pid } }, signal })),
  });
}

export function notificationAddressesQuery(pid: string) {
  return queryOptions({
    queryKey: ["notification-addresses", pid],
    queryFn: ({ signal }) =>
      taken(api.GET("/v1/projects/{pid}/notification-addresses", { params: { path: { pid } }, signal })),
  });
}

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

export function membersQuery(pid: string) {
  return queryOptions({
    queryKey: ["members", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/members", { params: { path: { pid } }, signal })),
  });
}

export function tokensQuery(pid: string) {
  return queryOptions({
    queryKey: ["tokens", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/tokens", { params: { path: { pid } }, signal })),
  });
}

/** REG-08: what stands before the project's end. */
export function endingQuery(pid: string) {
  return queryOptions({
    queryKey: ["ending", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/ending", { params: { path: { pid } }, signal })),
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

export function documentExplanationQuery(id: string) {
  return queryOptions({
    queryKey: ["document-explanation", id],
    queryFn: ({ signal }) => taken(api.GET("/v1/documents/{id}/explanation", { params: { path: { id } }, signal })),
  });
}

/** Of a project; null: all invoices of the reader's payers, whoever the projects are by now. */
export function paymentInvoicesQuery(pid: string | null) {
  return pagesQuery(["payment-invoices", pid], ({ cursor, signal }) => {
    const query = { ...(pid === null ? {} : { projects: pid }), ...cursor, limit: 50 };
    return taken(api.GET("/v1/payment-invoices", { params: { query }, signal }));
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

/** What who looks keeps of a list. */
export function savedFiltersQuery(list: string) {
  return queryOptions({
    queryKey: ["savedFilters", list],
    queryFn: ({ signal }) => taken(api.GET("/v1/me/saved-filters", { params: { query: { list } }, signal })),
    select: ({ items }) => items,
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

/** Acts on a project, the newest first. */
export function projectActsQuery(pid: string, filter: ProjectActFilter) {
  return pagesQuery(["acts", pid, filter], ({ cursor, signal }) => {
    const params = { path: { pid }, query: { ...actQuery(filter), ...cursor, limit: 50 } };
    return taken(api.GET("/v1/projects/{pid}/acts", { params, signal }));
  });
}
