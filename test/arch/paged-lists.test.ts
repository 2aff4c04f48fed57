import { describe, expect, it } from "vitest";
import { z } from "zod";

import { allRoutes } from "../../src/composition/app.ts";
import { type Route, route } from "../../src/platform/http/index.ts";

type Json = Readonly<Record<string, unknown>>;

const routes = allRoutes(
  null as never,
  { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null } as never,
);

/** Lists that are answered whole, and what keeps each of them short. Every other is read by pages. */
const WHOLE: Readonly<Record<string, string>> = {
  listActKinds: "the acts there are",
  listAuditChains: "a chain a region, and the house's own",
  getSite: "the regions there are",
  listTokens: "a project has a hundred tokens at most",
  listMembers: "a project has three hundred people at most, invited ones counted in",
  listAsked: "the hundred soonest to expire",
  listSessions: "the newest of a user, as many as identity lists",
  listSso: "five domains of a project at most, and the latest that are over",
  listOwnSso: "twenty of a user at most",
  listPasskeys: "twenty of a user at most",
  listVisits: "the last hundred; all of them stand in the audit",
  listSavedFilters: "thirty of a list at most",
  getMe: "a hundred projects an account at most",
  listPeople: "those whose ids are asked for",
  getSignIn: "the newest sessions of one user",
  getBalance: "one bonus lot a grant, one debt a month that is not paid",
  getExpenses: "dateRange bounds the periods, the catalogue the services",
  explainCharge: "the parts of one charge's formula, its events cut by their own bound",
  getChecklist: "the steps there are",
  getPayer: "the newest changes and contracts, cut by their own bound",
  getNotificationSettings: "the kinds there are",
  listNotificationAddresses: "ten addresses at most",
  listHelp: "the articles there are",
  explainDocument: "the charges behind a document, cut at a bound that the answer tells of",
  listRequestKinds: "the kinds there are",
  getRequest: "the newest messages of a thread, cut by their own bound",
  getProposal: "what is at stake, its transfers cut by their own bound",
  getConfiguration: "the regions and calendars of the operator's files",
  listInvariants: "the invariants there are",
  listHalts: "the two kinds of what automation does",
  listTwoPersonLimits: "the regions there are, and the limits of each",
  getOfficeRequest: "the same, and its events",
  listSampleStatements: "one a region with a bank account, in the sandbox",
};

/** The lists at the top of a route's answer, when no page is asked for. */
function unpaged({ operationId, method, query, response }: Route): string[] {
  if (method !== "GET" || !(response instanceof z.ZodType)) return [];
  const asked = Object.keys((query as z.ZodObject | undefined)?.shape ?? {});
  if (asked.includes("cursor") || asked.includes("limit")) return [];
  const shown = z.toJSONSchema(response, { io: "output", unrepresentable: "any" }) as Json;
  const properties = Object.entries((shown["properties"] ?? {}) as Record<string, Json>);
  const lists = [["", shown] as const, ...properties].filter(
    ([, one]) => one["type"] === "array" && one["maxItems"] === undefined,
  );
  return lists.map(([name]) => `${operationId} ${name}`.trim());
}

describe("every list has an end", () => {
  it("reliability 55 a list is read by pages, or it is written down what keeps it short", () => {
    const lists = routes.flatMap(unpaged);
    expect(lists.filter((list) => !((list.split(" ")[0] ?? "") in WHOLE))).toEqual([]);
    const whole = new Set(lists.map((list) => list.split(" ")[0]));
    expect(Object.keys(WHOLE).filter((name) => !whole.has(name))).toEqual([]);
  });

  it("reliability 55 the guard sees a list without a page", () => {
    const planted = (query: z.ZodType, response: z.ZodType) =>
      unpaged(
        route({
          method: "GET",
          path: "/v1/planted",
          operationId: "listPlanted",
          summary: "",
          access: { kind: "public" },
          query: query as z.ZodObject,
          response,
          handler: async () => undefined,
        } as never),
      );
    const list = z.strictObject({ items: z.array(z.string()) });
    expect(planted(z.strictObject({}), list)).toEqual(["listPlanted items"]);
    expect(planted(z.strictObject({}), z.array(z.string()))).toEqual(["listPlanted"]);
    expect(planted(z.strictObject({ limit: z.int() }), list)).toEqual([]);
    expect(planted(z.strictObject({}), z.strictObject({ items: z.array(z.string()).max(5) }))).toEqual([]);
  });
});
