import { z } from "zod";

import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type Principal,
  type Route,
  idInput,
  idSchema,
  instantSchema,
  pidParams,
  route,
  noProof,
} from "../../platform/http/index.ts";
import { TooManyLetters } from "../../platform/identity/index.ts";
import {
  invitationWithdrawn,
  memberInvited,
  memberRemoved,
  memberSet,
  ownerChangeAsked,
  ownerChangeWithdrawn,
} from "./acts.ts";
import {
  OwnRole,
  OwnerStays,
  RoleNotYours,
  changeRole,
  leaveProject,
  personHimself,
  personOf,
  removeMember,
  rolesWithin,
} from "./change-members.ts";
import {
  AlreadyMember,
  InvitationOver,
  InvitedAlready,
  ProjectFull,
  inviteMember,
  resendInvitation,
  withdrawInvitation,
} from "./invitations.ts";
import { OwnerNotGranted } from "./members.ts";
import {
  OwnerAlready,
  OwnerAskedAlready,
  OwnerAskedTooOften,
  OwnerChangeOver,
  askOwnerChange,
  withdrawOwnerChange,
} from "./owner-change.ts";
import { type PeopleParts, projectOf } from "./people-parts.ts";
import { type OwnerChange, selectMembers, selectOpenInvitations, selectOpenOwnerChange } from "./people-store.ts";
import { GIVEN_ROLES, type GivenRole, type Permission, ROLES } from "./permissions.ts";
import { NotAnEmail } from "./register.ts";

const access = (permission: Permission) => ({ kind: "member", of: "project", permission, from: "params.pid" }) as const;
const idParams = pidParams.extend({ id: idInput });
const givenRole = z.enum(GIVEN_ROLES as readonly [GivenRole, ...GivenRole[]]);

const membersSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: idSchema,
      name: z.string(),
      email: z.string(),
      role: z.enum(ROLES),
      you: z.boolean(),
      mayChange: z.boolean().meta({ description: "Whether the caller may change the role and remove the member" }),
    }),
  ),
  invitations: z.array(
    z.strictObject({
      id: idSchema,
      email: z.string(),
      role: givenRole,
      invitedBy: z.string().nullable(),
      invitedAt: instantSchema,
      expiresAt: instantSchema,
      expired: z.boolean(),
      mayChange: z.boolean(),
    }),
  ),
  roles: z.array(givenRole).meta({ description: "The roles that the caller gives and takes" }),
  ownerChange: z
    .strictObject({ memberId: idSchema, askedAt: instantSchema, expiresAt: instantSchema, expired: z.boolean() })
    .nullable(),
});

/** REG-04, REG-05: who belongs to a project, invitations to it, and its next owner. */
export function memberRoutes({ machineNow, forgetUser }: PeopleParts): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/projects/{pid}/members",
      operationId: "listMembers",
      summary: "Members of a project, open invitations, and what the caller may do about them (REG-04, REG-05)",
      params: pidParams,
      response: membersSchema,
      access: access("members.manage"),
      handler: ({ projects, principal, now, read }) =>
        read((tx) => membersShown(tx, projectOf({ projects }), principal, now)),
    }),
    route({
      method: "PUT",
      path: "/v1/projects/{pid}/members/{id}",
      operationId: "changeRole",
      summary: "Gives a member another role (REG-04)",
      params: idParams,
      body: z.strictObject({ role: givenRole }),
      access: access("members.manage"),
      idempotent: "inherent",
      act: memberSet,
      refusals: [OwnerNotGranted, OwnRole, RoleNotYours],
      handler: async (context) => {
        const change = { userNo: context.params.id, role: context.body.role, now: context.now };
        const person = personOf(context.principal);
        const { userId } = await context.transaction((tx) => changeRole(tx, projectOf(context), person, change));
        forgetUser(userId);
      },
    }),
    route({
      method: "DELETE",
      path: "/v1/projects/{pid}/members/{id}",
      operationId: "removeMember",
      summary: "Removes a member; the member's tokens for the project end (REG-04)",
      params: idParams,
      access: access("members.manage"),
      idempotent: "inherent",
      act: memberRemoved,
      refusals: [OwnerNotGranted, OwnRole, RoleNotYours],
      handler: async (context) => {
        const person = personOf(context.principal);
        const { userId } = await context.transaction((tx) =>
          removeMember(tx, projectOf(context), person, context.params.id, context.now),
        );
        forgetUser(userId);
      },
    }),
    route({
      method: "POST",
      path: "/v1/projects/{pid}/leave",
      operationId: "leaveProject",
      summary: "One leaves a project; the owner gives it to another member first (REG-05)",
      params: pidParams,
      access: access("project.view"),
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: memberRemoved,
      refusals: [OwnerStays],
      handler: async (context) => {
        const person = personHimself(context.principal);
        await context.transaction((tx) => leaveProject(tx, projectOf(context), person, context.now));
        forgetUser(person.userId);
      },
    }),
    ...invitationRoutes(machineNow),
    ...ownerRoutes(machineNow),
  ];
}

