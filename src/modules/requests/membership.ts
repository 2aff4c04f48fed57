import type { Tx } from "../../platform/db.ts";
import { type Permission, type Role, permissionsOf, rolesOf } from "../tenancy/index.ts";
import { selectParties } from "./store.ts";

const TAKES_PART: readonly Permission[] = ["requests.create", "requests.view"];

/**
 * Who takes part in a request: who asked, as long as they are a member of its project, and those members who may see all
 * requests of the project. A member who may not learns nothing of it, not even that it is there.
 */
export async function requestMembership(
  reader: Pick<Tx, "query">,
  requestIds: readonly bigint[],
  userId: string | null,
): Promise<ReadonlyMap<bigint, readonly string[] | null>> {
  const found = await selectParties(reader, requestIds);
  const roles = userId === null || found.length === 0 ? new Map<bigint, Role>() : await rolesOf(reader, userId);
  return new Map(
    found.map(({ requestId, projectId, requesterUserId }) => {
      const asked = userId !== null && requesterUserId === userId;
      if (projectId === null) return [requestId, asked ? TAKES_PART : null];
      const role = roles.get(projectId);
      const sees = role !== undefined && (asked || permissionsOf(role).includes("requests.view"));
      return [requestId, sees ? TAKES_PART : null];
    }),
  );
}
