import type { ActParts, ListedRequest, UploadedFile } from "../../api/fetch.ts";
import { Refusal } from "../../api/problem.ts";
import type { Language } from "../../i18n/index.ts";
import type { RequestMessages } from "../../ui/request-thread.tsx";
import { WORDS } from "./words.ts";

export const ZONE = "Asia/Almaty";

const both = (pick: (language: Language) => string) => ({ ru: pick("ru"), en: pick("en") });

export const REFUSED = new Refusal({
  title: "",
  status: 409,
  code: "sample",
  text: both((language) => WORDS[language].refused),
});
export const FAILED = new Refusal({ title: "", status: 500, code: "status_500", traceId: "5f0c7b1e9a42" });
export const FORBIDDEN = new Refusal({ title: "", status: 403, code: "forbidden" });
export const OFFLINE = new Refusal({ title: "", status: 0, code: "connection" });

type Word = Exclude<keyof typeof WORDS.ru, "wholes">;

const text = (word: Word) => both((language) => WORDS[language][word]);

const change = (word: Word, before: string | null, after: string) => ({
  field: word,
  text: text(word),
  before,
  after,
  beforeText: null,
  afterText: null,
});

export const ACTS: readonly ActParts[] = [
  {
    text: text("actChanged"),
    refusal: null,
    refusalText: null,
    times: 1,
    thing: null,
    changes: [
      change("creditLimit", "0.00 RUB", "150000.00 RUB"),
      change("validFrom", "2026-10-01", "2026-11-01"),
      change("checkedAt", null, "2026-11-19T20:30:00Z"),
    ],
  },
  {
    text: text("actRefused"),
    refusal: "forbidden",
    refusalText: text("actRefusal"),
    times: 3,
    thing: null,
    changes: [],
  },
];

type Turn = Pick<ListedRequest, "state" | "dueAt" | "overdue" | "nextActor">;

export const TURNS: readonly Turn[] = [
  { state: "new", dueAt: "2026-11-27T12:00:00Z", overdue: false, nextActor: "provider" },
  { state: "in_work", dueAt: "2026-11-20T12:00:00Z", overdue: true, nextActor: "provider" },
  { state: "waits_customer", dueAt: null, overdue: false, nextActor: "customer" },
  { state: "answered", dueAt: null, overdue: false, nextActor: "customer" },
  { state: "closed", dueAt: null, overdue: false, nextActor: "nobody" },
  { state: "withdrawn", dueAt: null, overdue: false, nextActor: "nobody" },
];

export const filesIn = (language: Language): UploadedFile[] => [
  { id: "1", name: WORDS[language].fileName, mediaType: "text/csv", bytes: 18_400 },
  { id: "2", name: WORDS[language].longName, mediaType: "application/pdf", bytes: 2_411_724 },
];

export function threadIn(language: Language): Parameters<typeof RequestMessages>[0]["messages"] {
  const words = WORDS[language];
  const message = { authorName: "", via: "console", files: [], internal: false, mailFrom: null } satisfies Partial<
    Parameters<typeof RequestMessages>[0]["messages"][number]
  >;
  return [
    {
      ...message,
      id: "1",
      author: "customer",
      authorName: words.customer,
      text: words.question,
      writtenAt: "2026-11-18T07:12:00Z",
    },
    {
      ...message,
      id: "2",
      author: "staff",
      authorName: words.clerk,
      text: words.note,
      writtenAt: "2026-11-18T08:00:00Z",
      internal: true,
    },
    {
      ...message,
      id: "3",
      author: "staff",
      authorName: words.clerk,
      text: words.answer,
      writtenAt: "2026-11-18T08:04:00Z",
      files: filesIn(language),
    },
    {
      ...message,
      id: "4",
      author: "customer",
      text: words.byMail,
      writtenAt: "2026-11-18T09:30:00Z",
      via: "mail",
      mailFrom: "anna@example.test",
    },
  ];
}
