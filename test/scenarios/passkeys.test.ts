import { describe, expect, test } from "vitest";

import { MINUTE } from "../../src/core/time.ts";
import { blockUser, setStaffRole, unblockUser } from "../../src/modules/tenancy/index.ts";
import { identityRetention, textOfLink } from "../../src/platform/identity/index.ts";
import { markSession } from "../../src/platform/identity/session-store.ts";
import { only } from "../../src/platform/db.ts";
import { codeAt } from "../support/authenticator.ts";
import { ownerOf } from "../support/database.ts";
import { type Answer, type Visitor, openPeople } from "../support/people-world.ts";
import { type Asked, SoftwarePasskey, type Twist } from "../support/software-passkey.ts";

/** Passkeys by the requests that browsers send: made, shown at the sign-in and before an act, removed; and what attackers try. */
const { app, database, clock, machine, visitor, user, person, noticesTo, staff } = await openPeople();
const PASSWORD = "Sonne-und-Mond-7";
await staff("operator");
const operator = () => visitor().signIn("operator@staff.example.ru");
const LIST = "/v1/me/passkeys";

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly lastUsedAt: string | null;
}
const code = ({ status, body }: Answer) => [status, body.code];
const me = async (by: Visitor) => (await by.send("GET", "/v1/me")).status;
const at = (path: string) => `/api/auth/passkey/${path}`;
const asked = async (by: Visitor, what: "sign-in" | "prove" | "add") => {
  const answer = await by.send("POST", at(`${what}/options`), {});
  expect(answer.status).toBe(200);
  return answer.body as unknown as Asked;
};
const passkeysOf = async (by: Visitor) =>
  ((await by.send("GET", LIST)).body as unknown as { items: readonly Listed[] }).items;

async function add(by: Visitor, passkey = new SoftwarePasskey(`http://${by.host}`)): Promise<SoftwarePasskey> {
  const answer = await by.send("POST", at("add"), passkey.make(await asked(by, "add")));
  expect(code(answer)).toEqual([204, undefined]);
  return passkey;
}
const enter = async (by: Visitor, passkey: SoftwarePasskey, twist?: Twist) =>
  by.send("POST", at("sign-in"), passkey.show(await asked(by, "sign-in"), twist));
const lettersTo = async (email: string) => (await noticesTo(email)).map(({ kind }) => kind);
const actsOn = (userId: string) =>
  database.query<{ act: string; actorKind: string; before: object | null; after: object | null }>(
    `select act, actor_kind as "actorKind", before, after from audit_event where act like 'passkey.%' and actor = $1 order by audit_event_id`,
    [`user:${userId}`],
  );

