import { beforeAll, describe, expect, it } from "vitest";
import { formatPid } from "../../src/core/ids.ts";
import { subjectsOf } from "../../src/core/subject.ts";
import { paceAsking } from "../../src/modules/requests/pace.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { tenantRead } from "../../src/platform/http/index.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, openHttpWorld, usageEvent } from "../support/http-world.ts";
import { ALMATY_PID, NOW, PID, requestWorld } from "../support/request-world.ts";
import { zipOf } from "../support/zip.ts";

const test = await testDatabase({ connections: 12 });
const world = await openHttpWorld(test, { services: true });
const { post, question, thread, cased, open, upload, letters, letterOf } = requestWorld(world);

beforeAll(() => world.moveTo(NOW));

describe("REQ-11: a customer asks, staff answer", () => {
  it("REQ-11 from the question to the end: number, deadline in working hours, letters, thread, history", async () => {
    const id = await open(question("Не вижу счёт"));
    const first = await thread(id);
    // Sixteen working hours from Friday eleven: seven today with the break, eight on Monday... until Tuesday.
    expect(first).toMatchObject({
      number: "R-2026-000001",
      state: "new",
      nextActor: "provider",
      dueAt: "2026-11-24T08:00:00.000Z",
    });
    const received = await letterOf(first.number);
    expect(received.recipients).toEqual([CUSTOMERS.romashka.email]);
    expect(received.text).toContain("24 ноября 2026 г. в 11:00 (UTC+3)");
    expect(received.replyTo).toMatch(/^docs_vktech\+r\.[a-z2-7]{26}@vk\.company$/);

    let seen = await cased(id);
    expect(seen.templates[0]?.text).toContain("Анна Ромашкина");
    await post(`/v1/office/requests/${id}/acts`, "support", { act: "take", version: seen.version });
    seen = await cased(id);
    expect(seen).toMatchObject({ state: "in_work", assigneeName: "support" });
    await post(`/v1/office/requests/${id}/messages`, "support", { act: "note", text: "Внутри: проверить почту" });
    const asked = await post(`/v1/office/requests/${id}/messages`, "support", {
      act: "ask",
      text: "Пришлите снимок экрана.",
      version: (await cased(id)).version,
    });
    expect(asked.json()).toMatchObject({ state: "waits_customer" });
    expect((await letterOf(first.number)).text).toContain("Пришлите снимок экрана.");

    const file = (await upload("Снимок.txt", "экран")).json<{ id: string }>().id;
    const answered = await post(`/v1/requests/${id}/messages`, "romashka", { text: "Вот он", files: [file] });
    expect(answered.json()).toEqual({ state: "in_work" });
    seen = await cased(id);
    await post(`/v1/office/requests/${id}/messages`, "support", {
      act: "answer",
      text: "Счёт выслан.",
      version: seen.version,
    });
    expect(await thread(id)).toMatchObject({
      state: "answered",
      nextActor: "customer",
      acts: ["write", "confirm", "withdraw"],
    });
    expect((await letterOf(first.number)).text).toContain("Счёт выслан.");
    const ended = await post(`/v1/requests/${id}/acts`, "romashka", {
      act: "confirm",
      version: (await thread(id)).version,
    });
    expect(ended.json()).toEqual({ state: "closed" });
    expect((await cased(id)).events.map(({ act, to }) => `${act} ${to}`)).toEqual([
      "confirm closed",
      "answer answered",
      "write in_work",
      "ask waits_customer",
      "take in_work",
      "open new",
    ]);
  });

  it("REQ-11 no customer sees a note between staff, nor what the platform knew: not by the page, not by the database", async () => {
    const id = await open(question("Заметка"));
    await post(`/v1/office/requests/${id}/messages`, "support", { act: "note", text: "Только для своих" });
    expect((await thread(id)).messages.map(({ text }) => text)).toEqual(["Текст вопроса"]);
    const rows = await tenantRead(
      test.database,
      [...subjectsOf("request", [BigInt(id)]), ...subjectsOf("project", [CUSTOMERS.romashka.projects[0]])],
      (tx) => tx.query<{ text: string }>("select text from request_message"),
    );
    expect(rows.map(({ text }) => text)).not.toContain("Только для своих");
    for (const table of ["request_facts", "request_event", "inbound_mail", "uploaded_chunk"]) {
      const read = tenantRead(test.database, subjectsOf("request", [BigInt(id)]), (tx) =>
        tx.query(`select * from ${table}`),
      );
      await expect(read).rejects.toThrow(/permission denied/);
    }
  });

  it("REQ-11 an answer does not overlook what was written meanwhile", async () => {
    const id = await open(question("Одновременно"));
    const { version } = await cased(id);
    await post(`/v1/requests/${id}/messages`, "romashka", { text: "Уже не нужно" });
    const late = await post(`/v1/office/requests/${id}/messages`, "support", { act: "answer", text: "Ответ", version });
    expect([late.status, late.json()]).toMatchObject([409, { code: "request_changed" }]);
    const both = await Promise.all(
      ["support", "accountant"].map(async (as) =>
        post(`/v1/office/requests/${id}/acts`, as, { act: "take", version: (await cased(id)).version }),
      ),
    );
    expect(both.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409]);
  });

  it("REQ-11 the same request sent twice under one key is one case", async () => {
    const key = { "idempotency-key": "once" };
    const sent = await Promise.all(
      [0, 1].map(() => post(`/v1/projects/${PID}/requests`, "romashka", question("Раз"), key)),
    );
    expect(new Set(sent.map((one) => one.json<{ id: string }>().id)).size).toBe(1);
  });

  it("REQ-11 what is answered closes by itself after five working days, and is opened again by a word within a month", async () => {
    const id = await open(question("Сам закроется"));
    await post(`/v1/office/requests/${id}/messages`, "support", { act: "answer", text: "Готово", version: 1 });
    await world.playTo("2026-11-27T10:59:00+03:00");
    expect((await thread(id)).state).toBe("answered");
    await world.playTo("2026-11-27T11:01:00+03:00");
    const closed = await thread(id);
    expect(closed.state).toBe("closed");
    expect((await letterOf(closed.number)).subject).toContain("запрос закрыт");
    await world.playTo("2026-12-20T10:00:00+03:00");
    const again = await post(`/v1/requests/${id}/messages`, "romashka", { text: "Ещё вопрос" });
    expect(again.json()).toEqual({ state: "in_work" });
    const { version } = await cased(id);
    await post(`/v1/office/requests/${id}/acts`, "support", { act: "close", version });
    await world.playTo("2027-01-25T10:00:00+03:00");
    const late = await post(`/v1/requests/${id}/messages`, "romashka", { text: "Поздно" });
    expect([late.status, late.json()]).toMatchObject([409, { code: "request_long_closed" }]);
    world.moveTo("2027-01-25T11:00:00+03:00");
  });

  it("REQ-11 staff enter what came by telephone, give it to a colleague, and the queue shows breaches first", async () => {
    const body = { ...question("Звонок"), region: "moscow", pid: PID, email: "Phone@Example.RU", name: "Пётр" };
    const entered = await post("/v1/office/requests", "support", body, { "idempotency-key": "call" });
    const { id } = entered.json<{ id: string }>();
    const given = await world.send({
      method: "PUT",
      path: `/v1/office/requests/${id}/assignee`,
      as: "support",
      body: { assignee: "accountant", version: 1 },
    });
    expect(given.status).toBe(200);
    world.moveTo("2027-02-03T10:00:00+03:00");
    const fresh = await open(question("Свежий"));
    type Rows = { items: { id: string; overdue: boolean; dueAt: string }[]; nextCursor: string | null };
    const work = await world.get<Rows>("/v1/office/my-work", "accountant");
    expect(work.items.map((one) => one.id)).toContain(id);
    expect(work.items.find((one) => one.id === id)).toMatchObject({ overdue: true });
    const queue = await world.get<Rows>("/v1/office/requests?limit=3", "support");
    const rest = await world.get<Rows>(`/v1/office/requests?limit=500&cursor=${queue.nextCursor}`, "support");
    const all = [...queue.items, ...rest.items];
    expect(all.map(({ dueAt }) => dueAt)).toEqual(all.map(({ dueAt }) => dueAt).sort());
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
    const overdue = await world.get<Rows>("/v1/office/requests?show=overdue&limit=500", "support");
    expect(overdue.items.map((one) => one.id)).not.toContain(fresh);
    expect(overdue.items.every((one) => one.overdue)).toBe(true);
    const refused = await world.send({
      method: "PUT",
      path: `/v1/office/requests/${id}/assignee`,
      as: "support",
      body: { assignee: "romashka", version: 2 },
    });
    expect(refused.json()).toMatchObject({ code: "assignee_unknown" });
  });
});

