import { z } from "zod";

import { NotFound, fillText } from "../../core/errors.ts";
import { formatPid } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import { type Instant, type LocalDate, formatInstant } from "../../core/time.ts";
import {
  ANSWERING_STAFF,
  type Route,
  amountSchema,
  cursorQuery,
  dateInput,
  dateRange,
  decodeCursor,
  encodeCursor,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  nextCursorSchema,
  pidParams,
  pidSchema,
  projectsQuery,
  route,
  textsSchema,
} from "../../platform/http/index.ts";
import { type Funds, deletionDueAt } from "../balance/index.ts";
import { bonusNames } from "../catalog/index.ts";
import { paymentScheme } from "../parties/index.ts";
import { invoiceRefusal, paymentNotes } from "../payments/index.ts";
import { projectFacts } from "../tenancy/index.ts";
import { dailyCost } from "../usage/index.ts";
import { type BalanceReader, balanceViews } from "./balance-view.ts";
import { debtOf } from "./debt.ts";
import { NothingToExplain, explainCharge } from "./explain.ts";
import { FORECAST_METHOD, runsOut } from "./forecast.ts";
import { checklistRoute } from "./http-checklist.ts";
import { officeProjectRoutes } from "./http-office-projects.ts";
import { exportRoutes } from "./http-export.ts";
import { LONGEST_REFERENCE, NO_RESOURCE, formatChargeReference, parseChargeReference } from "./reference.ts";
import { oneCurrency } from "./report-filter.ts";
import {
  INTERVALS,
  type Interval,
  type MovementRow,
  type MovementTotals,
  expenses,
  movements,
  periodsOf,
} from "./reports.ts";

const balanceSchema = z.object({
  pid: pidSchema,
  asOf: instantSchema,
  timeZone: z.string(),
  paymentScheme: z.enum(["prepaid", "postpaid"]),
  payment: moneySchema,
  bonus: moneySchema,
  bonuses: z.array(
    z.object({ type: z.string(), name: textsSchema, amount: moneySchema, expiresAt: instantSchema.nullable() }),
  ),
  frozen: z
    .object({
      since: instantSchema,
      deletionDueAt: instantSchema.nullable(),
      objectsDeletedAt: instantSchema
        .nullable()
        .meta({ description: "when the objects were deleted in this freeze (FRZ-02)" }),
    })
    .nullable(),
  runsOutAt: instantSchema.nullable(),
  deletionWouldBeAt: instantSchema.nullable().meta({
    description: "when objects would be deleted if the project froze at runsOutAt and nothing were paid (FRZ-02)",
  }),
  burnPerDay: moneySchema.meta({ description: "what a day costs, bonuses included" }),
  forecastMethod: textsSchema.meta({ description: "how runsOutAt and burnPerDay are made" }),
  due: z
    .array(
      z.object({
        month: z.string(),
        amount: moneySchema,
        until: z.string().nullable(),
        overdueSince: z
          .string()
          .nullable()
          .meta({ description: "the day after `until`, once it has begun in the region and the month is not paid" }),
      }),
    )
    .meta({ description: "post-paid: what is to be paid for months that are over, the oldest first, and until when" }),
  paymentDays: z.number().int().nullable().meta({
    description:
      "post-paid: the contract's term, so many days after the month of supply; null where only its paper says",
  }),
  accrued: moneySchema.nullable().meta({ description: "post-paid: what this month has come to and is not due yet" }),
  paymentInvoice: z.object({ allowed: z.boolean(), reason: textsSchema.nullable() }),
});

const intervalQuery = z.enum(INTERVALS).default("day");
const reportQuery = { projects: projectsQuery, interval: intervalQuery };

const movementSchema = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  pid: pidSchema,
  kind: z.string(),
  service: z.object({ code: z.string(), name: textsSchema }).nullable(),
  resource: z
    .object({ id: z.string(), name: z.string().nullable() })
    .nullable()
    .meta({ description: "by the id under which its usage came; null for what no resource caused" }),
  sku: z.object({ code: z.string(), name: textsSchema, unit: textsSchema }).nullable(),
  quantity: z.string().nullable(),
  amount: moneySchema,
  sources: z
    .object({
      transfer: amountSchema,
      other: amountSchema,
      bonus: amountSchema,
      credit: amountSchema,
      open: amountSchema,
    })
    .meta({
      description: "add up to the amount; `credit` is owed still, `open` is consumed and not charged yet",
    }),
  reference: z.string(),
  at: instantSchema.nullable().meta({ description: "when the money moved; null for consumption" }),
  note: textsSchema.nullable().meta({ description: "of a payment: its payment order and payer, or its method" }),
});