describe("REG-02 adding a passkey", () => {
  test("REG-02 the browser makes it, its owner is told, the act is recorded; nothing that checks it is shown", async () => {
    const email = "add@example.ru";
    const { userId } = await user(email);
    const own = await visitor().signIn(email);
    const other = await visitor().signIn(email);
    const options = (await asked(own, "add")) as Asked & Record<string, unknown>;
    expect(options).toMatchObject({
      rp: { id: "localhost", name: "Saldo" },
      user: { name: email },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    const passkey = new SoftwarePasskey();
    const made = await own.send("POST", at("add"), passkey.make(options));
    expect([made.status, made.body]).toEqual([204, {}]);
    const [listed] = await passkeysOf(own);
    expect(listed).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: "Chrome/142 Linux",
      site: "localhost",
      synced: false,
      createdAt: expect.any(String),
      lastUsedAt: null,
    });
    expect(await lettersTo(email)).toContain("passkey_added");
    expect(await actsOn(userId)).toMatchObject([
      { act: "passkey.added", actorKind: "member", after: { name: "Chrome/142 Linux", site: "localhost" } },
    ]);
    // It is one more way in: those who are in stay in.
    expect([await me(own), await me(other)]).toEqual([200, 200]);
    // The same once more: the challenge was taken, and the credential is known.
    expect(code(await own.send("POST", at("add"), passkey.make(options)))).toEqual([401, "passkey_expired"]);
    expect(code(await own.send("POST", at("add"), passkey.make(await asked(own, "add"))))).toEqual([
      409,
      "passkey_added_already",
    ]);
  });

  test("reliability 42 in a session that was left open nobody adds or removes one: who is there is asked anew", async () => {
    const own = await person("left-open@example.ru");
    await add(own);
    const options = await asked(own, "add");
    machine.advance(16 * MINUTE);
    expect(code(await own.send("POST", at("add/options"), {}))).toEqual([401, "proof_needed"]);
    expect(code(await own.send("POST", at("add"), new SoftwarePasskey().make(options)))).toEqual([401, "proof_needed"]);
    const [{ id }] = (await passkeysOf(own)) as [Listed];
    expect(code(await own.send("DELETE", `${LIST}/${id}`))).toEqual([401, "proof_needed"]);
    expect(code(await visitor().send("POST", at("add/options"), {}))).toEqual([401, "unauthenticated"]);
    expect((await visitor().send("GET", LIST)).status).toBe(401);
  });

  test("REG-02 what is not as asked for adds nothing: another page, another site, a device that does not know its person", async () => {
    const own = await person("twisted@example.ru");
    const twists: Twist[] = [{ origin: "http://evil.example" }, { site: "evil.example" }, { unverified: true }];
    for (const twist of twists) {
      const made = new SoftwarePasskey().make(await asked(own, "add"), twist);
      expect([twist, ...code(await own.send("POST", at("add"), made))]).toEqual([twist, 422, "passkey_not_added"]);
    }
    // A challenge of another purpose, another person's challenge, and one that was never asked for.
    const shown = await asked(own, "sign-in");
    expect(
      code(await own.send("POST", at("add"), new SoftwarePasskey().make({ ...shown, rp: { id: "localhost" } }))),
    ).toEqual([401, "passkey_expired"]);
    const stolen = await asked(await person("other-challenge@example.ru"), "add");
    await asked(own, "add");
    expect(code(await own.send("POST", at("add"), new SoftwarePasskey().make(stolen)))).toEqual([
      422,
      "passkey_not_added",
    ]);
    expect(await passkeysOf(own)).toEqual([]);
  });

  test("REG-02 twenty at most, also when many are sent at once", async () => {
    const own = await person("many@example.ru");
    for (let n = 0; n < 20; n += 1) await add(own);
    expect(code(await own.send("POST", at("add"), new SoftwarePasskey().make(await asked(own, "add"))))).toEqual([
      409,
      "too_many_passkeys",
    ]);
  });

  test("reliability 46 what the body has beyond the browser's answer is refused, and so is an empty name", async () => {
    const own = await person("mass@example.ru");
    const passkey = new SoftwarePasskey();
    const made = passkey.make(await asked(own, "add"));
    for (const more of [{ userId: "romashka" }, { name: "x" }, { createSession: true }]) {
      expect((await own.send("POST", at("add"), { ...made, ...more })).status).toBe(422);
    }
    const strange = { ...made.response, response: { ...made.response.response, transports: "internal" } };
    expect((await own.send("POST", at("add"), { response: strange })).status).toBe(422);
    expect((await own.send("POST", at("add"), made)).status).toBe(204);
    const [{ id }] = (await passkeysOf(own)) as [Listed];
    for (const body of [{ name: "" }, { name: " " }, { name: "x".repeat(61) }, { name: "x", counter: 9 }]) {
      expect([body, (await own.send("PATCH", `${LIST}/${id}`, body)).status]).toEqual([body, 422]);
    }
    for (const path of ["sign-in", "sign-in/options", "prove", "prove/options", "add/options"]) {
      expect([path, (await own.send("POST", at(path), { userId: "x" })).status]).toEqual([path, 422]);
    }
  });
});

