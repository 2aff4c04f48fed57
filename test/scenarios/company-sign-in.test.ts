import type { ServerResponse } from "node:http";

import { afterAll, afterEach, describe, expect, test } from "vitest";

import { MINUTE } from "../../src/core/time.ts";
import { setStaffRole } from "../../src/modules/tenancy/index.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { only } from "../../src/platform/db.ts";
import { textOfLink } from "../../src/platform/identity/index.ts";
import { markSession } from "../../src/platform/identity/session-store.ts";
import { codeAt } from "../support/authenticator.ts";
import { type Answer, type Visitor, openPeople } from "../support/people-world.ts";
import { type Person, SoftwareProvider } from "../support/software-provider.ts";

/** REG-02: people of a company sign in by its identity provider: claimed, proved, approved, used, required, removed; and attacked. */
const records = new Map<string, string>();
const resolved = new Map<string, string>();
const { database, clock, machine, visitor, user, company, staff, noticesTo } = await openPeople({
  sso: {
    allowLoopback: true,
    txtOf: async (name) => [records.get(name) ?? []].flat(),
    resolve: async (name) => [resolved.get(name) ?? []].flat().map((address) => ({ address, family: 4 })),
  },
});
const provider = await new SoftwareProvider().open();
const other = await new SoftwareProvider().open();
afterAll(() => {
  provider.close();
  other.close();
});
afterEach(() => {
  provider.wrong = {};
});
await staff("operator");
const office = async (method: "GET" | "POST", path: string, body?: object) =>
  (await visitor().signIn("operator@staff.example.ru")).send(method, path, body);
const PASSWORD = "Sonne-und-Mond-7";

interface Connection {
  readonly id: string;
  readonly domain: string;
  readonly path: string;
  readonly pid: string;
  readonly owner: Visitor;
  readonly projectId: bigint;
}
interface Listed {
  readonly id: string;
  readonly state: string;
  readonly record: { readonly name: string; readonly value: string };
}
const code = ({ status, body }: Answer) => [status, body.code];
const who = async (by: Visitor) => {
  const { status, body } = await by.send("GET", "/v1/me");
  return status === 200 ? (body as unknown as { user: { email: string } }).user.email : status;
};
const claimOf = (domain: string, by = provider) => ({
  domain,
  issuer: by.issuer,
  clientId: by.clientId,
  clientSecret: by.clientSecret,
  defaultRole: "billing_administrator",
});

async function claimed(domain: string, by = provider): Promise<Connection> {
  const made = await company();
  const path = `${made.path}/sso`;
  const answer = await made.owner.send("POST", path, claimOf(domain, by));
  expect(code(answer)).toEqual([201, undefined]);
  return { ...made, id: (answer.body as unknown as Listed).id, domain, path };
}
const listed = async ({ owner, path }: Pick<Connection, "owner" | "path">) =>
  ((await owner.send("GET", path)).body as unknown as { items: readonly Listed[] }).items;
async function proved(domain: string, by = provider): Promise<Connection> {
  const made = await claimed(domain, by);
  const [{ record }] = (await listed(made)) as [Listed];
  records.set(record.name, record.value);
  expect(code(await made.owner.send("POST", `${made.path}/${made.id}/check`))).toEqual([204, undefined]);
  return made;
}
async function connected(domain: string, by = provider): Promise<Connection> {
  const made = await proved(domain, by);
  expect((await office("POST", `/v1/office/sso/${made.id}/approve`)).status).toBe(204);
  return made;
}
const begin = async (by: Visitor, email: string, next?: string) =>
  by.send("POST", "/api/auth/sso/begin", { email, ...(next === undefined ? {} : { next }) });
const urlOf = async (by: Visitor, email: string, next?: string) => {
  const answer = await begin(by, email, next);
  expect(code(answer)).toEqual([200, undefined]);
  return (answer.body as unknown as { url: string }).url;
};
const comeBack = async (by: Visitor, path: string) => (await by.send("GET", path)).headers["location"];
const enter = async (by: Visitor, person: Person, email = String(person["email"])) =>
  comeBack(by, provider.signIn(await urlOf(by, email), person));
