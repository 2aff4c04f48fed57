import { z } from "zod";

import { noAct } from "../../platform/act.ts";

import { formatPid } from "../../core/ids.ts";
import { formatInstant } from "../../core/time.ts";
import { WeakPassword } from "../../core/password.ts";
import { type Route, idInput, idSchema, instantSchema, pidSchema, route, noProof } from "../../platform/http/index.ts";
import { LinkUnusable } from "../../platform/identity/index.ts";
import { invitationAnswered, ownerChangeAnswered } from "./acts.ts";
import { personHimself } from "./change-members.ts";
import { InvitationOver, answerInvitation, completeInvitation, declineByLink, invitationOf } from "./invitations.ts";
import type { PeopleParts } from "./people-parts.ts";
import { activateServices } from "./activation.ts";
import { OwnerChangeOver, answerOwnerChange } from "./owner-change.ts";
import { selectAsked } from "./people-store.ts";
import { ROLES } from "./permissions.ts";
import { EmailTaken } from "./register.ts";

const linkBody = z.strictObject({ link: z.string().min(1).max(200) });
const idParams = z.strictObject({ id: idInput });

/** What a person is asked: to join a project, to become its owner; in the console, or by a letter's link. */
export function answerRoutes(parts: PeopleParts): Route[] {
  return [askedRoute(), ...inConsole(parts), ...byLink(parts.machineNow)];
}

function askedRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/me/asked",
    operationId: "listAsked",
    summary:
      "What waits for the signed-in user's answer: invitations to the own address, projects to own (REG-04, REG-05)",
    response: z.strictObject({
      items: z.array(
        z.strictObject({
          kind: z.enum(["invitation", "owner_change"]),
          id: idSchema,
          pid: pidSchema,
          projectName: z.string(),
          role: z.enum(ROLES),
          byName: z.string(),
          byEmail: z.string(),
          expiresAt: instantSchema,
        }),
      ),
    }),
    access: { kind: "signed_in" },
    handler: ({ now, read }) =>
      read(async (tx) => {
        const asked = await selectAsked(tx, now);
        return {
          items: asked.map(({ askedId, projectId, expiresAt, ...one }) => ({
            ...one,
            expiresAt: formatInstant(expiresAt),
            id: String(askedId),
            pid: formatPid(projectId),
          })),
        };
      }),
  });
}

function inConsole({ forgetUser, welcome }: Pick<PeopleParts, "forgetUser" | "welcome">): Route[] {
  const invitation = (answer: "accepted" | "declined", verb: "accept" | "decline", summary: string) =>
    route({
      method: "POST",
      path: `/v1/me/invitations/{id}/${verb}`,
      operationId: `${verb}Invitation`,
      summary,
      params: idParams,
      access: { kind: "signed_in" },
      proof: noProof("It opens nothing to anybody else."),
      idempotent: "inherent",
      act: invitationAnswered,
      refusals: [InvitationOver],
      handler: async ({ params, principal, now, transaction }) => {
        const person = personHimself(principal);
        await transaction((tx) => answerInvitation(tx, params.id, person, answer, now));
        forgetUser(person.userId);
      },
    });
  const ownerChange = (answer: "consented" | "declined", verb: "consent" | "decline", summary: string) =>
    route({
      method: "POST",
      path: `/v1/me/owner-changes/{id}/${verb}`,
      operationId: `${verb}OwnerChange`,
      summary,
      params: idParams,
      access: { kind: "signed_in" },
      proof: answer === "consented" ? true : noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: ownerChangeAnswered,
      refusals: [OwnerChangeOver],
      handler: async ({ params, principal, now, transaction }) => {
        const person = personHimself(principal);
        const changed = await transaction(async (tx) => {
          const people = await answerOwnerChange(tx, params.id, person, answer, now);
          // The new owner's telephone may be linked where the old one's was not (REG-09).
          if (answer === "consented") await activateServices(tx, person.userId, welcome, now);
          return people;
        });
        changed.forEach(forgetUser);
      },
    });
  return [
    invitation("accepted", "accept", "Accepts an invitation to one's own address; nobody else's (REG-04)"),
    invitation("declined", "decline", "Declines an invitation to one's own address"),
    ownerChange("consented", "consent", "Agrees to become a project's owner: both change roles (REG-05)"),
    ownerChange("declined", "decline", "Declines to become a project's owner (REG-05)"),
  ];
}

function byLink(machineNow: PeopleParts["machineNow"]): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/invitations/read",
      operationId: "readInvitation",
      summary: "Whom a letter's link invites, to what",
      body: linkBody,
      response: z.strictObject({
        id: idSchema,
        email: z.string(),
        role: z.enum(ROLES),
        projectName: z.string(),
        byName: z.string(),
        byEmail: z.string(),
        registered: z.boolean(),
      }),
      access: { kind: "public" },
      idempotent: "inherent",
      act: noAct("Reads what an invitation's link stands for."),
      refusals: [LinkUnusable],
      handler: async ({ body, now, transaction }) => {
        const times = { machineNow: machineNow(), now };
        const { invitationId, ...shown } = await transaction((tx) => invitationOf(tx, body.link, times));
        return { id: String(invitationId), ...shown };
      },
    }),
    route({
      method: "POST",
      path: "/v1/invitations/complete",
      operationId: "completeInvitation",
      summary:
        "Somebody unregistered joins by a letter's link: a user without an account of its own, and a member (REG-04)",
      body: linkBody.extend({
        name: z.string().trim().min(1).max(200),
        password: z.string().max(128),
        language: z.enum(["ru", "en"]),
      }),
      response: z.strictObject({ email: z.string() }),
      status: 201,
      access: { kind: "public" },
      idempotent: "inherent",
      act: invitationAnswered,
      refusals: [LinkUnusable, WeakPassword, EmailTaken],
      handler: async ({ body, now, transaction }) => {
        const joining = { ...body, machineNow: machineNow(), now };
        const { email } = await transaction((tx) => completeInvitation(tx, joining));
        return { email };
      },
    }),
    route({
      method: "POST",
      path: "/v1/invitations/decline",
      operationId: "declineInvitationByLink",
      summary: "Declines an invitation by its link, without signing in",
      body: linkBody,
      access: { kind: "public" },
      idempotent: "inherent",
      act: invitationAnswered,
      refusals: [LinkUnusable],
      handler: ({ body, now, transaction }) =>
        transaction((tx) => declineByLink(tx, body.link, { machineNow: machineNow(), now })),
    }),
  ];
}
