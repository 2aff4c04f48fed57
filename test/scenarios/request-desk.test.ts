import { beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, openHttpWorld } from "../support/http-world.ts";
import { ALMATY_PID, type Case, DOCS, PID, type Thread, requestWorld } from "../support/request-world.ts";

const test = await testDatabase({ connections: 12 });
const world = await openHttpWorld(test, { services: true });
const { post, question, thread, cased, open, letters, letterOf, mail, casesOf } = requestWorld(world);
/** A Tuesday; Wednesday is a holiday in Kazakhstan alone. */
const TUESDAY = "2026-12-15T11:00:00";

interface Desk extends Case {
  department: string;
  followed: boolean;
  rating: { score: number; comment: string | null } | null;
  mergedInto: { id: string; number: string } | null;
  merged: { number: string }[];
  siblings: { id: string; number: string }[];
  staff: { id: string }[];
}
interface Asked extends Thread {
  rating: { score: number } | null;
  mayRate: boolean;
  mergedInto: string | null;
}
interface Rows {
  items: { id: string; overdue: boolean; number: string }[];
  nextCursor: string | null;
}

const desk = async (id: string, as = "support") => (await cased(id, as)) as Desk;
const put = (path: string, as: string, body: unknown) => world.send({ method: "PUT", path, as, body });
const officePut = (id: string, what: string, body: unknown, as = "support") =>
  put(`/v1/office/requests/${id}/${what}`, as, body);
const work = async (as: string, show = "waiting") =>
  (await world.get<Rows>(`/v1/office/my-work?limit=500&show=${show}`, as)).items.map(({ id }) => id);
const answer = async (id: string) =>
  post(`/v1/office/requests/${id}/messages`, "support", {
    act: "answer",
    text: "Готово",
    version: (await cased(id)).version,
  });
/** Letters that tell of it: its own, or one that gathers those of an hour. */
const lateLetters = async (number: string) =>
  (await letters()).filter(({ subject, text }) => `${subject}\n${text}`.includes(`${number}: срок ответа прошёл`));

beforeAll(() => world.moveTo(`${TUESDAY}+03:00`));

describe("REQ-11: deadlines", () => {
  it("REQ-11 a deadline runs in the working hours of the region's own calendar: a holiday of one country is none of the other", async () => {
    const moscow = await thread(await open(question("Москва")));
    expect(moscow.dueAt).toBe("2026-12-17T08:00:00.000Z");
    world.moveTo(`${TUESDAY}+05:00`.replace("15T", "16T"));
    const almaty = await thread(await open(question("Алматы"), "alatau", ALMATY_PID), "alatau");
    // Nobody works there on the sixteenth: two whole days from the seventeenth's morning.
    expect(almaty.dueAt).toBe("2026-12-18T13:00:00.000Z");
  });

  it("REQ-11 a passed deadline is told once to whose it is and to those in charge, who see it in their work; an answer ends it", async () => {
    const id = await open(question("Просрочим"));
    const clerk = "accountant";
    await officePut(id, "assignee", { assignee: clerk, version: 1 });
    expect(await work("operator")).not.toContain(id);
    await world.playTo("2026-12-18T16:00:00+03:00");
    const late = await desk(id);
    expect(late.events[0]).toMatchObject({ act: "overdue", by: "system" });
    // What was seen is still what is there: an answer that is being written is not refused for it.
    expect(late.version).toBe(2);
    await world.playTo("2026-12-18T17:01:00+03:00");
    const told = (await lateLetters(late.number)).flatMap(({ recipients }) => recipients);
    expect(told.sort()).toEqual(["accountant@saldo.example.test", "operator@saldo.example.test"]);
    expect(await work("operator")).toContain(id);
    await world.playTo("2026-12-18T19:00:00+03:00");
    expect(await lateLetters(late.number)).toHaveLength(2);
    await answer(id);
    expect(await work("operator")).not.toContain(id);
    // Its time begins anew when the customer comes back, and so does the telling.
    await post(`/v1/requests/${id}/messages`, "romashka", { text: "Ещё" });
    await world.playTo("2026-12-24T17:00:00+03:00");
    await world.playTo("2026-12-24T18:01:00+03:00");
    expect(await lateLetters(late.number)).toHaveLength(4);
  });

  it("REQ-11 what is nobody's is told to its department, and to nobody of another one", async () => {
    const id = await open(question("Ничей"));
    const { number } = await thread(id);
    await world.playTo("2026-12-30T12:00:00+03:00");
    await world.playTo("2026-12-30T13:01:00+03:00");
    const told = (await lateLetters(number)).flatMap(({ recipients }) => recipients);
    expect(told.sort()).toEqual(["operator@saldo.example.test", "support@saldo.example.test"]);
  });
});

