import { beforeAll, describe, expect, test } from "vitest";

import { loadConfiguration } from "../../src/composition/configuration.ts";
import { PERSONAL } from "../../src/composition/personal-data.ts";
import { TOPICS } from "../../src/composition/topics.ts";
import { type ProjectId, parsePid } from "../../src/core/ids.ts";
import { DAY, HOUR, MINUTE, formatInstant, plus } from "../../src/core/time.ts";
import { topUp } from "../../src/modules/balance/index.ts";
import { concludeContract, registerPayer } from "../../src/modules/parties/index.ts";
import { consoleSender, letterWriter } from "../../src/modules/notifications/index.ts";
import { addMember, erasureJobs, erasureRetention, exchangeOwner, smsOf } from "../../src/modules/tenancy/index.ts";
import { requestJobs } from "../../src/modules/requests/index.ts";
import { UsageIntake, accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { chainActs } from "../../src/platform/audit/index.ts";
import { textOfLink } from "../../src/platform/identity/index.ts";
import type { RecurringJob } from "../../src/platform/jobs/index.ts";
import { type OutboxMessage, type SendResult, dispatchDue } from "../../src/platform/outbox/index.ts";
import { codeAt } from "../support/authenticator.ts";
import { ownerOf } from "../support/database.ts";
import { usageEvent } from "../support/http-world.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";
import { tracesOf } from "../support/person-traces.ts";

/** Reliability 65: personal data go, books and papers stay. */
const people = await openPeople();
const { database, clock, machine, visitor, user, staff, company, invite } = people;
const owner = ownerOf(database);

beforeAll(() => loadConfiguration(database, plus(clock.now(), -100 * DAY)));

const ask = (by: Visitor) => by.send("POST", "/v1/me/erasure");
const look = async (by: Visitor) =>
  ((await by.send("GET", "/v1/me/erasure")).body as unknown as { open: { dueAt: string; waits: boolean } | null }).open;
const blockers = async (by: Visitor) => {
  const { body } = await by.send("POST", "/v1/me/erasure/check");
  return (body as unknown as { blockers: { code: string }[] }).blockers.map(({ code }) => code);
};
/** What the worker does of a job until nothing is left. */
async function work(job: RecurringJob): Promise<void> {
  for (;;) if (!(await job.run({ database, now: clock.now(), stop: new AbortController().signal }))) return;
}
const eraseDue = () => work(erasureJobs(PERSONAL)[0] as RecurringJob);
const forget = () => work(erasureRetention(machine) as RecurringJob);
const pass = (ms: number) => {
  clock.moveTo(plus(clock.now(), ms));
  machine.moveTo(plus(machine.now(), ms));
};
const prove = (by: Visitor) => by.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" });

/** Letters are written as they are, and go to a server that says whom it took them for. */
const sent: { to: string; subject: string }[] = [];
async function deliver(): Promise<void> {
  const write = letterWriter({ database, publicUrl: "http://localhost:3000" });
  const told = consoleSender(database, machine);
  const senders = {
    console: told,
    mail: {
      ...told,
      async send(message: OutboxMessage): Promise<SendResult> {
        const letter = await write(message);
        if (!letter || typeof letter === "string")
          return { outcome: "refused", status: null, detail: "nobody", sent: {} };
        sent.push({ to: letter.to, subject: letter.subject });
        return { outcome: "delivered", status: 250, detail: null, sent: { answer: `250 <${letter.to}> taken` } };
      },
    },
  };
  for (;;) if ((await dispatchDue({ database, clock: machine, topics: TOPICS, senders })).claimed === 0) return;
}

/** A further project, which costs something. */
async function costly(by: Visitor, name = "Архив"): Promise<Awaited<ReturnType<typeof projectOf>>> {
  const { pid } = (await by.send("POST", "/v1/projects", { name })).body as unknown as { pid: string };
  return { pid, projectId: parsePid(pid) ?? 0n, path: `/v1/projects/${pid}` };
}
const projectOf = async (by: Visitor): Promise<{ pid: string; projectId: ProjectId; path: string }> => {
  const me = (await by.send("GET", "/v1/me")).body as unknown as { projects: { pid: string; role: string }[] };
  const pid = me.projects.find(({ role }) => role === "owner")?.pid ?? "";
  return { pid, projectId: parsePid(pid) ?? 0n, path: `/v1/projects/${pid}` };
};
const end = (by: Visitor, { path, pid }: { path: string; pid: string }) =>
  by.send("POST", `${path}/delete`, { pid, papers: null });
const pay = (projectId: ProjectId, amountMinor: bigint) =>
  database.transaction((tx) =>
    topUp(tx, {
      projectId,
      source: "other",
      amountMinor,
      currency: "RUB",
      at: clock.now(),
      reference: { kind: "test", id: `${projectId}` },
      idempotencyKey: `${projectId} ${clock.now()}`,
    }),
  );
const owes = async (projectId: ProjectId) => {
  const rows = await database.query<{ minor: bigint }>(
    "select balance_minor as minor from ledger_balance where project_id = $1 and ledger_account = 'payment'",
    [projectId],
  );
  return -(rows[0]?.minor ?? 0n);
};
async function use(projectId: ProjectId): Promise<void> {
  const intake = new UsageIntake(database);
  const what = { sku: "network.traffic.out", meter: "traffic", unit: "GB", resource: "net-1", quantity: "500" };
  await intake.ingest([usageEvent({ ...what, id: `use ${projectId}`, projectId, time: clock.now() })], clock.now());
  await intake.flush();
  await rateAll(database, clock.now());
  pass(DAY);
  await accrueAll(database, clock.now());
}
const books = () =>
  database.query(
    `select 'entry' as what, count(*), sum(entry_id) from journal_entry
     union all select 'posting', count(*), sum(amount_minor) from posting union all select 'charge', count(*), sum(amount_minor) from charge
     order by 1`,
  );

async function person(email: string, name = "Анна"): Promise<Visitor> {
  await user(email, name);
  return visitor().signIn(email);
}
/** Of somebody who has nothing any more that keeps an erasure. */
async function free(email: string, name?: string): Promise<Visitor> {
  const by = await person(email, name);
  expect((await end(by, await projectOf(by))).status).toBe(204);
  return by;
}

describe("reliability 65 asking to be erased", () => {
  test("reliability 65 REG-05 REG-08 it is refused, with a way out, while something keeps it", async () => {
    const by = await person("kept@example.ru");
    await end(by, await projectOf(by));
    const project = await costly(by);
    expect(await blockers(by)).toEqual(["erasure_owns_projects"]);
    const refused = await ask(by);
    expect([refused.status, refused.body.code]).toEqual([409, "erasure_owns_projects"]);
    await use(project.projectId);
    const debt = await owes(project.projectId);
    expect(debt).toBeGreaterThan(0n);
    await prove(by);
    expect((await end(by, project)).status).toBe(204);
    expect(await blockers(by)).toEqual(["erasure_debt"]);
    await pay(project.projectId, debt + 100n);
    expect(await blockers(by)).toEqual(["erasure_money_left"]);
    const { accountId } = (await accounts("kept@example.ru"))[0] ?? { accountId: 0n };
    await database.transaction(async (tx) => {
      const payer = {
        accountId,
        kind: "legal_entity",
        countryCode: "RU",
        name: "ООО «Кот»",
        inn: "7707083893",
      } as const;
      const payerId = await registerPayer(tx, { ...payer, kpp: "770701001", ogrn: "1027700132195", address: "Москва" });
      await concludeContract(tx, payerId, "vk", {
        type: "individual",
        paymentScheme: "prepaid",
        number: "ИД-7",
        signedOn: "2026-11-01" as never,
        startsAt: clock.now(),
        endsAt: null,
        paymentDays: null,
      } as never);
    });
    expect(await blockers(by)).toEqual(["erasure_money_left", "erasure_contract"]);
    // A project that another owns by now is paid for by the account all the same.
    const giver = await person("giver@example.ru");
    const given = await projectOf(giver);
    const { userId } = await user("taker@example.ru");
    await database.transaction(async (tx) => {
      await addMember(tx, given.projectId, userId, "superadministrator", clock.now());
      await exchangeOwner(tx, given.projectId, userId, clock.now());
    });
    expect(await blockers(giver)).toEqual(["erasure_account_used"]);
    expect(await blockers(await staff("support"))).toEqual(["erasure_of_staff"]);
  });

  test("reliability 65 AUD-01 for seven days it can be taken back; it asks who is at the browser, tells by letter, is an act", async () => {
    const by = await free("back@example.ru");
    pass(HOUR);
    expect((await ask(by)).body.code).toBe("proof_needed");
    await prove(by);
    expect((await ask(by)).status).toBe(202);
    expect((await ask(by)).body.code).toBe("erasure_asked_already");
    expect(await look(by)).toMatchObject({ dueAt: expect.stringContaining("T"), waits: false });
    pass(6 * DAY);
    await eraseDue();
    expect((await by.send("DELETE", "/v1/me/erasure")).status).toBe(204);
    expect((await by.send("DELETE", "/v1/me/erasure")).status).toBe(404);
    pass(2 * DAY);
    await eraseDue();
    expect(await look(by)).toBeNull();
    expect((await by.send("GET", "/v1/me")).status).toBe(200);
    await deliver();
    const subjects = sent.filter(({ to }) => to === "back@example.ru").map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining(["Ваша учётная запись будет удалена", "Учётная запись останется"]));
    const acts = await database.query<{ act: string }>(
      `select act from audit_event where actor = (select 'user:' || user_id from app_user where email = 'back@example.ru')
          and act like 'erasure.%' and refusal is null order by 1`,
    );
    expect(acts.map(({ act }) => act)).toEqual(["erasure.asked", "erasure.withdrawn"]);
  });

  test("reliability 65 what comes up meanwhile keeps it; the person is told once, and it is done when it is gone", async () => {
    const by = await free("meanwhile@example.ru");
    expect((await ask(by)).status).toBe(202);
    expect((await by.send("POST", "/v1/projects", { name: "Ещё один" })).status).toBe(201);
    pass(7 * DAY);
    await eraseDue();
    await by.signIn("meanwhile@example.ru");
    expect(await look(by)).toMatchObject({ waits: true });
    pass(2 * DAY);
    await eraseDue();
    const told = await database.query(
      "select 1 from outbox_message where topic = 'person.notice' and payload ->> 'kind' = 'erasure_waits' and payload ->> 'email' = 'meanwhile@example.ru'",
    );
    expect(told).toHaveLength(1);
    await by.signIn("meanwhile@example.ru");
    await end(by, await liveProjectOf(by));
    pass(2 * DAY);
    await eraseDue();
    expect((await visitor().enter("meanwhile@example.ru")).status).toBe(401);
  });
});

