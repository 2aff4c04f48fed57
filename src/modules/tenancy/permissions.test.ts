import { describe, expect, it } from "vitest";

import { PERMISSIONS, PROJECT_TOKEN_SCOPES, ROLES, type Role, isScope, permissionsOf } from "./permissions.ts";

const permits = (role: Role, permission: string) => permissionsOf(role).some((one) => one === permission);

describe("REG-04 roles", () => {
  const billing = ["balance.view", "payments.manage", "details.view", "documents.view"];

  it.each(["owner", "superadministrator", "billing_administrator"] as const)(
    "REG-04 %s sees balance, payments, details and documents",
    (role) => {
      expect(billing.filter((permission) => permits(role, permission))).toEqual(billing);
    },
  );

  it("REG-04 a project administrator sees details only", () => {
    expect(billing.filter((permission) => permits("project_administrator", permission))).toEqual(["details.view"]);
  });

  it.each(["user_administrator", "viewer"] as const)("REG-04 %s sees nothing of money", (role) => {
    expect(billing.filter((permission) => permits(role, permission))).toEqual([]);
  });

  it("REG-04 REG-08 a project's token decides nothing about people, tokens, the owner and the end", () => {
    const people = ["members.manage", "tokens.manage", "sso.manage", "project.transfer", "project.delete"];
    expect(PERMISSIONS.filter((one) => !PROJECT_TOKEN_SCOPES.includes(one)).toSorted()).toEqual(people.toSorted());
  });

  it("REG-04 every role may know its project; no role has a permission nobody named", () => {
    for (const role of ROLES) {
      expect(permits(role, "project.view")).toBe(true);
      expect(permits(role, "everything")).toBe(false);
    }
    expect(PERMISSIONS.every(isScope)).toBe(true);
    expect(isScope("everything")).toBe(false);
  });
});
