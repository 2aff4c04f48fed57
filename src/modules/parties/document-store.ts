import type { ProjectId } from "../../core/ids.ts";
import { type Instant, type LocalDate, formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
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

interface PayerRow {
  payer_id: bigint;
  kind: DocumentPayer["kind"];
  country_code: string;
  name: string;
  inn: string | null;
  kpp: string | null;
  ogrn: string | null;
  address: string | null;
  document_email: string | null;
  type: DocumentPayer["contract"]["type"];
  payment_scheme: PaymentScheme;
  number: string | null;
  signed_on: LocalDate | null;
  starts_at: Instant;
  first_contract: bigint;
  project_ids: bigint[];
}

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
    `select y.payer_id, y.kind, y.country_code, y.full_name as name, y.inn, y.kpp, y.ogrn, y.address, y.document_email,
            c.type, c.payment_scheme, c.number, c.signed_on, min(c.starts_at) as starts_at, min(c.contract_id) as first_contract,
            array_agg(pp.project_id order by pp.project_id) as project_ids
       from payer y
       join project_payer pp on pp.payer_id = y.payer_id and pp.starts_at <= $2 and (pp.ends_at is null or pp.ends_at > $2)
       join contract c on c.contract_id = pp.contract_id
       join project p on p.project_id = pp.project_id and p.region_code = $1
      where y.kind <> 'individual' and y.registered_at <= $5 and y.payer_id > $3
      group by y.payer_id, c.type, c.payment_scheme, c.number, c.signed_on
      order by y.payer_id fetch first $4 rows with ties`,
    [regionCode, formatInstant(at), afterPayerId, limit, formatInstant(registeredBy)],
  );
  rows.sort((a, b) => Number(a.payer_id - b.payer_id || a.first_contract - b.first_contract));
  return rows.map((row) => ({
    payerId: row.payer_id,
    kind: row.kind,
    countryCode: row.country_code,
    name: row.name,
    inn: row.inn,
    kpp: row.kpp,
    ogrn: row.ogrn,
    address: row.address,
    documentEmail: row.document_email,
    contract: {
      type: row.type,
      paymentScheme: row.payment_scheme,
      number: row.number,
      signedOn: row.signed_on,
      startsAt: row.starts_at,
    },
    projectIds: row.project_ids.map(BigInt),
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