const totalsSchema = z
  .object({
    opening: moneySchema,
    kinds: z.array(z.object({ kind: z.string(), amount: moneySchema })),
    closing: moneySchema,
    debit: moneySchema,
    credit: moneySchema,
  })
  .meta({
    description:
      "of all pages, whatever the interval and side: opening + kinds = closing; debit is what services cost " +
      "(charge, repricing, correction), credit is money and bonuses that came, went back or expired",
  });

/** Balance, movements, expenses, explanations: what the console's Balance page shows (BAL-01, BAL-05). */
export function reportRoutes(balances: BalanceReader): Route[] {
  return [
    balanceRoute(),
    movementsRoute(),
    expensesRoute(),
    ...exportRoutes(),
    explainRoute(),
    checklistRoute(),
    publishedBalanceRoute(balances),
    ...officeProjectRoutes(),
  ];
}

function balanceRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/balance",
    operationId: "getBalance",
    summary: "Both balances of a project to the minute, bonuses by type, the freeze, when the money runs out (BAL-01)",
    params: pidParams,
    response: balanceSchema,
    access: { kind: "member", of: "project", permission: "balance.view", from: "params.pid" },
    handler: ({ projects, now, read }) =>
      read(async (tx) => {
        const [projectId] = projects as [bigint];
        const facts = (await projectFacts(tx, [projectId])).get(projectId);
        const view = (await balanceViews(tx, [projectId], now)).get(projectId);
        if (!facts || !view) throw NotFound({ values: { what: "project" } });
        const scheme = (await paymentScheme(tx, [projectId], now)).get(projectId) ?? "prepaid";
        const perDay = await dailyCost(tx, projectId, now);
        const debt = scheme === "postpaid" ? await debtOf(tx, facts, view, now) : null;
        const reason = await invoiceRefusal(tx, projectId, now);
        const names = await bonusNames(tx);
        const runsOutAt = scheme === "prepaid" ? runsOut(view, perDay, now) : null;
        const inMoney = (minor: bigint) => money(minor, facts.currency);
        return {
          pid: formatPid(projectId),
          asOf: formatInstant(now),
          timeZone: facts.timeZone,
          paymentScheme: scheme,
          payment: inMoney(view.paymentMinor),
          bonus: inMoney(view.bonusMinor),
          bonuses: view.funds.bonuses.map((bonus) => ({
            type: bonus.bonusGroup,
            name: names.get(bonus.bonusGroup) ?? { ru: bonus.bonusGroup, en: bonus.bonusGroup },
            amount: inMoney(bonus.amountMinor),
            expiresAt: bonus.expiresAt === null ? null : formatInstant(bonus.expiresAt),
          })),
          frozen: view.funds.frozenAt === null ? null : frozen(view.funds.frozenAt, view.funds),
          runsOutAt: runsOutAt === null ? null : formatInstant(runsOutAt),
          deletionWouldBeAt:
            runsOutAt === null ? null : formatInstant(deletionDueAt(runsOutAt, view.funds.firstPaidAt !== null)),
          burnPerDay: inMoney(perDay.reduce((sum, claim) => sum + claim.amountMinor, 0n)),
          forecastMethod: FORECAST_METHOD,
          due: (debt?.due ?? []).map((one) => ({ ...one, amount: inMoney(one.amountMinor) })),
          paymentDays: debt?.paymentDays ?? null,
          accrued: debt && inMoney(debt.accruedMinor),
          paymentInvoice: { allowed: reason === null, reason },
        };
      }),
  });
}

function frozen(since: Instant, { deletionDueAt: dueAt, objectsDeletedAt: goneAt }: Funds) {
  const shown = (instant: Instant | null) => (instant === null ? null : formatInstant(instant));
  return { since: formatInstant(since), deletionDueAt: shown(dueAt), objectsDeletedAt: shown(goneAt) };
}

