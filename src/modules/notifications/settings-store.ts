import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";

/** SQL on who wants to be told what, and where: notification_choice, notification_address. */
type Reader = Pick<Tx, "query">;

export interface Choice {
  readonly projectId: ProjectId;
  readonly userNo: bigint;
  readonly kind: string;
  readonly letter: boolean | null;
  readonly console: boolean | null;
}

const CHOICE = `project_id as "projectId", user_no as "userNo", kind, letter, console`;

/** What somebody chose in a project. */
export function selectChoices(tx: Reader, projectId: ProjectId, userNo: bigint): Promise<Choice[]> {
  return tx.query(`select ${CHOICE} from notification_choice where project_id = $1 and user_no = $2`, [
    projectId,
    userNo,
  ]);
}

/** What people chose of a kind in these projects. */
export function selectChoicesOf(tx: Reader, projectIds: readonly ProjectId[], kind: string): Promise<Choice[]> {
  return tx.query(
    `select ${CHOICE} from notification_choice where project_id = any ($1::bigint[]) and kind = $2`,
    [numberArray(projectIds), kind],
    "notification_choices",
  );
}

export async function upsertChoice(tx: Tx, choice: Choice): Promise<void> {
  await tx.execute(
    `insert into notification_choice (project_id, user_no, kind, letter, console) values ($1, $2, $3, $4, $5)
     on conflict (project_id, user_no, kind) do update set letter = excluded.letter, console = excluded.console`,
    [choice.projectId, choice.userNo, choice.kind, choice.letter, choice.console],
  );
}

export interface Address {
  readonly addressId: bigint;
  readonly projectId: ProjectId;
  readonly email: string;
  readonly language: "ru" | "en";
  readonly groups: readonly string[];
  readonly addedAt: Instant;
  readonly confirmedAt: Instant | null;
  readonly endedAt: Instant | null;
}

const ADDRESS = `address_id as "addressId", project_id as "projectId", email, language, groups, added_at as "addedAt",
  confirmed_at as "confirmedAt", ended_at as "endedAt"`;

/** Those of projects that did not end, the first added first. */
export function selectAddresses(tx: Reader, projectIds: readonly ProjectId[]): Promise<Address[]> {
  return tx.query(
    `select ${ADDRESS} from notification_address where project_id = any ($1::bigint[]) and ended_at is null
      order by address_id`,
    [numberArray(projectIds)],
    "notification_addresses",
  );
}

export async function selectAddress(tx: Reader, addressId: bigint): Promise<Address | null> {
  const rows = await tx.query<Address>(`select ${ADDRESS} from notification_address where address_id = $1`, [
    addressId,
  ]);
  return rows[0] ?? null;
}

export interface NewAddress {
  readonly projectId: ProjectId;
  readonly email: string;
  readonly language: "ru" | "en";
  readonly groups: readonly string[];
  readonly addedBy: string;
  readonly at: Instant;
}

/** Null where the project has it already. */
export async function insertAddress(tx: Tx, address: NewAddress): Promise<bigint | null> {
  const { projectId, email, language, groups, addedBy, at } = address;
  const rows = await tx.query<{ addressId: bigint }>(
    `insert into notification_address (project_id, email, language, groups, added_by, added_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (project_id, email) where ended_at is null do nothing
     returning address_id as "addressId"`,
    [projectId, email, language, textArray(groups), addedBy, formatInstant(at)],
  );
  return rows[0]?.addressId ?? null;
}

/** Answers whether it changed anything. */
export async function confirmAddress(tx: Tx, addressId: bigint, at: Instant): Promise<boolean> {
  const touched = await tx.execute(
    `update notification_address set confirmed_at = greatest($2::timestamptz, added_at)
      where address_id = $1 and confirmed_at is null and ended_at is null`,
    [addressId, formatInstant(at)],
  );
  return touched === 1;
}

/** Answers whether it changed anything. */
export async function endAddress(tx: Tx, addressId: bigint, at: Instant): Promise<boolean> {
  const touched = await tx.execute(
    `update notification_address set ended_at = greatest($2::timestamptz, added_at, confirmed_at)
      where address_id = $1 and ended_at is null`,
    [addressId, formatInstant(at)],
  );
  return touched === 1;
}
