import { z } from "zod";

import { accruals } from "./accruals.ts";
import { changeOwner } from "./change-owner.ts";
import { deletionTime } from "./deletion-time.ts";
import { foreignPhone } from "./foreign-phone.ts";
import { type RequestKind, fieldsSchema } from "./kind.ts";
import { lastPapers } from "./last-papers.ts";
import { question } from "./question.ts";

export { DEPARTMENTS } from "./kind.ts";
export type { AnswerTemplate, Department, Field, FieldInput, RequestKind } from "./kind.ts";

/** Every kind of request, in the order in which they are offered. */
export const KINDS: readonly RequestKind[] = [accruals, deletionTime, foreignPhone, changeOwner, lastPapers, question];

/** What an unknown mail becomes. */
export const MAIL_KIND = question;

const byCode = new Map(KINDS.map((kind) => [kind.code, kind]));

/** A kind by its code; one that nobody knows any more is a defect and throws. */
export function kindOf(code: string): RequestKind {
  const kind = byCode.get(code);
  if (!kind) throw new Error(`no kind of request is called ${code}`);
  return kind;
}

/** A kind with its fields, as a request names them: each kind has its own schema. */
const asked = KINDS.map((kind) => z.strictObject({ kind: z.literal(kind.code), fields: fieldsSchema(kind) }));
export const askedSchema = z.discriminatedUnion("kind", asked as [(typeof asked)[number], ...typeof asked]);
export type Asked = { readonly kind: string; readonly fields: Readonly<Record<string, string | undefined>> };
