import { z } from "zod";

import { InvalidInput } from "../../core/errors.ts";
import { type ProjectId, parsePid } from "../../core/ids.ts";
import { type Currency, type Minor, formatMinor, parseMinor } from "../../core/money.ts";
import { type Instant, type LocalDate, type LocalMonth, daysOf, formatInstant, parseInstant } from "../../core/time.ts";

/** Schemas of what goes over the wire, shared by all modules so that each thing looks the same everywhere. */

const BILINGUAL_MINOR = { ru: "Число с двумя знаками после точки", en: "A number with at most two decimals" };

export const textsSchema = z.strictObject({ ru: z.string(), en: z.string() }).meta({ id: "Texts" });

export const moneySchema = z
  .strictObject({
    amount: z
      .string()
      .regex(/^-?\d{1,16}\.\d{2}$/)
      .meta({ example: "12345.67" }),
    currency: z.string().length(3).meta({ example: "RUB" }),
  })
  .meta({ id: "Money", description: "An amount of money: a decimal text, never a number." });

/** An amount in minor units as the wire's Money. */
export function money(minor: Minor, currency: Currency) {
  return { amount: formatMinor(minor), currency };
}

/** A reply's decimal amount without its currency (which the enclosing object names). */
export const amountSchema = z
  .string()
  .regex(/^-?\d{1,16}\.\d{2}$/)
  .meta({ id: "Amount", example: "12345.67" });

/** A request's amount, `"1000.00"`: arrives as minor units. Zero and negative amounts are the module's own refusals. */
export const amountInput = z
  .string()
  .max(24)
  .transform((text, context): Minor => {
    const minor = parseMinor(text);
    if (minor !== null) return minor;
    context.addIssue({ code: "custom", params: { code: "not_an_amount", texts: BILINGUAL_MINOR } });
    return z.NEVER;
  });

export const pidSchema = z
  .string()
  .regex(/^mcs\d{10}$/)
  .meta({ id: "Pid", example: "mcs1000000002" });

/** `{pid}` in a path. The handler takes the project from `context.projects`, already checked. */
export const pidParams = z.strictObject({
  pid: z.string().max(300).meta({ pattern: "^mcs\\d{10}$", example: "mcs1000000002" }),
});

/** `projects=mcs..,mcs..` of a query; left out means all projects in which the caller holds the route's permission. */
export const projectsQuery = z
  .string()
  .max(8_000)
  .optional()
  .meta({ description: "PIDs separated by commas; all of yours when left out" });

export const instantSchema = z
  .string()
  .meta({ id: "Instant", format: "date-time", example: "2026-10-31T20:59:00.000Z" });

/** An instant as it is sent; null where there is none. */
export function instantOrNull(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

/** A request's RFC 3339 instant: arrives as an Instant. */
export const instantInput = z
  .string()
  .max(40)
  .meta({ format: "date-time" })
  .transform((text, context): Instant => {
    const value = parseInstant(text);
    if (value !== null) return value;
    context.addIssue({
      code: "custom",
      params: {
        code: "not_an_instant",
        texts: { ru: "Момент по RFC 3339 со смещением", en: "An RFC 3339 instant with an offset" },
      },
    });
    return z.NEVER;
  });

/** A reply's calendar date of the region. */
export const dateSchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .meta({ format: "date", example: "2026-10-31" }) as unknown as z.ZodType<LocalDate, string>;

/**
 * A request's calendar date, of the years 2000 to 2099: outside them there is no business, and only texts of four-digit
 * years compare as their dates do (reliability 55). A text to the document, branded to the code.
 */
export const dateInput = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .refine(isCalendarDate)
  .meta({ format: "date", example: "2026-10-31" }) as unknown as z.ZodType<LocalDate, string>;

/** A request's month, of the same years. */
export const monthInput = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
  .meta({ example: "2026-10" }) as unknown as z.ZodType<LocalMonth, string>;

/** Three years and a few days: what a report shows at once. */
export const MOST_DAYS = 1100;
const BAD_RANGE = {
  ru: "Период от начала до конца, не длиннее трёх лет",
  en: "From the start to the end, at most three years",
};
const ranges = new WeakSet<z.ZodType>();

/**
 * A query about the days `from` to `to`, both included, and whatever else it takes. The days run forward and are MOST_DAYS
 * at most: the only way for a route to take a range of days, so that no loop over them is long (reliability 55).
 */
export function dateRange<S extends z.core.$ZodLooseShape>(rest: S) {
  return ranged(z.strictObject({ from: dateInput, to: dateInput, ...rest }));
}

/** The same where either day may be left out, for what is looked up by its bounds and never walked through day by day. */
export function openDateRange<S extends z.core.$ZodLooseShape>(rest: S) {
  return ranged(z.strictObject({ from: dateInput.optional(), to: dateInput.optional(), ...rest }));
}

function ranged<Z extends z.ZodType>(days: Z): Z {
  const schema = days.superRefine((value, context) => {
    const { from, to } = value as { from?: LocalDate; to?: LocalDate };
    if (!from || !to || (from <= to && daysOf(from, to) <= MOST_DAYS)) return;
    context.addIssue({ code: "custom", path: ["to"], params: { code: "bad_range", texts: BAD_RANGE } });
  });
  ranges.add(schema);
  return schema;
}

/**
 * Whether a schema was made by dateRange or openDateRange.
 * @public the guard of all routes asks.
 */
export function isDateRange(schema: z.ZodType): boolean {
  return ranges.has(schema);
}

/** The id of a row: digits on the wire, bigint in code. */
export const idInput = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform((text) => BigInt(text));

export const idSchema = z
  .string()
  .regex(/^\d{1,18}$/)
  .meta({ id: "Id", example: "1042" });

export const limitQuery = z.coerce.number().int().min(1).max(500).default(50);
export const cursorQuery = z.string().max(512).optional().meta({ description: "nextCursor of the page before" });
export const nextCursorSchema = z.string().nullable().meta({ description: "null on the last page" });

/** `search` of a list: a PID, or words of whatever else the list is searched by. */
export function searchQuery(description: string) {
  return z.string().trim().max(100).optional().meta({ description });
}

/** What is looked for: a project by its PID, or words; both null when nothing was said. */
export function soughtBy(search = ""): { readonly projectId: ProjectId | null; readonly words: string | null } {
  const projectId = parsePid(search);
  return { projectId, words: projectId === null && search !== "" ? search : null };
}

/** An opaque cursor: where the last page ended. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** The position in a cursor; a cursor that is not ours is refused (InvalidInput). */
export function decodeCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.output<T> | null {
  if (cursor === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw InvalidInput({
      problems: [
        {
          field: "cursor",
          code: "not_a_cursor",
          texts: { ru: "Не курсор этого списка", en: "Not a cursor of this list" },
        },
      ],
    });
  }
}

/** Where a page of a list in the order of ids begins: behind this id; null for the first. Refuses a foreign cursor. */
export function idInCursor(cursor: string | undefined): bigint | null {
  const position = decodeCursor(cursor, z.tuple([z.string().regex(/^\d{1,18}$/)]));
  return position && BigInt(position[0]);
}

/** A page of such a list: the first `limit` of the `limit + 1` rows that were looked for, shown, and the next one's cursor. */
export function pageOf<Row, Item>(
  found: readonly Row[],
  limit: number,
  idOf: (row: Row) => bigint,
  shown: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items: rows.map(shown), nextCursor: more ? encodeCursor([idOf(last).toString()]) : null };
}

function isCalendarDate(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
