import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { at, localDate, localMonth } from "../../core/time.ts";
import { type WrittenLetter, checkMail } from "../../platform/mail/index.ts";
import { escapeHtml, oneLine } from "../../platform/markup.ts";
import { type AlarmLetter, alarmLetter, alarmLetters } from "./alarm-letter.ts";
import { type HeadsLetter, auditHeads, auditHeadsLetter } from "./audit-heads.ts";
import { type DocumentLetter, closingDocuments, closingDocumentsLetter } from "./closing-documents.ts";
import {
  PASSKEY_EVENTS,
  PEOPLE_NOTICES,
  PERSON_EVENTS,
  PROJECT_ENDS,
  SSO_EVENTS,
  STAFF_EVENTS,
} from "../tenancy/index.ts";
import { LETTERS as EVERY_LETTER } from "./index.ts";
import {
  type ProjectLetter,
  deletionAheadLetter,
  freezeAheadLetter,
  freezeLastDayLetter,
  projectDeletedLetter,
  projectFrozenLetter,
  projectNotice,
} from "./project-notice.ts";
import { type PeopleLetter, peopleLetter, projectPeople } from "./project-people.ts";
import { addressLetter, addressQuestion } from "./letter-copy.ts";
import { digestLetter } from "./letter-digest.ts";
import { letterCopy, letterDigest } from "./topics.ts";
import { type PersonLetter, personLetter, personNotice } from "./person-notice.ts";
import { type ProposalLetter, proposalLetter, proposalLetters } from "./proposal-letters.ts";
import { type OverdueLetter, overdueLetter, requestOverdueLetter } from "./request-overdue.ts";
import { type RequestLetter, requestLetter, requestLetters } from "./request-letters.ts";
import { type SignInLetter, signInSlowed, signInSlowedLetter } from "./sign-in-slowed.ts";

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

const alarm: AlarmLetter = {
  language: "ru",
  supplierName: "Saldo",
  contact: "billing.example",
  alarm: "automation_halt",
  about: "freeze",
  severity: "critical",
  since: at("2026-11-20T09:00:00Z"),
  at: at("2026-11-20T10:30:00Z"),
  count: 3n,
  times: 2,
  url: "https://billing.example/office/halts",
};

const slowed: SignInLetter = {
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  at: at("2026-11-20T09:00:00Z"),
  expiresAt: at("2026-11-20T10:00:00Z"),
  zone: "Europe/Moscow",
  url: "https://billing.example/api/auth/unlock?link=a",
};

const person: PersonLetter = {
  kind: "registration",
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  email: "anna@example.ru",
  at: at("2026-11-20T09:00:00Z"),
  zone: "Europe/Moscow",
  url: "https://billing.example/register/complete#1.a",
};

const people: PeopleLetter = {
  kind: "invitation",
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  projectName: "Ромашка",
  pid: "mcs0000000011",
  role: "billing_administrator",
  other: { name: "Анна", email: "anna@example.ru" },
  at: at("2026-11-20T09:00:00Z"),
  zone: "Europe/Moscow",
  url: "https://billing.example/invitation#1.a",
};
const PEOPLE_KINDS = ["invitation", ...PEOPLE_NOTICES] as const;

const request: RequestLetter = {
  notice: "answered",
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  number: "R-2026-000123",
  title: "Вопрос",
  requester: "Анна",
  other: "R-2026-000124",
  quoted: "Первая строка\n\nВторая строка",
  dueAt: at("2026-11-23T09:00:00Z"),
  zone: "Europe/Moscow",
  url: "https://billing.example/projects/mcs0000000011/requests/1",
};

const heads: HeadsLetter = {
  language: "ru",
  supplierName: "Saldo",
  contact: "billing.example",
  at: at("2026-11-20T09:00:00Z"),
  heads: [{ chain: "house", head: `house:7:${"ab".repeat(32)}`, acts: 1_042 }],
  url: "https://billing.example/office/acts",
};

const overdue: OverdueLetter = {
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  number: "R-2026-000123",
  title: "Вопрос",
  regionName: "Москва",
  dueAt: at("2026-11-23T09:00:00Z"),
  zone: "Europe/Moscow",
  url: "https://billing.example/office/requests/1",
};

const proposal: ProposalLetter = {
  language: "ru",
  supplierName: "ООО «ВК»",
  contact: "docs@region.example",
  notice: "asked",
  number: "12",
  what: "Зачислить",
  amount: { amountMinor: 15_000_000n, currency: "RUB" },
  reason: "Нашли",
  proposer: "Алла",
  decider: null,
  note: null,
  expiresAt: at("2026-11-23T09:00:00Z"),
  zone: "Europe/Moscow",
  url: "https://billing.example/office/proposals/12",
};

type Writer = (name: string, language: "ru" | "en") => WrittenLetter;