describe("REQ-11: kinds", () => {
  it("REG-09 a foreign telephone is asked for by request; one of the region's own country is not", async () => {
    const asked = (phone: string) => ({ asked: { kind: "foreign_phone", fields: { phone } } });
    const id = await open(asked("+998 (90) 123-45-67"));
    const [message] = (await cased(id)).templates;
    expect(message?.text).toContain("+998901234567");
    const own = await post(`/v1/projects/${PID}/requests`, "romashka", asked("+7 916 123-45-67"));
    expect([own.status, own.json()]).toMatchObject([
      422,
      { errors: [{ field: "fields.phone", code: "own_country_phone" }] },
    ]);
    // A Kazakh number is foreign in Moscow and own in Kazakhstan.
    await open(asked("+7 701 123 45 67"));
    expect((await post(`/v1/projects/${ALMATY_PID}/requests`, "alatau", asked("+7 701 123 45 67"))).status).toBe(422);
    const none = await post(`/v1/projects/${PID}/requests`, "romashka", asked("8-800-BEZ-KODA"));
    expect(none.json()).toMatchObject({ errors: [{ field: "asked.fields.phone", code: "not_a_phone" }] });
    const done = await post(`/v1/office/requests/${id}/acts`, "support", { act: "complete", version: 1 });
    expect(done.json()).toMatchObject({ state: "answered" });
    expect((await thread(id)).messages.at(-1)?.text).toContain("+998901234567");
    const twice = await post(`/v1/office/requests/${id}/acts`, "support", { act: "complete", version: 2 });
    expect(twice.json()).toMatchObject({ code: "act_not_possible" });
  });

  it("REG-05 a change of owner is asked for by a member, told to the owner, and made by completing the request", async () => {
    const fields = (newOwner: string) => ({
      newOwner,
      circumstances: "Уволился, почта отключена",
      position: "Иванова Мария, финансовый директор",
      phone: "+79161234567",
    });
    const asked = (newOwner: string) => ({ asked: { kind: "change_owner", fields: fields(newOwner) } });
    const stranger = await post(`/v1/projects/${PID}/requests`, "romashka viewer", asked("nobody@example.ru"));
    expect(stranger.json()).toMatchObject({ code: "member_unknown" });
    const id = await open(asked("BILLING_ADMINISTRATOR@romashka.example.test"), "romashka viewer");
    const { number } = await thread(id);
    const told = (await letters()).filter(({ subject }) => subject.startsWith(number));
    expect(told.map(({ recipients, subject }) => [recipients[0], subject.includes("владельца")])).toEqual(
      expect.arrayContaining([
        [CUSTOMERS.romashka.email, true],
        ["viewer@romashka.example.test", false],
      ]),
    );
    const done = await post(`/v1/office/requests/${id}/acts`, "support", { act: "complete", version: 1 });
    expect(done.status).toBe(200);
    const roles = await test.database.query<{ userId: string; role: string }>(
      `select user_id as "userId", role from project_member where project_id = $1 and user_id in ('romashka', 'romashka billing_administrator')`,
      [CUSTOMERS.romashka.projects[0]],
    );
    expect(Object.fromEntries(roles.map(({ userId, role }) => [userId, role]))).toEqual({
      romashka: "billing_administrator",
      "romashka billing_administrator": "owner",
    });
    // Back again, for the tests that follow.
    const back = await open(asked(CUSTOMERS.romashka.email), "romashka viewer");
    await post(`/v1/office/requests/${back}/acts`, "support", { act: "complete", version: 1 });
  });

  const [SHOP_ID] = CUSTOMERS.romashka.projects;
  const HEIR = "billing_administrator@romashka.example.test";
  const changeOwner = (newOwner: string) => ({
    asked: {
      kind: "change_owner",
      fields: { newOwner, circumstances: "Уволился", position: "Директор", phone: "+79161234567" },
    },
  });
  const rolesOf = (...users: string[]) =>
    test.database.query<{ userId: string; role: string }>(
      `select user_id as "userId", role from project_member where project_id = $1 and user_id in ($2, $3) order by user_id`,
      [SHOP_ID, ...users],
    );

  it("REG-05 REG-04 an owner made by request is told of as one by consent: letters to both, invitations and open questions end", async () => {
    await test.database.query(
      `insert into project_invitation (project_id, email, role, invited_by, invited_at, expires_at)
       values ($1, 'late@example.ru', 'superadministrator', 'romashka', $2, $3)`,
      [SHOP_ID, NOW, "2027-06-01T00:00:00Z"],
    );
    await test.database.query(
      `insert into owner_change (project_id, from_user_id, to_user_id, asked_at, expires_at)
       values ($1, 'romashka', 'romashka viewer', $2, $3)`,
      [SHOP_ID, NOW, "2027-06-01T00:00:00Z"],
    );
    const id = await open(changeOwner(HEIR), "romashka viewer");
    expect((await post(`/v1/office/requests/${id}/acts`, "support", { act: "complete", version: 1 })).status).toBe(200);
    const told = (await letters()).filter(({ subject }) => /владел/.test(subject) && !subject.startsWith("R-"));
    expect(told.map(({ recipients, subject }) => [recipients[0], subject.split(":")[0]])).toEqual(
      expect.arrayContaining([
        [HEIR, expect.stringMatching(/^Вы владелец проекта/)],
        [CUSTOMERS.romashka.email, expect.stringMatching(/^У проекта новый владелец/)],
      ]),
    );
    // Nobody is told that somebody agreed who was not asked.
    expect(told.map(({ text }) => text).join()).not.toMatch(/соглас/);
    const ended = await test.database.query<{ endedAs: string | null }>(
      `select ended_as as "endedAs" from project_invitation where email = 'late@example.ru'
        union all select ended_as from owner_change where project_id = $1`,
      [SHOP_ID],
    );
    expect(ended.map(({ endedAs }) => endedAs)).toEqual(["withdrawn", "withdrawn"]);
    const back = await open(changeOwner(CUSTOMERS.romashka.email), "romashka viewer");
    await post(`/v1/office/requests/${back}/acts`, "support", { act: "complete", version: 1 });
  });

  it("REG-05 REQ-11 a change of owner that cannot be made is refused, and nothing of it is done or written", async () => {
    const before = await rolesOf("romashka", "romashka billing_administrator");
    const complete = async (id: string) => {
      const { version, state, messages } = await cased(id);
      const answer = await post(`/v1/office/requests/${id}/acts`, "support", { act: "complete", version });
      expect(await cased(id)).toMatchObject({ version, state, messages });
      const [problem] = answer.json<{ errors?: { code: string; field: string }[] }>().errors ?? [];
      return [answer.status, problem?.code, problem?.field];
    };
    const gone = await open(changeOwner("viewer@romashka.example.test"), "romashka viewer");
    const change = "update app_user set email = $1 where user_id = 'romashka viewer'";
    await test.database.query(change, ["moved@romashka.example.test"]);
    expect(await complete(gone)).toEqual([422, "member_unknown", "fields.newOwner"]);
    await test.database.query(change, ["viewer@romashka.example.test"]);
    await test.database.query("update app_user set blocked_at = $1 where user_id = 'romashka viewer'", [NOW]);
    expect(await complete(gone)).toEqual([422, "member_unknown", "fields.newOwner"]);
    await test.database.query("update app_user set blocked_at = null where user_id = 'romashka viewer'");
    const owner = await open(changeOwner(CUSTOMERS.romashka.email), "romashka viewer");
    expect(await complete(owner)).toEqual([409, "owner_already", "fields.newOwner"]);
    const entered = await post(
      "/v1/office/requests",
      "support",
      { ...changeOwner(HEIR), region: "moscow", email: "boss@example.ru" },
      { "idempotency-key": "without-project" },
    );
    expect([entered.status, entered.text]).toEqual([201, expect.stringContaining("number")]);
    expect(await complete(entered.json<{ id: string }>().id)).toEqual([409, "request_without_project", "pid"]);
    expect(await rolesOf("romashka", "romashka billing_administrator")).toEqual(before);
  });

  it("PTR-16 a question about charges comes with the account's figures of that moment, for staff alone", async () => {
    world.moveTo("2027-02-08T10:00:00+03:00");
    const body = statement1c([
      {
        number: "1",
        on: "2027-02-01",
        amount: "5000.00",
        payer: CUSTOMERS.romashka.payer,
        projectId: CUSTOMERS.romashka.projects[0],
      },
    ]);
    await world.send({
      method: "POST",
      path: "/v1/office/bank-statements",
      as: "accountant",
      headers: { "content-type": "text/plain" },
      body,
    });
    const usage = usageEvent({
      id: "facts",
      projectId: CUSTOMERS.romashka.projects[0],
      sku: "compute.vcpu.standard",
      meter: "vcpu",
      unit: "vCPU",
      resource: "server",
      time: "2027-02-08T00:00:00+03:00",
      quantity: "2",
    });
    await post("/v1/usage", "metering", usage);
    await world.playTo("2027-02-08T12:00:00+03:00");
    const id = await open({ asked: { kind: "accruals", fields: { month: "2027-02" } }, text: "Почему столько?" });
    const { facts } = await cased(id, "accountant");
    const [balance, spent] = facts?.sections ?? [];
    expect(spent?.title.en).toBe("Expenses of 2027-02");
    const total = spent?.rows.find(({ label }) => label.ru === "Всего")?.amount ?? "0";
    expect(Number(total)).toBeGreaterThan(0);
    expect(Number(balance?.rows[0]?.amount)).toBeCloseTo(5_000 - Number(total), 2);
    await world.playTo("2027-02-09T12:00:00+03:00");
    expect((await cased(id, "accountant")).facts).toEqual(facts);
    expect(JSON.stringify(await thread(id))).not.toContain("Expenses of");
    const viewer = await post(`/v1/projects/${PID}/requests`, "romashka viewer", {
      asked: { kind: "accruals", fields: { month: "2027-02" } },
      text: "Почему?",
    });
    expect(viewer.status).toBe(403);
  });

  it("FRZ-02 who asks when objects are deleted is answered with the project's own times", async () => {
    const frozenAt = "2027-02-08T09:00:00Z";
    const [projectId] = CUSTOMERS.alatau.projects;
    const asked = { asked: { kind: "deletion_time", fields: { objects: "Все" } } };
    const calm = await open(asked, "alatau", ALMATY_PID);
    expect((await cased(calm)).facts?.sections[0]?.rows).toMatchObject([{ label: { ru: "Состояние" } }]);
    const usage = usageEvent({
      id: "debt",
      projectId,
      sku: "compute.vcpu.standard",
      meter: "vcpu",
      unit: "vCPU",
      resource: "server",
      time: "2027-02-09T13:00:00+05:00",
      quantity: "50",
    });
    await post("/v1/usage", "metering", usage);
    await world.playTo("2027-02-10T13:00:00+05:00");
    const id = await open(asked, "alatau", ALMATY_PID);
    const page = await cased(id);
    expect(page.facts?.sections[0]?.rows.map(({ label, at }) => [label.ru, typeof at])).toEqual([
      ["Заморожен", "string"],
      ["Удаление объектов", "string"],
    ]);
    const text = page.templates.find(({ code }) => code === "frozen")?.text ?? "";
    expect(text).not.toMatch(/\{\w+\}/);
    expect(text).toMatch(/заморожен \d+ февраля 2027/);
    expect(frozenAt < (page.facts?.sections[0]?.rows[0]?.at ?? "")).toBe(true);
    // What is over is told as over, by the balance, too.
    await world.playTo("2027-02-22T13:00:00+05:00");
    // Nobody looked for twelve days: the warning came only now, and a day of notice is owed behind it.
    await world.playTo("2027-02-23T14:00:00+05:00");
    const later = await cased(await open(asked, "alatau", ALMATY_PID));
    const [, gone] = later.facts?.sections[0]?.rows ?? [];
    expect(gone).toMatchObject({ label: { ru: "Объекты удалены", en: "Objects were deleted" } });
    expect(later.templates.find(({ code }) => code === "deleted")?.text).toMatch(/объекты удалены \d+ февраля 2027/);
    const balance = await world.get<{ frozen: object }>(`/v1/projects/${ALMATY_PID}/balance`, "alatau");
    expect(balance.frozen).toMatchObject({ objectsDeletedAt: gone?.at });
  });

  it("REQ-11 the form of each kind is told by the API, and what it does not name is refused", async () => {
    const { items } = await world.get<{ items: { code: string; allowed: boolean; fields: { name: string }[] }[] }>(
      `/v1/projects/${PID}/request-kinds`,
      "romashka viewer",
    );
    expect(items.map(({ code, allowed }) => [code, allowed])).toEqual([
      ["accruals", false],
      ["deletion_time", true],
      ["foreign_phone", true],
      ["change_owner", true],
      ["last_papers", true],
      ["question", true],
    ]);
    const stray = { asked: { kind: "question", fields: { topic: "a", priority: "high" } }, text: "b" };
    expect((await post(`/v1/projects/${PID}/requests`, "romashka", stray)).json()).toMatchObject({
      errors: [{ field: "asked.fields.priority", code: "unknown_field" }],
    });
    const lines = { asked: { kind: "question", fields: { topic: "a\r\nBcc: all@example.ru" } }, text: "b" };
    expect((await post(`/v1/projects/${PID}/requests`, "romashka", lines)).status).toBe(422);
    const silent = { asked: { kind: "question", fields: { topic: "a" } } };
    expect((await post(`/v1/projects/${PID}/requests`, "romashka", silent)).json()).toMatchObject({
      errors: [{ field: "text", code: "text_required" }],
    });
  });
});

