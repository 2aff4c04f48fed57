import { type Instant, type LocalMonth, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";

/** Until when what was supplied under a contract is to be paid: as concluded, and as changed since (decision 0070). */

type Reader = Pick<Tx, "query">;

export interface ContractMonth {
  readonly contractId: bigint;
  /** Of supply. */
  readonly month: LocalMonth;
}

export interface ContractTerm extends ContractMonth {
  /** Days after the month within which it is to be paid; null: as the paper says. */
  readonly paymentDays: number | null;
}

/** The terms of contracts in months of supply, in no order; none for a contract that the reader may not see. */
export function selectTermsOf(tx: Reader, of: readonly ContractMonth[]): Promise<ContractTerm[]> {
  return tx.query<ContractTerm>(
    `select c.contract_id as "contractId", to_char(k.month, 'YYYY-MM') as month,
            case when t.contract_term_id is null then c.payment_days else t.payment_days end as "paymentDays"
       from (select distinct * from unnest($1::bigint[], $2::date[]) k(contract_id, month)) k
       join contract c using (contract_id)
       left join lateral (
         select contract_term_id, payment_days from contract_term t
          where t.contract_id = c.contract_id and t.from_month <= k.month
          order by t.from_month desc, t.contract_term_id desc limit 1) t on true`,
    [numberArray(of.map(({ contractId }) => contractId)), textArray(of.map(({ month }) => `${month}-01`))],
  );
}

export interface TermChange {
  readonly contractId: bigint;
  readonly paymentDays: number | null;
  /** The first month of supply that it is for. */
  readonly fromMonth: LocalMonth;
  readonly changedAt: Instant;
  readonly changedBy: string;
  readonly note: string | null;
}

export async function insertTerm(tx: Tx, change: TermChange): Promise<void> {
  await tx.execute(
    `insert into contract_term (contract_id, from_month, payment_days, changed_at, changed_by, note)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      change.contractId,
      `${change.fromMonth}-01`,
      change.paymentDays,
      formatInstant(change.changedAt),
      change.changedBy,
      change.note,
    ],
  );
}

/** Newest first. */
export function selectTermChanges(tx: Reader, contractIds: readonly bigint[], limit: number): Promise<TermChange[]> {
  return tx.query<TermChange>(
    `select contract_id as "contractId", payment_days as "paymentDays", to_char(from_month, 'YYYY-MM') as "fromMonth",
            changed_at as "changedAt", changed_by as "changedBy", note
       from contract_term where contract_id = any($1::bigint[]) order by contract_term_id desc limit $2`,
    [numberArray(contractIds), limit],
  );
}