const person = (email: string, more: object = {}): Person => ({
  sub: `sub ${email}`,
  email,
  email_verified: true,
  name: "Ира",
  ...more,
});
const kindsTo = async (email: string) => (await noticesTo(email)).map(({ kind }) => kind);
const actsOn = async ({ projectId }: Connection) =>
  (
    await database.query<{ act: string }>(
      "select act from audit_event where act like 'sso.%' and $1 = any (subjects) order by audit_event_id",
      [`project:${projectId}`],
    )
  ).map(({ act }) => act);

describe("REG-02 a domain is claimed, proved and approved", () => {
  test("REG-02 nobody comes by it before the record is there and staff agree; the secret is shown to nobody", async () => {
    const made = await claimed("claim.example");
    const [row] = (await listed(made)) as [Listed];
    expect(row).toMatchObject({
      state: "claimed",
      domain: "claim.example",
      record: { name: "_saldo-sign-in.claim.example" },
    });
    expect(JSON.stringify([await listed(made), (await office("GET", "/v1/office/sso?show=all")).body])).not.toContain(
      provider.clientSecret,
    );
    const stored = await database.query<{ sealed: Buffer }>(
      "select sealed from auth.sso_secret where sso_connection_id = $1",
      [made.id],
    );
    expect(only(stored).sealed.toString("latin1")).not.toContain(provider.clientSecret);
    const check = () => made.owner.send("POST", `${made.path}/${made.id}/check`);
    expect(code(await check())).toEqual([409, "sso_record_missing"]);
    expect(code(await office("POST", `/v1/office/sso/${made.id}/approve`))).toEqual([409, "sso_over"]);
    records.set(row.record.name, row.record.value);
    expect(code(await check())).toEqual([204, undefined]);
    expect(code(await begin(visitor(), "a@claim.example"))).toEqual([404, "sso_unknown"]);
    expect(code(await office("POST", `/v1/office/sso/${made.id}/approve`))).toEqual([204, undefined]);
    expect(code(await begin(visitor(), "a@claim.example"))).toEqual([200, undefined]);
    const email = String(await who(made.owner));
    expect(await kindsTo(email)).toEqual(expect.arrayContaining(["sso_claimed", "sso_approved"]));
  });
});

