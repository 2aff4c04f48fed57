import type { Tour } from "../session/tour/context.tsx";
import { type StaffRole, sectionsFor } from "./sections.ts";

/** Where a day's work of each role begins and goes on. */
export const STEPS = {
  operator: ["my-work", "operations", "halts", "quarantine", "security-events"],
  accountant: ["my-work", "bank-files", "suspense", "proposals", "payers"],
  document_clerk: ["my-work", "requests", "waiting-documents", "payers", "projects"],
  support: ["my-work", "requests", "projects", "sign-ins", "quarantine"],
  partner_manager: [],
} as const satisfies Readonly<Record<StaffRole, readonly string[]>>;

/** Five steps through the sections of a role; null for a role that has none. */
export function officeTour(role: StaffRole): Tour | null {
  const steps: readonly (typeof STEPS)[StaffRole][number][] = STEPS[role];
  const hrefs = new Map<string, string>(sectionsFor(role).map(({ id, href }) => [id, href]));
  const hrefOf = (id: string) => hrefs.get(id) ?? "";
  const [first] = steps;
  if (first === undefined) return null;
  return {
    name: `office ${role}`,
    startsAt: hrefOf(first),
    steps: async () =>
      steps.map((id) => ({
        href: hrefOf(id),
        words: (t) => ({ title: t(`office.${id}`), text: t(`officeTour.${id}`) }),
      })),
  };
}
