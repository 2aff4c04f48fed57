import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Proposal, type SecurityEvent, api, taken } from "./fetch.ts";
import { type ActFilter, actQuery } from "./filters.ts";
import { pagesQuery } from "./queries.ts";

/** Transfers that wait for staff, the longest waiting first. */
export const suspenseQuery = pagesQuery(["suspense"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/suspense", { params: { query: { ...cursor, limit: 50 } }, signal })),
);

/** Acts that take two persons, the newest first: what others proposed, the own ones, what is decided. */
export function proposalsQuery(show: "waiting" | "mine" | "decided", kind: Proposal["kind"] | undefined) {
  const asked = { show, ...(kind === undefined ? {} : { kind }) };
  return pagesQuery(["proposals", asked], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/proposals", { params: { query: { ...cursor, ...asked, limit: 50 } }, signal })),
  );
}

export function proposedCreditsQuery(id: string) {
  return pagesQuery(["proposedCredits", id], ({ cursor, signal }) =>
    taken(
      api.GET("/v1/office/proposals/{id}/credits", {
        params: { path: { id }, query: { ...cursor, limit: 50 } },
        signal,
      }),
    ),
  );
}

export function proposalQuery(id: string) {
  return queryOptions({
    queryKey: ["proposal", id],
    queryFn: ({ signal }) => taken(api.GET("/v1/office/proposals/{id}", { params: { path: { id } }, signal })),
  });
}

/** What one of the staff does alone. */
export const twoPersonLimitsQuery = queryOptions({
  queryKey: ["twoPersonLimits"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/two-person-limits", { signal })),
});

/** What automation halted at. */
export const haltsQuery = queryOptions({
  queryKey: ["halts"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/halts", { signal })),
});

/** Bank files, the newest first. */
export const bankFilesQuery = pagesQuery(["bankFiles"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/bank-files", { params: { query: { ...cursor, limit: 50 } }, signal })),
);

/** Statements to try the import with; none in production. */
export const sampleStatementsQuery = queryOptions({
  queryKey: ["sampleStatements"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/sample-statements", { signal })),
});

/** The names of users by their ids, a hundred at most. */
export function peopleQuery(ids: readonly string[]) {
  return queryOptions({
    queryKey: ["people", ids],
    queryFn: ({ signal }) => taken(api.GET("/v1/office/people", { params: { query: { ids: ids.join(",") } }, signal })),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** Usage events in quarantine, newest first. */
export function quarantineQuery(state: "waiting" | "released" | "dismissed") {
  return pagesQuery(["quarantine", state], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/quarantine", { params: { query: { ...cursor, state, limit: 50 } }, signal })),
  );
}

/** Projects that cannot be charged. */
export const accrualFailuresQuery = pagesQuery(["accrualFailures"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/accrual-failures", { params: { query: { ...cursor, limit: 50 } }, signal })),
);

/** Payers by a part of their name, their tax number or a project; an empty search finds all. */
export function payersQuery(search: string) {
  return pagesQuery(["payers", search], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/payers", { params: { query: { ...cursor, search, limit: 50 } }, signal })),
  );
}

export function officeProjectsQuery(search: string) {
  return pagesQuery(["officeProjects", search], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/projects", { params: { query: { ...cursor, search, limit: 50 } }, signal })),
  );
}

/** Everything that there is of a project. */
export function officeProjectQuery(pid: string) {
  return queryOptions({
    queryKey: ["officeProject", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/office/projects/{pid}", { params: { path: { pid } }, signal })),
  });
}

/** What happened to a project, the newest first, as its members read it. */
export function projectAuditQuery(pid: string) {
  return pagesQuery(["projectAudit", pid], ({ cursor, signal }) =>
    taken(api.GET("/v1/projects/{pid}/acts", { params: { path: { pid }, query: { ...cursor, limit: 20 } }, signal })),
  );
}

/** What moved money of a project in these days, the newest first. */
export function projectMovementsQuery(pid: string, from: string, to: string) {
  return pagesQuery(["projectMovements", pid, from, to], ({ cursor, signal }) =>
    taken(api.GET("/v1/movements", { params: { query: { ...cursor, projects: pid, from, to, limit: 20 } }, signal })),
  );
}

export function payerQuery(id: string) {
  return queryOptions({
    queryKey: ["payer", id],
    queryFn: ({ signal }) => taken(api.GET("/v1/office/payers/{id}", { params: { path: { id } }, signal })),
  });
}

/** Who waits for documents of closed months, by payer. */
export const waitingQuery = pagesQuery(["waiting"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/waiting-documents", { params: { query: { ...cursor, limit: 50 } }, signal })),
);

/** How the sign-in of one user stands; asked anew each time it is looked at. */
export function signInQuery(email: string) {
  return queryOptions({
    queryKey: ["signIn", email],
    queryFn: ({ signal }) => taken(api.GET("/v1/office/sign-ins", { params: { query: { email } }, signal })),
    staleTime: 0,
  });
}

/** Company sign-ins that wait for staff, or all; the newest first. */
export function officeSsoQuery(show: "waiting" | "all") {
  return pagesQuery(["office-sso", show], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/sso", { params: { query: { ...cursor, show, limit: 50 } }, signal })),
  );
}

/** What happened at the doors, newest first; of one kind, or all. */
export function securityQuery(kind: SecurityEvent["kind"] | undefined) {
  const only = kind === undefined ? {} : { kind };
  return pagesQuery(["security", kind ?? "all"], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/security-events", { params: { query: { ...cursor, ...only, limit: 50 } }, signal })),
  );
}

export interface CaseFilter {
  readonly show?: "queue" | "overdue" | "waits_customer" | "answered" | "closed" | "all" | undefined;
  readonly department?: "support" | "accounting" | "documents" | undefined;
  readonly assignee?: "me" | "nobody" | undefined;
  readonly search?: string | undefined;
}

/** Cases of the queues, the most urgent first; others the newest first. */
export function officeRequestsQuery({ show, department, assignee, search }: CaseFilter) {
  const asked = {
    ...(show === undefined ? {} : { show }),
    ...(department === undefined ? {} : { department }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(search === undefined ? {} : { search }),
  };
  return pagesQuery(["cases", asked], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/requests", { params: { query: { ...cursor, ...asked, limit: 50 } }, signal })),
  );
}

/** What waits for who asks, breaches first; or what they follow. */
export function myWorkQuery(show: "waiting" | "followed") {
  return pagesQuery(["myWork", show], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/my-work", { params: { query: { ...cursor, show, limit: 50 } }, signal })),
  );
}

export function officeRequestQuery(id: string) {
  return queryOptions({
    queryKey: ["case", id],
    queryFn: ({ signal }) => taken(api.GET("/v1/office/requests/{id}", { params: { path: { id } }, signal })),
  });
}

/** All acts, as they happened, the newest first unless asked otherwise. */
export function actsQuery(filter: ActFilter) {
  return pagesQuery(["acts", filter], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/acts", { params: { query: { ...actQuery(filter), ...cursor, limit: 50 } }, signal })),
  );
}

export const actKindsQuery = queryOptions({
  queryKey: ["act-kinds"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/act-kinds", { signal })),
  staleTime: Infinity,
});

/** The heads of the audit's chains. */
export const auditChainsQuery = queryOptions({
  queryKey: ["audit-chains"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/audit-chains", { signal })),
});

/** Who is to be erased; with `all` those who were as well. */
export function erasuresQuery(all: boolean) {
  return pagesQuery(["erasures", all], ({ cursor, signal }) =>
    taken(
      api.GET("/v1/office/erasures", {
        params: { query: { ...cursor, open: all ? "false" : "true", limit: 50 } },
        signal,
      }),
    ),
  );
}

/** What waits for a person and how the platform does; looked at anew while the page is open. */
export const operationsQuery = queryOptions({
  queryKey: ["operations"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/operations", { signal })),
  refetchInterval: 10_000,
  staleTime: 0,
});

/** Alarms as they were raised, the newest first. */
export function alarmsQuery(show: "all" | "open") {
  return pagesQuery(["alarms", show], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/alarms", { params: { query: { ...cursor, show, limit: 50 } }, signal })),
  );
}

/** Messages that have not arrived, of one destination or all. */
export function outboxQuery(show: "waiting" | "parked" | "refused" | "given_up", destination: string | undefined) {
  const asked = { show, ...(destination === undefined ? {} : { destination }) };
  return pagesQuery(["outbox", asked], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/outbox", { params: { query: { ...cursor, ...asked, limit: 50 } }, signal })),
  );
}

/** Background work, the newest first; looked at anew while some of it is open. */
export function jobsQuery(show: "all" | "open" | "parked") {
  return {
    ...pagesQuery(["jobs", show], ({ cursor, signal }) =>
      taken(api.GET("/v1/office/jobs", { params: { query: { ...cursor, show, limit: 50 } }, signal })),
    ),
    refetchInterval: 3_000,
    staleTime: 0,
  };
}

/** What must hold in the books and what the last look found; asked for anew while a look goes on. */
export const invariantsQuery = queryOptions({
  queryKey: ["invariants", "now"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/invariants", { signal })),
  refetchInterval: ({ state }) => (state.data?.job ? 1_000 : 10_000),
  staleTime: 0,
});

/** The looks before, the newest first. */
export const invariantRunsQuery = pagesQuery(["invariants", "runs"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/invariant-runs", { params: { query: { ...cursor, limit: 20 } }, signal })),
);

/** Usage that no price covers. */
export const unpricedQuery = pagesQuery(["unpriced"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/unpriced-usage", { params: { query: { ...cursor, limit: 50 } }, signal })),
);

/** Who works here. */
export const staffQuery = pagesQuery(["staff"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/staff", { params: { query: { ...cursor, limit: 50 } }, signal })),
);

/** Regions, suppliers and calendars as loaded. */
export const configurationQuery = queryOptions({
  queryKey: ["configuration"],
  queryFn: ({ signal }) => taken(api.GET("/v1/office/configuration", { signal })),
});
