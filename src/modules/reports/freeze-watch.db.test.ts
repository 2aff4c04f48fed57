import { beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { expectCoherent } from "../../../test/support/invariants.ts";
import { Play } from "../../../test/support/play.ts";
import { makePayer, makeWorld } from "../../../test/support/world.ts";
import type { ProjectId } from "../../core/ids.ts";
import { type Instant, at } from "../../core/time.ts";
import type { RecurringJob } from "../../platform/jobs/index.ts";
import { reportJobs } from "./index.ts";

const { database } = await testDatabase();
const play = new Play(database, 1_600_000_000n);
beforeAll(() => makeWorld(database));

/** Of October 2026: the 1st is a Thursday. */
const T = (text: string) => at(`2026-10-${text}:00+03:00`);
const [job] = reportJobs() as [RecurringJob];
const watch = (now: Instant) => job.run({ database, now, stop: new AbortController().signal });

/** Brings everything up to `now` and looks. */
async function live(now: Instant): Promise<void> {
  await play.run([], now);
  await watch(now);
}

const told = (projectId: ProjectId) =>
  database.query<{ kind: string; freezeAt: string | null }>(
    `select payload->>'kind' as kind, payload->>'freezeAt' as "freezeAt" from outbox_message
      where subject_kind = 'project' and subject_id = $1 and destination = 'mail' order by message_id`,
    [projectId],
  );
const kinds = async (projectId: ProjectId) => (await told(projectId)).map(({ kind }) => kind);

describe("NTF-02 people are told before their project freezes", () => {
  // A licence costs 33.34 a day.
  test("NTF-02 three working days ahead, again on the last day, anew after a top-up, and by the freeze at last", async () => {
    const project = await play.project();
    await play.pay(project, 8 * 33.34, T("01T00:00"));
    await play.run([play.event(project, "licence", T("01T00:00"), 1)], T("01T00:00"));
    for (const now of ["02T12:00", "03T12:00", "04T12:00"]) await live(T(now));
    expect(await kinds(project)).toEqual([]);
    // Monday noon, and it lasts until Thursday noon.
    await live(T("05T12:00"));
    expect(await told(project)).toEqual([{ kind: "freeze_ahead", freezeAt: "2026-10-08T09:00:00.000Z" }]);
    for (const now of ["05T13:00", "06T12:00", "07T12:00", "07T12:30"]) await live(T(now));
    expect(await kinds(project)).toEqual(["freeze_ahead", "freeze_last_day"]);
    await play.pay(project, 100, T("07T13:00"));
    for (const now of ["07T13:00", "08T13:00", "09T13:00", "10T13:00", "10T14:00"]) await live(T(now));
    expect(await kinds(project)).toEqual(["freeze_ahead", "freeze_last_day", "freeze_last_day"]);
    await live(T("11T12:00"));
    expect(await kinds(project)).toEqual(["freeze_ahead", "freeze_last_day", "freeze_last_day", "frozen"]);
    expect(await database.query("select from freeze_warning where project_id = $1", [project])).toEqual([]);
    await expectCoherent(database, T("11T12:00"));
  });

  test("NTF-02 who lasts, who uses nothing, who is post-paid and who is frozen is told nothing; a bonus that ends soon is seen", async () => {
    const [rich, idle, postpaid, frozen, bonus] = [
      await play.project(),
      await play.project(),
      await play.project(),
      await play.project(),
      await play.project(),
    ];
    await makePayer(database, [postpaid], { postpaid: true });
    await play.pay(rich, 100_000, T("01T00:00"));
    await play.pay(idle, 1, T("01T00:00"));
    await play.pay(frozen, 10, T("01T00:00"));
    await play.bonus(bonus, "compute", 2_500, T("01T00:00"));
    const using = [rich, postpaid, frozen].map((project) => play.event(project, "licence", T("12T00:00"), 1));
    await play.run([...using, play.event(bonus, "cpu", T("12T00:00"), 1)], T("12T00:00"));
    await live(T("12T12:00"));
    expect(await kinds(rich)).toEqual([]);
    expect(await kinds(idle)).toEqual([]);
    expect(await kinds(postpaid)).toEqual([]);
    expect(await kinds(frozen)).toEqual(["frozen"]);
    expect(await kinds(bonus)).toEqual(["freeze_last_day"]);
    await expectCoherent(database, T("12T12:00"));
  });
});
