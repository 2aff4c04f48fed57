import { type Instant, formatInstant } from "../../core/time.ts";
import { type Database, type Tx } from "../db.ts";
import type { SecurityKind } from "../../core/security-kind.ts";
import type { CountedFact } from "../security-fact.ts";

/** What is read and removed of security_event; it is written by insertFacts, which the command line needs too. */

export interface SecurityRow extends CountedFact {
  readonly id: bigint;
}

export interface SecurityFilter {
  readonly kind: SecurityKind | null;
  readonly actor: string | null;
  /** Behind this id, the newest first; null for the first page. */
  readonly before: bigint | null;
  readonly limit: number;
}

export async function selectFacts(reader: Pick<Tx, "query">, filter: SecurityFilter): Promise<SecurityRow[]> {
  return reader.query<SecurityRow>(
    `select security_event_id as id, happened_at as at, kind, actor, address, subject, times
       from security_event
      where ($1::text is null or kind = $1) and ($2::text is null or actor = $2)
        and ($3::bigint is null or security_event_id < $3)
      order by security_event_id desc limit $4`,
    [filter.kind, filter.actor, filter.before, filter.limit],
  );
}

/** Removes facts older than an instant, `limit` at most; answers how many went. Ids follow time, so the oldest come first. */
export async function deleteFacts(database: Database, before: Instant, limit: number): Promise<number> {
  return database.transaction((tx) =>
    tx.execute(
      `delete from security_event where security_event_id in (
         select security_event_id from security_event order by security_event_id limit $2) and happened_at < $1`,
      [formatInstant(before), limit],
    ),
  );
}
