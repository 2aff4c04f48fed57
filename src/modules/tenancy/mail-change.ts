import { NotFound, refusal } from "../../core/errors.ts";
import { type Instant, plus } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import {
  LINK_LIVES_MS,
  LinkUnusable,
  askLink,
  deleteSessions,
  paceLetters,
  readLink,
  updateLoginEmail,
  useLink,
} from "../../platform/identity/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { mailChangeAgreed, mailChangeAsked, mailChangeWithdrawn, mailChanged } from "./acts.ts";
import {
  type MailChange,
  type Side,
  endMailChange,
  insertMailChange,
  lockMailChange,
  updateAgreed,
} from "./mail-change-store.ts";
import { UnknownUser, onUser } from "./members.ts";
import { personNotice } from "./person-notice.ts";
import { EmailTaken, normalEmail } from "./register.ts";
import { letterFrame, tellPerson } from "./sessions.ts";
import { selectIsRequired } from "./sso-store.ts";
import { selectUser, selectUserByEmail, selectUserNos, updateEmail } from "./store.ts";

export const MailOfCompany = refusal(
  "mail_of_company",
  409,
  "Ваша компания требует входить через неё: почту её домена сменить нельзя. Обратитесь к владельцу проекта",
  "Your company requires you to sign in through it, so an address of its domain cannot be changed. Turn to the project's owner",
);
export const SameMail = refusal("same_mail", 409, "Это и есть ваша почта", "That is your address already");

interface Asking {
  readonly userId: string;
  readonly email: string;
  /** Of the network. */
  readonly address: string;
  readonly machineNow: Instant;
  readonly now: Instant;
}

const PURPOSES = { old: "mail_old", new: "mail_new" } as const;

/**
 * REG-02: a letter to the old address and one to the new, each with a link; what is asked again takes the place of what waits.
 * An address that somebody signs in with already gets a letter that says so: who asks sees no difference. Nobody leaves by it the
 * domain of a company that alone may let them in. Refuses NotAnEmail, SameMail, MailOfCompany, TooManyLetters.
 */
export async function askMailChange(tx: Tx, asking: Asking): Promise<void> {
  const { userId, machineNow, now } = asking;
  const newEmail = normalEmail(asking.email);
  const user = await selectUser(tx, userId);
  if (user === null) throw UnknownUser();
  if (user.email === newEmail) throw SameMail({ field: "email" });
  if (await selectIsRequired(tx, userId)) throw MailOfCompany();
  await paceLetters(tx, newEmail, asking.address, machineNow);
  const expiresAt = plus(machineNow, LINK_LIVES_MS.mail_old);
  const { userNo, email: oldEmail } = user;
  const thingId = await insertMailChange(tx, { userNo, oldEmail, newEmail, expiresAt }, machineNow);
  await recordAct(tx, mailChangeAsked, now, await onUser(tx, userId));
  const known = await selectUserByEmail(tx, newEmail);
  if (known) await tellPerson(tx, known.userId, "registered_already", now);
  const frame = await letterFrame(tx, user);
  for (const [side, email] of [
    ["old", oldEmail],
    ["new", newEmail],
  ] as const) {
    if (side === "new" && known) continue;
    const purpose = PURPOSES[side];
    const { language } = user;
    const link = await askLink(tx, { purpose, email, userNo, regionCode: null, language, thingId }, machineNow);
    const otherEmail = side === "old" ? newEmail : oldEmail;
    const letter = { ...frame, kind: purpose, email, otherEmail, ...link } as const;
    await enqueue(tx, [personNotice.message(userNo, letter, now)]);
  }
}

/** For the page that a letter's link opens. Refuses LinkUnusable. */
export async function mailChangeOf(tx: Tx, side: Side, link: string, machineNow: Instant): Promise<MailChange> {
  const { thingId } = await readLink(tx, PURPOSES[side], link, machineNow);
  const change = thingId === null ? null : await lockMailChange(tx, thingId, machineNow);
  if (change === null) throw LinkUnusable();
  return change;
}

/**
 * One mailbox agrees; when both have, the user signs in with the new address from then on: every session ends, and both
 * addresses are told. Answers the user when it is changed. Refuses LinkUnusable, MailOfCompany, EmailTaken.
 */
export async function agreeToMail(
  tx: Tx,
  side: Side,
  link: string,
  { machineNow, now }: Pick<Asking, "machineNow" | "now">,
): Promise<{ readonly change: MailChange; readonly changedUserId: string | null }> {
  const change = await mailChangeOf(tx, side, link, machineNow);
  await useLink(tx, PURPOSES[side], link, machineNow);
  await updateAgreed(tx, change.mailChangeId, side, machineNow);
  const [user] = await selectUserNos(tx, [change.userNo]);
  if (!user) throw UnknownUser();
  const { userId } = user;
  if (await selectIsRequired(tx, userId)) throw MailOfCompany();
  await recordAct(tx, mailChangeAgreed, now, { ...(await onUser(tx, userId)), after: { mailbox: side } });
  const isAgreed = (side === "old" ? change.newAgreedAt : change.oldAgreedAt) !== null;
  if (!isAgreed) return { change, changedUserId: null };
  // The old mailbox is told as well: it is the one that would have been stolen.
  await tellPerson(tx, userId, "mail_changed", now);
  if (!(await updateEmail(tx, userId, change.newEmail))) throw EmailTaken();
  await updateLoginEmail(tx, userId, change.newEmail, machineNow);
  await endMailChange(tx, change.userNo, "changed", machineNow);
  await deleteSessions(tx, userId);
  await recordAct(tx, mailChanged, now, await onUser(tx, userId));
  await tellPerson(tx, userId, "mail_changed", now);
  return { change, changedUserId: userId };
}

/** Takes it back. Refuses NotFound when nothing waits. */
export async function withdrawMailChange(tx: Tx, userId: string, machineNow: Instant, now: Instant): Promise<void> {
  const user = await selectUser(tx, userId);
  if (!user || !(await endMailChange(tx, user.userNo, "withdrawn", machineNow))) {
    throw NotFound({ values: { what: "mail change" } });
  }
  await recordAct(tx, mailChangeWithdrawn, now, await onUser(tx, userId));
}
