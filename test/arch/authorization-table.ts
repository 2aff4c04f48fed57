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
  /** A body that the route takes, where the usual one of an amount is not. */
  readonly body?: unknown;
}

const NOBODY: readonly Role[] = [];
/** REG-04: balance, payments and documents. */
const BILLING: readonly Role[] = [
  "owner",
  "superadministrator",
  "billing_administrator",
]; /** REG-04: details also for the project administrator. */
const DETAILS: readonly Role[] = [...BILLING, "project_administrator"];
/** REG-04: who belongs to the project; its tokens; REG-05: its owner. */
const PEOPLE: readonly Role[] = ["owner", "superadministrator", "user_administrator"];
const MANAGERS: readonly Role[] = ["owner", "superadministrator"];
const EVERY_ROLE: readonly Role[] = [...PEOPLE, "project_administrator", "billing_administrator", "viewer"];
/** Who takes part in the request of the tests: those who see all of a project's; for others it is not there. */
const ANSWERING = ["document_clerk", "accountant", "support", "operator"] as const;
const PERIOD = { from: "2026-10-01", to: "2026-10-31" };

/** Every route of the API. A route that is missing here fails the tests, and so does an entry without a route. */
export const AUTHORIZATION: Readonly<Record<string, Entry>> = {
  "GET /v1/clock": { may: "everyone" },
  "PUT /v1/clock": { may: NOBODY, staff: ["operator"] },
  "GET /v1/office/jobs": { may: NOBODY, staff: ["operator"] },
  "POST /v1/office/jobs/{id}/cancel": { may: NOBODY, staff: ["operator"] },
  "POST /v1/office/jobs/{id}/retry": { may: NOBODY, staff: ["operator"] },
  "POST /v1/office/month-closes": { may: NOBODY, staff: ["operator"] },
  "GET /v1/office/waiting-documents": {
    may: NOBODY,
    staff: ["document_clerk", "accountant", "support", "operator"],
  },
  "POST /v1/office/waiting-documents/issue": { may: NOBODY, staff: ["document_clerk", "accountant", "operator"] },
  "GET /v1/projects/{pid}/acts": { may: ["owner", "superadministrator"] },
  "GET /v1/office/acts": { may: NOBODY, staff: ["operator"] },
  "GET /v1/office/act-kinds": { may: NOBODY, staff: ["operator"] },
  "GET /v1/office/audit-chains": { may: NOBODY, staff: ["operator"] },
  "GET /v1/office/security-events": { may: NOBODY, staff: ["operator"] },
  "GET /v1/office/sign-ins": { may: NOBODY, staff: ["support", "operator"] },
  "POST /v1/office/sign-ins/block": { may: NOBODY, staff: ["support", "operator"] },
  "POST /v1/office/sign-ins/unblock": { may: NOBODY, staff: ["support", "operator"] },
  "POST /v1/office/sign-ins/end-sessions": { may: NOBODY, staff: ["support", "operator"] },
  "POST /v1/office/sign-ins/revoke-tokens": { may: NOBODY, staff: ["support", "operator"] },
  "POST /v1/office/sign-ins/reset-second-factor": { may: NOBODY, staff: ["operator"] },
  "GET /v1/me/second-factor": { may: "signed in" },
  "POST /v1/me/second-factor/begin": { may: "signed in" },
  "POST /v1/me/second-factor/confirm": { may: "signed in" },
  "POST /v1/me/second-factor/codes": { may: "signed in" },
  "POST /v1/me/second-factor/off": { may: "signed in" },
  "GET /v1/me/passkeys": { may: "signed in" },
  "PATCH /v1/me/passkeys/{id}": { may: "signed in", params: { id: "00000000-0000-4000-8000-000000000000" } },
  "DELETE /v1/me/passkeys/{id}": { may: "signed in", params: { id: "00000000-0000-4000-8000-000000000000" } },
  "POST /v1/me/personal-file": { may: "signed in" },
  "GET /v1/me/erasure": { may: "signed in" },
  "POST /v1/me/erasure/check": { may: "signed in" },
  "POST /v1/me/erasure": { may: "signed in" },
  "DELETE /v1/me/erasure": { may: "signed in" },
  "GET /v1/office/erasures": { may: NOBODY, staff: ["document_clerk", "support", "operator"] },
  "POST /v1/office/erasures": { may: NOBODY, staff: ["document_clerk", "support", "operator"] },
  "POST /v1/office/erasures/{id}/hold": { may: NOBODY, staff: ["document_clerk", "support", "operator"] },
  "POST /v1/office/erasures/{id}/release": { may: NOBODY, staff: ["document_clerk", "support", "operator"] },
  "POST /v1/office/erasures/{id}/withdraw": { may: NOBODY, staff: ["document_clerk", "support", "operator"] },
  "GET /v1/me/phone": { may: "signed in" },
  "POST /v1/me/phone": { may: "signed in" },
  "POST /v1/me/phone/confirm": { may: "signed in" },
  "GET /v1/me/mail-change": { may: "signed in" },
  "POST /v1/me/mail-change": { may: "signed in" },
  "DELETE /v1/me/mail-change": { may: "signed in" },
  "POST /v1/mail-changes/read": { may: "everyone" },
  "POST /v1/mail-changes/agree": { may: "everyone" },
  "GET /v1/me/visits": { may: "signed in" },
  "POST /v1/office/visits": { may: NOBODY, staff: ["support", "operator"] },
  "POST /v1/office/visits/{id}/end": { may: NOBODY, staff: ["support", "operator"] },
  "GET /v1/me/sessions": { may: "signed in" },
  "DELETE /v1/me/sessions/{id}": { may: "signed in" },
  "POST /v1/me/sessions/end-others": { may: "signed in" },
  "POST /v1/office/sign-ins/unlock": { may: NOBODY, staff: ["support", "operator"] },
  "GET /v1/office/people": {
    may: NOBODY,
    staff: ["document_clerk", "accountant", "support", "operator"],
    query: { ids: "00000000-0000-0000-0000-000000000000" },
  },
  "GET /v1/me": { may: "signed in" },
  "GET /v1/me/notifications": { may: "signed in" },
  "POST /v1/me/notifications/{id}/read": { may: "signed in" },
  "POST /v1/me/notifications/read": { may: "signed in" },
  "GET /v1/site": { may: "everyone" },
  "POST /v1/registrations": { may: "everyone" },
  "POST /v1/registrations/read": { may: "everyone" },
  "POST /v1/registrations/complete": { may: "everyone" },
  "POST /v1/password-resets": { may: "everyone" },
  "POST /v1/password-resets/complete": { may: "everyone" },

  "POST /v1/projects": { may: "signed in" },
  "PATCH /v1/projects/{pid}": { may: [...MANAGERS, "project_administrator"] },
  "GET /v1/projects/{pid}/ending": { may: [...MANAGERS, "project_administrator"] },
  "POST /v1/projects/{pid}/conserve": { may: [...MANAGERS, "project_administrator"] },
  "POST /v1/projects/{pid}/resume": { may: [...MANAGERS, "project_administrator"] },
  "POST /v1/projects/{pid}/delete": { may: ["owner"] },
  "GET /v1/projects/{pid}/members": { may: PEOPLE },
  "PUT /v1/projects/{pid}/members/{id}": { may: PEOPLE },
  "DELETE /v1/projects/{pid}/members/{id}": { may: PEOPLE },
  "POST /v1/projects/{pid}/leave": { may: EVERY_ROLE },
  "POST /v1/projects/{pid}/invitations": { may: PEOPLE },
  "POST /v1/projects/{pid}/invitations/{id}/resend": { may: PEOPLE },
  "DELETE /v1/projects/{pid}/invitations/{id}": { may: PEOPLE },
  "POST /v1/projects/{pid}/owner-change": { may: ["owner"] },
  "DELETE /v1/projects/{pid}/owner-change": { may: ["owner"] },
  "GET /v1/projects/{pid}/tokens": { may: MANAGERS },
  "POST /v1/projects/{pid}/tokens": { may: MANAGERS },
  "DELETE /v1/projects/{pid}/tokens/{id}": { may: MANAGERS },
  "GET /v1/me/saved-filters": { may: "signed in", query: { list: "cases" } },
  "PUT /v1/me/saved-filters": { may: "signed in" },
  "DELETE /v1/me/saved-filters/{id}": { may: "signed in" },
  "GET /v1/me/asked": { may: "signed in" },
  "POST /v1/me/invitations/{id}/accept": { may: "signed in" },
  "POST /v1/me/invitations/{id}/decline": { may: "signed in" },
  "POST /v1/me/owner-changes/{id}/consent": { may: "signed in" },
  "POST /v1/me/owner-changes/{id}/decline": { may: "signed in" },
  "POST /v1/invitations/read": { may: "everyone" },
  "POST /v1/invitations/complete": { may: "everyone" },
  "POST /v1/invitations/decline": { may: "everyone" },

  "POST /v1/usage": { may: NOBODY, scope: "usage.write" },
  "GET /v1/office/quarantine": { may: NOBODY, staff: ["operator", "support"] },
  "GET /v1/office/quarantine/{id}/sent": { may: NOBODY, staff: ["operator", "support"] },
  "POST /v1/office/quarantine/{id}/release": { may: NOBODY, staff: ["operator", "support"] },
  "POST /v1/office/quarantine/{id}/dismiss": { may: NOBODY, staff: ["operator", "support"] },
  "GET /v1/office/accrual-failures": { may: NOBODY, staff: ["operator", "support"] },
  "POST /v1/office/accrual-failures/{pid}/set-aside": { may: NOBODY, staff: ["operator", "support"] },

  "GET /v1/help": { may: "everyone" },
  "GET /v1/help/{code}": { may: "everyone", params: { code: "regions" } },
  "GET /v1/projects/{pid}/help/{code}": { may: EVERY_ROLE, params: { code: "regions" } },
  "GET /v1/projects/{pid}/notification-settings": { may: EVERY_ROLE },
  "PUT /v1/projects/{pid}/notification-settings/{kind}": { may: EVERY_ROLE, params: { kind: "project.frozen" } },
  "GET /v1/projects/{pid}/notification-addresses": { may: PEOPLE },
  "POST /v1/projects/{pid}/notification-addresses": { may: PEOPLE },
  "DELETE /v1/projects/{pid}/notification-addresses/{id}": { may: PEOPLE },
  "POST /v1/notification-addresses/read": { may: "everyone" },
  "POST /v1/notification-addresses/answer": { may: "everyone" },
  "GET /v1/projects/{pid}/checklist": { may: EVERY_ROLE },
  "GET /v1/projects/{pid}/balance": { may: BILLING },
  "GET /public/v1/projects/{pid}/balances/amount": { may: BILLING },
  "GET /v1/movements": { may: DETAILS, query: PERIOD },
  "GET /v1/expenses": { may: DETAILS, query: PERIOD },
  "GET /v1/movements/export": { may: DETAILS, query: { ...PERIOD, format: "csv" } },
  "GET /v1/usage/export": { may: DETAILS, query: { ...PERIOD, format: "csv" } },
  "GET /v1/explain/{reference}": { may: DETAILS, staff: ["support", "accountant", "document_clerk"] },
  "GET /v1/documents": { may: BILLING },
  "GET /v1/documents/{id}/files/{kind}": {
    may: BILLING,
    staff: ["document_clerk", "accountant", "support"],
    params: { kind: "pdf" },
  },
  "GET /v1/documents/{id}/explanation": { may: BILLING, staff: ["document_clerk", "accountant", "support"] },
  "GET /v1/office/payers": { may: NOBODY, staff: ["document_clerk", "accountant", "support", "operator"] },
  "GET /v1/office/payers/{id}": { may: NOBODY, staff: ["document_clerk", "accountant", "support", "operator"] },
  "PUT /v1/office/payers/{id}": { may: NOBODY, staff: ["document_clerk", "accountant"] },
  "PUT /v1/office/payers/{id}/contracts/{contractId}/payment-term": {
    may: NOBODY,
    staff: ["document_clerk", "accountant"],
  },
  "GET /v1/documents/archive": { may: BILLING, query: { ids: "{id}" } },

  "GET /files/{address}": { may: "everyone", params: { address: "1.1.x" } },
  "GET /v1/projects/{pid}/request-kinds": { may: EVERY_ROLE },
  "GET /v1/projects/{pid}/requests": { may: EVERY_ROLE },
  "POST /v1/projects/{pid}/requests": {
    may: EVERY_ROLE,
    body: { asked: { kind: "question", fields: { topic: "Вопрос" } }, text: "Текст" },
  },
  "POST /v1/projects/{pid}/request-files": { may: EVERY_ROLE, query: { fileName: "note.txt" } },
  "GET /v1/requests/{id}": { may: BILLING, knows: [] },
  "POST /v1/requests/{id}/messages": { may: BILLING, knows: [], body: { text: "Текст" } },
  "POST /v1/requests/{id}/acts": { may: BILLING, knows: [], body: { act: "withdraw" } },
  "PUT /v1/requests/{id}/rating": { may: BILLING, knows: [], body: { score: 5 } },
  "GET /v1/requests/{id}/files/{fileId}": { may: BILLING, knows: [] },
  "GET /v1/office/requests": { may: NOBODY, staff: ANSWERING },
  "GET /v1/office/my-work": { may: NOBODY, staff: ANSWERING },
  "GET /v1/office/requests/{id}": { may: NOBODY, staff: ANSWERING },
  "POST /v1/office/requests": { may: NOBODY, staff: ANSWERING },
  "POST /v1/office/requests/{id}/messages": { may: NOBODY, staff: ANSWERING },
  "POST /v1/office/requests/{id}/acts": { may: NOBODY, staff: ANSWERING },
  "PUT /v1/office/requests/{id}/assignee": { may: NOBODY, staff: ANSWERING },
  "PUT /v1/office/requests/{id}/project": { may: NOBODY, staff: ANSWERING },
  "PUT /v1/office/requests/{id}/department": { may: NOBODY, staff: ANSWERING },
  "PUT /v1/office/requests/{id}/merged": { may: NOBODY, staff: ANSWERING },
  "PUT /v1/office/requests/{id}/following": { may: NOBODY, staff: ANSWERING },
  "POST /v1/office/request-files": { may: NOBODY, staff: ANSWERING, query: { fileName: "note.txt" } },
  "GET /v1/office/requests/{id}/files/{fileId}": { may: NOBODY, staff: ANSWERING },

  "POST /v1/projects/{pid}/payment-invoices": { may: BILLING },
  "GET /v1/projects/{pid}/payment-invoices": { may: BILLING },
  "GET /v1/payment-invoices": { may: BILLING },
  "GET /v1/projects/{pid}/payment-invoices/{id}/pdf": { may: BILLING },
  "POST /v1/office/bank-statements": {
    may: NOBODY,
    staff: ["accountant", "operator"],
    query: { fileName: "kl_to_1c.txt" },
  },
  "GET /v1/office/sample-statements": { may: NOBODY, staff: ["accountant", "operator"] },
  "GET /v1/office/sample-statements/{region}": {
    may: NOBODY,
    staff: ["accountant", "operator"],
    params: { region: "moscow" },
  },
  "GET /v1/office/suspense": { may: NOBODY, staff: ["accountant", "support", "operator"] },
  "GET /v1/office/halts": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/halts/{kind}/release": { may: NOBODY, staff: ["operator"], params: { kind: "freeze" } },
  "GET /v1/office/proposals": { may: NOBODY, staff: ["accountant", "operator"] },
  "GET /v1/office/two-person-limits": { may: NOBODY, staff: ["accountant", "operator"] },
  "GET /v1/office/proposals/{id}": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/proposals/{id}/approve": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/proposals/{id}/refuse": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/proposals/{id}/withdraw": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/proposals/{id}/adopt": { may: NOBODY, staff: ["accountant", "operator"] },
  "GET /v1/office/bank-files": { may: NOBODY, staff: ["accountant", "support", "operator"] },
  "POST /v1/office/bank-files/{id}/withdraw": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/suspense/assign": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/suspense/close": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/suspense/{id}/assign": { may: NOBODY, staff: ["accountant", "operator"] },
  "POST /v1/office/suspense/{id}/close": { may: NOBODY, staff: ["accountant", "operator"] },
};
