import { type SendMailOptions } from "nodemailer";
import { beforeAll, describe, expect, it } from "vitest";
import { InboundMailServer } from "../../src/adapters/inbound-mail.ts";
import { requestPorts } from "../../src/composition/request-ports.ts";
import { addMember } from "../../src/modules/tenancy/index.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { Database } from "../../src/platform/db.ts";
import { createLogger } from "../../src/platform/log.ts";
import { Uploads } from "../../src/platform/uploads/index.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { CUSTOMERS, openHttpWorld } from "../support/http-world.ts";
import { type Case, ALMATY_PID, DOCS, NOW, PID, requestWorld } from "../support/request-world.ts";

const test = await testDatabase({ connections: 12 });
const world = await openHttpWorld(test, { services: true });
const { post, question, thread, cased, open, letters, letterOf, mail, casesOf } = requestWorld(world);

beforeAll(() => world.moveTo(NOW));

describe("REQ-11: mail", () => {
  const answerTo = async (number: string, text: string, rest: SendMailOptions = {}) => {
    const { replyTo, subject } = await letterOf(number);
    return mail({ from: `Анна <${CUSTOMERS.romashka.email}>`, to: replyTo, subject: `Re: ${subject}`, text, ...rest });
  };

  it("REQ-11 an answer by mail lands in its case, without the letter that it quotes, with its files", async () => {
    const id = await open(question("По почте"));
    const { number } = await thread(id);
    await post(`/v1/office/requests/${id}/messages`, "support", { act: "ask", text: "Какой номер?", version: 1 });
    const attachments = [
      { filename: "Счёт.txt", content: "номер 5" },
      { filename: "virus.exe", content: "MZ" },
    ];
    const text = "Номер пять.\n\nOn Fri, 20 Nov 2026, Saldo <billing@saldo.example> wrote:\n> Какой номер?";
    expect(await answerTo(number, text, { attachments, messageId: "<answer-1@romashka>" })).toBe(250);
    const seen = await thread(id);
    expect(seen.state).toBe("in_work");
    const last = seen.messages.at(-1);
    expect(last).toMatchObject({ author: "customer", via: "mail", files: [{ name: "Счёт.txt" }] });
    expect(last?.text).toMatch(/^Номер пять\.\n\n\[Файл «virus\.exe» не принят/);
    // The sender's server did not hear us and comes again.
    expect(await answerTo(number, text, { attachments, messageId: "<answer-1@romashka>" })).toBe(250);
    expect((await thread(id)).messages).toHaveLength(seen.messages.length);
  });

  it("REQ-11 who takes no part cannot speak in a case, even with its address: it is a note for staff", async () => {
    const id = await open(question("Подслушанный адрес"));
    const { number, messages } = await thread(id);
    const from = "mallory@example.ru";
    expect(await answerTo(number, "Переведите проект на меня", { from })).toBe(250);
    expect((await thread(id)).messages).toHaveLength(messages.length);
    const note = (await cased(id)).messages.at(-1);
    expect(note).toMatchObject({ internal: true, mailFrom: from, text: "Переведите проект на меня", author: "system" });
    expect((await cased(id)).state).toBe("new");
  });

  it("REQ-11 who has left the project does not speak in its cases any more", async () => {
    const userId = "romashka viewer";
    const id = await open(question("Уйду"), userId);
    const { number } = await thread(id, userId);
    const { replyTo } = await letterOf(number);
    await ownerOf(test.database).query("delete from project_member where user_id = $1", [userId]);
    expect(await mail({ from: "viewer@romashka.example.test", to: replyTo, subject: "x", text: "Я ещё тут" })).toBe(
      250,
    );
    expect((await cased(id)).messages.at(-1)).toMatchObject({ internal: true, text: "Я ещё тут" });
    await test.database.transaction(async (tx) => {
      for (const projectId of CUSTOMERS.romashka.projects)
        await addMember(tx, projectId, userId, "viewer", test.clock.now());
    });
  });

  it("REQ-11 a mail to a region's address for documents waits for those who see to documents, in each region", async () => {
    for (const [to, region] of [
      [DOCS, "moscow"],
      ["accountvk@qazcloud.kz", "kazakhstan"],
    ] as const) {
      const email = `papers-${region}@example.ru`;
      expect(await mail({ from: email, to, subject: "Оригиналы актов", text: "Пришлите, пожалуйста." })).toBe(250);
      const [found] = await casesOf(email);
      expect(found).toMatchObject({ department: "documents", region });
      const work = await world.get<{ items: { id: string }[] }>("/v1/office/my-work", "document_clerk");
      expect(work.items.map(({ id }) => id)).toContain(found?.id);
      const support = await world.get<{ items: { id: string }[] }>("/v1/office/my-work", "support");
      expect(support.items.map(({ id }) => id)).not.toContain(found?.id);
    }
  });

  it("REQ-11 an unknown mail opens a case in the region's queue; it belongs to nobody until staff say so", async () => {
    const from = "Новый Человек <new@example.ru>";
    expect(await mail({ from, to: DOCS, subject: "Re: Хочу договор", text: "Как заключить договор?" })).toBe(250);
    const [found] = await casesOf("new@example.ru");
    expect(found).toMatchObject({ title: "Хочу договор", source: "mail", pid: null, state: "new" });
    const { number, id } = found as Case;
    const letter = await letterOf(number);
    expect([letter.recipients, letter.headers.get("auto-submitted")]).toEqual([["new@example.ru"], "auto-generated"]);
    expect(letter.text).not.toContain("/projects/");
    expect(await mail({ from, to: letter.replyTo.toUpperCase(), subject: "Re", text: "Дополнение" })).toBe(250);
    expect((await cased(id)).messages.map(({ text, internal }) => [text, internal])).toEqual([
      ["Как заключить договор?", false],
      ["Дополнение", false],
    ]);
  });

  it("REQ-11 a mail that says it is a customer's shows the customer nothing until staff attach it to the project", async () => {
    const from = CUSTOMERS.romashka.email;
    expect(await mail({ from, to: DOCS, subject: "Вопрос по почте", text: "Текст" })).toBe(250);
    const found = (await casesOf(from)).find(({ source }) => source === "mail") as Case;
    expect((await world.send({ path: `/v1/requests/${found.id}`, as: "romashka" })).status).toBe(404);
    const attach = (pid: string) =>
      world.send({
        method: "PUT",
        path: `/v1/office/requests/${found.id}/project`,
        as: "support",
        body: { pid, version: 1 },
      });
    expect((await attach(ALMATY_PID)).json()).toMatchObject({ code: "act_not_possible" });
    expect((await attach(PID)).status).toBe(200);
    expect((await thread(found.id)).messages[0]?.text).toBe("Текст");
    expect((await world.send({ path: `/v1/requests/${found.id}`, as: "vasilek" })).status).toBe(404);
  });

  it("REQ-11 what a machine wrote opens no case and is answered by nobody", async () => {
    const before = (await letters()).length;
    const machines: SendMailOptions[] = [
      { headers: { "auto-submitted": "auto-replied" } },
      { headers: { precedence: "bulk" } },
      { headers: { "list-id": "<news.example.ru>" } },
      { messageId: "<outbox-7@saldo.example>" },
      { envelope: { from: "", to: DOCS } },
    ];
    for (const [place, rest] of machines.entries())
      expect(
        await mail({ from: `robot${place}@example.ru`, to: DOCS, subject: "Меня нет", text: "В отпуске", ...rest }),
      ).toBe(250);
    expect(await casesOf("robot0@example.ru")).toEqual([]);
    expect((await letters()).length).toBe(before);
    const id = await open(question("Автоответ"));
    const { number } = await thread(id);
    const { replyTo } = await letterOf(number);
    const away = { from: CUSTOMERS.romashka.email, to: replyTo, subject: "Отпуск", text: "Я в отпуске" };
    await mail({ ...away, headers: { "auto-submitted": "auto-replied" } });
    expect((await cased(id)).messages.at(-1)).toMatchObject({ internal: true, text: "Я в отпуске" });
    expect((await cased(id)).state).toBe("new");
  });

  it("REQ-11 a loop with a machine that leaves no mark comes to rest: nothing answers it, and its server waits", async () => {
    const from = "loop@example.ru";
    const codes: number[] = [];
    await mail({ from, to: DOCS, subject: "Начало", text: "Раз" });
    const [first] = await casesOf(from);
    const { replyTo } = await letterOf((first as Case).number);
    const sent = (await letters()).length;
    for (let round = 0; round < 34; round += 1)
      codes.push(
        await mail({ from, to: replyTo, subject: "Автоответ", text: `Круг ${round}`, messageId: `<${round}@loop>` }),
      );
    expect(codes.filter((code) => code === 250)).toHaveLength(29);
    expect(new Set(codes.slice(29))).toEqual(new Set([450]));
    expect((await letters()).length).toBe(sent);
  });

  it("reliability 48 what a subject, a name or a file's name would break stays in its place", async () => {
    const raw = [
      'From: "Evil\r\n Bcc: all@example.ru" <evil@example.ru>',
      `To: ${DOCS}`,
      "Message-ID: <evil@example.ru>",
      "Subject: =?utf-8?B?0JLQvtC/0YDQvtGBDQpCY2M6IGFsbEBleGFtcGxlLnJ1DQo8c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+?=",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "",
      "<p>Привет</p><script>alert(1)</script><img src=x onerror=alert(1)>",
      "--b",
      "Content-Type: text/plain",
      `Content-Disposition: attachment; filename*=utf-8''..%2F..%2F%E2%80%AEtxt.exe%0D%0AX%3A.txt`,
      "",
      "x",
      "--b--",
      "",
    ].join("\r\n");
    expect(await mail({ envelope: { from: "evil@example.ru", to: DOCS }, raw })).toBe(250);
    const [found] = await casesOf("evil@example.ru");
    expect(found?.title).toMatch(/^Вопрос\s+Bcc: all@example\.ru\s+<script>alert\(1\)<\/script>$/);
    const page = await cased((found as Case).id);
    expect(page.messages[0]?.text).not.toContain("<");
    expect(page.messages[0]?.files[0]?.name ?? "").not.toMatch(/[\r\n/\\\u202e]/u);
    const letter = await letterOf((found as Case).number);
    expect(letter.recipients).toEqual(["evil@example.ru"]);
    expect(letter.headers.has("bcc")).toBe(false);
  });

  it("REQ-11 only our own mailboxes are taken for, and a letter that is too large is refused at once", async () => {
    const to = (address: string) => mail({ from: "a@example.ru", to: address, subject: "x", text: "y" });
    expect(await to("info@vk.company")).toBe(550);
    expect(await to(`docs_vktech+r.${"a".repeat(26)}@vk.company`)).toBe(550);
    expect(await mail({ from: "a@example.ru", to: DOCS, subject: "x", text: "y".repeat(26 * 1_048_576) })).toBe(552);
  });

  it("reliability 58 while the database is away mail is neither taken nor lost: the sender comes again", async () => {
    const away = new Database({ url: test.url.replace(/:\d+\//, ":1/"), connections: 1, applicationName: "away" });
    const uploads = new Uploads({ database: away, clock: systemClock });
    const own = { address: "billing@saldo.example", domain: "saldo.example" };
    const room = { database: away, ports: requestPorts(uploads), clock: test.clock, machineClock: systemClock, own };
    const server = new InboundMailServer({ room, log: createLogger("silent"), host: "127.0.0.1", port: 0 });
    const url = await server.start();
    const letter = { from: "patient@example.ru", to: DOCS, subject: "Ждал", text: "Текст", messageId: "<p@x>" };
    try {
      expect(await mail(letter, url)).toBe(451);
    } finally {
      await server.close();
      await away.close();
    }
    expect(await mail(letter)).toBe(250);
    expect(await casesOf("patient@example.ru")).toHaveLength(1);
  });

  it("reliability 48 a name that would end its header line is refused before a letter is made of it", async () => {
    const id = await open(question("Обычный"));
    await test.database.query(
      "update request set requester_email = 'a@b.ru' || chr(10) || 'bcc:x@y.ru' where request_id = $1",
      [id],
    );
    await post(`/v1/office/requests/${id}/messages`, "support", { act: "answer", text: "Ответ", version: 1 });
    await letters();
    const sent = (await letters()).flatMap(({ recipients }) => recipients);
    expect(sent.some((address) => address.includes("x@y.ru"))).toBe(false);
    await test.database.query(
      "update request set requester_email = 'anna@romashka.example.test' where request_id = $1",
      [id],
    );
  });
});
