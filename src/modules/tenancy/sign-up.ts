import type { Language } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import {
  LinkUnusable,
  askLink,
  deleteSessions,
  hashPassword,
  openAccount,
  paceLetters,
  readLink,
  updatePassword,
  useLink,
} from "../../platform/identity/index.ts";
import { requireStrongPassword } from "../../core/password.ts";
import type { Tx } from "../../platform/db.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { passwordReset } from "./acts.ts";
import { onUser } from "./members.ts";
import { personNotice } from "./person-notice.ts";
import type { Region } from "./region.ts";
import { regionNear, regionOf, regionOfSite } from "./regions.ts";
import { type Registered, normalEmail, register } from "./register.ts";
import { type UserRow, nextUserNo, regionOfAccount, selectUserByEmail, selectUserNos } from "./store.ts";

/** Somebody at a browser: of a caller nothing is known but the mail address typed and where the request came from. */
export interface Asking {
  readonly email: string;
  readonly language: Language;
  /** The host name of the site (REG-02). */
  readonly site: string;
  /** Of the network. */
  readonly address: string;
  /** The machine's time, by which links live. */
  readonly machineNow: Instant;
  /** Business time. */
  readonly now: Instant;
}

/**
 * REG-02, REG-03: sends the letter from which a registration goes on. Whoever has the mailbox sets the name and the
 * password there, so that nobody can register another's address and wait. An address that is registered gets a letter that
 * says so: the caller sees no difference. Refuses NotAnEmail, UnknownSite, TooManyLetters.
 */
export async function askRegistration(tx: Tx, asking: Asking): Promise<void> {
  const email = normalEmail(asking.email);
  const { regionCode } = await regionOfSite(tx, asking.site);
  await paceLetters(tx, email, asking.address, asking.machineNow);
  const known = await selectUserByEmail(tx, email);
  if (known) return tell(tx, known, "registered_already", regionCode, asking.now);
  const userNo = await nextUserNo(tx);
  const { language } = asking;
  const link = await askLink(tx, { purpose: "registration", email, userNo, regionCode, language }, asking.machineNow);
  const letter = { kind: "registration", email, language, regionCode, ...link } as const;
  await enqueue(tx, [personNotice.message(userNo, letter, asking.now)]);
}

/** For the page that a registration's link opens: whose it is and where. Refuses LinkUnusable. */
export async function registrationOf(
  tx: Tx,
  link: string,
  machineNow: Instant,
): Promise<{ email: string; region: Region }> {
  const { email, regionCode } = await readLink(tx, "registration", link, machineNow);
  return { email, region: await regionOf(tx, regionCode ?? "") };
}

export interface Completion {
  readonly link: string;
  readonly name: string;
  readonly password: string;
  readonly language: Language;
  readonly machineNow: Instant;
  readonly now: Instant;
}

/** Ends a registration: see `register`. Refuses LinkUnusable, WeakPassword, EmailTaken; then the link stays usable. */
export async function completeRegistration(tx: Tx, completion: Completion): Promise<Registered & { email: string }> {
  const { link, name, password, language, machineNow, now } = completion;
  const { email, userNo, regionCode } = await useLink(tx, "registration", link, machineNow);
  const at = { regionCode: regionCode ?? "" };
  return { email, ...(await register(tx, { email, name, password, language, at, userNo, now })) };
}

/**
 * Sends a link by which to set a new password; to an address that nobody has, nothing, and the caller sees no difference.
 * Refuses NotAnEmail, TooManyLetters.
 */
export async function askPasswordReset(tx: Tx, asking: Asking): Promise<void> {
  const email = normalEmail(asking.email);
  await paceLetters(tx, email, asking.address, asking.machineNow);
  const user = await selectUserByEmail(tx, email);
  if (!user || user.blockedAt !== null) return;
  const { language, userNo } = user;
  // Of who has no account (staff, the invited): only whose name the letter bears hangs on it, so any site will do.
  const regionCode = (await regionOfAccount(tx, user.userId)) ?? (await regionNear(tx, asking.site)).regionCode;
  const link = await askLink(tx, { purpose: "password_reset", email, userNo, regionCode, language }, asking.machineNow);
  const letter = { kind: "password_reset", email, language, regionCode, ...link } as const;
  await enqueue(tx, [personNotice.message(userNo, letter, asking.now)]);
}

/**
 * Sets a new password by a letter's link: every session ends (reliability 42), wrong tries are forgotten, a letter tells.
 * Answers the address and the user. Refuses LinkUnusable and WeakPassword.
 */
export async function resetPassword(
  tx: Tx,
  { link, password, machineNow, now }: Omit<Completion, "name" | "language">,
): Promise<{ email: string; userId: string }> {
  const { email, userNo, regionCode } = await useLink(tx, "password_reset", link, machineNow);
  const [known] = await selectUserNos(tx, [userNo]);
  const user = await selectUserByEmail(tx, email);
  // The address may be another user's by now.
  if (!user || user.userId !== known?.userId) throw LinkUnusable();
  requireStrongPassword(password, email, user.name);
  await updatePassword(tx, user.userId, await hashPassword(password), machineNow);
  await deleteSessions(tx, user.userId);
  await openAccount(tx, email);
  await tell(tx, user, "password_changed", regionCode ?? "", now);
  await recordAct(tx, passwordReset, now, await onUser(tx, user.userId));
  return { email, userId: user.userId };
}

/** Under which number letters go to an address, and in which language: its user's, or those of somebody not known yet. */
export async function numberForLetters(tx: Tx, email: string): Promise<{ userNo: bigint; language: Language }> {
  const known = await selectUserByEmail(tx, email);
  return known ?? { userNo: await nextUserNo(tx), language: "ru" };
}

async function tell(
  tx: Tx,
  { userNo, email, language }: UserRow,
  kind: "registered_already" | "password_changed",
  regionCode: string,
  now: Instant,
): Promise<void> {
  await enqueue(tx, [personNotice.message(userNo, { kind, email, language, regionCode, at: now }, now)]);
}
