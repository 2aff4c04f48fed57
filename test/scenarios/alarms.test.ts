import { hostname } from "node:os";

import { beforeEach, expect, test } from "vitest";

import { alarmJob, watchOnce } from "../../src/composition/alarms.ts";
import { condition } from "../../src/composition/condition.ts";
import { watchWorkers } from "../../src/composition/watch.ts";
import { TOPICS } from "../../src/composition/topics.ts";
import { DAY, HOUR, MINUTE, formatInstant, plus } from "../../src/core/time.ts";
import { consoleSender, letterWriter } from "../../src/modules/notifications/index.ts";
import { systemClock } from "../../src/platform/clock.ts";
import type { Tx } from "../../src/platform/db.ts";
import { type Finding, beginLook, raiseAlarms } from "../../src/platform/alarms/index.ts";
import { Heartbeat } from "../../src/platform/heartbeat.ts";
import type { RecurringJob } from "../../src/platform/jobs/index.ts";
import { drainJobs, startJobs } from "../../src/platform/jobs/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { checkMail } from "../../src/platform/mail/index.ts";
import { type OutboxMessage, type Sender, dispatchDue } from "../../src/platform/outbox/index.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { WORLD_ORIGIN, openHttpWorld } from "../support/http-world.ts";

/** No worker runs: each look is made by the test, at an instant of its own. */
const own = await testDatabase({ connections: 8 });
const { database, clock } = own;
const parts = { dataDirectory: null, objects: null, production: false };
const world = await openHttpWorld(own, {
  condition: () => condition({ database, clock, dataDirectory: null, objects: null }),
});
const owner = ownerOf(database);
const log = createLogger("silent");

interface Raised {
  readonly alarm: string;
  readonly subject: string;
  readonly begunAt: string;
  readonly endedAt: string | null;
  readonly times: number;
  readonly count: number;
}
interface Note {
  readonly kind: string;
  readonly severity: string;
  readonly times: number;
  readonly title: { readonly ru: string; readonly en: string };
  readonly text: { readonly ru: string };
  readonly href: string;
}
const listed = async (query = "") =>
  (await world.get<{ items: Raised[] }>(`/v1/office/alarms?${query}`, "operator")).items;
const halted = (kind = "freeze") =>
  owner.query(
    `insert into automation_halt (kind, halted_at, affected, allowed) values ($1, '2026-10-01T00:00:00Z', 500, 100)`,
    [kind],
  );
const goOn = () => owner.query("delete from automation_halt");
const beat = (at = systemClock.now()) =>
  database.query(
    `insert into worker_heartbeat (worker, beaten_at) values ('test', $1) on conflict (worker) do update set beaten_at = $1`,
    [formatInstant(at)],
  );
/** What an operator is told in the console, the newest first. */
const notes = async (as = "operator") =>
  (await world.get<{ items: Note[] }>("/v1/me/notifications?group=operations", as)).items;

const write = letterWriter({ database, publicUrl: WORLD_ORIGIN });
const letters: { readonly to: string; readonly subject: string; readonly text: string }[] = [];
const mail: Sender = {
  timeoutMs: 1_000,
  retry: { firstDelayMs: 1_000, maxDelayMs: 1_000, parkAfter: 3 },
  send: async (message: OutboxMessage) => {
    const letter = await write(message);
    if (letter !== null && typeof letter === "object") {
      const { to, subject, text } = checkMail(letter);
      letters.push({ to, subject, text });
    }
    return { outcome: "delivered", status: 250, detail: null, sent: {} };
  },
};
const send = async () => {
  const senders = { mail, console: consoleSender(database, systemClock) };
  for (;;)
    if ((await dispatchDue({ database, clock: systemClock, topics: TOPICS, senders })).claimed === 0)
      return letters.splice(0);
};
/** Looks after so long and sends what that left. */
const look = async (ms = MINUTE) => {
  clock.moveTo(plus(clock.now(), ms));
  await beat();
  await watchOnce(database, clock.now(), parts);
  return send();
};

beforeEach(async () => {
  await goOn();
  await owner.query("delete from proposal");
  await owner.query("delete from raised_alarm");
  await owner.query("delete from notification");
  await owner.query("delete from worker_heartbeat");
  await send();
});

