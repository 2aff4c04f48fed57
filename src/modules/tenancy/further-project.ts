import { Forbidden, NotFound, refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { recordAct } from "../../platform/record-act.ts";
import { projectRenamed } from "./acts.ts";
import { type Welcome, activateFurther, activateServices } from "./activation.ts";
import { type Person, actorOf, onProject } from "./change-members.ts";
import type { MadeProject } from "./people-parts.ts";
import { countProjects, updateProjectName } from "./people-store.ts";
import { createProject } from "./register.ts";
import { regionOfSite } from "./regions.ts";
import { insertAccount, lockUser, selectAccount, selectAccountsOf } from "./store.ts";

export const TooManyProjects = refusal(
  "too_many_own_projects",
  409,
  "В учётной записи не больше {limit} проектов",
  "An account has at most {limit} projects",
);

const MOST_PROJECTS = 100;

/**
 * REG-02, REG-03: a further project of the user's own account, in its region. Who has none yet, being a member by invitation,
 * opens one in the region of the site, once. What was deleted within a day counts still: nobody opens and deletes without end. Refuses TooManyProjects, UnknownSite, and forbidden for staff.
 */
export async function openFurtherProject(
  tx: Tx,
  person: Person,
  { name, site, now }: { readonly name: string; readonly site: string; readonly now: Instant },
  welcome: Welcome,
): Promise<MadeProject> {
  const { userId } = person;
  const user = await lockUser(tx, userId);
  const [own] = await selectAccountsOf(tx, userId);
  if (own === undefined && user?.staffRole !== null) throw Forbidden();
  const accountId = own ?? (await insertAccount(tx, (await regionOfSite(tx, site)).regionCode, userId, false, now));
  if ((await countProjects(tx, accountId, plus(now, -DAY))) >= MOST_PROJECTS)
    throw TooManyProjects({ values: { limit: String(MOST_PROJECTS) } });
  const projectId = await createProject(tx, { accountId, name, now });
  if (own !== undefined) await activateFurther(tx, { projectId, accountId, now });
  else await activateServices(tx, userId, welcome, now);
  const regionCode = (await selectAccount(tx, accountId))?.regionCode ?? "";
  return { projectId, accountId, regionCode, now };
}

/** Gives a project another name; documents that were issued keep theirs. */
export async function renameProject(
  tx: Tx,
  projectId: ProjectId,
  person: Person,
  { name, now }: { readonly name: string; readonly now: Instant },
): Promise<void> {
  await actorOf(tx, projectId, person, "project.manage");
  const before = await updateProjectName(tx, projectId, name);
  if (before === null) throw NotFound({ values: { what: "pid" } });
  await recordAct(tx, projectRenamed, now, { ...onProject(projectId), before: { name: before }, after: { name } });
}
