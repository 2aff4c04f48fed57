import { plus } from "../../core/time.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import type { Sender } from "../../platform/outbox/index.ts";
import { type Recipient, permissionsOf, peopleOfProjects, userOfId } from "../tenancy/index.ts";
import type { Kind } from "./kind.ts";
import { type Addressee, insertNotifications, insertTold } from "./notification-store.ts";
import { type Occasion, occasionOf } from "./occasion.ts";

const SENT = {};

/**
 * Takes the twins of messages and tells people in the console (NTF-01): a row for each reader, in one transaction with the
 * note that this message was told, so that a repeat tells nobody twice.
 */
export function consoleSender(database: Database, clock: Clock): Sender {
  return {
    timeoutMs: 30_000,
    retry: { firstDelayMs: 1_000, maxDelayMs: 600_000, parkAfter: 20 },
    async send(message) {
      const occasion = await occasionOf(database, message);
      if (!occasion) return { outcome: "delivered", status: null, detail: null, sent: SENT };
      const { kind, facts, gatherBy } = occasion;
      const addressees = await addresseesOf(database, occasion);
      await database.transaction(async (tx) => {
        if (addressees.length === 0 || !(await insertTold(tx, message.messageId, clock.now()))) return;
        const at = message.createdAt;
        const thing = kind.digestMs > 0 ? gatherBy : `message ${message.messageId}`;
        const gatherSince = kind.digestMs > 0 ? plus(at, -kind.digestMs) : null;
        const { code, group, severity } = kind;
        await insertNotifications(tx, { kind: code, group, severity, facts, thing, at, gatherSince }, addressees);
      });
      return { outcome: "delivered", status: null, detail: null, sent: { readers: addressees.length } };
    },
  };
}

/** Each reader once, with the first of the projects in which it may see it. */
async function addresseesOf(database: Database, { kind, projectIds, persons }: Occasion): Promise<Addressee[]> {
  const [first = null] = projectIds;
  const found: Addressee[] = [];
  for (const userId of persons) {
    const user = await userOfId(database, userId);
    const permission = first === null ? null : "project.view";
    if (user) found.push({ userNo: user.userNo, projectId: first, permission });
  }
  const members = kind.members === null ? [] : await membersWith(database, projectIds, kind);
  found.push(...members.map(({ userNo, projectId }) => ({ userNo, projectId, permission: kind.members })));
  return [...new Map(found.toReversed().map((one) => [one.userNo, one])).values()];
}

async function membersWith(database: Database, projectIds: readonly ProjectId[], kind: Kind): Promise<Recipient[]> {
  const people = await peopleOfProjects(database, projectIds);
  return people.filter(({ role }) => kind.members !== null && permissionsOf(role).includes(kind.members));
}
