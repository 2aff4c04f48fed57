import { describe, expect, it } from "vitest";

import { createLogger } from "./log.ts";

function logged(fields: Record<string, unknown>, message = "done"): { line: string; entry: Record<string, unknown> } {
  const lines: string[] = [];
  createLogger("info", { write: (line) => lines.push(line) }).info(fields, message);
  const line = lines.join("");
  return { line, entry: JSON.parse(line) as Record<string, unknown> };
}

describe("logs", () => {
  it("hide secrets and personal fields at every depth, the top one included", () => {
    const { line } = logged({
      password: "canary-1",
      user: { apiKey: "canary-2", email: "canary-3@example.ru", list: [{ refresh_token: "canary-4" }] },
      headers: { authorization: "Bearer canary-5-xxxxx", "set-cookie": "canary-6" },
    });
    expect(line).not.toContain("canary");
  });

  it("hide addresses, passwords in URLs, bearer tokens and card numbers inside texts", () => {
    const { line } = logged(
      { note: "postgres://saldo:canary@host/db", reason: "иван.canary@почта.рф refused" },
      "Authorization: Bearer canary.canary.canary paid with 4276 1234 5678 9012",
    );
    expect(line).not.toMatch(/canary|5678/);
    expect(line).toContain("postgres://saldo:[masked]@host/db");
  });

  it("keep what an operator needs: numbers, PIDs, amounts, flags", () => {
    const { entry } = logged({
      pid_of: "mcs1234567890",
      amount_minor: 12_345n,
      emailVerified: true,
      payment_account: "40702810900000012345".slice(0, 5),
    });
    expect(entry).toMatchObject({
      level: "info",
      pid_of: "mcs1234567890",
      amount_minor: "12345",
      emailVerified: true,
      msg: "done",
    });
  });

  it("show errors without row values", () => {
    const error = Object.assign(new Error("duplicate key"), {
      code: "23505",
      detail: "Key (inn)=(canary) exists",
      constraint: "payer_inn_key",
    });
    const { line, entry } = logged({ error });
    expect(line).not.toContain("canary");
    expect(entry.error).toMatchObject({ code: "23505", constraint: "payer_inn_key", message: "duplicate key" });
  });
});