function movementsRoute(): Route {
  const cursorShape = z.tuple([dateInput, z.string().max(400)]);
  return route({
    method: "GET",
    path: "/v1/movements",
    operationId: "listMovements",
    summary: "All deductions and additions by period, service and object (BAL-05, tab Detail)",
    query: dateRange({
      ...reportQuery,
      kind: z.enum(["all", "debit", "credit"]).default("all"),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.object({
      timeZone: z.string(),
      items: z.array(movementSchema),
      totals: totalsSchema,
      nextCursor: nextCursorSchema,
    }),
    access: {
      kind: "member",
      of: "project",
      permission: "details.view",
      staff: [...ANSWERING_STAFF, "operator"],
      from: "query.projects",
    },
    handler: async ({ projects, query, now, read }) => {
      const { currency, timeZone, page, notes } = await read(async (tx) => {
        const facts = await projectFacts(tx, projects);
        const after = decodeCursor(query.cursor, cursorShape);
        const filter = { projectIds: projects, from: query.from, to: query.to, interval: query.interval };
        const from = after && { period: after[0], key: after[1] };
        const found = await movements(tx, filter, query.kind, from, query.limit, now);
        const references = found.rows.flatMap((row) => row.causedBy ?? []);
        return {
          ...oneCurrency([...facts.values()]),
          page: found,
          notes: await paymentNotes(tx, projects, references),
        };
      });
      return {
        timeZone,
        items: page.rows.map((row) => ({
          ...shownMovement(row, currency, query),
          at: row.at === null ? null : formatInstant(row.at),
          note: (row.causedBy !== null && notes.get(row.causedBy)) || null,
        })),
        totals: shownTotals(page.totals, currency),
        nextCursor: page.next && encodeCursor([page.next.period, page.next.key]),
      };
    },
  });
}

function shownTotals(totals: MovementTotals, currency: string) {
  return {
    opening: money(totals.openingMinor, currency),
    kinds: totals.kinds.map(({ kind, amountMinor }) => ({ kind, amount: money(amountMinor, currency) })),
    closing: money(totals.closingMinor, currency),
    debit: money(totals.debitMinor, currency),
    credit: money(totals.creditMinor, currency),
  };
}

function shownMovement(
  row: MovementRow,
  currency: string,
  query: { readonly from: LocalDate; readonly to: LocalDate; readonly interval: Interval },
) {
  const start = row.period < query.from ? query.from : row.period;
  const [period = { from: start, to: start }] = periodsOf(start, query.to, query.interval);
  const reference =
    row.resourceId === null || row.skuCode === null
      ? `entry~${formatPid(row.projectId)}~${row.entryId}`
      : formatChargeReference({
          projectId: row.projectId,
          resource: row.resourceKey ?? (row.resourceId === NO_RESOURCE ? "" : row.resourceId),
          skuCode: row.skuCode,
          from: period.from,
          to: period.to,
        });
  return {
    period,
    pid: formatPid(row.projectId),
    kind: row.kind,
    service: row.serviceCode === null || !row.serviceName ? null : { code: row.serviceCode, name: row.serviceName },
    resource: row.resourceKey === null ? null : { id: row.resourceKey, name: row.resourceName },
    sku:
      row.skuCode === null || !row.skuName || !row.unitName
        ? null
        : { code: row.skuCode, name: row.skuName, unit: row.unitName },
    quantity: row.quantity,
    amount: money(row.amountMinor, currency),
    sources: {
      transfer: formatMinor(row.transferMinor),
      other: formatMinor(row.otherMinor),
      bonus: formatMinor(row.bonusMinor),
      credit: formatMinor(row.creditMinor),
      open: formatMinor(row.openMinor),
    },
    reference,
  };
}

function expensesRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/expenses",
    operationId: "getExpenses",
    summary: "Expenses by service and period, with the same time before (BAL-05, tab Expenses on services)",
    query: dateRange(reportQuery),
    response: z.object({
      timeZone: z.string(),
      periods: z.array(z.object({ from: z.string(), to: z.string() })),
      services: z.array(
        z.object({
          code: z.string(),
          name: textsSchema,
          position: z.number().int().meta({ description: "its place in the catalogue, for colours that stay" }),
          amounts: z.array(amountSchema),
          total: amountSchema,
        }),
      ),
      total: moneySchema,
      previousTotal: moneySchema,
    }),
    access: { kind: "member", of: "project", permission: "details.view", from: "query.projects" },
    handler: ({ projects, query, now, read }) =>
      read(async (tx) => {
        const { currency, timeZone } = oneCurrency([...(await projectFacts(tx, projects)).values()]);
        const result = await expenses(tx, { projectIds: projects, ...query }, now);
        return {
          timeZone,
          periods: [...result.periods],
          services: result.services.map((service) => ({
            code: service.code,
            name: service.name,
            position: service.position,
            amounts: service.amounts.map(formatMinor),
            total: formatMinor(service.total),
          })),
          total: money(result.total, currency),
          previousTotal: money(result.previousTotal, currency),
        };
      }),
  });
}

const bookedIn = z.string().nullable().meta({ description: "the month of booking where it is another one" });

