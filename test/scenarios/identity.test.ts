import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { buildApp } from "../../src/composition/app.ts";
import { at } from "../../src/core/time.ts";
import { blockUser, openSignIn, register, unblockUser } from "../../src/modules/tenancy/index.ts";
import { hashPassword, identityRetention, linkOf, signingSecret } from "../../src/platform/identity/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { testDatabase } from "../support/database.ts";
import { MovableClock } from "../support/movable-clock.ts";
import { loadShippedRegions } from "../support/regions.ts";

const { database, clock, url } = await testDatabase();
const PASSWORD = "Sonne-und-Mond-7";
/** The machine's time, by which sign-in is paced. */
const machine = new MovableClock(at("2026-11-20T09:00:00Z"));
const app = await buildApp({
  database,
  databaseUrl: url,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost:3000",
  ports: { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null },
  signInsPerMinute: 60,
  machineClock: machine,
  trustedProxies: ["10.9.0.0/16"],
});
afterAll(() => app.close());

let hash = "";
beforeAll(async () => {
  await loadShippedRegions(database);
  hash = await hashPassword(PASSWORD);
});

let people = 0;
async function signUp(): Promise<{ email: string; userId: string }> {
  people += 1;
  const email = `person${people}@example.ru`;
  const { userId } = await database.transaction((tx) =>
    register(tx, {
      email,
      name: "Анна",
      password: { hash },
      language: "ru",
      at: { site: "cloud.vk.com" },
      now: clock.now(),
    }),
  );
  return { email, userId };
}

const OWN = { origin: "http://localhost:3000" };
let address = 0;
const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  app.server.inject({
    method: "POST",
    url: path,
    payload,
    headers: { ...OWN, ...headers },
    remoteAddress: `10.0.0.${(address += 1)}`,
  });
const signIn = (email: string, password: string) => post("/api/auth/sign-in/email", { email, password });
const me = (cookie: string) => app.server.inject({ method: "GET", url: "/v1/me", headers: { cookie } });

function cookieOf(reply: { headers: Record<string, unknown> }): string {
  const set = [reply.headers["set-cookie"]].flat().map(String);
  return set.map((cookie) => cookie.split(";", 1)[0]).join("; ");
}

