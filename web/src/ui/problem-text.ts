import type { TFunction } from "i18next";
import { Refusal } from "../api/problem.ts";
import type { Language } from "../i18n/index.ts";

export interface ProblemText {
  readonly text: string;
  readonly trace: string | null;
  /** Whether the same request may succeed when repeated as it is. */
  readonly canRetry: boolean;
}

/**
 * What to tell the user about a failure: the server's own text where it sent one, else what its status means. That a role
 * does not suffice is told with what to do about it (REG-04), which the server cannot know; what is not there the server
 * calls as the API does (`proposal`, `id`), the page in words.
 */
export function problemText(error: unknown, language: Language, t: TFunction): ProblemText {
  if (!(error instanceof Refusal)) return { text: t("problem.unexpected"), trace: null, canRetry: true };
  const { status, code, text, errors, traceId } = error.problem;
  const said = text?.[language] ?? errors?.map((one) => one.text[language]).join(" ");
  return {
    text: OWN_WORDS.has(code) || !said ? byStatus(status, t) : said,
    trace: traceId ?? null,
    canRetry: status === 0 || status === 429 || status >= 500,
  };
}

const OWN_WORDS = new Set(["forbidden", "not_found"]);

function byStatus(status: number, t: TFunction): string {
  if (status === 0) return t("problem.connection");
  if (status === 401) return t("problem.unauthorized");
  if (status === 403) return t("console.forbidden");
  if (status === 404) return t("problem.notFound");
  if (status === 429) return t("problem.tooMany");
  if (status === 502 || status === 503 || status === 504) return t("problem.unavailable");
  return status >= 400 && status < 500 ? t("problem.invalid") : t("problem.unexpected");
}
