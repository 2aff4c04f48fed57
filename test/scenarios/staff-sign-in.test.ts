import { describe, expect, test } from "vitest";

import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { setStaffRole } from "../../src/modules/tenancy/index.ts";
import { codeAt } from "../support/authenticator.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** As in production: staff do nothing as such without a second factor, and their sessions are short. */
const { database, clock, machine, visitor, user, staff, company } = await openPeople({ staffNeedFactor: true });

const me = async (by: Visitor) => (await by.send("GET", "/v1/me")).body as unknown as Record<string, unknown>;
const status = async (by: Visitor, path = "/v1/me") => (await by.send("GET", path)).status;
/** What a process remembers of a session for two seconds: a request on another clock's word needs it gone. */
const forgotten = () => new Promise((resolve) => setTimeout(resolve, 2_100));

async function enrol(by: Visitor): Promise<string> {
  const { key } = (await by.send("POST", "/v1/me/second-factor/begin")).body as unknown as { key: string };
  machine.advance(MINUTE / 2);
  const code = codeAt(key, machine.now());
  expect((await by.send("POST", "/v1/me/second-factor/confirm", { code })).status).toBe(200);
  return key;
}

describe("REG-02 staff and the second factor", () => {
  test("REG-02 without one nothing of the office opens but the way to switch it on; with it all does, at once", async () => {
    const operator = await staff("operator");
    expect(await me(operator)).toMatchObject({ staffRole: null, needsSecondFactor: true });
    expect(await status(operator, "/v1/office/jobs")).toBe(403);
    const refused = await operator.send("POST", "/v1/office/sign-ins/block", { email: "a@b.ru", reason: "mistake" });
    expect(refused.status).toBe(403);
    const key = await enrol(operator);
    expect(await me(operator)).toMatchObject({ staffRole: "operator", needsSecondFactor: false });
    expect(await status(operator, "/v1/office/jobs")).toBe(200);
    machine.advance(MINUTE);
    const again = await visitor().signIn("operator@staff.example.ru", codeAt(key, machine.now()));
    expect(await me(again)).toMatchObject({ staffRole: "operator" });
    expect((await again.send("POST", "/v1/me/second-factor/off")).status).toBe(204);
    expect(await me(again)).toMatchObject({ staffRole: null, needsSecondFactor: true });
  });

  test("REG-02 a customer who becomes staff keeps the own projects, and the office waits for the second factor", async () => {
    const { userId } = await user("both@example.ru");
    const both = await visitor().signIn("both@example.ru");
    await database.transaction((tx) => setStaffRole(tx, userId, "support", clock.now()));
    await forgotten();
    expect(await me(both)).toMatchObject({ staffRole: null, needsSecondFactor: true, projects: [{ role: "owner" }] });
    await enrol(both);
    expect(await me(both)).toMatchObject({ staffRole: "support", projects: [{ role: "owner" }] });
  });
});

describe("reliability 38 how long a session lives", () => {
  test("reliability 38 staff: an hour without use, twelve in all", async () => {
    const idle = await staff("accountant");
    await enrol(idle);
    machine.advance(59 * MINUTE);
    await forgotten();
    expect(await status(idle)).toBe(200);
    machine.advance(61 * MINUTE);
    await forgotten();
    expect(await status(idle)).toBe(401);
    const busy = await staff("document_clerk");
    await enrol(busy);
    // A whole day's work is written down as if it had passed: the machine of a session's beginning is the real one.
    await database.query(
      "update auth.session set created_at = $1 where user_id in (select user_id from app_user where email = $2)",
      [new Date(machine.now() - 12 * HOUR).toISOString(), "document_clerk@staff.example.ru"],
    );
    await forgotten();
    expect(await status(busy)).toBe(401);
    expect(
      await database.query(
        "select 1 from auth.session s join app_user u using (user_id) where u.email like 'document%'",
      ),
    ).toEqual([]);
  });

  test("reliability 38 customers: a week without use, a month in all", async () => {
    await user("long@example.ru");
    const own = await visitor().signIn("long@example.ru");
    machine.advance(6 * DAY);
    expect(await status(own)).toBe(200);
    machine.advance(8 * DAY);
    await forgotten();
    expect(await status(own)).toBe(401);
  });
});

describe("reliability 42 a browser that was left open", () => {
  test("reliability 42 acts on rights and tokens ask anew who is there after a quarter of an hour; what takes away does not", async () => {
    const { owner, path } = await company({ viewer: "viewer@example.ru" });
    const invite = () =>
      owner.send("POST", `${path}/invitations`, { email: `new${machine.now()}@example.ru`, role: "viewer" });
    const token = () =>
      owner.send("POST", `${path}/tokens`, { name: `t${machine.now()}`, scopes: ["balance.view"], days: 30 });
    expect((await invite()).status).toBe(201);
    machine.advance(16 * MINUTE);
    for (const act of [invite, token]) expect((await act()).body.code).toBe("proof_needed");
    expect((await owner.send("GET", `${path}/members`)).status).toBe(200);
    expect((await owner.send("POST", "/v1/me/sessions/end-others")).status).toBe(200);
    expect((await owner.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" })).status).toBe(204);
    expect((await invite()).status).toBe(201);
    expect((await token()).body.code).not.toBe("proof_needed");
    // Nobody proves it for another, and nobody without a session does.
    expect((await visitor().send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" })).status).toBe(401);
  });
});