describe("reliability 65 the office", () => {
  test("reliability 65 staff enter a paper with a reason, hold an erasure and let it go; whoever may not is refused", async () => {
    await free("paper@example.ru");
    const clerk = await staff("document_clerk");
    const path = "/v1/office/erasures";
    const reason = "Заявление от 20.11.2026, паспорт сверен";
    expect((await clerk.send("POST", path, { email: "paper@example.ru", reason: "коротко" })).status).toBe(422);
    expect((await clerk.send("POST", path, { email: "nobody@example.ru", reason })).body.code).toBe("unknown_user");
    expect((await clerk.send("POST", path, { email: "paper@example.ru", reason })).status).toBe(202);
    const list = async (query = "") =>
      ((await clerk.send("GET", `${path}${query}`)).body as unknown as { items: Record<string, unknown>[] }).items;
    const [entered] = await list();
    expect(entered).toMatchObject({ email: "paper@example.ru", byStaff: true, reason, state: "waits" });
    const of = `${path}/${String(entered?.["id"])}`;
    expect((await clerk.send("POST", `${of}/hold`, { reason: "Запрос суда № 12" })).status).toBe(204);
    pass(8 * DAY);
    await eraseDue();
    await clerk.signIn("document_clerk@staff.example.ru");
    expect((await list())[0]).toMatchObject({ state: "held", holdReason: "Запрос суда № 12" });
    expect((await clerk.send("POST", `${of}/release`)).status).toBe(204);
    expect((await clerk.send("POST", `${of}/release`)).status).toBe(404);
    await eraseDue();
    expect((await list("?open=false")).find(({ id }) => id === entered?.["id"])).toMatchObject({
      state: "erased",
      name: "Удалённый пользователь (deleted user)",
    });
    expect((await clerk.send("POST", `${of}/withdraw`)).status).toBe(404);
    const customer = await person("customer@example.ru");
    expect((await customer.send("GET", path)).status).toBe(403);
    expect((await customer.send("POST", path, { email: "customer@example.ru", reason })).status).toBe(403);
  });
});

