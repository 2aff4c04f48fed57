import { createHmac } from "node:crypto";

import { type Minor, parseMinor } from "../../core/money.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Instant, addDays, dateOf, dayPeriod } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { signingSecret } from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { servicesActivated } from "./acts.ts";
import * as store from "./activation-store.ts";
import { projectActivated } from "./control-plane-topics.ts";
import { holdPhone, selectPhone } from "./phone-store.ts";
import { regionOf } from "./regions.ts";
import { tellPerson } from "./sessions.ts";
import { selectUser } from "./store.ts";

/** BAL-03: what a new account is given; whoever keeps the balances grants it. Minor units of the region's currency. */
export interface WelcomeBonus {
  readonly projectId: ProjectId;
  readonly bonusGroup: string;
  readonly amountMinor: Minor;
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly idempotencyKey: string;
}

/** Grants a bonus in the transaction that activates. */
export type Welcome = (tx: Tx, bonus: WelcomeBonus) => Promise<unknown>;

/**
 * REG-09: activates the services of the user's own accounts, those that are not yet, if a telephone is linked: the control
 * plane hears of each project, the owner gets a letter. BAL-03: an account that was registered gets the region's bonus in its
 * first project, unless its number brought one before. Harmless to repeat.
 */
export async function activateServices(tx: Tx, userId: string, welcome: Welcome, now: Instant): Promise<void> {
  const user = await selectUser(tx, userId);
  const linked = user && (await selectPhone(tx, user.userNo));
  if (!linked) return;
  await holdPhone(tx, linked.phone);
  const waiting = await store.selectWaiting(tx, userId);
  if (waiting.length === 0) return;
  const digest = createHmac("sha256", await signingSecret(tx))
    .update(`welcome ${linked.phone}`)
    .digest();
  for (const account of waiting) await activate(tx, account, digest, welcome, now);
  await tellPerson(tx, userId, "services_activated", now);
}

async function activate(
  tx: Tx,
  { accountId, regionCode, registered, projectIds }: store.WaitingAccount,
  digest: Buffer,
  welcome: Welcome,
  now: Instant,
): Promise<void> {
  const { signUpBonus, timeZone } = await regionOf(tx, regionCode);
  const [first] = projectIds;
  const isGiven = registered && first !== undefined && signUpBonus.length > 0 && !(await store.hasBrought(tx, digest));
  await store.insertActivation(tx, { accountId, digest, bonusProjectId: isGiven ? first : null }, now);
  const subjects = [
    { kind: "account", id: accountId },
    ...projectIds.map((id) => ({ kind: "project", id }) as const),
  ] as const;
  await recordAct(tx, servicesActivated, now, { subjects, after: { bonus: isGiven ? "given" : "none" } });
  await enqueue(
    tx,
    projectIds.map((projectId) => messageOf(projectId, now)),
  );
  if (!isGiven) return;
  for (const { bonusGroup, amount, days } of signUpBonus) {
    await welcome(tx, {
      projectId: first,
      bonusGroup,
      amountMinor: parseMinor(amount) ?? 0n,
      at: now,
      // The last of its days is whole (REG-07).
      expiresAt: dayPeriod(addDays(dateOf(now, timeZone), days), timeZone).end,
      idempotencyKey: `sign_up:${bonusGroup}`,
    });
  }
}

/** A further project of an account whose services are activated is so from its beginning. */
export async function activateFurther(
  tx: Tx,
  { projectId, accountId, now }: { readonly projectId: ProjectId; readonly accountId: bigint; readonly now: Instant },
): Promise<void> {
  if ((await store.selectActivation(tx, accountId)) !== null) await enqueue(tx, [messageOf(projectId, now)]);
}

/** For worlds whose people were there before this one was: without a number, a bonus, a letter. */
export async function activateFormer(tx: Tx, accountId: bigint, at: Instant): Promise<void> {
  await store.insertActivation(tx, { accountId, digest: null, bonusProjectId: null }, at);
}

const messageOf = (projectId: ProjectId, at: Instant) =>
  projectActivated.message(projectId, { reason: "phone_linked", pid: formatPid(projectId), at }, at);