describe("REQ-11: the desk", () => {
  it("REQ-11 a case is handed to another department with its deadline, and waits there for whoever takes it", async () => {
    const id = await open(question("Не к нам"));
    await post(`/v1/office/requests/${id}/acts`, "support", { act: "take", version: 1 });
    const { dueAt } = await desk(id);
    expect(await work("accountant")).not.toContain(id);
    expect((await officePut(id, "department", { department: "accounting", version: 1 })).status).toBe(409);
    const moved = await officePut(id, "department", { department: "accounting", version: 2 });
    expect(moved.json()).toMatchObject({ state: "in_work", version: 3 });
    expect(await desk(id)).toMatchObject({ department: "accounting", assigneeName: null, dueAt });
    expect(await work("accountant")).toContain(id);
    expect(await work("support")).not.toContain(id);
    await answer(id);
    await post(`/v1/office/requests/${id}/acts`, "support", { act: "close", version: 4 });
    const late = await officePut(id, "department", { department: "support", version: 5 });
    expect(late.json()).toMatchObject({ code: "act_not_possible" });
  });

  it("REQ-11 staff follow what is not theirs, each for themselves", async () => {
    const id = await open(question("Слежу"));
    expect((await officePut(id, "following", { follows: true }, "accountant")).status).toBe(204);
    expect((await officePut(id, "following", { follows: true }, "accountant")).status).toBe(204);
    await answer(id);
    expect(await work("accountant", "followed")).toEqual([id]);
    expect(await work("support", "followed")).toEqual([]);
    expect([(await desk(id, "accountant")).followed, (await desk(id)).followed]).toEqual([true, false]);
    await officePut(id, "following", { follows: false }, "accountant");
    expect(await work("accountant", "followed")).toEqual([]);
    expect((await officePut("999999", "following", { follows: true })).status).toBe(404);
  });

  it("REQ-11 two cases of one customer become one: each says so, and mail to the first lands in the second", async () => {
    const into = await open(question("Первый раз"));
    const id = await open(question("Второй раз"));
    const other = await open(question("Чужой"), "romashka viewer");
    const { number, siblings } = await desk(id);
    expect(siblings.map((one) => one.id)).toContain(into);
    expect(siblings.map((one) => one.id)).not.toContain(other);
    const { replyTo } = await letterOf(number);
    for (const wrong of [other, id, "999999"])
      expect((await officePut(id, "merged", { into: wrong, version: 1 })).status).toBeGreaterThanOrEqual(404);
    const joined = await officePut(id, "merged", { into, version: 1 });
    expect(joined.json()).toMatchObject({ state: "closed" });
    const target = await desk(into);
    expect(target.merged).toMatchObject([{ number }]);
    expect(target.messages.at(-1)).toMatchObject({ internal: true, text: `Присоединён запрос ${number}: Второй раз` });
    const seen = (await thread(id)) as Asked;
    expect(seen).toMatchObject({ mergedInto: into, acts: [], mayRate: false });
    expect(seen.messages.at(-1)?.text).toContain(target.number);
    const letter = await letterOf(number);
    expect(letter.subject).toBe(`${number}: запрос объединён с ${target.number}`);
    const said = await post(`/v1/requests/${id}/messages`, "romashka", { text: "Сюда?" });
    expect(said.json()).toMatchObject({ code: "act_not_possible" });
    expect(await mail({ from: CUSTOMERS.romashka.email, to: replyTo, subject: "Re", text: "Туда" })).toBe(250);
    expect((await thread(into)).messages.at(-1)).toMatchObject({ text: "Туда", author: "customer" });
    // Taken up again it is a case of its own.
    await post(`/v1/office/requests/${id}/acts`, "support", { act: "reopen", version: (await desk(id)).version });
    expect((await desk(into)).merged).toEqual([]);
    expect((await desk(id)).mergedInto).toBeNull();
  });

  it("REQ-11 an unwanted mail is turned away without a letter and opens nothing for a month; nobody shuts a user out by it", async () => {
    const spam = { from: "casino@example.ru", to: DOCS, subject: "Казино", text: "Выиграй" };
    await mail(spam);
    const [first] = await casesOf("casino@example.ru");
    const { id, number } = first as Case;
    const { replyTo } = await letterOf(number);
    const sent = (await letters()).length;
    const turned = await post(`/v1/office/requests/${id}/acts`, "support", { act: "spam", version: 1 });
    expect(turned.json()).toMatchObject({ state: "closed" });
    expect(await mail({ ...spam, subject: "Снова казино" })).toBe(250);
    expect(await mail({ ...spam, to: replyTo, subject: "Re" })).toBe(250);
    expect((await letters()).length).toBe(sent);
    expect((await casesOf("casino@example.ru")).map((one) => [one.number, one.state])).toEqual([[number, "closed"]]);
    await post(`/v1/office/requests/${id}/acts`, "support", { act: "reopen", version: 2 });
    await mail({ ...spam, subject: "Это было не казино" });
    expect(await casesOf("casino@example.ru")).toHaveLength(2);

    const from = CUSTOMERS.romashka.email;
    await mail({ from, to: DOCS, subject: "Под чужим именем", text: "Казино" });
    const forged = (await casesOf(from)).find(({ title }) => title === "Под чужим именем") as Case;
    await post(`/v1/office/requests/${forged.id}/acts`, "support", { act: "spam", version: 1 });
    await mail({ from, to: DOCS, subject: "Настоящее письмо", text: "Текст" });
    expect((await casesOf(from)).map(({ title }) => title)).toContain("Настоящее письмо");

    const own = await open(question("Из консоли"));
    const refused = await post(`/v1/office/requests/${own}/acts`, "support", { act: "spam", version: 1 });
    expect(refused.json()).toMatchObject({ code: "act_not_possible" });
  });
});

