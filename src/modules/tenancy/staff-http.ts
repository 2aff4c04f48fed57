import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import {
  type Route,
  STAFF_ROLES,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  route,
} from "../../platform/http/index.ts";
import { staffRoleSet } from "./acts.ts";
import { personHimself } from "./change-members.ts";
import { UnknownUser } from "./members.ts";
import type { PeopleParts } from "./people-parts.ts";
import { NotAnEmail } from "./register.ts";
import { NotOneself } from "./sessions.ts";
import { LastOperator, StaffAlready, addStaff, changeStaffRole } from "./staff.ts";
import { selectStaffPage } from "./store.ts";

const staffSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    email: z.string(),
    role: z.enum(STAFF_ROLES),
    blockedAt: instantSchema.nullable(),
  })
  .meta({ id: "StaffMember" });

const access = { kind: "staff", roles: ["operator"] } as const;
const reason = z.string().trim().min(1).max(1_000).meta({ description: "Stays in the audit" });

/** REG-02: who works here and as what, and who is to: for the operator, and on the command line by `saldo user`. */
export function staffRoutes({ forgetUser }: Pick<PeopleParts, "forgetUser">): Route[] {
  return [
    addRoute(forgetUser),
    roleRoute(forgetUser),
    route({
      method: "GET",
      path: "/v1/office/staff",
      operationId: "listStaff",
      summary: "The provider's people with their roles, blocked ones too, in the order in which they came",
      query: z.strictObject({ cursor: cursorQuery, limit: limitQuery }),
      response: z.strictObject({ items: z.array(staffSchema), nextCursor: nextCursorSchema }),
      access,
      handler: async ({ query, read }) => {
        const found = await read((tx) => selectStaffPage(tx, idInCursor(query.cursor), query.limit + 1));
        return pageOf(
          found,
          query.limit,
          ({ userNo }) => userNo,
          ({ userNo, name, email, role, blockedAt }) => ({
            id: userNo.toString(),
            name,
            email,
            role,
            blockedAt: blockedAt === null ? null : formatInstant(blockedAt),
          }),
        );
      },
    }),
  ];
}

function addRoute(forgetUser: PeopleParts["forgetUser"]): Route {
  return route({
    method: "POST",
    path: "/v1/office/staff",
    operationId: "addStaff",
    summary: "Makes somebody one of the staff; who is not known yet gets a letter and sets a password (REG-02)",
    body: z.strictObject({
      email: z.string().min(3).max(320),
      name: z.string().trim().min(1).max(200).meta({ description: "Of who is not known yet" }),
      role: z.enum(STAFF_ROLES),
      reason,
    }),
    response: z.strictObject({ id: idSchema }),
    status: 201,
    access,
    idempotent: "required",
    act: staffRoleSet,
    refusals: [NotAnEmail, NotOneself, StaffAlready],
    handler: async ({ body, principal, now, transaction }) => {
      const by = personHimself(principal);
      const { reason: why, ...person } = body;
      const made = await transaction((tx) =>
        addStaff(tx, { ...person, language: by.language }, { by, reason: why, now }),
      );
      forgetUser(made.userId);
      return { id: String(made.userNo) };
    },
  });
}

function roleRoute(forgetUser: PeopleParts["forgetUser"]): Route {
  return route({
    method: "PUT",
    path: "/v1/office/staff/{id}/role",
    operationId: "changeStaffRole",
    summary: "Gives one of the staff another role, or none: then the sessions end; a letter tells (REG-02)",
    params: z.strictObject({ id: idInput }),
    body: z.strictObject({
      role: z.enum(STAFF_ROLES).nullable().meta({ description: "null: of the staff no longer" }),
      reason,
    }),
    access,
    idempotent: "inherent",
    act: staffRoleSet,
    refusals: [UnknownUser, NotOneself, LastOperator],
    handler: async ({ params, body, principal, now, transaction }) => {
      const by = personHimself(principal);
      forgetUser(
        await transaction((tx) => changeStaffRole(tx, params.id, body.role, { by, reason: body.reason, now })),
      );
    },
  });
}
