import type { English } from "../../english.ts";
import type { projects as texts } from "../../ru/office/projects.ts";

export const projects: English<typeof texts> = {
  projects: {
    title: "Projects",
    lead: "Whose each is, who pays, what became of it and what its accounts hold now. Times are the region's.",
    search: "PID, name or the owner's e-mail",
    project: "Project",
    owner: "Owner and payer",
    state: "State",
    balance: "On the account",
    bonus: "bonuses {{amount}}",
    noOwner: "no owner",
    noPayer: "no payer named",
    works: "works",
    notActivated: "services not switched on",
    frozen: "frozen",
    status_conserved: "conserved",
    status_deleted: "deleted",
    since: "since {{at}}",
    gone: "objects were deleted {{at}}",
    deletion: "objects are deleted {{at}}",
    empty: "No such project",
    emptyHint: "Check the PID, a part of the name, or the owner's whole e-mail.",
  },
};
