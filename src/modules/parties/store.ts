import { type ProjectId } from "../../core/ids.ts";
import { type Instant, type LocalDate, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";
import { type Contract, type ContractTerms, type Payer, type PaymentScheme } from "./payer.ts";
import { type Supplier, type TaxRate } from "./supplier.ts";

/** All SQL on supplier, tax_rate, payer, contract and project_payer. */
type Reader = Pick<Tx, "query">;

export async function selectSchemes(
  tx: Reader,
  projectIds: readonly ProjectId[],
  at: Instant,
): Promise<Map<ProjectId, PaymentScheme>> {
  const rows = await tx.query<{ projectId: ProjectId; paymentScheme: PaymentScheme }>(
    `select pp.project_id as "projectId", c.payment_scheme as "paymentScheme"
       from project_payer pp join contract c using (contract_id)
      where pp.project_id = any($1::bigint[])
        and pp.starts_at <= $2 and (pp.ends_at is null or pp.ends_at > $2)
        and c.starts_at <= $2 and (c.ends_at is null or c.ends_at > $2)`,
    [numberArray(projectIds), formatInstant(at)],
    "payment_scheme",
  );
  return new Map(rows.map((row) => [row.projectId, row.paymentScheme]));
}

/** Projects whose payer or contract began or ended within a half-open time, the end included. */
export async function selectSwitched(
  tx: Reader,
  since: Instant,
  until: Instant,
  page: { readonly after: ProjectId; readonly limit: number },
): Promise<ProjectId[]> {
  const within = (column: string) => `${column} > $1 and ${column} <= $2`;
  const rows = await tx.query<{ projectId: ProjectId }>(
    `select project_id as "projectId" from project_payer
      where (${within("starts_at")} or ${within("ends_at")}) and project_id > $3
     union
     select pp.project_id from contract c join project_payer pp using (contract_id)
      where (${within("c.starts_at")} or ${within("c.ends_at")}) and pp.project_id > $3
      order by 1 limit $4`,
    [formatInstant(since), formatInstant(until), page.after, page.limit],
    "projects_switched",
  );
  return rows.map((row) => row.projectId);
}

export const PAYER = `p.payer_id as "payerId", p.account_id as "accountId", p.kind, p.country_code as "countryCode", p.name,
  p.full_name as "fullName", p.inn, p.kpp, p.ogrn, p.address, p.document_email as "documentEmail",
  p.registered_at as "registeredAt"`;
export const CONTRACT = `c.contract_id as "contractId", c.payer_id as "payerId", c.supplier_code as "supplierCode", c.type,
  c.payment_scheme as "paymentScheme", c.number, c.signed_on as "signedOn",
  c.payment_days as "paymentDays", c.starts_at as "startsAt", c.ends_at as "endsAt"`;

export async function selectPayers(tx: Reader, payerIds: readonly bigint[]): Promise<Payer[]> {
  return tx.query<Payer>(
    `select ${PAYER} from payer p where p.payer_id = any($1::bigint[])`,
    [numberArray(payerIds)],
    "payers_by_id",
  );
}

export async function selectPayersOfAccounts(tx: Reader, accountIds: readonly bigint[]): Promise<bigint[]> {
  const rows = await tx.query<{ payerId: bigint }>(
    'select payer_id as "payerId" from payer where account_id = any($1::bigint[]) order by payer_id',
    [numberArray(accountIds)],
    "payers_of_accounts",
  );
  return rows.map(({ payerId }) => payerId);
}

/** The payers of these taxpayer numbers, whosesoever. */
export async function selectPayersOfInns(tx: Reader, inns: readonly string[]): Promise<bigint[]> {
  const rows = await tx.query<{ payerId: bigint }>(
    'select payer_id as "payerId" from payer where inn = any($1::text[]) order by payer_id',
    [textArray(inns)],
    "payers_of_inns",
  );
  return rows.map(({ payerId }) => payerId);
}

export async function selectContracts(tx: Reader, contractIds: readonly bigint[]): Promise<Contract[]> {
  return tx.query<Contract>(
    `select ${CONTRACT} from contract c where c.contract_id = any($1::bigint[])`,
    [numberArray(contractIds)],
    "contracts_by_id",
  );
}

export interface AssignmentRow {
  readonly projectId: ProjectId;
  readonly payerId: bigint;
  readonly contractId: bigint;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
}

const ASSIGNMENT = `project_id as "projectId", payer_id as "payerId", contract_id as "contractId", starts_at as "startsAt",
  ends_at as "endsAt"`;

export async function selectAssignments(
  tx: Reader,
  projectIds: readonly ProjectId[],
  at: Instant,
): Promise<AssignmentRow[]> {
  return tx.query<AssignmentRow>(
    `select ${ASSIGNMENT} from project_payer
      where project_id = any($1::bigint[]) and starts_at <= $2 and (ends_at is null or ends_at > $2)`,
    [numberArray(projectIds), formatInstant(at)],
    "assignments_at",
  );
}

/** Every assignment that touches the half-open period, in order. */
export async function selectAssignmentsWithin(
  tx: Reader,
  by: { readonly payerId: bigint } | { readonly projectId: ProjectId },
  start: Instant,
  end: Instant,
): Promise<AssignmentRow[]> {
  const [column, value] = "payerId" in by ? ["payer_id", by.payerId] : ["project_id", by.projectId];
  return tx.query<AssignmentRow>(
    `select ${ASSIGNMENT} from project_payer
      where ${column} = $1 and starts_at < $3 and (ends_at is null or ends_at > $2)
      order by project_id, starts_at`,
    [value, formatInstant(start), formatInstant(end)],
  );
}

/** The same of several projects. */
export async function selectAssignmentsOf(
  tx: Reader,
  projectIds: readonly ProjectId[],
  start: Instant,
  end: Instant,
): Promise<AssignmentRow[]> {
  return tx.query<AssignmentRow>(
    `select ${ASSIGNMENT} from project_payer
      where project_id = any($1::bigint[]) and starts_at < $3 and (ends_at is null or ends_at > $2)
      order by project_id, starts_at`,
    [numberArray(projectIds), formatInstant(start), formatInstant(end)],
    "assignments_of_projects",
  );
}

export async function endAssignment(tx: Tx, projectId: ProjectId, at: Instant): Promise<void> {
  await tx.execute(
    `update project_payer set ends_at = $2
      where project_id = $1 and starts_at < $2 and (ends_at is null or ends_at > $2)`,
    [projectId, formatInstant(at)],
  );
}

/** Assignments that have not begun by then are withdrawn: the new one takes their place. */
export async function deleteAssignmentsFrom(tx: Tx, projectId: ProjectId, from: Instant): Promise<void> {
  await tx.execute("delete from project_payer where project_id = $1 and starts_at >= $2", [
    projectId,
    formatInstant(from),
  ]);
}

/** Who pays for the account's projects at an instant under a contract in force: the one that began last; null for nobody. */
export async function selectAccountAssignment(
  tx: Tx,
  accountId: bigint,
  at: Instant,
): Promise<{ payerId: bigint; contractId: bigint } | null> {
  const rows = await tx.query<{ payerId: bigint; contractId: bigint }>(
    `select a.payer_id as "payerId", a.contract_id as "contractId"
       from project p join project_payer a using (project_id)
       join payer y on y.payer_id = a.payer_id and y.account_id = p.account_id
       join contract c on c.contract_id = a.contract_id
      where p.account_id = $1 and a.starts_at <= $2 and (a.ends_at is null or a.ends_at > $2)
        and c.starts_at <= $2 and (c.ends_at is null or c.ends_at > $2)
      order by a.starts_at desc, a.project_id limit 1`,
    [accountId, formatInstant(at)],
  );
  return rows[0] ?? null;
}

export async function insertAssignment(tx: Tx, row: Omit<AssignmentRow, "endsAt">): Promise<void> {
  await tx.execute("insert into project_payer (project_id, payer_id, contract_id, starts_at) values ($1, $2, $3, $4)", [
    row.projectId,
    row.payerId,
    row.contractId,
    formatInstant(row.startsAt),
  ]);
}

export type NewPayer = Omit<Payer, "payerId">;

export async function insertPayer(tx: Tx, payer: NewPayer): Promise<bigint> {
  const rows = await tx.query<{ payerId: bigint }>(
    `insert into payer (account_id, kind, country_code, name, full_name, inn, kpp, ogrn, address, document_email, registered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning payer_id as "payerId"`,
    [
      payer.accountId,
      payer.kind,
      payer.countryCode,
      payer.name,
      payer.fullName,
      payer.inn,
      payer.kpp,
      payer.ogrn,
      payer.address,
      payer.documentEmail,
      payer.registeredAt === null ? null : formatInstant(payer.registeredAt),
    ],
  );
  return rows[0]?.payerId ?? 0n;
}

export async function insertContract(
  tx: Tx,
  payerId: bigint,
  supplierCode: string,
  terms: ContractTerms,
): Promise<bigint> {
  const rows = await tx.query<{ contractId: bigint }>(
    `insert into contract (payer_id, supplier_code, type, payment_scheme, number, signed_on, payment_days, starts_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning contract_id as "contractId"`,
    [
      payerId,
      supplierCode,
      terms.type,
      terms.paymentScheme,
      terms.number ?? null,
      terms.signedOn ?? null,
      terms.paymentDays ?? null,
      formatInstant(terms.startsAt),
      terms.endsAt ? formatInstant(terms.endsAt) : null,
    ],
  );
  return rows[0]?.contractId ?? 0n;
}

export async function selectSuppliers(tx: Reader, codes: readonly string[]): Promise<Supplier[]> {
  return tx.query<Supplier>(
    `select supplier_code as "supplierCode", name, full_name as "fullName", country_code as "countryCode", inn, kpp, ogrn,
            address, bank, signers, edm_id as "edmId", document_prefix as "documentPrefix",
            document_number as "documentNumber"
       from supplier where supplier_code = any($1::text[])`,
    [codes],
  );
}

export async function upsertSupplier(tx: Tx, supplier: Supplier): Promise<void> {
  await tx.execute(
    `insert into supplier (supplier_code, name, full_name, country_code, inn, kpp, ogrn, address, bank, signers, edm_id,
                           document_prefix, document_number)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (supplier_code) do update set
       name = excluded.name, full_name = excluded.full_name, country_code = excluded.country_code, inn = excluded.inn,
       kpp = excluded.kpp, ogrn = excluded.ogrn, address = excluded.address, bank = excluded.bank,
       signers = excluded.signers, edm_id = excluded.edm_id, document_prefix = excluded.document_prefix,
       document_number = excluded.document_number`,
    [
      supplier.supplierCode,
      supplier.name,
      supplier.fullName,
      supplier.countryCode,
      supplier.inn,
      supplier.kpp,
      supplier.ogrn,
      supplier.address,
      JSON.stringify(supplier.bank),
      JSON.stringify(supplier.signers),
      supplier.edmId,
      supplier.documentPrefix,
      supplier.documentNumber,
    ],
  );
}

export async function selectTaxRate(tx: Reader, countryCode: string, on: LocalDate): Promise<string | null> {
  const rows = await tx.query<{ rate: string }>(
    `select trim_scale(rate_percent)::text as rate from tax_rate
      where country_code = $1 and starts_on <= $2::date and (ends_on is null or ends_on >= $2::date)`,
    [countryCode, on],
    "tax_rate",
  );
  return rows[0]?.rate ?? null;
}

/** Replaces the rates of the countries named: a file is the whole truth about a country. */
export async function replaceTaxRates(tx: Tx, rates: readonly TaxRate[]): Promise<void> {
  const countries = [...new Set(rates.map((rate) => rate.countryCode))];
  await tx.execute("delete from tax_rate where country_code = any($1::text[])", [countries]);
  for (const rate of rates) {
    await tx.execute("insert into tax_rate (country_code, starts_on, ends_on, rate_percent) values ($1, $2, $3, $4)", [
      rate.countryCode,
      rate.startsOn,
      rate.endsOn,
      rate.ratePercent,
    ]);
  }
}
