import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";

/** All SQL on saved_filter. */
export interface SavedFilter {
  readonly savedFilterId: bigint;
  readonly name: string;
  readonly query: string;
}

/** The reader's own of one list, by name. */
export function selectSavedFilters(reader: Pick<Tx, "query">, list: string): Promise<SavedFilter[]> {
  return reader.query<SavedFilter>(
    `select saved_filter_id as "savedFilterId", name, query from saved_filter where list = $1 order by name limit 100`,
    [list],
    "saved_filters",
  );
}

/** Keeps a filter under its name, in place of one that had it. False when there are `most` others. */
export async function upsertSavedFilter(
  tx: Tx,
  userNo: bigint,
  { list, name, query }: Pick<SavedFilter, "name" | "query"> & { readonly list: string },
  { most, now }: { readonly most: number; readonly now: Instant },
): Promise<boolean> {
  const others = await tx.query<{ n: bigint }>(
    "select count(*) as n from saved_filter where user_no = $1 and list = $2 and name <> $3",
    [userNo, list, name],
  );
  if (only(others).n >= most) return false;
  await tx.execute(
    `insert into saved_filter (user_no, list, name, query, saved_at) values ($1, $2, $3, $4, $5)
     on conflict on constraint saved_filter_name do update set query = excluded.query, saved_at = excluded.saved_at`,
    [userNo, list, name, query, formatInstant(now)],
  );
  return true;
}

/** False when the user has no such one. */
export async function deleteSavedFilter(tx: Tx, userNo: bigint, savedFilterId: bigint): Promise<boolean> {
  return (
    (await tx.execute("delete from saved_filter where user_no = $1 and saved_filter_id = $2", [
      userNo,
      savedFilterId,
    ])) === 1
  );
}