/** Both look-ups are remembered for 2 s; waiting for the end of that is the only way to see it from outside. */
async function untilForgotten(check: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + 5_000;
  while (performance.now() < deadline) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

describe("signing in", () => {
  it("REG-03 the registered user signs in and sees the first project with its role", async () => {
    const { email, userId } = await signUp();
    const reply = await signIn(email.toUpperCase(), PASSWORD);
    expect(reply.statusCode).toBe(200);
    const session = await me(cookieOf(reply));
    expect(session.json()).toMatchObject({
      user: { id: userId, email, language: "ru" },
      staffRole: null,
      projects: [
        { role: "owner", frozen: false, region: { code: "moscow", currency: "RUB", timeZone: "Europe/Moscow" } },
      ],
    });
    expect(session.json().projects[0].pid).toMatch(/^mcs\d{10}$/);
  });

  it("the cookie is httpOnly and SameSite=Lax; no page script ever gets the session's token", async () => {
    const { email } = await signUp();
    const reply = await signIn(email, PASSWORD);
    const [set = ""] = [reply.headers["set-cookie"]].flat().map(String);
    expect(set).toMatch(/^saldo\.session_token=/);
    expect(set).toMatch(/HttpOnly/i);
    expect(set).toMatch(/SameSite=Lax/i);
    const token = decodeURIComponent(set.split("=")[1]?.split(".")[0] ?? "");
    expect(token.length).toBeGreaterThan(20);
    const session = await app.server.inject({
      method: "GET",
      url: "/api/auth/get-session",
      headers: { cookie: cookieOf(reply) },
    });
    expect(session.json().user.email).toBe(email);
    expect(reply.body + session.body).not.toContain(token);
  });

  it("reliability 41: a wrong password and an unknown address answer alike", async () => {
    const { email } = await signUp();
    const wrong = await signIn(email, "Wrong-password-1");
    const unknown = await signIn("nobody@example.ru", "Wrong-password-1");
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    const shown = (reply: typeof wrong) => ({ ...reply.json(), traceId: "" });
    expect(shown(wrong)).toEqual(shown(unknown));
  });

  const wrong = (email: string) => signIn(email, "Wrong-password-1");

  it("reliability 41: ten wrong passwords slow an account down, from wherever they come; another is not", async () => {
    const { email } = await signUp();
    const neighbour = await signUp();
    const attempts = await Promise.all(Array.from({ length: 14 }, () => wrong(email)));
    expect(attempts.filter(({ statusCode }) => statusCode === 401).length).toBe(10);
    expect(attempts.filter(({ statusCode }) => statusCode === 429).length).toBe(4);
    const right = await signIn(email, PASSWORD);
    expect([right.statusCode, right.headers["retry-after"], right.json().code]).toEqual([
      429,
      "90",
      "too_many_sign_ins",
    ]);
    expect((await signIn(neighbour.email, PASSWORD)).statusCode).toBe(200);
  });

  it("reliability 41: being hit prolongs nothing, and Retry-After is true to the second", async () => {
    const { email } = await signUp();
    for (let n = 0; n < 10; n += 1) await wrong(email);
    for (const passed of [0, 30, 59]) {
      machine.advance((passed - (passed === 59 ? 30 : 0)) * 1_000);
      expect([passed, (await wrong(email)).headers["retry-after"]]).toEqual([passed, String(90 - passed)]);
    }
    machine.advance(31_000);
    expect((await signIn(email, PASSWORD)).statusCode).toBe(200);
  });

  it("reliability 41: a device from which the account was signed in gets through the hail, and a forged one does not", async () => {
    const { email } = await signUp();
    const known = cookieOf(await signIn(email, PASSWORD));
    expect(known).toMatch(/saldo\.device_[0-9a-f]{8}=/);
    for (let n = 0; n < 12; n += 1) await wrong(email);
    const enter = (cookie: string, password = PASSWORD) =>
      post("/api/auth/sign-in/email", { email, password }, { cookie });
    expect((await enter(known)).statusCode).toBe(200);
    expect((await enter(known.replace(/(saldo\.device_\w+=[^.]+\.)./, "$1~"))).statusCode).toBe(429);
    expect((await enter("")).statusCode).toBe(429);
    // It has a pace of its own: whoever holds the device cannot guess without end either.
    for (let n = 0; n < 10; n += 1) expect((await enter(known, "Wrong-password-1")).statusCode).toBe(401);
    expect((await enter(known, "Wrong-password-1")).statusCode).toBe(429);
  });

  it("reliability 41: the owner gets one letter with a link that makes the device a known one; staff can open it too", async () => {
    const { email, userId } = await signUp();
    for (let n = 0; n < 14; n += 1) await wrong(email);
    const letters = await database.query<{ payload: { userId: string; expiresAt: string } }>(
      "select payload from outbox_message where topic = 'sign_in.slowed' and payload->>'userId' = $1",
      [userId],
    );
    expect(letters).toHaveLength(1);
    const link = linkOf(await signingSecret(database), email, at(letters[0]?.payload.expiresAt ?? ""));
    const follow = (query: string) =>
      app.server.inject({ url: `/api/auth/unlock?link=${query}`, remoteAddress: "10.1.1.1" });
    const forged = await follow(`${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`);
    expect([forged.statusCode, forged.headers["set-cookie"]]).toEqual([303, undefined]);
    expect((await signIn(email, PASSWORD)).statusCode).toBe(429);
    const device = cookieOf(await follow(link));
    for (let n = 0; n < 11; n += 1) await wrong(email);
    expect((await post("/api/auth/sign-in/email", { email, password: PASSWORD }, { cookie: device })).statusCode).toBe(
      200,
    );
    machine.advance(3 * 3_600_000);
    expect((await follow(link)).headers["set-cookie"]).toBeUndefined();
    for (let n = 0; n < 11; n += 1) await wrong(email);
    await database.transaction((tx) => openSignIn(tx, email, clock.now()));
    expect((await signIn(email, PASSWORD)).statusCode).toBe(200);
  });

  it("reliability 41: nothing of an attack is kept once it is over: rows of no meaning are removed", async () => {
    for (let n = 0; n < 30; n += 1) await wrong(`nobody${n}@example.ru`);
    const rows = () => database.query("select 1 from auth.sign_in_pace");
    expect((await rows()).length).toBeGreaterThan(30);
    machine.advance(86_400_000);
    const retention = identityRetention(machine);
    await retention.run({ database, now: clock.now(), stop: new AbortController().signal });
    expect(await rows()).toEqual([]);
  });

  it("reliability 41: a right password forgets the wrong ones before it", async () => {
    const { email } = await signUp();
    for (let round = 0; round < 3; round += 1) {
      for (let wrong = 0; wrong < 6; wrong += 1) await signIn(email, "Wrong-password-1");
      expect((await signIn(email, PASSWORD)).statusCode).toBe(200);
    }
  });

  it("reliability 41: one address of the network is slowed down as well", async () => {
    const from = (attempt: number) =>
      app.server.inject({
        method: "POST",
        url: "/api/auth/sign-in/email",
        payload: { email: `guess${attempt}@example.ru`, password: "Wrong-password-1" },
        headers: { ...OWN, "x-forwarded-for": `8.8.8.${attempt}` },
        remoteAddress: "192.0.2.7",
      });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 62; attempt += 1) statuses.push((await from(attempt)).statusCode);
    expect(statuses.filter((status) => status === 401).length).toBe(60);
    expect(statuses.slice(-2)).toEqual([429, 429]);
  });

  it("reliability 41: the limit goes by what the address is, not by how it is written, and by the trusted proxy's word", async () => {
    const paths = [
      "/api/auth/sign-in/email",
      "/api/auth/sign-in/%65mail",
      "/api/auth/sign-in%2Femail",
      "/%61pi/auth/sign-in/email",
    ];
    const seen = new Set<number>();
    for (let attempt = 0; attempt < 130; attempt += 1) {
      const reply = await app.server.inject({
        method: "POST",
        url: paths[attempt % paths.length] as string,
        payload: { email: `path${attempt}@example.ru`, password: "Wrong-password-1" },
        headers: { ...OWN, "x-forwarded-for": "2001:db8:1:2::7" },
        remoteAddress: "10.9.0.1",
      });
      if (attempt > 100) seen.add(reply.statusCode);
    }
    expect([...seen].every((status) => status === 429 || status === 404)).toBe(true);
    const elsewhere = (address: string) =>
      app.server.inject({
        method: "POST",
        url: paths[0] as string,
        payload: { email: "path@example.ru", password: "Wrong-password-1" },
        headers: { ...OWN, "x-forwarded-for": address },
        remoteAddress: "10.9.0.1",
      });
    expect((await elsewhere("2001:db8:1:2:ffff::1")).statusCode).toBe(429);
    expect((await elsewhere("2001:db8:1:3::7")).statusCode).toBe(401);
  });

  it.each([{}, { email: 1, password: "x" }, { email: "a@b.ru", password: "x", callbackURL: "https://evil.example" }])(
    "reliability 44: refuses the body %j",
    async (body) => {
      expect((await post("/api/auth/sign-in/email", body)).statusCode).toBe(422);
    },
  );

  it("only the addresses in use exist: signing up, in particular, does not", async () => {
    for (const path of [
      "sign-up/email",
      "update-user",
      "delete-user",
      "reset-password",
      "sign-in/social",
      "change-email",
      "list-sessions",
      "revoke-sessions",
      "two-factor/enable",
      "two-factor/disable",
      "two-factor/verify-totp",
      "verify-password",
    ]) {
      expect((await post(`/api/auth/${path}`, { email: "a@b.ru", password: PASSWORD, name: "A" })).statusCode).toBe(
        404,
      );
    }
  });

  it("reliability 43: another site can neither sign someone in nor out", async () => {
    const { email } = await signUp();
    const evil = { origin: "https://evil.example" };
    expect((await post("/api/auth/sign-in/email", { email, password: PASSWORD }, evil)).statusCode).toBe(403);
    const cookie = cookieOf(await signIn(email, PASSWORD));
    expect((await post("/api/auth/sign-out", {}, { ...evil, cookie })).statusCode).toBe(403);
    expect((await me(cookie)).statusCode).toBe(200);
  });
});