const explanationSchema = z.object({
  charge: z.object({
    reference: z.string(),
    pid: pidSchema,
    project: z.string(),
    sku: z.string(),
    skuName: textsSchema,
    unit: textsSchema,
    resourceId: z.string().nullable(),
    resourceName: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    amount: amountSchema,
    currency: z.string(),
  }),
  sentence: textsSchema.meta({ description: "how the amount comes about; its figures give the amount" }),
  days: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      days: z.number().int(),
      formula: textsSchema.nullable(),
      cost: textsSchema,
      amount: amountSchema,
      total: amountSchema,
    }),
  ),
  tiers: z.array(
    z.object({
      from: z.string(),
      to: z.string().nullable(),
      price: z.string(),
      quantity: textsSchema,
      cost: textsSchema,
      reached: z.boolean(),
    }),
  ),
  changes: z
    .array(z.object({ kind: z.enum(["charge", "repricing", "correction"]), bookedIn, amount: amountSchema }))
    .meta({ description: "add up to the charge's amount" }),
  paidBy: z
    .array(
      z.object({
        source: z.enum(["bonus", "transfer", "other", "repaid_transfer", "repaid_other", "credit", "open"]),
        bookedIn,
        amount: amountSchema,
      }),
    )
    .meta({ description: "add up to the charge's amount; `credit` is owed still, `open` is not charged yet" }),
  suppliedTo: z.array(
    z.object({ payer: z.string().nullable(), contract: z.string().nullable(), amount: amountSchema }),
  ),
  grains: z.array(z.record(z.string(), z.string())),
  prices: z.array(
    z.object({
      priceId: z.string(),
      priceList: z.string(),
      kind: z.string(),
      model: z.string(),
      unitPrice: z.string(),
      tiers: z.array(z.object({ from: z.string(), price: z.string() })).nullable(),
      from: instantSchema,
      to: instantSchema.nullable(),
    }),
  ),
  events: z.array(
    z.object({
      source: z.string(),
      id: z.string(),
      at: instantSchema,
      quantity: z.string(),
      supersedes: z.string().nullable(),
      replaced: z.boolean(),
    }),
  ),
});

function explainRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/explain/{reference}",
    operationId: "explainCharge",
    summary: "Where every kopeck of a charge comes from: a sentence, days, tiers, changes, prices, events (PRC-05)",
    params: z.strictObject({ reference: z.string().max(LONGEST_REFERENCE) }),
    response: explanationSchema,
    access: {
      kind: "member",
      of: "project",
      permission: "details.view",
      staff: ANSWERING_STAFF,
      from: {
        resolve: async (_lookup, params) => {
          const reference = parseChargeReference(String(params["reference"]));
          return reference && [reference.projectId];
        },
      },
    },
    refusals: [NothingToExplain],
    handler: ({ params, now, read }) =>
      read(async (tx) => {
        const reference = parseChargeReference(params.reference);
        if (!reference) throw NothingToExplain({ values: { reference: params.reference } });
        const explanation = await explainCharge(tx, reference, now);
        return {
          charge: { ...explanation.charge },
          sentence: explanation.sentence,
          days: [...explanation.days],
          tiers: [...explanation.tiers],
          changes: [...explanation.changes],
          paidBy: [...explanation.paidBy],
          suppliedTo: [...explanation.suppliedTo],
          grains: [...explanation.grains],
          prices: explanation.prices.map((price) => ({ ...price, tiers: price.tiers && [...price.tiers] })),
          events: [...explanation.events],
        };
      }),
  });
}

/** BAL-08: the published API. Numbers and error shapes are those of its clients, not of ours. */
function publishedBalanceRoute(balances: BalanceReader): Route {
  return route({
    method: "GET",
    path: "/public/v1/projects/{pid}/balances/amount",
    operationId: "getBalancesAmount",
    summary: "The balances as a client of the published API reads them (BAL-08)",
    params: pidParams,
    // Of many at once one statement reads all.
    share: "light",
    response: z.object({ base: z.number(), bonus: z.number() }),
    access: { kind: "member", of: "project", permission: "balance.view", from: "params.pid" },
    errorBody: (refused) =>
      refused.kind.status === 422
        ? {
            status: 422,
            body: {
              loc: ["path", "pid"],
              msg: fillText(refused.kind.texts.en, refused.details.values),
              type: refused.kind.code,
            },
          }
        : { status: refused.kind.status, body: { error: fillText(refused.kind.texts.en, refused.details.values) } },
    handler: async ({ projects, now }) => {
      const view = await balances.read(projects[0] as bigint, now);
      return { base: Number(formatMinor(view.paymentMinor)), bonus: Number(formatMinor(view.bonusMinor)) };
    },
  });
}
