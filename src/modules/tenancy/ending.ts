import { InvalidInput, refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { HOUR, type Instant, addMonths, dateOf, monthOf } from "../../core/time.ts";
import type { Act } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { takeTurns } from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { projectConservedAct, projectDeletedAct, projectResumedAct } from "./acts.ts";
import { type Person, actorOf, onProject } from "./change-members.ts";
import { projectConserved, projectDeleted, projectResumed } from "./control-plane-topics.ts";
import { type Months, insertDeletion, lockStatus, updateStatus } from "./ending-store.ts";
import { UnknownProject } from "./members.ts";
import type { Permission } from "./permissions.ts";
import { endAccess, endOwnerChange } from "./people-store.ts";
import { type ProjectEnd, personNotice } from "./person-notice.ts";
import type { ProjectFacts, ProjectStatus } from "./region.ts";
import { projectFacts } from "./regions.ts";
import { letterFrame } from "./sessions.ts";
import { ownerOf, selectUser } from "./store.ts";

export const StillRuns = refusal(
  "project_still_runs",
  409,
  "В проекте работает объектов: {count}. Остановите и удалите их, тогда его можно законсервировать",
  "{count} objects run in the project. Stop and delete them, then it can be conserved",
);
export const WrongStatus = refusal(
  "project_status_is_other",
  409,
  "Состояние проекта уже другое. Обновите страницу",
  "The project's state is another one by now. Load the page anew",
);
export const NotItsPid = refusal(
  "pid_not_confirmed",
  422,
  "Введите PID проекта, чтобы подтвердить удаление",
  "Type the project's PID to confirm its deletion",
);

export const ConservedTooOften = refusal(
  "project_conserved_too_often",
  429,
  "Проект консервировали слишком часто, повторите через {minutes} мин",
  "The project was conserved too often, try again in {minutes} min",
);

/** What rooms above know of a project that ends. */
export interface EndingPorts {
  /** How many of its objects run now and are charged for. */
  readonly runs: (tx: Pick<Tx, "query">, projectId: ProjectId) => Promise<number>;
  /** How many more were reported to run a moment ago, and are not among them yet. */
  readonly starts: (tx: Tx, projectId: ProjectId) => Promise<number>;
  /** Whether a legal entity or sole proprietor pays for it. */
  readonly hasPapers: (tx: Pick<Tx, "query">, projectId: ProjectId, now: Instant) => Promise<boolean>;
  /** The payment account, as acts keep amounts. */
  readonly balance: (tx: Pick<Tx, "query">, projectId: ProjectId) => Promise<string>;
  /** Nobody is told any more of the freezing of a deleted project. */
  readonly close: (tx: Tx, projectId: ProjectId, at: Instant) => Promise<void>;
  /** Asks the document department for the papers of some months, as a request of who deletes. */
  readonly askPapers: (
    tx: Tx,
    order: { readonly projectId: ProjectId; readonly userId: string; readonly months: Months; readonly now: Instant },
  ) => Promise<void>;
}

/** What stands before a project's end, for who decides. */
export interface EndingView {
  readonly status: ProjectStatus;
  readonly running: number;
  /** Months of which papers may be wanted; null: its payer gets none. */
  readonly months: Months | null;
  readonly balance: string;
}

export async function endingOf(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  ports: EndingPorts,
  now: Instant,
): Promise<EndingView> {
  const facts = (await projectFacts(tx, [projectId])).get(projectId);
  return {
    status: facts?.status ?? "deleted",
    running: await ports.runs(tx, projectId),
    months: facts && (await ports.hasPapers(tx, projectId, now)) ? monthsOf(facts, now) : null,
    balance: await ports.balance(tx, projectId),
  };
}

const MOST_MONTHS = 36;

/** From the project's first month to the present one, of three years at most. */
function monthsOf({ createdAt, timeZone }: ProjectFacts, now: Instant): Months {
  const to = monthOf(dateOf(now, timeZone));
  const first = monthOf(dateOf(createdAt, timeZone));
  const earliest = addMonths(to, 1 - MOST_MONTHS);
  return { from: first < earliest ? earliest : first, to };
}

interface Order {
  readonly projectId: ProjectId;
  readonly person: Person;
  readonly now: Instant;
  /** Why staff do it in the members' place; left out: the person is a member. */
  readonly staffReason?: string;
}

/** A member who may do it, or staff, who have said why; the project's state as it is, held until the transaction's end. */
async function heldStatus(
  tx: Tx,
  { projectId, person, staffReason }: Order,
  permission: Permission,
): Promise<ProjectStatus> {
  if (staffReason === undefined) await actorOf(tx, projectId, person, permission);
  const status = await lockStatus(tx, projectId);
  if (status === null) throw UnknownProject();
  return status;
}

/**
 * REG-08: nothing chargeable runs in it, and nothing may: the control plane is told, and usage that says otherwise waits in
 * quarantine. Refuses forbidden, UnknownProject, StillRuns, WrongStatus, ConservedTooOften.
 */
export async function conserveProject(
  tx: Tx,
  order: Order & { readonly machineNow: Instant },
  ports: EndingPorts,
): Promise<void> {
  const { projectId } = order;
  if ((await heldStatus(tx, order, "project.manage")) !== "active") throw WrongStatus();
  const count = (await ports.runs(tx, projectId)) + (await ports.starts(tx, projectId));
  if (count > 0) throw StillRuns({ values: { count: String(count) } });
  await paceConserving(tx, projectId, order.machineNow);
  await become(tx, order, "conserved", {
    act: projectConservedAct,
    topic: projectConserved,
    kind: "project_conserved",
  });
}

/** More than anybody needs: each is a letter to the owner, a message to the cloud, and a time that is kept with the project. */
async function paceConserving(tx: Tx, projectId: ProjectId, machineNow: Instant): Promise<void> {
  const pace = { of: `conserve ${projectId}`, burst: 10, everyMs: HOUR };
  await takeTurns(tx, [pace], machineNow, ConservedTooOften);
}

/** REG-08: a conserved project is used again. Refuses forbidden, WrongStatus. */
export async function resumeProject(tx: Tx, order: Order): Promise<void> {
  if ((await heldStatus(tx, order, "project.manage")) !== "conserved") throw WrongStatus();
  await become(tx, order, "active", { act: projectResumedAct, topic: projectResumed, kind: "project_resumed" });
}

/**
 * REG-08: ends a project for ever, with a debt as well: the control plane removes what is left in it, nobody comes in any
 * more, its tokens open nothing, its people still read its books and papers. What was used before is charged and documented
 * as ever; whoever gets papers says of which months they are wanted besides. Refuses forbidden, NotItsPid, WrongStatus,
 * InvalidInput.
 */
export async function deleteProject(
  tx: Tx,
  order: Order & { readonly pid: string; readonly papers: Months | null },
  ports: EndingPorts,
): Promise<void> {
  const { projectId, person, papers, now } = order;
  const status = await heldStatus(tx, order, "project.delete");
  if (order.pid.trim().toLowerCase() !== formatPid(projectId)) throw NotItsPid({ field: "pid" });
  if (status === "deleted") throw WrongStatus();
  const { months, balance } = await endingOf(tx, projectId, ports, now);
  refuseOtherMonths(papers, months);
  await insertDeletion(tx, projectId, { userId: person.userId, papers, at: now });
  await endAccess(tx, projectId, now);
  await endOwnerChange(tx, projectId, "withdrawn", now);
  await ports.close(tx, projectId, now);
  if (papers) await ports.askPapers(tx, { projectId, userId: person.userId, months: papers, now });
  const after = { balance, papersFrom: papers?.from ?? null, papersTo: papers?.to ?? null };
  await become(tx, order, "deleted", { act: projectDeletedAct, topic: projectDeleted, kind: "project_removed", after });
}

function refuseOtherMonths(papers: Months | null, months: Months | null): void {
  if (papers === null) return;
  if (months && papers.from >= months.from && papers.from <= papers.to && papers.to <= months.to) return;
  const texts = {
    ru: "Выберите месяцы, в которых проект работал",
    en: "Choose months in which the project was used",
  };
  throw InvalidInput({ problems: [{ field: "papers", code: "other_months", texts }] });
}

interface Becoming {
  readonly act: Act<"reason"> | Act<"balance" | "papersFrom" | "papersTo" | "reason">;
  readonly topic: typeof projectConserved;
  readonly kind: ProjectEnd;
  readonly after?: Readonly<Record<string, string | null>>;
}

async function become(
  tx: Tx,
  { projectId, now, staffReason }: Order,
  status: ProjectStatus,
  { act, topic, kind, after }: Becoming,
): Promise<void> {
  await updateStatus(tx, projectId, status, now);
  const said = { ...after, ...(staffReason === undefined ? {} : { reason: staffReason }) };
  const states = Object.keys(said).length === 0 ? {} : { after: said };
  await recordAct(tx, act as Act, now, { ...onProject(projectId), ...states });
  const pid = formatPid(projectId);
  await enqueue(tx, [
    topic.message(projectId, { reason: staffReason === undefined ? "by_member" : "by_staff", pid, at: now }, now),
  ]);
  const owner = await ownerOf(tx, projectId);
  const user = owner && (await selectUser(tx, owner.userId));
  if (!user) return;
  const projectName = (await projectFacts(tx, [projectId])).get(projectId)?.name ?? pid;
  const letter = { ...(await letterFrame(tx, user)), kind, at: now, projectName, pid };
  await enqueue(tx, [personNotice.message(user.userNo, letter, now)]);
}

export type { Months } from "./ending-store.ts";