describe("REG-02 a domain is nobody's but its owner's", () => {
  test("REG-02 claiming keeps nobody else from a domain; of two that prove it the first has it, and what is refused or removed frees it", async () => {
    const squatter = await claimed("race.example");
    const made = await proved("race.example");
    records.set("_saldo-sign-in.race.example", (await listed(squatter))[0]?.record.value ?? "");
    expect(code(await squatter.owner.send("POST", `${squatter.path}/${squatter.id}/check`))).toEqual([
      409,
      "sso_domain_taken",
    ]);
    const refused = await office("POST", `/v1/office/sso/${made.id}/refuse`, { reason: "Чужой провайдер" });
    expect(refused.status).toBe(204);
    expect((await listed(made))[0]).toMatchObject({ state: "refused", reason: "Чужой провайдер" });
    expect(code(await squatter.owner.send("POST", `${squatter.path}/${squatter.id}/check`))).toEqual([204, undefined]);
    expect(await kindsTo(String(await who(made.owner)))).toContain("sso_refused");
    expect(await actsOn(made)).toEqual(["sso.claimed", "sso.proved", "sso.refused"]);
  });

  test("REG-02 reliability 34 another's connection is not there; what is no domain, and a role that decides about all, are refused", async () => {
    const made = await claimed("alien.example");
    const stranger = await company();
    for (const [method, path] of [
      ["POST", `${stranger.path}/sso/${made.id}/check`],
      ["PATCH", `${stranger.path}/sso/${made.id}`],
      ["DELETE", `${stranger.path}/sso/${made.id}`],
    ] as const) {
      const body = method === "PATCH" ? { required: false } : undefined;
      expect([path, (await stranger.owner.send(method, path, body)).status]).toEqual([path, 404]);
    }
    const claim = (more: object) =>
      stranger.owner.send("POST", `${stranger.path}/sso`, { ...claimOf("x.example"), ...more });
    for (const domain of ["example", "a@b.example", "x.example/..", "127.0.0.1", "x..example", "-.example"])
      expect([domain, ...code(await claim({ domain }))]).toEqual([domain, 422, "not_a_domain"]);
    expect((await claim({ defaultRole: "superadministrator" })).status).toBe(422);
    expect(code(await claim({ domain: "Пример.Example" }))).toEqual([201, undefined]);
  });

  test("reliability 52 a provider at a closed address is not asked, by name or number, over http or by a redirect; nor without end", async () => {
    const made = await company();
    const claim = async (issuer: string) =>
      code(await made.owner.send("POST", `${made.path}/sso`, { ...claimOf("ssrf.example"), issuer }));
    for (const issuer of [
      "http://169.254.169.254/",
      "https://10.0.0.1/",
      "https://[fd00::1]/",
      "ftp://id.example/",
      "https://user:word@id.example/",
      "https://id.example/.well-known/openid-configuration",
      "https://id.example/?a",
    ])
      expect([issuer, ...(await claim(issuer))]).toEqual([issuer, 422, "sso_provider_refused"]);
    // The name leads inside by the time it is asked.
    expect(await claim("https://rebound.example/")).toEqual([201, undefined]);
    const [{ id, record }] = (await listed({ ...made, path: `${made.path}/sso` })) as [Listed];
    records.set(record.name, record.value);
    for (const address of ["10.0.0.1", "169.254.169.254", "127.0.0.1"]) {
      resolved.set("rebound.example", address);
      const answer = await made.owner.send("POST", `${made.path}/sso/${id}/check`);
      const isAsked = address === "127.0.0.1";
      expect([address, ...code(answer)]).toEqual([
        address,
        ...(isAsked ? [502, "sso_unreachable"] : [422, "sso_provider_refused"]),
      ]);
    }
    const twisted = await claimed("twisted.example");
    const [row] = (await listed(twisted)) as [Listed];
    records.set(row.record.name, row.record.value);
    const check = async (wrong: SoftwareProvider["wrong"]) => {
      provider.wrong = wrong;
      return code(await twisted.owner.send("POST", `${twisted.path}/${twisted.id}/check`));
    };
    const at = (answer: (response: ServerResponse) => void) => ({
      at: { "/.well-known/openid-configuration": answer },
    });
    const moved = at((response) => void response.writeHead(302, { location: `${other.issuer}/x` }).end());
    expect(await check(moved)).toEqual([502, "sso_unreachable"]);
    expect(other.asked).toEqual([]);
    const huge = at(
      (response) =>
        void response.writeHead(200, { "content-type": "application/json" }).end(Buffer.alloc(300_000, " ")),
    );
    expect(await check(huge)).toEqual([422, "sso_provider_refused"]);
    expect(await check({ metadata: { issuer: other.issuer } })).toEqual([401, "sso_failed"]);
    expect(await check({ metadata: { token_endpoint: "http://10.0.0.1/token" } })).toEqual([
      422,
      "sso_provider_refused",
    ]);
    expect(await check({ metadata: { jwks_uri: "http://169.254.169.254/" } })).toEqual([422, "sso_provider_refused"]);
    expect(await check({ metadata: { id_token_signing_alg_values_supported: ["HS256", "none"] } })).toEqual([
      422,
      "sso_provider_refused",
    ]);
    expect(await check({})).toEqual([204, undefined]);
  });
});

