import { describe, expect, test } from "vitest";

import { MINUTE } from "../../src/core/time.ts";
import { textOfLink } from "../../src/platform/identity/index.ts";
import { codeAt } from "../support/authenticator.ts";
import { ownerOf } from "../support/database.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** A code of an app beside the password: switching it on and off, signing in with it, losing it, and guessing it. */
const { database, machine, visitor, person, noticesTo, staff } = await openPeople();
const SECOND = 1_000;
const PATH = "/v1/me/second-factor";

interface Enrolled {
  readonly key: string;
  readonly codes: readonly string[];
}
/** The code of now; each call is another half minute, so that no code is given twice. */
async function nextCode(key: string): Promise<string> {
  machine.advance(30 * SECOND);
  return codeAt(key, machine.now());
}
async function enrol(by: Visitor): Promise<Enrolled> {
  const begun = await by.send("POST", `${PATH}/begin`);
  expect(begun.status).toBe(200);
  const { key } = begun.body as unknown as { key: string };
  const confirmed = await by.send("POST", `${PATH}/confirm`, { code: await nextCode(key) });
  expect(confirmed.status).toBe(200);
  return { key, codes: (confirmed.body as unknown as Enrolled).codes };
}
const lettersTo = async (email: string) => (await noticesTo(email)).map(({ kind }) => kind);
const status = async (by: Visitor) => (await by.send("GET", "/v1/me")).status;
const code = (answer: { readonly status: number; readonly body: { readonly code?: string } }) => [
  answer.status,
  answer.body.code,
];