test("reliability 69 NTF-01 who operates is written to once when an alarm begins, in the own language, and told in the console that it is over", async () => {
  expect(await look()).toEqual([]);
  await halted();
  const begun = await look();
  expect(begun).toMatchObject([
    { to: "operator@saldo.example.test", subject: "Тревога: Автоматика остановлена: заморозка" },
  ]);
  expect(begun[0]?.text).toContain(`${WORLD_ORIGIN}/office/halts`);
  expect(begun[0]?.text).toContain("(UTC+0)");
  expect(await look()).toEqual([]);
  expect(await notes()).toMatchObject([
    {
      kind: "alarm.critical",
      severity: "critical",
      href: "/office/halts",
      title: { en: "Automation is halted: freezes" },
    },
  ]);
  expect(await listed("show=open")).toMatchObject([
    { alarm: "automation_halt", subject: "freeze", times: 1, endedAt: null },
  ]);
  await goOn();
  expect(await look()).toEqual([]);
  expect(await notes()).toMatchObject([{ kind: "alarm.ended", times: 1 }, { kind: "alarm.critical" }]);
  expect(await listed("show=open")).toEqual([]);
  const [past] = await listed();
  expect(past).toMatchObject({ alarm: "automation_halt", endedAt: formatInstant(clock.now()) });
});

test("reliability 69 NTF-01 an alarm that flickers is one row, one letter an hour and one line that it is over; what lasts after its hour is written of", async () => {
  await halted();
  expect(await look()).toHaveLength(1);
  const [first] = await listed();
  for (let n = 0; n < 5; n += 1) {
    await goOn();
    expect(await look()).toEqual([]);
    await halted();
    expect(await look()).toEqual([]);
  }
  expect(await listed()).toMatchObject([{ begunAt: first?.begunAt, times: 6, endedAt: null }]);
  expect((await notes()).filter(({ kind }) => kind === "alarm.ended")).toMatchObject([{ times: 1 }]);
  const [again, ...none] = await look(HOUR);
  expect(none).toEqual([]);
  expect(again?.text).toContain("Сколько раз возвращалось: 6");
  expect(await look(HOUR)).toEqual([]);
  // What begins an hour after it ended is another one.
  await goOn();
  await look();
  await halted();
  await look(HOUR + MINUTE);
  expect(await listed()).toMatchObject([{ times: 1 }, { times: 6 }]);
});

test("reliability 69 alarms of one kind and several things begin and end by themselves; staff of other roles hear nothing and see nothing", async () => {
  await halted("freeze");
  await halted("deletion");
  expect((await look()).map(({ subject }) => subject).toSorted()).toEqual([
    "Тревога: Автоматика остановлена: заморозка",
    "Тревога: Автоматика остановлена: удаление",
  ]);
  await owner.query("delete from automation_halt where kind = 'freeze'");
  await look();
  expect(await listed("show=open")).toMatchObject([{ subject: "deletion" }]);
  const pages: string[] = [];
  let cursor = "";
  do {
    const page = await world.get<{ items: Raised[]; nextCursor: string | null }>(
      `/v1/office/alarms?limit=1${cursor}`,
      "operator",
    );
    pages.push(...page.items.map(({ subject }) => subject));
    cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
  } while (cursor !== "");
  expect(pages.toSorted()).toEqual(["deletion", "freeze"]);
  for (const as of ["support", "accountant", "document_clerk", "romashka"])
    expect((await world.send({ path: "/v1/office/alarms", as })).status, as).toBe(403);
  expect(await notes("accountant")).toEqual([]);
});

test("AUD-03 a proposal that nobody decides about is an alarm a day before it expires, for who could confirm", async () => {
  const until = plus(clock.now(), 2 * DAY);
  await owner.query(
    `insert into proposal (kind, payload, things, stake, reason, proposed_by, proposed_at, expires_at)
     values ('release_halt', '{}', '{}', '{}', 'why', 'os:test', $1, $2)`,
    [formatInstant(clock.now()), formatInstant(until)],
  );
  expect(await look()).toEqual([]);
  const told = await look(DAY);
  expect(told.map(({ to }) => to).toSorted()).toEqual(["accountant@saldo.example.test", "operator@saldo.example.test"]);
  expect(told[0]?.subject).toContain("Истекает срок предложения");
  expect(await notes("accountant")).toMatchObject([{ kind: "alarm.warning", href: "/office/proposals" }]);
  await look(DAY);
  expect(await listed("show=open")).toEqual([]);
});

