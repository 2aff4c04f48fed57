import { createHmac, timingSafeEqual } from "node:crypto";

import { type Language, refusal } from "../../core/errors.ts";
import { isMobileOf, maskedPhone, normalPhone } from "../../core/phone.ts";
import { HOUR, MINUTE, type Instant, plus } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { networkOf, signingSecret, takeTurns } from "../../platform/identity/index.ts";
import { type OutboxMessage, enqueue } from "../../platform/outbox/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { phoneAsked, phoneLinked } from "./acts.ts";
import { type Welcome, activateServices } from "./activation.ts";
import { UnknownUser, onUser } from "./members.ts";
import { phoneCode } from "./phone-code.ts";
import {
  type LinkedPhone,
  type PhoneLink,
  endPhoneLink,
  insertPhoneLink,
  selectGoodLink,
  selectPhone,
  takeLinkTry,
  upsertPhone,
} from "./phone-store.ts";
import { allRegions, regionOf } from "./regions.ts";
import { tellPerson } from "./sessions.ts";
import { regionOfAccount, selectUser } from "./store.ts";

export const NotAPhone = refusal(
  "not_a_phone",
  422,
  "Введите номер с кодом страны: +7 916 123-45-67",
  "Give the number with its country code: +7 916 123-45-67",
);
export const PhoneByRequest = refusal(
  "phone_by_request",
  422,
  "Код приходит только на мобильный номер страны региона. Другой номер привяжет поддержка по запросу",
  "Codes come to mobile numbers of the region's country only. Another number is linked by support, on request",
);
export const SamePhone = refusal("same_phone", 409, "Этот номер уже привязан", "This number is linked already");
export const PhoneTaken = refusal(
  "phone_taken",
  409,
  "Номер привязан к другой учётной записи",
  "The number is linked to another account",
);
export const PhoneCodeWrong = refusal(
  "phone_code_wrong",
  422,
  "Код не подошёл. Осталось попыток: {left}",
  "The code is wrong. Tries left: {left}",
);
export const PhoneCodeOver = refusal(
  "phone_code_over",
  409,
  "Код больше не действует. Запросите новый",
  "The code is not valid any more. Ask for a new one",
);
export const TooManyCodes = refusal(
  "too_many_codes",
  429,
  "Кодов отправлено слишком много, повторите через {minutes} мин",
  "Too many codes were sent, try again in {minutes} min",
);

const CODE_LIVES_MS = 10 * MINUTE;
const TRIES = 5;
/** Of what all people together send: more is no business but somebody earning on messages. */
const HOUSE_BURST = 200;
const HOUSE_EVERY_MS = 5_000;

interface Asking {
  readonly userId: string;
  readonly phone: string;
  /** Of the network. */
  readonly address: string;
  readonly machineNow: Instant;
  readonly now: Instant;
}

/**
 * REG-09: sends a code to the number, and to the one that is linked now, which has to agree. Whether the number is another's is
 * told only to who shows that it is at hand. Refuses NotAPhone, PhoneByRequest, SamePhone, TooManyCodes.
 */
export async function askPhone(tx: Tx, asking: Asking): Promise<void> {
  const { userId, machineNow, now } = asking;
  const phone = normalPhone(asking.phone);
  if (phone === null) throw NotAPhone({ field: "phone" });
  const user = await selectUser(tx, userId);
  if (user === null) throw UnknownUser();
  const { userNo, language } = user;
  // Whose numbers staff have, who are of no region, nobody says: the first region's.
  const regionCode = (await regionOfAccount(tx, userId)) ?? (await allRegions(tx))[0]?.regionCode ?? "";
  const { countryCode } = await regionOf(tx, regionCode);
  if (!isMobileOf(phone, countryCode)) throw PhoneByRequest({ field: "phone" });
  const linked = (await selectPhone(tx, userNo))?.phone ?? null;
  if (linked === phone) throw SamePhone({ field: "phone" });
  // A number of another country, or a landline, gets no message and cannot agree: support has linked it.
  const oldPhone = linked !== null && isMobileOf(linked, countryCode) ? linked : null;
  await paceCodes(tx, { userId, phone, address: asking.address, countryCode }, machineNow);
  const expiresAt = plus(machineNow, CODE_LIVES_MS);
  const link = await insertPhoneLink(tx, { userNo, phone, oldPhone, expiresAt, triesLeft: TRIES }, machineNow);
  await recordAct(tx, phoneAsked, now, { ...(await onUser(tx, userId)), after: { phone: maskedPhone(phone) } });
  const sides = oldPhone === null ? (["new"] as const) : (["new", "old"] as const);
  const messages = sides.map((side) =>
    phoneCode.message(userNo, { linkId: link.phoneLinkId, side, language, regionCode }, now),
  );
  await enqueue(tx, messages);
}

