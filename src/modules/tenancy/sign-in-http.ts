import { z } from "zod";

import { ACCESS_REASONS, type AccessReason, UNLOCK_REASONS } from "../../core/security-kind.ts";
import { formatPid } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { Act } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import { FactorNotOn, mailSubject } from "../../platform/identity/index.ts";
import { type Route, type StaffRole, idSchema, instantSchema, pidSchema, route } from "../../platform/http/index.ts";
import { secondFactorOff, sessionsEnded, signInUnlocked, tokenRevoked, userBlocked, userUnblocked } from "./acts.ts";
import { UnknownUser, blockUser, openSignIn, signInOf, unblockUser } from "./members.ts";
import { passkeySchema, passkeyShown } from "./passkeys-http.ts";
import type { PeopleParts } from "./people-parts.ts";
import { resetFactors } from "./second-factor.ts";
import { sessionSchema, sessionShown } from "./sessions-http.ts";
import { UnknownToken, revokeTokensOfUser } from "./tokens.ts";
import { NotOneself, StaffByOperator, endSessions, userUnder } from "./sessions.ts";

const emailInput = z.string().min(3).max(320);
const openers = { kind: "staff", roles: ["support", "operator"] } as const;

/** The office's look at a user's sign-in and sessions; what opens and closes it (reliability 38, 41; PTR-07). */
export function signInRoutes({ machineNow, forgetUser }: PeopleParts): Route[] {
  const access = accessRoute(forgetUser);
  return [
    access({
      verb: "block",
      summary: "Keeps a user from signing in; sessions and tokens end within seconds, resources go on running (PTR-07)",
      act: userBlocked,
      work: blockUser,
    }),
    access({
      verb: "unblock",
      summary: "Lets a blocked user sign in again (PTR-07)",
      act: userUnblocked,
      work: unblockUser,
    }),
    access({
      verb: "end-sessions",
      summary: "Ends every session of a user (reliability 38)",
      act: sessionsEnded,
      work: (tx, userId, now, reason) => endSessions(tx, userId, { reason, now }),
    }),
    access({
      verb: "revoke-tokens",
      summary:
        "Revokes every API token that borrows a user's rights or that the user made, within seconds (reliability 38)",
      act: tokenRevoked,
      work: async (tx, userId, now, reason) => {
        if ((await revokeTokensOfUser(tx, userId, { now, reason })) === 0) throw UnknownToken();
      },
      refusals: [UnknownToken],
    }),
    access({
      verb: "reset-second-factor",
      summary:
        "Switches a user's second factor off and removes the passkeys, when they are lost or stolen; the user is told by letter",
      act: secondFactorOff,
      roles: ["operator"],
      refusals: [FactorNotOn],
      work: resetFactors,
    }),
    route({
      method: "POST",
      path: "/v1/office/sign-ins/unlock",
      operationId: "unlockSignIn",
      summary: "Lets a user whose sign-in is slowed down by wrong passwords try again at once",
      body: z.strictObject({
        email: emailInput,
        reason: z.enum(UNLOCK_REASONS).meta({ description: "Recorded with who did it, as a security event" }),
      }),
      access: openers,
      idempotent: "inherent",
      act: signInUnlocked,
      refusals: [UnknownUser],
      handler: async ({ body, now, transaction, tell }) => {
        await transaction((tx) => openSignIn(tx, body.email, now));
        tell("sign_in_unlocked", `${mailSubject(body.email)} ${body.reason}`);
      },
    }),
    lookRoute(machineNow),
  ];
}

function lookRoute(machineNow: () => Instant): Route {
  return route({
    method: "GET",
    path: "/v1/office/sign-ins",
    operationId: "getSignIn",
    summary: "How the sign-in of the user with an address of mail stands: slowed down by wrong passwords, blocked",
    query: z.strictObject({ email: emailInput }),
    response: z.strictObject({
      email: z.string(),
      name: z.string(),
      staff: z.boolean(),
      blocked: z.boolean().meta({ description: "By staff; nothing opens that but staff" }),
      triesLeft: z.int(),
      opensAt: instantSchema
        .nullable()
        .meta({ description: "When the next try from an unknown device is let through; null when one is now" }),
      secondFactor: z.boolean().meta({ description: "Whether a code is asked for beside the password" }),
      passkeys: z
        .array(passkeySchema)
        .meta({ description: "By which the user may sign in without the password, twenty at most" }),
      sessions: z.array(sessionSchema),
      tokens: z
        .array(
          z.strictObject({
            id: idSchema,
            name: z.string(),
            pid: pidSchema.nullable().meta({ description: "The project that it opens; null: whatever its user may" }),
            createdAt: instantSchema,
            expiresAt: instantSchema,
            lastUsedAt: instantSchema.nullable(),
          }),
        )
        .meta({ description: "Live API tokens that borrow the user's rights or that the user made, the newest first" }),
    }),
    access: openers,
    refusals: [UnknownUser],
    handler: async ({ query, read, now }) => {
      const found = await read((tx) => signInOf(tx, query.email, { machineNow: machineNow(), now }));
      const { staffRole, opensAt, sessions, tokens, passkeys, ...rest } = found;
      return {
        ...rest,
        staff: staffRole !== null,
        opensAt: opensAt === null ? null : formatInstant(opensAt),
        sessions: sessions.map(sessionShown),
        passkeys: passkeys.map(passkeyShown),
        tokens: tokens.map(({ tokenId, name, projectId, createdAt, expiresAt, lastUsedAt }) => ({
          id: String(tokenId),
          name,
          pid: projectId === null ? null : formatPid(projectId),
          createdAt: formatInstant(createdAt),
          expiresAt: formatInstant(expiresAt),
          lastUsedAt: lastUsedAt === null ? null : formatInstant(lastUsedAt),
        })),
      };
    },
  });
}

interface AccessAct {
  readonly verb: keyof typeof OPERATIONS;
  /** Who may besides: an operator always. */
  readonly roles?: readonly StaffRole[];
  readonly refusals?: Route["refusals"];
  readonly summary: string;
  readonly act: Act;
  readonly work: (tx: Tx, userId: string, now: Instant, reason: AccessReason) => Promise<unknown>;
}

const OPERATIONS = {
  block: "blockUser",
  unblock: "unblockUser",
  "end-sessions": "endSessionsOfUser",
  "revoke-tokens": "revokeTokensOfUser",
  "reset-second-factor": "resetSecondFactor",
} as const;

/** What staff do about the access of the user with an address of mail, each with a reason. */
function accessRoute(forgetUser: PeopleParts["forgetUser"]) {
  return ({ verb, summary, act, work, roles = ["support", "operator"], refusals = [] }: AccessAct): Route =>
    route({
      method: "POST",
      path: `/v1/office/sign-ins/${verb}`,
      operationId: OPERATIONS[verb],
      summary,
      body: z.strictObject({ email: emailInput, reason: z.enum(ACCESS_REASONS) }),
      access: { kind: "staff", roles },
      idempotent: "inherent",
      act,
      refusals: [UnknownUser, NotOneself, StaffByOperator, ...refusals],
      handler: async ({ body, principal, now, transaction }) => {
        const userId = await transaction(async (tx) => {
          const found = await userUnder(tx, principal, body.email);
          await work(tx, found, now, body.reason);
          return found;
        });
        forgetUser(userId);
      },
    });
}
