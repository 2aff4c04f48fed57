import type { Texts } from "../../core/errors.ts";
import type { StaffRole } from "../../platform/http/index.ts";

/** REG-04: who may do what in a project. Routes name a permission; this table is the only place that names roles. */
export const ROLES = [
  "owner",
  "superadministrator",
  "project_administrator",
  "billing_administrator",
  "user_administrator",
  "viewer",
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, Texts>> = {
  owner: { ru: "Владелец", en: "Owner" },
  superadministrator: { ru: "Суперадминистратор", en: "Superadministrator" },
  project_administrator: { ru: "Администратор проекта", en: "Project administrator" },
  billing_administrator: { ru: "Администратор биллинга", en: "Billing administrator" },
  user_administrator: { ru: "Администратор пользователей", en: "User administrator" },
  viewer: { ru: "Наблюдатель", en: "Viewer" },
};

export const PERMISSIONS = [
  /** To know that the project exists: its name, region, zone, whether it is frozen. */
  "project.view",
  "project.manage",
  /** To give the project to another owner (REG-05). */
  "project.transfer",
  /** To end it for ever (REG-08). */
  "project.delete",
  "members.manage",
  "tokens.manage",
  /** By whose identity provider people of a company come in (REG-02). */
  "sso.manage",
  "balance.view",
  "payments.manage",
  /** What was charged for what: movements, expenses, reports, explanations. */
  "details.view",
  "documents.view",
  /** Who did what to the project. */
  "audit.view",
  /** To ask the provider for something, and to follow what oneself asked (REQ-11). */
  "requests.create",
  /** To follow all that is asked about the project. */
  "requests.view",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Scopes of tokens that are not a permission in a project. */
export const OTHER_SCOPES = ["profile.view", "staff", "usage.write", "metrics.read"] as const;

/** What each scope of a token lets its holder do, in the words of help and of the API's page. */
export const SCOPES: Readonly<Record<Permission | (typeof OTHER_SCOPES)[number], Texts>> = {
  "project.view": { ru: "видеть проект", en: "see the project" },
  "project.manage": { ru: "менять проект", en: "change the project" },
  "project.transfer": { ru: "менять владельца проекта", en: "change the project's owner" },
  "project.delete": { ru: "удалить проект", en: "delete the project" },
  "members.manage": { ru: "управлять участниками", en: "manage members" },
  "tokens.manage": { ru: "управлять токенами проекта", en: "manage the project's tokens" },
  "sso.manage": { ru: "управлять входом через компанию", en: "manage the company sign-in" },
  "balance.view": { ru: "видеть балансы и бонусы", en: "see balances and bonuses" },
  "payments.manage": { ru: "выставлять счета на оплату", en: "make payment invoices" },
  "details.view": {
    ru: "видеть движения, расходы, объяснения, выгрузки",
    en: "see movements, expenses, explanations, exports",
  },
  "documents.view": { ru: "видеть и скачивать документы", en: "see and download documents" },
  "audit.view": { ru: "видеть журнал действий", en: "see the audit log" },
  "requests.create": { ru: "создавать запросы и видеть свои", en: "make requests and see one's own" },
  "requests.view": { ru: "видеть все запросы проекта", en: "see all requests of the project" },
  "profile.view": { ru: "видеть, чей токен и какие у него проекты", en: "see whose token it is and its projects" },
  staff: { ru: "действовать как сотрудник, по его роли", en: "act as a member of staff, by the role" },
  "usage.write": { ru: "присылать потребление", en: "send usage" },
  "metrics.read": { ru: "читать метрики", en: "read metrics" },
};

const BILLING: readonly Permission[] = [
  "balance.view",
  "payments.manage",
  "details.view",
  "documents.view",
  "requests.view",
];
const EVERYBODY: readonly Permission[] = ["project.view", "requests.create"];

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  superadministrator: PERMISSIONS.filter(
    (one) => one !== "project.transfer" && one !== "project.delete" && one !== "sso.manage",
  ),
  project_administrator: [...EVERYBODY, "project.manage", "details.view"],
  billing_administrator: [...EVERYBODY, ...BILLING],
  user_administrator: [...EVERYBODY, "members.manage"],
  viewer: EVERYBODY,
};

export function permissionsOf(role: Role): readonly Permission[] {
  return granted[role];
}

/** What changes nothing: all that is left in a deleted project (REG-08). */
const READS: readonly Permission[] = [
  "project.view",
  "balance.view",
  "details.view",
  "documents.view",
  "audit.view",
  "requests.create",
  "requests.view",
];

/** What a role may do in a project that is deleted, or not. */
export function permissionsIn(role: Role, isDeleted: boolean): readonly Permission[] {
  return isDeleted ? granted[role].filter((one) => READS.includes(one)) : granted[role];
}

/** A role that is given and taken: the owner is changed instead (REG-05). */
export type GivenRole = Exclude<Role, "owner">;
export const GIVEN_ROLES = ROLES.filter((role) => role !== "owner") as readonly GivenRole[];

/** What somebody may become by being of a company; who decides about everything is named by a person. */
export type NewcomerRole = Exclude<GivenRole, "superadministrator">;
export const NEWCOMER_ROLES = GIVEN_ROLES.filter((role) => role !== "superadministrator") as readonly NewcomerRole[];

/**
 * REG-04: the roles that somebody of this role gives and takes. A user administrator touches neither the owner nor
 * superadministrators: what one may not give, one may not take either.
 */
export function rolesGivenBy(role: Role): readonly GivenRole[] {
  if (!permissionsOf(role).includes("members.manage")) return [];
  return role === "user_administrator" ? GIVEN_ROLES.filter((one) => one !== "superadministrator") : GIVEN_ROLES;
}

/** What a project's own token may be lent. People decide about people, tokens, the owner and the end: a machine does not. */
export const PROJECT_TOKEN_SCOPES = PERMISSIONS.filter(
  (permission) =>
    !["members.manage", "tokens.manage", "sso.manage", "project.transfer", "project.delete"].includes(permission),
);

/** AUD-02: staff see in a customer's place what the customer sees; that they change nothing is the server's matter, not a right's. */
export const VISIT_SCOPES: readonly string[] = [...PERMISSIONS, "profile.view"];

/** Who of the staff may visit a customer, at each instant of the visit. */
export const VISITORS: readonly StaffRole[] = ["support", "operator"];

export function isScope(text: string): boolean {
  return ([...PERMISSIONS, ...OTHER_SCOPES] as readonly string[]).includes(text);
}
