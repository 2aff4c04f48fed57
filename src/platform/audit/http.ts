import { z } from "zod";

import { type Language, type Texts, refusalTexts } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { parseSubjectKey, type Subject } from "../../core/subject.ts";
import { type LocalDate, type Zone, dayPeriod, formatInstant, instant } from "../../core/time.ts";
import { ACTOR_KINDS, ACT_CLASSES, type ActField } from "../act.ts";
import type { Tx } from "../db.ts";
import {
  type Route,
  cursorQuery,
  decodeCursor,
  dateInput,
  encodeCursor,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  openDateRange,
  pidParams,
  route,
  textsSchema,
} from "../http/index.ts";
import { chainHeads, headText, unchainedActs } from "./chain.ts";
import type { Acts } from "./registry.ts";
import { type ActPlace, type AuditFilter, type AuditRow, selectEvents } from "./store.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
}

export type Words = ReadonlyMap<string, ReadonlyMap<string, Texts>>;
const NO_WORDS: Words = new Map();
/** The field whose words name the regions of acts and chains. */
const REGION = "region";

export interface AuditPorts {
  readonly acts: Acts;
  /** Of these users the members of the reader's projects. */
  members(tx: Pick<Tx, "query">, userIds: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /** Whose days count. */
  zoneOfProject(tx: Pick<Tx, "query">, projectId: ProjectId): Promise<Zone>;
  /** UTC for a region that there is not. */
  zoneOfRegion(tx: Pick<Tx, "query">, regionCode: string): Promise<Zone>;
  /** Words for what stands in fields of these names, where the database knows them: field, code. */
  words(tx: Pick<Tx, "query">): Promise<Words>;
  /** The user of an e-mail address; null when there is none. */
  userIdOf(tx: Pick<Tx, "query">, email: string): Promise<string | null>;
}

const changeSchema = z.strictObject({
  field: z.string(),
  text: textsSchema,
  before: z.unknown(),
  after: z.unknown(),
  beforeText: textsSchema.nullable().meta({ description: "What a code before stands for; null where it is no code" }),
  afterText: textsSchema.nullable(),
});
const eventParts = {
  id: idSchema,
  at: instantSchema,
  act: z.string(),
  text: textsSchema,
  class: z.enum(ACT_CLASSES),
  refusal: z.string().nullable().meta({ description: "Why it was refused, as a code; null: it was done" }),
  refusalText: textsSchema.nullable(),
  times: z.int().meta({ description: "How often the same was refused within a minute" }),
  thing: z
    .string()
    .nullable()
    .meta({ description: "What it was done to, as kind:id; of a refusal what was asked for" }),
  changes: z.array(changeSchema).meta({ description: "What it changed; before is null where it made something new" }),
};
const personSchema = z.strictObject({ name: z.string(), email: z.string() });

const ownSchema = z
  .strictObject({
    ...eventParts,
    by: z.strictObject({
      kind: z.enum(["member", "staff", "partner", "token", "system", "anonymous"]),
      person: personSchema.nullable().meta({ description: "A member of the project; null for others" }),
      token: idSchema.nullable(),
    }),
    from: z
      .strictObject({ address: z.string(), agent: z.string() })
      .nullable()
      .meta({ description: "null for acts of the provider's people and programs" }),
  })
  .meta({ id: "ProjectAct" });

const officeSchema = z
  .strictObject({
    ...eventParts,
    region: z.string().nullable(),
    regionName: textsSchema.nullable(),
    by: z.strictObject({
      kind: z.enum(ACTOR_KINDS),
      key: z.string().meta({ description: "user:ID, token:ID, job:NAME or os:NAME" }),
      onBehalfOf: z.string().nullable(),
    }),
    address: z.string(),
    agent: z.string(),
    requestId: z.string(),
    subjects: z.array(z.string()),
  })
  .meta({ id: "AuditAct" });

const chainSchema = z.strictObject({
  chains: z.array(
    z.strictObject({
      chain: z.string().meta({ description: "A region, or house: acts without one" }),
      name: textsSchema.nullable().meta({ description: "The region's; null: of the house" }),
      timeZone: z.string().meta({ description: "Of the region's days; UTC of the house" }),
      head: z.string().meta({ description: "As `saldo audit verify --head` takes it" }),
      chainedAt: instantSchema,
      acts: z.int(),
    }),
  ),
  waiting: z.int().meta({ description: "Acts that are not chained yet" }),
  waitingSince: instantSchema.nullable(),
});

const period = {
  from: dateInput.optional().meta({ description: "The first day, in the zone of the region" }),
  to: dateInput.optional().meta({ description: "The last day" }),
};
const paging = { cursor: cursorQuery, limit: limitQuery };
const yesNo = z.enum(["true", "false"]).default("false");

/** The audit for whom it concerns: a project's own acts, and all of them for the office (AUD-01). */
export function auditRoutes(ports: AuditPorts): Route[] {
  return [projectRoute(ports), officeRoute(ports), actsRoute(ports), chainRoute(ports)];
}

function projectRoute(ports: AuditPorts): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/acts",
    operationId: "listActsOfProject",
    summary: "Acts on the project: of its members, of the provider and of its partner, the newest first (AUD-01)",
    params: pidParams,
    query: openDateRange({
      by: z.enum(["member", "staff", "partner", "token", "system"]).optional(),
      class: z.enum(ACT_CLASSES).optional(),
      refused: yesNo,
      ...period,
      ...paging,
    }),
    response: z.strictObject({ items: z.array(ownSchema), nextCursor: nextCursorSchema }),
    access: {
      kind: "member",
      of: "project",
      permission: "audit.view",
      staff: ["support", "operator"],
      from: "params.pid",
    },
    handler: async ({ query, projects, read }) => {
      const id = projects[0] as ProjectId;
      const { rows, people, words } = await read(async (tx) => {
        const own = await selectEvents(tx, {
          ...NOTHING,
          ...narrowed(query, await ports.zoneOfProject(tx, id)),
          subject: { kind: "project", id },
          actorKinds: query.by === undefined ? null : query.by === "system" ? ["system", "cli"] : [query.by],
        });
        const ids = new Set(own.flatMap(({ actor }) => userOf(actor) ?? []));
        return { rows: own, people: await ports.members(tx, [...ids]), words: await ports.words(tx) };
      });
      return actsPage(rows, query.limit, (row) => ownShown(row, ports.acts, people, words));
    },
  });
}

