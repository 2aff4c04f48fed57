import type { Instant, Zone } from "../../core/time.ts";
import { formatPid } from "../../core/ids.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { supplierOf } from "../parties/index.ts";
import { type Notice, messageById, replyAddress, requestById, requestKind, requestNotice } from "../requests/index.ts";
import { ownerOf, regionOf, userOfId } from "../tenancy/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import { letter } from "./letter.ts";

/** REQ-11: to who asked, of what became of it; an answer to the letter lands in the case. */
export const requestLetters = letter({
  topic: requestNotice,
  compose: requestLetter,
  async read({ database, publicUrl }, requestId, { notice, messageId }) {
    const request = await requestById(database, requestId);
    if (!request) return null;
    const { projectId, requesterUserId, mailToken } = request;
    const owner = notice === "owner_told" && projectId !== null ? await ownerOf(database, projectId) : null;
    const user = requesterUserId === null ? null : await userOfId(database, requesterUserId);
    // The owner who asks is told once.
    if (notice === "owner_told" && (!owner || owner.userId === requesterUserId)) return null;
    if (user && user.blockedAt !== null) return null;
    const other =
      notice === "merged" && request.mergedInto !== null ? await requestById(database, request.mergedInto) : null;
    if (notice === "merged" && !other) return null;
    const region = await regionOf(database, request.regionCode);
    const supplier = await supplierOf(database, region.supplierCode);
    const message = messageId === null ? null : await messageById(database, messageId);
    const facts: RequestLetter = {
      notice,
      language: owner?.language ?? user?.language ?? request.language,
      supplierName: supplier.name,
      contact: region.documentAddress,
      number: request.number,
      title: owner ? requestKind(request.kind).title[owner.language] : request.title,
      requester: request.requesterName || request.requesterEmail,
      other: other?.number ?? "",
      quoted: message && !message.isInternal ? message.text : null,
      dueAt: request.dueAt,
      zone: region.timeZone,
      url: projectId === null ? null : `${publicUrl}/projects/${formatPid(projectId)}/requests/${requestId}`,
    };
    const thread = `request-${requestId}`;
    if (owner) return { to: owner.email, facts, thread };
    return {
      thread,
      to: user?.email ?? request.requesterEmail,
      facts,
      replyTo: replyAddress(region.documentAddress, mailToken),
    };
  },
});

export interface RequestLetter extends LetterFrame {
  readonly notice: Notice;
  readonly number: string;
  readonly title: string;
  readonly requester: string;
  /** The request that goes on in its stead; empty unless they were joined. */
  readonly other: string;
  /** What the provider wrote. */
  readonly quoted: string | null;
  readonly dueAt: Instant | null;
  readonly zone: Zone;
  /** The case in the console; null for who has none there. */
  readonly url: string | null;
}

export function requestLetter(facts: RequestLetter): WrittenLetter {
  const { language, notice, number, other, title, quoted, dueAt, zone, url, requester } = facts;
  const words = WORDS[language];
  const { subject, heading, paragraphs } = words[notice];
  const fill = (text: string) => text.replaceAll("{number}", number).replaceAll("{other}", other);
  return writeLetter({
    language,
    subject: fill(subject),
    heading: fill(heading),
    // What was written keeps its lines.
    paragraphs: [
      ...(quoted === null ? [] : quoted.split(/\n+/)),
      ...paragraphs.map(fill),
      ...(url !== null && (notice === "answered" || notice === "closed") ? [words.rate] : []),
    ],
    facts: [
      [words.request, `${number}. ${title}`],
      ...(notice === "owner_told" ? [[words.from, requester] as const] : []),
      ...(notice === "received" && dueAt !== null ? [[words.until, formatMoment(dueAt, zone, language)] as const] : []),
    ],
    link: url === null ? undefined : { label: words.link, url },
    footer: footer(facts),
  });
}

type NoticeWords = Readonly<
  Record<Notice, { readonly subject: string; readonly heading: string; readonly paragraphs: readonly string[] }>
> & {
  readonly request: string;
  readonly from: string;
  readonly until: string;
  readonly rate: string;
  readonly link: string;
};

const WORDS: Readonly<Record<"ru" | "en", NoticeWords>> = {
  ru: {
    request: "Запрос",
    from: "Кто просит",
    until: "Ответим до",
    rate: "Оцените ответ на странице запроса: так мы узнаем, что можно сделать лучше.",
    link: "Открыть запрос",
    received: {
      subject: "{number}: запрос принят",
      heading: "Запрос {number} принят",
      paragraphs: ["Мы получили запрос и ответим в срок. Дополнить его можно ответом на это письмо."],
    },
    answered: {
      subject: "{number}: ответ на запрос",
      heading: "Ответ на запрос {number}",
      paragraphs: ["Если вопрос остался, ответьте на это письмо: запрос откроется снова."],
    },
    waits_customer: {
      subject: "{number}: нужен ваш ответ",
      heading: "По запросу {number} нужен ваш ответ",
      paragraphs: ["Чтобы продолжить, ответьте на это письмо или в консоли. Файлы можно приложить к ответу."],
    },
    closed: {
      subject: "{number}: запрос закрыт",
      heading: "Запрос {number} закрыт",
      paragraphs: ["Если вопрос не решён, ответьте на это письмо в течение 30 дней: запрос откроется снова."],
    },
    merged: {
      subject: "{number}: запрос объединён с {other}",
      heading: "Запрос {number} объединён с {other}",
      paragraphs: [
        "Вы спрашивали об этом дважды. Ответ придёт по запросу {other}; ответ на это письмо тоже попадёт туда.",
      ],
    },
    owner_told: {
      subject: "{number}: просят сменить владельца проекта",
      heading: "Участник просит сменить владельца вашего проекта",
      paragraphs: [
        "Участник проекта сообщил, что вы недоступны, и просит назначить владельцем другого участника. Мы проверим просьбу, прежде чем что-то менять.",
        "Если вы против или можете передать проект сами, ответьте в запросе или напишите нам сразу.",
      ],
    },
  },
  en: {
    request: "Request",
    from: "Asked by",
    until: "We answer by",
    rate: "Tell on the request's page what the answer was worth: so we learn what can be done better.",
    link: "Open the request",
    received: {
      subject: "{number}: your request was received",
      heading: "Request {number} was received",
      paragraphs: ["We have your request and will answer in time. To add something, answer this letter."],
    },
    answered: {
      subject: "{number}: an answer to your request",
      heading: "An answer to request {number}",
      paragraphs: ["If the question is still open, answer this letter: the request is opened again."],
    },
    waits_customer: {
      subject: "{number}: your answer is needed",
      heading: "Your answer is needed in request {number}",
      paragraphs: ["To go on, answer this letter or in the console. Files can be attached to the answer."],
    },
    closed: {
      subject: "{number}: your request is closed",
      heading: "Request {number} is closed",
      paragraphs: ["If it is not settled, answer this letter within 30 days: the request is opened again."],
    },
    merged: {
      subject: "{number}: your request was joined with {other}",
      heading: "Request {number} was joined with {other}",
      paragraphs: [
        "You asked about this twice. The answer comes in request {other}; an answer to this letter lands there, too.",
      ],
    },
    owner_told: {
      subject: "{number}: somebody asks for another owner of your project",
      heading: "A member asks for another owner of your project",
      paragraphs: [
        "A member of the project says that you cannot be reached and asks to make another member its owner. We look into it before anything is changed.",
        "If you are against it, or can hand the project over yourself, answer in the request or write to us at once.",
      ],
    },
  },
};
