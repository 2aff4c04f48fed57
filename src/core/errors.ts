/**
 * Expected refusals: every refusal has a stable code, an HTTP status and a text in Russian and English (RFC 9457).
 * Anything else that is thrown is a defect and crashes loudly.
 */
export type Language = "ru" | "en";
export type Texts = Readonly<Record<Language, string>>;

export interface RefusalKind {
  readonly code: string;
  readonly status: number;
  readonly texts: Texts;
}

/** One invalid or offending part of the input, named by its path (`data.quantity`, `events[3].id`). */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly texts: Texts;
}

export interface RefusalDetails {
  readonly field?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly problems?: readonly FieldProblem[];
}

export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly details: RefusalDetails;

  constructor(kind: RefusalKind, details: RefusalDetails = {}) {
    super(`${kind.code}: ${fillText(kind.texts.en, details.values)}`);
    this.name = "Refusal";
    this.kind = kind;
    this.details = details;
  }
}

const DECLARED = new Map<string, Texts>();

/** What a refusal of this code says where its values are not known any more; the code itself where nobody declares it by now. */
export function refusalTexts(code: string): Texts {
  const { ru, en } = DECLARED.get(code) ?? { ru: code, en: code };
  return { ru: ru.replaceAll(/\{\w+\}/g, "…"), en: en.replaceAll(/\{\w+\}/g, "…") };
}

/** Declares a refusal once, beside the code that raises it: `const NotFound = refusal("not_found", 404, "…", "…")`. */
export function refusal(code: string, status: number, ru: string, en: string) {
  const kind: RefusalKind = { code, status, texts: { ru, en } };
  DECLARED.set(code, kind.texts);
  return Object.assign((details?: RefusalDetails) => new Refusal(kind, details), { kind });
}

/** Puts `values` into `{name}` places of a text; a place without a value stays as it is. */
export function fillText(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

export const InvalidInput = refusal("invalid_input", 422, "Проверьте поля запроса", "Check the fields of the request");
export const NotFound = refusal("not_found", 404, "Не найдено: {what}", "Not found: {what}");
export const Forbidden = refusal(
  "forbidden",
  403,
  "Недостаточно прав для этого действия",
  "Your role does not allow this",
);
export const Unauthenticated = refusal(
  "unauthenticated",
  401,
  "Войдите или передайте токен",
  "Sign in or send a token",
);
export const FileUnreadable = refusal(
  "file_unreadable",
  422,
  "Файл {file} не читается: {reason}",
  "The file {file} cannot be read: {reason}",
);
