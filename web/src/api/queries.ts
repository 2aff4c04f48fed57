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

export function movementsQuery(filter: MovementFilter) {
  return infiniteQueryOptions({
    queryKey: ["movements", filter],
    queryFn: ({ signal, pageParam }) => {
      const query = { ...filter, projects: filter.projects.join(","), limit: ROWS };
      return taken(
        api.GET("/v1/movements", { params: { query: pageParam ? { ...query, cursor: pageParam } : query }, signal }),
      );
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
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
  return infiniteQueryOptions({
    queryKey: ["payment-invoices", pid],
    queryFn: ({ signal, pageParam }) =>
      taken(
        api.GET("/v1/projects/{pid}/payment-invoices", {
          params: { path: { pid }, query: pageParam ? { cursor: pageParam, limit: 50 } : { limit: 50 } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function documentsQuery(filter: DocumentFilter) {
  return infiniteQueryOptions({
    queryKey: ["documents", filter],
    queryFn: ({ signal, pageParam }) => {
      const query = { ...filter, projects: filter.projects.join(","), limit: 50 };
      return taken(
        api.GET("/v1/documents", { params: { query: pageParam ? { ...query, cursor: pageParam } : query }, signal }),
      );
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
}
