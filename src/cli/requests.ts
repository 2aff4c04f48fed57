import { refusal } from "../core/errors.ts";
import { formatPid } from "../core/ids.ts";
import { formatInstant } from "../core/time.ts";
import { type Request, RequestUnknown, casesByNumber, caseThread, queueOf } from "../modules/requests/index.ts";
import { type ArgumentSpec, type Command } from "./command.ts";
import { columns } from "./output.ts";

const NotANumber = refusal(
  "not_a_request_number",
  422,
  "Ожидается номер запроса вида R-2026-000123",
  "Expected the number of a request like R-2026-000123",
);

const words = {
  ru: {
    headers: ["Запрос", "Регион", "Вид", "Отдел", "Срок", "Кто спросил", "Тема"],
    none: "Запросов, которые ждут ответа, нет",
  },
  en: {
    headers: ["Request", "Region", "Kind", "Department", "Due", "Asked by", "Subject"],
    none: "No request waits for an answer",
  },
} as const;
const MOST_SHOWN = 200;

const number: ArgumentSpec = {
  name: "number",
  summary: { ru: "номер запроса, R-2026-000123", en: "the number of a request, R-2026-000123" },
  parse: (text) => {
    if (!/^R-\d{4}-\d{6,12}$/i.test(text)) throw NotANumber({ field: "number" });
    return text.toUpperCase();
  },
};

/** REQ-11: what waits for the provider, the most urgent first. Exit code 1 when something is overdue. */
export const requestsList: Command = {
  details: {
    ru: "Просроченные — первыми. Прочитать один: saldo requests show R-2026-000123.",
    en: "Overdue ones come first. To read one: saldo requests show R-2026-000123.",
  },
  async run({ open, language }) {
    const { database, clock } = await open();
    const now = clock.now();
    const found = await database.snapshot((tx) => queueOf(tx, MOST_SHOWN));
    const overdue = found.filter(({ dueAt }) => dueAt !== null && dueAt < now);
    return {
      result: { requests: found.map(shown), overdue: overdue.length },
      lines:
        found.length === 0
          ? [words[language].none]
          : columns([
              words[language].headers,
              ...found.map((one) => [
                one.number,
                one.regionCode,
                one.kind,
                one.department,
                `${one.dueAt === null ? "—" : formatInstant(one.dueAt)}${overdue.includes(one) ? " !" : ""}`,
                one.requesterEmail,
                one.title,
              ]),
            ]),
      ok: overdue.length === 0,
    };
  },
};

/** REQ-11: a request with its thread, notes between staff too; two regions may have the same number. */
export const requestsShow: Command = {
  arguments: [number],
  async run({ open }, input) {
    const { database } = await open();
    const found = await database.snapshot(async (tx) => {
      const cases = await casesByNumber(tx, input["number"] as string);
      const threads = [];
      for (const request of cases) threads.push({ request, thread: await caseThread(tx, request.requestId, true) });
      return threads;
    });
    if (found.length === 0) throw RequestUnknown();
    return {
      result: {
        requests: found.map(({ request, thread }) => ({
          ...shown(request),
          fields: request.fields,
          messages: thread.map(({ message, files }) => ({
            at: formatInstant(message.writtenAt),
            author: message.author,
            name: message.authorName,
            internal: message.isInternal,
            text: message.text,
            files: files.map(({ name }) => name),
          })),
        })),
      },
      lines: found.flatMap(({ request, thread }) => [
        `${request.number}  ${request.regionCode}  ${request.kind}  ${request.state}  ${request.title}`,
        `${request.requesterName} <${request.requesterEmail}>  ${request.projectId === null ? "—" : formatPid(request.projectId)}`,
        ...Object.entries(request.fields).map(([name, value]) => `${name}: ${value}`),
        ...thread.flatMap(({ message, files }) => [
          "",
          `${formatInstant(message.writtenAt)}  ${message.isInternal ? "#" : ""}${message.author}  ${message.authorName}`,
          ...message.text.split("\n"),
          ...files.map(({ name }) => `[${name}]`),
        ]),
      ]),
    };
  },
};

function shown(request: Request) {
  const {
    requestId,
    number: named,
    regionCode,
    kind,
    state,
    department,
    title,
    dueAt,
    requesterEmail,
    projectId,
  } = request;
  return {
    id: requestId,
    number: named,
    region: regionCode,
    kind,
    state,
    department,
    title,
    due: dueAt === null ? null : formatInstant(dueAt),
    email: requesterEmail,
    project: projectId === null ? null : formatPid(projectId),
  };
}
