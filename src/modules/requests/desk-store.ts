import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";
import type { Request } from "./request.ts";
import { REQUEST } from "./store.ts";

/** All SQL on request_follower, unwanted_sender and request_rating, and on requests that are raised or joined. */
type Reader = Pick<Tx, "query">;

/** Locks requests whose deadline has passed without staff having been told, the most urgent first. */
export function lockUnraised(tx: Tx, now: Instant, limit: number): Promise<Request[]> {
  return tx.query<Request>(
    `select ${REQUEST} from request where due_at < $1 and raised_at is null order by due_at limit $2 for update skip locked`,
    [formatInstant(now), limit],
    "requests_unraised",
  );
}

export async function countUnraised(reader: Reader, now: Instant): Promise<number> {
  const rows = await reader.query<{ n: bigint }>(
    "select count(*) as n from request where due_at < $1 and raised_at is null",
    [formatInstant(now)],
  );
  return Number(only(rows).n);
}

/** Says that staff were told; nothing that somebody saw has changed, so the version stays. */
export async function updateRaised(tx: Tx, requestId: bigint, now: Instant): Promise<void> {
  await tx.execute("update request set raised_at = $2 where request_id = $1", [requestId, formatInstant(now)]);
}

/** Open cases of the same customer about the same project, into which this one can be merged; the newest first. */
export function selectSiblings(reader: Reader, request: Request, limit: number): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request
      where requester_email = $1 and region_code = $2 and request_id <> $3 and closed_at is null
        and ($4::bigint is null or project_id = $4)
      order by request_id desc limit $5`,
    [request.requesterEmail, request.regionCode, request.requestId, request.projectId, limit],
  );
}

/** Cases that were merged into this one. */
export function selectMerged(reader: Reader, requestId: bigint): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request where merged_into = $1 order by request_id limit 100`,
    [requestId],
    "requests_merged",
  );
}

export async function upsertFollower(tx: Tx, requestId: bigint, userId: string, now: Instant): Promise<void> {
  await tx.execute(
    `insert into request_follower (user_id, request_id, followed_at) values ($1, $2, $3)
     on conflict (user_id, request_id) do nothing`,
    [userId, requestId, formatInstant(now)],
  );
}

export async function deleteFollower(tx: Tx, requestId: bigint, userId: string): Promise<void> {
  await tx.execute("delete from request_follower where user_id = $1 and request_id = $2", [userId, requestId]);
}

export async function isFollowed(reader: Reader, requestId: bigint, userId: string): Promise<boolean> {
  const rows = await reader.query("select 1 from request_follower where user_id = $1 and request_id = $2", [
    userId,
    requestId,
  ]);
  return rows.length > 0;
}

/** What a member of staff follows, the newest first. */
export function selectFollowed(
  reader: Reader,
  userId: string,
  before: bigint | null,
  limit: number,
): Promise<Request[]> {
  return reader.query<Request>(
    `select ${REQUEST} from request
      where request_id in (select request_id from request_follower where user_id = $1)
        and ($2::bigint is null or request_id < $2)
      order by request_id desc limit $3`,
    [userId, before, limit],
    "requests_followed",
  );
}

export async function upsertUnwanted(tx: Tx, sender: string, until: Instant, requestId: bigint): Promise<void> {
  await tx.execute(
    `insert into unwanted_sender (sender, until, request_id) values ($1, $2, $3)
     on conflict (sender) do update set until = excluded.until, request_id = excluded.request_id`,
    [sender, formatInstant(until), requestId],
  );
}

export async function deleteUnwanted(tx: Tx, sender: string): Promise<void> {
  await tx.execute("delete from unwanted_sender where sender = $1", [sender]);
}

export async function isUnwanted(reader: Reader, sender: string, now: Instant): Promise<boolean> {
  const rows = await reader.query("select 1 from unwanted_sender where sender = $1 and until > $2", [
    sender,
    formatInstant(now),
  ]);
  return rows.length > 0;
}

export interface Rating {
  readonly score: number;
  readonly comment: string | null;
}

export async function upsertRating(
  tx: Tx,
  requestId: bigint,
  { score, comment, userId }: Rating & { readonly userId: string },
  now: Instant,
): Promise<void> {
  await tx.execute(
    `insert into request_rating (request_id, score, comment, rated_by, rated_at) values ($1, $2, $3, $4, $5)
     on conflict (request_id) do update set score = excluded.score, comment = excluded.comment,
            rated_by = excluded.rated_by, rated_at = excluded.rated_at`,
    [requestId, score, comment, userId, formatInstant(now)],
  );
}

export async function selectRating(reader: Reader, requestId: bigint): Promise<Rating | null> {
  const rows = await reader.query<Rating>("select score, comment from request_rating where request_id = $1", [
    requestId,
  ]);
  return rows[0] ?? null;
}
