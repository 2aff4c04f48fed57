import { plus } from "../../core/time.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { type Sender, enqueue } from "../../platform/outbox/index.ts";
import { type Recipient, permissionsOf, peopleOfProjects, userOfId } from "../tenancy/index.ts";
import type { Kind } from "./kind.ts";
import { type Addressee, insertNotifications, insertTold } from "./notification-store.ts";
import { type Occasion, occasionOf } from "./occasion.ts";
import { wantsConsole, wantsLetter } from "./settings.ts";
import { selectAddresses, selectChoicesOf } from "./settings-store.ts";
import { letterCopy } from "./topics.ts";

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
      const { addressees, copies } = await readersOf(database, occasion);
      await database.transaction(async (tx) => {
        if (!(await insertTold(tx, message.messageId, clock.now()))) return;
        const at = message.createdAt;
        const thing = kind.digestMs > 0 ? gatherBy : `message ${message.messageId}`;
        const gatherSince = kind.digestMs > 0 ? plus(at, -kind.digestMs) : null;
        const { code, group, severity } = kind;
        await insertNotifications(tx, { kind: code, group, severity, facts, thing, at, gatherSince }, addressees);
        await enqueue(
          tx,
          copies.map(({ projectId, ...to }) =>
            letterCopy.message(
              projectId,
              { kind: code, topic: kind.topic, about: message.subject, payload: message.payload, ...to },
              at,
            ),
          ),
        );
      });
      return { outcome: "delivered", status: null, detail: null, sent: { readers: addressees.length } };
    },
  };
}

interface Copy {
  readonly projectId: ProjectId;
  readonly userId: string | null;
  readonly addressId: bigint | null;
}

/** Who reads it in the console, each once with the first of the projects in which it may; and who gets the letter too. */
async function readersOf(
  database: Database,
  { kind, projectIds, persons }: Occasion,
): Promise<{ addressees: Addressee[]; copies: Copy[] }> {
  const [first = null] = projectIds;
  const found: Addressee[] = [];
  for (const userId of persons) {
    const user = await userOfId(database, userId);
    const permission = first === null ? null : "project.view";
    if (user) found.push({ userNo: user.userNo, projectId: first, permission });
  }
  const { members: permission } = kind;
  const all = permission === null ? [] : await peopleOfProjects(database, projectIds);
  const people = all.filter(({ role }) => permission !== null && permissionsOf(role).includes(permission));
  const choices = people.length > 0 ? await selectChoicesOf(database, projectIds, kind.code) : [];
  const choiceOf = (one: Recipient) =>
    choices.find(({ userNo, projectId }) => userNo === one.userNo && projectId === one.projectId);
  const readers = people.filter((one) => wantsConsole(kind, one.role, choiceOf(one)));
  found.push(...readers.map(({ userNo, projectId }) => ({ userNo, projectId, permission })));
  return {
    addressees: onceEach(found, ({ userNo }) => userNo),
    copies: await copiesOf(
      database,
      kind,
      projectIds,
      people.filter((one) => wantsLetter(kind, one.role, choiceOf(one))),
    ),
  };
}

/** The first of each. */
function onceEach<T>(all: readonly T[], keyOf: (one: T) => unknown): T[] {
  return [...new Map(all.toReversed().map((one) => [keyOf(one), one])).values()];
}

/** The letter itself goes to a project's owner, or to the payer's address; these are the others. */
async function copiesOf(
  database: Database,
  kind: Kind,
  projectIds: readonly ProjectId[],
  people: readonly Recipient[],
): Promise<Copy[]> {
  if (kind.members === null) return [];
  const others = people.filter(({ role }) => role !== "owner" || kind.mutes.letter === "all");
  const addresses = (await selectAddresses(database, projectIds)).filter(
    ({ confirmedAt, groups }) => confirmedAt !== null && groups.includes(kind.group),
  );
  return [
    ...onceEach(others, ({ userNo }) => userNo).map(({ projectId, userId }) => ({
      projectId,
      userId,
      addressId: null,
    })),
    ...onceEach(addresses, ({ email }) => email).map(({ projectId, addressId }) => ({
      projectId,
      userId: null,
      addressId,
    })),
  ];
}
