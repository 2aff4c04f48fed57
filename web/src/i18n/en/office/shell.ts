import type { English } from "../../english.ts";
import type { shell as texts } from "../../ru/office/shell.ts";

export const shell: English<typeof texts> = {
  console: {
    title: "Office",
    forbidden: "Your role has no access to this section. Staff roles are given by an administrator.",
  },
  who: {
    cli: "{{name}}, command line",
    token: "token {{name}}",
    anonymous: "not signed in",
    job: "job {{name}}",
    program: "the program",
  },
  office: {
    "my-work": "My work",
    requests: "Requests",
    operations: "Operations",
    "unpriced-usage": "Without a price",
    outbox: "Outbox",
    jobs: "Jobs",
    invariants: "Invariants",
    suspense: "Suspense",
    proposals: "Two persons",
    halts: "Halts",
    "bank-files": "Bank files",
    quarantine: "Quarantine",
    "accrual-failures": "Not charged",
    "waiting-documents": "Waiting for documents",
    "sign-ins": "Users' sign-in",
    sso: "Company sign-in",
    "security-events": "Security",
    erasures: "Erasures",
    acts: "Audit",
    payers: "Payers",
    none: "There are no sections for your role yet",
    noneHint: "The sections of the office depend on a staff member's role. Roles are given by an administrator.",
    notStaff: "This console is for staff",
    notStaffHint: "You are signed in as a customer: your projects and documents are in the customer console.",
    toCustomer: "Go to the customer console",
  },
};
