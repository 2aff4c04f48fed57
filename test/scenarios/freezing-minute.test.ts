/** From which minute a project is frozen, and whether it is, when usage and contracts become known as they do. */
import { beforeAll, expect, test } from "vitest";

import type { ProjectId } from "../../src/core/ids.ts";
import { type Instant, at, localDate, plus } from "../../src/core/time.ts";
import { changePayer, concludeContract } from "../../src/modules/parties/index.ts";
import { usageJobs, wakeSwitched } from "../../src/modules/usage/index.ts";
import { testDatabase } from "../support/database.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);
beforeAll(() => makeWorld(database));

const T = (text: string) => at(`2026-10-${text}:00+03:00`);
const frozenAt = async (project: ProjectId) => (await play.funds(project)).frozenAt;

test.each([
  // 37 roubles at once at 04:20, beside a processor of 1.2345 an hour: paid, and when it is gone.
  [38, T("05T04:20")],
  [43, T("05T04:52")],
])("FRZ-01 a quantity counts from its own minute, not from the day's start: with %i roubles", async (paid, gone) => {
  const project = await play.project();
  await play.pay(project, paid, T("04T00:00"));
  await play.run([play.event(project, "cpu", T("05T00:00"), 1)], T("05T00:00"));
  const used = plus(T("05T04:20"), 5_000);
  await play.run([play.event(project, "requests", used, 100_000)], used);
  await play.run([play.event(project, "cpu", T("05T06:00"), 0)], T("05T06:00"));
  expect(await frozenAt(project)).toBe(gone);
});

const TERMS = {
  prepaid: { type: "public_offer", paymentScheme: "prepaid" },
  postpaid: { type: "individual", paymentScheme: "postpaid", number: "9/26", signedOn: localDate("2026-09-01") },
} as const;

/** The project is paid for otherwise from an instant on, which may be long past. */
const switched = (project: ProjectId, payerId: bigint, to: keyof typeof TERMS, from: Instant) =>
  database.transaction(async (tx) => {
    const startsAt = at("2026-09-01T00:00:00+03:00");
    await changePayer(
      tx,
      project,
      payerId,
      await concludeContract(tx, payerId, "ru", { ...TERMS[to], startsAt }),
      from,
    );
  });

test.each([
  ["from now on", T("20T12:00")],
  ["for days", T("17T12:00")],
  ["since before it was ever post-paid", T("01T00:00")],
])("FRZ-06 REG-06 a client in debt that prepays %s is frozen, though nothing is used any more", async (_, from) => {
  const project = await play.project();
  const payerId = await makePayer(database, [project]);
  await switched(project, payerId, "postpaid", T("05T00:00"));
  await play.run([play.event(project, "requests", T("10T12:00"), 100_000)], T("15T00:00"));
  expect(await frozenAt(project)).toBeNull();
  await switched(project, payerId, "prepaid", from);
  await wakeSwitched(database, T("20T12:01"));
  await play.run([], T("20T12:01"));
  expect(await frozenAt(project)).toBe(T("20T12:01"));
});

/** The job as a process has it. */
function waker(): (now: Instant) => Promise<unknown> {
  const [job] = usageJobs();
  if (job?.kind !== "recurring") throw new Error("the job that wakes is another one");
  return (now) => job.run({ database, now } as Parameters<typeof job.run>[0]);
}

test("FRZ-06 who prepays from a day on is looked at though nobody looked for days, before or since the process began", async () => {
  const wake = waker();
  const project = await play.project();
  const payerId = await makePayer(database, [project]);
  await switched(project, payerId, "postpaid", T("05T00:00"));
  await play.run([play.event(project, "requests", T("10T12:00"), 100_000)], T("15T00:00"));
  await switched(project, payerId, "prepaid", T("16T00:00"));
  await wake(T("15T00:00"));
  await wake(T("18T00:00"));
  await play.run([], T("18T00:00"));
  expect(await frozenAt(project)).toBe(T("18T00:00"));
  await switched(project, payerId, "postpaid", T("19T00:00"));
  await waker()(T("22T00:00"));
  await play.run([], T("22T00:00"));
  expect(await frozenAt(project)).toBeNull();
});

test("FRZ-06 FRZ-07 REG-06 post-payment unfreezes with the debt and says so; withdrawn from before it, that stays explained", async () => {
  const project = await play.project();
  const payerId = await makePayer(database, [project]);
  await play.run([play.event(project, "requests", T("05T12:00"), 100_000)], T("05T12:00"));
  expect(await frozenAt(project)).toBe(T("05T12:00"));
  await switched(project, payerId, "postpaid", T("06T12:00"));
  await play.run([], T("06T12:01"));
  const told = await database.query(
    "select payload ->> 'reason' as reason from outbox_message where topic = 'project.unfrozen' and subject_id = $1",
    [project],
  );
  expect(told).toEqual([{ reason: "post_payment" }]);
  await play.pay(project, 100, T("07T12:00"));
  await switched(project, payerId, "prepaid", T("06T11:00"));
  await play.run([], T("07T12:01"));
  expect(await frozenAt(project)).toBeNull();
});

test("FRZ-06 REG-06 a debt that was post-paid and is paid needs no freeze when its assignment is withdrawn afterwards", async () => {
  const project = await play.project();
  const payerId = await makePayer(database, [project]);
  await switched(project, payerId, "postpaid", T("05T00:00"));
  await play.run([play.event(project, "requests", T("10T12:00"), 100_000)], T("11T00:00"));
  await play.pay(project, 100, T("12T12:00"));
  await switched(project, payerId, "prepaid", T("04T00:00"));
  await play.run([], T("12T12:01"));
  expect(await play.told(project)).toEqual([]);
});
