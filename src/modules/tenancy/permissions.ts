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

export const PERMISSIONS = [
  /** To know that the project exists: its name, region, zone, whether it is frozen. */
  "project.view",
  "project.manage",
  "members.manage",
  "tokens.manage",
  "balance.view",
  "payments.manage",
  /** What was charged for what: movements, expenses, reports, explanations. */
  "details.view",
  "documents.view",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Scopes of tokens that are not a permission in a project. */
export const OTHER_SCOPES = ["profile.view", "staff", "usage.write", "metrics.read"] as const;

const BILLING: readonly Permission[] = ["balance.view", "payments.manage", "details.view", "documents.view"];

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  superadministrator: PERMISSIONS,
  project_administrator: ["project.view", "project.manage", "details.view"],
  billing_administrator: ["project.view", ...BILLING],
  user_administrator: ["project.view", "members.manage"],
  viewer: ["project.view"],
};

export function permissionsOf(role: Role): readonly Permission[] {
  return granted[role];
}

export function isScope(text: string): boolean {
  return ([...PERMISSIONS, ...OTHER_SCOPES] as readonly string[]).includes(text);
}
