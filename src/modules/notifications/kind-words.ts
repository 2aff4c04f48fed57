import type { Texts } from "../../core/errors.ts";
import { parseInstant } from "../../core/time.ts";
import { formatMoment } from "./frame.ts";
import type { Facts } from "./kind.ts";

type Language = "ru" | "en";

/** What kinds of notifications say in both languages, from their facts. */
export const both = (write: (language: Language) => string): Texts => ({ ru: write("ru"), en: write("en") });

/** An instant of the facts by the clock that they name, else UTC; nothing where they have none. */
export function moment(facts: Facts, name: string, language: Language): string {
  const at = parseInstant(facts[name] ?? "");
  return at === null ? "" : formatMoment(at, facts["zone"] ?? "UTC", language);
}

export const project = (facts: Facts) => `${facts["projectName"] ?? ""} (${facts["pid"] ?? ""})`;

/** A page of the project; without a path where it begins for the reader. */
export const page = (facts: Facts, path = "") => `/projects/${facts["pid"] ?? ""}${path === "" ? "" : `/${path}`}`;
