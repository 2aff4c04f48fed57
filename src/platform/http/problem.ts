import { STATUS_CODES } from "node:http";

import { z } from "zod";
import { en, ru } from "zod/locales";

import { type FieldProblem, InvalidInput, type Language, Refusal, fillText, refusal } from "../../core/errors.ts";
import { DatabaseUnavailable, isConnectionLoss, sqlState } from "../db.ts";

export const MalformedBody = refusal("malformed_body", 400, "Тело запроса не разобрать", "The body cannot be parsed");
export const BodyTooLarge = refusal("body_too_large", 413, "Тело запроса слишком велико", "The body is too large");
export const UnsupportedMediaType = refusal(
  "unsupported_media_type",
  415,
  "Такой тип содержимого не принимается",
  "This content type is not accepted",
);
export const RouteNotFound = refusal("route_not_found", 404, "Нет такого адреса", "There is no such address");
export const TooManyRequests = refusal("too_many_requests", 429, "Слишком много запросов", "Too many requests");
export const Overloaded = refusal(
  "overloaded",
  503,
  "Сервер перегружен, повторите запрос",
  "The server is overloaded, repeat the request",
);
export const TryAgain = refusal(
  "try_again",
  503,
  "Запрос столкнулся с другим, повторите его",
  "The request met another one, repeat it",
);
export const ForeignOrigin = refusal(
  "foreign_origin",
  403,
  "Запрос пришёл с чужого сайта",
  "The request came from another site",
);
const BadRequest = refusal("bad_request", 400, "Запрос не по правилам HTTP", "The request breaks the rules of HTTP");
const Internal = refusal(
  "internal",
  500,
  "Внутренняя ошибка, сообщите её номер",
  "An internal error, please report its number",
);

export const textsJson = z.object({ ru: z.string(), en: z.string() });

/** RFC 9457, as every error of the API looks. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    text: textsJson,
    errors: z.array(z.object({ field: z.string(), code: z.string(), text: textsJson })),
    traceId: z.string(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details; `code` is stable, `text` is meant for people." });

export type Problem = z.infer<typeof problemSchema>;

export function problemOf(refused: Refusal, language: Language, traceId: string): Problem {
  const { kind, details } = refused;
  const text = { ru: fillText(kind.texts.ru, details.values), en: fillText(kind.texts.en, details.values) };
  const problems = details.problems?.map(({ field, code, texts }) => ({ field, code, text: texts })) ?? [];
  const own = details.field === undefined ? [] : [{ field: details.field, code: kind.code, text }];
  return {
    type: `urn:saldo:problem:${kind.code}`,
    title: STATUS_CODES[kind.status] ?? "Error",
    status: kind.status,
    code: kind.code,
    detail: text[language],
    text,
    errors: [...own, ...problems],
    traceId,
  };
}

/** Seconds for Retry-After; null when repeating does not help. */
export function retryAfter(refused: Refusal): string | null {
  const told = refused.details.values?.["retryAfter"];
  if (told !== undefined) return told;
  if (refused.kind.status === 503) return "5";
  return refused.kind.status === 429 ? "60" : null;
}

/** What a thrown value means to the caller. Anything unexpected is `internal`: the caller of this logs it. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return fromDatabase(error) ?? fromFramework(error) ?? Internal();
}

/** Parses one part of the request by its schema; refuses with every problem named, in both languages. */
export function parsePart(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw InvalidInput({ problems: fieldProblems(schema, value) });
}

const russian = ru().localeError;
const english = en().localeError;

/** The schema's complaints about a value. The value is parsed once per language: this happens on failure only. */
export function fieldProblems(schema: z.ZodType, value: unknown): FieldProblem[] {
  const inRussian = schema.safeParse(value, { error: russian }).error?.issues ?? [];
  const inEnglish = schema.safeParse(value, { error: english }).error?.issues ?? [];
  return inEnglish.slice(0, MOST_PROBLEMS).flatMap((issue, index) => {
    const texts = { ru: inRussian[index]?.message ?? issue.message, en: issue.message };
    if (issue.code === "unrecognized_keys") {
      return issue.keys
        .slice(0, MOST_PROBLEMS)
        .map((key) => ({ field: pathText([...issue.path, key]), code: "unknown_field", texts }));
    }
    const own = issue.code === "custom" ? (issue.params as CustomParams | undefined) : undefined;
    return [{ field: pathText(issue.path), code: own?.code ?? issue.code, texts: own?.texts ?? texts }];
  });
}

const MOST_PROBLEMS = 50;

interface CustomParams {
  readonly code?: string;
  readonly texts?: FieldProblem["texts"];
}

/** `["events", 3, "id"]` -> `events[3].id`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step).slice(0, 100)}`))
    .join("")
    .replace(/^\./, "");
}

/** Serialisation conflicts and deadlocks lose nothing: the work was rolled back and may be repeated. */
const RETRYABLE = new Set(["40001", "40P01", "55P03", "57014", "53300", "53200", "53100"]);
/** A text that PostgreSQL cannot store (NUL) or read as a value of its type, a number or a date beyond its type. */
const UNSTORABLE = new Set(["22021", "22P05", "22003", "22007", "22008", "22P02"]);

function fromDatabase(error: unknown): Refusal | null {
  if (isConnectionLoss(error)) return DatabaseUnavailable();
  const state = sqlState(error);
  if (state === undefined) return null;
  if (RETRYABLE.has(state)) return TryAgain();
  return UNSTORABLE.has(state) ? InvalidInput() : null;
}

/** Fastify and the HTTP parser refuse by error codes of their own. */
function fromFramework(error: unknown): Refusal | null {
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return BodyTooLarge();
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return UnsupportedMediaType();
  if (statusCode === 503) return Overloaded();
  if (statusCode === 429) return TooManyRequests();
  if (error instanceof SyntaxError || String(code).startsWith("FST_ERR_CTP_")) return MalformedBody();
  return typeof statusCode === "number" && statusCode >= 400 && statusCode < 500 ? BadRequest() : null;
}
