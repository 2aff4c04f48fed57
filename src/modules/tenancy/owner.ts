import type { Language } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Tx } from "../../platform/db.ts";

export interface Owner {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
}

/** The owner of a project: who is told of its freezing (FRZ-03); null when there is none. */
export async function ownerOf(tx: Pick<Tx, "query">, projectId: ProjectId): Promise<Owner | null> {
  const rows = await tx.query<Owner>(
    `select u.user_id as "userId", u.email, u.name, u.language
       from project_member m join app_user u using (user_id) where m.project_id = $1 and m.role = 'owner'`,
    [projectId],
  );
  return rows[0] ?? null;
}
