import { CircleExclamation, CircleQuestion } from "@gravity-ui/icons";
import type { Me } from "../api/fetch.ts";

export type StaffRole = NonNullable<Me["staffRole"]>;

/** The sections of the office, each with the roles that the API answers; a new one joins here. */
const SECTIONS = [
  { id: "suspense", href: "/office/suspense", icon: CircleQuestion, roles: ["accountant", "support", "operator"] },
  { id: "quarantine", href: "/office/quarantine", icon: CircleExclamation, roles: ["operator", "support"] },
] as const;

/** What a member of staff sees; nothing for somebody who is none. */
export function sectionsFor(role: Me["staffRole"]) {
  return SECTIONS.filter(({ roles }) => roles.some((one) => one === role));
}
