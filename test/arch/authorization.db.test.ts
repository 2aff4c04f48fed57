import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { allRoutes } from "../../src/composition/app.ts";
import { refusal } from "../../src/core/errors.ts";
import { SUBJECT_KINDS } from "../../src/core/subject.ts";
import { formatPid } from "../../src/core/ids.ts";
import { plus } from "../../src/core/time.ts";
import {
  PERMISSIONS,
  ROLES,
  type Role,
  TenancyAuthority,
  addMember,
  blockUser,
  issueToken,
  register,
  registerStaff,
  setStaffRole,
} from "../../src/modules/tenancy/index.ts";
import {
  type Route,
  STAFF_ROLES,
  type StaffRole,
  createServer,
  type Access,
  type PaperResolver,
} from "../../src/platform/http/index.ts";
import { isRaw } from "../../src/platform/http/route.ts";
import { createLogger } from "../../src/platform/log.ts";
import { leaveProject } from "../../src/modules/tenancy/change-members.ts";
import { AUTHORIZATION, type Entry } from "./authorization-table.ts";
import { concludeContract, payerMembership, registerPayer } from "../../src/modules/parties/index.ts";
import { PROBES, PROBE_TABLE, kindsOf, teams } from "../support/probe-routes.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { loadShippedRegions } from "../support/regions.ts";

const { database, clock } = await testDatabase();
const EVERY_SCOPE = [...PERMISSIONS, "profile.view", "staff", "usage.write", "metrics.read"];
const OURS = 1_111_111_111n;
/** What who takes part in a request may do there; see requestMembership. */
const PARTY = ["requests.create", "requests.view"];
const FOREIGN = 2_222_222_222n;

/** Stands in for every handler: whoever sees it was let in. What a handler then does is its own module's tests' matter. */
const LetIn = refusal("let_in", 418, "Впущен", "Let in");

const declared = allRoutes(database, { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null });
const TABLE = { ...AUTHORIZATION, ...PROBE_TABLE };
const routes = [...declared, ...PROBES].map((route): Route => {
  return {
    ...route,
    access: withoutLookups(route.access),
    handler: async () => {
      throw LetIn();
    },
  };
});

/** In place of the modules' own look-ups: the thing 1 is of our project and our payer's, every other of another. */
function withoutLookups(access: Access): Access {
  if (access.kind !== "member" || typeof access.from !== "object") return access;
  if ("papers" in access.from && access.of === "payer") {
    const papers: PaperResolver["papers"] = async (_lookup, params, query) => {
      const projectId = ownerOfThing(params, query);
      return [{ payerId: BigInt(thingOf(projectId)), projectIds: [projectId] }];
    };
    return { ...access, from: { papers } };
  }
  if (access.of !== "project") return access;
  return { ...access, from: { resolve: async (_lookup, params, query) => [ownerOfThing(params, query)] } };
}

function ownerOfThing(params: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>>): bigint {
  return [...Object.values(params), ...Object.values(query)].some((value) => String(value) === "1") ? OURS : FOREIGN;
}

/** Accounts, payers, contracts and partners are numbered in the order in which they came: ours first; the third is nobody's. */
const thingOf = (projectId: bigint) => (projectId === OURS ? "1" : projectId === FOREIGN ? "2" : "3");

function addressOf(route: Route, entry: Entry | undefined, projectId: bigint): string {
  const thing = thingOf(projectId);
  const value = (name: string) => (name === "pid" ? formatPid(projectId) : (entry?.params?.[name] ?? thing));
  return route.path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => value(name));
}

function queryOf(entry: Entry | undefined, projectId: bigint): Record<string, string> {
  const thing = thingOf(projectId);
  return Object.fromEntries(
    Object.entries(entry?.query ?? {}).map(([name, value]) => [name, value.replace("{id}", thing)]),
  );
}

const server = await createServer({
  routes,
  authority: new TenancyAuthority(database, null, {
    payer: payerMembership,
    partner: teams({
      "1": { owner: ["documents.view"], viewer: ["project.view"] },
      "2": { stranger: ["documents.view"] },
    }),
    request: teams({
      "1": { owner: PARTY, superadministrator: PARTY, billing_administrator: PARTY },
      "2": { stranger: PARTY },
    }),
  }),
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost",
});
afterAll(() => server.close());

const tokens = new Map<string, string>();

