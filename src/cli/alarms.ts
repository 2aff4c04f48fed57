import { type Instant, formatInstant, plus } from "../core/time.ts";
import { formatPid } from "../core/ids.ts";
import { openHalts } from "../modules/balance/index.ts";
import { unfinishedCloses } from "../modules/closing/index.ts";
import { countSuspense } from "../modules/payments/index.ts";
import { countProposals } from "../modules/proposals/index.ts";
import { chargingFailures, usageAlarms } from "../modules/usage/index.ts";
import type { Tx } from "../platform/db.ts";
import { parkedJobs } from "../platform/jobs/index.ts";
import { outboxState } from "../platform/outbox/index.ts";
import { METERING_SILENCE } from "../composition/alarms.ts";
import { type AlarmCode, type RaisedAlarm, openAlarms } from "../platform/alarms/index.ts";
import { lastRun } from "../platform/check/index.ts";
import type { Command } from "./command.ts";

interface Alarm {
  readonly alarm: string;
  readonly subject: string;
  readonly count: number;
  readonly since: string | null;
  /** Of a project that cannot be charged: why, and what of its usage costs the most. */
  readonly why?: object;
}

const MOST_EXPLAINED = 1_000;

const words = {
  ru: {
    none: "Ничто не ждёт человека",
    since: "с",
    names: {
      automation_halt: "Автоматика остановлена (saldo automation)",
      quarantine: "События в карантине",
      unpriced_usage: "Потребление без цены",
      not_charged: "Проект не удаётся начислить (saldo usage set-aside)",
      metering_silent: "Ресурсы работают, а событий потребления нет больше двух часов",
      suspense: "Переводы ждут решения (saldo suspense)",
      proposal: "Решают двое, ждёт второго сотрудника (saldo proposals)",
      outbox_parked: "Не доставляется (saldo outbox parked)",
      outbox_refused: "Отвергнуто получателем (saldo outbox parked)",
      job_parked: "Задание ждёт решения (saldo jobs)",
      books_broken: "Нарушены инварианты (saldo check)",
      month_close: "Закрытие месяца не окончено (повторите saldo month close)",
      worker_silent: "Фоновый процесс молчит (saldo worker)",
      worker_behind: "Фоновое задание стоит (журнал saldo worker)",
      charging_behind: "Начисления отстают больше чем на полчаса",
      clocks_differ: "Часы сервера и базы данных расходятся",
      disk_nearly_full: "Диск с данными почти полон",
      file_storage_away: "Хранилище файлов недоступно (saldo files)",
      database_rights: "У программы в базе больше прав, чем ей нужно",
      proposal_expiring: "Истекает срок предложения (saldo proposals)",
    },
  },
  en: {
    none: "Nothing waits for a person",
    since: "since",
    names: {
      automation_halt: "Automation is halted (saldo automation)",
      quarantine: "Events in quarantine",
      unpriced_usage: "Usage without a price",
      not_charged: "A project cannot be charged (saldo usage set-aside)",
      metering_silent: "Resources run, and no usage has come for more than two hours",
      suspense: "Transfers wait for a decision (saldo suspense)",
      proposal: "Waits for a second person (saldo proposals)",
      outbox_parked: "Not getting through (saldo outbox parked)",
      outbox_refused: "Refused by its receiver (saldo outbox parked)",
      job_parked: "A job waits for a decision (saldo jobs)",
      books_broken: "Invariants are broken (saldo check)",
      month_close: "A month close has not ended (repeat saldo month close)",
      worker_silent: "The worker is silent (saldo worker)",
      worker_behind: "A background job stands still (the log of saldo worker)",
      charging_behind: "Charging is more than half an hour behind",
      clocks_differ: "The clocks of server and database differ",
      disk_nearly_full: "The disk of the data is nearly full",
      file_storage_away: "The storage of files is away (saldo files)",
      database_rights: "The program has more rights in the database than it needs",
      proposal_expiring: "A proposal is about to expire (saldo proposals)",
    },
  },
} as const;