/** What each kind of letter writes when somebody's name is given: hostile ones are tried on all. */
const WRITERS: Readonly<Record<string, readonly Writer[]>> = {
  [auditHeads.topic.name]: [
    (chain, language) =>
      auditHeadsLetter({ ...heads, language, heads: [{ chain, head: `${chain}:1:${"ab".repeat(32)}`, acts: 3 }] }),
  ],
  [projectNotice.topic.name]: [
    (projectName, language) => projectFrozenLetter({ ...notice, projectName, language }),
    (projectName, language) => deletionAheadLetter({ ...notice, projectName, language }),
    (projectName, language) => freezeAheadLetter({ ...notice, projectName, language }),
    (projectName, language) => freezeLastDayLetter({ ...notice, projectName, language }),
    (projectName, language) => projectDeletedLetter({ ...notice, projectName, language }),
  ],
  [closingDocuments.topic.name]: [
    (payerName, language) => closingDocumentsLetter({ ...documents, payerName, language }),
  ],
  [requestLetters.topic.name]: [
    (title, language) => requestLetter({ ...request, title, language }),
    (title, language) => requestLetter({ ...request, notice: "received", title, language }),
    (requester, language) => requestLetter({ ...request, notice: "owner_told", quoted: null, requester, language }),
    (title, language) => requestLetter({ ...request, notice: "merged", quoted: null, title, language }),
  ],
  [requestOverdueLetter.topic.name]: [(title, language) => overdueLetter({ ...overdue, title, language })],
  [proposalLetters.topic.name]: [
    (reason, language) => proposalLetter({ ...proposal, reason, language }),
    (proposer, language) => proposalLetter({ ...proposal, notice: "expired", proposer, language }),
    (note, language) => proposalLetter({ ...proposal, notice: "refused", note, decider: note, language }),
  ],
  [alarmLetters.topic.name]: [(about, language) => alarmLetter({ ...alarm, about, language })],
  [personNotice.topic.name]: [
    ...(["registration", "password_reset", ...PERSON_EVENTS] as const).map(
      (kind): Writer =>
        (supplierName, language) =>
          personLetter({ ...person, kind, supplierName, language }),
    ),
    (otherEmail, language) => personLetter({ ...person, kind: "mail_old", otherEmail, language }),
    (otherEmail, language) => personLetter({ ...person, kind: "mail_new", otherEmail, language }),
    ...PROJECT_ENDS.map(
      (kind): Writer =>
        (projectName, language) =>
          personLetter({ ...person, kind, projectName, pid: "mcs1234567890", language }),
    ),
    ...PASSKEY_EVENTS.map(
      (kind): Writer =>
        (passkey, language) =>
          personLetter({ ...person, kind, passkey, site: "cloud.vk.com", language }),
    ),
    ...SSO_EVENTS.map(
      (kind): Writer =>
        (reason, language) =>
          personLetter({ ...person, kind, domain: "romashka.example", reason, language }),
    ),
    ...STAFF_EVENTS.map(
      (kind): Writer =>
        (supplierName, language) =>
          personLetter({ ...person, kind, staffRole: "support", supplierName, language }),
    ),
    (reason, language) => personLetter({ ...person, kind: "staff_visit", endsAt: person.at, reason, language }),
    (device, language) => personLetter({ ...person, kind: "new_sign_in", device, address: "10.0.0.1", language }),
  ],
  [projectPeople.topic.name]: PEOPLE_KINDS.flatMap((kind): Writer[] => [
    (projectName, language) => peopleLetter({ ...people, kind, projectName, language }),
    (name, language) => peopleLetter({ ...people, kind, other: { ...people.other, name }, language }),
  ]),
  [signInSlowed.topic.name]: [(supplierName, language) => signInSlowedLetter({ ...slowed, supplierName, language })],
  [addressQuestion.topic.name]: [(projectName, language) => addressLetter({ ...people, projectName, language })],
  [letterCopy.name]: [
    (projectName, language) =>
      projectFrozenLetter({ ...notice, projectName, language, unsubscribeUrl: "https://billing.example/u#1.a" }),
  ],
  [letterDigest.name]: [
    (subject, language) =>
      digestLetter({
        language,
        supplierName: "Saldo",
        contact: "billing.example",
        name: { ru: "Новый участник проекта", en: "A new member of the project" },
        items: [{ at: at("2026-11-20T09:00:00Z"), subject }],
        more: 3,
        url: "https://billing.example/notifications?group=people",
      }),
  ],
};
const LETTERS = Object.values(WRITERS).flat();

