import { createHash } from "node:crypto";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";

import PostalMime from "postal-mime";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import { ownerOf, testDatabase } from "../../test/support/database.ts";
import { MovableClock } from "../../test/support/movable-clock.ts";
import { type MailMessage, MailFieldRefused, checkMail } from "../platform/mail/index.ts";
import {
  type OutboxMessage,
  type Sender,
  defineTopic,
  dispatchDue,
  enqueue,
  topicRegistry,
} from "../platform/outbox/index.ts";
import { SandboxMail, listSandboxMail, readSandboxMail } from "./sandbox/mailbox.ts";
import { smtpSender } from "./smtp.ts";

const { database, clock } = await testDatabase({ connections: 8 });
const machine = new MovableClock(clock.now());

const contacts: string[] = [];
const server = new SandboxMail({ database, clock, port: 0, onContact: (what) => contacts.push(what) });
const url = await server.start();
afterAll(() => server.close());

const UPD = Buffer.from("%PDF-1.7 счёт-фактура");
const sha256 = createHash("sha256").update(UPD).digest("hex");
const told: string[] = [];
const SAID = { delivered: "delivered", retry: "retried", refused: "failed" };

/** A letter that is complete in its message, so that each test writes its own. */
const payload = z.strictObject({ name: z.string(), mail: z.custom<MailMessage>() });
const whole = defineTopic({ name: "mail", destination: "mail", subject: "payer", ordered: false, payload });
const notice = defineTopic({ ...whole.definition, name: "project.notice", payload: z.strictObject({}) });
const orphan = defineTopic({ ...whole.definition, name: "project.orphan", payload: z.strictObject({}) });
const elsewhereTopic = defineTopic({ ...notice.definition, name: "t", destination: "elsewhere" });
const topics = topicRegistry([whole, notice, orphan, elsewhereTopic]);
const nameOf = (message: OutboxMessage) =>
  message.topic === whole.name ? whole.payloadOf(message).name : message.topic;

function sender(options: Partial<Parameters<typeof smtpSender>[0]> = {}): Sender {
  return smtpSender({
    url,
    from: "Saldo <billing@saldo.example>",
    readFile: async (hash) => {
      if (hash !== sha256) throw new Error("no such file");
      return UPD;
    },
    compose: async (message) => whole.payloadOf(message).mail,
    afterAttempt: async (_tx, message, { outcome, detail }) =>
      void told.push(`${SAID[outcome]} ${nameOf(message)}${detail === null ? "" : `: ${detail}`}`),
    ...options,
  });
}

const letter = (change: Partial<MailMessage> = {}): MailMessage => ({
  to: "buh@romashka.example",
  subject: "Закрывающие документы за октябрь 2026",
  text: "Во вложении УПД.",
  language: "ru",
  ...change,
});
const leaveNamed = (...mails: { name: string; mail: MailMessage }[]) =>
  database.transaction((tx) =>
    enqueue(
      tx,
      mails.map((mail) => whole.message(1n, mail, clock.now())),
    ),
  );
const leave = (...mails: MailMessage[]) => leaveNamed(...mails.map((mail) => ({ name: "7", mail })));
const outbox = { database, clock: machine, topics };
const dispatch = (mail = sender()) => dispatchDue({ ...outbox, senders: { mail } });
const nextRound = () => machine.advance(3_600_000);
const inbox = async () => (await listSandboxMail(database)).toReversed();

beforeEach(async () => {
  server.faults.clear();
  contacts.length = 0;
  told.length = 0;
  await ownerOf(database).query("delete from sandbox_mail");
});