describe("the end of a session", () => {
  it("signing out ends it at once in this process", async () => {
    const { email } = await signUp();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    expect((await me(cookie)).statusCode).toBe(200);
    expect((await post("/api/auth/sign-out", {}, { cookie })).statusCode).toBe(200);
    expect((await me(cookie)).statusCode).toBe(401);
  });

  it("a cookie that was altered, or signed with another secret, is nobody's", async () => {
    const { email } = await signUp();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    expect((await me(cookie.replace("%3D", "AA%3D"))).statusCode).toBe(401);
    expect((await me("saldo.session_token=abc.def")).statusCode).toBe(401);
    expect((await me("saldo.session_token=%E0%A4%A")).statusCode).toBe(401);
  });

  it("reliability 38: a blocked user's session is dead within 5 s, and the right password does not open another", async () => {
    const { email, userId } = await signUp();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    expect((await me(cookie)).statusCode).toBe(200);
    await database.transaction((tx) => blockUser(tx, userId, clock.now()));
    expect(await untilForgotten(async () => (await me(cookie)).statusCode === 401)).toBe(true);
    const again = await signIn(email, PASSWORD);
    expect([again.statusCode, again.json().code]).toEqual([403, "user_blocked"]);
    await database.transaction((tx) => unblockUser(tx, userId, clock.now()));
    expect((await signIn(email, PASSWORD)).statusCode).toBe(200);
  });

  it("reliability 42: a new session at each sign-in; a changed password ends the others and must be a good one", async () => {
    const { email } = await signUp();
    const thief = cookieOf(await signIn(email, PASSWORD));
    const owner = cookieOf(await signIn(email, PASSWORD));
    expect(thief).not.toBe(owner);
    expect((await me(thief)).statusCode).toBe(200);
    const change = (currentPassword: string, newPassword: string) =>
      post("/api/auth/change-password", { currentPassword, newPassword }, { cookie: owner });
    expect((await change(PASSWORD, "password1234")).json().code).toBe("weak_password");
    expect((await change("Wrong-password-1", "Neues-Wort-99")).statusCode).toBe(401);
    const changed = await change(PASSWORD, "Neues-Wort-99");
    expect(changed.statusCode).toBe(204);
    expect((await me(cookieOf(changed))).statusCode).toBe(200);
    expect(await untilForgotten(async () => (await me(thief)).statusCode === 401)).toBe(true);
    expect((await signIn(email, PASSWORD)).statusCode).toBe(401);
    expect((await signIn(email, "Neues-Wort-99")).statusCode).toBe(200);
  });

  it("reliability 41: wrong current passwords of somebody signed in count like those at the door", async () => {
    const { email } = await signUp();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    const change = (currentPassword: string, newPassword = "Neues-Wort-99") =>
      post("/api/auth/change-password", { currentPassword, newPassword }, { cookie });
    for (let n = 0; n < 10; n += 1) expect((await change("Wrong-password-1")).statusCode).toBe(401);
    const slowed = await change(PASSWORD);
    expect([slowed.statusCode, slowed.headers["retry-after"]]).toEqual([429, "90"]);
    machine.advance(90_000);
    expect((await change(PASSWORD, "Anna-Example-7")).json().code).toBe("weak_password");
    expect((await change(PASSWORD)).statusCode).toBe(204);
  });

  it("AUD-01 NTF-01 a changed password is an act of its owner in the same work as its letter; a refused one is neither", async () => {
    const { email, userId } = await signUp();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    const before = cookieOf(await signIn(email, PASSWORD));
    const change = (currentPassword: string) =>
      post("/api/auth/change-password", { currentPassword, newPassword: "Neues-Wort-99" }, { cookie });
    const told = () =>
      database.query(
        "select payload ->> 'kind' as kind from outbox_message where topic = 'person.notice' and payload ->> 'email' = $1",
        [email],
      );
    const acts = () =>
      database.query<{ actor: string; actorKind: string; address: string }>(
        `select actor, actor_kind as "actorKind", address from audit_event where act = 'password.changed' and actor = $1`,
        [`user:${userId}`],
      );
    expect((await change("Wrong-password-1")).statusCode).toBe(401);
    expect(
      (await post("/api/auth/change-password", { currentPassword: PASSWORD, newPassword: "Neues-Wort-99" })).statusCode,
    ).toBe(401);
    expect([await acts(), (await told()).filter(({ kind }) => kind === "password_changed")]).toEqual([[], []]);
    const changed = await change(PASSWORD);
    expect(changed.statusCode).toBe(204);
    expect(await acts()).toMatchObject([{ actorKind: "member", address: expect.stringMatching(/^10\.0\.0\./) }]);
    expect((await told()).filter(({ kind }) => kind === "password_changed")).toHaveLength(1);
    // The session has another name now: what a thief knew of this browser opens nothing either.
    expect(cookieOf(changed)).not.toBe(cookie);
    expect((await me(cookieOf(changed))).statusCode).toBe(200);
    expect((await me(cookie)).statusCode).toBe(401);
    expect((await me(before)).statusCode).toBe(401);
  });

  it("a business clock moved by a year neither ends nor prolongs a session", async () => {
    const { email } = await signUp();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    clock.advance(400 * 86_400_000);
    expect((await me(cookie)).statusCode).toBe(200);
  });
});

