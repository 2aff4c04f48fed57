import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import { type Route, instantSchema, noProof, route } from "../../platform/http/index.ts";
import { type ListedPasskey, selectOwnPasskeys } from "../../platform/identity/index.ts";
import { passkeyRemoved, passkeyRenamed } from "./acts.ts";
import { removePasskey, renamePasskey } from "./passkeys.ts";
import type { PeopleParts } from "./people-parts.ts";
import { browserOf } from "./sessions.ts";

/** Of a passkey what its owner and staff see: nothing of what checks it. */
export const passkeySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  site: z.string().meta({ description: "The domain that it belongs to: browsers offer it nowhere else" }),
  synced: z.boolean().meta({ description: "Kept by a service, and so on several devices" }),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
});

export function passkeyShown({ passkeyId, name, site, backedUp, createdAt, usedAt }: ListedPasskey) {
  return {
    id: passkeyId,
    name,
    site,
    synced: backedUp,
    createdAt: formatInstant(createdAt),
    lastUsedAt: usedAt === null ? null : formatInstant(usedAt),
  };
}

const access = { kind: "signed_in" } as const;
const params = z.strictObject({ id: z.uuid() });
const nameInput = z.string().trim().min(1).max(60);

/** REG-02: the own passkeys. They are added at the door (platform/identity/mount-passkeys.ts), where browsers make them. */
export function passkeyRoutes({ forgetUser }: PeopleParts): Route[] {
  return [
    listRoute(),
    route({
      method: "PATCH",
      path: "/v1/me/passkeys/{id}",
      operationId: "renamePasskey",
      summary: "Gives one of the own passkeys another name",
      params,
      body: z.strictObject({ name: nameInput }),
      access,
      proof: noProof("A name opens nothing."),
      idempotent: "inherent",
      act: passkeyRenamed,
      handler: async ({ params: { id }, body, principal, now, transaction }) => {
        const { userId } = browserOf(principal);
        await transaction((tx) => renamePasskey(tx, userId, { passkeyId: id, name: body.name }, now));
      },
    }),
    route({
      method: "DELETE",
      path: "/v1/me/passkeys/{id}",
      operationId: "removePasskey",
      summary: "Removes one of the own passkeys; other sessions that began with it end within seconds",
      params,
      access,
      proof: true,
      idempotent: "inherent",
      act: passkeyRemoved,
      handler: async ({ params: { id }, principal, now, transaction }) => {
        const browser = browserOf(principal);
        await transaction((tx) => removePasskey(tx, browser, id, now));
        forgetUser(browser.userId);
      },
    }),
  ];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/me/passkeys",
    operationId: "listPasskeys",
    summary: "By which passkeys one may sign in without the password, the newest first (REG-02)",
    response: z.strictObject({ items: z.array(passkeySchema) }),
    access,
    handler: async ({ read }) => ({ items: (await read(selectOwnPasskeys)).map(passkeyShown) }),
  });
}
