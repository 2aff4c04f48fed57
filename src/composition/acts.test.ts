import { expect, it } from "vitest";

import { ACCESS_REASONS } from "../core/security-kind.ts";
import { ROLES, permissionsOf } from "../modules/tenancy/index.ts";
import { STAFF_ROLES } from "../platform/http/index.ts";
import { ACTS } from "./acts.ts";

/** Fields of acts in which codes stand that the program knows, and the codes. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  "member.set role": ROLES,
  "staff_role.set role": STAFF_ROLES,
  "user.blocked reason": ACCESS_REASONS,
  "second_factor.off reason": ACCESS_REASONS,
  "token.issued scopes": permissionsOf("owner"),
  "invitation.answered answer": ["accepted", "declined"],
  "owner_change.answered answer": ["consented", "declined"],
  "mail_change.agreed mailbox": ["old", "new"],
  "payer.changed kind": ["individual", "sole_proprietor", "legal_entity"],
  "payment.recorded method": ["card", "sbp", "sberpay", "yoomoney", "mobile", "bank_transfer"],
  "transfer.closed outcome": ["returned", "dismissed"],
  "automation.released what": ["freeze", "deletion"],
  "document.issued kind": ["upd", "adjustment"],
  "job.cancelled kind": ["closing.month", "closing.issue_waiting"],
};

it.each(Object.entries(CODES))(
  "AUD-01 what %s is kept as a code is told in words of both languages",
  (place, codes) => {
    const [code = "", field = ""] = place.split(" ");
    const values = ACTS.get(code)?.fields[field]?.values ?? {};
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((one) => !values[one]?.ru || !values[one]?.en)).toEqual([]);
  },
);