describe("REQ-11: what an answer is worth", () => {
  it("REQ-11 who asked says what the answer is worth, once there is one; staff read it, and a stranger cannot", async () => {
    const id = await open(question("Оценка"));
    const rate = (score: number, as = "romashka", comment?: string) =>
      put(`/v1/requests/${id}/rating`, as, { score, ...(comment ? { comment } : {}) });
    expect((await rate(5)).json()).toMatchObject({ code: "act_not_possible" });
    await answer(id);
    expect((await letterOf((await thread(id)).number)).text).toContain("Оцените ответ");
    expect((await thread(id)) as Asked).toMatchObject({ mayRate: true, rating: null });
    expect((await rate(4)).status).toBe(204);
    expect((await rate(2, "romashka", "Долго")).status).toBe(204);
    expect((await desk(id)).rating).toEqual({ score: 2, comment: "Долго" });
    expect(((await thread(id)) as Asked).rating).toMatchObject({ score: 2 });
    expect((await rate(1, "vasilek")).status).toBe(404);
    for (const score of [0, 6, 2.5]) expect((await rate(score)).status).toBe(422);
    expect((await desk(id)).events[0]).toMatchObject({ act: "rate", by: "customer" });
  });
});

describe("REQ-11: finding", () => {
  it("REQ-11 a case is found by its number, an address, a project, and words of what was said in any form", async () => {
    const found = async (search: string, show = "all") =>
      (
        await world.get<Rows>(
          `/v1/office/requests?show=${show}&limit=500&search=${encodeURIComponent(search)}`,
          "support",
        )
      ).items.map(({ id }) => id);
    const id = await open(question("Закрывающие документы", "Не пришла счёт-фактура за сентябрь"));
    const { number } = await thread(id);
    await post(`/v1/office/requests/${id}/messages`, "support", { act: "note", text: "Проверить Диадок" });
    for (const search of [number, number.toLowerCase(), CUSTOMERS.romashka.email, PID])
      expect([search, (await found(search)).includes(id)]).toEqual([search, true]);
    for (const search of ["закрывающий документ", "сентября", "диадок", '"за сентябрь"', "Ромашкина документы"])
      expect([search, (await found(search)).includes(id)]).toEqual([search, true]);
    expect(await found("диадок", "queue")).toEqual([id]);
    expect(await found("октябрь")).not.toContain(id);
    for (const search of ["диадок & | !", "'; drop table request; --", "R-"])
      expect(Array.isArray(await found(search))).toBe(true);
  });

  it("REQ-11 letters about one request are one conversation in a mail program", async () => {
    const id = await open(question("Переписка"));
    const { number } = await thread(id);
    const first = (await letterOf(number)).headers.get("references");
    await answer(id);
    expect((await letterOf(number)).headers.get("references")).toBe(first);
    expect(first).toMatch(/^<request-\d+@/);
  });
});