test("reliability 69 one that was left open by another machine ends with that machine, not by this one's look", async () => {
  await owner.query(
    `insert into raised_alarm (alarm, subject, severity, begun_at, resumed_at, last_seen_at, count)
     select 'clocks_differ', subject, 'critical', $1, $1, $1, 1 from unnest(array['elsewhere', $2]) subject`,
    [formatInstant(clock.now()), hostname()],
  );
  await look();
  expect(await listed("show=open")).toMatchObject([{ subject: "elsewhere" }]);
  await look(DAY);
  expect(await listed("show=open")).toEqual([]);
});

test("reliability 69 readiness, metrics and the API itself notice a worker that stands still, and the API sends the letter", async () => {
  const silence = async () => {
    const ready = await world.send({ path: "/readyz" });
    return [ready.status, (ready.json() as { troubles: string[] }).troubles];
  };
  await beat(plus(systemClock.now(), -2 * MINUTE));
  // What is looked at is remembered for three seconds.
  await expect.poll(silence, { timeout: 20_000 }).toEqual([200, ["worker_silent"]]);
  expect((await world.send({ path: "/metrics" })).text).toMatch(/\nsaldo_worker_silent_seconds 1[2-9]\d/);
  const watch = () => watchWorkers({ database, clock, alarms: parts, mail: async () => mail });
  await watch();
  // One that is only being replaced is nobody's letter.
  expect(letters.splice(0)).toEqual([]);
  clock.moveTo(plus(clock.now(), 3 * MINUTE));
  await watch();
  expect(letters.splice(0)).toMatchObject([
    { to: "operator@saldo.example.test", subject: "Тревога: Фоновый процесс молчит" },
  ]);
  await look();
  expect(await listed("show=open")).toEqual([]);
});

test("reliability 69 a job that hangs or fails each time is told though the worker beats: in its heartbeat, in metrics, as an alarm", async () => {
  let elapsed = 0;
  let fails = true;
  const hung = Promise.withResolvers<boolean>();
  const began = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<void>();
  const job = (name: string, run: RecurringJob["run"]): RecurringJob => ({
    kind: "recurring",
    name,
    clock: "machine",
    everyMs: 3_600_000,
    workers: "many",
    run,
  });
  const runner = startJobs({
    database,
    clock,
    log,
    production: false,
    elapsed: () => elapsed,
    jobs: [
      job("test.hangs", () => {
        began.resolve();
        return hung.promise;
      }),
      job("test.fails", async () => {
        failed.resolve();
        if (fails) throw new Error("each time");
        return false;
      }),
    ],
  });
  await Promise.all([began.promise, failed.promise]);
  expect(runner.late()).toBeNull();
  elapsed = 3_600_000 + 11 * MINUTE;
  expect(runner.late()).toEqual({ job: "test.hangs", lateMs: 11 * MINUTE });
  const heart = new Heartbeat(systemClock, () => runner.late());
  const beatOnce = () => heart.job().run({ database, now: clock.now(), stop: new AbortController().signal });
  await beatOnce();
  const figures = await condition({ database, clock, dataDirectory: null, objects: null });
  expect(figures).toContainEqual(
    expect.objectContaining({ name: "saldo_worker_lag_seconds", value: 660, trouble: "worker_behind" }),
  );
  await watchOnce(database, clock.now(), parts);
  expect(await listed("show=open")).toMatchObject([{ alarm: "worker_behind", subject: "test.hangs" }]);
  hung.resolve(false);
  fails = false;
  runner.wake();
  await expect.poll(() => runner.late(), { timeout: 20_000 }).toBeNull();
  await beatOnce();
  await watchOnce(database, clock.now(), parts);
  expect(await listed("show=open")).toEqual([]);
  await runner.stop();
});

test("reliability 69 a look that dies leaves nothing half told; two at a time tell once; a moved clock has it done", async () => {
  await halted();
  await beat();
  const dies = database.transaction(async (tx: Tx) => {
    await beginLook(tx);
    const found: Finding[] = [{ alarm: "automation_halt", subject: "freeze", count: 1, since: null }];
    await raiseAlarms(tx, found, clock.now(), async () => [1n]);
    throw new Error("killed");
  });
  await expect(dies).rejects.toThrow("killed");
  expect(await listed()).toEqual([]);
  await Promise.all([1, 2, 3].map(() => watchOnce(database, clock.now(), parts)));
  expect(await send()).toHaveLength(1);
  await goOn();
  clock.moveTo(plus(clock.now(), MINUTE));
  await drainJobs({ database, clock, log, production: false, jobs: [alarmJob(parts)] });
  expect(await listed("show=open")).toEqual([]);
});
