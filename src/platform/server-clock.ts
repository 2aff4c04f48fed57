import type { Instant } from "../core/time.ts";
import { type Database, type Tx, only } from "./db.ts";

/** Machine time by the database server's clock: the second source that a machine's own is held against (reliability 15). */
export async function serverTime(database: Pick<Database | Tx, "query">): Promise<Instant> {
  return only(await database.query<{ now: Instant }>("select clock_timestamp() as now")).now;
}