const bare = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("letters", () => {
  it("reliability 46: hostile names are tried on every kind of letter", () => {
    expect(Object.keys(WRITERS)).toEqual(EVERY_LETTER.map(({ topic }) => topic.name));
  });

  it("FRZ-03 frozen: says what it means, until when in the region's time, exact to the kopeck, in both languages", () => {
    const ru = projectFrozenLetter(notice);
    expect(ru.subject).toBe("Проект mcs0000000011 заморожен");
    expect(bare(ru.text)).toContain("Баланс: \u22121 234 567 890 123,45 ₽");
    expect(bare(ru.text)).toContain("Срок удаления: 27 ноября 2026 г. в 12:00 (UTC+3)");
    expect(ru.html).toContain('<html lang="ru">');
    const en = projectFrozenLetter({ ...notice, language: "en", currency: "KZT", zone: "Asia/Almaty" });
    expect(bare(en.text)).toContain("Balance: \u2212₸1,234,567,890,123.45");
    expect(bare(en.text)).toContain("Deletion due: 27 November 2026 at 14:00 (UTC+5)");
    expect(en.html).toContain('<html lang="en">');
  });

  it("AUD-03 a second person reads what is asked of them, how much and until when, in both languages", () => {
    const ru = proposalLetter(proposal);
    expect(ru.subject).toBe("Нужно подтверждение второго сотрудника: 12");
    expect(bare(ru.text)).toContain("Сумма: 150 000,00 ₽");
    expect(bare(ru.text)).toContain("Решить до: 23 ноября 2026 г. в 12:00 (UTC+3)");
    const en = proposalLetter({
      ...proposal,
      notice: "refused",
      decider: "Olga",
      note: "not this one",
      language: "en",
    });
    expect(en.subject).toBe("Your proposal was refused: 12");
    expect(bare(en.text)).toContain("Note: not this one");
    expect(bare(en.text)).not.toContain("To be decided by");
  });

  it("reliability 62 the heads of the chains: each with the command that finds out whether the audit still has it", () => {
    const ru = auditHeadsLetter(heads);
    expect(ru.text).toContain(`saldo audit verify --head house:7:${"ab".repeat(32)}`);
    expect(ru.text).toContain("без региона, записей 1042");
    expect(auditHeadsLetter({ ...heads, language: "en" }).text).toContain("without a region, 1042 acts");
  });

  it("NTF-02 before a freeze: the hour in the region's zone, and what is still in time", () => {
    const ahead = { ...notice, balanceMinor: 10_000n, deletionDueAt: null, freezeAt: at("2026-11-24T09:30:00Z") };
    for (const [language, when] of [
      ["ru", /Заморозка: 24 ноября 2026.*12:30/],
      ["en", /Freezes: 24 November 2026.*12:30/],
    ] as const) {
      expect(freezeAheadLetter({ ...ahead, language }).text).toMatch(when);
      expect(freezeLastDayLetter({ ...ahead, language }).text).toMatch(when);
    }
    expect(freezeAheadLetter(ahead).text).toContain("до трёх рабочих дней");
    // Money comes by bank transfer alone as yet: no letter sends anybody to look for more.
    for (const language of ["ru", "en"] as const)
      for (const letter of [freezeAheadLetter, freezeLastDayLetter])
        expect(letter({ ...ahead, language }).text).not.toMatch(/карт(а|ы|е|у|ой)\b|\bcard/iu);
    expect(freezeLastDayLetter(ahead).text).toContain("может не успеть");
    expect(freezeAheadLetter(ahead).text).not.toContain("Срок удаления");
  });

  it("FRZ-03 deletion ahead and deleted; a letter without a due date names none", () => {
    expect(deletionAheadLetter(notice).text).toContain("Срок удаления");
    expect(projectDeletedLetter(notice).text).not.toContain("Срок удаления");
    expect(projectFrozenLetter({ ...notice, deletionDueAt: null }).text).not.toMatch(/удален/);
  });

  it.each(PEOPLE_KINDS)("REG-04 REG-05 %s: says which project, who and when, in both languages", (kind) => {
    const [ru, en] = (["ru", "en"] as const).map((language) => peopleLetter({ ...people, kind, language }));
    for (const letter of [ru, en]) {
      expect(letter?.subject).toMatch(/ mcs0000000011$/);
      expect(letter?.text).toContain("Ромашка");
      expect(letter?.text).toContain("anna@example.ru");
    }
    expect(ru?.text.includes("Администратор биллинга")).toBe(!["removed", "owner_declined"].includes(kind));
    expect(bare(en?.text ?? "")).toContain("20 November 2026 at 12:00 (UTC+3)");
  });

  it("DLV-03 closing documents: month, number, date and amount of each", () => {
    const letter = closingDocumentsLetter(documents);
    expect(bare(letter.subject)).toBe("Закрывающие документы за октябрь 2026 г.");
    expect(bare(letter.text)).toContain("УПД № 15 от 31.10.2026: 12 345,67 ₽");
    expect(letter.text).toContain("XML");
    expect(closingDocumentsLetter({ ...documents, xml: false }).text).not.toContain("XML");
    const english = closingDocumentsLetter({ ...documents, language: "en" });
    expect(bare(english.text)).toContain("УПД № 15 of 31 Oct 2026: ₽12,345.67");
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
      const hosts = [...html.matchAll(/https?:[^"<]*/g)].map(([url]) => new URL(url).host);
      expect(new Set(hosts)).toEqual(new Set(["billing.example"]));
    }
    expect(() => projectFrozenLetter({ ...notice, url: "javascript:alert(1)" })).toThrow("links to the web only");
  });
});
