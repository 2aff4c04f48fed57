import { z } from "zod";

import { maskedPhone } from "../../core/phone.ts";
import { formatInstant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import { type Route, instantSchema, route } from "../../platform/http/index.ts";
import { phoneAsked } from "./acts.ts";
import type { PeopleParts } from "./people-parts.ts";
import {
  NotAPhone,
  PhoneByRequest,
  PhoneCodeOver,
  PhoneCodeWrong,
  PhoneTaken,
  SamePhone,
  TooManyCodes,
  askPhone,
  confirmPhone,
} from "./phone.ts";
import { selectOpenLink, selectPhone } from "./phone-store.ts";
import { browserOf } from "./sessions.ts";

const access = { kind: "signed_in" } as const;
const code = z.string().trim().min(1).max(10);

const phoneSchema = z.strictObject({
  linked: z.strictObject({ phone: z.string(), by: z.enum(["code", "request"]), linkedAt: instantSchema }).nullable(),
  waiting: z
    .strictObject({
      phone: z.string(),
      oldPhone: z.string().nullable().meta({ description: "The number that has to agree, as much of it as is shown" }),
      expiresAt: instantSchema,
    })
    .nullable()
    .meta({ description: "Codes were sent and wait to be given" }),
});

/** REG-09: the own telephone, linked by a code. */
export function phoneRoutes({ machineNow, welcome }: PeopleParts): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/me/phone",
      operationId: "getPhone",
      summary: "The own telephone, and the one that waits for its code (REG-09)",
      response: phoneSchema,
      access,
      handler: async ({ principal, read }) => {
        if (principal.kind !== "user") return { linked: null, waiting: null };
        const { userNo } = principal;
        return read(async (tx) => {
          const linked = await selectPhone(tx, userNo);
          const open = await selectOpenLink(tx, userNo, machineNow());
          return {
            linked: linked && {
              phone: linked.phone,
              by: linked.linkedBy,
              linkedAt: formatInstant(linked.linkedAt),
            },
            waiting: open && {
              phone: open.phone,
              oldPhone: open.oldPhone === null ? null : maskedPhone(open.oldPhone),
              expiresAt: formatInstant(open.expiresAt),
            },
          };
        });
      },
    }),
    route({
      method: "POST",
      path: "/v1/me/phone",
      operationId: "askPhone",
      summary: "Sends a code to a mobile number of the region's country, and to the one linked before (REG-09)",
      body: z.strictObject({ phone: z.string().min(1).max(40).meta({ example: "+7 916 123-45-67" }) }),
      status: 202,
      access,
      idempotent: "inherent",
      act: phoneAsked,
      refusals: [NotAPhone, PhoneByRequest, SamePhone, TooManyCodes],
      handler: ({ body, principal, address, now, transaction }) => {
        const { userId } = browserOf(principal);
        return transaction((tx) => askPhone(tx, { ...body, userId, address, machineNow: machineNow(), now }));
      },
    }),
    route({
      method: "POST",
      path: "/v1/me/phone/confirm",
      operationId: "confirmPhone",
      summary: "Links the number by its code, and by that of the number linked before (REG-09)",
      body: z.strictObject({ code, oldCode: code.optional() }),
      response: z.strictObject({ phone: z.string() }),
      access,
      idempotent: "inherent",
      act: noAct("The number that is linked is recorded by the work itself; a wrong code only costs a try."),
      refusals: [PhoneCodeWrong, PhoneCodeOver, PhoneTaken],
      handler: async ({ body, principal, now, transaction }) => {
        const { userId } = browserOf(principal);
        const given = { code: body.code, oldCode: body.oldCode };
        const times = { machineNow: machineNow(), now };
        const tried = await transaction((tx) => confirmPhone(tx, userId, given, times, welcome));
        if ("phone" in tried) return { phone: tried.phone };
        const field = body.oldCode === undefined ? "code" : "";
        throw PhoneCodeWrong({ ...(field === "" ? {} : { field }), values: { left: String(tried.triesLeft) } });
      },
    }),
  ];
}
