import { describe, expect, it } from "vitest";

import { TOPICS } from "../../src/composition/topics.ts";
import { DAY, HOUR, plus } from "../../src/core/time.ts";
import { projectNotice } from "../../src/modules/balance/index.ts";
import { consoleSender } from "../../src/modules/notifications/index.ts";
import { dispatchDue, enqueue, replay } from "../../src/platform/outbox/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

const { clock, company, database, invite, linkOf, complete, user, visitor } = await openPeople();

interface Item {
  readonly id: string;
  readonly kind: string;
  readonly group: string;
  readonly pid: string | null;
  readonly title: { ru: string; en: string };
  readonly text: { ru: string; en: string };
  readonly href: string | null;
  readonly times: number;
  readonly readAt: string | null;
}
interface List {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly unread: number;
}

/** Tells what waits. */
const told = async () => {
  const senders = { console: consoleSender(database, clock) };
  for (;;) if ((await dispatchDue({ database, clock, topics: TOPICS, senders })).claimed === 0) return;
};
const list = async (who: Visitor, query = "") => {
  const answer = await who.send("GET", `/v1/me/notifications${query}`);
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return answer.body as unknown as List;
};
const kindsOf = async (who: Visitor, query = "") => (await list(who, query)).items.map(({ kind }) => kind);

const freeze = (projectId: bigint, pid: string, kind: "frozen" | "deletion_ahead" = "frozen") =>
  database.transaction((tx) =>
    enqueue(tx, [
      projectNotice.message(
        projectId,
        {
          kind,
          reason: "balance_below_zero",
          pid,
          at: clock.now(),
          balance: -1_234n,
          currency: "RUB",
          deletionDueAt: plus(clock.now(), 7 * DAY),
        },
        clock.now(),
      ),
    ]),
  );

