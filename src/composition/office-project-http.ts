import { z } from "zod";

import { type ProjectId } from "../core/ids.ts";
import { type Instant, formatInstant } from "../core/time.ts";
import { freezeHistory, funds } from "../modules/balance/index.ts";
import { bonusNames } from "../modules/catalog/index.ts";
import { waitingOfProject } from "../modules/closing/index.ts";
import { payersOfProject } from "../modules/parties/index.ts";
import { officeProjectSchema, projectsShown } from "../modules/reports/index.ts";
import { casesOfProject } from "../modules/requests/index.ts";
import {
  ROLES,
  UnknownProject,
  conservedIn,
  foundProjects,
  peopleForStaff,
  projectByPid,
  tokensForStaff,
} from "../modules/tenancy/index.ts";
import { runningGauges, usageWaitingOf } from "../modules/usage/index.ts";
import type { Tx } from "../platform/db.ts";
import {
  type Route,
  type StaffRole,
  idSchema,
  instantOrNull,
  instantSchema,
  money,
  moneySchema,
  pidParams,
  route,
  textsSchema,
} from "../platform/http/index.ts";

/** Of each list so many are shown; the whole of it stands where the page leads to. */
const MOST = 50;
const MOST_PEOPLE = 300;
const MOST_COUNTED = 1_000;
const OPEN_STATES = ["new", "in_work", "waits_customer", "answered"] as const;
/** Who sees what opens a project, as they see users' tokens. */
const DOOR_KEEPERS: readonly StaffRole[] = ["support", "operator"];

const EVENTS = [
  "created",
  "activated",
  "conserved",
  "resumed",
  "removed",
  "frozen",
  "unfrozen",
  "deletion_ahead",
  "deletion_due",
  "deleted",
] as const;
type Event = (typeof EVENTS)[number];

const list = <S extends z.ZodType>(one: S, most = MOST) => z.array(one).max(most);
const pageSchema = z
  .strictObject({
    asOf: instantSchema,
    project: officeProjectSchema,
    running: z.int().meta({ description: "Objects that run and are charged for" }),
    history: list(
      z.strictObject({
        at: instantSchema,
        event: z.enum(EVENTS).meta({ description: "`deleted`: the objects; `removed`: the project" }),
        balance: moneySchema.nullable().meta({ description: "At a freeze and what follows it" }),
      }),
      2 * MOST + 10,
    ).meta({ description: "What became of it, the latest first" }),
    bonuses: list(z.strictObject({ name: textsSchema, amount: moneySchema, expiresAt: instantSchema.nullable() })).meta(
      { description: "As posted, the soonest to expire first" },
    ),
    people: list(
      z.strictObject({ name: z.string(), email: z.string(), role: z.enum(ROLES), blocked: z.boolean() }),
      MOST_PEOPLE,
    ),
    payers: list(
      z.strictObject({
        id: idSchema,
        name: z.string(),
        contract: z.string().nullable().meta({ description: "Its number; null: by the public offer" }),
        supplier: z.string(),
        paymentScheme: z.enum(["prepaid", "postpaid"]),
        from: instantSchema,
        to: instantSchema.nullable(),
        when: z.enum(["before", "now", "planned"]),
      }),
    ).meta({ description: "Who paid, pays and will pay, by time" }),
    requests: list(
      z.strictObject({
        id: idSchema,
        number: z.string(),
        title: z.string(),
        state: z.enum(OPEN_STATES),
        dueAt: instantSchema.nullable(),
      }),
    ).meta({ description: "That are open" }),
    waiting: list(
      z.strictObject({
        payer: z.strictObject({ id: idSchema, name: z.string() }),
        month: z.string(),
        reason: textsSchema,
        since: instantSchema,
        amount: moneySchema,
      }),
    ).meta({ description: "What waits for documents of closed months" }),
    alarms: z.strictObject({
      quarantine: z.int().meta({ description: `events that wait; ${MOST_COUNTED} stand for more` }),
      unpriced: z.int(),
      notChargedSince: instantSchema.nullable(),
    }),
    tokens: list(
      z.strictObject({
        id: idSchema,
        name: z.string(),
        scopes: z.array(z.string()),
        expiresAt: instantSchema,
        lastUsedAt: instantSchema.nullable(),
      }),
      2 * MOST,
    )
      .nullable()
      .meta({ description: "Never the tokens themselves; null for who does not decide about access" }),
  })
  .meta({ id: "OfficeProjectPage" });
type Page = z.input<typeof pageSchema>;

/** REG-08, FRZ-02, BAL-01: one page with everything that there is of a project, for staff. */
export function officeProjectPageRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/projects/{pid}",
      operationId: "getOfficeProject",
      summary: "A project: state and its history, money, people, payers, what is asked and what waits (REG-08, BAL-01)",
      params: pidParams,
      response: pageSchema,
      access: { kind: "staff", roles: ["document_clerk", "accountant", "support", "operator"] },
      refusals: [UnknownProject],
      handler: ({ params, principal, now, read }) =>
        read((tx) => {
          const role = principal.kind === "user" ? principal.staffRole : null;
          return pageShown(tx, projectByPid(params.pid), { now, tokens: role !== null && DOOR_KEEPERS.includes(role) });
        }),
    }),
  ];
}

