import { type Role } from "../../src/modules/tenancy/index.ts";
import { type StaffRole } from "../../src/platform/http/index.ts";

/** Who may call a route, as agreed by people: written down here apart from the code, so that one corrects the other. */
export interface Entry {
  readonly may: "everyone" | "signed in" | readonly Role[];
  /** Who belongs to the subject without the permission and is told 403, not 404. Left out: every role, as in a project. */
  readonly knows?: readonly Role[];
  /** Staff roles that may call it for any project, or at all. */
  readonly staff?: readonly StaffRole[];
  /** The scope of a token made for machines. */
  readonly scope?: string;
  /** Query values and path values the route cannot do without; `{id}` becomes the id of a thing of the project called for. */
  readonly query?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
}

const NOBODY: readonly Role[] = [];
/** REG-04: balance, payments and documents. */
const BILLING: readonly Role[] = [
  "owner",
  "superadministrator",
  "billing_administrator",
]; /** REG-04: details also for the project administrator. */
const DETAILS: readonly Role[] = [...BILLING, "project_administrator"];
const PERIOD = { from: "2026-10-01", to: "2026-10-31" };

/** Every route of the API. A route that is missing here fails the tests, and so does an entry without a route. */
export const AUTHORIZATION: Readonly<Record<string, Entry>> = {
  "GET /v1/clock": { may: "everyone" },
  "PUT /v1/clock": { may: NOBODY, staff: ["operator"] },
  "GET /v1/office/jobs": { may: NOBODY, staff: ["operator"] },
  "POST /v1/office/jobs/{id}/cancel": { may: NOBODY, staff: ["operator"] },
  "POST /v1/office/jobs/{id}/retry": { may: NOBODY, staff: ["operator"] },
  "POST /v1/office/month-closes": { may: NOBODY, staff: ["operator"] },
  "GET /v1/me": { may: "signed in" },

  "POST /v1/usage": { may: NOBODY, scope: "usage.write" },
  "GET /v1/office/quarantine": { may: NOBODY, staff: ["operator", "support"] },
  "POST /v1/office/quarantine/{id}/release": { may: NOBODY, staff: ["operator", "support"] },
  "POST /v1/office/quarantine/{id}/dismiss": { may: NOBODY, staff: ["operator", "support"] },

  "GET /v1/projects/{pid}/balance": { may: BILLING },
  "GET /public/v1/projects/{pid}/balances/amount": { may: BILLING },
  "GET /v1/movements": { may: DETAILS, query: PERIOD },
  "GET /v1/expenses": { may: DETAILS, query: PERIOD },
  "GET /v1/usage/export": { may: DETAILS, query: { ...PERIOD, format: "csv" } },
  "GET /v1/explain/{reference}": { may: DETAILS, staff: ["support", "accountant", "document_clerk"] },
  "GET /v1/documents": { may: BILLING },
  "GET /v1/documents/{id}/files/{kind}": {
    may: BILLING,
    staff: ["document_clerk", "accountant", "support"],
    params: { kind: "pdf" },
  },
  "GET /v1/documents/{id}/explanation": { may: BILLING, staff: ["document_clerk", "accountant", "support"] },
  "GET /v1/documents/archive": { may: BILLING, query: { ids: "{id}" } },

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