describe("letters", () => {
  it("DLV-03 arrive whole: Cyrillic subject and file names, both bodies, attachments byte for byte, a stable id", async () => {
    const filename = "УПД № 15 от 31.10.2026.pdf";
    const [id] = await leave(
      letter({ html: "<p>Во вложении УПД.</p>", attachments: [{ sha256, filename, contentType: "application/pdf" }] }),
    );
    expect(await dispatch()).toMatchObject({ delivered: 1 });
    const [mail] = await inbox();
    expect(mail).toMatchObject({
      messageId: `<outbox-${id}@saldo.example>`,
      sender: "billing@saldo.example",
      recipients: ["buh@romashka.example"],
      subject: "Закрывающие документы за октябрь 2026",
      receivedAt: clock.now(),
      attachments: [{ filename, contentType: "application/pdf", size: UPD.length }],
    });
    expect(mail?.text.trim()).toBe("Во вложении УПД.");
    const parsed = await PostalMime.parse((await readSandboxMail(database, mail?.mailId ?? 0n)) ?? "");
    expect(Buffer.from(parsed.attachments[0]?.content as ArrayBuffer).equals(UPD)).toBe(true);
    expect(parsed.date).toBe(new Date(clock.now()).toISOString());
    expect(parsed.headers.find((header) => header.key === "auto-submitted")?.value).toBe("auto-generated");
    expect(told).toEqual(["delivered 7"]);
  });

  it("DLV-03 may come from the region's document department", async () => {
    await leave(letter({ from: "Отдел документов <docs@region.example>" }));
    await dispatch();
    expect(await inbox()).toMatchObject([{ sender: "docs@region.example" }]);
  });

  it("DLV-04 an unknown mailbox fails for good with its reason, a greylisting one is retried, others are not held back", async () => {
    await leaveNamed(...["550", "451", "421"].map((name) => ({ name, mail: letter() })));
    const one = () => dispatchDue({ ...outbox, senders: { mail: sender() } }, 1);
    server.faults.plan("550");
    server.faults.plan("451");
    server.faults.plan("421");
    for (let round = 0; round < 3; round += 1) await one();
    expect(told).toEqual([
      "failed 550: 550 no such mailbox",
      "retried 451: 451 greylisted, try again later",
      "retried 421: 421 try again later",
    ]);
    nextRound();
    await dispatch();
    expect(told.slice(3).toSorted()).toEqual(["delivered 421", "delivered 451"]);
    nextRound();
    expect(await dispatch()).toMatchObject({ claimed: 0 });
    expect(await inbox()).toHaveLength(2);
  });

  it("DLV-04 a letter whose answer was lost comes again under the same Message-ID", async () => {
    server.faults.plan("lose_reply");
    await leave(letter());
    await dispatch();
    nextRound();
    await dispatch();
    const mails = await inbox();
    expect(mails).toHaveLength(2);
    expect(mails[0]?.messageId).toBe(mails[1]?.messageId);
    expect(told.at(-1)).toBe("delivered 7");
  });

  it("reliability 58: a mail server that is down loses nothing, and the business transaction knows nothing of it", async () => {
    const dead = createServer();
    const port = await new Promise<number>((resolve) =>
      dead.listen(0, "127.0.0.1", () => resolve((dead.address() as AddressInfo).port)),
    );
    await new Promise((resolve) => dead.close(resolve));
    await leave(letter());
    expect(await dispatch(sender({ url: `smtp://127.0.0.1:${port}` }))).toMatchObject({ retried: 1 });
    expect(told[0]).toMatch(/^retried 7: .*ECONNREFUSED/);
    nextRound();
    expect(await dispatch()).toMatchObject({ delivered: 1 });
  });

  it("reliability 58: a tarpit costs one attempt its time; its connection is given up, and other destinations go on", async () => {
    server.faults.plan("tarpit");
    await leave(letter());
    await database.transaction((tx) => enqueue(tx, [elsewhereTopic.message(5n, {}, clock.now())]));
    const order: string[] = [];
    const elsewhere: Sender = {
      ...sender(),
      send: async () => (order.push("elsewhere"), { outcome: "delivered", status: 204, detail: null, sent: {} }),
      afterAttempt: undefined,
    };
    const slow = { ...sender(), timeoutMs: 300 };
    const afterAttempt: Sender["afterAttempt"] = async (...all) => (order.push("mail"), slow.afterAttempt?.(...all));
    await dispatchDue({ ...outbox, senders: { mail: { ...slow, afterAttempt }, elsewhere } });
    expect(order).toEqual(["elsewhere", "mail"]);
    expect(told[0]).toMatch(/^retried 7/);
    expect(contacts).toEqual(["tarpit"]);
    nextRound();
    expect(await dispatch()).toMatchObject({ delivered: 1 });
  });

  it("reliability 58: a server that hangs up, and one that does not speak SMTP, are tried again", async () => {
    server.faults.plan("hang_up");
    await leave(letter());
    expect(await dispatch()).toMatchObject({ retried: 1 });
    const http = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const port = await new Promise<number>((resolve) =>
      http.listen(0, "127.0.0.1", () => resolve((http.address() as AddressInfo).port)),
    );
    nextRound();
    expect(await dispatch(sender({ url: `smtp://127.0.0.1:${port}` }))).toMatchObject({ retried: 1 });
    await new Promise((resolve) => http.close(resolve));
    nextRound();
    expect(await dispatch()).toMatchObject({ delivered: 1 });
  });

  it("a refused greeting or login is our setting, not the letter's fault: it is tried again", async () => {
    const closed = createServer((socket) => socket.end("554 go away\r\n"));
    const port = await new Promise<number>((resolve) =>
      closed.listen(0, "127.0.0.1", () => resolve((closed.address() as AddressInfo).port)),
    );
    await leave(letter());
    expect(await dispatch(sender({ url: `smtp://127.0.0.1:${port}` }))).toMatchObject({ retried: 1, refused: 0 });
    await new Promise((resolve) => closed.close(resolve));
    nextRound();
    expect(await dispatch(sender({ url: url.replace("smtp://", "smtp://user:wrong@") }))).toMatchObject({ refused: 0 });
    nextRound();
    await dispatch();
  });

  it("a missing attachment keeps the letter back and says why", async () => {
    await leave(
      letter({ attachments: [{ sha256: "0".repeat(64), filename: "a.pdf", contentType: "application/pdf" }] }),
    );
    expect(await dispatch()).toMatchObject({ retried: 1 });
    expect(told).toEqual(["retried 7: no such file"]);
    await dispatch(sender({ readFile: async () => UPD }));
    nextRound();
    expect(await dispatch(sender({ readFile: async () => UPD }))).toMatchObject({ delivered: 1 });
  });

  it("FRZ-03 a notice is written when it is sent; one with nobody to write to is closed", async () => {
    await database.transaction((tx) =>
      enqueue(tx, [notice.message(9n, {}, clock.now()), orphan.message(9n, {}, clock.now())]),
    );
    const compose = async ({ topic }: OutboxMessage) =>
      topic === notice.name ? letter({ subject: "Проект заморожен" }) : null;
    expect(await dispatch(sender({ compose }))).toMatchObject({ delivered: 1, refused: 1 });
    expect(told.toSorted()).toEqual(["delivered project.notice", "failed project.orphan: nobody to write to"]);
  });

  it("NTF-01 a letter whose reader is gone is done with: nothing is sent, and nothing is wrong", async () => {
    await database.transaction((tx) => enqueue(tx, [orphan.message(9n, {}, clock.now())]));
    const before = (await inbox()).length;
    expect(await dispatch(sender({ compose: async () => "nobody" }))).toMatchObject({ delivered: 1, refused: 0 });
    expect(told).toEqual(["delivered project.orphan: its reader is gone"]);
    expect(await inbox()).toHaveLength(before);
  });

  it("reliability 48: values that would end a header line or name a second recipient are refused", async () => {
    const refused = (change: Partial<MailMessage>) =>
      expect(() => checkMail(letter(change))).toThrow(MailFieldRefused.kind.code);
    for (const end of ["\r\n", "\n", "\r", "\u2028", "\u0085", "\0", "\v"]) {
      const injected = `${end}Bcc: all@evil.example`;
      refused({ subject: `Документы${injected}` });
      refused({ to: `buh@romashka.example${injected}` });
      refused({ from: `Имя${injected} <docs@region.example>` });
      refused({ attachments: [{ sha256, filename: `a.pdf${injected}`, contentType: "application/pdf" }] });
      refused({ attachments: [{ sha256, filename: "a.pdf", contentType: `application/pdf${injected}` }] });
    }
    for (const to of [
      "",
      "a@b.example, c@d.example",
      "a@b.example;c@d.example",
      "<a@b.example>",
      "A <a@b.example>",
      "a b@c.example",
      "a@",
      "@b",
    ])
      refused({ to });
    for (const from of ["", "no address", "A <a@b.example>, B <c@d.example>", "A <a@b.example> <c@d.example>"])
      refused({ from });
  });

  it("reliability 48: a letter with such a value is refused when it is sent, and nothing leaves", async () => {
    await leave(letter({ subject: "a\r\nBcc: all@evil.example" }));
    expect(await dispatch()).toMatchObject({ refused: 1 });
    expect(await inbox()).toEqual([]);
    expect(told[0]).toMatch(/^failed 7: mail_field_refused/);
  });

  it("reliability 48: whatever stands in a name stays in its header: no header is added, no recipient", async () => {
    const subjects = [
      "=?utf-8?B?DQpCY2M6IGFsbEBldmlsLmV4YW1wbGU=?=",
      "a".repeat(499),
      "«Ромашка» <b>&amp;</b> %0d%0aBcc: x@y.example",
      "Re: \\r\\nBcc: x@y.example",
    ];
    await leave(...subjects.map((subject) => letter({ subject })));
    await dispatch();
    for (const mail of await inbox()) {
      expect(mail.recipients).toEqual(["buh@romashka.example"]);
      const parsed = await PostalMime.parse((await readSandboxMail(database, mail.mailId)) ?? "");
      expect(parsed.bcc ?? []).toEqual([]);
    }
    const shown = (await inbox()).map((mail) => mail.subject.replaceAll("\u200b", ""));
    expect(shown.toSorted()).toEqual(subjects.toSorted());
  });

  it("the sandbox server lives through clients that talk nonsense", async () => {
    const { hostname, port } = new URL(url);
    const answered = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname);
      let heard = "";
      socket.on("data", (chunk) => (heard += chunk.toString()));
      socket.on("close", () => resolve(heard));
      socket.on("error", () => undefined);
      socket.end(`GET / HTTP/1.1\r\n${"x".repeat(100_000)}\r\n\0\xff\r\nQUIT\r\n`);
    });
    expect(answered).toMatch(/^(220|421) /);
    await leave(letter());
    expect(await dispatch()).toMatchObject({ delivered: 1 });
  });
});
