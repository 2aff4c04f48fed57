import { z } from "zod";

import { NotFound, fillText } from "../../core/errors.ts";
import { formatPid } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import { type Instant, type LocalDate, DAY, formatInstant, instant } from "../../core/time.ts";
import {
  type Route,
  amountSchema,
  cursorQuery,
  dateSchema,
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
import { bonusNames } from "../catalog/index.ts";
import { paymentScheme } from "../parties/index.ts";
import { invoiceRefusal, paymentNotes } from "../payments/index.ts";
import { projectFacts } from "../tenancy/index.ts";
import { burnPerDay } from "../usage/index.ts";
import { type BalanceReader, balanceViews } from "./balance-view.ts";
import { NothingToExplain, explainCharge } from "./explain.ts";
import { exportRoute } from "./http-export.ts";
import { formatChargeReference, parseChargeReference } from "./reference.ts";
import { checkRange, oneCurrency } from "./report-filter.ts";
import { INTERVALS, type Interval, type MovementRow, expenses, movements, periodsOf } from "./reports.ts";

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
  frozen: z.object({ since: instantSchema, deletionDueAt: instantSchema.nullable() }).nullable(),
  runsOutAt: instantSchema.nullable(),
  burnPerDay: moneySchema,
  paymentInvoice: z.object({ allowed: z.boolean(), reason: textsSchema.nullable() }),
});

const intervalQuery = z.enum(INTERVALS).default("day");
const rangeQuery = { projects: projectsQuery, from: dateSchema, to: dateSchema, interval: intervalQuery };

const movementSchema = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  pid: pidSchema,
  kind: z.string(),
  service: z.object({ code: z.string(), name: textsSchema }).nullable(),
  resource: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  sku: z.object({ code: z.string(), name: textsSchema, unit: textsSchema }).nullable(),
  quantity: z.string().nullable(),
  amount: moneySchema,
  sources: z.object({ transfer: amountSchema, other: amountSchema, bonus: amountSchema, credit: amountSchema }),
  reference: z.string(),
  at: instantSchema.nullable().meta({ description: "when the money moved; null for consumption" }),
  note: textsSchema.nullable().meta({ description: "of a payment: its payment order and payer, or its method" }),
});

/** Balance, movements, expenses, explanations: what the console's Balance page shows (BAL-01, BAL-05). */
export function reportRoutes(balances: BalanceReader): Route[] {
  return [
    balanceRoute(),
    movementsRoute(),
    expensesRoute(),
    exportRoute(),
    explainRoute(),
    publishedBalanceRoute(balances),
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
        const perDay = await burnPerDay(tx, projectId, now);
        const reason = await invoiceRefusal(tx, projectId, now);
        const names = await bonusNames(tx);
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
          frozen: view.funds.frozenAt === null ? null : frozen(view.funds.frozenAt, view.funds.deletionDueAt),
          runsOutAt: scheme === "prepaid" ? runsOut(view.paymentMinor, perDay, now) : null,
          burnPerDay: inMoney(perDay),
          paymentInvoice: { allowed: reason === null, reason },
        };
      }),
  });
}

function frozen(since: Instant, dueAt: Instant | null) {
  return { since: formatInstant(since), deletionDueAt: dueAt === null ? null : formatInstant(dueAt) };
}

/** A forecast at the present rate; null when nothing runs, or beyond ten years. */
function runsOut(paymentMinor: bigint, perDay: bigint, now: Instant): string | null {
  if (perDay <= 0n || paymentMinor <= 0n) return null;
  const milliseconds = (paymentMinor * BigInt(DAY)) / perDay;
  return milliseconds > BigInt(3650 * DAY) ? null : formatInstant(instant(now + Number(milliseconds)));
}

function movementsRoute(): Route {
  const cursorShape = z.tuple([z.string(), z.string()]);
  return route({
    method: "GET",
    path: "/v1/movements",
    operationId: "listMovements",
    summary: "All deductions and additions by period, service and object (BAL-05, tab Detail)",
    query: z.strictObject({
      ...rangeQuery,
      kind: z.enum(["all", "debit", "credit"]).default("all"),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.object({
      timeZone: z.string(),
      items: z.array(movementSchema),
      totals: z.object({ debit: moneySchema, credit: moneySchema }),
      nextCursor: nextCursorSchema,
    }),
    access: { kind: "member", of: "project", permission: "details.view", from: "query.projects" },
    handler: async ({ projects, query, now, read }) => {
      const { currency, timeZone, page, notes } = await read(async (tx) => {
        checkRange(query.from, query.to);
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
        totals: { debit: money(page.debitMinor, currency), credit: money(page.creditMinor, currency) },
        nextCursor: page.next && encodeCursor([page.next.period, page.next.key]),
      };
    },
  });
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
          resourceId: row.resourceId,
          skuCode: row.skuCode,
          from: period.from,
          to: period.to,
        });
  return {
    period,
    pid: formatPid(row.projectId),
    kind: row.kind,
    service: row.serviceCode === null || !row.serviceName ? null : { code: row.serviceCode, name: row.serviceName },
    resource: row.resourceId === null ? null : { id: row.resourceId, name: row.resourceName },
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
    query: z.strictObject(rangeQuery),
    response: z.object({
      timeZone: z.string(),
      periods: z.array(z.object({ from: z.string(), to: z.string() })),
      services: z.array(
        z.object({ code: z.string(), name: textsSchema, amounts: z.array(amountSchema), total: amountSchema }),
      ),
      total: moneySchema,
      previousTotal: moneySchema,
    }),
    access: { kind: "member", of: "project", permission: "details.view", from: "query.projects" },
    handler: ({ projects, query, now, read }) =>
      read(async (tx) => {
        checkRange(query.from, query.to);
        const { currency, timeZone } = oneCurrency([...(await projectFacts(tx, projects)).values()]);
        const result = await expenses(tx, { projectIds: projects, ...query }, now);
        return {
          timeZone,
          periods: [...result.periods],
          services: result.services.map((service) => ({
            code: service.code,
            name: service.name,
            amounts: service.amounts.map(formatMinor),
            total: formatMinor(service.total),
          })),
          total: money(result.total, currency),
          previousTotal: money(result.previousTotal, currency),
        };
      }),
  });
}

function explainRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/explain/{reference}",
    operationId: "explainCharge",
    summary: "Where every kopeck of a charge comes from: grains, price versions, events",
    params: z.strictObject({ reference: z.string().max(300) }),
    response: z.object({
      charge: z.record(z.string(), z.unknown()),
      grains: z.array(z.record(z.string(), z.string())),
      prices: z.array(z.record(z.string(), z.unknown())),
      events: z.array(z.record(z.string(), z.unknown())),
    }),
    access: {
      kind: "member",
      of: "project",
      permission: "details.view",
      staff: ["support", "accountant", "document_clerk"],
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
          grains: [...explanation.grains],
          prices: [...explanation.prices],
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
