import { type Counted, compare } from "./charges.ts";
import type { Facts } from "./facts.ts";
import type { Part } from "./rating.ts";
import type { Database } from "../../src/platform/db.ts";

/**
 * A project's balance, all accounts together, is what came in less what its usage costs: payments as the bank and the
 * acquirers told of them, bonuses as granted and expired, less the recounted days and what the open day has cost so far.
 */
export async function recountBalances(database: Database, facts: Facts, parts: readonly Part[]): Promise<Counted> {
  const held = await sums(
    database,
    `select project_id::text as key, sum(balance_minor) as minor from ledger_balance
      where ledger_account = 'payment' or ledger_account like 'bonus:%' group by 1`,
  );
  const came = await sums(
    database,
    `select project_id::text as key, sum(minor) as minor from (
       select project_id, amount_minor as minor from payment
       union all select project_id, amount_minor from bank_statement_line where disposition = 'credited'
       union all select p.project_id, p.amount_minor from posting p join journal_entry e using (project_id, entry_id)
                  where e.kind in ('bonus', 'bonus_expiry') and p.ledger_account like 'bonus:%') u group by 1`,
  );
  const due = new Map(came);
  const take = (projectId: string, amount: bigint) => due.set(projectId, (due.get(projectId) ?? 0n) - amount);
  for (const part of parts) take(part.projectId, part.amount);
  for (const project of facts.projects) {
    const open = facts.charges.filter((one) => one.projectId === project.projectId && one.day >= project.openDay);
    for (const charge of open) take(charge.projectId, charge.amount);
  }
  return compare("balance of project", held, due);
}

async function sums(database: Database, statement: string): Promise<Map<string, bigint>> {
  const rows = await database.query<{ key: string; minor: string }>(statement);
  return new Map(rows.map((row) => [row.key, BigInt(row.minor)]));
}
