import { describe, expect, it } from "vitest";

import { TOPICS } from "../../src/composition/topics.ts";
import type { Subject } from "../../src/core/subject.ts";
import { DAY, plus } from "../../src/core/time.ts";
import { projectNotice } from "../../src/modules/balance/index.ts";
import { consoleSender, letterWriter } from "../../src/modules/notifications/index.ts";
import { dispatchDue, enqueue } from "../../src/platform/outbox/index.ts";
import { openPeople } from "../support/people-world.ts";

const { clock, company, database, invite, linkOf, complete, visitor } = await openPeople();
const write = letterWriter({ database, publicUrl: "https://billing.example" });

async function freeze(projectId: bigint, pid: string): Promise<void> {
  const facts = {
    kind: "frozen" as const,
    reason: "balance_below_zero",
    pid,
    at: clock.now(),
    balance: -1_234n,
    currency: "RUB",
    deletionDueAt: plus(clock.now(), 7 * DAY),
  };
  await database.transaction((tx) => enqueue(tx, [projectNotice.message(projectId, facts, clock.now())]));
  const senders = { console: consoleSender(database, clock) };
  for (;;) if ((await dispatchDue({ database, clock, topics: TOPICS, senders })).claimed === 0) return;
}

/** The letters of a topic about a project, as they would be sent now, the newest last. */
async function letters(projectId: bigint, topic: string) {
  const rows = await database.query<{ messageId: bigint; payload: Record<string, unknown>; destination: string }>(
    `select message_id as "messageId", payload, destination from outbox_message
      where topic = $1 and subject_kind = 'project' and subject_id = $2 order by message_id`,
    [topic, projectId],
  );
  const subject: Subject = { kind: "project", id: projectId };
  const parts = { subject, topic, ordered: false, createdAt: clock.now(), failures: 0, parked: false };
  return Promise.all(rows.map((row) => write({ ...row, ...parts })));
}

const copiesTo = async (projectId: bigint) =>
  (await letters(projectId, "notification.copy")).flatMap((one) =>
    one === null || typeof one === "string" ? [] : [one.to],
  );

