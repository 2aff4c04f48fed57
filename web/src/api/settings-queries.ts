import { queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";
import { actQuery, type ProjectActFilter } from "./filters.ts";
import { pagesQuery } from "./queries.ts";

/** What only the pages of a project's settings ask. */

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

/** REG-02: the domains whose people come in through their company. */
export function ssoQuery(pid: string) {
  return queryOptions({
    queryKey: ["sso", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/sso", { params: { path: { pid } }, signal })),
  });
}

/** REG-08: what stands before the project's end. */
export function endingQuery(pid: string) {
  return queryOptions({
    queryKey: ["ending", pid],
    queryFn: ({ signal }) => taken(api.GET("/v1/projects/{pid}/ending", { params: { path: { pid } }, signal })),
  });
}

/** Acts on a project, the newest first. */
export function projectActsQuery(pid: string, filter: ProjectActFilter) {
  return pagesQuery(["acts", pid, filter], ({ cursor, signal }) => {
    const params = { path: { pid }, query: { ...actQuery(filter), ...cursor, limit: 50 } };
    return taken(api.GET("/v1/projects/{pid}/acts", { params, signal }));
  });
}
