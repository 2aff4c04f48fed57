import { describe, expect, test } from "vitest";

import { HOUR } from "../../src/core/time.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** Where somebody is signed in, the letter about a new place, and the end of sessions by oneself and by staff. */
const { database, machine, visitor, user, staff } = await openPeople();
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1";

interface Shown {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly startedAt: string;
  readonly seenAt: string;
  readonly current: boolean;
}
const sessionsOf = async (by: Visitor) =>
  ((await by.send("GET", "/v1/me/sessions")).body as unknown as { items: Shown[] }).items;
const status = async (by: Visitor) => (await by.send("GET", "/v1/me")).status;
const lettersTo = async (email: string) => {
  const rows = await database.query<{ payload: Record<string, string> }>(
    `select payload from outbox_message where topic = 'person.notice' and payload ->> 'email' = $1
        and payload ->> 'kind' = 'new_sign_in' order by message_id`,
    [email],
  );
  return rows.map(({ payload }) => payload);
};
const actsOf = async (code: string) =>
  database.query<{ actor: string; before: object | null; after: object | null }>(
    "select actor, before, after from audit_event where act = $1 and refusal is null order by audit_event_id",
    [code],
  );

describe("REG-02 one's own sessions", () => {
  test("REG-02 each is shown with device, network and hours, and of them the one that asks; never what opens it", async () => {
    await user("own@example.ru");
    const desk = await visitor().signIn("own@example.ru");
    const phone = visitor();
    phone.agent = PHONE;
    await phone.signIn("own@example.ru");
    machine.advance(2 * HOUR);
    await desk.send("GET", "/v1/me/sessions");
    const shown = await sessionsOf(desk);
    expect(shown.map(({ device, current }) => [device, current])).toEqual(
      expect.arrayContaining([
        ["Chrome/142 Linux", true],
        ["Safari/19 iPhone", false],
      ]),
    );
    expect(shown).toHaveLength(2);
    for (const { address } of shown) expect(address).toMatch(/^10\.1\./);
    const stored = await database.query<{ token: string }>("select token from auth.session");
    for (const { token } of stored) expect(JSON.stringify(shown)).not.toContain(token);
  });

  test("reliability 38 one is ended by its owner, at once in this process; another's is not there", async () => {
    await user("ends@example.ru");
    await user("stranger@example.ru");
    const [desk, phone] = [await visitor().signIn("ends@example.ru"), await visitor().signIn("ends@example.ru")];
    const stranger = await visitor().signIn("stranger@example.ru");
    const [other] = (await sessionsOf(desk)).filter(({ current }) => !current);
    expect((await stranger.send("DELETE", `/v1/me/sessions/${other?.id}`)).status).toBe(404);
    expect(await status(phone)).toBe(200);
    expect((await desk.send("DELETE", `/v1/me/sessions/${other?.id}`)).status).toBe(204);
    expect([await status(phone), await status(desk), await status(stranger)]).toEqual([401, 200, 200]);
    expect((await actsOf("session.ended")).at(-1)).toMatchObject({ before: { device: "Chrome/142 Linux" } });
  });

  test("reliability 38 all others are ended, the one that asks goes on", async () => {
    await user("others@example.ru");
    const own = await visitor().signIn("others@example.ru");
    const others = [await visitor().signIn("others@example.ru"), await visitor().signIn("others@example.ru")];
    expect(await Promise.all(others.map(status))).toEqual([200, 200]);
    expect((await own.send("POST", "/v1/me/sessions/end-others")).body).toEqual({ ended: 2 });
    expect(await Promise.all(others.map(status))).toEqual([401, 401]);
    expect(await status(own)).toBe(200);
  });
});

describe("REG-02 the letter of a new sign-in", () => {
  test("REG-02 comes when the device is not known; not of the first sign-in, nor of a device that was used before", async () => {
    await user("letter@example.ru");
    const desk = await visitor().signIn("letter@example.ru");
    expect(await lettersTo("letter@example.ru")).toEqual([]);
    await desk.signIn("letter@example.ru");
    expect(await lettersTo("letter@example.ru")).toEqual([]);
    const phone = visitor();
    phone.agent = PHONE;
    await phone.signIn("letter@example.ru");
    const [letter, ...more] = await lettersTo("letter@example.ru");
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ device: "Safari/19 iPhone", language: "ru", regionCode: "moscow" });
    expect(letter?.["address"]).toMatch(/^10\.1\./);
  });

  test("REG-02 REG-07 to staff as well, who have no account: of no region", async () => {
    await staff("accountant");
    await visitor().signIn("accountant@staff.example.ru");
    expect(await lettersTo("accountant@staff.example.ru")).toMatchObject([{ regionCode: "" }]);
  });
});

