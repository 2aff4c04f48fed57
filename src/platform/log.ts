import { destination, pino } from "pino";

import type { LogLevel } from "./config.ts";

/** Structured logs, one JSON object a line on standard error. Nothing secret or personal gets through, see mask. */
export interface Logger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  fatal(fields: Readonly<Record<string, unknown>>, message: string): void;
  child(fields: Readonly<Record<string, string>>): Logger;
}

export interface LogDestination {
  write(line: string): void;
}

const SECRET =
  /pass(word|phrase|wd)|secret|token|authorization|cookie|api_?key|private_?key|credential|signature|session_?id|totp|otp$/i;
const PERSONAL = /e_?mail|phone|passport|snils|card_?number|pan$|birth|full_?name/i;
const MASKED = "[masked]";
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const CARD = /\b\d(?:[ -]?\d){15,18}\b/g;
const DEEPEST = 6;

export function createLogger(level: LogLevel, stream?: LogDestination): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => mask(fields, 0) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map((arg) => (typeof arg === "string" ? maskText(arg) : arg)) as typeof args);
        },
      },
    },
    // Written at once: a line lost in a crash is the line that was needed.
    stream ?? destination({ fd: 2, sync: true }),
  );
}

/** Hides, at any depth, fields that are secret or personal by their name, and such values inside any text. */
export function mask(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return maskError(value, depth);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => mask(item, depth + 1));
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isHidden(name, item) ? MASKED : mask(item, depth + 1)]),
  );
}

function isHidden(name: string, value: unknown): boolean {
  return (
    value !== null && value !== undefined && typeof value !== "boolean" && (SECRET.test(name) || PERSONAL.test(name))
  );
}

function maskText(text: string): string {
  return text
    .replace(URL_PASSWORD, `$1${MASKED}@`)
    .replace(BEARER, `$1 ${MASKED}`)
    .replace(EMAIL, MASKED)
    .replace(CARD, MASKED);
}

/** `detail` and `where` of a database error hold row values: they are left out. */
function maskError(error: Error, depth: number): Record<string, unknown> {
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  return {
    type: error.name,
    message: maskText(error.message),
    stack: maskText(error.stack ?? ""),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(error.cause === undefined || depth >= DEEPEST ? {} : { cause: mask(error.cause, depth + 1) }),
  };
}
