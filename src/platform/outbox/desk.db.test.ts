import { describe, expect, it } from "vitest";
import { z } from "zod";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { formatInstant } from "../../core/time.ts";
import type { Tx } from "../db.ts";
import { giveUp, retryStuck } from "./desk.ts";
import { type MessageShow, countDesk, selectDesk } from "./desk-store.ts";
import { type SendResult, type Sender, dispatchDue } from "./dispatch.ts";
import { defineTopic, enqueue } from "./index.ts";
import { topicRegistry } from "./topic.ts";

const { database, clock } = await testDatabase();
const [TO, OTHER] = ["to_desk", "to_other"];
const payload = z.strictObject({ n: z.number() });
const topic = defineTopic({ name: "desk.told", destination: TO, subject: "project", ordered: true, payload });

/** What the receiver of the test answers, by the number in the message. */
let answer: (n: unknown) => SendResult["outcome"] = () => "delivered";
const heard: unknown[] = [];
const sender: Sender = {
  timeoutMs: 10_000,
  retry: { firstDelayMs: 1_000, maxDelayMs: 60_000, parkAfter: 1 },
  async send({ payload: { n } }) {
    heard.push(n);
    return { outcome: answer(n), status: 503, detail: `no <ivan@example.com> ${String(n)}`, sent: {} };
  },
};
const dispatch = () => dispatchDue({ database, clock, topics: topicRegistry([topic]), senders: { [TO]: sender } });
const leave = (project: bigint, ...numbers: number[]) =>
  database.transaction((tx) =>
    enqueue(
      tx,
      numbers.map((n) => topic.message(project, { n }, clock.now())),
    ),
  );
const shown = async (show: MessageShow) =>
  (await selectDesk(database, show, { destinations: [OTHER, TO], after: null, limit: 50 })).map(
    ({ messageId }) => messageId,
  );
const decide = (messageId: bigint) => ({ messageId, by: "user:1", why: "nobody reads it" });
const giveUpOne = (messageId: bigint, after = async (_tx: Tx, _message: unknown, _why: string) => {}) =>
  database.transaction((tx) => giveUp(tx, decide(messageId), { now: clock.now(), machineNow: clock.now() }, after));
const acts = () =>
  database.query<{ act: string; after: unknown }>("select act, after from audit_event order by audit_event_id");

describe("the desk of the outbox", () => {
  it("FRZ-07 AUD-01 what is given up is not sent, holds up none behind it, is an act, and can be retried", async () => {
    answer = (n) => (n === 1 ? "retry" : "delivered");
    const [first = 0n, second = 0n] = await leave(1n, 1, 2);
    await dispatch();
    expect([await shown("waiting"), await shown("parked")]).toEqual([[second, first], [first]]);
    await expect(giveUpOne(second)).rejects.toMatchObject({ kind: { code: "message_not_stuck" } });
    const followed: unknown[] = [];
    await giveUpOne(first, async (_tx, message, why) => void followed.push(message, why));
    expect(followed).toEqual([expect.objectContaining({ messageId: first, payload: { n: 1 } }), "nobody reads it"]);
    await expect(giveUpOne(first)).rejects.toMatchObject({ kind: { code: "message_not_stuck" } });
    clock.advance(120_000);
    await dispatch();
    expect(heard).toEqual([1, 2]);
    expect([await shown("waiting"), await shown("parked"), await shown("refused"), await shown("given_up")]).toEqual([
      [],
      [],
      [],
      [first],
    ]);
    answer = () => "delivered";
    await database.transaction((tx) => retryStuck(tx, decide(first), clock.now()));
    await dispatch();
    expect(heard).toEqual([1, 2, 1]);
    expect(await shown("given_up")).toEqual([]);
    const facts = { destination: TO, topic: topic.name, why: "nobody reads it" };
    expect(await acts()).toEqual([
      { act: "outbox_message.given_up", after: facts },
      { act: "outbox_message.retried", after: facts },
    ]);
  });

  it("a message that was given up on its way and arrives all the same counts as delivered", async () => {
    answer = () => "retry";
    const [message = 0n] = await leave(2n, 7);
    await dispatch();
    clock.advance(120_000);
    answer = () => "delivered";
    const slow: Sender = {
      ...sender,
      async send(sent, signal) {
        await giveUpOne(sent.messageId);
        return sender.send(sent, signal);
      },
    };
    await dispatchDue({ database, clock, topics: topicRegistry([topic]), senders: { [TO]: slow } });
    expect(await shown("given_up")).toEqual([]);
    expect(
      await database.query(
        "select delivered_at is not null as delivered, failed_at, given_up_by from outbox_message where message_id = $1",
        [message],
      ),
    ).toEqual([{ delivered: true, failed_at: null, given_up_by: null }]);
  });

  it("reliability 55 each list is read page by page from an index of its own, and counted no further than asked", async () => {
    await ownerOf(database).query(
      `insert into outbox_message (subject_kind, subject_id, destination, topic, ordered, payload, created_at, next_attempt_at,
                                   parked_at, failed_at)
       select 'project', 1000 + n, case n % 2 when 0 then $2 else $3 end, 'desk.told', false, '{}', $1, $1::timestamptz + n % 50 * interval '1 second',
              case n % 4 when 1 then $1::timestamptz end, case n % 4 when 2 then $1::timestamptz end
         from generate_series(1, 20000) n`,
      [formatInstant(clock.now()), TO, OTHER],
    );
    await ownerOf(database).query("analyze outbox_message");
    const plans: string[] = [];
    const explained = {
      query: async (text: string, values?: readonly unknown[]) => {
        const rows = await database.query<{ "QUERY PLAN": string }>(`explain ${text}`, [...(values ?? [])]);
        plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
        return [];
      },
    } as unknown as Pick<Tx, "query">;
    for (const show of ["waiting", "parked", "refused", "given_up"] as const) {
      const seen: bigint[] = [];
      let after = null;
      for (let page = 0; page < 4; page += 1) {
        const rows = await selectDesk(database, show, { destinations: [TO, OTHER], after, limit: 60 });
        seen.push(...rows.map(({ messageId }) => messageId));
        after = rows.at(-1) ?? null;
        await selectDesk(explained, show, { destinations: [TO, OTHER], after, limit: 60 });
      }
      expect(new Set(seen).size, show).toBe(seen.length);
      expect(seen.length, show).toBe(show === "given_up" ? 0 : 240);
    }
    await countDesk(explained, [TO, OTHER], 1_000);
    expect(plans.filter((plan) => plan.includes("Seq Scan on outbox_message"))).toEqual([]);
    expect(await countDesk(database, [TO], 1_000)).toMatchObject([{ waiting: 1_000n, parked: 0n, refused: 1_000n }]);
  });
});