beforeAll(async () => {
  await loadShippedRegions(database);
  const now = clock.now();
  const password = { hash: "not-a-real-hash" };
  await database.transaction(async (tx) => {
    const person = (name: string, projectId: bigint) =>
      register(tx, {
        email: `${name}@example.ru`,
        name,
        password,
        language: "ru",
        at: { regionCode: "moscow" },
        userId: name,
        projectId,
        now,
      });
    const lend = async (name: string, rest: { userId?: string; projectId?: bigint; scopes?: string[] }) =>
      tokens.set(
        name,
        (await issueToken(tx, { name, scopes: EVERY_SCOPE, now, expiresAt: plus(now, 60_000), ...rest })).token,
      );
    for (const [name, projectId] of [
      ["owner", OURS],
      ["stranger", FOREIGN],
    ] as const) {
      const { accountId } = await person(name, projectId);
      const payerId = await registerPayer(tx, { accountId, kind: "legal_entity", countryCode: "RU", name });
      await concludeContract(tx, payerId, "vk", { type: "public_offer", paymentScheme: "prepaid", startsAt: now });
    }
    // The first two users are ours and another's; the third number is nobody's.
    await ownerOf(database).query("select setval('app_user_user_no_seq', 1000)");
    for (const role of ROLES.filter((one) => one !== "owner")) {
      await registerStaff(tx, { email: `${role}@example.ru`, name: role, password, language: "ru", userId: role, now });
      await addMember(tx, OURS, role, role, now);
    }
    for (const staffRole of STAFF_ROLES) {
      await registerStaff(tx, {
        email: `${staffRole}@saldo.example`,
        name: staffRole,
        password,
        language: "ru",
        userId: staffRole,
        now,
      });
      await setStaffRole(tx, staffRole, staffRole, now);
    }
    for (const userId of [...ROLES, ...STAFF_ROLES, "stranger"]) await lend(userId, { userId });
    // Who had every right and is blocked, of the project and of the staff; who had a role in the project and left it.
    for (const [userId, role] of PARTED) {
      await registerStaff(tx, {
        email: `${userId.replace(" ", "-")}@example.ru`,
        name: userId,
        password,
        language: "ru",
        userId,
        now,
      });
      await addMember(tx, OURS, userId, role, now);
      if (userId === "blocked operator") await setStaffRole(tx, userId, "operator", now);
      await lend(userId, { userId });
      await lend(`${userId} in one project`, { userId, projectId: OURS });
      if (userId.startsWith("blocked")) await blockUser(tx, userId, now);
      else await leaveProject(tx, OURS, { userId, language: "ru", scopes: null }, now);
    }
    await lend("owner's narrow token", { userId: "owner", scopes: ["profile.view"] });
    await lend("owner in one project", { userId: "owner", projectId: OURS });
    await lend("our token", { projectId: OURS });
    await lend("their token", { projectId: FOREIGN });
    await lend("narrow token", { projectId: OURS, scopes: ["metrics.read"] });
    await lend("metering", { scopes: ["usage.write"] });
    await lend("narrow machine", { scopes: ["metrics.read"] });
  });
});

const PARTED = [
  ["blocked member", "superadministrator"],
  ["blocked operator", "billing_administrator"],
  ["detached member", "superadministrator"],
  ["detached viewer", "viewer"],
] as const;
/** Nobody at all: blocked, or by a token of a project that its user has left. */
const SHUT_OUT = [
  "blocked member",
  "blocked member in one project",
  "blocked operator",
  "blocked operator in one project",
  "detached member in one project",
  "detached viewer in one project",
];
/** Who left the project is in it what a stranger is. */
const DETACHED = ["detached member", "detached viewer"];

type Outcome = 401 | 403 | 404 | "let in";

/** What the agreed table says about someone calling a route for our project. */
function expected(entry: Entry, route: Route, who: string): Outcome {
  if (entry.may === "everyone") return "let in";
  if (who === "anonymous" || SHUT_OUT.includes(who)) return 401;
  const isUser =
    who === "owner in one project" ||
    ROLES.includes(who as Role) ||
    STAFF_ROLES.includes(who as StaffRole) ||
    who === "stranger" ||
    DETACHED.includes(who);
  if (entry.may === "signed in") return isUser || who === "owner's narrow token" ? "let in" : 403;
  if (entry.scope !== undefined) return isUser || scopesOf(who).includes(entry.scope) ? "let in" : 403;
  if (entry.staff?.includes(who as StaffRole)) return "let in";
  if (route.access.kind !== "member" || who === "metering" || who === "narrow machine") return 403;
  if (ROLES.includes(who as Role)) {
    if (entry.may.includes(who as Role)) return "let in";
    return (entry.knows ?? ROLES).includes(who as Role) ? 403 : 404;
  }
  if (who === "owner's narrow token") return 403;
  // What stands for one project opens nothing of its account or payer, but the papers that its projects open.
  const { of, from } = route.access;
  const byProjects = from === "query.projects" || (typeof from === "object" && "papers" in from);
  if (of !== "project" && !byProjects) return 404;
  if (who === "our token" || who === "owner in one project") return "let in";
  return who === "narrow token" ? 403 : 404;
}