describe("reliability 38 PTR-07 staff see and end a user's sessions, close the sign-in and open it", () => {
  const act = (by: Visitor, verb: string, email: string, reason = "owner_asked") =>
    by.send("POST", `/v1/office/sign-ins/${verb}`, { email, reason });

  test("reliability 38 PTR-07 support does, with a reason that the audit keeps", async () => {
    const support = await staff("support");
    await user("stolen@example.ru");
    const thief = await visitor().signIn("stolen@example.ru");
    expect(await status(thief)).toBe(200);
    const look = async () =>
      (await support.send("GET", "/v1/office/sign-ins?email=stolen@example.ru")).body as unknown as {
        blocked: boolean;
        sessions: Shown[];
      };
    expect((await look()).sessions).toMatchObject([{ device: "Chrome/142 Linux" }]);
    expect((await act(support, "end-sessions", "stolen@example.ru", "account_stolen")).status).toBe(204);
    expect([await status(thief), (await look()).sessions]).toEqual([401, []]);
    expect((await actsOf("session.all_ended")).at(-1)).toMatchObject({
      after: { count: 1, reason: "account_stolen" },
    });
    expect((await act(support, "block", "stolen@example.ru", "account_stolen")).status).toBe(204);
    expect((await look()).blocked).toBe(true);
    await expect(visitor().signIn("stolen@example.ru")).rejects.toThrow("403");
    expect((await act(support, "unblock", "stolen@example.ru", "mistake")).status).toBe(204);
    expect(await status(await visitor().signIn("stolen@example.ru"))).toBe(200);
    expect((await actsOf("user.unblocked")).at(-1)).toMatchObject({ after: { reason: "mistake" } });
  });

  test("reliability 38 support sees the tokens that a user has or made, and revokes all of them with a reason", async () => {
    const support = await visitor().signIn("support@staff.example.ru");
    const owner = await visitor().signIn((await user("tokens@example.ru"), "tokens@example.ru"));
    const { projects } = (await owner.send("GET", "/v1/me")).body as unknown as { projects: { pid: string }[] };
    const order = { name: "metrics", scopes: ["details.view"], days: 30 };
    const made = await owner.send("POST", `/v1/projects/${projects[0]?.pid}/tokens`, order);
    expect(made.status).toBe(201);
    const { token } = made.body as unknown as { token: string };
    const look = async () =>
      (await support.send("GET", "/v1/office/sign-ins?email=tokens@example.ru")).body as unknown as {
        tokens: object[];
      };
    const found = await look();
    expect(found.tokens).toMatchObject([{ name: "metrics", pid: projects[0]?.pid, lastUsedAt: null }]);
    expect(JSON.stringify(found)).not.toContain(token);
    expect((await act(support, "revoke-tokens", "tokens@example.ru", "account_stolen")).status).toBe(204);
    expect((await look()).tokens).toEqual([]);
    expect((await actsOf("token.revoked")).at(-1)).toMatchObject({ after: { reason: "account_stolen" } });
    expect((await act(support, "revoke-tokens", "tokens@example.ru")).body.code).toBe("unknown_token");
  });

  test("PTR-07 nobody does it to oneself, and to staff only an operator; customers and other staff not at all", async () => {
    const operator = await staff("operator");
    const clerk = await staff("document_clerk");
    const support = visitor();
    await support.signIn("support@staff.example.ru");
    await user("customer@example.ru");
    const customer = await visitor().signIn("customer@example.ru");
    expect((await act(support, "block", "support@staff.example.ru")).body.code).toBe("not_oneself");
    const refused = await act(support, "block", "operator@staff.example.ru");
    expect([refused.status, refused.body.code]).toEqual([403, "staff_by_operator"]);
    for (const by of [clerk, customer]) expect((await act(by, "block", "customer@example.ru")).status).toBe(403);
    expect((await act(operator, "block", "document_clerk@staff.example.ru", "staff_left")).status).toBe(204);
    expect(await status(clerk)).toBe(401);
    expect((await act(operator, "block", "nobody@example.ru")).status).toBe(404);
  });
});
