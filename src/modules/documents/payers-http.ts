import { z } from "zod";

import type { FieldProblem } from "../../core/errors.ts";
import { formatPid } from "../../core/ids.ts";
import { formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantOrNull,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  pidSchema,
  route,
  searchQuery,
  soughtBy,
  textsSchema,
  userOf,
} from "../../platform/http/index.ts";
import {
  type Contract,
  type Payer,
  PayerChanged,
  PayerKindFixed,
  SellerIsBuyer,
  payerDetailsChanged,
  paymentTermChanged,
  type Supplier,
  type TermChange,
  TermNeedsPostpaid,
  UnknownContract,
  UnknownPayer,
  changePayerDetails,
  changePaymentTerm,
  foundPayers,
  payerHistory,
  payersById,
  payersContracts,
  projectsOfPayer,
  supplierOf,
  termChanges,
} from "../parties/index.ts";
import { accountZones } from "../tenancy/index.ts";
import { payerProblems } from "./issuing/index.ts";

const MOST_CONTRACTS = 100;
const MOST_PROJECTS = 100;
const MOST_CHANGES = 100;

const KINDS = ["individual", "sole_proprietor", "legal_entity"] as const;
const problemSchema = z.strictObject({
  field: z.string().meta({ description: "The field of the payer to mend; empty where no field can" }),
  code: z.string(),
  text: textsSchema,
});
const timeZoneSchema = z.string().meta({ description: "That of the payer's region: its days are of it (REG-07)" });
const listedSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(KINDS),
  countryCode: z.string(),
  name: z.string(),
  inn: z.string().nullable(),
  registeredAt: instantSchema.nullable(),
  timeZone: timeZoneSchema,
});
/** As people write them: without spaces around, an empty one is none. */
const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullable()
    .transform((text) => (text === "" ? null : text));
const detailsInput = {
  kind: z.enum(KINDS),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .meta({ example: "KZ" }),
  name: z.string().trim().min(1).max(1000),
  fullName: z.string().trim().min(1).max(1000),
  inn: optional(50),
  kpp: optional(20),
  ogrn: optional(255),
  address: optional(1000),
  documentEmail: z.email().max(254).nullable(),
};
const shownDetails = z.strictObject({
  kind: z.enum(KINDS),
  countryCode: z.string(),
  name: z.string(),
  fullName: z.string(),
  inn: z.string().nullable(),
  kpp: z.string().nullable(),
  ogrn: z.string().nullable(),
  address: z.string().nullable(),
  documentEmail: z.string().nullable(),
});
const payerSchema = z.strictObject({
  id: idSchema,
  details: shownDetails,
  registeredAt: instantSchema.nullable(),
  timeZone: timeZoneSchema,
  pids: z.array(pidSchema),
  contracts: z.array(
    z.strictObject({
      id: idSchema,
      supplier: z.string(),
      type: z.enum(["public_offer", "individual"]),
      paymentScheme: z.enum(["prepaid", "postpaid"]),
      number: z.string().nullable(),
      paymentDays: z
        .number()
        .int()
        .nullable()
        .meta({ description: "the term that the contract was concluded with: days after the month of supply" }),
      terms: z
        .array(
          z.strictObject({
            from: z.string().meta({ description: "the first month of supply that it is for" }),
            paymentDays: z.number().int().nullable(),
            at: instantSchema,
            by: z.string(),
            note: z.string().nullable(),
          }),
        )
        .meta({ description: "how the term was changed since, the newest first" }),
      startsAt: instantSchema,
      endsAt: instantSchema.nullable(),
      problems: z.array(problemSchema).meta({ description: "What keeps its papers under this contract; none: ready" }),
    }),
  ),
  changes: z.array(
    z.strictObject({
      id: idSchema,
      at: instantSchema,
      by: z.string(),
      note: z.string().nullable(),
      fields: z.array(
        z.strictObject({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      ),
    }),
  ),
});

const readers = { kind: "staff", roles: ["document_clerk", "accountant", "support", "operator"] } as const;
const editors = { kind: "staff", roles: ["document_clerk", "accountant"] } as const;

/** The routes of staff about payers: what keeps their papers, and mending it (PYR-06, PYR-10). */
export function payerRoutes(): Route[] {
  return [listRoute(), showRoute(), changeRoute(), termRoute()];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/payers",
    operationId: "listPayers",
    summary: "Payers by name, tax number or project, the newest first (PYR-10)",
    query: z.strictObject({
      search: searchQuery("Part of a name, a whole tax number or a PID"),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({ items: z.array(listedSchema), nextCursor: nextCursorSchema }),
    access: readers,
    handler: async ({ query, read }) => {
      const before = idInCursor(query.cursor);
      const found = await read((tx) => foundPayers(tx, { ...soughtBy(query.search), before, limit: query.limit + 1 }));
      const zones = await read((tx) =>
        accountZones(
          tx,
          found.map(({ accountId }) => accountId),
        ),
      );
      return pageOf(
        found,
        query.limit,
        ({ payerId }) => payerId,
        (payer) => listed(payer, zones),
      );
    },
  });
}

function listed(payer: Payer, zones: ReadonlyMap<bigint, string>): z.input<typeof listedSchema> {
  const { kind, countryCode, fullName, inn } = payer;
  return {
    id: payer.payerId.toString(),
    kind,
    countryCode,
    name: fullName,
    inn,
    registeredAt: instantOrNull(payer.registeredAt),
    timeZone: zones.get(payer.accountId) ?? "UTC",
  };
}

function showRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/payers/{id}",
    operationId: "getPayer",
    summary: "A payer's details, what keeps its papers under each contract, and who changed it (PYR-10)",
    params: z.strictObject({ id: idInput }),
    response: payerSchema,
    access: readers,
    refusals: [UnknownPayer],
    handler: ({ params, now, read }) => read((tx) => payerShown(tx, params.id, now)),
  });
}

function changeRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/office/payers/{id}",
    operationId: "changePayer",
    summary: "Changes a payer's details; papers issued before stay as they are (PYR-06, DOC-07)",
    params: z.strictObject({ id: idInput }),
    body: z.strictObject({
      ...detailsInput,
      confirm: z
        .boolean()
        .default(false)
        .meta({ description: "The details are checked: papers may be issued (PYR-05)" }),
      basedOn: idInput.nullable().optional().meta({ description: "The newest change that was seen" }),
      note: z.string().trim().max(1000).optional(),
    }),
    response: payerSchema,
    access: editors,
    // The same details again change nothing.
    idempotent: "inherent",
    act: payerDetailsChanged,
    refusals: [UnknownPayer, SellerIsBuyer, PayerKindFixed, PayerChanged],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const { confirm, basedOn, note, ...details } = body;
        const by = { changedBy: userOf(principal), note: note || null, now };
        const based = basedOn === undefined ? {} : { basedOn };
        await changePayerDetails(tx, { payerId: params.id, details, confirm, ...based, ...by });
        return payerShown(tx, params.id, now);
      }),
  });
}

function termRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/office/payers/{id}/contracts/{contractId}/payment-term",
    operationId: "changePaymentTerm",
    summary: "Changes a post-paid contract's term of payment, for the months that begin after it (PYR-07)",
    params: z.strictObject({ id: idInput, contractId: idInput }),
    body: z.strictObject({
      paymentDays: z
        .number()
        .int()
        .min(1)
        .max(180)
        .nullable()
        .meta({ description: "Days after the month of supply; null: as the contract says on paper" }),
      note: z.string().trim().max(1000).optional(),
    }),
    response: payerSchema,
    access: editors,
    // The same term again changes nothing.
    idempotent: "inherent",
    act: paymentTermChanged,
    refusals: [UnknownPayer, UnknownContract, TermNeedsPostpaid],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const { paymentDays, note } = body;
        const by = { changedBy: userOf(principal), note: note || null, now };
        await changePaymentTerm(tx, { payerId: params.id, contractId: params.contractId, paymentDays, ...by });
        return payerShown(tx, params.id, now);
      }),
  });
}

async function payerShown(tx: Pick<Tx, "query">, payerId: bigint, now: Parameters<typeof formatInstant>[0]) {
  const payer = (await payersById(tx, [payerId])).get(payerId);
  if (!payer) throw UnknownPayer();
  const contracts = await payersContracts(tx, [payerId], MOST_CONTRACTS);
  const suppliers = new Map<string, Supplier>();
  for (const code of new Set(contracts.map((one) => one.supplierCode))) suppliers.set(code, await supplierOf(tx, code));
  const terms = await termChanges(
    tx,
    contracts.map((one) => one.contractId),
    MOST_CHANGES,
  );
  const projectIds = await projectsOfPayer(tx, payerId, now, MOST_PROJECTS);
  const changes = await payerHistory(tx, payerId, MOST_CHANGES);
  const zones = await accountZones(tx, [payer.accountId]);
  const { kind, countryCode, name, fullName, inn, kpp, ogrn, address, documentEmail } = payer;
  return {
    id: payerId.toString(),
    details: { kind, countryCode, name, fullName, inn, kpp, ogrn, address, documentEmail },
    registeredAt: instantOrNull(payer.registeredAt),
    timeZone: zones.get(payer.accountId) ?? "UTC",
    pids: projectIds.map(formatPid),
    contracts: contracts.map((contract) =>
      shownContract(
        contract,
        terms.filter((one) => one.contractId === contract.contractId),
        payer,
        suppliers.get(contract.supplierCode) as Supplier,
      ),
    ),
    changes: changes.map(({ payerChangeId, changedAt, changedBy, note, before, after }) => ({
      id: payerChangeId.toString(),
      at: formatInstant(changedAt),
      by: changedBy,
      note,
      fields: Object.keys(after).flatMap((field) => {
        const [was, is] = [before[field] ?? null, after[field] ?? null];
        return was === is ? [] : [{ field, before: was, after: is }];
      }),
    })),
  };
}

function shownContract(contract: Contract, terms: readonly TermChange[], payer: Payer, supplier: Supplier) {
  const { type, paymentScheme, number, paymentDays } = contract;
  return {
    id: contract.contractId.toString(),
    supplier: supplier.name,
    type,
    paymentScheme,
    number,
    paymentDays,
    terms: terms.map(({ fromMonth, paymentDays: days, changedAt, changedBy, note }) => ({
      from: fromMonth,
      paymentDays: days,
      at: formatInstant(changedAt),
      by: changedBy,
      note,
    })),
    startsAt: formatInstant(contract.startsAt),
    endsAt: instantOrNull(contract.endsAt),
    problems: contractProblems(payer, contract, supplier).map(({ field, code, texts }) => ({
      field,
      code,
      text: texts,
    })),
  };
}

/** An individual gets no papers (DOC-08), so nothing keeps them; details nobody confirmed keep all others. */
export function contractProblems(payer: Payer, contract: Pick<Contract, "number">, supplier: Supplier): FieldProblem[] {
  const { kind } = payer;
  if (kind === "individual") return [];
  const problems = payerProblems({ ...payer, kind, name: payer.fullName, contract }, supplier);
  return payer.registeredAt === null ? [NOT_CONFIRMED, ...problems] : problems;
}

const NOT_CONFIRMED: FieldProblem = {
  field: "registeredAt",
  code: "not_confirmed",
  texts: { ru: "Реквизиты ещё не подтверждены", en: "The details are not confirmed yet" },
};
