import { expect, test } from "vitest";

import { setStaffRole } from "../../src/modules/tenancy/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** REG-02: who works here is decided by operators, each about others and never so that none is left. */
const { database, clock, visitor, user, staff, noticesTo } = await openPeople();

const ADD = "/v1/office/staff";
const list = async (by: Visitor) =>
  (
    (await by.send("GET", `${ADD}?limit=500`)).body as unknown as {
      items: { id: string; email: string; role: string }[];
    }
  ).items;
const idOf = async (by: Visitor, email: string) => (await list(by)).find((one) => one.email === email)?.id ?? "";
const put = async (by: Visitor, id: string, role: string | null) =>
  by.send("PUT", `${ADD}/${id}/role`, { role, reason: "отделы меняются" });
const told = async (email: string) => (await noticesTo(email)).map(({ kind }) => kind);
const operator = await staff("operator");

test("REG-02 NTF-01 an operator adds whoever is not known yet: a user without a known password, a letter, a row of the audit", async () => {
  const body = {
    email: "New@Staff.example.ru",
    name: "Нина Новикова",
    role: "support",
    reason: "выходит в понедельник",
  };
  const made = await operator.send("POST", ADD, body);
  expect(made.status).toBe(201);
  expect(await told("new@staff.example.ru")).toEqual(["staff_invited"]);
  expect((await list(operator)).filter(({ email }) => email === "new@staff.example.ru")).toMatchObject([
    { role: "support" },
  ]);
  expect((await visitor().enter("new@staff.example.ru")).status).toBe(401);
  expect(await operator.send("POST", ADD, body)).toMatchObject({ status: 409, body: { code: "staff_already" } });
  const acts = await database.query(
    "select after from audit_event where act = 'staff_role.set' and after ->> 'reason' = 'выходит в понедельник'",
  );
  expect(acts).toEqual([{ after: { role: "support", reason: "выходит в понедельник" } }]);
  expect((await operator.send("POST", ADD, { ...body, email: "nobody" })).status).toBe(422);
  expect((await operator.send("POST", ADD, { ...body, email: "other@example.ru", reason: " " })).status).toBe(422);
});

test("REG-02 a customer becomes staff and keeps the projects; without the role the sessions end and the office closes", async () => {
  await user("both@example.ru");
  const added = { email: "both@example.ru", name: "x", role: "accountant", reason: "по совместительству" };
  expect((await operator.send("POST", ADD, added)).status).toBe(201);
  const both = await visitor().signIn("both@example.ru");
  expect((await both.send("GET", "/v1/office/suspense")).status).toBe(200);
  const id = await idOf(operator, "both@example.ru");
  expect((await put(operator, id, "support")).status).toBe(204);
  // The same again changes nothing, and nobody is told of it.
  expect((await put(operator, id, "support")).status).toBe(204);
  expect((await put(operator, id, null)).status).toBe(204);
  expect(await told("both@example.ru")).toEqual(["staff_role_given", "staff_role_given", "staff_role_taken"]);
  expect((await both.send("GET", "/v1/me")).status).toBe(401);
  const again = await visitor().signIn("both@example.ru");
  expect((await again.send("GET", "/v1/me")).body).toMatchObject({ staffRole: null, projects: [{ role: "owner" }] });
  expect(await put(operator, id, "support")).toMatchObject({ status: 404, body: { code: "unknown_user" } });
});

test("REG-02 AUD-03 nobody changes the own role, the last operator stays, and two do not remove each other", async () => {
  const own = await idOf(operator, "operator@staff.example.ru");
  expect(await put(operator, own, null)).toMatchObject({ status: 409, body: { code: "not_oneself" } });
  expect(
    await operator.send("POST", ADD, { email: "operator@staff.example.ru", name: "x", role: "support", reason: "сам" }),
  ).toMatchObject({ status: 409, body: { code: "not_oneself" } });
  const { userId } = await user("second@example.ru");
  await database.transaction((tx) => setStaffRole(tx, userId, "operator", clock.now()));
  const second = await visitor().signIn("second@example.ru");
  const other = await idOf(operator, "second@example.ru");
  const answers = await Promise.all([put(operator, other, "support"), put(second, own, "support")]);
  expect(answers.map(({ status }) => status).toSorted((one, next) => one - next)).toEqual([204, 403]);
  const left = await database.query<{ email: string }>(
    "select email from app_user where staff_role = 'operator' and blocked_at is null",
  );
  expect(left).toHaveLength(1);
});

test("REG-04 whoever is no operator adds nobody and changes no role, and is told so", async () => {
  const desk = await staff("support");
  const body = { email: "friend@example.ru", name: "Друг", role: "operator", reason: "помогает" };
  expect((await desk.send("POST", ADD, body)).status).toBe(403);
  expect((await put(desk, "1", "operator")).status).toBe(403);
  expect((await desk.send("GET", ADD)).status).toBe(403);
});
