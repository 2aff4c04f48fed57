import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";

/** All SQL on account_activation. Business time. */
type Reader = Pick<Tx, "query">;

/** An account whose services are not activated. */
export interface WaitingAccount {
  readonly accountId: bigint;
  readonly regionCode: string;
  /** It came with its user, who did not join by invitation. */
  readonly registered: boolean;
  /** Those that are not deleted, the first first. */
  readonly projectIds: readonly ProjectId[];
}

/** Those that a user owns, or a project of which it owns (REG-05); locked. */
export async function selectWaiting(tx: Tx, userId: string): Promise<WaitingAccount[]> {
  const rows = await tx.query<Omit<WaitingAccount, "projectIds"> & { projectIds: string[] }>(
    `select a.account_id as "accountId", a.region_code as "regionCode", a.registered,
            array(select p.project_id from project p where p.account_id = a.account_id and p.status <> 'deleted' order by p.created_at, p.project_id) as "projectIds"
       from account a
      where (a.owner_user_id = $1 or exists (
              select from project p join project_member m using (project_id)
               where p.account_id = a.account_id and m.user_id = $1 and m.role = 'owner'))
        and not exists (select from account_activation v where v.account_id = a.account_id)
      order by a.account_id for update of a`,
    [userId],
  );
  return rows.map((row) => ({ ...row, projectIds: row.projectIds.map(BigInt) }));
}

/** Whether a number brought somebody the bonus before. */
export async function hasBrought(tx: Reader, digest: Buffer): Promise<boolean> {
  const rows = await tx.query(
    "select 1 from account_activation where phone_digest = $1 and bonus_project_id is not null",
    [digest],
  );
  return rows.length > 0;
}

export async function insertActivation(
  tx: Tx,
  row: { readonly accountId: bigint; readonly digest: Buffer | null; readonly bonusProjectId: ProjectId | null },
  at: Instant,
): Promise<void> {
  await tx.execute(
    `insert into account_activation (account_id, activated_at, phone_digest, bonus_project_id) values ($1, $2, $3, $4)
     on conflict (account_id) do nothing`,
    [row.accountId, formatInstant(at), row.digest, row.bonusProjectId],
  );
}

/** Since when; null: not yet. */
export async function selectActivation(tx: Reader, accountId: bigint): Promise<Instant | null> {
  const rows = await tx.query<{ activatedAt: Instant }>(
    `select activated_at as "activatedAt" from account_activation where account_id = $1`,
    [accountId],
    "account_activation_of",
  );
  return rows[0]?.activatedAt ?? null;
}

/** Whether services may be used in a project. */
export async function isActivated(tx: Reader, projectId: ProjectId): Promise<boolean> {
  const { activated } = only(
    await tx.query<{ activated: boolean }>(
      `select exists (select from project p join account_activation v using (account_id) where p.project_id = $1) as activated`,
      [projectId],
      "project_is_activated",
    ),
  );
  return activated;
}

/** Whether objects may run in a project: its services are activated, and it is neither conserved nor deleted (REG-08, REG-09). */
export async function isUsed(tx: Reader, projectId: ProjectId): Promise<boolean> {
  const rows = await tx.query(
    "select 1 from project join account_activation using (account_id) where project_id = $1 and status = 'active'",
    [projectId],
  );
  return rows.length > 0;
}