describe("REG-02 signing in with a passkey", () => {
  test("REG-02 without mail or password: a session of that device, a letter of the new one, and when it was used", async () => {
    const email = "in@example.ru";
    const own = await person(email);
    const passkey = await add(own);
    const desk = visitor();
    desk.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const options = await asked(desk, "sign-in");
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(options).not.toHaveProperty("allowCredentials");
    const answer = await desk.send("POST", at("sign-in"), passkey.show(options));
    expect([answer.status, answer.body]).toMatchObject([200, { user: { email } }]);
    expect(JSON.stringify(answer.body)).not.toContain('"token"');
    expect(await me(desk)).toBe(200);
    const sessions = (await desk.send("GET", "/v1/me/sessions")).body as unknown as {
      items: { device: string; current: boolean }[];
    };
    expect(sessions.items.find(({ current }) => current)).toMatchObject({ device: "Firefox/140 Linux" });
    expect((await lettersTo(email)).filter((kind) => kind === "new_sign_in")).toHaveLength(1);
    expect((await passkeysOf(desk))[0]?.lastUsedAt).not.toBeNull();
    // The device is known by now: no further letter.
    expect((await enter(desk, passkey)).status).toBe(200);
    expect((await lettersTo(email)).filter((kind) => kind === "new_sign_in")).toHaveLength(1);
    await app.security.flush();
    expect(
      await database.query(
        "select 1 from security_event where kind = 'signed_in' and actor like 'user:%' and subject like 'mail:%'",
      ),
    ).not.toEqual([]);
  });

  test("reliability 43 the challenge's cookie is no script's, and ends; over TLS it is sent no other way", async () => {
    const set = (await visitor().send("POST", at("sign-in/options"), {})).headers["set-cookie"];
    const [cookie = ""] = [set].flat().map(String);
    expect(cookie).toMatch(/^saldo\.passkey=/);
    for (const part of [/HttpOnly/i, /SameSite=Lax/i, /Max-Age=300/i]) expect(cookie).toMatch(part);
  });

  test("REG-02 a replay, an old challenge, a forged signature, another page or site, a copied device: nobody gets in", async () => {
    const email = "attacked@example.ru";
    const own = await person(email);
    const passkey = await add(own);
    const desk = visitor();
    const good = passkey.show(await asked(desk, "sign-in"));
    expect((await desk.send("POST", at("sign-in"), good)).status).toBe(200);
    expect(code(await desk.send("POST", at("sign-in"), good))).toEqual([401, "passkey_expired"]);
    // The same answer under a new challenge, and without any.
    await asked(desk, "sign-in");
    expect(code(await desk.send("POST", at("sign-in"), good))).toEqual([401, "passkey_refused"]);
    expect(code(await visitor().send("POST", at("sign-in"), good))).toEqual([401, "passkey_expired"]);
    const thief = visitor();
    const twists: Twist[] = [
      // What was counted before: a copy of the device.
      { counts: 0 },
      { counts: -1 },
      { forged: true, counts: 2 },
      { origin: "http://evil.example" },
      { origin: "http://localhost:3001" },
      { site: "evil.example" },
      { unverified: true },
    ];
    for (const twist of twists) {
      expect([twist, ...code(await enter(thief, passkey, twist))]).toEqual([twist, 401, "passkey_refused"]);
    }
    expect(await me(thief)).toBe(401);
    const stranger = new SoftwarePasskey();
    expect(code(await enter(thief, stranger))).toEqual([401, "passkey_unknown"]);
    // A challenge that nobody came back with in time.
    const late = passkey.show(await asked(thief, "sign-in"), { counts: 5 });
    await database.query("update auth.verification set expires_at = now() - interval '1 second'");
    expect(code(await thief.send("POST", at("sign-in"), late))).toEqual([401, "passkey_expired"]);
    expect((await enter(thief, passkey)).status).toBe(200);
  });

  test("REG-02 with an app's code on, a passkey is enough: its device knew the person", async () => {
    const email = "both@example.ru";
    const own = await person(email);
    const { key } = (await own.send("POST", "/v1/me/second-factor/begin")).body as unknown as { key: string };
    machine.advance(MINUTE);
    const confirmed = await own.send("POST", "/v1/me/second-factor/confirm", { code: codeAt(key, machine.now()) });
    expect(confirmed.status).toBe(200);
    const passkey = await add(own);
    expect(code(await visitor().enter(email))).toEqual([401, "code_needed"]);
    const desk = visitor();
    expect((await enter(desk, passkey)).status).toBe(200);
    expect(await me(desk)).toBe(200);
  });

  test("reliability 41 whose password is being guessed gets in by it, and the network that tries is slowed down", async () => {
    const email = "hail@example.ru";
    const passkey = await add(await person(email));
    for (let n = 0; n < 12; n += 1) await visitor().enter(email, undefined, "Wrong-password-1");
    expect((await visitor().enter(email)).status).toBe(429);
    expect((await enter(visitor(), passkey)).status).toBe(200);
    const crowd = visitor();
    const statuses = new Set<number>();
    for (let n = 0; n < 130; n += 1) statuses.add((await crowd.send("POST", at("sign-in/options"), {})).status);
    expect(statuses).toEqual(new Set([200, 429]));
  });

  test("PTR-07 a blocked user's passkey opens nothing, and says why to who holds it; unblocked it does again", async () => {
    const email = "blocked@example.ru";
    const { userId } = await user(email);
    const passkey = await add(await visitor().signIn(email));
    await database.transaction((tx) => blockUser(tx, userId, clock.now()));
    expect(code(await enter(visitor(), passkey))).toEqual([403, "user_blocked"]);
    await database.transaction((tx) => unblockUser(tx, userId, clock.now()));
    expect((await enter(visitor(), passkey)).status).toBe(200);
  });

  test("reliability 43 another site's page gets no challenge and sends no answer; the library's own addresses do not exist", async () => {
    const send = (url: string, headers: object = {}, method: "GET" | "POST" = "POST") =>
      app.server.inject({
        method,
        url,
        payload: {},
        headers: { origin: "http://localhost:3000", host: "localhost:3000", ...headers },
      });
    for (const path of ["sign-in/options", "sign-in", "prove/options", "prove", "add/options", "add"]) {
      expect((await send(at(path), { origin: "http://evil.example" })).statusCode).toBe(403);
    }
    const known = [
      ["GET", "generate-register-options"],
      ["GET", "generate-authenticate-options"],
      ["POST", "verify-registration"],
      ["POST", "verify-authentication"],
      ["GET", "list-user-passkeys"],
      ["POST", "delete-passkey"],
      ["POST", "update-passkey"],
    ] as const;
    for (const [method, path] of known) {
      expect([path, (await send(at(path), {}, method)).statusCode]).toEqual([path, 404]);
    }
  });
});

