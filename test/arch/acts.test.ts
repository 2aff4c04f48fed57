import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { ACTS } from "../../src/composition/acts.ts";
import { allRoutes } from "../../src/composition/app.ts";
import { type Act, defineAct, noAct } from "../../src/platform/act.ts";
import type { Route } from "../../src/platform/http/index.ts";
import { THINGS } from "../../web/src/office/acts/things.ts";
import { ROOT, isCode, isTest, readSources } from "./sources.ts";

const routes = allRoutes(null as never, { renderPaymentInvoice: null as never, moveClock: null } as never);
const CODE = /^[a-z_]+\.[a-z_]+$/;

/** What is wrong with what a route says of the audit; null when nothing is. */
function problem({ method, path, act }: Pick<Route, "method" | "path" | "act">): string | null {
  const name = `${method} ${path}`;
  if (method === "GET") return act === undefined ? null : `${name} reads: it is no act`;
  if (act === undefined)
    return `${name} changes something: say \`act: …\` (docs/guides/add-an-endpoint.md), or noAct("why")`;
  if ("none" in act) return act.none.length >= 20 ? null : `${name}: noAct says why in a sentence`;
  return ACTS.get(act.code) === act ? null : `${name}: ${act.code} is not in src/composition/acts.ts`;
}

describe("AUD-01: every route that changes something is an act, or says why it is none", () => {
  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("AUD-01 %s", (_name, route) => {
    expect(problem(route)).toBeNull();
  });

  test("AUD-01 the guard sees a route that says nothing, one that says little, and an act that nobody knows", () => {
    const texts = { ru: "а", en: "a" };
    const planted = defineAct({ code: "planted.done", class: "money", texts, fields: {} });
    const posted = { method: "POST", path: "/v1/x" } as const;
    expect(problem(posted)).toMatch(/say `act/);
    expect(problem({ ...posted, act: noAct("no") })).toMatch(/why/);
    expect(problem({ ...posted, act: planted })).toMatch(/not in/);
    expect(problem({ ...posted, method: "GET", act: planted })).toMatch(/reads/);
  });
});

test("AUD-01 every act that a room defines is known to the composition, under a code of its own form", async () => {
  const files = readSources().filter(
    (source) =>
      source.path.startsWith("src/") && isCode(source) && !isTest(source) && /= defineAct\(/.test(source.text),
  );
  expect(files.length).toBeGreaterThan(5);
  let defined = 0;
  for (const { path } of files) {
    const exported = Object.values((await import(join(ROOT, path))) as Record<string, unknown>);
    const acts = exported.filter(
      (value): value is Act => typeof value === "object" && value !== null && "class" in value,
    );
    for (const act of acts) expect(ACTS.get(act.code), `${path}: ${act.code}`).toBe(act);
    defined += acts.length;
  }
  expect(defined).toBe(ACTS.size);
  expect([...ACTS.keys()].filter((code) => !CODE.test(code))).toEqual([]);
});

test("AUD-01 the audit's page has a word for whatever an act is done to", () => {
  const files = readSources().filter((source) => source.path.startsWith("src/") && isCode(source) && !isTest(source));
  const kinds = files.flatMap(({ text }) => [...text.matchAll(/\bthing: `([a-z_]+):/g)].map(([, kind]) => kind));
  expect(kinds.length).toBeGreaterThan(20);
  expect(kinds.filter((kind) => !THINGS.some((one) => one === kind))).toEqual([]);
});
