import { type Role } from "../../src/modules/tenancy/index.ts";
import { type StaffRole } from "../../src/platform/http.ts";

/** Who may call a route, as agreed by people: written down here apart from the code, so that one corrects the other. */
export interface Entry {
  readonly may: "everyone" | "signed in" | readonly Role[];
  /** Staff roles that may call it for any project, or at all. */
  readonly staff?: readonly StaffRole[];
  /** The scope of a token made for machines. */
  readonly scope?: string;
  /** Query values the route cannot do without. */
  readonly query?: Readonly<Record<string, string>>;
}

const NOBODY: readonly Role[] = [];
/** REG-04: balance, payments and documents. */
const BILLING: readonly Role[] = ["owner", "superadministrator", "billing_administrator"];
/** Every route of the API. A route that is missing here fails the tests, and so does an entry without a route. */
export const AUTHORIZATION: Readonly<Record<string, Entry>> = {
  "GET /v1/clock": { may: "everyone" },
  "PUT /v1/clock": { may: NOBODY, staff: ["operator"] },
  "GET /v1/me": { may: "signed in" },

  "POST /v1/usage": { may: NOBODY, scope: "usage.write" },
  "GET /v1/office/quarantine": { may: NOBODY, staff: ["operator", "support"] },
  "POST /v1/office/quarantine/{id}/release": { may: NOBODY, staff: ["operator", "support"] },
  "POST /v1/office/quarantine/{id}/dismiss": { may: NOBODY, staff: ["operator", "support"] },

  "POST /v1/projects/{pid}/payment-invoices": { may: BILLING },
  "GET /v1/projects/{pid}/payment-invoices": { may: BILLING },
  "GET /v1/projects/{pid}/payment-invoices/{id}/pdf": { may: BILLING },
  "POST /v1/office/bank-statements": {
    may: NOBODY,
    staff: ["accountant", "operator"],
    query: { fileName: "kl_to_1c.txt" },
  },
  "GET /v1/office/suspense": { may: NOBODY, staff: ["accountant", "support", "operator"] },
  "POST /v1/office/suspense/{id}/assign": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/suspense/{id}/close": { may: NOBODY, staff: ["accountant", "operator"] },
};
