import { createHmac, timingSafeEqual } from "node:crypto";

import { refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import { recordAct } from "../../platform/record-act.ts";
import { LinkUnusable, paceLetters, signingSecret } from "../../platform/identity/index.ts";
import { isMailAddress } from "../../platform/mail/index.ts";
import { enqueue } from "../../platform/outbox/index.ts";
import type { Tx } from "../../platform/db.ts";
import { type Role, permissionsOf } from "../tenancy/index.ts";
import { addressAdded, addressConfirmed, addressEnded } from "./acts.ts";
import { type Kind, mayMute } from "./kind.ts";
import { KINDS } from "./kinds.ts";
import * as store from "./settings-store.ts";
import { addressConfirmation } from "./topics.ts";

export const KindUnknown = refusal(
  "notification_kind_unknown",
  404,
  "Нет уведомления {kind}",
  "No notification {kind}",
);
export const MuteRefused = refusal(
  "notification_not_muted",
  409,
  "От этого уведомления нельзя отказаться: оно о сохранности проекта или о входе",
  "One cannot do without this notification: it is about keeping the project, or about signing in",
);
export const AddressWrong = refusal(
  "notification_address_wrong",
  422,
  "Это не адрес почты",
  "This is no address of mail",
);
export const AddressKnown = refusal(
  "notification_address_known",
  409,
  "Этот адрес уже есть в проекте",
  "The project has this address already",
);
export const TooManyAddresses = refusal(
  "too_many_notification_addresses",
  409,
  "В проекте не больше {most} адресов",
  "A project has at most {most} addresses",
);
const MOST_ADDRESSES = 10;

export interface Setting {
  readonly kind: Kind;
  readonly letter: boolean;
  readonly letterMutable: boolean;
  readonly console: boolean;
  readonly consoleMutable: boolean;
}

/** Whether somebody of a role gets the letter of a kind, unless they chose otherwise. */
export function letterByRole(kind: Kind, role: Role): boolean {
  return kind.members === null || kind.letterRoles.includes(role);
}

function mayHaveLetter(kind: Kind, role: Role): boolean {
  return kind.letterNeeds === null || permissionsOf(role).includes(kind.letterNeeds);
}

/** Whether the letter goes to somebody: by their choice where they may choose, else by the role. */
export function wantsLetter(kind: Kind, role: Role, choice: store.Choice | undefined): boolean {
  if (!mayHaveLetter(kind, role)) return false;
  const byRole = letterByRole(kind, role);
  const chosen = choice?.letter ?? byRole;
  return chosen || (byRole && !mayMute(kind, "letter", role));
}

export function wantsConsole(kind: Kind, role: Role | null, choice: store.Choice | undefined): boolean {
  return (choice?.console ?? true) || !mayMute(kind, "console", role);
}

/** What somebody of this role is told of the project, and what of it they may do without. */
export async function settingsOf(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  person: { readonly userNo: bigint; readonly role: Role },
): Promise<Setting[]> {
  const { role } = person;
  const chosen = new Map((await store.selectChoices(tx, projectId, person.userNo)).map((one) => [one.kind, one]));
  return kindsFor(role).map((kind) => {
    const choice = chosen.get(kind.code);
    return {
      kind,
      letter: wantsLetter(kind, role, choice),
      letterMutable: mayHaveLetter(kind, role) && mayMute(kind, "letter", role),
      console: wantsConsole(kind, role, choice),
      consoleMutable: mayMute(kind, "console", role),
    };
  });
}

/** Kinds about a project that a member of this role is told of; those of one's own sign-in are not a project's. */
function kindsFor(role: Role): Kind[] {
  const held = permissionsOf(role);
  return KINDS.filter(
    ({ toStaff, members, group }) => !toStaff && group !== "security" && (members === null || held.includes(members)),
  );
}

/** Refuses KindUnknown, and MuteRefused for what one may not do without. */
export async function choose(
  tx: Tx,
  projectId: ProjectId,
  person: { readonly userNo: bigint; readonly role: Role },
  wanted: { readonly kind: string; readonly letter: boolean; readonly console: boolean },
): Promise<void> {
  const kind = kindsFor(person.role).find(({ code }) => code === wanted.kind);
  if (!kind) throw KindUnknown({ values: { kind: wanted.kind } });
  const { role } = person;
  const muted =
    !wanted.letter && letterByRole(kind, role) && mayHaveLetter(kind, role) && !mayMute(kind, "letter", role);
  if (muted || (!wanted.console && !mayMute(kind, "console", role))) throw MuteRefused();
  await store.upsertChoice(tx, {
    projectId,
    userNo: person.userNo,
    kind: kind.code,
    letter: wanted.letter,
    console: wanted.console,
  });
}

/**
 * Adds an address, which gets nothing but a question until whoever has the mailbox agrees. Refuses AddressWrong, AddressKnown,
 * TooManyAddresses, and TooManyLetters: adding and taking away again is no way to write to a stranger without end.
 */
export async function addAddress(
  tx: Tx,
  address: store.NewAddress,
  asking: { readonly network: string; readonly machineNow: Instant },
): Promise<bigint> {
  const email = address.email.trim().toLowerCase();
  if (!isMailAddress(email)) throw AddressWrong({ field: "email" });
  await paceLetters(tx, email, asking.network, asking.machineNow);
  const { projectId, at, groups } = address;
  if ((await store.selectAddresses(tx, [projectId])).length >= MOST_ADDRESSES)
    throw TooManyAddresses({ values: { most: String(MOST_ADDRESSES) } });
  const addressId = await store.insertAddress(tx, { ...address, email });
  if (addressId === null) throw AddressKnown({ field: "email" });
  await enqueue(tx, [addressConfirmation.message(projectId, { addressId }, at)]);
  await recordAct(tx, addressAdded, at, {
    subjects: [{ kind: "project", id: projectId }],
    thing: `notification_address:${addressId}`,
    after: { groups: groups.join(", ") },
  });
  return addressId;
}

/** Takes an address away; answers whether it was the project's. */
export async function removeAddress(tx: Tx, projectId: ProjectId, addressId: bigint, at: Instant): Promise<boolean> {
  const known = await store.selectAddress(tx, addressId);
  if (known?.projectId !== projectId || !(await store.endAddress(tx, addressId, at))) return false;
  await told(tx, addressEnded, known, at);
  return true;
}

export type AddressPurpose = "confirm" | "unsubscribe";

/** The text of a link in a letter to an address: nobody else can make one. */
export async function addressLink(
  tx: Pick<Tx, "query">,
  { addressId, email }: Pick<store.Address, "addressId" | "email">,
  purpose: AddressPurpose,
): Promise<string> {
  return `${addressId}.${sealOf(await signingSecret(tx), addressId, email, purpose)}`;
}

/** The address of a link. Refuses LinkUnusable: not ours, of another purpose, or of an address that ended. */
export async function addressOfLink(
  tx: Pick<Tx, "query">,
  text: string,
  purpose: AddressPurpose,
): Promise<store.Address> {
  const [, id, seal = ""] = /^(\d{1,18})\.([\w-]{43})$/.exec(text) ?? [];
  const address = id === undefined ? null : await store.selectAddress(tx, BigInt(id));
  if (!address || address.endedAt !== null) throw LinkUnusable();
  const own = sealOf(await signingSecret(tx), address.addressId, address.email, purpose);
  if (!timingSafeEqual(Buffer.from(own), Buffer.from(seal))) throw LinkUnusable();
  return address;
}

/** Whoever has the mailbox agrees, or wants no more letters. Refuses LinkUnusable. */
export async function answerAddress(tx: Tx, text: string, purpose: AddressPurpose, at: Instant): Promise<void> {
  const address = await addressOfLink(tx, text, purpose);
  if (purpose === "confirm") {
    if (await store.confirmAddress(tx, address.addressId, at)) await told(tx, addressConfirmed, address, at);
  } else if (await store.endAddress(tx, address.addressId, at)) await told(tx, addressEnded, address, at);
}

function told(
  tx: Tx,
  act: typeof addressEnded,
  { projectId, addressId }: store.Address,
  at: Instant,
): Promise<unknown> {
  return recordAct(tx, act, at, {
    subjects: [{ kind: "project", id: projectId }],
    thing: `notification_address:${addressId}`,
  });
}

function sealOf(secret: string, addressId: bigint, email: string, purpose: AddressPurpose): string {
  return createHmac("sha256", secret)
    .update(`notification address ${purpose} ${addressId} ${email}`)
    .digest("base64url");
}
