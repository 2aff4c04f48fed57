import { z } from "zod";

import { type Texts, fillText } from "../../core/errors.ts";
import { formatPid } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { idSchema, instantOrNull, instantSchema, pidSchema, textsSchema } from "../../platform/http/index.ts";
import type { UploadedFile } from "../../platform/uploads/index.ts";
import { KINDS, kindOf } from "./kinds/index.ts";
import type { Request } from "./request.ts";
import { STATES, nextActor } from "./state.ts";
import type { Message } from "./thread-store.ts";

/** How requests look on the wire, to customers and to staff. */

export const KIND_CODES = KINDS.map(({ code }) => code) as [string, ...string[]];

export const fileSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
});

export const listedSchema = {
  id: idSchema,
  number: z.string().meta({ example: "R-2026-000123" }),
  kind: z.enum(KIND_CODES),
  kindTitle: textsSchema,
  title: z.string(),
  state: z.enum(STATES),
  nextActor: z.enum(["provider", "customer", "nobody"]),
  dueAt: instantSchema.nullable().meta({ description: "Until when the provider answers, while it acts next" }),
  overdue: z.boolean(),
  openedAt: instantSchema,
  changedAt: instantSchema,
  pid: pidSchema.nullable(),
  requester: z.string(),
};

export const fieldValueSchema = z.strictObject({ name: z.string(), label: textsSchema, value: z.string() });

export const ratingSchema = z.strictObject({ score: z.int().min(1).max(5), comment: z.string().nullable() });

export const messageSchema = {
  id: idSchema,
  author: z.enum(["customer", "staff", "system"]),
  authorName: z.string(),
  via: z.enum(["console", "mail"]),
  text: z.string(),
  writtenAt: instantSchema,
  files: z.array(fileSchema),
};

export function shownRequest(request: Request, now: Instant) {
  const { requestId, number, kind, title, state, dueAt, openedAt, changedAt, projectId, requesterName } = request;
  return {
    id: requestId.toString(),
    number,
    kind,
    kindTitle: kindOf(kind).title,
    title,
    state,
    nextActor: nextActor(state),
    dueAt: instantOrNull(dueAt),
    overdue: dueAt !== null && dueAt < now,
    openedAt: formatInstant(openedAt),
    changedAt: formatInstant(changedAt),
    pid: projectId === null ? null : formatPid(projectId),
    requester: requesterName || request.requesterEmail,
  };
}

/** What was filled in, in the order and under the names of the kind's form. */
export function shownFields({ kind, fields }: Request) {
  return Object.entries(kindOf(kind).fields).flatMap(([name, { label }]) => {
    const value = fields[name];
    return value === undefined ? [] : [{ name, label, value }];
  });
}

export function shownFile({ fileId, name, mediaType, byteLength }: UploadedFile) {
  return { id: fileId.toString(), name, mediaType, bytes: Number(byteLength) };
}

export function shownMessage(
  message: Message,
  files: readonly UploadedFile[],
): z.input<z.ZodObject<typeof messageSchema>> {
  const { messageId, author, authorName, via, text, writtenAt } = message;
  const shown = { id: messageId.toString(), author, authorName, via, text, writtenAt: formatInstant(writtenAt) };
  return { ...shown, files: files.map(shownFile) };
}

/** A ready answer in both languages, its places filled in from the request and from what the platform knows. */
export function filled(text: Texts, request: Request, known: Readonly<Record<string, Texts>>): string {
  const { language, fields, number, requesterName } = request;
  const values = Object.fromEntries(Object.entries(known).map(([name, one]) => [name, one[language]]));
  return fillText(text[language], { ...values, ...fields, number, name: requesterName });
}
