import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { at, localDate, localMonth } from "../../core/time.ts";
import { type WrittenLetter, checkMail, escapeHtml, oneLine } from "../../platform/mail/index.ts";
import { type DocumentLetter, closingDocumentsLetter } from "./closing-documents.ts";
import {
  type ProjectLetter,
  deletionAheadLetter,
  projectDeletedLetter,
  projectFrozenLetter,
} from "./project-notice.ts";

const notice: ProjectLetter = {
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  projectName: "Ромашка",
  pid: "mcs0000000011",
  balanceMinor: -123_456_789_012_345n,
  currency: "RUB",
  at: at("2026-11-20T09:00:00Z"),
  deletionDueAt: at("2026-11-27T09:00:00Z"),
  zone: "Europe/Moscow",
  url: "https://billing.example/balance?pid=mcs0000000011&tab=top-up",
};

const documents: DocumentLetter = {
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  payerName: "ООО «Ромашка»",
  month: localMonth("2026-10"),
  xml: true,
  documents: [
    { kind: "УПД", number: "15", issuedOn: localDate("2026-10-31"), totalMinor: 1_234_567n, currency: "RUB" },
  ],
  url: "https://billing.example/documents",
};

const LETTERS: readonly ((name: string, language: "ru" | "en") => WrittenLetter)[] = [
  (projectName, language) => projectFrozenLetter({ ...notice, projectName, language }),
  (projectName, language) => deletionAheadLetter({ ...notice, projectName, language }),
  (projectName, language) => projectDeletedLetter({ ...notice, projectName, language }),
  (payerName, language) => closingDocumentsLetter({ ...documents, payerName, language }),
];

const bare = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("letters", () => {
  it("FRZ-03 frozen: says what it means, until when in the region's time, exact to the kopeck, in both languages", () => {
    const ru = projectFrozenLetter(notice);
    expect(ru.subject).toBe("Проект mcs0000000011 заморожен");
    expect(bare(ru.text)).toContain("Баланс: -1 234 567 890 123,45 ₽");
    expect(bare(ru.text)).toContain("Срок удаления: 27 ноября 2026 г. в 12:00 (UTC+3)");
    expect(ru.html).toContain('<html lang="ru">');
    const en = projectFrozenLetter({ ...notice, language: "en", currency: "KZT", zone: "Asia/Almaty" });
    expect(bare(en.text)).toContain("Balance: -KZT 1,234,567,890,123.45");
    expect(bare(en.text)).toContain("Deletion due: 27 November 2026 at 14:00 (UTC+5)");
    expect(en.html).toContain('<html lang="en">');
  });

  it("FRZ-03 deletion ahead and deleted; a letter without a due date names none", () => {
    expect(deletionAheadLetter(notice).text).toContain("Срок удаления");
    expect(projectDeletedLetter(notice).text).not.toContain("Срок удаления");
    expect(projectFrozenLetter({ ...notice, deletionDueAt: null }).text).not.toMatch(/удален/);
  });

  it("DLV-03 closing documents: month, number, date and amount of each", () => {
    const letter = closingDocumentsLetter(documents);
    expect(bare(letter.subject)).toBe("Закрывающие документы за октябрь 2026 г.");
    expect(bare(letter.text)).toContain("УПД № 15 от 31.10.2026: 12 345,67 ₽");
    expect(letter.text).toContain("XML");
    expect(closingDocumentsLetter({ ...documents, xml: false }).text).not.toContain("XML");
  });

  const PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{7*7}}",
    "${7*7}",
    '#read("/etc/passwd")',
    "&lt;b&gt;",
    "</title><svg onload=alert(1)>",
    "a\r\nBcc: all@evil.example",
    "\u202egnp.exe",
    "<!--",
    "]]>",
    "$&$1$`",
  ];
  it.each(PAYLOADS)("reliability 46 and 47: %j in a name is text and nothing else", (payload) => {
    for (const write of LETTERS) {
      for (const language of ["ru", "en"] as const) {
        const plain = write("NAME", language);
        const letter = write(payload, language);
        expect(letter.html).toBe(plain.html.replaceAll("NAME", () => escapeHtml(payload)));
        expect(letter.text).toBe(plain.text.replaceAll("NAME", () => oneLine(payload)));
      }
    }
  });

  it("reliability 46 and 48: whatever stands in a name, no tag, no attribute and no header begins there", () => {
    const any = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.constantFrom(...PAYLOADS));
    fc.assert(
      fc.property(any, fc.constantFrom("ru", "en"), fc.nat(LETTERS.length - 1), (name, language, which) => {
        const letter = (LETTERS[which] as (typeof LETTERS)[number])(name, language as "ru" | "en");
        expect(escapeHtml(name)).not.toMatch(/[<>"'\r\n\u202e]/);
        expect(letter.html.match(/<[a-z]/g)).toEqual(
          LETTERS[which]?.("NAME", language as "ru" | "en").html.match(/<[a-z]/g),
        );
        expect(() => checkMail({ ...letter, to: "a@b.example", language })).not.toThrow();
      }),
    );
  });

  it("a letter loads nothing from anywhere and links to the web only", () => {
    for (const write of LETTERS) {
      const { html } = write("Ромашка", "ru");
      expect(html).not.toMatch(/\bsrc=|url\(|@import|<link|<script|<img|<style/);
      expect([...html.matchAll(/https?:[^"]*/g)].map(([url]) => new URL(url).host)).toEqual(["billing.example"]);
    }
    expect(() => projectFrozenLetter({ ...notice, url: "javascript:alert(1)" })).toThrow("links to the web only");
  });
});