const NAME = "Зинаида Пробкина";
const PHONE = "+79161230977";
const [OLD, NEW] = ["zinaida.old@example.ru", "zinaida@example.ru"];
const NEEDLES = [OLD, NEW, "Пробкина", PHONE, "9161230977", "Сверхсекретный вопрос"];

interface Lived {
  readonly by: Visitor;
  readonly office: Visitor;
  readonly first: Awaited<ReturnType<typeof projectOf>>;
  readonly project: Awaited<ReturnType<typeof projectOf>>;
}
/** What a person leaves behind in years, as far as it can be left in a test. */
async function lived(): Promise<Lived> {
  const by = await person(OLD, NAME);
  const first = await projectOf(by);
  const project = await costly(by);
  await by.send("POST", "/v1/me/mail-change", { email: NEW });
  for (const [side, email] of [
    ["old", OLD],
    ["new", NEW],
  ] as const) {
    const rows = await database.query<{ id: bigint }>(
      "select mail_link_id as id from auth.mail_link where email = $1 and purpose = $2",
      [email, `mail_${side}`],
    );
    const link = (await textOfLink(database, rows[0]?.id ?? 0n)) ?? "";
    expect((await visitor().send("POST", "/v1/mail-changes/agree", { side, link })).status).toBe(200);
  }
  await by.signIn(NEW);
  await by.send("POST", "/v1/me/phone", { phone: PHONE });
  const [message] = await database.query<{ payload: object }>(
    "select payload from outbox_message where topic = 'phone.code' order by message_id desc limit 1",
  );
  const sms = await smsOf(database, message as never, machine.now());
  expect((await by.send("POST", "/v1/me/phone/confirm", { code: sms?.text.slice(0, 6) })).status).toBe(200);
  const { accountId } = (await accounts(NEW))[0] ?? { accountId: 0n };
  await database.transaction((tx) =>
    registerPayer(tx, {
      accountId,
      kind: "individual",
      countryCode: "RU",
      name: NAME,
      address: `Москва, ${NAME}`,
      documentEmail: NEW,
    }),
  );
  const other = await company();
  await invite(other.owner, other.path, NEW, "superadministrator");
  const [asked] = await people.asked(by);
  expect((await by.send("POST", `/v1/me/invitations/${asked?.id}/accept`)).status).toBe(204);
  await invite(by, other.path, "friend@example.ru", "viewer");
  await other.owner.send("POST", `${other.path}/notification-addresses`, { email: NEW, groups: ["money"] });
  await by.send("PUT", "/v1/me/saved-filters", { list: "requests", name: "Пробкина", query: "search=Пробкина" });
  await by.send("POST", `${other.path}/tokens`, { name: "Счётчик", scopes: ["project.view"], days: 10 });
  const office = await staff("operator");
  for (const { path } of [first, other]) {
    const file = await by.bring(`${path}/request-files?fileName=Пробкина.txt`, `${NAME}, ${PHONE}`);
    const files = [(file.body as unknown as { id: string }).id];
    const made = await by.send("POST", `${path}/requests`, {
      asked: { kind: "question", fields: { topic: "Сверхсекретный вопрос" } },
      text: `Пишет ${NAME}, телефон ${PHONE}`,
      files,
    });
    const { id } = made.body as unknown as { id: string };
    const version = ((await office.send("GET", `/v1/office/requests/${id}`)).body as unknown as { version: number })
      .version;
    for (const act of path === first.path ? ["note", "answer"] : ["note"])
      await office.send("POST", `/v1/office/requests/${id}/messages`, { act, text: `Ответ: ${NAME}`, version });
    await by.send("PUT", `/v1/requests/${id}/rating`, { score: 5, comment: `Спасибо, ${NAME}` });
  }
  await office.send("POST", "/v1/office/visits", { email: NEW, reason: `Смотрим с ${NAME}`, minutes: 15 });
  const { key } = (await by.send("POST", "/v1/me/second-factor/begin")).body as unknown as { key: string };
  expect((await by.send("POST", "/v1/me/second-factor/confirm", { code: codeAt(key, machine.now()) })).status).toBe(
    200,
  );
  await use(project.projectId);
  pass(5 * DAY);
  await work(requestJobs()[1] as RecurringJob);
  await deliver();
  await office.signIn("operator@staff.example.ru");
  await by.signIn(NEW, codeAt(key, machine.now()));
  return { by, first, project, office };
}

