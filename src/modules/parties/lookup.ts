import { type ProjectId } from "../../core/ids.ts";
import { type Instant, type LocalDate, instant } from "../../core/time.ts";
import { type Tx } from "../../platform/db.ts";
import { type Membership, accountMembership, accountsOf } from "../tenancy/index.ts";
import * as changes from "./payer-change-store.ts";
import { type Contract, type Payer, type PaymentScheme, type ProjectPayer } from "./payer.ts";
import {
  type AssignmentRow,
  selectAssignments,
  selectAssignmentsOf,
  selectAssignmentsWithin,
  selectContracts,
  selectPayers,
  selectPayersOfAccounts,
  selectPayersOfInns,
  selectSchemes,
  selectSuppliers,
  selectSwitched,
  selectTaxRate,
} from "./store.ts";
import { NoTaxRate, type Supplier, UnknownSupplier } from "./supplier.ts";

type Reader = Pick<Tx, "query">;

/** PYR-02: how projects pay at an instant. A project without a contract in force is prepaid and has no entry. */
export function paymentScheme(
  tx: Reader,
  projectIds: readonly ProjectId[],
  at: Instant,
): Promise<Map<ProjectId, PaymentScheme>> {
  return selectSchemes(tx, projectIds, at);
}

/**
 * Projects whose payer or contract began or ended since an instant, up to another: they may be paid for differently now. By their
 * ids, a page of those after one of them (0: the first page).
 */
export function switchedProjects(
  tx: Reader,
  since: Instant,
  until: Instant,
  page: { readonly after: ProjectId; readonly limit: number },
): Promise<ProjectId[]> {
  return selectSwitched(tx, since, until, page);
}

/** Who pays for projects at an instant; a project that nobody was named for works by the individual's scheme (PYR-01) and has no entry. Nor has one whose payer the reader may not see (REG-06). */
export async function payerOf(
  tx: Reader,
  projectIds: readonly ProjectId[],
  at: Instant,
): Promise<Map<ProjectId, ProjectPayer>> {
  const assignments = await selectAssignments(tx, projectIds, at);
  const payers = await payersById(
    tx,
    assignments.map(({ payerId }) => payerId),
  );
  const contracts = await contractsById(
    tx,
    assignments.map(({ contractId }) => contractId),
  );
  return new Map(
    assignments.flatMap(({ projectId, payerId, contractId }): [ProjectId, ProjectPayer][] => {
      const payer = payers.get(payerId);
      const contract = contracts.get(contractId);
      return payer && contract ? [[projectId, { projectId, payer, contract }]] : [];
    }),
  );
}

/** Who paid, pays and will pay for a project and under which contract, by time: at most `limit`, the latest ones. */
export async function payersOfProject(
  tx: Reader,
  projectId: ProjectId,
  limit: number,
): Promise<(ProjectPayer & Pick<AssignmentRow, "startsAt" | "endsAt">)[]> {
  const rows = (await selectAssignmentsWithin(tx, { projectId }, EARLIEST, LATEST)).slice(-limit);
  const payers = await payersById(
    tx,
    rows.map(({ payerId }) => payerId),
  );
  const contracts = await contractsById(
    tx,
    rows.map(({ contractId }) => contractId),
  );
  return rows.flatMap(({ payerId, contractId, startsAt, endsAt }) => {
    const payer = payers.get(payerId);
    const contract = contracts.get(contractId);
    return payer && contract ? [{ projectId, payer, contract, startsAt, endsAt }] : [];
  });
}

/** Who paid for projects within a half-open period, and from when until when, by time. A project that nobody was named for has no entry. */
export async function payersWithin(
  tx: Reader,
  projectIds: readonly ProjectId[],
  start: Instant,
  end: Instant,
): Promise<Map<ProjectId, (Pick<AssignmentRow, "startsAt" | "endsAt"> & { readonly payer: Payer })[]>> {
  const rows = await selectAssignmentsOf(tx, projectIds, start, end);
  const payers = await payersById(
    tx,
    rows.map(({ payerId }) => payerId),
  );
  const known = rows.flatMap(({ projectId, payerId, startsAt, endsAt }) => {
    const payer = payers.get(payerId);
    return payer ? [{ projectId, payer, startsAt, endsAt }] : [];
  });
  return Map.groupBy(known, ({ projectId }) => projectId);
}

