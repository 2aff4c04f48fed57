import { z } from "zod";

import { fillText } from "../../core/errors.ts";
import { formatInstant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import { type Route, fileResponse, instantSchema, noProof, route, textsSchema } from "../../platform/http/index.ts";
import { personalArchive } from "../../platform/personal/index.ts";
import { erasureAsked, erasureWithdrawn, personalFileTaken } from "./acts.ts";
import {
  ErasureAccountUsed,
  ErasureAskedAlready,
  ErasureContract,
  ErasureDebt,
  ErasureMoneyLeft,
  ErasureOfStaff,
  ErasureOwnsProjects,
  GRACE_DAYS,
  askErasure,
  erasureBlockers,
  withdrawErasure,
} from "./erasure.ts";
import { type Erasure, selectOpenErasure } from "./erasure-store.ts";
import type { PeopleParts } from "./people-parts.ts";
import { TooManyPersonalFiles, takePersonal } from "./personal.ts";
import { browserOf } from "./sessions.ts";
import { selectUser } from "./store.ts";
import { UnknownUser } from "./members.ts";

const access = { kind: "signed_in" } as const;
/** What keeps an erasure, whoever asks for it. */
export const BLOCKERS = [
  ErasureOfStaff,
  ErasureOwnsProjects,
  ErasureAccountUsed,
  ErasureMoneyLeft,
  ErasureDebt,
  ErasureContract,
  ErasureAskedAlready,
];

/** Of an open erasure what its person sees. */
const openSchema = z
  .strictObject({
    askedAt: instantSchema,
    dueAt: instantSchema.meta({ description: "Until then it can be taken back; then it is done for good" }),
    byStaff: z.boolean().meta({ description: "Asked for on paper, and entered by staff" }),
    held: z.boolean().meta({ description: "Put off by the provider until further notice" }),
    waits: z.boolean().meta({ description: "Due, and kept by what the check tells" }),
  })
  .nullable();

/** Reliability 65: what is kept about oneself, as a file; and the end of it. */
export function personalRoutes(parts: PeopleParts): Route[] {
  return [fileRoute(parts), lookRoute(), checkRoute(parts), askRoute(parts), withdrawRoute()];
}

function fileRoute({ personal, sentFiles, machineNow }: PeopleParts): Route {
  return route({
    method: "POST",
    path: "/v1/me/personal-file",
    operationId: "takePersonalFile",
    summary: "All that is kept about the signed-in user, as an archive to read and for programs; a letter tells of it",
    response: fileResponse("application/zip"),
    share: "export",
    access,
    proof: true,
    idempotent: "inherent",
    act: personalFileTaken,
    refusals: [TooManyPersonalFiles],
    handler: async ({ principal, language, now, transaction }) => {
      const { userId } = browserOf(principal);
      const at = machineNow();
      const tables = await transaction((tx) => takePersonal(tx, { userId, machineNow: at, now }, personal));
      // Files are read piece by piece, with no transaction that waits for another connection.
      const body = await personalArchive({ ...(await sentFiles(`user:${userId}`)), tables, language, at });
      return { contentType: "application/zip", fileName: "saldo-personal.zip", body };
    },
  });
}

function lookRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/me/erasure",
    operationId: "getErasure",
    summary: "Whether the signed-in user is to be erased, and when (reliability 65)",
    response: z.strictObject({ open: openSchema, graceDays: z.int() }),
    access,
    handler: async ({ principal, read }) => {
      if (principal.kind !== "user") return { open: null, graceDays: GRACE_DAYS };
      const open = await read((tx) => selectOpenErasure(tx, principal.userNo));
      return { open: open && openShown(open), graceDays: GRACE_DAYS };
    },
  });
}

function openShown({ askedAt, dueAt, askedByKind, heldAt, waitsFor }: Erasure) {
  return {
    askedAt: formatInstant(askedAt),
    dueAt: formatInstant(dueAt),
    byStaff: askedByKind === "staff",
    held: heldAt !== null,
    waits: waitsFor !== null,
  };
}

function checkRoute({ personal }: PeopleParts): Route {
  return route({
    method: "POST",
    path: "/v1/me/erasure/check",
    operationId: "checkErasure",
    summary: "What keeps the signed-in user from being erased, each with its way out; empty when nothing does",
    response: z.strictObject({
      blockers: z.array(z.strictObject({ code: z.string(), text: textsSchema })).max(BLOCKERS.length),
    }),
    access,
    idempotent: "inherent",
    act: noAct("It only looks what would keep an erasure."),
    handler: async ({ principal, now, transaction }) => {
      const { userId } = browserOf(principal);
      const blockers = await transaction(async (tx) => {
        const user = await selectUser(tx, userId);
        if (user === null) throw UnknownUser();
        return erasureBlockers(tx, user, personal, now);
      });
      return {
        blockers: blockers.map(({ kind, details }) => ({
          code: kind.code,
          text: { ru: fillText(kind.texts.ru, details.values), en: fillText(kind.texts.en, details.values) },
        })),
      };
    },
  });
}

function askRoute({ personal }: PeopleParts): Route {
  return route({
    method: "POST",
    path: "/v1/me/erasure",
    operationId: "askErasure",
    summary: "Has the signed-in user erased after a time in which it can be taken back; books and papers stay",
    response: z.strictObject({ dueAt: instantSchema }),
    status: 202,
    access,
    proof: true,
    idempotent: "inherent",
    act: erasureAsked,
    refusals: BLOCKERS,
    handler: async ({ principal, now, transaction }) => {
      const { userId } = browserOf(principal);
      const dueAt = await transaction((tx) => askErasure(tx, { userId, reason: null, now }, personal));
      return { dueAt: formatInstant(dueAt) };
    },
  });
}

function withdrawRoute(): Route {
  return route({
    method: "DELETE",
    path: "/v1/me/erasure",
    operationId: "withdrawErasure",
    summary: "Takes the own erasure back",
    access,
    proof: noProof("It keeps everything as it is."),
    idempotent: "inherent",
    act: erasureWithdrawn,
    handler: async ({ principal, now, transaction }) => {
      browserOf(principal);
      if (principal.kind === "user") await transaction((tx) => withdrawErasure(tx, principal.userNo, now));
    },
  });
}
