import { type Tx } from "../../platform/db.ts";
import { PERMISSIONS } from "./permissions.ts";
import { selectAccountOwners, selectAccountsOf, selectUserNos } from "./store.ts";

/**
 * Who belongs to subjects of one kind: of these ids those that exist, each with what the user may do there; null where the
 * user is a stranger, and everywhere when `userId` is null. The room that owns a kind exports its own, and the composition
 * hands it to TenancyAuthority.
 */
export type Membership = (
  reader: Pick<Tx, "query">,
  ids: readonly bigint[],
  userId: string | null,
) => Promise<ReadonlyMap<bigint, readonly string[] | null>>;

/**
 * An account is its owner's alone. Roles are given in projects (REG-04), and a project may get another owner or payer
 * (REG-05, REG-06) without the papers of before going along: so no role in a project opens its account.
 */
export const accountMembership: Membership = async (reader, accountIds, userId) => {
  const owners = await selectAccountOwners(reader, accountIds);
  return new Map(owners.map((one) => [one.accountId, one.ownerUserId === userId ? PERMISSIONS : null]));
};

/** A user is its own subject, and nobody else's. */
export const userMembership: Membership = async (reader, userNos, userId) => {
  const users = await selectUserNos(reader, userNos);
  return new Map(users.map((one) => [one.userNo, one.userId === userId ? PERMISSIONS : null]));
};

/** The accounts of which accountMembership gives a user rights. */
export function accountsOf(reader: Pick<Tx, "query">, userId: string): Promise<bigint[]> {
  return selectAccountsOf(reader, userId);
}
