import { type ProjectId, formatPid } from "../../core/ids.ts";
import { formatInstant } from "../../core/time.ts";
import { alarmNotice } from "../../platform/alarms/index.ts";
import type { Database } from "../../platform/db.ts";
import type { OutboxMessage } from "../../platform/outbox/index.ts";
import { projectNotice } from "../balance/index.ts";
import { documentDelivery, letterOf } from "../documents/index.ts";
import { PROPOSAL_TITLES, proposalById, proposalNotice } from "../proposals/index.ts";
import { type Request, requestById, requestNotice, requestOverdue } from "../requests/index.ts";
import {
  ownerOf,
  personNotice,
  projectFacts,
  projectPeople,
  regionOf,
  accountOf,
  signInNotice,
  userOfId,
  userOfNo,
} from "../tenancy/index.ts";
import type { Facts, Kind } from "./kind.ts";
import { kindOf } from "./kinds.ts";
import { zoneOf } from "./signature.ts";

/** What a message is to people: of which kind, about which project, told in which facts, and to whom beside its members. */
export interface Occasion {
  readonly kind: Kind;
  readonly projectIds: readonly ProjectId[];
  readonly facts: Facts;
  /** What repeats are gathered by. */
  readonly gatherBy: string;
  /** The users it is about; members of the projects are told where the kind says so. */
  readonly persons: readonly string[];
}

/** Reads what a message tells of; null: it has no place in the console (a link to sign up), or nobody is there any more. */
export type OccasionReader = (database: Database, message: OutboxMessage) => Promise<Occasion | null>;

const occasion = (code: string, rest: Omit<Occasion, "kind">): Occasion => {
  const kind = kindOf(code);
  if (!kind) throw new Error(`no kind of notification for ${code}`);
  return { kind, ...rest };
};

async function aboutProject(database: Database, projectId: ProjectId) {
  const project = (await projectFacts(database, [projectId])).get(projectId);
  return project && { projectName: project.name, pid: formatPid(projectId), zone: project.timeZone };
}

function aboutRequest({ requestId, number, title }: Request) {
  return { id: requestId.toString(), number, title };
}