describe("NTF-01 who is told, and how", () => {
  it("NTF-01 FRZ-03 letters go by role to who may see the balance; who may do without chooses so, the owner may not", async () => {
    const { owner, path, projectId, pid } = await company({
      billing_administrator: "s-billing@example.ru",
      project_administrator: "s-admin@example.ru",
      viewer: "s-viewer@example.ru",
    });
    await freeze(projectId, pid);
    expect(await copiesTo(projectId)).toEqual(["s-billing@example.ru"]);
    const billing = await visitor().signIn("s-billing@example.ru");
    const setting = `${path}/notification-settings/project.frozen`;
    const { body } = await billing.send("GET", `${path}/notification-settings`);
    const items = (body as unknown as { items: { kind: string; letter: boolean; letterMutable: boolean }[] }).items;
    // What is told to staff is no choice of a member.
    expect(items.map(({ kind }) => kind)).not.toContain("request.overdue");
    expect(items.find(({ kind }) => kind === "project.frozen")).toMatchObject({
      letter: true,
      letterMutable: true,
      console: true,
      consoleMutable: false,
    });
    expect((await billing.send("PUT", setting, { letter: false, console: false })).body.code).toBe(
      "notification_not_muted",
    );
    expect((await billing.send("PUT", setting, { letter: false, console: true })).status).toBe(204);
    await freeze(projectId, pid);
    expect(await copiesTo(projectId)).toEqual([]);
    expect((await owner.send("PUT", setting, { letter: false, console: true })).status).toBe(409);
    // What a role may not see is not to be had by asking for it.
    const admin = await visitor().signIn("s-admin@example.ru");
    expect((await admin.send("PUT", setting, { letter: true, console: true })).status).toBe(204);
    await freeze(projectId, pid);
    expect(await copiesTo(projectId)).toEqual([]);
    expect(
      (await owner.send("PUT", `${path}/notification-settings/no.such`, { letter: true, console: true })).status,
    ).toBe(404);
  });

  it("reliability 67 adding an address and taking it away is no way to write to a stranger without end", async () => {
    const { owner, path } = await company();
    const addresses = `${path}/notification-addresses`;
    const codes: unknown[] = [];
    for (let n = 0; n < 4; n += 1) {
      const { status, body } = await owner.send("POST", addresses, { email: "victim@example.ru", groups: ["money"] });
      codes.push(body.code ?? status);
      if (status === 201) await owner.send("DELETE", `${addresses}/${(body as unknown as { id: string }).id}`);
    }
    expect(codes).toEqual([201, 201, 201, "too_many_letters"]);
  });

  it("NTF-01 a further address gets nothing before it agrees, and nothing after it has had enough; links cannot be guessed", async () => {
    const { owner, path, projectId, pid } = await company({ viewer: "a-viewer@example.ru" });
    const addresses = `${path}/notification-addresses`;
    const add = (email: string) => owner.send("POST", addresses, { email, groups: ["money"] });
    const made = await add(" Office@Example.ru ");
    expect(made.status).toBe(201);
    expect((await add("office@example.ru")).body.code).toBe("notification_address_known");
    expect((await add("not an address")).status).toBe(422);
    await freeze(projectId, pid);
    expect(await copiesTo(projectId)).toEqual([]);
    const [question] = await letters(projectId, "notification.address");
    const asked = question === null || typeof question === "string" || question === undefined ? null : question;
    expect(asked?.to).toBe("office@example.ru");
    const link = /confirm#([\w.-]+)/.exec(asked?.text ?? "")?.[1] ?? "";
    const by = (purpose: string, text: string, act = "answer") =>
      visitor().send("POST", `/v1/notification-addresses/${act}`, { link: text, purpose });
    expect((await by("confirm", link, "read")).body).toMatchObject({
      email: "office@example.ru",
      pid,
      confirmed: false,
    });
    for (const [purpose, text] of [
      ["unsubscribe", link],
      ["confirm", `${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`],
      ["confirm", "1"],
    ] as const)
      expect((await by(purpose, text)).status).toBe(410);
    expect((await by("confirm", link)).status).toBe(204);
    await freeze(projectId, pid);
    // Both freezes are copied to it by now: the first was told before it agreed, and is not.
    expect(await copiesTo(projectId)).toEqual(["office@example.ru"]);
    const [copy] = (await letters(projectId, "notification.copy")).flatMap((one) =>
      one === null || typeof one === "string" ? [] : [one],
    );
    const leave = /unsubscribe#([\w.-]+)/.exec(copy?.unsubscribeUrl ?? "")?.[1] ?? "";
    expect(copy?.text).toContain(leave);
    expect((await by("unsubscribe", leave)).status).toBe(204);
    expect(await copiesTo(projectId)).toEqual([]);
    expect((await by("unsubscribe", leave)).status).toBe(410);
    const viewer = await visitor().signIn("a-viewer@example.ru");
    expect((await viewer.send("GET", addresses)).status).toBe(403);
    const other = (await company()).path;
    expect((await owner.send("DELETE", `${addresses}/${(made.body as unknown as { id: string }).id}`)).status).toBe(
      404,
    );
    expect((await owner.send("GET", `${other}/notification-addresses`)).status).toBe(404);
    for (let n = 0; n < 10; n += 1) expect((await add(`office${n}@example.ru`)).status).toBe(201);
    expect((await add("office10@example.ru")).body.code).toBe("too_many_notification_addresses");
  });

  it("NTF-01 REG-04 who does without letters of new members gets none, and reads of them in the console", async () => {
    const { owner, path, projectId } = await company();
    expect(
      (await owner.send("PUT", `${path}/notification-settings/people.joined`, { letter: false, console: true })).status,
    ).toBe(204);
    await invite(owner, path, "quiet@example.ru", "viewer");
    await complete(await linkOf(projectId));
    const written = await letters(projectId, "project.people");
    // The invitation, the newcomer's own, the owner's.
    expect(written.map((one) => one === "muted")).toEqual([false, false, true]);
  });
});
