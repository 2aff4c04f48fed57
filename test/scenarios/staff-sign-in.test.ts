import { describe, expect, test } from "vitest";

import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { addOwnPasskey, setStaffRole } from "../../src/modules/tenancy/index.ts";
import { codeAt } from "../support/authenticator.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";
import { SoftwarePasskey } from "../support/software-passkey.ts";

/** As in production: staff do nothing as such without a second factor, and their sessions are short. */
const { database, clock, machine, visitor, user, staff, company } = await openPeople({ staffNeedFactor: true });

const me = async (by: Visitor) => (await by.send("GET", "/v1/me")).body as unknown as Record<string, unknown>;
const status = async (by: Visitor, path = "/v1/me") => (await by.send("GET", path)).status;
/** What a process remembers of a session for two seconds: a request on another clock's word needs it gone. */
const forgotten = () => new Promise((resolve) => setTimeout(resolve, 2_100));

/** An operator who decides about staff. */
async function operatorWithFactor(): Promise<Visitor> {
  const email = "operator2@staff.example.ru";
  const { userId } = await user(email);
  await database.transaction((tx) => setStaffRole(tx, userId, "operator", clock.now()));
  const operator = await visitor().signIn(email);
  await enrol(operator);
  return operator;
}

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

/** Adds a passkey in a session, or shows it. */
async function passkey(by: Visitor, what: "add" | "sign-in" | "prove", with_: SoftwarePasskey) {
  const path = `/api/auth/passkey/${what}`;
  const options = (await by.send("POST", `${path}/options`, {})).body as never;
  const answer = await by.send("POST", path, what === "add" ? with_.make(options) : with_.show(options));
  return [answer.status, answer.body.code];
}

describe("REG-02 staff and passkeys", () => {
  test("REG-02 a passkey is a second factor: it opens the office at once, and from then on the password alone opens nothing", async () => {
    const email = "partner_manager@staff.example.ru";
    const own = await staff("partner_manager");
    const before = await visitor().signIn(email);
    expect(await status(before)).toBe(200);
    expect(await me(own)).toMatchObject({ staffRole: null, needsSecondFactor: true });
    const key = new SoftwarePasskey();
    expect(await passkey(own, "add", key)).toEqual([204, undefined]);
    expect(await me(own)).toMatchObject({ staffRole: "partner_manager", needsSecondFactor: false });
    await forgotten();
    expect(await status(before)).toBe(401);
    // Whoever has the password, and would add a passkey of the own, does not come so far.
    const answer = await visitor().enter(email);
    expect([answer.status, answer.body.code]).toEqual([401, "passkey_needed"]);
    const desk = visitor();
    expect(await passkey(desk, "sign-in", key)).toEqual([200, undefined]);
    expect(await me(desk)).toMatchObject({ staffRole: "partner_manager", needsSecondFactor: false });
    // Nor does the password prove who is at a browser that was left open.
    machine.advance(16 * MINUTE);
    const proof = await desk.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" });
    expect([proof.status, proof.body.code]).toEqual([401, "passkey_needed"]);
    expect((await desk.send("GET", "/v1/me/second-factor")).body).toMatchObject({ provedBy: "passkey" });
    const changed = { currentPassword: "Sonne-und-Mond-7", newPassword: "Wasser-und-Wind-8" };
    expect((await desk.send("POST", "/api/auth/change-password", changed)).body.code).toBe("proof_needed");
    expect(await passkey(desk, "prove", key)).toEqual([204, undefined]);
    const [{ id }] = ((await desk.send("GET", "/v1/me/passkeys")).body as unknown as { items: [{ id: string }] }).items;
    expect((await desk.send("DELETE", `/v1/me/passkeys/${id}`)).status).toBe(204);
    expect(await me(desk)).toMatchObject({ staffRole: null, needsSecondFactor: true });
  });

  test("REG-02 what a process remembers of a session is two seconds old: it does not suffice to add another passkey", async () => {
    const own = await staff("support");
    expect(await passkey(own, "add", new SoftwarePasskey())).toEqual([204, undefined]);
    const [session] = await database.query<{ userId: string; sessionId: string }>(
      `select s.user_id as "userId", s.id as "sessionId" from auth.session s join app_user u using (user_id) where u.email = 'support@staff.example.ru'`,
    );
    const { userId = "", sessionId = "" } = session ?? {};
    const at = machine.now();
    const made = { userId, name: "x", site: "localhost", credentialId: "another", publicKey: "k", counter: 0 };
    const rest = { deviceType: "singleDevice", backedUp: false, transports: "", aaguid: "", createdAt: at };
    const added = { userId, at, address: "10.0.0.1", agent: "x", passkey: { ...made, ...rest } };
    const late = { ...added, sessionId, lacksFactor: true };
    await expect(addOwnPasskey(database, late, clock.now())).rejects.toMatchObject({
      kind: { code: "passkey_needed" },
    });
    const over = { ...added, sessionId: "over", lacksFactor: false };
    await expect(addOwnPasskey(database, over, clock.now())).rejects.toMatchObject({
      kind: { code: "unauthenticated" },
    });
    expect(await database.query("select 1 from auth.passkey where credential_id = 'another'")).toEqual([]);
  });

  test("REG-02 who has an app's code and a passkey may lose either; an operator takes both, and the password is all that is left", async () => {
    const email = "accountant2@staff.example.ru";
    const { userId } = await user(email);
    await database.transaction((tx) => setStaffRole(tx, userId, "accountant", clock.now()));
    const own = await visitor().signIn(email);
    await enrol(own);
    const key = new SoftwarePasskey();
    expect(await passkey(own, "add", key)).toEqual([204, undefined]);
    expect((await own.send("POST", "/v1/me/second-factor/off")).status).toBe(204);
    expect(await me(own)).toMatchObject({ staffRole: "accountant" });
    await enrol(own);
    const operator = await operatorWithFactor();
    const reset = { email, reason: "owner_asked" };
    expect((await operator.send("POST", "/v1/office/sign-ins/reset-second-factor", reset)).status).toBe(204);
    // Also the session of whoever had taken the factor over: the owner's next one would open it again.
    await forgotten();
    expect(await status(own)).toBe(401);
    const [status_, code] = await passkey(visitor(), "sign-in", key);
    expect([status_, code]).toEqual([401, "passkey_unknown"]);
    expect(await me(await visitor().signIn(email))).toMatchObject({ staffRole: null, needsSecondFactor: true });
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
