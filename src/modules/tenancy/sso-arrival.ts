import { randomUUID } from "node:crypto";

import type { Instant } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { shortAgent } from "../../platform/http/index.ts";
import {
  type ProviderPolicy,
  type SeedSafe,
  type SsoArrival,
  type SsoConnection,
  type SsoEntry,
  SsoMailElsewhere,
  SsoMailUnproved,
  SsoNotStaff,
  SsoOtherPerson,
  type SsoPorts,
  insertLink,
  insertLogin,
  isLinked,
  selectLink,
  touchLink,
} from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { memberSet, ssoLinked } from "./acts.ts";
import { lockStatus } from "./ending-store.ts";
import { MOST_MEMBERS, ProjectFull } from "./invitations.ts";
import { onUser } from "./members.ts";
import { countMembers, insertMember } from "./people-store.ts";
import { personNotice } from "./person-notice.ts";
import { projectPeople } from "./project-people.ts";
import { EmailTaken, normalEmail } from "./register.ts";
import { letterFrame } from "./sessions.ts";
import { domainOf } from "./sso.ts";
import {
  type SsoRow,
  lockConnection,
  selectApproved,
  selectApprovedFor,
  selectIsRequired,
  updateUsed,
} from "./sso-store.ts";
import { type UserRow, insertUser, ownerOf, selectUser, selectUserByEmail } from "./store.ts";

/** What the door asks about companies; `now` is business time. */
export function ssoPorts(
  database: Database,
  { policy, safe, now }: { readonly policy: ProviderPolicy; readonly safe: SeedSafe; readonly now: () => Instant },
): SsoPorts {
  return {
    policy,
    safe,
    connectionFor: async (email) => selectApprovedFor(database, domainOf(email)),
    connectionOf: (connectionId) => selectApproved(database, connectionId),
    isRequired: (userId) => selectIsRequired(database, userId),
    arrive: (arrival) => arrive(database, arrival, now()),
    link: async (linking) => {
      const actor = { kind: "member", key: `user:${linking.userId}`, ...fromOf(linking) } as const;
      return database.as(actor).transaction(async (tx) => {
        const row = await lockApproved(tx, linking.connection);
        const user = await selectUser(tx, linking.userId);
        if (user === null) throw SsoOtherPerson();
        return tie(tx, { row, user, subject: linking.subject, machineNow: linking.at, now: now() });
      });
    },
  };
}

const fromOf = ({ address, agent }: { readonly address: string; readonly agent: string }) => ({
  address,
  agent: shortAgent(agent),
});

/**
 * REG-02: somebody whom an approved provider named. It is known by the provider's own number; an address of mail counts once, when it
 * is one of the domain and the provider says that it was confirmed. Whoever has an account of that address shows first that it is
 * theirs; whoever has none becomes a member with the role of newcomers. Refuses SsoMailUnproved, SsoMailElsewhere, SsoNotStaff,
 * SsoOtherPerson, ProjectFull.
 */
async function arrive(database: Database, arrival: SsoArrival, now: Instant): Promise<SsoEntry> {
  const { connection, claims, at: machineNow } = arrival;
  if (claims.email === null || !claims.emailVerified) throw SsoMailUnproved();
  if (domainOf(claims.email) !== connection.domain) throw SsoMailElsewhere();
  const email = normalEmail(claims.email);
  const userId = randomUUID();
  const known = await database.transaction((tx) => knownOf(tx, connection, claims.subject, email));
  const actor = { kind: "member", key: `user:${known?.user.userId ?? userId}`, ...fromOf(arrival) } as const;
  return database.as(actor).transaction(async (tx): Promise<SsoEntry> => {
    const row = await lockApproved(tx, connection);
    const found = await knownOf(tx, connection, claims.subject, email);
    if (found?.linkId != null) {
      refuseStranger(found.user, connection);
      await touchLink(tx, found.linkId, machineNow);
      await updateUsed(tx, row.connectionId, now);
      return { kind: "enter", userId: found.user.userId, linkId: found.linkId };
    }
    if (found) {
      refuseStranger(found.user, connection);
      if (await isLinked(tx, row.connectionId, found.user.userId)) throw SsoOtherPerson();
      return { kind: "ask", userId: found.user.userId, email };
    }
    const name = claims.name === "" ? email.slice(0, email.lastIndexOf("@")) : claims.name;
    if (!(await insertUser(tx, { userId, email, name, language: arrival.language }))) throw EmailTaken();
    await insertLogin(tx, { userId, email, name, passwordHash: null, now: machineNow });
    const user = await selectUser(tx, userId);
    if (user === null) throw new Error("a user that was made is not there");
    const linkId = await tie(tx, { row, user, subject: claims.subject, machineNow, now });
    return { kind: "enter", userId, linkId };
  });
}