describe("REG-02 a passkey belongs to a site", () => {
  test("REG-02 the Host decides; one of another region's site does not open this one, though the account is the same", async () => {
    const email = "sites@example.ru";
    const own = await person(email);
    await add(own);
    const almaty = visitor();
    almaty.host = "kz.localhost:3000";
    await almaty.signIn(email);
    const there = await add(almaty);
    expect(await asked(almaty, "sign-in")).toMatchObject({ rpId: "kz.localhost" });
    const sites = (await passkeysOf(own)) as unknown as { site: string }[];
    expect(sites.map(({ site }) => site).sort()).toEqual(["kz.localhost", "localhost"]);
    const same = visitor();
    same.host = "kz.localhost:3000";
    expect((await enter(same, there)).status).toBe(200);
    // Sent on from there to here, as a page in between would.
    expect(code(await enter(visitor(), there))).toEqual([401, "passkey_refused"]);
    const lying = { origin: "http://localhost:3000", site: "localhost" };
    const relayed = visitor();
    relayed.host = "kz.localhost:3000";
    expect(code(await enter(relayed, there, lying))).toEqual([401, "passkey_refused"]);
  });

  test("REG-02 under a name that is no site of ours, or an address of the network, there are none", async () => {
    for (const host of ["evil.example", "127.0.0.1:3000", "[::1]:3000", "localhost:3001", "localhost"]) {
      const there = visitor();
      there.host = host;
      expect([host, ...code(await there.send("POST", at("sign-in/options"), {}))]).toEqual([
        host,
        404,
        "no_passkeys_here",
      ]);
    }
  });
});

