import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import { type Route, idInput, idSchema, instantSchema, pidParams, route } from "../../platform/http/index.ts";
import { SsoProviderRefused, SsoUnreachable, selectOwnBound, selectOwnSso } from "../../platform/identity/index.ts";
import { ssoChanged, ssoClaimed, ssoProved, ssoRemoved } from "./acts.ts";
import { personHimself } from "./change-members.ts";
import { type PeopleParts, projectOf } from "./people-parts.ts";
import { NEWCOMER_ROLES, type NewcomerRole } from "./permissions.ts";
import { allRegions } from "./regions.ts";
import {
  NotADomain,
  SsoClaimedAlready,
  SsoDomainTaken,
  SsoNotTried,
  SsoOver,
  SsoRecordMissing,
  TooManyDomains,
  changeSso,
  checkOutside,
  claimDomain,
  proveDomain,
  recordOf,
  removeSso,
} from "./sso.ts";
import { SSO_STATES, type SsoRow, selectConnections } from "./sso-store.ts";

export const newcomerRole = z.enum(NEWCOMER_ROLES as readonly [NewcomerRole, ...NewcomerRole[]]);
const secretInput = z.string().min(1).max(1_000);
const access = { kind: "member", of: "project", permission: "sso.manage", from: "params.pid" } as const;
const idParams = pidParams.extend({ id: idInput });

const connectionSchema = z.strictObject({
  id: idSchema,
  domain: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  defaultRole: newcomerRole,
  required: z.boolean(),
  state: z.enum(SSO_STATES),
  record: z
    .strictObject({ name: z.string(), value: z.string() })
    .meta({ description: "The TXT record that proves the domain" }),
  callback: z.string().meta({ description: "The path to which the provider sends browsers back, on the site in use" }),
  claimedAt: instantSchema,
  provedAt: instantSchema.nullable(),
  decidedAt: instantSchema.nullable(),
  reason: z.string().nullable().meta({ description: "What staff said who refused or removed it" }),
  lastUsedAt: instantSchema.nullable(),
});

/** The same for the owner and for staff; the secret is for nobody. */
export function connectionShown(row: SsoRow) {
  const { connectionId, domain, issuer, clientId, defaultRole, required, state, reason } = row;
  return {
    id: String(connectionId),
    domain,
    issuer,
    clientId,
    defaultRole,
    required,
    state,
    record: recordOf(row),
    callback: `/api/auth/sso/callback/${connectionId}`,
    claimedAt: formatInstant(row.claimedAt),
    provedAt: row.provedAt === null ? null : formatInstant(row.provedAt),
    decidedAt: row.decidedAt === null ? null : formatInstant(row.decidedAt),
    reason,
    lastUsedAt: row.usedAt === null ? null : formatInstant(row.usedAt),
  };
}

/** REG-02: by whose identity provider people of a company come into a project; the owner decides. */
export function ssoRoutes(parts: PeopleParts): Route[] {
  return [listRoute(), ownRoute(), claimRoute(parts), checkRoute(parts), changeRoute(parts), removeRoute(parts)];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/sso",
    operationId: "listSso",
    summary: "The domains of a project whose people sign in by their company's identity provider (REG-02)",
    params: pidParams,
    response: z.strictObject({
      items: z.array(connectionSchema),
      sites: z.array(z.string()).max(100).meta({ description: "Host names at which people may come in" }),
    }),
    access,
    handler: ({ projects, read }) =>
      read(async (tx) => ({
        items: (await selectConnections(tx, projectOf({ projects }))).map(connectionShown),
        sites: (await allRegions(tx)).flatMap(({ sites }) => sites).slice(0, 100),
      })),
  });
}

function ownRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/me/sso",
    operationId: "listOwnSso",
    summary: "Through which companies one has signed in (REG-02)",
    response: z.strictObject({
      required: z.boolean().describe("One may sign in through the company alone: no password or passkey lets one in"),
      items: z.array(z.strictObject({ domain: z.string(), linkedAt: instantSchema, lastUsedAt: instantSchema })),
    }),
    access: { kind: "signed_in" },
    handler: async ({ read }) => {
      const { required, own } = await read(async (tx) => ({
        required: await selectOwnBound(tx),
        own: await selectOwnSso(tx),
      }));
      const items = own.map(({ domain, linkedAt, usedAt }) => ({
        domain,
        linkedAt: formatInstant(linkedAt),
        lastUsedAt: formatInstant(usedAt),
      }));
      return { required, items };
    },
  });
}

function claimRoute({ sso }: PeopleParts): Route {
  return route({
    method: "POST",
    path: "/v1/projects/{pid}/sso",
    operationId: "claimSso",
    summary:
      "Names a mail domain and its identity provider; nobody comes by it before it is proved and approved (REG-02)",
    params: pidParams,
    body: z.strictObject({
      domain: z.string().min(1).max(190),
      issuer: z.string().min(1).max(300),
      clientId: z.string().trim().min(1).max(200),
      clientSecret: secretInput,
      defaultRole: newcomerRole,
    }),
    response: z.strictObject({ id: idSchema }),
    status: 201,
    access,
    idempotent: "inherent",
    act: ssoClaimed,
    refusals: [NotADomain, SsoProviderRefused, SsoClaimedAlready, TooManyDomains],
    handler: async (context) => {
      const by = { person: personHimself(context.principal), now: context.now };
      const id = await context.transaction((tx) => claimDomain(tx, sso, projectOf(context), context.body, by));
      return { id: String(id) };
    },
  });
}

function checkRoute({ sso }: PeopleParts): Route {
  return route({
    method: "POST",
    path: "/v1/projects/{pid}/sso/{id}/check",
    operationId: "checkSso",
    summary: "Looks for the domain's record and asks the provider; then staff decide (REG-02)",
    params: idParams,
    access,
    idempotent: "inherent",
    act: ssoProved,
    refusals: [SsoOver, SsoRecordMissing, SsoDomainTaken, SsoProviderRefused, SsoUnreachable],
    handler: async (context) => {
      const by = { person: personHimself(context.principal), now: context.now };
      const { id } = context.params;
      const projectId = projectOf(context);
      // The world outside is asked before the transaction, which holds nothing while it answers.
      await checkOutside(sso, await sso.toCheck(projectId, id));
      await context.transaction((tx) => proveDomain(tx, projectId, id, by));
    },
  });
}

function changeRoute({ sso, forgetUser }: PeopleParts): Route {
  return route({
    method: "PATCH",
    path: "/v1/projects/{pid}/sso/{id}",
    operationId: "changeSso",
    summary: "The role of newcomers, whether nothing else lets the domain's people in, another secret (REG-02)",
    params: idParams,
    body: z.strictObject({
      defaultRole: newcomerRole.optional(),
      required: z.boolean().optional(),
      clientSecret: secretInput.optional(),
    }),
    access,
    idempotent: "inherent",
    act: ssoChanged,
    refusals: [SsoOver, SsoNotTried],
    handler: async (context) => {
      const by = { person: personHimself(context.principal), now: context.now };
      const which = { projectId: projectOf(context), connectionId: context.params.id };
      const ended = await context.transaction((tx) => changeSso(tx, sso, which, context.body, by));
      ended.forEach(forgetUser);
    },
  });
}

function removeRoute({ forgetUser }: PeopleParts): Route {
  return route({
    method: "DELETE",
    path: "/v1/projects/{pid}/sso/{id}",
    operationId: "removeSso",
    summary: "Nobody comes in through the company any more; sessions that began so end within seconds (REG-02)",
    params: idParams,
    access,
    proof: true,
    idempotent: "inherent",
    act: ssoRemoved,
    refusals: [SsoOver],
    handler: async (context) => {
      const by = { person: personHimself(context.principal), now: context.now };
      const projectId = projectOf(context);
      const ended = await context.transaction((tx) => removeSso(tx, projectId, context.params.id, by));
      ended.forEach(forgetUser);
    },
  });
}