/** Messages cost money, and some numbers earn by them: each number, person, network, and the house as a whole has a pace. */
async function paceCodes(
  tx: Tx,
  { userId, phone, address, countryCode }: Pick<Asking, "userId" | "phone" | "address"> & { countryCode: string },
  now: Instant,
): Promise<void> {
  const paces = [
    { of: `sms from ${networkOf(address)}`, burst: 10, everyMs: 10 * MINUTE },
    { of: `sms by ${userId}`, burst: 5, everyMs: HOUR },
    { of: `sms to ${phone}`, burst: 3, everyMs: HOUR },
    { of: `sms of ${countryCode}`, burst: HOUSE_BURST, everyMs: HOUSE_EVERY_MS },
  ];
  await takeTurns(tx, paces, now, TooManyCodes);
}

interface Given {
  readonly code: string;
  /** Of the number that was linked before. */
  readonly oldCode: string | undefined;
}

/** How a try ended; a wrong one is kept, so it is no refusal of the transaction. */
export type Tried = { readonly phone: string } | { readonly triesLeft: number };

/**
 * Links the number when its code, and the old number's where one was sent, are right, and activates services. Refuses
 * PhoneCodeOver, PhoneTaken. Of wrong codes the tries that are left.
 */
export async function confirmPhone(
  tx: Tx,
  userId: string,
  { code, oldCode }: Given,
  { machineNow, now }: Pick<Asking, "machineNow" | "now">,
  welcome: Welcome,
): Promise<Tried> {
  const user = await selectUser(tx, userId);
  const link = user && (await takeLinkTry(tx, user.userNo, machineNow));
  if (!user || !link) throw PhoneCodeOver();
  const secret = await signingSecret(tx);
  const isRight = same(code, codeOf(secret, link, "new"));
  const agrees = link.oldPhone === null || same(oldCode ?? "", codeOf(secret, link, "old"));
  if (!isRight || !agrees) return { triesLeft: link.triesLeft };
  await linkNumber(tx, userId, { phone: link.phone, linkedBy: "code", linkedAt: machineNow }, welcome, now);
  return { phone: link.phone };
}

/** REG-09: support links the number that a request is about, after it looked whose it is; as by a code. Refuses PhoneTaken, UnknownUser. */
export async function linkPhoneByRequest(
  tx: Tx,
  userId: string,
  phone: string,
  { machineNow, now, reason }: Pick<Asking, "machineNow" | "now"> & { readonly reason?: string },
  welcome: Welcome,
): Promise<void> {
  await linkNumber(tx, userId, { phone, linkedBy: "request", linkedAt: machineNow }, welcome, now, reason);
}

async function linkNumber(
  tx: Tx,
  userId: string,
  linked: LinkedPhone,
  welcome: Welcome,
  now: Instant,
  reason?: string,
): Promise<void> {
  const user = await selectUser(tx, userId);
  if (user === null) throw UnknownUser();
  const before = await selectPhone(tx, user.userNo);
  if (!(await upsertPhone(tx, user.userNo, linked))) throw PhoneTaken();
  await endPhoneLink(tx, user.userNo, linked.linkedAt);
  await recordAct(tx, phoneLinked, now, {
    ...(await onUser(tx, userId)),
    ...(before ? { before: { phone: maskedPhone(before.phone), by: before.linkedBy } } : {}),
    after: {
      phone: maskedPhone(linked.phone),
      by: linked.linkedBy,
      ...(reason === undefined ? {} : { reason }),
    },
  });
  await tellPerson(tx, userId, "phone_linked", now);
  await activateServices(tx, userId, welcome, now);
}

export interface Sms {
  readonly to: string;
  readonly text: string;
}

const TEXTS: Readonly<Record<"new" | "old", Readonly<Record<Language, (code: string) => string>>>> = {
  new: {
    ru: (code) => `${code} - код Saldo, чтобы привязать этот номер. Никому его не сообщайте`,
    en: (code) => `${code} is your Saldo code to link this number. Tell it to nobody`,
  },
  old: {
    ru: (code) => `${code} - код Saldo, чтобы сменить этот номер на другой. Если это не вы, смените пароль`,
    en: (code) => `${code} is your Saldo code to replace this number. If it is not you, change your password`,
  },
};

/** What a message to a telephone says; null when its code is good for nothing any more, and nobody is to be disturbed. */
export async function smsOf(
  database: Database,
  message: Pick<OutboxMessage, "payload">,
  machineNow: Instant,
): Promise<Sms | null> {
  const { linkId, side, language } = phoneCode.definition.payload.parse(message.payload);
  const link = await selectGoodLink(database, linkId, machineNow);
  const to = side === "new" ? link?.phone : link?.oldPhone;
  if (!link || !to) return null;
  return { to, text: TEXTS[side][language](codeOf(await signingSecret(database), link, side)) };
}

/** Six digits that follow from the row: they are kept nowhere. */
function codeOf(secret: string, { phoneLinkId, userNo, phone }: PhoneLink, side: "new" | "old"): string {
  const mark = createHmac("sha256", secret).update(`phone code ${phoneLinkId} ${userNo} ${phone} ${side}`).digest();
  return String(mark.readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
}

function same(given: string, code: string): boolean {
  const [one, other] = [given.replaceAll(/\s/g, "").padEnd(6).slice(0, 6), code].map((text) => Buffer.from(text));
  return one !== undefined && other !== undefined && one.length === other.length && timingSafeEqual(one, other);
}
