import { describe, expect, test } from "vitest";

import { MINUTE } from "../../src/core/time.ts";
import { setStaffRole, userIdOf } from "../../src/modules/tenancy/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** AUD-02: staff look at the platform as a customer, who sees that they do; they change nothing. */
const { database, clock, machine, visitor, user, staff, company } = await openPeople();
const REASON = "Запрос 17: не сходится расход за октябрь";

const begin = (by: Visitor, email: string, rest: object = {}) =>
  by.send("POST", "/v1/office/visits", { email, reason: REASON, minutes: 15, ...rest });
type Method = Parameters<Visitor["send"]>[0];
const idOf = (answer: Awaited<ReturnType<typeof begin>>) => (answer.body as unknown as { id: string }).id;
/** What the same browser is told in a visit. */
const within = async (by: Visitor, id: string, method: Method, path: string, body?: object) => {
  by.visit = id;
  try {
    return await by.send(method, path, body);
  } finally {
    by.visit = null;
  }
};
const actsOf = (code: string) =>
  database.query<{ actor: string; after: object | null }>(
    "select actor, after from audit_event where act = $1 and refusal is null order by audit_event_id",
    [code],
  );

describe("AUD-02 staff as a customer", () => {
  test("AUD-02 they see what the customer sees and nothing of their own; the customer is told and finds it afterwards", async () => {
    const support = await staff("support");
    await user("seen@example.ru");
    const customer = await visitor().signIn("seen@example.ru");
    const begun = await begin(support, "seen@example.ru");
    expect(begun.status).toBe(201);
    const own = (await customer.send("GET", "/v1/me")).body as unknown as { projects: { pid: string }[] };
    const seen = (await within(support, idOf(begun), "GET", "/v1/me")).body;
    expect(seen).toMatchObject({
      ...own,
      staffRole: null,
      visit: { id: idOf(begun), reason: REASON },
    });
    const pid = own.projects[0]?.pid;
    const balance = async (by: Visitor) => (await by.send("GET", `/v1/projects/${pid}/balance`)).body;
    expect((await within(support, idOf(begun), "GET", `/v1/projects/${pid}/balance`)).body).toEqual(
      await balance(customer),
    );
    // The office is not the customer's.
    expect((await within(support, idOf(begun), "GET", "/v1/office/sign-ins?email=seen@example.ru")).status).toBe(403);
    expect((await support.send("GET", "/v1/me")).body).toMatchObject({ staffRole: "support" });
    const list = async () =>
      ((await customer.send("GET", "/v1/me/visits")).body as unknown as { items: object[] }).items;
    expect(await list()).toMatchObject([{ staffRole: "support", reason: REASON, goesOn: true }]);
    const told = await database.query<{ payload: object }>(
      "select payload from outbox_message where topic = 'person.notice' and payload ->> 'kind' = 'staff_visit'",
    );
    expect(told).toMatchObject([{ payload: { email: "seen@example.ru", reason: REASON } }]);
    expect((await support.send("POST", `/v1/office/visits/${idOf(begun)}/end`)).status).toBe(204);
    expect(await list()).toMatchObject([{ goesOn: false }]);
    expect((await within(support, idOf(begun), "GET", "/v1/me")).body.code).toBe("visit_over");
    expect((await support.send("POST", `/v1/office/visits/${idOf(begun)}/end`)).status).toBe(404);
    expect(await actsOf("visit.begun")).toMatchObject([{ after: { reason: REASON, minutes: 15 } }]);
    expect(await actsOf("visit.ended")).toHaveLength(1);
    const { items } = (await customer.send("GET", `/v1/projects/${pid}/acts`)).body as unknown as {
      items: { text: { en: string } }[];
    };
    expect(items.map(({ text }) => text.en)).toContain("Staff look at the platform as the customer");
  });

  test("AUD-02 nothing is changed in a visit, money or else: every act is refused, and the refusal names who asked", async () => {
    const operator = await staff("operator");
    await user("kept@example.ru");
    const customer = await visitor().signIn("kept@example.ru");
    const { projects } = (await customer.send("GET", "/v1/me")).body as unknown as { projects: { pid: string }[] };
    const id = idOf(await begin(operator, "kept@example.ru"));
    const pid = projects[0]?.pid;
    const acts: [Method, string, object?][] = [
      ["POST", `/v1/projects/${pid}/payment-invoices`, { amount: "10.00" }],
      ["PATCH", `/v1/projects/${pid}`, { name: "Чужое имя" }],
      ["POST", `/v1/projects/${pid}/tokens`, { name: "t", scopes: ["details.view"], days: 1 }],
      ["POST", "/v1/me/sessions/end-others"],
      ["POST", "/v1/office/sign-ins/block", { email: "kept@example.ru", reason: "mistake" }],
      ["POST", `/v1/office/visits/${id}/end`],
    ];
    for (const [method, path, body] of acts)
      expect((await within(operator, id, method, path, body)).body.code, path).toBe("visit_reads_only");
    expect((await within(operator, id, "GET", "/v1/me")).body).toMatchObject({ projects });
    const [who] = await database.query<{ actor: string }>(
      "select 'user:' || user_id as actor from app_user where email = 'operator@staff.example.ru'",
    );
    const refused = await database.query<{ actor: string; kind: string; customer: string | null }>(
      "select actor, actor_kind as kind, on_behalf_of as customer from audit_event where refusal = 'visit_reads_only'",
    );
    expect(refused).toHaveLength(acts.length);
    for (const row of refused) expect(row).toMatchObject({ kind: "staff", actor: who?.actor });
    expect(new Set(refused.map(({ customer }) => customer)).size).toBe(1);
    expect(refused[0]?.customer).toMatch(/^user:/);
  });

  test("AUD-02 it opens nothing to another browser, to a token, past its time, or when the customer is blocked", async () => {
    const support = await visitor().signIn("support@staff.example.ru");
    const other = await visitor().signIn("support@staff.example.ru");
    const operator = await visitor().signIn("operator@staff.example.ru");
    await user("bound@example.ru");
    const customer = await visitor().signIn("bound@example.ru");
    const id = idOf(await begin(support, "bound@example.ru"));
    const code = async (by: Visitor, visit = id) => (await within(by, visit, "GET", "/v1/me")).body.code;
    for (const by of [other, operator, customer]) expect(await code(by)).toBe("visit_over");
    for (const wrong of ["0", "x", "", "9999999", "1 or 1=1"]) expect(await code(support, wrong)).toBe("visit_over");
    expect(await code(support)).toBeUndefined();
    machine.advance(15 * MINUTE);
    expect(await code(support)).toBe("visit_over");
    // A step-up is as old by then.
    const anew = await visitor().signIn("support@staff.example.ru");
    const again = idOf(await begin(anew, "bound@example.ru", { minutes: 60 }));
    expect(await code(anew, again)).toBeUndefined();
    const strict = await visitor().signIn("operator@staff.example.ru");
    await strict.send("POST", "/v1/office/sign-ins/block", { email: "bound@example.ru", reason: "terms_broken" });
    expect(await code(anew, again)).toBe("visit_over");
    expect((await begin(anew, "bound@example.ru")).body.code).toBe("blocked_is_not_visited");
  });

  test("AUD-02 the visitor's own password and proof are not given from a customer's page; signing out there ends all", async () => {
    const support = await visitor().signIn("support@staff.example.ru");
    await user("door@example.ru");
    const id = idOf(await begin(support, "door@example.ru"));
    const passwords = { currentPassword: "Sonne-und-Mond-7", newPassword: "Ein-ganz-neues-Wort-9" };
    for (const [path, body] of [
      ["change-password", passwords],
      ["prove", { password: "Sonne-und-Mond-7" }],
    ] as const)
      expect((await within(support, id, "POST", `/api/auth/${path}`, body)).body.code).toBe("visit_reads_only");
    await visitor().signIn("support@staff.example.ru");
    expect((await within(support, id, "POST", "/api/auth/sign-out", {})).status).toBe(200);
    expect((await within(support, id, "GET", "/v1/me")).status).toBe(401);
  });

  test("AUD-02 reliability 38 who is of another desk by now visits no more within seconds", async () => {
    const support = await visitor().signIn("support@staff.example.ru");
    await user("desk@example.ru");
    const id = idOf(await begin(support, "desk@example.ru"));
    const code = async () => (await within(support, id, "GET", "/v1/me")).body.code;
    const userId = await userIdOf(database, "support@staff.example.ru");
    const become = (role: "accountant" | "support") =>
      database.transaction((tx) => setStaffRole(tx, userId, role, clock.now()));
    expect(await code()).toBeUndefined();
    await become("accountant");
    await expect.poll(code, { timeout: 5_000 }).toBe("visit_over");
    await become("support");
  });

  test("AUD-02 the visitor is shown what the customer may give, too", async () => {
    const operator = await visitor().signIn("operator@staff.example.ru");
    const { path, owner } = await company({ viewer: "colleague@example.ru" });
    const me = (await owner.send("GET", "/v1/me")).body as unknown as { user: { email: string } };
    const id = idOf(await begin(operator, me.user.email));
    expect((await within(operator, id, "GET", `${path}/members`)).body).toEqual(
      (await owner.send("GET", `${path}/members`)).body,
    );
  });

  test("AUD-02 an order that is sent again begins no second visit; with the session of the member of staff its visit is over", async () => {
    const operator = await visitor().signIn("operator@staff.example.ru");
    await user("twice@example.ru");
    const customer = await visitor().signIn("twice@example.ru");
    operator.key = "lost-answer";
    const [first, again] = [await begin(operator, "twice@example.ru"), await begin(operator, "twice@example.ru")];
    expect([first.status, again.status, idOf(again)]).toEqual([201, 201, idOf(first)]);
    const list = async () =>
      ((await customer.send("GET", "/v1/me/visits")).body as unknown as { items: object[] }).items;
    expect(await list()).toMatchObject([{ goesOn: true }]);
    await database.query(
      "delete from auth.session where id = (select session_id from staff_visit order by visit_id desc limit 1)",
    );
    expect(await list()).toMatchObject([{ goesOn: false }]);
  });

  test("AUD-02 what is known of a visit stays: the program ends it, and changes nothing else", async () => {
    for (const change of ["delete from staff_visit", "update staff_visit set reason = 'Совсем другая причина'"])
      await expect(database.query(change)).rejects.toThrow("permission denied");
  });

  test("AUD-02 no reason, no visit; staff are not visited, and only support and operators visit", async () => {
    // Whose role nobody changed a moment ago: a process remembers roles for two seconds.
    const operator = await visitor().signIn("operator@staff.example.ru");
    const clerk = await staff("document_clerk");
    await user("asked@example.ru");
    const customer = await visitor().signIn("asked@example.ru");
    for (const wrong of [{ reason: "   нет   " }, { reason: "x".repeat(501) }, { minutes: 90 }])
      expect((await begin(operator, "asked@example.ru", wrong)).status).toBe(422);
    expect((await begin(operator, "support@staff.example.ru")).body.code).toBe("staff_are_not_visited");
    expect((await begin(operator, "nobody@example.ru")).status).toBe(404);
    for (const by of [clerk, customer]) expect((await begin(by, "asked@example.ru")).status).toBe(403);
    expect((await customer.send("GET", "/v1/me/visits")).body).toEqual({ items: [] });
  });
});
