import type { Instant, Zone } from "../../core/time.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { supplierOf } from "../parties/index.ts";
import { requestById, requestOverdue } from "../requests/index.ts";
import { regionOf, userOfId } from "../tenancy/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import { letter } from "./letter.ts";

/** REQ-11: to staff, that the deadline of a request has passed, as long as nobody has answered. */
export const requestOverdueLetter = letter({
  topic: requestOverdue,
  compose: overdueLetter,
  async read({ database, publicUrl }, requestId, { userId, dueAt }) {
    const request = await requestById(database, requestId);
    const user = await userOfId(database, userId);
    if (request?.dueAt !== dueAt || !user || user.blockedAt !== null || user.staffRole === null) return null;
    const region = await regionOf(database, request.regionCode);
    const supplier = await supplierOf(database, region.supplierCode);
    return {
      to: user.email,
      thread: `overdue-${requestId}`,
      facts: {
        language: user.language,
        supplierName: supplier.name,
        contact: region.documentAddress,
        number: request.number,
        title: request.title,
        regionName: region.name[user.language],
        dueAt,
        zone: region.timeZone,
        url: `${publicUrl}/office/requests/${requestId}`,
      },
    };
  },
});

export interface OverdueLetter extends LetterFrame {
  readonly number: string;
  readonly title: string;
  readonly regionName: string;
  readonly dueAt: Instant;
  readonly zone: Zone;
  readonly url: string;
}

export function overdueLetter(facts: OverdueLetter): WrittenLetter {
  const { language, number, title, regionName, dueAt, zone, url } = facts;
  const words = WORDS[language];
  return writeLetter({
    language,
    subject: `${number}: ${words.subject}`,
    heading: words.heading,
    paragraphs: [words.what],
    facts: [
      [words.request, `${number}. ${title}`],
      [words.region, regionName],
      [words.due, formatMoment(dueAt, zone, language)],
    ],
    link: { label: words.link, url },
    footer: footer(facts),
  });
}

const WORDS = {
  ru: {
    subject: "срок ответа прошёл",
    heading: "Срок ответа на запрос прошёл",
    what: "Клиент ещё ждёт ответа. Запрос стоит первым на странице «Моя работа».",
    request: "Запрос",
    region: "Регион",
    due: "Срок был",
    link: "Открыть запрос",
  },
  en: {
    subject: "the deadline has passed",
    heading: "The deadline of a request has passed",
    what: "The customer still waits for an answer. The request comes first in My work.",
    request: "Request",
    region: "Region",
    due: "It was due",
    link: "Open the request",
  },
} as const;
