import { api, taken } from "./fetch.ts";
import { pagesQuery } from "./queries.ts";

/** Transfers that wait for staff, the longest waiting first. */
export const suspenseQuery = pagesQuery(["suspense"], ({ cursor, signal }) =>
  taken(api.GET("/v1/office/suspense", { params: { query: { ...cursor, limit: 50 } }, signal })),
);

/** Usage events in quarantine, newest first. */
export function quarantineQuery(state: "waiting" | "released" | "dismissed") {
  return pagesQuery(["quarantine", state], ({ cursor, signal }) =>
    taken(api.GET("/v1/office/quarantine", { params: { query: { ...cursor, state, limit: 50 } }, signal })),
  );
}
