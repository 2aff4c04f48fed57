import { suspenseClosing } from "../../src/modules/payments/index.ts";
import { actOrPropose } from "../../src/modules/proposals/index.ts";
import { statement1c } from "./bank-transfer.ts";
import type { Operation } from "./fuzz-oracle.ts";
import { type PeopleCall, sessionOf } from "./fuzz-people.ts";
import type { HttpWorld } from "./http-world.ts";

/** Of each kind of decision so many. */
const OF_EACH = 6;
/** Money on it takes two persons, however little (PAY-14). */
const FOREIGN_ACCOUNT = "40702810900000000077";

/**
 * What waits for a second person in a world to be fuzzed, and a halt to be released. Answers who decides about what, in the
 * browser; null for any other operation.
 */
export async function proposalsToFuzz(world: HttpWorld): Promise<(operation: Operation) => PeopleCall | null> {
  const { database, clock } = world.test;
  const now = clock.now();
  const acts = ["approve", "refuse", "withdraw", "adopt", "{id}"] as const;
  const transfers = Array.from({ length: acts.length * OF_EACH }, (_, n) => ({
    number: String(7_000 + n),
    on: "2026-10-02",
    amount: "3.00",
    // Nobody's here: what a payer's details become changes what is proposed.
    payer: { name: "ООО «Ель»", inn: "7700000016" },
    projectId: null,
  }));
  await world.send({
    method: "POST",
    path: "/v1/office/bank-statements",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body: statement1c(transfers, FOREIGN_ACCOUNT),
  });
  const lines = await database.query<{ id: bigint }>(
    "select line_id as id from bank_statement_line where own_account = $1 order by 1",
    [FOREIGN_ACCOUNT],
  );
  const ids: Record<string, string[]> = {};
  for (const [n, { id }] of lines.entries()) {
    const act = acts[n % acts.length] ?? "{id}";
    const asking = { userId: act === "adopt" ? null : "accountant", staffUserId: "accountant", reason: "fuzz", now };
    const closing = { lineIds: [id], outcome: "dismissed" as const, note: "fuzz" };
    const { proposalId } = await database.transaction((tx) => actOrPropose(tx, suspenseClosing, closing, asking));
    (ids[act] ??= []).push(String(proposalId));
  }
  const file = statement1c(transfers.slice(0, 1)).toString();
  const doubtful = await world.send({
    method: "POST",
    path: "/v1/office/bank-statements?confirm=true",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body: Buffer.from(file.slice(0, file.lastIndexOf("КонецФайла"))),
  });
  ids["credits"] = ids["file"] = [doubtful.json<{ proposal: string }>().proposal];
  await database.query(
    "insert into automation_halt (kind, halted_at, affected, allowed) values ('deletion', '2026-10-02T08:00:00Z', 400, 10)",
  );
  const [proposer, approver] = [
    await sessionOf(world, "accountant@saldo.example.test"),
    await sessionOf(world, "operator@saldo.example.test"),
  ];
  return ({ path }) => {
    const headers = { host: "cloud.vk.com" };
    if (path.endsWith("/halts/{kind}/release")) return { headers, cookie: approver, known: { kind: ["deletion"] } };
    const [, act] = /^\/v1\/office\/proposals\/\{id\}(?:\/(\w+))?$/.exec(path) ?? [];
    if (!path.startsWith("/v1/office/proposals/")) return null;
    const cookie = act === "withdraw" ? proposer : approver;
    return { headers, cookie, known: { id: ids[act ?? "{id}"] ?? [], kind: ["close_transfer"] } };
  };
}
