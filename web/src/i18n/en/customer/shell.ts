import type { English } from "../../english.ts";
import type { shell as texts } from "../../ru/customer/shell.ts";

export const shell: English<typeof texts> = {
  console: {
    title: "Customer console",
    forbidden: "Your role in the project has no access to this section. Ask the project's owner for a role.",
  },
  nav: {
    overview: "Overview",
    balance: "Balance",
    documents: "Closing documents",
    requests: "Requests",
    help: "Help",
    settings: "Project settings",
  },
  wallet: {
    label: "Project balance: personal {{payment}}, bonus {{bonus}}",
    title: "Project balance",
    payment: "Personal balance",
    bonus: "Bonus balance",
    bonuses: "Bonuses by type",
    expires: "until {{date}}",
    unlimited: "no expiry",
    details: "Balance and detail",
    failed: "Balance unavailable",
  },
  overdue: {
    title: "Payment is overdue: {{amount}}",
    month: "for {{month}}: {{amount}}, due by {{until}}, overdue since {{since}}",
    action: "Pay by the provider's invoice. If the money is on its way, it takes up to 3 banking days to arrive.",
  },
  frozen: {
    title: "The project has been frozen since {{since}}",
    text: "Running objects are stopped: the money on the personal balance ran out.",
    due: "Unless the balance becomes positive, the objects will be deleted on {{due}}.",
    gone: "The objects were deleted on {{at}} and cannot be restored.",
    action:
      "Top up by a payment invoice for more than {{amount}}. The project unfreezes by itself, usually within 15 minutes after the money arrives.",
    actionPaid: "The personal balance is no longer negative: the project will unfreeze by itself within 15 minutes.",
    button: "Create an invoice",
  },
  projectIs: { conserved: "The project is conserved", deleted: "The project is deleted" },
  projects: {
    none: "You have no projects yet",
    noneHint:
      "Accept an invitation if one waits below, ask a project’s owner to invite you, or create one of your own.",
    unknown: "Project {{pid}} was not found",
    unknownHint: "Check the number in the address or choose one of your projects.",
    open: "Open project {{name}}",
  },
};
