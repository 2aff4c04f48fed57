import type { Tx } from "../../platform/db.ts";

export interface StatementInvariant {
  readonly name: string;
  readonly sql: string;
}

/** Invariants 12 to 14 and 28 of this module: each query answers the violations, none when the books are right. */
export const STATEMENT_INVARIANTS: readonly StatementInvariant[] = [
  {
    // Every line counts where its money went: credited lines have one payment entry of their amount, in its project.
    name: "12 payment posted once",
    sql: `select l.line_id::text as subject from bank_statement_line l
           where l.disposition = 'credited' and 1 <> (
             select count(*) from journal_entry e join posting p using (project_id, entry_id)
              where e.project_id = l.project_id and e.entry_id = l.entry_id and e.reference = 'bank_statement_line:' || l.line_id
                and e.kind = 'payment' and p.ledger_account = 'payment' and p.amount_minor = l.amount_minor
                and p.funding_source = 'transfer' and p.currency = l.currency)
          union all
          select p.payment_id::text from payment p
           where 1 <> (
             select count(*) from journal_entry e join posting g using (project_id, entry_id)
              where e.project_id = p.project_id and e.entry_id = p.entry_id and e.kind = 'payment'
                and g.ledger_account = 'payment' and g.amount_minor = p.amount_minor and g.funding_source = 'other')
          union all
          select e.reference from journal_entry e
           where e.kind = 'payment' and e.reference like 'bank_statement_line:%'
           group by e.reference having count(*) > 1`,
  },
  {
    name: "13 statement opening + lines = closing, totals as declared",
    sql: `select s.bank_statement_id::text as subject
            from bank_statement s
            left join bank_statement_sighting g using (bank_statement_id)
            left join bank_statement_line l using (line_id)
           where s.sums_agree
           group by s.bank_statement_id
          having s.opening_minor + coalesce(sum(case l.direction when 'in' then l.amount_minor when 'out' then -l.amount_minor end), 0)
                   <> s.closing_minor
              or coalesce(sum(l.amount_minor) filter (where l.direction = 'in'), 0) <> s.declared_in_minor
              or coalesce(sum(l.amount_minor) filter (where l.direction = 'out'), 0) <> s.declared_out_minor`,
  },
  {
    name: "14 bank fingerprint unique, every line sighted",
    sql: `select l.line_id::text as subject from bank_statement_line l
           where not exists (select from bank_statement_sighting g where g.line_id = l.line_id)
          union all
          select encode(fingerprint, 'hex') from bank_statement_line group by fingerprint having count(*) > 1`,
  },
  {
    // The suspense accounts hold exactly the money of the lines that wait, so each can be aged by its line (28).
    name: "28 suspense money is that of the waiting lines",
    sql: `select coalesce(b.account, w.account) as subject
            from (select ledger_account as account, balance_minor from ledger_balance
                   where project_id = 0 and ledger_account like 'suspense:%' and balance_minor <> 0) b
            full join (select 'suspense:' || suspense_region || ':' || currency as account,
                              sum(case direction when 'in' then amount_minor else -amount_minor end) as waiting
                         from bank_statement_line where disposition = 'suspense' and suspense_entry_id is not null
                        group by 1 having sum(case direction when 'in' then amount_minor else -amount_minor end) <> 0) w
              on w.account = b.account
           where b.balance_minor is distinct from w.waiting`,
  },
];

/** The names and subjects of everything wrong; empty when nothing is. */
export async function statementViolations(tx: Pick<Tx, "query">): Promise<string[]> {
  const found: string[] = [];
  for (const { name, sql } of STATEMENT_INVARIANTS) {
    for (const { subject } of await tx.query<{ subject: string }>(sql)) found.push(`${name}: ${subject}`);
  }
  return found;
}