describe("reliability 42 showing who is there by a passkey", () => {
  test("reliability 42 it does what a code does, for the own session alone, and begins no other", async () => {
    const email = "prove@example.ru";
    const own = await person(email);
    const passkey = await add(own);
    const count = () =>
      database.query("select 1 from auth.session s join app_user u using (user_id) where u.email = $1", [email]);
    machine.advance(16 * MINUTE);
    expect(code(await own.send("POST", at("add/options"), {}))).toEqual([401, "proof_needed"]);
    const foreign = await add(await person("prove-other@example.ru"));
    expect(code(await own.send("POST", at("prove"), foreign.show(await asked(own, "prove"))))).toEqual([
      401,
      "passkey_refused",
    ]);
    const unknowing = passkey.show(await asked(own, "prove"), { unverified: true });
    expect(code(await own.send("POST", at("prove"), unknowing))).toEqual([401, "passkey_refused"]);
    expect(code(await own.send("POST", at("add/options"), {}))).toEqual([401, "proof_needed"]);
    const before = await count();
    expect((await own.send("POST", at("prove"), passkey.show(await asked(own, "prove")))).status).toBe(204);
    expect((await own.send("POST", at("add/options"), {})).status).toBe(200);
    expect(await count()).toHaveLength(before.length);
    expect(code(await visitor().send("POST", at("prove"), passkey.show(await asked(visitor(), "sign-in"))))).toEqual([
      401,
      "unauthenticated",
    ]);
  });
});

describe("REG-02 the end of a passkey", () => {
  test("REG-02 a session that begins while its passkey is removed does not outlive it, begun before or after", async () => {
    const passkey = await add(await person("race@example.ru"));
    const sessions = () =>
      ownerOf(database).query<{ token: string; passkeyId: string }>(
        `select token, passkey_id as "passkeyId" from auth.session join auth.login l on l.id = user_id
          where l.email = 'race@example.ru' and passkey_id is not null`,
      );
    expect((await enter(visitor(), passkey)).status).toBe(200);
    const { token, passkeyId } = only(await sessions());
    // As a sign-in finds it whose passkey is there still, and one whose passkey was removed after it had been shown.
    const begun = { startedAt: machine.now(), factorAt: null, ssoLinkId: null };
    await markSession(database, token, { ...begun, passkeyId });
    expect(await sessions()).toHaveLength(1);
    await markSession(database, token, { ...begun, passkeyId: "00000000-0000-4000-8000-000000000000" });
    expect(await sessions()).toEqual([]);

    expect((await enter(visitor(), passkey)).status).toBe(200);
    // The reference alone ends it: no statement that would have to see the session.
    await ownerOf(database).query("delete from auth.passkey where id = $1", [passkeyId]);
    const left = await ownerOf(database).query(
      "select from auth.session join auth.login l on l.id = user_id where l.email = 'race@example.ru'",
    );
    expect(left).toHaveLength(1);
  });

  test("REG-02 it is renamed and removed by its owner: what it opened elsewhere ends, its owner is told, the act is recorded", async () => {
    const email = "gone@example.ru";
    const { userId } = await user(email);
    const own = await visitor().signIn(email);
    const lost = await add(own);
    const thief = visitor();
    expect((await enter(thief, lost)).status).toBe(200);
    const [{ id }] = (await passkeysOf(own)) as [Listed];
    expect((await own.send("PATCH", `${LIST}/${id}`, { name: " Старый телефон " })).status).toBe(204);
    expect((await passkeysOf(own))[0]?.name).toBe("Старый телефон");
    expect((await own.send("DELETE", `${LIST}/${id}`)).status).toBe(204);
    expect([await me(own), await me(thief)]).toEqual([200, 401]);
    expect(code(await enter(visitor(), lost))).toEqual([401, "passkey_unknown"]);
    expect(code(await own.send("DELETE", `${LIST}/${id}`))).toEqual([404, "not_found"]);
    expect(await lettersTo(email)).toContain("passkey_removed");
    expect(await actsOn(userId)).toMatchObject([
      { act: "passkey.added" },
      { act: "passkey.renamed", before: { name: "Chrome/142 Linux" }, after: { name: "Старый телефон" } },
      { act: "passkey.removed", before: { name: "Старый телефон" } },
    ]);
  });

  test("reliability 34 another's passkey is not there: neither renamed nor removed", async () => {
    const victim = await person("victim@example.ru");
    const passkey = await add(victim);
    const [{ id }] = (await passkeysOf(victim)) as [Listed];
    const other = await person("nosy@example.ru");
    expect(code(await other.send("PATCH", `${LIST}/${id}`, { name: "x" }))).toEqual([404, "not_found"]);
    expect(code(await other.send("DELETE", `${LIST}/${id}`))).toEqual([404, "not_found"]);
    expect(await passkeysOf(other)).toEqual([]);
    expect((await enter(visitor(), passkey)).status).toBe(200);
  });

  test("reliability 42 a password set anew and the end of all sessions leave it; what it began ends as all else does", async () => {
    const email = "reset@example.ru";
    const own = await person(email);
    const passkey = await add(own);
    const desk = visitor();
    await enter(desk, passkey);
    const asker = visitor();
    expect((await asker.send("POST", "/v1/password-resets", { email, language: "ru" })).status).toBe(202);
    const [letter] = await database.query<{ id: string }>(
      `select payload ->> 'linkId' as id from outbox_message where topic = 'person.notice'
          and payload ->> 'email' = $1 and payload ->> 'kind' = 'password_reset'`,
      [email],
    );
    const link = (await textOfLink(database, BigInt(letter?.id ?? 0))) ?? "";
    const reset = { link, password: PASSWORD };
    expect((await asker.send("POST", "/v1/password-resets/complete", reset)).status).toBe(200);
    const again = visitor();
    expect((await enter(again, passkey)).status).toBe(200);
    expect((await again.send("POST", "/v1/me/sessions/end-others")).status).toBe(200);
    const ended = await (await operator()).send("POST", "/v1/office/sign-ins/end-sessions", {
      email,
      reason: "owner_asked",
    });
    expect(ended.status).toBe(204);
    expect(await me(again)).toBe(401);
    expect((await enter(visitor(), passkey)).status).toBe(200);
  });

  test("REG-02 an operator removes all of them with the app's code, with a reason; whoever is in is out", async () => {
    const email = "helpless@example.ru";
    const { userId } = await user(email);
    const own = await visitor().signIn(email);
    const passkey = await add(own);
    await add(own);
    const thief = visitor();
    await enter(thief, passkey);
    const desk = await operator();
    const look = (await desk.send("GET", `/v1/office/sign-ins?email=${email}`)).body as unknown as {
      passkeys: object[];
    };
    expect(look.passkeys).toHaveLength(2);
    expect(JSON.stringify(look)).not.toContain(passkey.id);
    const reset = () =>
      desk.send("POST", "/v1/office/sign-ins/reset-second-factor", { email, reason: "account_stolen" });
    expect((await reset()).status).toBe(204);
    expect([await me(own), await me(thief)]).toEqual([401, 401]);
    expect(code(await enter(visitor(), passkey))).toEqual([401, "passkey_unknown"]);
    expect((await lettersTo(email)).filter((kind) => kind === "passkey_removed")).toHaveLength(1);
    const acts = await database.query<{ after: object }>(
      "select after from audit_event where act = 'passkey.removed' and thing in (select thing from audit_event where act = 'passkey.added' and actor = $1)",
      [`user:${userId}`],
    );
    expect(acts).toMatchObject([{ after: { reason: "account_stolen" } }, { after: { reason: "account_stolen" } }]);
    expect(code(await reset())).toEqual([409, "second_factor_off"]);
  });
});