const READERS: Readonly<Record<string, OccasionReader>> = {
  async [projectNotice.name](database, { subject, payload }) {
    const { kind, at, deletionDueAt, freezeAt } = projectNotice.definition.payload.parse(payload);
    const about = await aboutProject(database, subject.id);
    if (!about) return null;
    const facts = {
      ...about,
      at: formatInstant(at),
      deletionDueAt: deletionDueAt === null ? null : formatInstant(deletionDueAt),
      ...(freezeAt ? { freezeAt: formatInstant(freezeAt) } : {}),
    };
    return occasion(`project.${kind}`, { projectIds: [subject.id], facts, gatherBy: about.pid, persons: [] });
  },

  async [documentDelivery.name](database, { subject, payload }) {
    const { deliveryId } = documentDelivery.definition.payload.parse(payload);
    const found = await letterOf(database, deliveryId);
    const [first] = found?.projectIds ?? [];
    if (!found || first === undefined) return null;
    const { document, projectIds } = found;
    const facts = { pid: formatPid(first), month: document.month, payerName: document.payerName };
    return occasion("documents.sent", {
      projectIds,
      facts,
      gatherBy: `${subject.id} ${document.month}`,
      persons: [],
    });
  },

  async [projectPeople.name](database, { subject, payload }) {
    const notice = projectPeople.definition.payload.parse(payload);
    const about = await aboutProject(database, subject.id);
    // Who is invited reads so above every page until it is answered, and need not be a user yet.
    if (!about || notice.kind === "invitation") return null;
    const { kind, userId, otherUserId, role, at } = notice;
    const other = await userOfId(database, otherUserId);
    const facts = { ...about, role, otherName: other?.name ?? "", at: formatInstant(at) };
    // Who was removed reads it though the project is not there any more.
    const projectIds = kind === "removed" ? [] : [subject.id];
    return occasion(`people.${kind}`, { projectIds, facts, gatherBy: about.pid, persons: [userId] });
  },

  async [requestNotice.name](database, { subject, payload }) {
    const { notice } = requestNotice.definition.payload.parse(payload);
    const request = await requestById(database, subject.id);
    if (!request || notice === "received") return null;
    const { projectId, requesterUserId, mergedInto } = request;
    const other = mergedInto === null ? null : await requestById(database, mergedInto);
    const owner = notice === "owner_told" && projectId !== null ? await ownerOf(database, projectId) : null;
    const reader = notice === "owner_told" ? owner?.userId : requesterUserId;
    // The owner who asks is told by what becomes of it.
    if (!reader || (notice === "owner_told" && reader === requesterUserId)) return null;
    const about = projectId === null ? null : await aboutProject(database, projectId);
    const facts = { ...about, ...aboutRequest(request), other: other?.number ?? "" };
    const projectIds = projectId === null ? [] : [projectId];
    return occasion(`request.${notice}`, { projectIds, facts, gatherBy: facts.number, persons: [reader] });
  },

  async [requestOverdue.name](database, { subject, payload }) {
    const { userId, dueAt } = requestOverdue.definition.payload.parse(payload);
    const request = await requestById(database, subject.id);
    if (!request) return null;
    const { timeZone: zone } = await regionOf(database, request.regionCode);
    const facts = { ...aboutRequest(request), dueAt: formatInstant(dueAt), zone };
    return occasion("request.overdue", { projectIds: [], facts, gatherBy: facts.number, persons: [userId] });
  },

  async [proposalNotice.name](database, { subject, payload }) {
    const { notice, proposalId } = proposalNotice.definition.payload.parse(payload);
    const proposal = await proposalById(database, proposalId);
    const user = await userOfNo(database, subject.id);
    if (!proposal || !user) return null;
    const { ru: what_ru, en: what_en } = PROPOSAL_TITLES[proposal.kind];
    const number = proposalId.toString();
    return occasion(`proposal.${notice}`, {
      projectIds: [],
      facts: { number, what_ru, what_en },
      gatherBy: number,
      persons: [user.userId],
    });
  },

  async [alarmNotice.name](database, { subject, payload }) {
    const { notice, alarm, about, severity, since, at } = alarmNotice.definition.payload.parse(payload);
    const user = await userOfNo(database, subject.id);
    if (user?.staffRole === null || !user) return null;
    const facts = { alarm, about, since: formatInstant(since), at: formatInstant(at) };
    const code = notice === "ended" ? "alarm.ended" : `alarm.${severity}`;
    return occasion(code, { projectIds: [], facts, gatherBy: `${alarm} ${about}`, persons: [user.userId] });
  },

  async [personNotice.name](database, { subject, payload }) {
    const notice = personNotice.definition.payload.parse(payload);
    const user = await userOfNo(database, subject.id);
    // What goes to an address that is not the user's any more is for the mailbox alone.
    if (!user || "linkId" in notice || notice.email !== user.email) return null;
    const zone = await zoneOf(database, notice.regionCode);
    const seen = "device" in notice ? { device: notice.device, address: notice.address } : {};
    const key = "passkey" in notice ? { passkey: notice.passkey, site: notice.site } : {};
    const sso = "domain" in notice ? { domain: notice.domain, page: notice.pid ?? "" } : {};
    const about = "projectName" in notice ? { projectName: notice.projectName, pid: notice.pid } : {};
    const visit = notice.kind === "staff_visit" ? { endsAt: formatInstant(notice.endsAt), reason: notice.reason } : {};
    const place = "staffRole" in notice ? { staffRole: notice.staffRole } : {};
    const facts = { at: formatInstant(notice.at), zone, ...seen, ...key, ...sso, ...about, ...visit, ...place };
    const gatherBy = "projectName" in notice ? notice.pid : "domain" in notice ? notice.domain : "";
    return occasion(`person.${notice.kind}`, { projectIds: [], facts, gatherBy, persons: [user.userId] });
  },

  async [signInNotice.name](database, { subject, payload }) {
    const { userId, at } = signInNotice.definition.payload.parse(payload);
    const account = await accountOf(database, subject.id);
    if (!account) return null;
    const { timeZone: zone } = await regionOf(database, account.regionCode);
    const facts = { at: formatInstant(at), zone };
    return occasion("sign_in.slowed", { projectIds: [], facts, gatherBy: "", persons: [userId] });
  },
};

/** What a twin tells of. A message of no such topic is a defect and throws. */
export function occasionOf(database: Database, message: OutboxMessage): Promise<Occasion | null> {
  const reader = READERS[message.topic.replace(/\.console$/, "")];
  if (!reader) throw new Error(`${message.topic} tells nothing in the console`);
  return reader(database, message);
}
