import { z } from "zod";

import { formatPid } from "../../core/ids.ts";
import { formatInstant } from "../../core/time.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  pidSchema,
  route,
} from "../../platform/http/index.ts";
import { ssoApproved, ssoRefused, ssoRemoved } from "./acts.ts";
import { personHimself } from "./change-members.ts";
import type { PeopleParts } from "./people-parts.ts";
import { SsoOver, UnknownSso, decideSso } from "./sso.ts";
import { SSO_STATES, selectForOffice } from "./sso-store.ts";

const rowSchema = z.strictObject({
  id: idSchema,
  domain: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  state: z.enum(SSO_STATES),
  required: z.boolean(),
  pid: pidSchema,
  projectName: z.string(),
  claimedBy: z.strictObject({ name: z.string(), email: z.string() }),
  people: z.int().meta({ description: "How many users have an address of the domain" }),
  claimedAt: instantSchema,
  provedAt: instantSchema.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
  reason: z.string().nullable(),
  lastUsedAt: instantSchema.nullable(),
});

/** Who lets people in and out. */
const access = { kind: "staff", roles: ["support", "operator"] } as const;
const params = z.strictObject({ id: idInput });
const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(1_000) });

/** REG-02: staff decide which company signs in whom. */
export function officeSsoRoutes({ forgetUser }: PeopleParts): Route[] {
  return [
    listRoute(),
    route({
      method: "POST",
      path: "/v1/office/sso/{id}/approve",
      operationId: "approveSso",
      summary: "Lets a company's identity provider sign people of its proved domain in (REG-02)",
      params,
      access,
      idempotent: "inherent",
      act: ssoApproved,
      refusals: [SsoOver, UnknownSso],
      handler: async ({ params: { id }, principal, now, transaction }) => {
        personHimself(principal);
        await transaction((tx) => decideSso(tx, id, { decision: "approve", reason: null }, now));
      },
    }),
    againstRoute("refuse", forgetUser),
    againstRoute("remove", forgetUser),
  ];
}

function againstRoute(decision: "refuse" | "remove", forgetUser: PeopleParts["forgetUser"]): Route {
  return route({
    method: "POST",
    path: `/v1/office/sso/{id}/${decision}`,
    operationId: `${decision}SsoByStaff`,
    summary:
      decision === "refuse"
        ? "Refuses a company sign-in whose domain was proved; the owner is told why (REG-02)"
        : "Ends a company sign-in and the sessions that began by it; the owner is told why (REG-02)",
    params,
    body: reasonBody,
    access,
    idempotent: "inherent",
    act: decision === "refuse" ? ssoRefused : ssoRemoved,
    refusals: [SsoOver, UnknownSso],
    handler: async ({ params: { id }, body: { reason }, principal, now, transaction }) => {
      personHimself(principal);
      const ended = await transaction((tx) => decideSso(tx, id, { decision, reason }, now));
      ended.forEach(forgetUser);
    },
  });
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/sso",
    operationId: "listSsoForStaff",
    summary: "Company sign-ins that wait for staff, or all whose domain was proved, the newest first (REG-02)",
    query: z.strictObject({
      show: z.enum(["waiting", "all"]).default("waiting"),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({ items: z.array(rowSchema), nextCursor: nextCursorSchema }),
    access,
    handler: async ({ query: { show, cursor, limit }, read }) => {
      const rows = await read((tx) => selectForOffice(tx, { show, before: idInCursor(cursor), limit: limit + 1 }));
      return pageOf(
        rows,
        limit,
        ({ connectionId }) => connectionId,
        (row) => ({
          id: String(row.connectionId),
          domain: row.domain,
          issuer: row.issuer,
          clientId: row.clientId,
          state: row.state,
          required: row.required,
          pid: formatPid(row.projectId),
          projectName: row.projectName,
          claimedBy: { name: row.claimerName, email: row.claimerEmail },
          people: row.people,
          claimedAt: formatInstant(row.claimedAt),
          provedAt: row.provedAt === null ? null : formatInstant(row.provedAt),
          decidedBy: row.decidedBy,
          decidedAt: row.decidedAt === null ? null : formatInstant(row.decidedAt),
          reason: row.reason,
          lastUsedAt: row.usedAt === null ? null : formatInstant(row.usedAt),
        }),
      );
    },
  });
}
