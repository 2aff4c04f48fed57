import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";

import { TOPICS } from "../../src/composition/topics.ts";
import { HOUR, MINUTE, plus } from "../../src/core/time.ts";
import { NOTIFICATION_KINDS, consoleSender, digestJob, letterWriter } from "../../src/modules/notifications/index.ts";
import { alarmNotice } from "../../src/platform/alarms/index.ts";
import { only } from "../../src/platform/db.ts";
import type { RecurringJob } from "../../src/platform/jobs/index.ts";
import { checkMail } from "../../src/platform/mail/index.ts";
import { type Sender, dispatchDue, enqueue } from "../../src/platform/outbox/index.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { WORLD_ORIGIN, openHttpWorld } from "../support/http-world.ts";

/** All goes by one clock that is moved. Alarms stand for what repeats: their letters need nothing else. */
const own = await testDatabase({ connections: 8 });
const { database, clock } = own;
const world = await openHttpWorld(own);
const owner = ownerOf(database);
const noOf = async (userId: string) =>
  only(await database.query<{ no: bigint }>("select user_no as no from app_user where user_id = $1", [userId])).no;
const OPERATOR = await noOf("operator");
const ACCOUNTANT = await noOf("accountant");

interface Sent {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
const letters: Sent[] = [];
const write = letterWriter({ database, publicUrl: WORLD_ORIGIN });
/** What the mail server does with the next letters; it takes them where nothing is said. */
const mishaps: ("away" | "killed")[] = [];
const mail: Sender = {
  timeoutMs: 30_000,
  retry: { firstDelayMs: 1_000, maxDelayMs: 1_000, parkAfter: 1_000 },
  async send(message) {
    const letter = await write(message);
    const mishap = mishaps.shift();
    // Gathered or not, the worker may die before it is recorded.
    if (mishap === "killed") throw new Error("killed");
    if (letter === null || typeof letter !== "object")
      return { outcome: "delivered", status: null, detail: letter, sent: {} };
    if (mishap === "away") return { outcome: "retry", status: 450, detail: "away", sent: {} };
    const { to, subject, text } = checkMail(letter);
    letters.push({ to, subject, text });
    return { outcome: "delivered", status: 250, detail: null, sent: {} };
  },
};
const digests = digestJob() as RecurringJob;
const dispatch = async () => {
  const senders = { mail, console: consoleSender(database, clock) };
  for (;;) if ((await dispatchDue({ database, clock, topics: TOPICS, senders })).claimed === 0) break;
};
/** Lets so long pass, then has what is due gathered and sent. */
const pass = async (ms: number): Promise<Sent[]> => {
  clock.moveTo(plus(clock.now(), ms));
  while (await digests.run({ database, now: clock.now(), stop: new AbortController().signal }));
  await dispatch();
  return letters.splice(0);
};
const tell = async (about: string, severity: "warning" | "critical" = "warning", userNo = OPERATOR) => {
  const at = clock.now();
  const facts = {
    notice: "begun",
    alarm: "outbox_parked",
    about,
    severity,
    since: at,
    at,
    count: 1n,
    times: 1,
  } as const;
  await database.transaction((tx) => enqueue(tx, [alarmNotice.message(userNo, facts, at)]));
};

beforeEach(async () => {
  await pass(0);
  await owner.query("delete from letter_gathered");
  await owner.query("delete from letter_window");
  await owner.query("delete from notification");
});

test("NTF-01 the first goes out at once, repeats of an hour are one letter at its end that names each; in the console each is by itself", async () => {
  await tell("first");
  expect(await pass(0)).toMatchObject([{ subject: "Тревога: Сообщения не доходят: first" }]);
  for (const about of ["second", "third"]) {
    await tell(about);
    expect(await pass(10 * MINUTE)).toEqual([]);
  }
  const [digest, ...rest] = await pass(40 * MINUTE);
  expect(rest).toEqual([]);
  expect(digest).toMatchObject({ to: "operator@saldo.example.test", subject: "Началась тревога: 2" });
  expect(digest?.text).toMatch(/Тревога: Сообщения не доходят: second[\s\S]*Тревога: Сообщения не доходят: third/);
  expect(digest?.text).toContain(`${WORLD_ORIGIN}/office/notifications?group=operations`);
  const { items } = await world.get<{ items: { times: number }[] }>(
    "/v1/me/notifications?group=operations",
    "operator",
  );
  expect(items).toMatchObject([{ times: 1 }, { times: 1 }, { times: 1 }]);
  // The letter that gathered opens the next hour; one alone is the letter that it would have been.
  await tell("fourth");
  expect(await pass(MINUTE)).toEqual([]);
  expect(await pass(HOUR)).toMatchObject([{ subject: "Тревога: Сообщения не доходят: fourth" }]);
  await pass(2 * HOUR);
  await tell("fifth");
  expect(await pass(0)).toHaveLength(1);
});

test("NTF-01 who is another person has an hour of their own; what is grave waits for nothing", async () => {
  await tell("a");
  await tell("b", "warning", ACCOUNTANT);
  await tell("c", "critical");
  await tell("d", "critical");
  expect((await pass(0)).map(({ to, subject }) => `${to.split("@")[0]} ${subject.split(": ")[2]}`).toSorted()).toEqual([
    "accountant b",
    "operator a",
    "operator c",
    "operator d",
  ]);
});

test("NTF-01 FRZ-03 DLV-04 what is grave, legal or of the way in is never held back", () => {
  for (const kind of NOTIFICATION_KINDS.filter(({ letterDigestMs }) => letterDigestMs !== undefined)) {
    expect(kind.severity, kind.code).not.toBe("critical");
    expect(["money", "documents", "security"], kind.code).not.toContain(kind.group);
    expect(kind.letterDigestMs, kind.code).toBeLessThanOrEqual(HOUR);
  }
});

test("NTF-01 who does not work here any more gets no letter of what was gathered, and nothing is stuck for it", async () => {
  await tell("a");
  await pass(0);
  await tell("b");
  await tell("c");
  await pass(MINUTE);
  await owner.query("update app_user set staff_role = null where user_id = 'operator'");
  expect(await pass(HOUR)).toEqual([]);
  await owner.query("update app_user set staff_role = 'operator' where user_id = 'operator'");
  expect(await database.query("select from outbox_message where delivered_at is null")).toEqual([]);
});

test("NTF-01 reliability 58 whatever comes when, and whatever dies or is away meanwhile: each is told by one letter, none twice, none lost", async () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 40 * MINUTE }),
    count: fc.integer({ min: 0, max: 3 }),
    to: fc.constantFrom(OPERATOR, ACCOUNTANT),
    mishap: fc.option(fc.constantFrom("away" as const, "killed" as const), { freq: 3 }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      run += 1;
      let told = 0;
      const sent: Sent[] = [];
      for (const { wait, count, to, mishap } of steps) {
        for (let n = 0; n < count; n += 1) await tell(`r${run}n${(told += 1)}e`, "warning", to);
        if (mishap) mishaps.push(mishap);
        sent.push(...(await pass(wait)));
      }
      for (let n = 0; n < 4; n += 1) sent.push(...(await pass(HOUR + MINUTE)));
      mishaps.splice(0);
      sent.push(...(await pass(2 * HOUR)));
      const named = sent.flatMap(({ text, subject }) => [...new Set(`${subject} ${text}`.match(/r\d+n\d+e/g) ?? [])]);
      expect(named.toSorted()).toEqual(Array.from({ length: told }, (_, n) => `r${run}n${n + 1}e`).toSorted());
      expect(await database.query("select from outbox_message where delivered_at is null")).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
