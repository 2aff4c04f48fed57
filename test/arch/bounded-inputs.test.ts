import { describe, expect, it } from "vitest";
import { z } from "zod";

import { allRoutes } from "../../src/composition/app.ts";
import { type Route, dateRange, dateSchema, route } from "../../src/platform/http/index.ts";
import { isRaw } from "../../src/platform/http/route.ts";
import { isDateRange } from "../../src/platform/http/wire.ts";

type Json = Readonly<Record<string, unknown>>;

const routes = allRoutes(
  null as never,
  { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null } as never,
);

/** Dates beyond the years of business, which a shared type refuses: texts of other years compare as they should not. */
const FAR_DATES = ["0001-01-01", "1999-12-31", "9999-12-31", "0001-01", "9999-12"];

/** What of a route's input has no bound, by its place; a raw body brings its own validator (extremes.test.ts tries it). */
function unbounded({ operationId, params, query, body }: Route): string[] {
  const parts = { params, query, body: isRaw(body) ? undefined : body };
  return Object.entries(parts).flatMap(([part, schema]) => {
    if (!schema) return [];
    const shown = z.toJSONSchema(schema as z.ZodType, { io: "input", unrepresentable: "any" }) as Json;
    const { from, to } = (shown["properties"] ?? {}) as Record<string, Json | undefined>;
    const isRange = [from, to].some((one) => one?.["format"] === "date");
    const raw = isRange && !isDateRange(schema as z.ZodType) ? [`${operationId} ${part}: days without dateRange`] : [];
    return [...raw, ...complaints(shown, `${operationId} ${part}`, (shown["$defs"] ?? {}) as Record<string, Json>)];
  });
}

function complaints(schema: Json, place: string, definitions: Readonly<Record<string, Json>>): string[] {
  const { $ref, type, properties, items, additionalProperties } = schema;
  if (typeof $ref === "string") return complaints(definitions[$ref.split("/").at(-1) ?? ""] ?? {}, place, definitions);
  const branches = [schema["anyOf"], schema["oneOf"], schema["allOf"]].flatMap((list) => (list ?? []) as Json[]);
  const below = [
    ...branches.map((branch) => [branch, place] as const),
    ...Object.entries((properties ?? {}) as Record<string, Json>).map(
      ([name, one]) => [one, `${place}.${name}`] as const,
    ),
    ...(items === undefined ? [] : [[items as Json, `${place}[]`] as const]),
  ];
  const own = [
    type === "string" && !isBoundedText(schema) ? `${place}: a text of any length` : "",
    type === "string" && acceptsFarDate(schema) ? `${place}: a date of any year` : "",
    type === "array" && schema["maxItems"] === undefined ? `${place}: a list of any length` : "",
    type === "object" && additionalProperties !== false ? `${place}: fields of any number` : "",
    (type === "integer" || type === "number") && !isBoundedNumber(schema) ? `${place}: a number of any size` : "",
    type === undefined && branches.length === 0 && !("const" in schema) && !("enum" in schema)
      ? `${place}: anything`
      : "",
  ].filter((one) => one !== "");
  return [...own, ...below.flatMap(([one, where]) => complaints(one, where, definitions))];
}

function isBoundedText({ enum: options, const: only, maxLength, pattern }: Json): boolean {
  if (options !== undefined || only !== undefined || maxLength !== undefined) return true;
  // Without * and + and {n,}: a pattern from ^ to $ says itself how long a text may be.
  return (
    typeof pattern === "string" && /^\^.*\$$/.test(pattern) && !/[*+]|\{\d+,\}/.test(pattern.replaceAll(/\\[*+]/g, ""))
  );
}

function acceptsFarDate({ format, pattern }: Json): boolean {
  if (format === "date-time") return false;
  if (format === "date" && typeof pattern !== "string") return true;
  return typeof pattern === "string" && FAR_DATES.some((date) => new RegExp(pattern).test(date));
}

function isBoundedNumber({ minimum, maximum }: Json): boolean {
  return Number(minimum) > Number.MIN_SAFE_INTEGER && Number(maximum) < Number.MAX_SAFE_INTEGER;
}

describe("every input of every route has a bound", () => {
  it("reliability 55 no route takes a text, list, number, date or range of any size", () => {
    expect(routes.flatMap(unbounded)).toEqual([]);
  });

  const planted = (parts: Pick<Route, "query" | "body">): string[] =>
    unbounded(
      route({
        method: "POST",
        path: "/v1/planted",
        operationId: "planted",
        summary: "",
        access: { kind: "public" },
        idempotent: "inherent",
        handler: async () => undefined,
        ...(parts as object),
      }),
    );

  it("reliability 55 the guard fails on each of them", () => {
    const cases: [z.ZodType, string][] = [
      [z.strictObject({ name: z.string() }), "planted query.name: a text of any length"],
      [z.strictObject({ name: z.string().regex(/^\d+$/) }), "planted query.name: a text of any length"],
      [z.strictObject({ on: dateSchema }), "planted query.on: a date of any year"],
      [z.strictObject({ names: z.array(z.string().max(5)) }), "planted query.names: a list of any length"],
      [z.strictObject({ n: z.coerce.number().int() }), "planted query.n: a number of any size"],
      [z.strictObject({ any: z.unknown() }), "planted query.any: anything"],
      [z.strictObject({ more: z.record(z.string().max(5), z.boolean()) }), "planted query.more: fields of any number"],
    ];
    for (const [query, complaint] of cases) expect(planted({ query })).toContain(complaint);
    const handmade = z.strictObject(dateRange({}).shape);
    expect(planted({ query: handmade })).toEqual(["planted query: days without dateRange"]);
    expect(planted({ query: dateRange({ kind: z.enum(["a", "b"]) }) })).toEqual([]);
    expect(planted({ body: z.array(z.boolean()) })).toEqual(["planted body: a list of any length"]);
  });
});
