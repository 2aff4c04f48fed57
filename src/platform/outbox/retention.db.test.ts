import { describe, expect, it } from "vitest";
import { z } from "zod";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { DAY, type Instant, plus } from "../../core/time.ts";
import { defineTopic, enqueue, replay, retry, stuckMessages } from "./index.ts";
import { type OutboxMessage, type SendResult, type Sender, dispatchDue } from "./dispatch.ts";
import { topicRegistry } from "./topic.ts";
import { outboxRetention, removeOld } from "./retention.ts";
import { serverTime } from "../server-clock.ts";

const { database, clock } = await testDatabase();
const KEPT = 90 * DAY;

let outcome: SendResult["outcome"] = "delivered";
const sent: bigint[] = [];
const sender: Sender = {
  timeoutMs: 10_000,
  retry: { firstDelayMs: 1_000, maxDelayMs: 60_000, parkAfter: 2 },
  send: async (message: OutboxMessage) => {
    sent.push(message.messageId);
    return {
      outcome,
      status: outcome === "delivered" ? 204 : 503,
      detail: outcome === "delivered" ? null : "no",
      sent: {},
    };
  },
};
let projects = 0n;

const payload = z.strictObject({});
const told = defineTopic({ name: "project.noted", destination: "events", subject: "project", ordered: true, payload });
const written = defineTopic({
  name: "project.wrote",
  destination: "mail",
  subject: "project",
  ordered: false,
  payload,
});
const TOPICS = { events: told, mail: written };

/** A project with a stream of its own. */
function stream() {
  const subject = { kind: "project" as const, id: (projects += 1n) };
  const leave = async (destination: keyof typeof TOPICS) => {
    const message = TOPICS[destination].message(subject.id, {}, clock.now());
    return (await database.transaction((tx) => enqueue(tx, [message])))[0] as bigint;
  };
  const left = async () =>
    (
      await database.query<{ message_id: bigint }>(
        "select message_id from outbox_message where subject_id = $1 order by message_id",
        [subject.id],
      )
    ).map((row) => row.message_id);
  return { subject, leave, left };
}
const dispatch = () =>
  dispatchDue({ database, clock, topics: topicRegistry([told, written]), senders: { events: sender, mail: sender } });
const remove = (before: Instant = plus(clock.now(), -KEPT), batch?: number) =>
  removeOld(database, before, undefined, batch);

