import type { ProjectId } from "../../src/core/ids.ts";
import { at } from "../../src/core/time.ts";
import { changePayer } from "../../src/modules/parties/index.ts";
import { only } from "../../src/platform/db.ts";
import type { Database } from "../../src/platform/db.ts";
import { ownerOf } from "./database.ts";

/**
 * A project goes to another owner, and is paid for by the first payer of its account from an instant on, as the office does it
 * when a request was granted (REG-05, REG-06).
 */
export async function moveProject(database: Database, projectId: ProjectId, userId: string, when: string) {
  // No member is deleted by the program.
  await ownerOf(database).transaction(async (tx) => {
    const to = only(
      await tx.query<{ accountId: bigint; payerId: bigint; contractId: bigint }>(
        `select account_id as "accountId", payer_id as "payerId", contract_id as "contractId"
           from account join payer using (account_id) join contract using (payer_id)
          where owner_user_id = $1 order by contract_id limit 1`,
        [userId],
      ),
    );
    await tx.execute("update project set account_id = $2 where project_id = $1", [projectId, to.accountId]);
    await tx.execute("delete from project_member where project_id = $1", [projectId]);
    await tx.execute("insert into project_member (project_id, user_id, role) values ($1, $2, 'owner')", [
      projectId,
      userId,
    ]);
    await changePayer(tx, projectId, to.payerId, to.contractId, at(when));
  });
}