/** Before and after all business. */
const EARLIEST = instant(0);
const LATEST = instant(Date.UTC(2200, 0, 1));

/** The assignments of a payer or of a project that touch a half-open period, by project and time: documents need each. */
export function assignmentsWithin(
  tx: Reader,
  by: { readonly payerId: bigint } | { readonly projectId: ProjectId },
  start: Instant,
  end: Instant,
): Promise<AssignmentRow[]> {
  return selectAssignmentsWithin(tx, by, start, end);
}

export function payersById(tx: Reader, payerIds: readonly bigint[]): Promise<Map<bigint, Payer>> {
  return byId(
    payerIds,
    (ids) => selectPayers(tx, ids),
    (payer) => payer.payerId,
  );
}

export function contractsById(tx: Reader, contractIds: readonly bigint[]): Promise<Map<bigint, Contract>> {
  return byId(
    contractIds,
    (ids) => selectContracts(tx, ids),
    (contract) => contract.contractId,
  );
}

/** Payers for staff to look at, newest first. */
export function foundPayers(tx: Reader, search: changes.PayerSearch): Promise<Payer[]> {
  return changes.selectPayersFound(tx, search);
}

/** Who changed a payer's details, newest first (PYR-06). */
export function payerHistory(tx: Reader, payerId: bigint, limit: number): Promise<changes.PayerChangeRow[]> {
  return changes.selectChanges(tx, payerId, limit);
}

/** All contracts of payers, the newest first, at most `limit`. */
export function payersContracts(tx: Reader, payerIds: readonly bigint[], limit: number): Promise<Contract[]> {
  return changes.selectContractsOf(tx, payerIds, limit);
}

/** The projects a payer pays for at an instant, at most `limit`. */
export function projectsOfPayer(tx: Reader, payerId: bigint, at: Instant, limit: number): Promise<ProjectId[]> {
  return changes.selectProjectsOfPayer(tx, payerId, at, limit);
}

/** Refuses UnknownSupplier. */
export async function supplierOf(tx: Reader, supplierCode: string): Promise<Supplier> {
  const [supplier] = await selectSuppliers(tx, [supplierCode]);
  if (!supplier) throw UnknownSupplier({ values: { supplier: supplierCode } });
  return supplier;
}

/** DOC-05: percent by the supplier's country and the date of supply, `"22"`. Refuses NoTaxRate. */
export async function taxRateOn(tx: Reader, countryCode: string, on: LocalDate): Promise<string> {
  const rate = await selectTaxRate(tx, countryCode, on);
  if (rate === null) throw NoTaxRate({ values: { country: countryCode, date: on } });
  return rate;
}

/**
 * Rights on a payer are those on the account it belongs to. Not those in the projects it pays for: a project goes over to
 * another payer, and its people must not see what the earlier one paid elsewhere, nor what the later one did before (REG-06).
 */
export const payerMembership: Membership = async (reader, payerIds, userId) => {
  const payers = [...(await payersById(reader, payerIds)).values()];
  const accountIds = payers.map(({ accountId }) => accountId);
  const accounts = await accountMembership(reader, accountIds, userId);
  return new Map(payers.map(({ payerId, accountId }) => [payerId, accounts.get(accountId) ?? null]));
};

/** The payers of which `payerMembership` gives a user rights. */
export async function payersOfUser(reader: Reader, userId: string): Promise<bigint[]> {
  return selectPayersOfAccounts(reader, await accountsOf(reader, userId));
}

/** The companies of these taxpayer numbers (INN, BIN), by whichever accounts they pay. */
export async function payersOfInns(tx: Reader, inns: readonly string[]): Promise<bigint[]> {
  return inns.length === 0 ? [] : selectPayersOfInns(tx, inns);
}

async function byId<T>(
  ids: readonly bigint[],
  load: (ids: readonly bigint[]) => Promise<T[]>,
  idOf: (one: T) => bigint,
): Promise<Map<bigint, T>> {
  const distinct = [...new Set(ids)];
  const rows = distinct.length === 0 ? [] : await load(distinct);
  return new Map(rows.map((row) => [idOf(row), row]));
}