function officeRoute(ports: AuditPorts): Route {
  return route({
    method: "GET",
    path: "/v1/office/acts",
    operationId: "listActs",
    summary:
      "Acts on money, rights, details, prices and documents, and their refusals, in the order in which they happened (AUD-01)",
    query: openDateRange({
      by: z.enum(ACTOR_KINDS).optional(),
      actor: z
        .string()
        .trim()
        .min(1)
        .max(320)
        .optional()
        .meta({ description: "An e-mail address, or user:ID, token:ID, job:NAME, os:NAME" }),
      subject: z
        .string()
        .trim()
        .min(1)
        .max(40)
        .optional()
        .meta({ description: "A PID, or kind:ID of an account, a payer, a partner" }),
      act: z.string().max(80).optional(),
      class: z.enum(ACT_CLASSES).optional(),
      region: z.string().min(1).max(40).optional(),
      refused: yesNo,
      order: z.enum(["newest", "oldest"]).default("newest").meta({ description: "Which comes first" }),
      ...period,
      ...paging,
    }),
    response: z.strictObject({ items: z.array(officeSchema), nextCursor: nextCursorSchema }),
    access: { kind: "staff", roles: ["operator"] },
    handler: async ({ query, read }) => {
      const { actor, act = null, region = null, by } = query;
      const subject = query.subject === undefined ? null : subjectOf(query.subject);
      const { found, words } = await read(async (tx) => {
        const key = actor?.includes("@") && !actor.startsWith("os:") ? await keyOf(tx, actor, ports) : (actor ?? null);
        const nobody = subject === undefined || (actor !== undefined && key === null);
        const kinds = by === undefined ? null : [by];
        const zone = region === null ? UTC : await ports.zoneOfRegion(tx, region);
        const filter = {
          ...NOTHING,
          ...narrowed(query, zone),
          subject: subject ?? null,
          oldestFirst: query.order === "oldest",
          actor: key,
          actorKinds: kinds,
          act,
        };
        const rows = nobody ? [] : await selectEvents(tx, { ...filter, regionCode: region });
        return { found: rows, words: await ports.words(tx) };
      });
      return actsPage(found, query.limit, (row) => actShown(row, ports.acts, words));
    },
  });
}

