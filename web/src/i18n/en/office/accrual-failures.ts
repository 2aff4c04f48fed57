import type { English } from "../../english.ts";
import type { accrualFailures as texts } from "../../ru/office/accrual-failures.ts";

export const accrualFailures: English<typeof texts> = {
  accrualFailures: {
    title: "Not charged",
    lead: "Projects that cannot be charged: why, and which usage is most likely in the way. While they stand here, their region's month does not close.",
    project: "Project",
    reason: "Why",
    usage: "What is in the way",
    none: "no such usage is seen",
    day: "of {{day}}",
    quantity: "quantity {{quantity}}",
    since: "since {{at}} UTC",
    retry: "is tried again {{at}} UTC",
    aside: "Set the usage aside",
    isAside: "The usage of project {{pid}} is set aside",
    asideHint:
      "It counts as nothing until its sender sends what is right. The decision is kept in quarantine, among the dismissed.",
    note: "Why",
    empty: "Every project is charged",
    emptyHint: "Usage that was set aside here stands in quarantine, among the dismissed.",
  },
};