describe("reliability 34: another's request", () => {
  it("REG-04 a member sees what they asked, who may sees all of the project's, and a stranger nothing", async () => {
    const id = await open(question("Вопрос смотрящего"), "romashka viewer");
    const list = async (as: string) =>
      (await world.get<{ items: { id: string }[] }>(`/v1/projects/${PID}/requests?limit=500`, as)).items.map(
        (one) => one.id,
      );
    expect(await list("romashka viewer")).toContain(id);
    expect(await list("romashka")).toContain(id);
    expect(await list("romashka user_administrator")).toEqual([]);
    for (const as of ["vasilek", "alatau", "romashka user_administrator", "romashka token", "narrow"]) {
      for (const [method, path, body] of [
        ["GET", `/v1/requests/${id}`, undefined],
        ["POST", `/v1/requests/${id}/messages`, { text: "Чужое" }],
        ["POST", `/v1/requests/${id}/acts`, { act: "withdraw" }],
        ["GET", `/v1/requests/${id}/files/1`, undefined],
      ] as const) {
        const answer = await world.send({ method, path, as, ...(body ? { body } : {}) });
        expect([as, path, answer.status]).toEqual([as, path, 404]);
      }
    }
    expect((await thread(id)).messages).toHaveLength(1);
  });

  it("reliability 34 a file of another's request is not there, nor can it be attached to one's own", async () => {
    const file = (
      await upload(
        "their.txt",
        "secret",
        "vasilek",
        `/v1/projects/${formatPid(CUSTOMERS.vasilek.projects[0])}/request-files`,
      )
    ).json<{ id: string }>().id;
    const stolen = await post(`/v1/projects/${PID}/requests`, "romashka", { ...question("Кража"), files: [file] });
    expect(stolen.json()).toMatchObject({ code: "file_unknown" });
    const theirs = await open(
      { ...question("Их"), files: [file] },
      "vasilek",
      formatPid(CUSTOMERS.vasilek.projects[0]),
    );
    const mine = await open(question("Мой"));
    expect((await world.send({ path: `/v1/requests/${mine}/files/${file}`, as: "romashka" })).status).toBe(404);
    expect((await world.send({ path: `/v1/requests/${theirs}/files/${file}`, as: "vasilek" })).status).toBe(200);
  });
});