async function pageShown(
  tx: Tx,
  projectId: ProjectId,
  { now, tokens }: { readonly now: Instant; readonly tokens: boolean },
): Promise<Page> {
  const found = await foundProjects(tx, { words: null, projectId, before: null, limit: 1 });
  const project = (await projectsShown(tx, found, now)).get(projectId);
  if (!project) throw UnknownProject();
  const { currency } = project.payment;
  const alarms = await usageWaitingOf(tx, projectId, MOST_COUNTED);
  return {
    asOf: formatInstant(now),
    project,
    running: new Set((await runningGauges(tx, projectId)).map(({ resourceId }) => resourceId)).size,
    history: await historyOf(tx, projectId, project),
    bonuses: await bonusesOf(tx, projectId, currency),
    people: await peopleForStaff(tx, projectId, MOST_PEOPLE),
    payers: await payersShown(tx, projectId, now),
    requests: await requestsShown(tx, projectId),
    waiting: (await waitingOfProject(tx, projectId, MOST)).map((part) => ({
      payer: { id: part.payerId.toString(), name: part.payerName },
      month: part.month,
      reason: part.text,
      since: formatInstant(part.since),
      amount: money(part.grossMinor, part.currency),
    })),
    alarms: {
      quarantine: Number(alarms.quarantine),
      unpriced: Number(alarms.unpriced),
      notChargedSince: instantOrNull(alarms.notChargedSince),
    },
    tokens: tokens ? await tokensShown(tx, projectId) : null,
  };
}

async function tokensShown(tx: Tx, projectId: ProjectId): Promise<Page["tokens"]> {
  return (await tokensForStaff(tx, projectId, 2 * MOST)).map(({ tokenId, name, scopes, expiresAt, lastUsedAt }) => ({
    id: tokenId.toString(),
    name,
    scopes: [...scopes],
    expiresAt: formatInstant(expiresAt),
    lastUsedAt: instantOrNull(lastUsedAt),
  }));
}

async function historyOf(tx: Tx, projectId: ProjectId, project: Page["project"]): Promise<Page["history"]> {
  const plain = (event: Event, at: string | null) => (at === null ? [] : [{ at, event, balance: null }]);
  const conserved = (await conservedIn(tx, projectId)).slice(-MOST / 2);
  const frozen = await freezeHistory(tx, projectId, MOST);
  const events = [
    ...plain("created", project.createdAt),
    ...plain("activated", project.activatedAt),
    ...conserved.flatMap(({ from, to }) => [
      ...plain("conserved", formatInstant(from)),
      // A project that ended while it was conserved was not used again.
      ...(to !== null && formatInstant(to) === project.statusSince && project.status === "deleted"
        ? []
        : plain("resumed", instantOrNull(to))),
    ]),
    ...plain("removed", project.status === "deleted" ? project.statusSince : null),
    ...frozen.toReversed().map(({ at, kind, balanceMinor }) => ({
      at: formatInstant(at),
      event: kind,
      balance: money(balanceMinor, project.payment.currency),
    })),
  ];
  // Of one instant what is named later came later.
  return events.toReversed().toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
}

async function bonusesOf(tx: Tx, projectId: ProjectId, currency: string): Promise<Page["bonuses"]> {
  const names = await bonusNames(tx);
  const own = (await funds(tx, [projectId])).get(projectId)?.bonuses ?? [];
  return own.slice(0, MOST).map(({ bonusGroup, amountMinor, expiresAt }) => ({
    name: names.get(bonusGroup) ?? { ru: bonusGroup, en: bonusGroup },
    amount: money(amountMinor, currency),
    expiresAt: instantOrNull(expiresAt),
  }));
}

async function payersShown(tx: Tx, projectId: ProjectId, now: Instant): Promise<Page["payers"]> {
  return (await payersOfProject(tx, projectId, MOST)).map(({ payer, contract, startsAt, endsAt }) => ({
    id: payer.payerId.toString(),
    name: payer.fullName,
    contract: contract.number,
    supplier: contract.supplierCode,
    paymentScheme: contract.paymentScheme,
    from: formatInstant(startsAt),
    to: instantOrNull(endsAt),
    when: startsAt > now ? "planned" : endsAt !== null && endsAt <= now ? "before" : "now",
  }));
}

async function requestsShown(tx: Tx, projectId: ProjectId): Promise<Page["requests"]> {
  const filter = { projectId, requesterUserId: null, states: OPEN_STATES, before: null, limit: MOST };
  return (await casesOfProject(tx, filter)).map(({ requestId, number, title, state, dueAt }) => ({
    id: requestId.toString(),
    number,
    title,
    state: state as (typeof OPEN_STATES)[number],
    dueAt: instantOrNull(dueAt),
  }));
}
