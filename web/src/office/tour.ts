import { useTranslation } from "react-i18next";
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
export function useOfficeTour(role: StaffRole | null): Tour | null {
  const { t } = useTranslation();
  const steps: readonly (typeof STEPS)[StaffRole][number][] = role === null ? [] : STEPS[role];
  if (role === null || steps.length === 0) return null;
  const hrefs = new Map<string, string>(sectionsFor(role).map(({ id, href }) => [id, href]));
  return {
    name: `office ${role}`,
    steps: steps.map((id) => ({
      href: hrefs.get(id) ?? "",
      words: () => ({ title: t(`office.${id}`), text: t(`officeTour.${id}`) }),
    })),
  };
}
