import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, test } from "vitest";
import { z } from "zod";

import { allRoutes } from "../../src/composition/app.ts";
import { ROLES, isScope, permissionsOf } from "../../src/modules/tenancy/index.ts";
import { type Access, type Route, route } from "../../src/platform/http/index.ts";
import { isRaw } from "../../src/platform/http/route.ts";
import { ROOT } from "./sources.ts";
import { AUTHORIZATION, type Entry } from "./authorization-table.ts";

const routes = allRoutes(
  null as never,
  { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null } as never,
);
const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** What is wrong between the declared routes and the agreed table; empty when they say the same. */
function differences(declared: readonly Route[], table: Readonly<Record<string, Entry>>): string[] {
  const names = new Set(declared.map(nameOf));
  return [
    ...declared.flatMap((route) => {
      const entry = table[nameOf(route)];
      if (!entry) return [`${nameOf(route)} has no entry in authorization-table.ts`];
      return JSON.stringify(accessOf(route)) === JSON.stringify(agreed(entry))
        ? []
        : [`${nameOf(route)} is declared otherwise than agreed`];
    }),
    ...Object.keys(table)
      .filter((name) => !names.has(name))
      .map((name) => `${name} has an entry and no route`),
  ];
}

function agreed({ may, staff = [], scope }: Entry) {
  return { may: typeof may === "string" ? may : [...may].sort(), staff: [...staff].sort(), scope: scope ?? null };
}

function accessOf({ access }: Route) {
  switch (access.kind) {
    case "public":
      return { may: "everyone", staff: [], scope: null };
    case "signed_in":
      return { may: "signed in", staff: [], scope: null };
    case "staff":
      return { may: [], staff: [...access.roles].sort(), scope: null };
    case "token":
      return { may: [], staff: [], scope: access.scope };
    case "member":
      return {
        // An account and its payers are its owner's alone, but for papers, which projects open as well; a request is its
        // project's; of a partner's team its own room will say.
        may:
          access.of === "project" || access.of === "request" || opensByProjects(access)
            ? ROLES.filter((role) => permissionsOf(role).some((one) => one === access.permission)).sort()
            : ["owner"],
        staff: [...(access.staff ?? [])].sort(),
        scope: null,
      };
  }
}

function opensByProjects({ of, from }: Extract<Access, { kind: "member" }>): boolean {
  return of === "payer" && (from === "query.projects" || (typeof from === "object" && "papers" in from));
}

/** Objects that would let an unknown field pass, by their place in the schema. */
function openObjects(schema: z.ZodType): string[] {
  const found: string[] = [];
  const walk = (part: unknown, place: string): void => {
    if (typeof part !== "object" || part === null) return;
    const { type, properties, additionalProperties } = part as Record<string, unknown>;
    if (type === "object" && properties !== undefined && additionalProperties !== false) found.push(place);
    for (const [name, child] of Object.entries(part)) walk(child, `${place}.${name}`);
  };
  walk(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), "");
  return found;
}

describe("the table of route and role", () => {
  it("REG-04 every route is declared as agreed, and none is missing on either side", () => {
    expect(differences(routes, AUTHORIZATION)).toEqual([]);
  });

  it("REG-04 the guard fails on a route without an entry, an entry without a route, and a role too many", () => {
    const [first] = routes;
    const { [nameOf(first as Route)]: gone, ...rest } = AUTHORIZATION;
    expect(differences(routes, rest)).toEqual([`${nameOf(first as Route)} has no entry in authorization-table.ts`]);
    expect(differences(routes.slice(1), AUTHORIZATION)).toEqual([
      `${nameOf(first as Route)} has an entry and no route`,
    ]);
    const opened = { ...AUTHORIZATION, "GET /v1/me": { may: "everyone" } as const };
    expect(differences(routes, opened)).toEqual(["GET /v1/me is declared otherwise than agreed"]);
    expect(gone).toBeDefined();
  });
});

describe("what a handler is given", () => {
  const parts = {
    path: "/v1/papers/{id}",
    operationId: "papers",
    summary: "Papers of a payer",
    access: { kind: "member", of: "payer", permission: "documents.view", from: "params.id" },
  } as const;
  const posting = { ...parts, method: "POST", idempotent: "inherent" } as const;

  it("reliability 34 is one way to read, the tenant's: the types refuse every other (each line is seen to fail)", () => {
    const refused = [
      // @ts-expect-error no snapshot of the whole books
      route({ ...parts, method: "GET", handler: async ({ snapshot }) => snapshot() }),
      // @ts-expect-error no database
      route({ ...parts, method: "GET", handler: async ({ database }) => database.query("select 1") }),
      // @ts-expect-error no transaction where nothing is written
      route({ ...parts, method: "GET", handler: async ({ transaction }) => transaction(async () => undefined) }),
      // @ts-expect-error a POST works in its transaction, and has no read beside it
      route({ ...posting, handler: async ({ read }) => read(async () => undefined) }),
    ];
    // @ts-expect-error an account is named by an id, not by a list of PIDs
    const listed: Access = { ...parts.access, of: "account", from: "query.projects" };
    // @ts-expect-error a project is named by its PID
    const numbered: Access = { ...parts.access, of: "project" };
    const allowed = [
      route({ ...parts, method: "GET", handler: async ({ read }) => read(async () => undefined) }),
      route({ ...posting, handler: async ({ transaction }) => transaction(async () => undefined) }),
    ];
    expect([refused.length, allowed.length, listed.kind, numbered.kind]).toEqual([4, 2, "member", "member"]);
  });
});

test("the endpoint guide's example is code that is compiled and tried as everybody", () => {
  const [, example = "none"] =
    /```ts\n([^]*?)```/.exec(readFileSync(join(ROOT, "docs/guides/add-an-endpoint.md"), "utf8")) ?? [];
  expect(readFileSync(join(ROOT, "test/support/probe-routes.ts"), "utf8")).toContain(example);
});

describe("every route", () => {
  it.each(routes.map((route) => [nameOf(route), route] as const))(
    "%s names a known permission or scope, takes no unknown field, says how it is idempotent",
    (_name, route) => {
      const { access, path, params, query, body } = route;
      if (access.kind === "member") expect(isScope(access.permission)).toBe(true);
      if (access.kind === "token") expect(isScope(access.scope)).toBe(true);
      if (route.method !== "GET") expect(route.idempotent).toBeDefined();
      for (const part of [params, query, isRaw(body) ? undefined : body])
        expect(part ? openObjects(part) : []).toEqual([]);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = params ? Object.keys((params as z.ZodObject).shape) : [];
      expect(new Set(declared)).toEqual(new Set(inPath));
    },
  );

  it("reliability 44: the guard sees an object that lets unknown fields pass", () => {
    expect(openObjects(z.strictObject({ inner: z.array(z.strictObject({ a: z.string() })) }))).toEqual([]);
    expect(openObjects(z.strictObject({ inner: z.array(z.object({ a: z.string() })) }))).toEqual([
      ".properties.inner.items",
    ]);
    expect(openObjects(z.strictObject({ inner: z.looseObject({ a: z.string() }) }))).toEqual([".properties.inner"]);
  });

  it("has an address and an operation of its own", () => {
    expect(new Set(routes.map(nameOf)).size).toBe(routes.length);
    expect(new Set(routes.map((route) => route.operationId)).size).toBe(routes.length);
  });
});