/** Whom the provider's number means here, or else the address; null: nobody yet. */
async function knownOf(tx: Tx, { connectionId }: SsoConnection, subject: string, email: string) {
  const link = await selectLink(tx, connectionId, subject);
  const user = link ? await selectUser(tx, link.userId) : await selectUserByEmail(tx, email);
  return user && { user, linkId: link?.linkId ?? null };
}

/** Staff prove themselves to the house; and who signs in with an address of another domain by now is not the company's any more. */
function refuseStranger(user: UserRow, { domain }: SsoConnection): void {
  if (user.staffRole !== null) throw SsoNotStaff();
  if (domainOf(user.email) !== domain) throw SsoMailElsewhere();
}

/** Removed meanwhile, nobody comes by it. */
async function lockApproved(tx: Tx, { connectionId }: SsoConnection): Promise<SsoRow> {
  const row = await lockConnection(tx, connectionId);
  if (row?.state !== "approved") throw SsoMailElsewhere();
  return row;
}

interface Tying {
  readonly row: SsoRow;
  readonly user: UserRow;
  readonly subject: string;
  readonly machineNow: Instant;
  readonly now: Instant;
}

/** The provider's person is this user from now on, and a member of the project. Answers the link. */
async function tie(tx: Tx, { row, user, subject, machineNow, now }: Tying): Promise<string> {
  refuseStranger(user, row);
  const { connectionId, projectId, domain, defaultRole: role } = row;
  const { userId } = user;
  const linkId = await insertLink(tx, { connectionId, subject, userId }, machineNow);
  if (linkId === null) throw SsoOtherPerson();
  await updateUsed(tx, connectionId, now);
  const { subjects } = await onUser(tx, userId);
  const both = [{ kind: "project" as const, id: projectId }, ...subjects];
  await recordAct(tx, ssoLinked, now, { subjects: both, thing: `user:${userId}`, after: { domain } });
  await join(tx, { projectId, userId, role, now });
  // By now a newcomer is of the project's region, and so is the letter.
  const frame = await letterFrame(tx, user);
  await enqueue(tx, [personNotice.message(user.userNo, { ...frame, kind: "sso_entered", domain, at: now }, now)]);
  return linkId;
}

interface Joining extends Pick<SsoRow, "projectId"> {
  readonly userId: string;
  readonly role: SsoRow["defaultRole"];
  readonly now: Instant;
}

/** A member with the role of newcomers, unless the user is one or the project is deleted; the owner is told. Refuses ProjectFull. */
async function join(tx: Tx, { projectId, userId, role, now }: Joining): Promise<void> {
  if ((await lockStatus(tx, projectId)) === "deleted") return;
  if (!(await insertMember(tx, projectId, userId, role))) return;
  if ((await countMembers(tx, projectId)) > MOST_MEMBERS)
    throw ProjectFull({ values: { limit: String(MOST_MEMBERS) } });
  const subjectsOfProject = [{ kind: "project" as const, id: projectId }];
  await recordAct(tx, memberSet, now, {
    subjects: subjectsOfProject,
    thing: `user:${userId}`,
    before: { role: null },
    after: { role },
  });
  const owner = await ownerOf(tx, projectId);
  if (owner) {
    const letter = { kind: "joined", userId: owner.userId, otherUserId: userId, role, at: now } as const;
    await enqueue(tx, [projectPeople.message(projectId, letter, now)]);
  }
}