describe("reliability 65 an erasure", () => {
  test("reliability 65 nothing of the person is left but what is explained; books, papers and the chain of acts are as they were", async () => {
    const { by, first, project, office } = await lived();
    await database.query("update auth.session set proved_at = $1", [formatInstant(machine.now())]);
    for (const one of [first, project]) expect((await end(by, one)).status).toBe(204);
    const debt = await owes(project.projectId);
    if (debt > 0n) await pay(project.projectId, debt);
    expect(await blockers(by)).toEqual([]);
    expect((await ask(by)).status).toBe(202);
    await deliver();
    await chainActs(database, machine.now());
    const before = { books: await books(), traces: await tracesOf(owner, NEEDLES) };
    // It stands in many places, so that a search that finds nothing afterwards says something.
    expect(before.traces).toEqual(
      expect.arrayContaining([
        "app_user.email",
        "auth.login.email",
        "notification.facts",
        "notification_address.email",
        "outbox_attempt.sent",
        "outbox_message.payload",
        "payer.name",
        "project.name",
        "project_invitation.email",
        "request.fields",
        "request_message.text",
        "request_rating.comment",
        "saved_filter.name",
        "staff_visit.reason",
        "uploaded_chunk.bytes",
        "uploaded_file.name",
        "user_phone.phone",
      ]),
    );
    pass(7 * DAY);
    await eraseDue();
    // The last letter leaves, and takes the address along.
    await deliver();
    pass(MINUTE);
    await forget();
    await chainActs(database, machine.now());
    expect(sent.at(-1)).toMatchObject({ to: NEW, subject: "Ваша учётная запись удалена" });
    // What staff wrote of a visit is evidence in the chain of acts (decision 0211).
    expect(await tracesOf(owner, NEEDLES)).toEqual(["audit_event.after", "staff_visit.reason"]);
    expect(await books()).toEqual(before.books);

    expect(
      await owner.query("select 1 from auth.session s join app_user u using (user_id) where u.erased_at is not null"),
    ).toEqual([]);
    expect((await visitor().enter(NEW)).status).toBe(401);
    await eraseDue();
    await forget();
    const again = await person(NEW, "Другая");
    expect((await again.send("GET", "/v1/me")).status).toBe(200);
    await office.signIn("operator@staff.example.ru");
    const { items } = (await office.send("GET", "/v1/office/erasures?open=false")).body as unknown as {
      items: { name: string; email: string }[];
    };
    expect(items[0]).toMatchObject({
      name: "Удалённый пользователь (deleted user)",
      email: expect.stringMatching(/^erased-\d+@erased\.invalid$/),
    });
  });

  test("reliability 65 a history can lose a person's words, and never say another thing", async () => {
    const { by, path } = await asked();
    const id = (await by.send("GET", path)).body as unknown as { id: string };
    expect(id).toBeDefined();
    const change = (column: string, value: string) => owner.query(`update request_message set ${column} = $1`, [value]);
    await expect(change("text", "Я этого не писал")).rejects.toThrow("append-only");
    await expect(change("author", "staff")).rejects.toThrow("append-only");
    await expect(owner.query("delete from request_message")).rejects.toThrow("append-only");
    await expect(owner.query("update payer_change set after = '{}'")).resolves.toBeDefined();
    await expect(owner.query("update outbox_message set payload = '{}' where failed_at is null")).rejects.toThrow();
  });
});

async function asked(): Promise<{ by: Visitor; path: string }> {
  const by = await person("words@example.ru");
  const { path } = await projectOf(by);
  const made = await by.send("POST", `${path}/requests`, {
    asked: { kind: "question", fields: { topic: "Вопрос" } },
    text: "Письмо",
  });
  return { by, path: `/v1/requests/${(made.body as unknown as { id: string }).id}` };
}
const accounts = (email: string) =>
  database.query<{ accountId: bigint }>(
    'select account_id as "accountId" from account join app_user on user_id = owner_user_id where email = $1',
    [email],
  );
async function liveProjectOf(by: Visitor): Promise<{ pid: string; path: string }> {
  const me = (await by.send("GET", "/v1/me")).body as unknown as { projects: { pid: string; status: string }[] };
  const pid = me.projects.find(({ status }) => status === "active")?.pid ?? "";
  return { pid, path: `/v1/projects/${pid}` };
}