describe("NTF-01 notifications in the console", () => {
  it("NTF-01 FRZ-03 everybody of a frozen project is told once, whatever the mail does, in both languages and without the balance", async () => {
    const { owner, projectId, pid } = await company({
      viewer: "n-viewer@example.ru",
      billing_administrator: "n-billing@example.ru",
    });
    await freeze(projectId, pid);
    await told();
    const viewer = await visitor().signIn("n-viewer@example.ru");
    for (const who of [owner, viewer, await visitor().signIn("n-billing@example.ru")]) {
      const { items, unread } = await list(who);
      expect([items.length, unread, items[0]?.kind, items[0]?.pid]).toEqual([1, 1, "project.frozen", pid]);
      expect(items[0]?.title.ru).toContain(`(${pid})`);
      expect(items[0]?.text.ru).toContain("(UTC+3)");
      expect(items[0]?.text.en).toContain("will be deleted on");
      expect(JSON.stringify(items)).not.toMatch(/12[.,]34/);
      expect(items[0]?.href).toBe(`/projects/${pid}`);
    }
    // The same message once more tells nobody again.
    await database.transaction((tx) =>
      replay(tx, { subject: { kind: "project", id: projectId }, fromMessageId: 1n, destination: "console" }),
    );
    await told();
    expect((await list(owner)).items.length).toBe(1);
    await freeze(projectId, pid, "deletion_ahead");
    await told();
    expect(await kindsOf(owner)).toEqual(["project.deletion_ahead", "project.frozen"]);
  });

  it("NTF-01 REG-04 who lost the right or the project does not read its notifications any more; removal itself is told", async () => {
    const { owner, path, projectId, pid } = await company({ viewer: "lost@example.ru" });
    await freeze(projectId, pid);
    await told();
    const lost = await visitor().signIn("lost@example.ru");
    expect(await kindsOf(lost)).toEqual(["project.frozen"]);
    const { body } = await owner.send("GET", `${path}/members`);
    const { id } = (body as unknown as { items: { id: string; email: string }[] }).items.find(
      ({ email }) => email === "lost@example.ru",
    ) as { id: string };
    expect((await owner.send("DELETE", `${path}/members/${id}`)).status).toBe(204);
    await told();
    clock.moveTo(plus(clock.now(), 10_000));
    await expect.poll(() => kindsOf(lost), { timeout: 8_000 }).toEqual(["people.removed"]);
    const { items, unread } = await list(lost);
    expect([unread, items[0]?.pid, items[0]?.href]).toEqual([1, null, null]);
  });

  it("NTF-01 repeats within their time are one notification that says how often, unread again and on top", async () => {
    const { owner, path, projectId, pid } = await company();
    for (const email of ["d1@example.ru", "d2@example.ru"]) {
      await invite(owner, path, email, "viewer");
      await complete(await linkOf(projectId));
      await told();
      const { items } = await list(owner);
      expect((await owner.send("POST", `/v1/me/notifications/${items[0]?.id}/read`)).status).toBe(204);
    }
    await freeze(projectId, pid);
    await invite(owner, path, "d3@example.ru", "viewer");
    await complete(await linkOf(projectId));
    await told();
    const { items, unread } = await list(owner);
    const joined = items.find(({ kind }) => kind === "people.joined");
    expect([items.length, unread, joined?.times, joined?.readAt]).toEqual([2, 2, 3, null]);
    clock.moveTo(plus(clock.now(), 2 * HOUR));
    await invite(owner, path, "d4@example.ru", "viewer");
    await complete(await linkOf(projectId));
    await told();
    expect((await kindsOf(owner)).filter((kind) => kind === "people.joined").length).toBe(2);
  });

  it("NTF-01 is filtered, paged, and read one by one or up to what was seen; nobody reads or marks another's", async () => {
    const { owner, projectId, pid } = await company();
    for (let time = 0; time < 5; time += 1) await freeze(projectId, pid, time % 2 === 0 ? "frozen" : "deletion_ahead");
    await told();
    const all = await list(owner);
    expect(all.items.length).toBe(5);
    const page = await list(owner, "?limit=2");
    expect(page.items.map(({ id }) => id)).toEqual(all.items.slice(0, 2).map(({ id }) => id));
    const next = await list(owner, `?limit=2&cursor=${page.nextCursor}`);
    expect(next.items.map(({ id }) => id)).toEqual(all.items.slice(2, 4).map(({ id }) => id));
    expect((await list(owner, "?group=people")).items).toEqual([]);
    expect((await list(owner, `?project=${pid}&severity=critical`)).items.length).toBe(5);
    expect((await list(owner, "?project=mcs9999999999")).items).toEqual([]);
    const seen = all.items[2]?.id;
    expect((await owner.send("POST", "/v1/me/notifications/read", { upTo: seen })).status).toBe(204);
    expect((await list(owner)).unread).toBe(2);
    expect((await list(owner, "?unread=true")).items.map(({ id }) => id)).toEqual(
      all.items.slice(0, 2).map(({ id }) => id),
    );
    await user("other@example.ru");
    const other = await visitor().signIn("other@example.ru");
    const top = all.items[0]?.id ?? "";
    expect((await other.send("POST", `/v1/me/notifications/${top}/read`)).status).toBe(404);
    expect((await other.send("POST", "/v1/me/notifications/read", { upTo: "999" })).status).toBe(204);
    expect([(await list(other)).items, (await list(owner)).unread]).toEqual([[], 2]);
    expect((await visitor().send("GET", "/v1/me/notifications")).status).toBe(401);
  });

  it("NTF-01 AUD-01 what somebody does at the doors is told to the one whom it concerns alone", async () => {
    const { owner } = await company({ viewer: "doors@example.ru" });
    await visitor().send("POST", "/v1/registrations", { email: "doors@example.ru", language: "ru" });
    await told();
    const doors = await visitor().signIn("doors@example.ru");
    expect(await kindsOf(doors)).toEqual(["person.registered_already"]);
    expect(await kindsOf(owner)).toEqual([]);
    expect((await list(doors, "?group=security")).items[0]?.text.en).toContain("(UTC+3)");
  });
});