function invitationRoutes(machineNow: () => Instant): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/projects/{pid}/invitations",
      operationId: "inviteMember",
      summary: "Invites a mail address to a role; the letter brings a link for seven days (REG-04)",
      params: pidParams,
      body: z.strictObject({ email: z.string().min(3).max(320), role: givenRole }),
      response: z.strictObject({ id: idSchema }),
      status: 201,
      access: access("members.manage"),
      idempotent: "inherent",
      act: memberInvited,
      refusals: [NotAnEmail, RoleNotYours, AlreadyMember, InvitedAlready, ProjectFull, TooManyLetters],
      handler: async (context) => {
        const { principal, address, now, body } = context;
        const inviting = { person: personOf(principal), address, machineNow: machineNow(), now };
        const id = await context.transaction((tx) => inviteMember(tx, projectOf(context), body, inviting));
        return { id: String(id) };
      },
    }),
    route({
      method: "POST",
      path: "/v1/projects/{pid}/invitations/{id}/resend",
      operationId: "resendInvitation",
      summary: "Sends an invitation's letter again, with a new link for seven days",
      params: idParams,
      access: access("members.manage"),
      idempotent: "inherent",
      act: memberInvited,
      refusals: [RoleNotYours, InvitationOver, TooManyLetters],
      handler: async (context) => {
        const { principal, address, now, params } = context;
        const inviting = { person: personOf(principal), address, machineNow: machineNow(), now };
        await context.transaction((tx) => resendInvitation(tx, projectOf(context), params.id, inviting));
      },
    }),
    route({
      method: "DELETE",
      path: "/v1/projects/{pid}/invitations/{id}",
      operationId: "withdrawInvitation",
      summary: "Takes an invitation back",
      params: idParams,
      access: access("members.manage"),
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: invitationWithdrawn,
      refusals: [RoleNotYours, InvitationOver],
      handler: async (context) => {
        const { principal, now, params } = context;
        const person = personOf(principal);
        await context.transaction((tx) => withdrawInvitation(tx, projectOf(context), params.id, person, now));
      },
    }),
  ];
}

function ownerRoutes(machineNow: () => Instant): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/projects/{pid}/owner-change",
      operationId: "askOwnerChange",
      summary: "The owner asks a member to become the owner, in any state of the balance (REG-05)",
      params: pidParams,
      body: z.strictObject({ memberId: idInput }),
      access: access("project.transfer"),
      idempotent: "inherent",
      act: ownerChangeAsked,
      refusals: [OwnerAlready, OwnerAskedAlready, OwnerAskedTooOften],
      handler: async (context) => {
        const { principal, now, body } = context;
        const person = personHimself(principal);
        const order = { userNo: body.memberId, machineNow: machineNow(), now };
        await context.transaction((tx) => askOwnerChange(tx, projectOf(context), person, order));
      },
    }),
    route({
      method: "DELETE",
      path: "/v1/projects/{pid}/owner-change",
      operationId: "withdrawOwnerChange",
      summary: "The owner takes the request to become the owner back (REG-05)",
      params: pidParams,
      access: access("project.transfer"),
      proof: noProof("It takes a right away and gives none."),
      idempotent: "inherent",
      act: ownerChangeWithdrawn,
      refusals: [OwnerChangeOver],
      handler: async (context) => {
        const person = personHimself(context.principal);
        await context.transaction((tx) => withdrawOwnerChange(tx, projectOf(context), person, context.now));
      },
    }),
  ];
}

async function membersShown(tx: Tx, projectId: ProjectId, principal: Principal, now: Instant) {
  const members = await selectMembers(tx, projectId);
  const invitations = await selectOpenInvitations(tx, projectId);
  const change = await selectOpenOwnerChange(tx, projectId);
  const you = principal.kind === "user" ? members.find(({ userId }) => userId === principal.userId) : undefined;
  // Who visits sees what the browser of the one who is visited would be offered (AUD-02).
  const roles =
    you && principal.kind === "user" ? rolesWithin(you.role, principal.visit ? { scopes: null } : principal) : [];
  const reaches = (role: string) => roles.some((one) => one === role);
  const next = members.find(({ userId }) => userId === change?.toUserId);
  return {
    items: members.map((member) => ({
      id: String(member.userNo),
      name: member.name,
      email: member.email,
      role: member.role,
      you: member === you,
      mayChange: member !== you && reaches(member.role),
    })),
    invitations: invitations.map(({ invitationId, email, role, invitedBy, invitedAt, expiresAt }) => ({
      id: String(invitationId),
      email,
      role,
      invitedBy: members.find(({ userId }) => userId === invitedBy)?.name ?? null,
      invitedAt: formatInstant(invitedAt),
      expiresAt: formatInstant(expiresAt),
      expired: expiresAt <= now,
      mayChange: reaches(role),
    })),
    roles: [...roles],
    ownerChange: change && next ? changeShown(change, next.userNo, now) : null,
  };
}

function changeShown({ askedAt, expiresAt }: OwnerChange, userNo: bigint, now: Instant) {
  return {
    memberId: String(userNo),
    askedAt: formatInstant(askedAt),
    expiresAt: formatInstant(expiresAt),
    expired: expiresAt <= now,
  };
}