describe("the outbox's retention", () => {
  it("FRZ-07 delivered messages go after their time with their attempts, counted; the last word of a stream stays", async () => {
    const { subject, leave, left } = stream();
    const [first, second] = [await leave("events"), await leave("events")];
    const letter = await leave("mail");
    await dispatch();
    clock.advance(KEPT);
    expect(await remove()).toBe(0);
    clock.advance(1);
    const waiting = await leave("events");
    expect(await remove(undefined, 1)).toBe(3);
    expect(await left()).toEqual([waiting]);
    expect(
      await database.query("select message_id from outbox_attempt where message_id = any ($1::bigint[])", [
        [first, second, letter].map(String),
      ]),
    ).toEqual([]);
    expect(
      await database.query(
        "select destination, topic, messages from outbox_removed where subject_kind = 'project' and subject_id = $1 order by destination",
        [subject.id],
      ),
    ).toEqual([
      { destination: "events", topic: "project.noted", messages: 2n },
      { destination: "mail", topic: "project.wrote", messages: 1n },
    ]);
    await dispatch();
    clock.advance(2 * KEPT);
    expect(await remove()).toBe(0);
    expect(await left()).toEqual([waiting]);
  });

  it("FRZ-07 nothing goes from the middle: what follows a message that stays stays, so a replay is never out of order", async () => {
    const { subject, leave, left } = stream();
    const ids = [await leave("events"), await leave("events"), await leave("events"), await leave("events")];
    await dispatch();
    clock.advance(KEPT);
    // The second is sent once more and is young again; the first is as old as before.
    await database.query(
      "update outbox_message set delivered_at = null, next_attempt_at = '-infinity' where message_id = $1",
      [ids[1]],
    );
    await dispatch();
    clock.advance(1);
    await remove();
    expect(await left()).toEqual(ids.slice(1));
    sent.length = 0;
    expect(await database.transaction((tx) => replay(tx, { subject, fromMessageId: 0n }))).toBe(3);
    await dispatch();
    expect(sent).toEqual(ids.slice(1));
  });

  it("FRZ-07 the database keeps what is not delivered, whoever asks, and what went is counted for good", async () => {
    const { leave, left } = stream();
    outcome = "retry";
    const parked = await leave("mail");
    await dispatch();
    outcome = "refused";
    const refused = await leave("mail");
    await dispatch();
    outcome = "delivered";
    clock.advance(10 * KEPT);
    await remove();
    expect(await left()).toEqual([parked, refused]);
    const forced = ownerOf(database).transaction(async (tx) => {
      await tx.query("select set_config('saldo.outbox_before', 'infinity', true)");
      await tx.execute("delete from outbox_message where message_id = $1", [parked]);
    });
    await expect(forced).rejects.toThrow("append-only");
    for (const statement of [
      "delete from outbox_message where delivered_at is not null",
      "delete from outbox_attempt",
      "truncate outbox_message",
      "update outbox_removed set messages = messages - 1",
      "delete from outbox_removed",
    ]) {
      await expect(ownerOf(database).query(statement), statement).rejects.toMatchObject({ code: "23000" });
    }
    await dispatch();
    await database.transaction((tx) => retry(tx, refused));
    await dispatch();
  });

  it("reliability 15: a clock that jumped ahead of the other removes nothing", async () => {
    const { leave, left } = stream();
    await leave("mail");
    await dispatch();
    const now = await serverTime(database);
    const context = { database, now, stop: new AbortController().signal };
    await database.query("update outbox_message set delivered_at = $1 where delivered_at is not null", [
      new Date(now).toISOString(),
    ]);
    const ahead = outboxRetention({ now: () => plus(now, 1000 * DAY) }, 90);
    await ahead.run(context);
    expect(await left()).toHaveLength(1);
    await database.query("update outbox_message set delivered_at = $1 where delivered_at is not null", [
      new Date(now - 91 * DAY).toISOString(),
    ]);
    await outboxRetention({ now: () => now }, 90).run(context);
    expect(await left()).toEqual([]);
  });
});

describe("messages that need a person", () => {
  it("FRZ-07 are listed, and retried at once in their place of the order", async () => {
    const { subject, leave } = stream();
    outcome = "retry";
    const [head, behind] = [await leave("events"), await leave("events")];
    const mine = async () => (await stuckMessages(database, 100)).filter((one) => one.subject.id === subject.id);
    await dispatch();
    expect(await mine()).toEqual([]);
    clock.advance(60_000);
    await dispatch();
    expect(await mine()).toMatchObject([{ messageId: head, destination: "events", state: "parked", lastError: "no" }]);
    outcome = "refused";
    const letter = await leave("mail");
    await dispatch();
    expect(await mine()).toMatchObject([{ messageId: head }, { messageId: letter, state: "refused", attempts: 1 }]);
    outcome = "delivered";
    sent.length = 0;
    expect((await dispatch()).claimed).toBe(0);
    await database.transaction(async (tx) => {
      await retry(tx, letter);
      await retry(tx, head);
    });
    await dispatch();
    expect(new Set(sent)).toEqual(new Set([head, behind, letter]));
    expect(sent.indexOf(head)).toBeLessThan(sent.indexOf(behind));
    expect(await mine()).toEqual([]);
    await expect(database.transaction((tx) => retry(tx, head))).rejects.toMatchObject({
      kind: { code: "message_delivered" },
    });
    await expect(database.transaction((tx) => retry(tx, 999_999_999n))).rejects.toMatchObject({
      kind: { code: "message_unknown" },
    });
  });
});