describe("reliability 57: without the database", () => {
  it("reliability 57 sessions and sign-in answer 503 with Retry-After, not 401 or 500", async () => {
    const { email } = await signUp();
    const cookie = cookieOf(await signIn(email, PASSWORD));
    const cut = await buildApp({
      database,
      databaseUrl: "postgres://nobody@127.0.0.1:1/nothing",
      clock,
      log: createLogger("silent"),
      publicUrl: "http://localhost:3000",
      ports: { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null },
    });
    const seen = await cut.server.inject({ method: "GET", url: "/v1/me", headers: { cookie } });
    const signing = await cut.server.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      payload: { email, password: PASSWORD },
      headers: OWN,
    });
    await cut.close();
    expect([seen.statusCode, seen.headers["retry-after"]]).toEqual([503, "5"]);
    expect([signing.statusCode, signing.headers["retry-after"]]).toEqual([503, "5"]);
  });
});

describe("what is kept", () => {
  it("passwords are salted hashes, and nobody's address is in the attempts", async () => {
    await signIn("someone@example.ru", "Wrong-password-1");
    const [row] = await database.query<{ text: string }>(
      "select string_agg(c::text, ' ') as text from auth.credential c",
    );
    expect(row?.text).not.toContain(PASSWORD);
    const [attempts] = await database.query<{ text: string }>(
      "select string_agg(f::text, ' ') as text from auth.sign_in_pace f",
    );
    expect(attempts?.text).not.toContain("someone");
    await app.security.flush();
    const [facts] = await database.query<{ text: string }>(
      "select string_agg(f::text, ' ') as text from security_event f",
    );
    expect(facts?.text).toContain("sign_in_refused,anonymous");
    expect(facts?.text).not.toMatch(/@|someone/);
  });
});
