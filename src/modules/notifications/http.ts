import { z } from "zod";

import { Forbidden, NotFound } from "../../core/errors.ts";
import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import { formatInstant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type Principal,
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  pidSchema,
  route,
  textsSchema,
} from "../../platform/http/index.ts";
import { type Role, permissionsOf } from "../tenancy/index.ts";
import { GROUPS, SEVERITIES } from "./kind.ts";
import { KINDS, kindOf } from "./kinds.ts";
import { type NotificationRow, countUnread, selectNotifications, updateRead } from "./notification-store.ts";

/** Unread ones are counted so far: beyond it a bell says "more". */
const MOST_COUNTED = 100;

const itemSchema = z
  .strictObject({
    id: idSchema,
    kind: z.string(),
    group: z.enum(GROUPS),
    severity: z.enum(SEVERITIES),
    pid: pidSchema.nullable(),
    title: textsSchema,
    text: textsSchema,
    href: z.string().nullable().meta({ description: "The console's page that answers it" }),
    at: instantSchema,
    firstAt: instantSchema,
    times: z.int().meta({ description: "How often it was told: repeats are gathered in one" }),
    readAt: instantSchema.nullable(),
  })
  .meta({ id: "Notification" });

const yesNo = z.enum(["true", "false"]).default("false");
const unreadSchema = z.int().meta({ description: `Counted to ${MOST_COUNTED}: then there may be more` });

type Person = Extract<Principal, { kind: "user" }>;

/** Whose notifications they are: not a token's of one project. */
export function readerOf(principal: Principal): Person {
  if (principal.kind !== "user" || principal.onlyProject !== undefined) throw Forbidden();
  return principal;
}

const ASKED = [...new Set(KINDS.flatMap(({ members }) => members ?? []).concat("project.view"))];

/** `permission project_id`: what rows are shown by, whatever role the reader had when they were written. */
export function rightsOf({ roles }: Pick<Person, "roles">): string[] {
  return [...roles].flatMap(([projectId, role]) => {
    const held = permissionsOf(role as Role);
    return ASKED.filter((permission) => held.includes(permission)).map((permission) => `${permission} ${projectId}`);
  });
}

/** A row in the words of its kind; one whose kind the program does not know any more has its code for words. */
export function shownNotification(row: NotificationRow): z.input<typeof itemSchema> {
  const kind = kindOf(row.kind);
  const { title, text, href } = kind?.tell(row.facts) ?? { title: bare(row.kind), text: bare(""), href: null };
  return {
    id: row.no.toString(),
    kind: row.kind,
    group: kind?.group ?? "people",
    severity: row.severity,
    pid: row.projectId === null ? null : formatPid(row.projectId),
    title,
    text,
    href,
    at: formatInstant(row.at),
    firstAt: formatInstant(row.firstAt),
    times: row.times,
    readAt: row.readAt === null ? null : formatInstant(row.readAt),
  };
}

const bare = (text: string) => ({ ru: text, en: text });

/** How many the bell shows. */
export function unreadOf(tx: Pick<Tx, "query">, person: Person): Promise<number> {
  return countUnread(tx, person.userNo, rightsOf(person), MOST_COUNTED);
}

/** NTF-01: what one was told, and what of it was read. */
export function notificationRoutes(): Route[] {
  return [listRoute(), readOneRoute(), readAllRoute()];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/me/notifications",
    operationId: "listNotifications",
    summary: "What one was told, the newest first, and how many of all that are unread (NTF-01)",
    query: z.strictObject({
      group: z.enum(GROUPS).optional(),
      severity: z.enum(SEVERITIES).optional(),
      unread: yesNo,
      project: pidSchema.optional(),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({ items: z.array(itemSchema), nextCursor: nextCursorSchema, unread: unreadSchema }),
    access: { kind: "signed_in" },
    handler: ({ principal, query, read }) =>
      read(async (tx) => {
        const person = readerOf(principal);
        const { group = null, severity = null, limit } = query;
        const found = await selectNotifications(tx, {
          userNo: person.userNo,
          rights: rightsOf(person),
          group,
          severity,
          unread: query.unread === "true",
          projectId: query.project === undefined ? null : (parsePid(query.project) as ProjectId),
          before: idInCursor(query.cursor),
          limit: limit + 1,
        });
        const unread = await unreadOf(tx, person);
        return { ...pageOf(found, limit, ({ no }) => no, shownNotification), unread };
      }),
  });
}

const READING = noAct("what one has read changes nothing of anybody's");

function readOneRoute(): Route {
  return route({
    method: "POST",
    path: "/v1/me/notifications/{id}/read",
    operationId: "readNotification",
    summary: "Marks one as read; 404 where there is none of that number any more",
    params: z.strictObject({ id: idInput }),
    access: { kind: "signed_in" },
    idempotent: "inherent",
    act: READING,
    handler: async ({ principal, params, now, transaction }) => {
      const { userNo, roles } = readerOf(principal);
      await transaction(async (tx) => {
        const touched = await updateRead(tx, userNo, { no: params.id }, now);
        if (touched > 0) return;
        const before = params.id + 1n;
        const all = { group: null, severity: null, unread: false, projectId: null };
        const [row] = await selectNotifications(tx, { userNo, rights: rightsOf({ roles }), ...all, before, limit: 1 });
        if (row?.no !== params.id) throw NotFound({ values: { what: "id" } });
      });
    },
  });
}

function readAllRoute(): Route {
  return route({
    method: "POST",
    path: "/v1/me/notifications/read",
    operationId: "readNotifications",
    summary: "Marks all up to one as read: what came after it and was not seen stays unread",
    body: z.strictObject({ upTo: idInput }),
    access: { kind: "signed_in" },
    idempotent: "inherent",
    act: READING,
    handler: async ({ principal, body, now, transaction }) => {
      const { userNo } = readerOf(principal);
      await transaction((tx) => updateRead(tx, userNo, { upTo: body.upTo }, now));
    },
  });
}
