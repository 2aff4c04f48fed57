import type { English } from "../../english.ts";
import type { shell as texts } from "../../ru/office/shell.ts";

export const shell: English<typeof texts> = {
  console: {
    title: "Office",
    forbidden: "Your role has no access to this section. Staff roles are given by an administrator.",
  },
  office: {
    suspense: "Suspense",
    quarantine: "Quarantine",
    none: "There are no sections for your role yet",
    noneHint: "The sections of the office depend on a staff member's role. Roles are given by an administrator.",
    notStaff: "This console is for staff",
    notStaffHint: "You are signed in as a customer: your projects and documents are in the customer console.",
    toCustomer: "Go to the customer console",
  },
};
