import type { ProjectId } from "../../core/ids.ts";
import { type Instant, type LocalDate, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray } from "../../platform/db.ts";
import type { PaymentScheme } from "./payer.ts";

/** A payer as its accounting documents need it, with one of its contracts and the projects it pays for by that. */
export interface DocumentPayer {
  readonly payerId: bigint;
  readonly kind: "sole_proprietor" | "legal_entity";
  readonly countryCode: string;
  readonly name: string;
  readonly inn: string | null;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly address: string | null;
  readonly documentEmail: string | null;
  readonly contract: {
    readonly type: "public_offer" | "individual";
    readonly paymentScheme: PaymentScheme;
    readonly number: string | null;
    readonly signedOn: LocalDate | null;
    /** Since when it is in force; a public offer is not signed but taken up. */
    readonly startsAt: Instant;
  };
  readonly projectIds: readonly ProjectId[];
}

/** A contract with its payer, as papers name them. */
export interface DocumentContract extends Omit<DocumentPayer, "projectIds" | "kind"> {
  readonly contractId: bigint;
  readonly kind: DocumentPayer["kind"] | "individual";
  readonly registeredAt: Instant | null;
  /** Contracts that papers do not tell apart share it: the payer's public offers with a supplier are one. */
  readonly firstContract: bigint;
}

/** By contract id. What was taken up first dates contracts that are one: there is no signature (DOC-01, DOC-02). */
export async function documentContracts(
  tx: Pick<Tx, "query">,
  contractIds: readonly bigint[],
): Promise<Map<bigint, DocumentContract>> {
  const rows = await tx.query<Omit<DocumentContract, "contract"> & DocumentPayer["contract"]>(
    `select c.contract_id as "contractId", y.payer_id as "payerId", y.kind, y.country_code as "countryCode", y.full_name as name,
            y.inn, y.kpp, y.ogrn, y.address, y.document_email as "documentEmail", y.registered_at as "registeredAt", c.type,
            c.payment_scheme as "paymentScheme", c.number, c.signed_on as "signedOn", f.starts_at as "startsAt",
            f.contract_id as "firstContract"
       from contract c join payer y using (payer_id)
       cross join lateral (
         select min(o.starts_at) as starts_at, min(o.contract_id) as contract_id from contract o
          where o.payer_id = c.payer_id and o.supplier_code = c.supplier_code and o.type = c.type
            and o.payment_scheme = c.payment_scheme and (o.number, o.signed_on) is not distinct from (c.number, c.signed_on)) f
      where c.contract_id = any($1::bigint[])`,
    [numberArray(contractIds)],
  );
  return new Map(
    rows.map(({ type, paymentScheme, number, signedOn, startsAt, ...rest }) => [
      rest.contractId,
      { ...rest, contract: { type, paymentScheme, number, signedOn, startsAt } },
    ]),
  );
}

type PayerRow = Omit<DocumentPayer, "contract" | "projectIds"> &
  DocumentPayer["contract"] & { readonly firstContract: bigint; readonly projectIds: readonly string[] };

/**
 * The organisations and sole proprietors that pay for projects of a region at an instant and had registered their details
 * by another (when documents are issued), by payer id, after `afterPayerId`, at most `limit` payers: those who get accounting
 * documents (DOC-01, DOC-02, DOC-08). Individuals get none. A payer comes once for each contract in the order in which they
 * were concluded, with all its projects under that: a document names one contract and follows its payment scheme. Its public
 * offers, one for each time it registered, are one contract.
 */
export async function documentPayers(
  tx: Pick<Tx, "query">,
  regionCode: string,
  at: Instant,
  registeredBy: Instant,
  afterPayerId: bigint,
  limit: number,
): Promise<DocumentPayer[]> {
  const rows = await tx.query<PayerRow>(
    `select y.payer_id as "payerId", y.kind, y.country_code as "countryCode", y.full_name as name, y.inn, y.kpp, y.ogrn,
            y.address, y.document_email as "documentEmail", c.type, c.payment_scheme as "paymentScheme", c.number,
            c.signed_on as "signedOn", min(c.starts_at) as "startsAt", min(c.contract_id) as "firstContract",
            array_agg(pp.project_id order by pp.project_id) as "projectIds"
       from payer y
       join project_payer pp on pp.payer_id = y.payer_id and pp.starts_at <= $2 and (pp.ends_at is null or pp.ends_at > $2)
       join contract c on c.contract_id = pp.contract_id
       join project p on p.project_id = pp.project_id and p.region_code = $1
      where y.kind <> 'individual' and y.registered_at <= $5 and y.payer_id > $3
      group by y.payer_id, c.type, c.payment_scheme, c.number, c.signed_on
      order by y.payer_id fetch first $4 rows with ties`,
    [regionCode, formatInstant(at), afterPayerId, limit, formatInstant(registeredBy)],
  );
  rows.sort((a, b) => Number(a.payerId - b.payerId || a.firstContract - b.firstContract));
  return rows.map((row) => ({
    payerId: row.payerId,
    kind: row.kind,
    countryCode: row.countryCode,
    name: row.name,
    inn: row.inn,
    kpp: row.kpp,
    ogrn: row.ogrn,
    address: row.address,
    documentEmail: row.documentEmail,
    contract: {
      type: row.type,
      paymentScheme: row.paymentScheme,
      number: row.number,
      signedOn: row.signedOn,
      startsAt: row.startsAt,
    },
    projectIds: row.projectIds.map(BigInt),
  }));
}

/** DOC-05: the VAT rate of a country on a date as a plain decimal (`22`); null when none is in force. */
export async function taxRates(
  tx: Pick<Tx, "query">,
  countryCode: string,
  dates: readonly LocalDate[],
): Promise<Map<LocalDate, string>> {
  const rows = await tx.query<{ date: LocalDate; rate: string }>(
    `select to_char(d, 'YYYY-MM-DD') as date, trim_scale(t.rate_percent)::text as rate
       from unnest($2::date[]) d join tax_rate t
         on t.country_code = $1 and t.starts_on <= d and (t.ends_on is null or t.ends_on >= d)`,
    [countryCode, dates],
  );
  return new Map(rows.map((row) => [row.date, row.rate]));
}