test("reliability 64 no challenge, key or name of a credential is recorded or stays behind", async () => {
  const own = await person("traces@example.ru");
  const passkey = await add(own);
  await enter(visitor(), passkey);
  await asked(visitor(), "sign-in");
  await app.security.flush();
  const rows = await database.query<{ text: string }>(
    `select string_agg(t, ' ') as text from (select e::text as t from security_event e union all select a::text from audit_event a
       union all select m.payload::text from outbox_message m) x`,
  );
  expect(rows[0]?.text).not.toContain(passkey.id);
  await database.query("update auth.verification set expires_at = '2026-01-01T00:00:00Z'");
  const job = identityRetention(machine);
  await job.run({ database } as never);
  expect(await database.query("select 1 from auth.verification")).toEqual([]);
});

test("REG-02 a member of staff of a sandbox signs in by a passkey like anybody", async () => {
  const { userId } = await user("desk@example.ru");
  const own = await visitor().signIn("desk@example.ru");
  const passkey = await add(own);
  await database.transaction((tx) => setStaffRole(tx, userId, "support", clock.now()));
  const desk = visitor();
  expect((await enter(desk, passkey)).status).toBe(200);
  expect((await desk.send("GET", "/v1/me")).body).toMatchObject({ staffRole: "support" });
});
