import { type Database, type Tx, only } from "./db.ts";

/**
 * Every lock that one piece of work holds against others by a name instead of a row. A name has one home: the room that
 * takes it; others ask through that room's front door. What stands behind a name stays as it is: two releases may run side
 * by side. (Locks of a process, which last longer than a transaction: session-locks.ts.)
 */
const LOCKS = {
  alarms: "alarms",
  bankImport: "bank_statement_import",
  configuration: 7_290_002n,
  corrections: "usage corrections:",
  focusPayer: "focus payer ",
  idempotencyKey: "",
  inboundMail: "inbound mail:",
  issue: "issue:",
  loneActs: "lone acts:",
  migration: 5_134_827_001n,
  outboxClaim: "outbox claim:",
  payment: "payment:",
  period: "period:",
  phone: "phone:",
  proposals: "proposals:",
  rating: 7_290_001n,
  sending: "sending:",
} as const;

type LockName = keyof typeof LOCKS;

/** Waits for the lock and holds it until the transaction ends. `of` tells apart what may go on side by side. */
export async function holdLock(tx: Tx, name: LockName, of = ""): Promise<void> {
  await tx.execute(...call("pg_advisory_xact_lock", name, of));
}

/** Like holdLock, but those who share it do not wait for each other, only for who holds it alone. */
export async function shareLock(tx: Tx, name: LockName, of = ""): Promise<void> {
  await tx.execute(...call("pg_advisory_xact_lock_shared", name, of));
}

/** Holds the lock until the transaction ends if nobody does; answers whether it does. */
export async function holdIfFree(tx: Tx, name: LockName, of = ""): Promise<boolean> {
  return only(await tx.query<{ held: boolean }>(...call("pg_try_advisory_xact_lock", name, of))).held;
}

/** Does work of several transactions while one connection of its own holds the lock: gone with the process. */
export async function aloneWith<T>(database: Database, name: LockName, work: () => Promise<T>): Promise<T> {
  const holder = await database.pool.connect();
  const ask = (how: string) => {
    const [text, values] = call(how, name, "");
    return holder.query(text, values);
  };
  try {
    await ask("pg_advisory_lock");
    return await work();
  } finally {
    await ask("pg_advisory_unlock").catch(() => undefined);
    holder.release();
  }
}

function call(how: string, name: LockName, of: string): [text: string, values: unknown[], name: string] {
  const lock = LOCKS[name];
  if (typeof lock === "bigint") return [`select ${how}($1::bigint) as held`, [lock], `${how}_number`];
  return [`select ${how}(hashtextextended($1, 0)) as held`, [`${lock}${of}`], `${how}_text`];
}