function scopesOf(who: string): readonly string[] {
  if (who === "metering") return ["usage.write"];
  if (who === "owner's narrow token") return ["profile.view"];
  return who.startsWith("narrow") ? ["metrics.read"] : EVERY_SCOPE;
}

async function call(route: Route, entry: Entry, who: string, projectId: bigint): Promise<Outcome | number> {
  const path = addressOf(route, entry, projectId);
  const byQuery = route.access.kind === "member" && route.access.from === "query.projects";
  const query = new URLSearchParams({
    ...queryOf(entry, projectId),
    ...(byQuery ? { projects: formatPid(projectId) } : {}),
  });
  const token = tokens.get(who);
  const reply = await server.inject({
    method: route.method,
    url: `${path}?${query}`,
    headers: {
      ...(token ? { "x-auth-token": token } : {}),
      ...(route.method === "GET"
        ? {}
        : { "content-type": isRaw(route.body) ? route.body.contentTypes[0] : "application/json" }),
      "idempotency-key": `${who}-${route.operationId}`,
    },
    ...(route.body ? { payload: "{}" } : {}),
  });
  // 422 comes after the right to call was found: the empty body is not what the route wants.
  return reply.statusCode === 418 || reply.statusCode === 422 ? "let in" : reply.statusCode;
}

const actors = [
  "anonymous",
  ...SHUT_OUT,
  ...DETACHED,
  ...ROLES,
  ...STAFF_ROLES,
  "stranger",
  "owner's narrow token",
  "owner in one project",
  "our token",
  "their token",
  "narrow token",
  "metering",
  "narrow machine",
];

describe("REG-04 every route called as everyone", () => {
  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "REG-04 PTR-07 %s answers as agreed, to who is blocked or has left the project, too",
    async (name, route) => {
      const entry = TABLE[name];
      if (!entry) throw new Error(`${name} has no entry in authorization-table.ts`);
      const agreed = Object.fromEntries(actors.map((who) => [who, expected(entry, route, who)]));
      const seen: Record<string, unknown> = {};
      for (const who of actors) seen[who] = await call(route, entry, who, OURS);
      expect(seen).toEqual(agreed);
    },
  );
});

it("every kind of subject is tried", () => {
  expect(kindsOf(routes)).toEqual(new Set(SUBJECT_KINDS));
});

describe("reliability 34: another's project, account, payer or partner", () => {
  const ofProjects = routes.filter((route) => route.access.kind === "member");

  it.each(ofProjects.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "reliability 34 %s answers 404, for one that exists and one that does not",
    async (name, route) => {
      const entry = TABLE[name] ?? { may: [] };
      for (const who of [...ROLES, ...DETACHED, "owner's narrow token", "our token"]) {
        expect([who, await call(route, entry, who, FOREIGN)]).toEqual([who, 404]);
        expect([who, await call(route, entry, who, 3_333_333_333n)]).toEqual([who, 404]);
      }
      for (const who of SHUT_OUT) expect([who, await call(route, entry, who, FOREIGN)]).toEqual([who, 401]);
    },
  );
});

describe("reliability 44: unknown fields", () => {
  const taking = routes.filter((route) => !isRaw(route.body));

  it.each(taking.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "reliability 44 %s refuses fields it does not know",
    async (name, route) => {
      const who = TABLE[name]?.staff?.[0] ?? "owner";
      const path = addressOf(route, TABLE[name], OURS);
      const headers = { "x-auth-token": tokens.get(who) ?? "", "idempotency-key": `mass-${route.operationId}` };
      const stray = { paymentScheme: "postpaid", partnerId: "1", balance: "1000000.00" };
      const inQuery = await server.inject({
        method: route.method,
        url: `${path}?${new URLSearchParams(stray)}`,
        headers,
        ...(route.body ? { payload: {} } : {}),
      });
      expect(inQuery.statusCode).toBe(422);
      if (route.method === "GET") return;
      const inBody = await server.inject({
        method: route.method,
        url: `${path}?${new URLSearchParams(queryOf(TABLE[name], OURS))}`,
        headers,
        payload: stray,
      });
      expect(inBody.statusCode).toBe(422);
      const fields = inBody
        .json<{ errors: { field: string; code: string }[] }>()
        .errors.filter((error) => error.code === "unknown_field");
      expect(fields.map((error) => error.field)).toEqual(expect.arrayContaining(Object.keys(stray)));
    },
  );
});
