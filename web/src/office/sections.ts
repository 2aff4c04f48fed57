import {
  BellDot,
  CircleExclamation,
  CircleQuestion,
  CircleStop,
  Clock,
  ClockArrowRotateLeft,
  Comments,
  Cubes3,
  FileArrowUp,
  Gear,
  Key,
  ListCheck,
  PaperPlane,
  Passport,
  PersonGear,
  Persons,
  PersonsLock,
  PersonXmark,
  Pulse,
  ScalesBalanced,
  ShieldCheck,
  Sliders,
  TagRuble,
  TriangleExclamation,
} from "@gravity-ui/icons";
import type { Me } from "../api/fetch.ts";

export type StaffRole = NonNullable<Me["staffRole"]>;

/** The sections of the office, each with the roles that the API answers; a new one joins here. `from`: the section that leads to it. */
export const SECTIONS = [
  {
    id: "my-work",
    href: "/office/my-work",
    icon: ListCheck,
    roles: ["document_clerk", "accountant", "support", "operator"],
  },
  {
    id: "requests",
    href: "/office/requests",
    icon: Comments,
    roles: ["document_clerk", "accountant", "support", "operator"],
  },
  { id: "proposals", href: "/office/proposals", icon: PersonsLock, roles: ["accountant", "operator"] },
  { id: "operations", href: "/office/operations", icon: Pulse, roles: ["operator"] },
  { id: "halts", href: "/office/halts", icon: CircleStop, roles: ["accountant", "operator"] },
  { id: "suspense", href: "/office/suspense", icon: CircleQuestion, roles: ["accountant", "support", "operator"] },
  { id: "bank-files", href: "/office/bank-files", icon: FileArrowUp, roles: ["accountant", "support", "operator"] },
  { id: "quarantine", href: "/office/quarantine", icon: CircleExclamation, roles: ["operator", "support"] },
  {
    id: "accrual-failures",
    href: "/office/accrual-failures",
    icon: TriangleExclamation,
    roles: ["operator", "support"],
  },
  {
    id: "unpriced-usage",
    href: "/office/unpriced-usage",
    icon: TagRuble,
    roles: ["operator", "support"],
  },
  { id: "alarms", href: "/office/alarms", icon: BellDot, roles: ["operator"], from: "operations" },
  { id: "outbox", href: "/office/outbox", icon: PaperPlane, roles: ["operator"], from: "operations" },
  { id: "jobs", href: "/office/jobs", icon: Gear, roles: ["operator"], from: "operations" },
  { id: "invariants", href: "/office/invariants", icon: ScalesBalanced, roles: ["operator"], from: "operations" },
  {
    id: "waiting-documents",
    href: "/office/waiting-documents",
    icon: Clock,
    roles: ["document_clerk", "accountant", "support", "operator"],
  },
  {
    id: "projects",
    href: "/office/projects",
    icon: Cubes3,
    roles: ["document_clerk", "accountant", "support", "operator"],
  },
  {
    id: "payers",
    href: "/office/payers",
    icon: Persons,
    roles: ["document_clerk", "accountant", "support", "operator"],
  },
  { id: "sign-ins", href: "/office/sign-ins", icon: Key, roles: ["support", "operator"] },
  { id: "erasures", href: "/office/erasures", icon: PersonXmark, roles: ["document_clerk", "support", "operator"] },
  { id: "sso", href: "/office/sso", icon: Passport, roles: ["support", "operator"] },
  { id: "staff", href: "/office/staff", icon: PersonGear, roles: ["operator"] },
  { id: "configuration", href: "/office/configuration", icon: Sliders, roles: ["operator"], from: "staff" },
  { id: "acts", href: "/office/acts", icon: ClockArrowRotateLeft, roles: ["operator"] },
  { id: "security-events", href: "/office/security", icon: ShieldCheck, roles: ["operator"] },
] as const;

/** What stands in the menu of a member of staff, each with what it leads to; nothing for somebody who is none. */
export function sectionsFor(role: Me["staffRole"]) {
  const own = SECTIONS.filter((section) => !("from" in section) && section.roles.some((one) => one === role));
  return own.map((section) => ({ ...section, leadsTo: ledFrom(section.id) }));
}

function ledFrom(id: string): string[] {
  return SECTIONS.flatMap((section) => ("from" in section && section.from === id ? [section.href] : []));
}
