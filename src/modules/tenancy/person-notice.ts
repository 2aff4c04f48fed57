import { z } from "zod";

import { STAFF_ROLES } from "../../platform/http/index.ts";
import { defineTopic, idField, instantField } from "../../platform/outbox/index.ts";

/** What happened to the own way in. */
export const PERSON_EVENTS = [
  "registered_already",
  "password_changed",
  "second_factor_on",
  "second_factor_off",
  "backup_code_used",
  "codes_tried",
  "mail_changed",
  "phone_linked",
  "services_activated",
  "personal_file_taken",
  "erasure_asked",
  "erasure_withdrawn",
  "erasure_waits",
  "erased",
] as const;
export type PersonEvent = (typeof PERSON_EVENTS)[number];

/** What happened to one's passkeys. */
export const PASSKEY_EVENTS = ["passkey_added", "passkey_removed"] as const;
export type PasskeyEvent = (typeof PASSKEY_EVENTS)[number];

/** REG-02: what became of sign-in through a company: to the project's owner; `sso_entered` to who came by it for the first time. */
export const SSO_EVENTS = [
  "sso_claimed",
  "sso_approved",
  "sso_refused",
  "sso_removed",
  "sso_required",
  "sso_entered",
] as const;
export type SsoEvent = (typeof SSO_EVENTS)[number];

/** REG-02: what became of somebody's place among the provider's people. */
export const STAFF_EVENTS = ["staff_invited", "staff_role_given", "staff_role_taken"] as const;
export type StaffEvent = (typeof STAFF_EVENTS)[number];

/** REG-08: what became of an own project. */
export const PROJECT_ENDS = ["project_conserved", "project_resumed", "project_removed"] as const;
export type ProjectEnd = (typeof PROJECT_ENDS)[number];

/**
 * To one person, known or about to be: a link that ends a registration, sets a new password or agrees to another address, or that somebody tried to
 * register the address once more, or that the password is another one now, or what happened to the own way in. The link's text is made when the letter is.
 */
export const personNotice = defineTopic({
  name: "person.notice",
  destination: "mail",
  subject: "user",
  ordered: false,
  console: true,
  payload: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.enum(["registration", "password_reset"]),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      linkId: idField,
      expiresAt: instantField,
    }),
    z.strictObject({
      kind: z.enum(["mail_old", "mail_new"]),
      email: z.string(),
      otherEmail: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      linkId: idField,
      expiresAt: instantField,
    }),
    z.strictObject({
      kind: z.enum(PERSON_EVENTS),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      at: instantField,
    }),
    z.strictObject({
      kind: z.enum(PASSKEY_EVENTS),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      at: instantField,
      // Of several that were removed at once all names.
      passkey: z.string(),
      site: z.string(),
    }),
    z.strictObject({
      kind: z.enum(SSO_EVENTS),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      at: instantField,
      domain: z.string(),
      // Of the project whose owner it is told to.
      pid: z.string().optional(),
      reason: z.string().optional(),
    }),
    z.strictObject({
      kind: z.enum(PROJECT_ENDS),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      at: instantField,
      projectName: z.string(),
      pid: z.string(),
    }),
    z.strictObject({
      kind: z.enum(STAFF_EVENTS),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      at: instantField,
      // That was given, or taken.
      staffRole: z.enum(STAFF_ROLES),
    }),
    z.strictObject({
      kind: z.literal("staff_visit"),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      at: instantField,
      endsAt: instantField,
      reason: z.string(),
      visitId: idField,
    }),
    z.strictObject({
      kind: z.literal("new_sign_in"),
      email: z.string(),
      language: z.enum(["ru", "en"]),
      regionCode: z.string(),
      at: instantField,
      device: z.string(),
      address: z.string(),
    }),
  ]),
});