describe("NTF-01: in the console", () => {
  it("NTF-01 REQ-11 who asked is told in the console what became of it, and staff that a deadline has passed", async () => {
    interface Told {
      items: { kind: string; group: string; title: { ru: string }; href: string | null }[];
    }
    const told = async (as: string, number: string) => {
      await world.drain();
      const { items } = await world.get<Told>("/v1/me/notifications?group=requests&limit=100", as);
      return items.filter(({ title }) => title.ru.includes(number)).map(({ kind, href }) => [kind, href]);
    };
    const id = await open(question("Колокольчик"));
    const { number } = await thread(id);
    expect(await told("romashka", number)).toEqual([]);
    await world.playTo("2027-01-20T12:00:00+03:00");
    expect(await told("support", number)).toEqual([["request.overdue", `/office/requests/${id}`]]);
    expect(await told("accountant", number)).toEqual([]);
    await post(`/v1/office/requests/${id}/messages`, "support", {
      act: "ask",
      text: "Уточните",
      version: (await cased(id)).version,
    });
    await answer(id);
    const href = `/projects/${PID}/requests/${id}`;
    expect(await told("romashka", number)).toEqual([
      ["request.answered", href],
      ["request.waits_customer", href],
    ]);
    expect(await told("romashka superadministrator", number)).toEqual([]);
  });
});

describe("REQ-11: saved filters", () => {
  it("REQ-11 a filter is kept under a name for who keeps it, and for nobody else", async () => {
    type Saved = { items: { id: string; name: string; query: string }[] };
    const saved = async (as: string) => (await world.get<Saved>("/v1/me/saved-filters?list=cases", as)).items;
    const save = (as: string, name: string, query: string) =>
      put("/v1/me/saved-filters", as, { list: "cases", name, query });
    expect((await save("support", "Мои", "assignee=me")).status).toBe(204);
    expect((await save("support", "Мои", "assignee=me&show=overdue")).status).toBe(204);
    const [kept] = await saved("support");
    expect(kept).toMatchObject({ name: "Мои", query: "assignee=me&show=overdue" });
    expect(await saved("accountant")).toEqual([]);
    const remove = (as: string) => world.send({ method: "DELETE", path: `/v1/me/saved-filters/${kept?.id}`, as });
    expect((await remove("accountant")).status).toBe(404);
    expect((await save("support", "a\u0000b", "")).status).toBe(422);
    for (let place = 1; place < 30; place += 1) await save("support", `Отбор ${place}`, "");
    expect((await save("support", "Лишний", "")).json()).toMatchObject({ code: "too_many_saved_filters" });
    expect((await remove("support")).status).toBe(204);
    expect((await saved("support")).map(({ name }) => name)).not.toContain("Мои");
  });
});
