import { randomInt, randomUUID } from "node:crypto";

import { type Language, refusal } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { requireStrongPassword } from "../../core/password.ts";
import { type Instant } from "../../core/time.ts";
import { hashPassword, insertLogin } from "../../platform/identity/index.ts";
import { type Tx } from "../../platform/db.ts";
import { recordAct } from "../../platform/record-act.ts";
import { projectCreated, userRegistered } from "./acts.ts";
import { onUser } from "./members.ts";
import { type Region } from "./region.ts";
import { regionOf, regionOfSite } from "./regions.ts";
import { insertAccount, insertProject, insertUser, selectAccount, upsertMember } from "./store.ts";

export const EmailTaken = refusal(
  "email_taken",
  409,
  "Эта почта уже зарегистрирована; одна почта — одна регистрация на все регионы",
  "This e-mail is registered already; an e-mail registers once over all regions",
);
export const NotAnEmail = refusal(
  "not_an_email",
  422,
  "Это не адрес электронной почты",
  "This is not an e-mail address",
);
export const UnknownAccount = refusal("unknown_account", 404, "Нет такой учётной записи", "There is no such account");

const EMAIL = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}\.[^\s@<>,;".]{2,63}$/;
const PIDS = 9_999_999_999;
const TRIES = 20;

export interface Registration {
  readonly email: string;
  readonly name: string;
  /** A password as typed, or a hash made before (hashPassword of platform/identity), for staff and imports. */
  readonly password: string | { readonly hash: string };
  readonly language: Language;
  /** The host name of the site it was made on, or the region itself. */
  readonly at: { readonly site: string } | { readonly regionCode: string };
  readonly projectName?: string;
  /** For worlds that must look the same each time; chosen at random otherwise. */
  readonly userId?: string;
  readonly projectId?: ProjectId;
  /** The number that was given out when the registration was asked for. */
  readonly userNo?: bigint;
  readonly now: Instant;
}

export interface Registered {
  readonly userId: string;
  readonly accountId: bigint;
  readonly projectId: ProjectId;
  readonly region: Region;
}

/**
 * REG-02, REG-03: a user, an account in the region of the site and a first project with the user as its owner, all or
 * nothing. Refuses NotAnEmail, WeakPassword, EmailTaken, UnknownSite, UnknownRegion.
 */
export async function register(tx: Tx, registration: Registration): Promise<Registered> {
  const { now, language, name } = registration;
  const email = normalEmail(registration.email);
  const region =
    "site" in registration.at
      ? await regionOfSite(tx, registration.at.site)
      : await regionOf(tx, registration.at.regionCode);
  const passwordHash = await hashOf(registration.password, email, name);
  const userId = registration.userId ?? randomUUID();
  const { userNo } = registration;
  const user = { userId, email, name, language, ...(userNo === undefined ? {} : { userNo }) };
  if (!(await insertUser(tx, user))) throw EmailTaken({ field: "email" });
  await insertLogin(tx, { userId, email, name, passwordHash, now });
  const accountId = await insertAccount(tx, region.regionCode, userId, true, now);
  const projectId = await addProject(
    tx,
    { accountId, region, userId, name: registration.projectName ?? name, now },
    registration.projectId,
  );
  const { subjects, thing } = await onUser(tx, userId);
  const of = [{ kind: "account", id: accountId }, { kind: "project", id: projectId }, ...subjects] as const;
  await recordAct(tx, userRegistered, now, { subjects: of, thing });
  return { userId, accountId, projectId, region };
}

export interface StaffRegistration
  extends Pick<Registration, "email" | "name" | "password" | "language" | "userId" | "userNo" | "now"> {}

/**
 * A user without an account or a project of its own: staff, whose role setStaffRole gives, and members by invitation. Refuses
 * as register does.
 */
export async function registerStaff(tx: Tx, staff: StaffRegistration): Promise<string> {
  const email = normalEmail(staff.email);
  const passwordHash = await hashOf(staff.password, email, staff.name);
  const userId = staff.userId ?? randomUUID();
  const { name, language, userNo, now } = staff;
  const user = { userId, email, name, language, ...(userNo === undefined ? {} : { userNo }) };
  if (!(await insertUser(tx, user))) throw EmailTaken({ field: "email" });
  await insertLogin(tx, { userId, email, name, passwordHash, now });
  return userId;
}

export interface ProjectRequest {
  readonly accountId: bigint;
  readonly name: string;
  readonly projectId?: ProjectId;
  readonly now: Instant;
}

/** A further project of an account, in the account's region and currency, owned by the account's owner (REG-02, REG-03). */
export async function createProject(tx: Tx, request: ProjectRequest): Promise<ProjectId> {
  const account = await selectAccount(tx, request.accountId);
  if (!account) throw UnknownAccount();
  const region = await regionOf(tx, account.regionCode);
  const { accountId, name, now } = request;
  const parts = { accountId, region, userId: account.ownerUserId, name, now };
  const projectId = await addProject(tx, parts, request.projectId);
  const subjects = [
    { kind: "project", id: projectId },
    { kind: "account", id: accountId },
  ] as const;
  await recordAct(tx, projectCreated, now, { subjects, after: { name } });
  return projectId;
}

interface ProjectParts {
  readonly accountId: bigint;
  readonly region: Region;
  readonly userId: string;
  readonly name: string;
  readonly now: Instant;
}

/** A random PID: it must not tell how many customers there are, nor be the neighbour of another's. */
async function addProject(tx: Tx, parts: ProjectParts, wished: ProjectId | undefined): Promise<ProjectId> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const projectId = wished ?? BigInt(randomInt(1_000_000_000, PIDS));
    if (await insertProject(tx, { ...parts, projectId })) {
      await upsertMember(tx, projectId, parts.userId, "owner");
      return projectId;
    }
    if (wished !== undefined) break;
  }
  throw new Error("no free PID was found");
}

/** Addresses are compared in lower case; the same letters in another case are the same person. */
export function normalEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length > 254 || !EMAIL.test(email)) throw NotAnEmail({ field: "email" });
  return email;
}

async function hashOf(password: Registration["password"], email: string, name: string): Promise<string> {
  if (typeof password !== "string") return password.hash;
  requireStrongPassword(password, email, name);
  return hashPassword(password);
}
