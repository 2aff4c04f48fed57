import { isDeepStrictEqual } from "node:util";

import { formatPid, type ProjectId } from "../../src/core/ids.ts";
import type { Instant } from "../../src/core/time.ts";
import type { Database } from "../../src/platform/db.ts";
import { violations } from "../../src/platform/invariants.ts";
import { type Acknowledged, TRAFFIC, quantityTexts } from "./workload.ts";

/** Holds the books against what was acknowledged: every event and payment once, and all invariants. */
export async function verify(
  database: Database,
  acknowledged: Acknowledged,
  now: Instant,
): Promise<{ problems: string[]; documents: number }> {
  const problems: string[] = [];
  const compare = (what: string, expected: unknown, found: unknown) => {
    if (!isDeepStrictEqual(expected, found))
      problems.push(`${what}: acknowledged ${show(expected)}, in the books ${show(found)}`);
  };
  const [events] = await database.query<{ n: bigint }>(
    "select count(*) as n from usage_event join usage_source using (source_id) where source = 'chaos-meter'",
  );
  compare("events", BigInt(acknowledged.eventIds.size), events?.n);
  compare(
    "quantities of events",
    quantityTexts(acknowledged),
    await sums(
      database,
      "usage_event",
      "and source_id = (select source_id from usage_source where source = 'chaos-meter')",
    ),
  );
  const traffic = Object.fromEntries(
    Object.entries(quantityTexts(acknowledged)).filter(([key]) => key.endsWith(TRAFFIC)),
  );
  compare("quantities charged", traffic, await sums(database, "charge", `and sku_code = '${TRAFFIC}'`));
  const paid = await database.query<{ project_id: ProjectId; minor: bigint }>(
    `select project_id, sum(amount_minor)::bigint as minor from journal_entry join posting using (project_id, entry_id)
      where kind = 'payment' and ledger_account = 'payment' group by 1 order by 1`,
  );
  compare(
    "payments",
    [...acknowledged.paid].sort(([a], [b]) => (a < b ? -1 : 1)),
    paid.map((row) => [row.project_id, row.minor]),
  );
  const [lines] = await database.query<{ n: bigint }>("select count(*) as n from bank_statement_line");
  compare("bank lines", BigInt(acknowledged.lines), lines?.n);
  // The order is that of the commits: a freeze that is noticed late bears an earlier instant than the top-up before it.
  const [told] = await database.query<{ disordered: bigint }>(
    `select count(*) as disordered from sandbox_notice n join sandbox_notice m
        on m.project_id = n.project_id and m.notice_no > n.notice_no
       and substring(m.webhook_id from '\\d+$')::bigint < substring(n.webhook_id from '\\d+$')::bigint`,
  );
  compare("webhooks out of order", 0n, told?.disordered);
  const [webhooks] = await database.query<{ sent: bigint; received: bigint }>(
    `select (select count(*) from outbox_message where destination = 'control_plane') as sent, (select count(*) from sandbox_notice) as received`,
  );
  compare("webhooks received", webhooks?.sent, webhooks?.received);
  for (const broken of await violations(database, now))
    problems.push(`${broken.invariant}: ${show(broken.rows.slice(0, 3))}`);
  const [documents] = await database.query<{ n: bigint }>("select count(*) as n from document");
  return { problems, documents: Number(documents?.n ?? 0n) };
}

async function sums(
  database: Database,
  table: "usage_event" | "charge",
  where: string,
): Promise<Record<string, string>> {
  const rows = await database.query<{ project_id: ProjectId; sku_code: string; quantity: string }>(
    `select project_id, sku_code, trim_scale(sum(quantity))::text as quantity
       from ${table} join sku using (sku_id) where true ${where} group by 1, 2 order by 1, 2`,
  );
  return Object.fromEntries(
    rows.map((row) => [`${formatPid(row.project_id)} ${row.sku_code}`, row.quantity] as const).sort(byKey),
  );
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? one.toString() : one)).slice(0, 500);
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
