import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import { type Route, instantSchema, route } from "../../platform/http/index.ts";
import {
  CodeRefused,
  FactorNotOn,
  FactorOnAlready,
  SeedUnreadable,
  selectOwnPasskeys,
} from "../../platform/identity/index.ts";
import { backupCodesRenewed, secondFactorOff, secondFactorOn } from "./acts.ts";
import type { PeopleParts } from "./people-parts.ts";
import { beginFactor, confirmFactor, dropFactor, ownFactor, renewCodes } from "./second-factor.ts";
import { browserOf } from "./sessions.ts";

const codes = z
  .array(z.string())
  .meta({ description: "Shown this once; each is good once, in place of the app's code" });
const access = { kind: "signed_in" } as const;

/** REG-02: a code of an app beside the password, backup codes, and the way back. */
export function secondFactorRoutes(parts: PeopleParts): Route[] {
  return [stateRoute(parts), ...onRoutes(parts), ...laterRoutes(parts)];
}

function stateRoute({ staffNeedFactor }: PeopleParts): Route {
  return route({
    method: "GET",
    path: "/v1/me/second-factor",
    operationId: "getSecondFactor",
    summary:
      "Whether a code is asked for beside the password, how many backup codes are left, and by what one proves who it is (REG-02)",
    response: z.strictObject({
      onSince: instantSchema.nullable(),
      codesLeft: z.int(),
      provedBy: z.enum(["code", "passkey", "password"]).meta({
        description:
          "What acts that need a proof ask for: `passkey` of staff whose only second factor it is, whose password proves nothing",
      }),
    }),
    access,
    handler: async ({ read, principal }) => {
      const { onSince, codesLeft } = await read(ownFactor);
      const needsFactor = staffNeedFactor && principal.kind === "user" && principal.staffRole !== null;
      const hasOnlyPasskeys = onSince === null && needsFactor && (await read(selectOwnPasskeys)).length > 0;
      const without = hasOnlyPasskeys ? ("passkey" as const) : ("password" as const);
      return {
        onSince: onSince === null ? null : formatInstant(onSince),
        codesLeft,
        provedBy: onSince === null ? without : ("code" as const),
      };
    },
  });
}

function onRoutes(parts: PeopleParts): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/me/second-factor/begin",
      operationId: "beginSecondFactor",
      summary:
        "A new seed for an authenticator app, as a picture and as a key; nothing is asked for before it is confirmed",
      response: z.strictObject({
        key: z.string().meta({ description: "For typing into the app" }),
        picture: z
          .strictObject({ size: z.int(), path: z.string() })
          .meta({ description: "The QR code as one SVG path of `size` by `size`" }),
      }),
      access,
      proof: true,
      idempotent: "inherent",
      act: noAct("Nothing is asked for at the sign-in before the app's first code is confirmed."),
      refusals: [FactorOnAlready, SeedUnreadable],
      handler: ({ principal, transaction }) => transaction((tx) => beginFactor(tx, parts, browserOf(principal))),
    }),
    route({
      method: "POST",
      path: "/v1/me/second-factor/confirm",
      operationId: "confirmSecondFactor",
      summary: "The app shows the right code: from now on it is asked for; other sessions end",
      body: z.strictObject({ code: z.string().min(6).max(20) }),
      response: z.strictObject({ codes }),
      access,
      proof: true,
      idempotent: "inherent",
      act: secondFactorOn,
      refusals: [CodeRefused, FactorOnAlready, SeedUnreadable],
      handler: async ({ body, principal, now, transaction }) => {
        const browser = browserOf(principal);
        const made = await transaction((tx) => confirmFactor(tx, parts, browser, body.code, now));
        parts.forgetUser(browser.userId);
        return { codes: [...made] };
      },
    }),
  ];
}

function laterRoutes(parts: PeopleParts): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/me/second-factor/codes",
      operationId: "renewBackupCodes",
      summary: "New backup codes; those of before do nothing any more",
      response: z.strictObject({ codes }),
      access,
      proof: true,
      idempotent: "inherent",
      act: backupCodesRenewed,
      refusals: [FactorNotOn, SeedUnreadable],
      handler: async ({ principal, now, transaction }) => {
        const { userId } = browserOf(principal);
        return { codes: [...(await transaction((tx) => renewCodes(tx, parts, userId, now)))] };
      },
    }),
    route({
      method: "POST",
      path: "/v1/me/second-factor/off",
      operationId: "turnSecondFactorOff",
      summary: "The password alone is enough again; the seed and the backup codes are gone",
      access,
      proof: true,
      idempotent: "inherent",
      act: secondFactorOff,
      refusals: [FactorNotOn],
      handler: async ({ principal, now, transaction }) => {
        const { userId } = browserOf(principal);
        await transaction((tx) => dropFactor(tx, userId, now));
        parts.forgetUser(userId);
      },
    }),
  ];
}
