import type { AccessReason } from "../../core/security-kind.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import {
  FactorNotOn,
  type FactorState,
  deleteSessions,
  hasFactor,
  proveSession,
  selectOwnFactor,
  turnFactorOff,
} from "../../platform/identity/index.ts";
import { recordAct } from "../../platform/record-act.ts";
import { backupCodesRenewed, secondFactorOff, secondFactorOn } from "./acts.ts";
import { UnknownUser, onUser } from "./members.ts";
import { dropPasskeys } from "./passkeys.ts";
import type { PeopleParts } from "./people-parts.ts";
import { tellPerson } from "./sessions.ts";
import { selectUser } from "./store.ts";

type Parts = Pick<PeopleParts, "factors" | "machineNow">;
interface Browser {
  readonly userId: string;
  readonly sessionId: string;
}

/** Of the reader, as the database shows it. */
export async function ownFactor(tx: Pick<Tx, "query">): Promise<FactorState> {
  return (await selectOwnFactor(tx)) ?? { onSince: null, codesLeft: 0 };
}

/** A new seed with its picture: a QR code as a path, so that no image has to come from anywhere. Refuses FactorOnAlready. */
export async function beginFactor(tx: Tx, { factors }: Parts, { userId }: Browser) {
  const user = await selectUser(tx, userId);
  if (user === null) throw UnknownUser();
  const { url, key } = await factors.begin(tx, userId, user.email);
  return { key, picture: await pictureOf(url) };
}

/** From now on a code is asked for. This session has shown one, the others end. Refuses CodeRefused, FactorOnAlready. */
export async function confirmFactor(
  tx: Tx,
  { factors, machineNow }: Parts,
  { userId, sessionId }: Browser,
  code: string,
  now: Instant,
): Promise<readonly string[]> {
  const codes = await factors.confirm(tx, userId, code);
  await proveSession(tx, sessionId, machineNow(), "code");
  await deleteSessions(tx, userId, sessionId);
  await recordAct(tx, secondFactorOn, now, await onUser(tx, userId));
  await tellPerson(tx, userId, "second_factor_on", now);
  return codes;
}

/** Refuses FactorNotOn. */
export async function renewCodes(tx: Tx, { factors }: Parts, userId: string, now: Instant): Promise<readonly string[]> {
  if (!(await hasFactor(tx, userId))) throw FactorNotOn();
  const codes = await factors.renewCodes(tx, userId);
  await recordAct(tx, backupCodesRenewed, now, await onUser(tx, userId));
  return codes;
}

/**
 * Staff or an operator, when app, backup codes and passkeys are lost or stolen: the password alone is enough. Every session ends:
 * whoever stole the factor is in one, and the person's next factor would open it again. Refuses FactorNotOn.
 */
export async function resetFactors(tx: Tx, userId: string, now: Instant, reason: AccessReason): Promise<void> {
  const hadCode = await hasFactor(tx, userId);
  if (hadCode) await dropFactor(tx, userId, now, reason);
  if (!(await dropPasskeys(tx, userId, { reason, now })) && !hadCode) throw FactorNotOn();
  await deleteSessions(tx, userId);
}

/** By the person itself, or as part of a reset. Refuses FactorNotOn. */
export async function dropFactor(tx: Tx, userId: string, now: Instant, reason?: AccessReason): Promise<void> {
  await turnFactorOff(tx, userId);
  await recordAct(tx, secondFactorOff, now, {
    ...(await onUser(tx, userId)),
    ...(reason ? { after: { reason } } : {}),
  });
  await tellPerson(tx, userId, "second_factor_off", now);
}

async function pictureOf(text: string): Promise<{ size: number; path: string }> {
  const { default: QRCode } = await import("qrcode");
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: "M" }).modules;
  const quiet = 4;
  const dark = [...data].flatMap((bit, place) =>
    bit ? [`M${(place % size) + quiet} ${Math.floor(place / size) + quiet}h1v1h-1z`] : [],
  );
  return { size: size + 2 * quiet, path: dark.join("") };
}