function actsRoute({ acts }: AuditPorts): Route {
  const response = z.strictObject({
    items: z.array(z.strictObject({ act: z.string(), class: z.enum(ACT_CLASSES), text: textsSchema })),
  });
  return route({
    method: "GET",
    path: "/v1/office/act-kinds",
    operationId: "listActKinds",
    summary: "The kinds of acts that the audit knows",
    response,
    access: { kind: "staff", roles: ["operator"] },
    share: "light",
    handler: async () => ({
      items: [...acts.values()].map(({ code, class: of, texts }) => ({ act: code, class: of, text: texts })),
    }),
  });
}

function chainRoute(ports: AuditPorts): Route {
  return route({
    method: "GET",
    path: "/v1/office/audit-chains",
    operationId: "listAuditChains",
    summary: "The heads of the audit's chains, and what is not chained yet",
    response: chainSchema,
    access: { kind: "staff", roles: ["operator"] },
    handler: ({ read }) =>
      read(async (tx) => {
        const { count, since } = await unchainedActs(tx);
        const regions = (await ports.words(tx)).get(REGION);
        const chains = [];
        for (const head of await chainHeads(tx)) {
          chains.push({
            chain: head.chain,
            name: regions?.get(head.chain) ?? null,
            timeZone: await ports.zoneOfRegion(tx, head.chain),
            head: headText(head),
            chainedAt: formatInstant(head.chainedAt),
            acts: Number(head.acts),
          });
        }
        return {
          chains,
          waiting: count,
          waitingSince: since === null ? null : formatInstant(since),
        };
      }),
  });
}

const UTC: Zone = "UTC";

const NOTHING: AuditFilter = {
  subject: null,
  actor: null,
  actorKinds: null,
  act: null,
  class: null,
  regionCode: null,
  from: null,
  until: null,
  refusedOnly: false,
  after: null,
  oldestFirst: false,
  limit: 0,
};

