import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import { type Route, instantSchema, noProof, route } from "../../platform/http/index.ts";
import { LinkUnusable, TooManyLetters } from "../../platform/identity/index.ts";
import { mailChangeAgreed, mailChangeAsked, mailChangeWithdrawn } from "./acts.ts";
import { alike } from "./alike.ts";
import {
  MailOfCompany,
  SameMail,
  agreeToMail,
  askMailChange,
  mailChangeOf,
  withdrawMailChange,
} from "./mail-change.ts";
import { type MailChange, selectOpenMailChange } from "./mail-change-store.ts";
import type { PeopleParts } from "./people-parts.ts";
import { EmailTaken, NotAnEmail } from "./register.ts";
import { browserOf } from "./sessions.ts";

const side = z.enum(["old", "new"]).meta({ description: "Whose mailbox the link was sent to" });
const linkBody = z.strictObject({ side, link: z.string().min(1).max(200) });
const shown = { oldEmail: z.string(), newEmail: z.string(), oldAgreed: z.boolean(), newAgreed: z.boolean() };

function changeShown({ oldEmail, newEmail, oldAgreedAt, newAgreedAt }: MailChange) {
  return { oldEmail, newEmail, oldAgreed: oldAgreedAt !== null, newAgreed: newAgreedAt !== null };
}

/** REG-02: another address of mail, agreed to at the old one and at the new one. */
export function mailChangeRoutes(parts: PeopleParts): Route[] {
  return [...ownRoutes(parts), ...linkRoutes(parts)];
}

function ownRoutes({ machineNow }: PeopleParts): Route[] {
  const access = { kind: "signed_in" } as const;
  return [
    route({
      method: "GET",
      path: "/v1/me/mail-change",
      operationId: "getMailChange",
      summary: "The change of one's address that waits for an answer at the old or the new mailbox",
      response: z.strictObject({ change: z.strictObject({ ...shown, expiresAt: instantSchema }).nullable() }),
      access,
      handler: async ({ principal, read }) => {
        if (principal.kind !== "user") return { change: null };
        const change = await read((tx) => selectOpenMailChange(tx, principal.userNo, machineNow()));
        return { change: change && { ...changeShown(change), expiresAt: formatInstant(change.expiresAt) } };
      },
    }),
    route({
      method: "POST",
      path: "/v1/me/mail-change",
      operationId: "askMailChange",
      summary:
        "Sends a letter to the old and to the new address; when both have agreed one signs in with the new (REG-02)",
      body: z.strictObject({ email: z.string().min(3).max(320) }),
      status: 202,
      access,
      idempotent: "inherent",
      act: mailChangeAsked,
      refusals: [NotAnEmail, SameMail, MailOfCompany, TooManyLetters],
      handler: ({ body, principal, address, now, transaction }) => {
        const { userId } = browserOf(principal);
        return alike(
          transaction((tx) => askMailChange(tx, { ...body, userId, address, machineNow: machineNow(), now })),
        );
      },
    }),
    route({
      method: "DELETE",
      path: "/v1/me/mail-change",
      operationId: "withdrawMailChange",
      summary: "Takes the change of the own address back; its letters do nothing any more",
      access,
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: mailChangeWithdrawn,
      handler: ({ principal, now, transaction }) => {
        const { userId } = browserOf(principal);
        return transaction((tx) => withdrawMailChange(tx, userId, machineNow(), now));
      },
    }),
  ];
}

function linkRoutes({ machineNow, forgetUser }: PeopleParts): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/mail-changes/read",
      operationId: "readMailChange",
      summary: "Which change of address a letter's link agrees to",
      body: linkBody,
      response: z.strictObject(shown),
      access: { kind: "public" },
      idempotent: "inherent",
      act: noAct("Reads what a letter's link stands for."),
      refusals: [LinkUnusable],
      handler: async ({ body, transaction }) =>
        changeShown(await transaction((tx) => mailChangeOf(tx, body.side, body.link, machineNow()))),
    }),
    route({
      method: "POST",
      path: "/v1/mail-changes/agree",
      operationId: "agreeToMailChange",
      summary: "One mailbox agrees; when both have, the address is changed and every session ends (REG-02)",
      body: linkBody,
      response: z.strictObject({ changed: z.boolean() }),
      access: { kind: "public" },
      idempotent: "inherent",
      act: mailChangeAgreed,
      refusals: [LinkUnusable, MailOfCompany, EmailTaken],
      handler: async ({ body, now, transaction }) => {
        const times = { machineNow: machineNow(), now };
        const { changedUserId } = await transaction((tx) => agreeToMail(tx, body.side, body.link, times));
        if (changedUserId !== null) forgetUser(changedUserId);
        return { changed: changedUserId !== null };
      },
    }),
  ];
}
