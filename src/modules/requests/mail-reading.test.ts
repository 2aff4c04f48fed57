import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { partsOfAddress, replyAddress } from "./mail-address.ts";
import { type InboundMail, automaticKind, saidIn, titleOf } from "./mail-reading.ts";

const OWN = { address: "billing@saldo.example", domain: "saldo.example" };
const token = fc.stringMatching(/^[a-z2-7]{26}$/);
const department = fc.constantFrom("docs@example.ru", "a.b_c@sub.example.kz", "Docs@Example.RU");

function mail(headers: Record<string, string> = {}, rest: Partial<InboundMail> = {}): InboundMail {
  return {
    envelopeFrom: "anna@example.ru",
    recipients: ["docs@example.ru"],
    from: { address: "anna@example.ru", name: "Анна" },
    messageId: "<1@example.ru>",
    subject: "Вопрос",
    text: "Текст",
    headers: new Map(Object.entries(headers)),
    attachments: [],
    ...rest,
  };
}

describe("REQ-11: addresses of mail about requests", () => {
  test("REQ-11 the token that is put into an address comes out again, in whatever letters it comes back", () => {
    fc.assert(
      fc.property(department, token, fc.boolean(), (address, secret, upper) => {
        const reply = replyAddress(address, secret);
        const parts = partsOfAddress(upper ? reply.toUpperCase() : reply);
        expect(parts).toEqual({ department: address.toLowerCase(), token: secret });
      }),
    );
  });

  test("REQ-11 any other address has no token, and is nobody's but its own", () => {
    for (const address of ["docs@example.ru", "docs+r.short@example.ru", "docs+sales@example.ru", "r.@", "@", ""])
      expect(partsOfAddress(address).token).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => partsOfAddress(text).department.length <= text.length * 3));
  });
});

test("reliability 55 a letter of quoted lines with a word at its end is read as fast as any", () => {
  const quoted = ">\n".repeat(300_000);
  const before = process.threadCpuUsage();
  expect(saidIn(`${quoted}Да`)).toHaveLength(20_000);
  const { user, system } = process.threadCpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(2_000);
  expect(saidIn(`Да\n\n${quoted}`)).toBe("Да");
});

describe("REQ-11: what a machine wrote", () => {
  test.each([
    ["our own letter", mail({}, { messageId: "<outbox-15@saldo.example>" }), "own"],
    ["our own address", mail({}, { from: { address: "billing@saldo.example", name: "" } }), "own"],
    ["a bounce", mail({}, { envelopeFrom: "" }), "bounce"],
    ["a report", mail({ "content-type": "multipart/report; report-type=delivery-status" }), "bounce"],
    ["a mail server", mail({}, { from: { address: "mailer-daemon@example.ru", name: "" } }), "bounce"],
    ["an absent owner", mail({ "auto-submitted": "auto-replied" }), "automatic"],
    ["an absent owner, the old way", mail({ precedence: "auto_reply" }), "automatic"],
    ["an absent owner, another way", mail({ "x-autoreply": "yes" }), "automatic"],
    ["a list", mail({ "list-id": "<news.example.ru>" }), "list"],
    ["a mailing", mail({ precedence: "bulk" }), "list"],
  ])("REQ-11 %s is recognised", (_what, one, kind) => {
    expect(automaticKind(one, OWN)).toBe(kind);
  });

  test("REQ-11 a person's mail is a person's, also when its program says so", () => {
    expect(automaticKind(mail(), OWN)).toBeNull();
    expect(automaticKind(mail({ "auto-submitted": "no", precedence: "normal" }), OWN)).toBeNull();
  });

  test("REQ-11 no headers at all make it throw", () => {
    const headers = fc.dictionary(
      fc.constantFrom("auto-submitted", "precedence", "list-id", "content-type", "x-autoreply"),
      fc.string(),
    );
    fc.assert(
      fc.property(headers, fc.string(), (given, id) => {
        const kind = automaticKind(mail(given, { messageId: id }), OWN);
        return kind === null || ["own", "bounce", "automatic", "list"].includes(kind);
      }),
    );
  });
});

describe("REQ-11: what somebody wrote", () => {
  test.each([
    ["Спасибо!\n\nOn Fri, 20 Nov 2026 at 10:00, Saldo <a@b.ru> wrote:\n> старое\n> письмо", "Спасибо!"],
    ['Да.\r\n\r\n20.11.2026, 10:00, "Saldo" <a@b.ru> пишет:\r\n> старое', "Да."],
    ["Ответ\n\n-----Original Message-----\nFrom: a@b.ru\nстарое", "Ответ"],
    ["Ответ\n-- \nАнна, главный бухгалтер", "Ответ"],
    ["Первое\n\n> цитата\nОтвет на неё", "Первое\n\n> цитата\nОтвет на неё"],
    ["> только цитата", "> только цитата"],
  ])("REQ-11 %j says %j", (text, said) => {
    expect(saidIn(text)).toBe(said);
  });

  test("REQ-11 nothing that came is lost: of a text that is not empty something is said, and no control characters", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        const said = saidIn(text);
        const bare = text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "").trim();
        expect(said === "").toBe(bare === "");
        expect(said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
        expect(said.length).toBeLessThanOrEqual(20_000);
      }),
    );
  });

  test.each([
    ["Re: R-2026-000123: ответ на запрос", "ответ на запрос"],
    ["Fwd: RE: Отв: Вопрос", "Вопрос"],
    ["Вопрос\r\nBcc: all@example.ru", "Вопрос  Bcc: all@example.ru"],
    ["Re: ", ""],
  ])("REQ-11 the subject %j is the title %j", (subject, title) => {
    expect(titleOf(subject)).toBe(title);
  });

  test("reliability 48 a title is one line, whatever the subject", () => {
    fc.assert(fc.property(fc.string(), (subject) => !/[\r\n\u2028\u2029]/.test(titleOf(subject))));
  });
});
