import { z } from "zod";

import type { FieldProblem, Texts } from "../../../core/errors.ts";
import type { StaffRole } from "../../../platform/http/index.ts";

/** Who works on a queue: the requests of one department in one region. */
export const DEPARTMENTS = {
  support: { name: { ru: "Поддержка", en: "Support" }, roles: ["support", "operator"] },
  accounting: { name: { ru: "Бухгалтерия", en: "Accounting" }, roles: ["accountant"] },
  documents: { name: { ru: "Документы", en: "Documents" }, roles: ["document_clerk"] },
} as const satisfies Readonly<Record<string, { readonly name: Texts; readonly roles: readonly StaffRole[] }>>;
export type Department = keyof typeof DEPARTMENTS;

/** How a field is typed and shown. */
export type FieldInput = "text" | "lines" | "phone" | "email" | "month";

export interface Field {
  readonly label: Texts;
  readonly hint?: Texts;
  readonly input: FieldInput;
  readonly required: boolean;
  readonly most: number;
  /** Its check, by the house's own rules; a text in and a text out. */
  readonly schema: z.ZodType<string | undefined, string | undefined>;
}

/** What a field's value is checked against beside its own schema. */
export interface KindWorld {
  /** The region's country. */
  readonly countryCode: string;
}

/** A ready answer, `{name}` filled in from the request: its fields, `number`, `name`, and what the platform knows. */
export interface AnswerTemplate {
  readonly code: string;
  readonly title: Texts;
  readonly text: Texts;
}

/** A kind of request as a value; a new one is a file beside this one and a line in the registry. */
export interface RequestKind {
  readonly code: string;
  /** What it is called in a list. */
  readonly title: Texts;
  /** The customer's question that it answers: requests are chosen by it, not by department. */
  readonly question: Texts;
  readonly hint: Texts;
  readonly fields: Readonly<Record<string, Field>>;
  /** Whether something must be said beside the fields. */
  readonly messageRequired: boolean;
  /** The permission in the project that asking needs (REG-04). */
  readonly permission: "requests.create" | "details.view";
  /** Whose queue it is, region by region. */
  readonly department: Department;
  /** Working hours of the region's calendar until the answer. */
  readonly deadlineHours: number;
  /** What the platform attaches by itself, for who answers. */
  readonly facts: "accruals" | "deletion" | null;
  /** What completes it: the act's name, or null where an answer is all. `port` names what does it (see RequestPorts). */
  readonly completion: { readonly code: string; readonly label: Texts; readonly done: Texts } | null;
  /** Told to the project's owner as well: somebody asks for something that is the owner's. */
  readonly tellsOwner: boolean;
  readonly templates: readonly AnswerTemplate[];
  /** What its schema cannot know. */
  readonly check?: (fields: Readonly<Record<string, string>>, world: KindWorld) => readonly FieldProblem[];
}

const short = (most: number) => z.string().trim().min(1).max(most).refine(isOneLine, lineBreak());
const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/** A field of one line. */
export function textField(label: Texts, most = 200, hint?: Texts): Field {
  return { label, ...(hint ? { hint } : {}), input: "text", required: true, most, schema: short(most) };
}

/** A field of several lines. */
export function linesField(label: Texts, most = 4_000, hint?: Texts): Field {
  const schema = z.string().trim().min(1).max(most);
  return { label, ...(hint ? { hint } : {}), input: "lines", required: true, most, schema };
}

export function emailField(label: Texts, hint?: Texts): Field {
  const schema = z
    .email()
    .max(254)
    .transform((text) => text.toLowerCase());
  return { label, ...(hint ? { hint } : {}), input: "email", required: true, most: 254, schema };
}

/** A telephone as people write it; kept as `+` and digits (E.164). */
export function phoneField(label: Texts, hint?: Texts): Field {
  const schema = z
    .string()
    .max(40)
    .transform((text, context) => {
      const digits = text.replaceAll(/[\s().-]/g, "").replace(/^00/, "+");
      if (/^\+[1-9]\d{6,14}$/.test(digits)) return digits;
      context.addIssue({ code: "custom", params: { code: "not_a_phone", texts: PHONE } });
      return z.NEVER;
    });
  return { label, ...(hint ? { hint } : {}), input: "phone", required: true, most: 40, schema };
}

export function monthField(label: Texts, hint?: Texts): Field {
  return { label, ...(hint ? { hint } : {}), input: "month", required: true, most: 7, schema: z.string().regex(MONTH) };
}

/** The same field, which may be left empty. */
export function optional(field: Field): Field {
  const schema = z
    .string()
    .max(field.most)
    .optional()
    .transform((text) => (text?.trim() === "" ? undefined : text))
    .pipe(field.schema.optional()) as Field["schema"];
  return { ...field, required: false, schema };
}

/** The schema of a kind's fields. */
export function fieldsSchema({ fields }: RequestKind) {
  return z.strictObject(Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])));
}

const PHONE: Texts = {
  ru: "Номер с кодом страны: +998 90 123-45-67",
  en: "A number with its country code: +998 90 123-45-67",
};

function isOneLine(text: string): boolean {
  return !/[\u0000-\u001f\u007f\u0085\u2028\u2029]/u.test(text);
}

function lineBreak() {
  return { params: { code: "one_line", texts: { ru: "Одна строка", en: "One line" } } };
}
