import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import type { StaffRole } from "../../platform/http/index.ts";

/** SQL on staff_visit: when staff look at the platform as a customer (AUD-02). */
type Reader = Pick<Tx, "query">;

export interface NewVisit {
  readonly staffUserId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly reason: string;
  readonly beganAt: Instant;
  readonly endsAt: Instant;
}

export async function insertVisit(tx: Tx, visit: NewVisit): Promise<bigint> {
  const rows = await tx.query<{ visitId: bigint }>(
    `insert into staff_visit (staff_user_id, session_id, user_id, reason, began_at, ends_at)
     values ($1, $2, $3, $4, $5, $6) returning visit_id as "visitId"`,
    [
      visit.staffUserId,
      visit.sessionId,
      visit.userId,
      visit.reason,
      formatInstant(visit.beganAt),
      formatInstant(visit.endsAt),
    ],
  );
  return rows[0]?.visitId ?? 0n;
}

/** Ends one visit of a member of staff; the user who was visited, or null where none is open. */
export async function endVisitRow(tx: Tx, visitId: bigint, staffUserId: string, at: Instant): Promise<string | null> {
  const rows = await tx.query<{ userId: string }>(
    `update staff_visit set ended_at = $3
      where visit_id = $1 and staff_user_id = $2 and ended_at is null and ends_at > $3 returning user_id as "userId"`,
    [visitId, staffUserId, formatInstant(at)],
  );
  return rows[0]?.userId ?? null;
}

export interface OpenVisit {
  readonly visitId: bigint;
  readonly userId: string;
  readonly reason: string;
  readonly endsAt: Instant;
}

/** A visit that goes on, where this browser of this member of staff began it. */
export async function selectOpenVisit(
  reader: Reader,
  visitId: bigint,
  of: { readonly userId: string; readonly sessionId: string },
  at: Instant,
): Promise<OpenVisit | null> {
  const rows = await reader.query<OpenVisit>(
    `select visit_id as "visitId", user_id as "userId", reason, ends_at as "endsAt" from staff_visit
      where visit_id = $1 and staff_user_id = $2 and session_id = $3 and ended_at is null and ends_at > $4`,
    [visitId, of.userId, of.sessionId, formatInstant(at)],
    "open_visit",
  );
  return rows[0] ?? null;
}

export interface ListedVisit {
  readonly visitId: bigint;
  /** Null: no longer of the staff. */
  readonly staffRole: StaffRole | null;
  readonly reason: string;
  readonly beganAt: Instant;
  readonly endsAt: Instant;
  readonly endedAt: Instant | null;
  /** The session that began it goes on. */
  readonly lives: boolean;
}

/** When staff visited the user whose rows are read, the last first. */
export function selectOwnVisits(reader: Reader): Promise<ListedVisit[]> {
  return reader.query(
    `select visit_id as "visitId", staff_role as "staffRole", reason, began_at as "beganAt", ends_at as "endsAt",
            ended_at as "endedAt", session_lives as lives
       from tenant_visits() order by visit_id desc limit 100`,
    [],
    "visits_of_user",
  );
}