describe("REG-02 people come in", () => {
  test("REG-02 somebody new becomes a member with the role of newcomers, and is known by the provider's number the next time", async () => {
    const made = await connected("new.example");
    const browser = visitor();
    expect(await enter(browser, person("ira@new.example"))).toBe("/");
    const { body } = await browser.send("GET", "/v1/me");
    expect(body).toMatchObject({
      user: { name: "Ира", email: "ira@new.example" },
      projects: [{ pid: made.pid, role: "billing_administrator" }],
    });
    // Of the project's region, as whatever comes after it.
    expect(await noticesTo("ira@new.example")).toMatchObject([{ kind: "sso_entered", regionCode: "moscow" }]);
    const again = visitor();
    // Where one goes on is a path of this site, as it was asked for at the beginning.
    const back = provider.signIn(
      await urlOf(again, "ira@new.example", "/profile/security?a=1"),
      person("ira@new.example"),
    );
    expect(await comeBack(again, back)).toBe("/profile/security?a=1");
    expect(await who(again)).toBe("ira@new.example");
    expect((await again.send("GET", "/v1/me/sso")).body).toMatchObject({ items: [{ domain: "new.example" }] });
    expect(await actsOn(made)).toEqual(["sso.claimed", "sso.proved", "sso.approved", "sso.linked"]);
    // Without a password: one is set by letter, when the company lets nobody in any more.
    expect((await visitor().enter("ira@new.example")).status).toBe(401);
    // Whom the owner has removed stays so, however often they come.
    const members = (await made.owner.send("GET", made.path.replace(/sso$/, "members"))).body as unknown as {
      items: readonly { id: string; email: string }[];
    };
    const member = members.items.find(({ email }) => email === "ira@new.example");
    await made.owner.send("DELETE", made.path.replace(/sso$/, `members/${member?.id}`));
    expect([await who(browser), await who(again)]).toEqual([401, 401]);
    const third = visitor();
    expect(await enter(third, person("ira@new.example"))).toBe("/");
    expect((await third.send("GET", "/v1/me")).body).toMatchObject({ projects: [] });
  });

  test("REG-02 who has an account of that address shows once that it is theirs, by password and code; then the provider is enough", async () => {
    await connected("old.example");
    const email = "anna@old.example";
    const { userId } = await user(email);
    const own = await visitor().signIn(email);
    const { body: begun } = await own.send("POST", "/v1/me/second-factor/begin");
    const { key } = begun as unknown as { key: string };
    await own.send("POST", "/v1/me/second-factor/confirm", { code: codeAt(key, machine.now()) });
    const browser = visitor();
    expect(await enter(browser, person(email))).toBe("/sign-in/company");
    expect(await who(browser)).toBe(401);
    expect((await browser.send("POST", "/api/auth/sso/arrived", {})).body).toEqual({ email, domain: "old.example" });
    expect(code(await visitor().send("POST", "/api/auth/sso/arrived", {}))).toEqual([401, "sso_expired"]);
    const link = (given: object) => browser.send("POST", "/api/auth/sso/link", given);
    expect(code(await link({ password: "wrong wrong wrong" }))).toEqual([401, "wrong_password"]);
    expect(code(await link({ password: PASSWORD }))).toEqual([401, "code_needed"]);
    expect(code(await link({ password: PASSWORD, code: "000000" }))).toEqual([401, "code_refused"]);
    machine.advance(MINUTE);
    expect(code(await link({ password: PASSWORD, code: codeAt(key, machine.now()) }))).toEqual([200, undefined]);
    expect(await who(browser)).toBe(email);
    expect(await kindsTo(email)).toContain("sso_entered");
    // It was good once.
    expect(code(await link({ password: PASSWORD, code: "000000" }))).toEqual([401, "sso_expired"]);
    const again = visitor();
    expect(await enter(again, person(email))).toBe("/");
    expect(await who(again)).toBe(email);
    // The same address under another number is another person.
    expect(await enter(visitor(), { ...person(email), sub: "somebody who came later" })).toMatch(/sso_other_person$/);
    // With another address of their own they are not the company's any more.
    await database.query("update app_user set email = 'anna@private.example' where user_id = $1", [userId]);
    expect(await enter(visitor(), person(email))).toMatch(/sso_mail_elsewhere$/);
  });

  test("REG-02 staff never come in so, nor who is blocked", async () => {
    await connected("staff.example");
    const { userId } = await user("boss@staff.example");
    await database.transaction((tx) => setStaffRole(tx, userId, "operator", clock.now()));
    expect(await enter(visitor(), person("boss@staff.example"))).toBe("/sign-in?company=sso_not_staff");
    // Who becomes staff is in by the company no more.
    await enter(visitor(), person("pro@staff.example"));
    const [pro] = (await database.query<{ userId: string }>(
      `select user_id as "userId" from app_user where email = 'pro@staff.example'`,
    )) as [{ userId: string }];
    await database.transaction((tx) => setStaffRole(tx, pro.userId, "support", clock.now()));
    expect(await database.query("select 1 from auth.session where user_id = $1", [pro.userId])).toEqual([]);
    const email = "ina@staff.example";
    await enter(visitor(), person(email));
    const blocked = await office("POST", "/v1/office/sign-ins/block", { email, reason: "account_stolen" });
    expect(blocked.status).toBe(204);
    const browser = visitor();
    expect(await enter(browser, person(email))).toBe("/sign-in?company=user_blocked");
    expect(await who(browser)).toBe(401);
  });

  test("REG-02 an act that asks who is there is confirmed at the company, in the same session and by the same person", async () => {
    await connected("proof.example");
    const email = "olga@proof.example";
    const browser = visitor();
    await enter(browser, person(email));
    machine.advance(20 * MINUTE);
    const act = () => browser.send("POST", "/v1/me/second-factor/begin");
    expect(code(await act())).toEqual([401, "proof_needed"]);
    const prove = async (by: Person) => {
      const { url } = (await browser.send("POST", "/api/auth/sso/prove", {})).body as unknown as { url: string };
      expect(new URL(url).searchParams.get("prompt")).toBe("login");
      return comeBack(browser, provider.signIn(url, by));
    };
    await enter(visitor(), person("other@proof.example"));
    expect(await prove(person("other@proof.example"))).toBe("/sign-in/company?company=sso_failed");
    // Who was asked at the provider a while ago has not been asked now.
    provider.wrong = { claims: { auth_time: Math.floor(systemClock.now() / 1000) - 3_600 } };
    expect(await prove(person(email))).toBe("/sign-in/company?company=sso_failed");
    provider.wrong = {};
    expect(code(await act())).toEqual([401, "proof_needed"]);
    expect(await prove(person(email))).toBe("/sign-in/company?done=proved");
    expect((await act()).status).toBe(200);
  });
});

