import { DAY, HOUR, type Instant, plus } from "../core/time.ts";
import { requestPorts } from "../composition/request-ports.ts";
import { openRequest, replyToRequest, transferRequest } from "../modules/requests/index.ts";
import { regionOf, userByEmail } from "../modules/tenancy/index.ts";
import { systemClock } from "../platform/clock.ts";
import type { Database, Tx } from "../platform/db.ts";
import { Uploads } from "../platform/uploads/index.ts";
import { CUSTOMERS } from "./world.ts";

interface DemoRequest {
  /** A customer of the world by the address; somebody else writes by mail. */
  readonly email: string;
  readonly name?: string;
  readonly asked: { readonly kind: string; readonly fields: Readonly<Record<string, string>> };
  readonly text: string;
  /** Before now. */
  readonly ago: number;
  readonly later?:
    | { readonly act: "answer" | "ask"; readonly text: string; readonly ago: number }
    | { readonly act: "transfer"; readonly ago: number };
}

const SUPPORT = "support@saldo.example";

/** A day's work for who answers: something late, something new, something that waits for its customer, a mail. */
function requestsOf(lastMonth: string): readonly DemoRequest[] {
  return [
    {
      email: "buh@romashka.example.test",
      asked: { kind: "accruals", fields: { month: lastMonth, service: "Виртуальные машины" } },
      text: "За прошлый месяц вышло больше, чем мы ждали. Проверьте, пожалуйста, не начислено ли дважды.",
      ago: 5 * DAY,
    },
    {
      email: "anna@example.test",
      asked: { kind: "foreign_phone", fields: { phone: "+998 90 123-45-67", reason: "Живу в Ташкенте" } },
      text: "Российского номера у меня нет.",
      ago: 3 * HOUR,
    },
    {
      email: "buh@romashka.example.test",
      asked: { kind: "question", fields: { topic: "Кому отправлять доверенность" } },
      text: "Сменился директор. Куда прислать новую доверенность?",
      ago: 3 * DAY,
      later: {
        act: "ask",
        text: "Здравствуйте! Приложите скан к этому запросу и напишите, с какого числа она действует.",
        ago: 2 * DAY,
      },
    },
    {
      email: "anna@example.test",
      asked: { kind: "question", fields: { topic: "Как перенести сайт в другой проект" } },
      text: "Хочу разделить сайт и резервные копии.",
      ago: 4 * DAY,
      later: {
        act: "answer",
        text: "Здравствуйте! Создайте второй проект и перенесите копии: старые начисления останутся в первом.",
        ago: 3 * DAY,
      },
    },
    {
      email: "director@newcomer.example",
      name: "Нина Новикова",
      asked: { kind: "question", fields: { topic: "Индивидуальный договор" } },
      text: "Добрый день! Хотим заключить индивидуальный договор с постоплатой. Какие документы нужны?",
      ago: 5 * HOUR,
      later: { act: "transfer", ago: 4 * HOUR },
    },
  ];
}

/** The requests of the demo world. */
export async function putRequests(database: Database, tx: Tx, lastMonth: string, now: Instant): Promise<void> {
  const ports = requestPorts(new Uploads({ database, clock: systemClock }));
  const support = await userByEmail(tx, SUPPORT);
  const staff = { kind: "staff", userId: support?.userId ?? null, name: support?.name ?? "" } as const;
  for (const request of requestsOf(lastMonth)) {
    const requestId = await putRequest(tx, ports, request, now);
    const { later } = request;
    if (!later) continue;
    const by = { by: staff, now: plus(now, -later.ago) };
    if (later.act === "transfer") await transferRequest(tx, requestId, "documents", by);
    else {
      const said = { text: later.text, fileIds: [], uploadedBy: "", via: "console", act: later.act } as const;
      await replyToRequest(tx, ports, requestId, said, by);
    }
  }
}

async function putRequest(
  tx: Tx,
  ports: ReturnType<typeof requestPorts>,
  { email, name = "", asked, text, ago }: DemoRequest,
  now: Instant,
): Promise<bigint> {
  const customer = CUSTOMERS.find((one) => one.email === email);
  const user = await userByEmail(tx, email);
  const requester = { userId: user?.userId ?? null, email, name: user?.name ?? name };
  const { requestId } = await openRequest(tx, ports, {
    asked,
    text,
    fileIds: [],
    uploadedBy: "",
    region: await regionOf(tx, customer?.region ?? "moscow"),
    projectId: customer?.projects[0]?.projectId ?? null,
    requester,
    language: "ru",
    source: customer ? "console" : "mail",
    by: { kind: "customer", userId: requester.userId, name: requester.name },
    ...(customer ? {} : { mailFrom: email }),
    now: plus(now, -ago),
  });
  return requestId;
}
