import type { Project } from "../../api/fetch.ts";
import type { TourStep } from "../../session/tour/context.tsx";

/** Pages that the tour may stop at, each with what a role must hold to see it. */
const STOPS = {
  overview: ["overview", "project.view"],
  balance: ["balance", "details.view"],
  expenses: ["balance/expenses", "details.view"],
  documents: ["documents", "documents.view"],
  members: ["settings/members", "members.manage"],
  general: ["settings/general", "project.view"],
  notifications: ["settings/notifications", "project.view"],
  requests: ["requests", "requests.create"],
  help: ["help", "project.view"],
} as const;
type Stop = keyof typeof STOPS;

const LENGTH = 5;
/** What matters most to each kind of person, in the order of the walk; those behind stand in for what the role does not see. */
const OF_ACCOUNTANT: readonly Stop[] = ["overview", "balance", "expenses", "documents", "requests", "help"];
const OF_OWNER: readonly Stop[] = ["overview", "expenses", "documents", "members", "help", "requests", "notifications"];
const OF_OTHERS: readonly Stop[] = ["overview", "expenses", "members", "notifications", "requests", "help", "general"];

/** REG-04: five steps through what the role in a project sees. */
export function customerSteps({ pid, role, permissions }: Project): TourStep[] {
  const wanted = role === "billing_administrator" ? OF_ACCOUNTANT : role === "owner" ? OF_OWNER : OF_OTHERS;
  return wanted
    .filter((stop) => permissions.includes(STOPS[stop][1]))
    .slice(0, LENGTH)
    .map((stop) => ({
      href: `/projects/${pid}/${STOPS[stop][0]}`,
      words: (t) => ({ title: t(`tourOf.${stop}.title`), text: t(`tourOf.${stop}.text`) }),
    }));
}