describe("REG-02 what attackers try on the way", () => {
  test("REG-02 an address that is not confirmed, of another domain, or another company's, opens nothing", async () => {
    await connected("victim.example");
    await connected("mallory.example", other);
    await user("ceo@victim.example");
    const evil = async (claims: object) => {
      const browser = visitor();
      const url = await urlOf(browser, "me@mallory.example");
      const goes = await comeBack(browser, other.signIn(url, { sub: "mallory", ...claims }));
      expect(await who(browser)).toBe(401);
      return goes;
    };
    const refused = (what: string) => `/sign-in?company=sso_${what}`;
    expect(await evil({ email: "ceo@victim.example", email_verified: true })).toBe(refused("mail_elsewhere"));
    expect(await evil({ email: "ceo@sub.mallory.example", email_verified: true })).toBe(refused("mail_elsewhere"));
    expect(await evil({ email: "ceo@victim.example@mallory.example.org", email_verified: true })).toBe(
      refused("mail_elsewhere"),
    );
    for (const email_verified of [false, "true", 1, null, undefined])
      expect(await evil({ email: "new@mallory.example", email_verified })).toBe(refused("mail_unproved"));
    expect(await evil({ email_verified: true })).toBe(refused("mail_unproved"));
    expect(await database.query("select 1 from app_user where email = 'new@mallory.example'")).toEqual([]);
  });

  test("REG-02 a token that is not the provider's own, for us, now, and for this question, opens nothing", async () => {
    await connected("token.example");
    const past = Math.floor(systemClock.now() / 1000) - 3_600;
    const wrongs: SoftwareProvider["wrong"][] = [
      { alg: "none" },
      { alg: "HS256" },
      { otherKey: true },
      { claims: { iss: other.issuer } },
      { claims: { aud: "another client" } },
      { claims: { aud: ["saldo", "another client"], azp: "another client" } },
      { claims: { nonce: "of another question" } },
      { claims: { nonce: undefined } },
      { claims: { exp: past } },
      { claims: { sub: "" } },
    ];
    for (const wrong of wrongs) {
      provider.wrong = wrong;
      const browser = visitor();
      expect([wrong, await enter(browser, person("a@token.example"))]).toEqual([wrong, "/sign-in?company=sso_failed"]);
      expect(await who(browser)).toBe(401);
    }
  });

  test("REG-02 what belongs to another browser, another question, another provider, or was used, opens nothing", async () => {
    const one = await connected("one.example");
    const two = await connected("two.example", other);
    const expired = "/sign-in?company=sso_expired";
    const browser = visitor();
    const back = provider.signIn(await urlOf(browser, "a@one.example"), person("a@one.example"));
    // Login CSRF: the victim's browser has begun nothing, or something else.
    expect(await comeBack(visitor(), back)).toBe(expired);
    const victim = visitor();
    await urlOf(victim, "b@one.example");
    expect(await comeBack(victim, back)).toBe(expired);
    // Another state; another code; an answer for one provider brought to another (mix-up), and under a wrong name.
    expect(await comeBack(browser, back.replace(/state=[^&]*/, "state=guessed"))).toBe(expired);
    expect(await comeBack(browser, back.replace(`/${one.id}?`, `/${two.id}?`))).toBe(expired);
    expect(await comeBack(browser, back)).toBe("/");
    // The same answer once more.
    expect(await comeBack(browser, back)).toBe(expired);
    const mixed = visitor();
    const named = provider.signIn(await urlOf(mixed, "a@one.example"), person("a@one.example"));
    expect(await comeBack(mixed, named.replace(/iss=[^&]*/, `iss=${encodeURIComponent(other.issuer)}`))).toMatch(
      /sso_failed$/,
    );
    // A code that was made for somebody else's question does not fit this one's verifier.
    const stolen = visitor();
    const mine = new URL(await urlOf(stolen, "a@one.example"));
    const theirs = provider.signIn(await urlOf(visitor(), "c@one.example"), person("c@one.example"));
    const injected = new URL(theirs, "http://x").searchParams;
    injected.set("state", mine.searchParams.get("state") ?? "");
    expect(await comeBack(stolen, `/api/auth/sso/callback/${one.id}?${injected}`)).toMatch(/sso_failed$/);
    expect(await who(stolen)).toBe(401);
    // Too late.
    const slow = visitor();
    const late = provider.signIn(await urlOf(slow, "a@one.example"), person("a@one.example"));
    machine.advance(11 * MINUTE);
    expect(await comeBack(slow, late)).toBe(expired);
  });

  test("reliability 43 the way begins from our own page alone, and leads to no other site", async () => {
    await connected("redirect.example");
    for (const next of [
      "//evil.example",
      "/\\evil.example",
      "/.//evil.example",
      "https://evil.example",
      "evil",
      "/\t/evil.example",
      "/a\nb",
    ])
      expect([next, (await begin(visitor(), "a@redirect.example", next)).status]).toEqual([next, 422]);
    // Letters of any language are a path like another.
    const browser = visitor();
    const url = await urlOf(browser, "a@redirect.example", "/help?search=счёт#а");
    const back = provider.signIn(url, person("a@redirect.example"));
    expect(decodeURI(String(await comeBack(browser, back)))).toBe("/help?search=счёт#а");
    const foreign = visitor();
    foreign.origin = "http://evil.example";
    expect((await begin(foreign, "a@redirect.example")).status).toBe(403);
  });

  test("REG-02 a provider that is down, or declines, is told of, and other ways stay; nothing of its words is repeated", async () => {
    const made = await connected("down.example");
    provider.wrong = { at: { "/.well-known/openid-configuration": (response) => void response.destroy() } };
    expect(code(await begin(visitor(), "a@down.example"))).toEqual([502, "sso_unreachable"]);
    provider.wrong = {};
    const browser = visitor();
    const state = new URL(await urlOf(browser, "a@down.example")).searchParams.get("state");
    const declined = `/api/auth/sso/callback/${made.id}?state=${state}&error=access_denied&error_description=<b>x</b>&iss=${encodeURIComponent(provider.issuer)}`;
    expect(await comeBack(browser, declined)).toBe("/sign-in?company=sso_declined");
    const other = visitor();
    const back = provider.signIn(await urlOf(other, "a@down.example"), person("a@down.example"));
    provider.wrong = { at: { "/token": (response) => void response.destroy() } };
    expect(await comeBack(other, back)).toBe("/sign-in?company=sso_unreachable");
  });
});

