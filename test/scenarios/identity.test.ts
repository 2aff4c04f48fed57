import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { buildApp } from "../../src/composition/app.ts";
import { blockUser, register, unblockUser } from "../../src/modules/tenancy/index.ts";
import { hashPassword } from "../../src/platform/identity/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { testDatabase } from "../support/database.ts";
import { loadShippedRegions } from "../support/regions.ts";

const { database, clock, url } = await testDatabase();
const PASSWORD = "Sonne-und-Mond-7";
const app = await buildApp({
  database,
  databaseUrl: url,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost:3000",
  ports: { renderPaymentInvoice: null as never, moveClock: null },
  signInsPerMinute: 60,
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

  it("reliability 41: ten wrong passwords close the address, from wherever they come; another stays open", async () => {
    const { email } = await signUp();
    const neighbour = await signUp();
    const attempts = await Promise.all(Array.from({ length: 14 }, () => signIn(email, "Wrong-password-1")));
    expect(attempts.filter(({ statusCode }) => statusCode === 401).length).toBe(10);
    expect(attempts.filter(({ statusCode }) => statusCode === 429).length).toBe(4);
    const right = await signIn(email, PASSWORD);
    expect([right.statusCode, right.headers["retry-after"], right.json().code]).toEqual([
      429,
      "900",
      "too_many_sign_ins",
    ]);
    expect((await signIn(neighbour.email, PASSWORD)).statusCode).toBe(200);
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
    await database.transaction((tx) => unblockUser(tx, userId));
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
    expect(changed.statusCode).toBe(200);
    expect((await me(cookieOf(changed))).statusCode).toBe(200);
    expect(await untilForgotten(async () => (await me(thief)).statusCode === 401)).toBe(true);
    expect((await signIn(email, PASSWORD)).statusCode).toBe(401);
    expect((await signIn(email, "Neues-Wort-99")).statusCode).toBe(200);
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
      ports: { renderPaymentInvoice: null as never, moveClock: null },
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
      "select string_agg(f::text, ' ') as text from auth.sign_in_failure f",
    );
    expect(attempts?.text).not.toContain("someone");
  });
});