interface CommonQuery {
  readonly class?: AuditFilter["class"] | undefined;
  readonly refused: "true" | "false";
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

function narrowed(query: CommonQuery, zone: Zone) {
  const { class: of = null, refused, cursor, limit } = query;
  const from = query.from === undefined ? null : dayPeriod(query.from, zone).start;
  const until = query.to === undefined ? null : dayPeriod(query.to, zone).end;
  return { class: of, refusedOnly: refused === "true", from, until, after: placeIn(cursor), limit: limit + 1 };
}

const PLACE = z.tuple([z.int().min(-8_640_000_000_000_000).max(8_640_000_000_000_000), z.string().regex(/^\d{1,18}$/)]);

/** Where a page begins: behind this act; null for the first. Refuses a foreign cursor. */
function placeIn(cursor: string | undefined): ActPlace | null {
  const place = decodeCursor(cursor, PLACE);
  return place && { at: instant(place[0]), id: BigInt(place[1]) };
}

function actsPage<Item>(found: readonly AuditRow[], limit: number, shown: (row: AuditRow) => Item) {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { items: rows.map(shown), nextCursor: last ? encodeCursor([last.at, last.id.toString()]) : null };
}

async function keyOf(tx: Pick<Tx, "query">, email: string, { userIdOf }: AuditPorts): Promise<string | null> {
  const userId = await userIdOf(tx, email);
  return userId === null ? null : `user:${userId}`;
}

/** Undefined when the text names none. */
function subjectOf(text: string): Subject | undefined {
  const pid = /^mcs(\d{10})$/.exec(text)?.[1];
  return pid === undefined ? (parseSubjectKey(text) ?? undefined) : { kind: "project", id: BigInt(pid) };
}

function userOf(actor: string): string | null {
  return actor.startsWith("user:") ? actor.slice("user:".length) : null;
}

function partsShown(row: AuditRow, acts: Acts, words: Words) {
  const known = acts.get(row.act);
  return {
    id: row.id.toString(),
    at: formatInstant(row.at),
    act: row.act,
    text: known?.texts ?? { ru: row.act, en: row.act },
    class: row.class,
    refusal: row.refusal,
    refusalText: row.refusal === null ? null : refusalTexts(row.refusal),
    times: row.times,
    thing: row.thing,
    changes: changesOf(row, known?.fields ?? {}, words),
  };
}

function changesOf({ before, after }: AuditRow, names: Readonly<Record<string, ActField>>, words: Words) {
  const kept = Object.keys({ ...before, ...after });
  // As the act names them; the database keeps an order of its own.
  const fields = [...Object.keys(names).filter((one) => kept.includes(one)), ...kept.filter((one) => !(one in names))];
  return fields.map((field) => {
    const { ru, en, values } = names[field] ?? { ru: field, en: field };
    const said = (value: unknown) => saidOf(value, (code) => values?.[code] ?? words.get(field)?.get(code));
    const [was, is] = [before?.[field] ?? null, after?.[field] ?? null];
    return { field, text: { ru, en }, before: was, after: is, beforeText: said(was), afterText: said(is) };
  });
}

/** A code in words, several of them in a row; null where it is none. */
function saidOf(value: unknown, wordsOf: (code: string) => Texts | undefined): Texts | null {
  if (value === null) return null;
  const codes = [value].flat().map(String);
  const known = codes.map(wordsOf);
  if (!known.some((one) => one !== undefined)) return null;
  const joined = (language: Language) => codes.map((code, index) => known[index]?.[language] ?? code).join(", ");
  return { ru: joined("ru"), en: joined("en") };
}

/** What customers see: of the provider's people that it was they, and neither who nor from where. */
function ownShown(
  row: AuditRow,
  acts: Acts,
  people: ReadonlyMap<string, Person>,
  words: Words,
): z.input<typeof ownSchema> {
  const kind = row.actorKind === "cli" ? "system" : row.actorKind;
  const isOwn = kind === "member" || kind === "token" || kind === "anonymous";
  const token = /^token:(\d+)$/.exec(row.actor)?.[1] ?? null;
  return {
    ...partsShown(row, acts, words),
    by: {
      kind,
      person: (isOwn ? people.get(userOf(row.actor) ?? "") : undefined) ?? null,
      token: isOwn ? token : null,
    },
    from: isOwn ? { address: row.address, agent: row.agent } : null,
  };
}

/** A row as the office and the command line show it. */
export function actShown(row: AuditRow, acts: Acts, words = NO_WORDS): z.input<typeof officeSchema> {
  const { regionCode, actorKind, actor, onBehalfOf, address, agent, requestId, subjects } = row;
  return {
    ...partsShown(row, acts, words),
    region: regionCode,
    regionName: (regionCode === null ? undefined : words.get(REGION)?.get(regionCode)) ?? null,
    by: { kind: actorKind, key: actor, onBehalfOf },
    address,
    agent,
    requestId,
    subjects: subjects.map((key) => {
      const subject = parseSubjectKey(key);
      return subject?.kind === "project" ? formatPid(subject.id) : key;
    }),
  };
}