describe("REG-02 only through the company", () => {
  test("REG-02 once it was tried, nothing else lets the domain's people in, but the owner; sessions of before end, and those by it when it is removed", async () => {
    const made = await connected("only.example");
    const path = `${made.path}/${made.id}`;
    const own = await who(made.owner);
    await database.query("update app_user set email = 'owner@only.example' where email = $1", [own]);
    await database.query("update auth.login set email = 'owner@only.example' where email = $1", [own]);
    const email = "lev@only.example";
    await user(email);
    const before = await visitor().signIn(email);
    const move = (by: Visitor, to: string) => by.send("POST", "/v1/me/mail-change", { email: to });
    expect((await move(before, "lev@elsewhere.example")).status).toBe(202);
    const require = (required: boolean) => made.owner.send("PATCH", path, { required });
    expect(code(await require(true))).toEqual([409, "sso_not_tried"]);
    const browser = visitor();
    await enter(browser, person("new@only.example"));
    expect(code(await require(true))).toEqual([204, undefined]);
    expect([await who(before), await who(browser)]).toEqual([401, "new@only.example"]);
    const bound = async (one: typeof browser) => (await one.send("GET", "/v1/me/sso")).body["required"];
    expect([await bound(browser), await bound(made.owner)]).toEqual([true, false]);
    expect((await made.owner.send("GET", "/v1/me")).status).toBe(200);
    expect(code(await visitor().enter(email))).toEqual([401, "sso_needed"]);
    // A wrong password says nothing of it.
    expect(code(await visitor().enter(email, undefined, "wrong wrong 1"))).toEqual([401, "sign_in_refused"]);
    expect((await visitor().enter("owner@only.example")).status).toBe(200);
    // Who has an account of before still gets in by the company.
    const lev = visitor();
    expect(await enter(lev, person(email))).toBe("/sign-in/company");
    expect((await lev.send("POST", "/api/auth/sso/link", { password: PASSWORD })).status).toBe(200);
    // Nobody leaves the domain by another address of their own, not by one asked for before either.
    expect(code(await move(lev, "lev@own.example"))).toEqual([409, "mail_of_company"]);
    const asked = (await noticesTo(email)).find(({ kind }) => kind === "mail_old");
    const old = { side: "old", link: await textOfLink(database, BigInt(asked?.linkId ?? 0)) };
    expect(code(await visitor().send("POST", "/v1/mail-changes/agree", old))).toEqual([409, "mail_of_company"]);
    expect((await move(made.owner, "owner@own.example")).status).toBe(202);
    expect(await kindsTo("owner@only.example")).toContain("sso_required");
    expect(code(await made.owner.send("DELETE", path))).toEqual([204, undefined]);
    expect([await who(browser), await who(lev)]).toEqual([401, 401]);
    expect((await visitor().enter(email)).status).toBe(200);
    expect(code(await begin(visitor(), email))).toEqual([404, "sso_unknown"]);
    expect(await database.query("select 1 from auth.sso_secret where sso_connection_id = $1", [made.id])).toEqual([]);
    // Who never had a password sets the first one by letter.
    await visitor().send("POST", "/v1/password-resets", { email: "new@only.example", language: "ru" });
    const linkId = BigInt((await noticesTo("new@only.example")).at(-1)?.linkId ?? 0);
    const link = await textOfLink(database, linkId);
    const set = await visitor().send("POST", "/v1/password-resets/complete", { link, password: "Wasser-und-Wind-8" });
    expect(set.status).toBe(200);
    expect((await visitor().enter("new@only.example", undefined, "Wasser-und-Wind-8")).status).toBe(200);
  });

  test("REG-02 staff end one with a reason that the owner reads; a session that began while it ended does not outlive it", async () => {
    const made = await connected("ended.example");
    const browser = visitor();
    await enter(browser, person("a@ended.example"));
    const remove = await office("POST", `/v1/office/sso/${made.id}/remove`, { reason: "Домен продан" });
    expect(remove.status).toBe(204);
    expect(await who(browser)).toBe(401);
    expect((await listed(made))[0]).toMatchObject({ state: "removed", reason: "Домен продан" });
    const late = visitor();
    await late.signIn(String(await who(made.owner)));
    const [{ token }] = (await database.query<{ token: string }>(
      "select token from auth.session order by created_at desc limit 1",
    )) as [{ token: string }];
    const begun = { startedAt: machine.now(), factorAt: null, passkeyId: null };
    await markSession(database, token, { ...begun, ssoLinkId: "00000000-0000-4000-8000-000000000000" });
    expect(await database.query("select 1 from auth.session where token = $1", [token])).toEqual([]);
  });
});