describe("REQ-11: files over HTTP", () => {
  it("REQ-11 a file goes in while it is read, and out as an attachment at a path that knows no cookie", async () => {
    const file = (await upload('Акт "№1".txt', "содержимое")).json<{ id: string; bytes: number; name: string }>();
    expect(file).toMatchObject({ name: "Акт №1.txt", bytes: 20 });
    const id = await open({ ...question("С файлом"), files: [file.id] });
    const [message] = (await thread(id)).messages;
    expect(message?.files).toMatchObject([{ id: file.id, name: "Акт №1.txt" }]);
    const { url } = await world.get<{ url: string }>(`/v1/requests/${id}/files/${file.id}`, "romashka");
    const answer = await world.send({ path: url, headers: { cookie: "saldo.session_token=whatever" } });
    expect([answer.status, answer.text]).toEqual([200, "содержимое"]);
    expect(answer.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringMatching(/^attachment; filename="/),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect((await world.send({ path: `${url}x` })).status).toBe(404);
  });

  it("reliability 51 bombs, macros and scripts are refused in a sentence, and a large file before it has come whole", async () => {
    const bomb = zipOf([{ name: "a.txt", content: Buffer.alloc(20_000_000) }]);
    expect((await upload("bomb.zip", bomb)).json()).toMatchObject({ code: "archive_refused" });
    expect((await upload("run.js", "alert(1)")).json()).toMatchObject({ code: "file_active" });
    const large = await upload("large.txt", Buffer.alloc(24_000_000, 65));
    expect([large.status, large.json()]).toMatchObject([413, { code: "upload_too_large" }]);
    const asJson = await post(`/v1/projects/${PID}/request-files?fileName=a.txt`, "romashka", { a: 1 });
    expect(asJson.status).toBe(415);
    // The connection is still good for the next request.
    expect((await upload("small.txt", "x")).status).toBe(200);
  });
});

describe("reliability 67: one who asks without end", () => {
  it("reliability 67 who asks or writes without end is told when to come again; others ask as before", async () => {
    const as = "romashka viewer";
    const id = await open(question("Первый"), as);
    const turn = (what: "open" | "write") =>
      test.database
        .transaction((tx) => paceAsking(tx, what, as, systemClock.now()))
        .then(
          () => true,
          () => false,
        );
    for (const what of ["open", "write"] as const) while (await turn(what));
    const answers = [
      await post(`/v1/projects/${PID}/requests`, as, question("Ещё")),
      await post(`/v1/requests/${id}/messages`, as, { text: "Ещё" }),
    ];
    expect(answers.map(({ status, headers }) => [status, Number(headers["retry-after"]) > 0])).toEqual([
      [429, true],
      [429, true],
    ]);
    await open(question("Другой человек"));
  });
});