describe("REG-02 switching a second factor on", () => {
  test("REG-02 a picture and a key, then the app's first code: backup codes come once, and other sessions end", async () => {
    const own = await person("on@example.ru");
    const other = await visitor().signIn("on@example.ru");
    const begun = (await own.send("POST", `${PATH}/begin`)).body as unknown as {
      key: string;
      picture: { size: number; path: string };
    };
    expect(begun.key).toMatch(/^[A-Z2-7]{32,}$/);
    expect(begun.picture.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
    expect(code(await own.send("POST", `${PATH}/confirm`, { code: "000000" }))).toEqual([401, "code_refused"]);
    expect((await own.send("GET", PATH)).body).toEqual({ onSince: null, codesLeft: 0, provedBy: "password" });
    const { key, codes } = await enrol(own);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const one of codes) expect(one).toMatch(/^[a-hj-km-np-z2-9]{5}-[a-hj-km-np-z2-9]{5}$/);
    expect((await own.send("GET", PATH)).body).toMatchObject({ codesLeft: 10, provedBy: "code" });
    expect([await status(own), await status(other)]).toEqual([200, 401]);
    expect(await lettersTo("on@example.ru")).toContain("second_factor_on");
    expect(code(await own.send("POST", `${PATH}/begin`))).toEqual([409, "second_factor_on"]);
    const rows = await ownerOf(database).query<{ text: string }>(
      "select string_agg(t::text, ' ') as text from (select f::text as t from auth.second_factor f union all select c::text from auth.backup_code c) x",
    );
    for (const secret of [key, ...codes, ...codes.map((one) => one.replace("-", ""))]) {
      expect(rows[0]?.text).not.toContain(secret);
    }
  });

  test("reliability 42 nobody does it in a session that was left open: the password is asked for anew", async () => {
    const own = await person("open@example.ru");
    machine.advance(16 * MINUTE);
    expect(code(await own.send("POST", `${PATH}/begin`))).toEqual([401, "proof_needed"]);
    expect(code(await own.send("POST", "/api/auth/prove", { password: "Wrong-password-1" }))).toEqual([
      401,
      "wrong_password",
    ]);
    expect(code(await own.send("POST", `${PATH}/begin`))).toEqual([401, "proof_needed"]);
    expect((await own.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" })).status).toBe(204);
    expect((await own.send("POST", `${PATH}/begin`)).status).toBe(200);
  });
});

describe("REG-02 signing in with it", () => {
  test("REG-02 the password alone opens nothing; a code does, and once", async () => {
    const email = "in@example.ru";
    const { key } = await enrol(await person(email));
    const desk = visitor();
    expect(code(await desk.enter(email))).toEqual([401, "code_needed"]);
    expect(await status(desk)).toBe(401);
    expect(code(await desk.enter(email, "123456"))).toEqual([401, "code_refused"]);
    const good = await nextCode(key);
    expect((await desk.enter(email, good)).status).toBe(200);
    expect(await status(desk)).toBe(200);
    // Whoever looked over the shoulder comes too late, and so does the code before it.
    expect(code(await visitor().enter(email, good))).toEqual([401, "code_refused"]);
    expect(code(await visitor().enter(email, codeAt(key, machine.now() - 30 * SECOND)))).toEqual([401, "code_refused"]);
    // A code with a wrong password is answered like the wrong password, and not taken.
    const next = await nextCode(key);
    expect(code(await visitor().enter(email, next, "Wrong-password-1"))).toEqual([401, "sign_in_refused"]);
    expect((await visitor().enter(email, next)).status).toBe(200);
  });

  test("REG-02 a clock that is half a minute off still counts, one that is a minute and a half off does not", async () => {
    const email = "drift@example.ru";
    const { key } = await enrol(await person(email));
    machine.advance(10 * MINUTE);
    const from = (shift: number) => codeAt(key, machine.now() + shift);
    expect(code(await visitor().enter(email, from(90 * SECOND)))).toEqual([401, "code_refused"]);
    expect((await visitor().enter(email, from(-30 * SECOND))).status).toBe(200);
    expect((await visitor().enter(email, from(30 * SECOND))).status).toBe(200);
  });

  test("REG-02 a lost phone: a backup code lets in once, its owner is told, new ones end the old", async () => {
    const email = "lost@example.ru";
    const { codes } = await enrol(await person(email));
    const [first = "", second = "", third = ""] = codes;
    const desk = await visitor().signIn(email, first.toUpperCase().replace("-", " "));
    expect(code(await visitor().enter(email, first))).toEqual([401, "code_refused"]);
    expect((await desk.send("GET", PATH)).body).toMatchObject({ codesLeft: 9 });
    expect(await lettersTo(email)).toContain("backup_code_used");
    const renewed = ((await desk.send("POST", `${PATH}/codes`)).body as unknown as Enrolled).codes;
    expect(code(await visitor().enter(email, second))).toEqual([401, "code_refused"]);
    expect((await visitor().enter(email, renewed[0])).status).toBe(200);
    // Another's code is no code.
    await enrol(await person("another@example.ru"));
    expect(code(await visitor().enter("another@example.ru", third))).toEqual([401, "code_refused"]);
  });

  test("reliability 42 neither a new password by letter nor a changed one goes round it", async () => {
    const email = "round@example.ru";
    const own = await person(email);
    const { key } = await enrol(own);
    const changed = { currentPassword: "Sonne-und-Mond-7", newPassword: "Wasser-und-Wind-8" };
    expect((await own.send("POST", "/api/auth/change-password", changed)).status).toBe(204);
    expect(await status(own)).toBe(200);
    expect(code(await visitor().enter(email, undefined, "Wasser-und-Wind-8"))).toEqual([401, "code_needed"]);
    const asker = visitor();
    expect((await asker.send("POST", "/v1/password-resets", { email, language: "ru" })).status).toBe(202);
    const [letter] = await database.query<{ id: string }>(
      `select payload ->> 'linkId' as id from outbox_message where topic = 'person.notice'
          and payload ->> 'email' = $1 and payload ->> 'kind' = 'password_reset'`,
      [email],
    );
    const link = (await textOfLink(database, BigInt(letter?.id ?? 0))) ?? "";
    const reset = { link, password: "Sonne-und-Mond-7" };
    expect((await asker.send("POST", "/v1/password-resets/complete", reset)).status).toBe(200);
    expect(code(await asker.enter(email))).toEqual([401, "code_needed"]);
    expect((await asker.enter(email, await nextCode(key))).status).toBe(200);
  });
});

test("reliability 42 where a second factor is on, a changed password asks for a code that was given lately", async () => {
  const own = await person("late@example.ru");
  const { key } = await enrol(own);
  machine.advance(16 * MINUTE);
  const changed = { currentPassword: "Sonne-und-Mond-7", newPassword: "Wasser-und-Wind-8" };
  expect((await own.send("POST", "/api/auth/change-password", changed)).body.code).toBe("proof_needed");
  expect((await own.send("POST", "/api/auth/prove", { code: await nextCode(key) })).status).toBe(204);
  expect((await own.send("POST", "/api/auth/change-password", changed)).status).toBe(204);
  // It stays a session that has shown a code.
  expect(await status(own)).toBe(200);
});

describe("reliability 41 guessing codes", () => {
  test("reliability 41 five tries, then one each five minutes; the owner is told once, and gets in from a known device", async () => {
    const email = "guess@example.ru";
    const own = await person(email);
    const { key } = await enrol(own);
    const tries: number[] = [];
    for (let n = 0; n < 8; n += 1) tries.push((await visitor().enter(email, `00000${n}`)).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const slowed = await visitor().enter(email, await nextCode(key));
    expect([slowed.status, Number(slowed.headers["retry-after"]) > 200]).toEqual([429, true]);
    expect((await lettersTo(email)).filter((kind) => kind === "codes_tried")).toHaveLength(1);
    expect(await status(own)).toBe(200);
    expect((await own.enter(email, await nextCode(key))).status).toBe(200);
    machine.advance(5 * MINUTE);
    expect((await visitor().enter(email, await nextCode(key))).status).toBe(200);
  });

  test("reliability 41 codes are paced in a session, too", async () => {
    const email = "inside@example.ru";
    const own = await person(email);
    await enrol(own);
    const tries: number[] = [];
    for (let n = 0; n < 7; n += 1)
      tries.push((await own.send("POST", "/api/auth/prove", { code: `00000${n}` })).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });
});

describe("REG-02 switching it off", () => {
  test("REG-02 reliability 42 by a code that is asked for anew; then the password is enough, and a letter tells", async () => {
    const email = "off@example.ru";
    const own = await person(email);
    const { key, codes } = await enrol(own);
    machine.advance(16 * MINUTE);
    expect(code(await own.send("POST", `${PATH}/off`))).toEqual([401, "proof_needed"]);
    // A stolen password alone does not do it.
    expect(code(await own.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" }))).toEqual([
      401,
      "code_needed",
    ]);
    expect((await own.send("POST", "/api/auth/prove", { code: await nextCode(key) })).status).toBe(204);
    expect((await own.send("POST", `${PATH}/off`)).status).toBe(204);
    expect(code(await own.send("POST", `${PATH}/off`))).toEqual([409, "second_factor_off"]);
    expect((await visitor().enter(email)).status).toBe(200);
    expect(await lettersTo(email)).toContain("second_factor_off");
    // What was switched off leaves nothing that would open a later one.
    await enrol(own);
    expect(code(await visitor().enter(email, codes[0]))).toEqual([401, "code_refused"]);
  });

  test("REG-02 who lost the app and the codes turns to an operator, who gives a reason; support may not", async () => {
    const email = "helpless@example.ru";
    await enrol(await person(email));
    const reset = (by: Visitor) =>
      by.send("POST", "/v1/office/sign-ins/reset-second-factor", { email, reason: "owner_asked" });
    expect((await reset(await staff("support"))).status).toBe(403);
    const operator = await staff("operator");
    expect((await operator.send("GET", `/v1/office/sign-ins?email=${email}`)).body).toMatchObject({
      secondFactor: true,
    });
    expect((await reset(operator)).status).toBe(204);
    expect((await visitor().enter(email)).status).toBe(200);
    expect(await lettersTo(email)).toContain("second_factor_off");
    const acts = await database.query<{ act: string; after: object }>(
      "select act, after from audit_event where act = 'second_factor.off' order by audit_event_id desc limit 1",
    );
    expect(acts).toMatchObject([{ after: { reason: "owner_asked" } }]);
  });
});