/** Everything that automation leaves to a person, in one look. Exit code 1 when there is something. */
export const alarms: Command = {
  details: {
    ru: "Для мониторинга: код 0 — ничего, код 1 — есть что решать.",
    en: "For monitoring: exit code 0 is nothing, 1 is something to decide.",
  },
  async run({ open, language, config }) {
    const { database, clock } = await open();
    // In the sandbox time is moved without anybody measuring.
    const heardSince = config.mode === "production" ? plus(clock.now(), -METERING_SILENCE) : null;
    const found = await database.snapshot((tx) => collect(tx, heardSince, clock.now()));
    const { none, since, names } = words[language];
    return {
      result: { alarms: found },
      lines:
        found.length === 0
          ? [none]
          : found.map((one) => {
              const name = names[one.alarm as keyof typeof names];
              const what = one.subject === "" ? "" : ` ${one.subject},`;
              const why = one.why ? `; ${Object.values(one.why).filter(Boolean).join(", ")}` : "";
              return `${name}:${what} ${one.count}${one.since === null ? "" : `, ${since} ${one.since}`}${why}`;
            }),
      ok: found.length === 0,
    };
  },
};

async function collect(tx: Tx, heardSince: Instant | null, now: Instant): Promise<Alarm[]> {
  const halts = await openHalts(tx);
  const usage = await usageAlarms(tx, heardSince);
  const failures = await chargingFailures(tx, MOST_EXPLAINED);
  const whys = new Map(
    failures.map(({ projectId, reason, resource, skuCode, day, quantity }) => [
      formatPid(projectId),
      { reason, resource, sku: skuCode, day, quantity },
    ]),
  );
  const suspense = await countSuspense(tx);
  const proposals = await countProposals(tx, now);
  const outbox = await outboxState(tx);
  const jobs = await parkedJobs(tx);
  const closes = await unfinishedCloses(tx);
  const looked = await lastRun(tx);
  const found = [
    ...halts.map((halt) => alarm("automation_halt", halt.kind, halt.affected, halt.haltedAt)),
    ...usage.map((one) => {
      const why = one.alarm === "not_charged" ? whys.get(one.subject) : undefined;
      return { ...alarm(one.alarm, one.subject, one.count, one.since), ...(why ? { why } : {}) };
    }),
    ...suspense.map((one) => alarm("suspense", one.reason, one.count, one.since)),
    ...proposals.map((one) => alarm("proposal", one.kind, one.count, one.since)),
    ...outbox.flatMap(({ destination, parked, failed, oldestAt }) => [
      alarm("outbox_parked", destination, parked, oldestAt),
      alarm("outbox_refused", destination, failed, null),
    ]),
    ...jobs.map(({ kind, count, since }) => alarm("job_parked", kind, count, since)),
    ...(looked ? [alarm("books_broken", "", looked.broken, looked.checkedAt)] : []),
    ...closes.map((close) => alarm("month_close", `${close.regionCode} ${close.month}`, 1, close.issueAt)),
  ].filter(({ count }) => count > 0);
  const raised = await openAlarms(tx, MOST_RAISED);
  return [
    ...found.map((one) => ({ ...one, since: one.since ?? noticed(raised, one) })),
    // What whoever runs sees of itself.
    ...raised.flatMap((one) =>
      RAISED_ALONE.has(one.alarm) ? [alarm(one.alarm, one.subject, one.count, one.resumedAt)] : [],
    ),
  ];
}

const MOST_RAISED = 500;
const RAISED_ALONE: ReadonlySet<string> = new Set([
  "worker_silent",
  "worker_behind",
  "charging_behind",
  "clocks_differ",
  "disk_nearly_full",
  "file_storage_away",
  "database_rights",
  "proposal_expiring",
] satisfies AlarmCode[]);

/** Of what does not know itself since when: since when it is noticed, by its own subject or as a whole. */
function noticed(raised: readonly RaisedAlarm[], { alarm: code, subject }: Alarm): string | null {
  const same = raised.filter((one) => one.alarm === code);
  const first = same.find((one) => one.subject === subject) ?? same.find((one) => one.subject === "");
  return first ? formatInstant(first.resumedAt) : null;
}

function alarm(name: string, subject: string, count: bigint | number, since: Instant | null): Alarm {
  return { alarm: name, subject, count: Number(count), since: since === null ? null : formatInstant(since) };
}
