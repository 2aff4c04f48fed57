import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, only, textArray } from "../db.ts";

/** SQL on the chains of acts: audit_unchained, audit_batch, audit_anchor. */

/** Chains the oldest acts that wait, one link for each of their chains; answers how many acts. One at a time does it. */
export async function chainOldest(tx: Tx, at: Instant, limit: number): Promise<number> {
  const rows = await tx.query<{ count: bigint }>(
    `with taken as (
       delete from audit_unchained where audit_event_id in (
         select audit_event_id from audit_unchained order by audit_event_id limit $2)
       returning audit_event_id
     ), link as (
       select coalesce(e.region_code, 'house') as chain, array_agg(e.audit_event_id order by e.audit_event_id) as ids,
              array_agg(audit_leaf(e) order by e.audit_event_id) as leaves
         from audit_event e join taken using (audit_event_id) group by 1
     ), numbered as (
       select l.*, coalesce(h.batch_no, 0) + 1 as batch_no, coalesce(h.sha256, audit_root()) as previous
         from link l
         left join lateral (select batch_no, sha256 from audit_batch b where b.chain = l.chain order by batch_no desc limit 1) h on true
     ), chained as (
       insert into audit_batch (chain, batch_no, chained_at, ids, leaves, previous, sha256)
       select chain, batch_no, $1, ids, leaves, previous, audit_link(chain, batch_no, $1, ids, leaves, previous) from numbered
     )
     select count(*) from taken`,
    [formatInstant(at), limit],
  );
  return Number(only(rows).count);
}

/** The last link of a chain. */
export interface Head {
  readonly chain: string;
  readonly batchNo: bigint;
  readonly sha256: Buffer;
  readonly chainedAt: Instant;
  /** All acts of the chain. */
  readonly acts: bigint;
}

const HEADS = `select distinct on (chain) chain, batch_no as "batchNo", sha256, chained_at as "chainedAt",
  (select sum(cardinality(ids)) from audit_batch a where a.chain = b.chain) as acts from audit_batch b`;

export async function selectHeads(reader: Pick<Tx, "query">): Promise<Head[]> {
  const rows = await reader.query<Head>(`${HEADS} order by chain, batch_no desc`);
  return rows.map((head) => ({ ...head, acts: BigInt(head.acts) }));
}

/** Since when the oldest act waits to be chained, and how many do. */
export async function selectWaiting(reader: Pick<Tx, "query">): Promise<{ count: number; since: Instant | null }> {
  const row = only(
    await reader.query<{ count: bigint; since: Instant | null }>(
      `select count(*) as count, min(e.happened_at) as since from audit_unchained left join audit_event e using (audit_event_id)`,
    ),
  );
  return { count: Number(row.count), since: row.since };
}

export type ToldBy = "log" | "letter";

/** Heads that were not told this way yet, of chains of which nothing was told so since an instant; they now are. */
export async function tellHeads(tx: Tx, by: ToldBy, at: Instant, since: Instant): Promise<Head[]> {
  const told = await tx.query<{ chain: string }>(
    `insert into audit_anchor (chain, told_by, batch_no, sha256, told_at)
     select h.chain, $1, h."batchNo", h.sha256, $2 from (${HEADS} order by chain, batch_no desc) h
      where not exists (select from audit_anchor a where a.chain = h.chain and a.told_by = $1
                                                     and (a.told_at > $3 or a.batch_no = h."batchNo"))
     returning chain`,
    [by, formatInstant(at), formatInstant(since)],
  );
  const chains = new Set(told.map(({ chain }) => chain));
  return (await selectHeads(tx)).filter(({ chain }) => chains.has(chain));
}

export interface KnownHead {
  readonly chain: string;
  readonly batchNo: bigint;
  readonly sha256: string;
}

/** Of heads that were told outside, those that the chains do not have. */
export async function selectMissing(reader: Pick<Tx, "query">, heads: readonly KnownHead[]): Promise<KnownHead[]> {
  return reader.query<KnownHead>(
    `select k.chain, k.batch_no as "batchNo", k.sha256
       from unnest($1::text[], $2::bigint[], $3::text[]) with ordinality k(chain, batch_no, sha256, place)
      where not exists (select from audit_batch b where b.chain = k.chain and b.batch_no = k.batch_no
                                                    and encode(b.sha256, 'hex') = k.sha256)
      order by k.place`,
    [
      textArray(heads.map(({ chain }) => chain)),
      numberArray(heads.map(({ batchNo }) => batchNo)),
      textArray(heads.map(({ sha256 }) => sha256)),
    ],
  );
}
