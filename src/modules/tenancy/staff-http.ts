import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import {
  type Route,
  STAFF_ROLES,
  cursorQuery,
  idInCursor,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  route,
} from "../../platform/http/index.ts";
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

/** Who works here and as what: for the operator. Roles are given on the command line, `saldo user`. */
export function staffRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/staff",
      operationId: "listStaff",
      summary: "The provider's people with their roles, blocked ones too, in the order in which they came",
      query: z.strictObject({ cursor: cursorQuery, limit: limitQuery }),
      response: z.strictObject({ items: z.array(staffSchema), nextCursor: nextCursorSchema }),
      access: { kind: "staff", roles: ["operator"] },
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
