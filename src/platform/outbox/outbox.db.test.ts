import type { EventEmitter } from "node:events";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { type Instant, at, plus } from "../../core/time.ts";
import { SessionLocks } from "../session-locks.ts";
import { type OutboxDraft, defineTopic, enqueue, outboxState, replay, retry } from "./index.ts";
import { type OutboxMessage, type SendResult, type Sender, dispatchDue } from "./dispatch.ts";
import { topicRegistry } from "./topic.ts";
import { startDispatcher } from "./runner.ts";
import { claim } from "./store.ts";

const { database, clock } = await testDatabase({ connections: 12 });
const RETRY = { firstDelayMs: 1_000, maxDelayMs: 60_000, parkAfter: 4 };
let nextProject = 0n;

const numberOf = (message: OutboxMessage) => message.payload["n"];

/** Each test uses projects and a destination of its own, so that tests share one database. */
function stage(
  plan: (message: OutboxMessage, attempt: number) => SendResult["outcome"] | Promise<never> = () => "delivered",
) {
  const destination = `to_${(nextProject += 1_000n)}`;
  const heard: OutboxMessage[] = [];
  const tries = new Map<bigint, number>();
  const sender: Sender = {
    timeoutMs: 10_000,
    retry: RETRY,
    async send(message) {
      heard.push(message);
      const attempt = (tries.get(message.messageId) ?? 0) + 1;
      tries.set(message.messageId, attempt);
      const outcome = await plan(message, attempt);
      return {
        outcome,
        status: outcome === "delivered" ? 204 : 503,
        detail: outcome === "delivered" ? null : "no",
        sent: { attempt },
      };
    },
  };
  const payload = z.strictObject({ n: z.number() });
  const topic = defineTopic({ name: `frozen.${destination}`, destination, subject: "project", ordered: true, payload });
  const letter = defineTopic({
    name: `notice.${destination}`,
    destination,
    subject: "project",
    ordered: false,
    payload,
  });
  const bill = defineTopic({ name: `told.${destination}`, destination, subject: "payer", ordered: true, payload });
  const topics = topicRegistry([topic, letter, bill]);
  const parts = { database, clock, topics, senders: { [destination]: sender } };
  const id = (project: bigint) => nextProject + project;
  const draft = (project: bigint, n: number, at: Instant = clock.now()) => topic.message(id(project), { n }, at);
  const leave = (...drafts: OutboxDraft[]) => database.transaction((tx) => enqueue(tx, drafts));
  const dispatch = (limit?: number) => dispatchDue(parts, limit);
  const numbers = () => heard.map(numberOf);
  return { destination, sender, parts, topic, letter, bill, heard, id, draft, leave, dispatch, numbers };
}

describe("the outbox", () => {
  it("FRZ-07 a message exists when its business transaction commits, and only then", async () => {
    const { draft, leave, dispatch, numbers } = stage();
    const broken = database.transaction(async (tx) => {
      await enqueue(tx, [draft(1n, 1)]);
      throw new Error("the charge failed");
    });
    await expect(broken).rejects.toThrow("the charge failed");
    await leave(draft(1n, 2));
    await dispatch();
    expect(numbers()).toEqual([2]);
  });

  it("FRZ-07 delivers a project's messages in order, and one project's failure holds back no other", async () => {
    const blocked = nextProject + 1_001n;
    const { draft, leave, dispatch, heard } = stage((message, attempt) =>
      message.subject.id === blocked && numberOf(message) === 1 && attempt < 3 ? "retry" : "delivered",
    );
    const drafts = [1, 2, 3].flatMap((n) => [draft(1n, n), draft(2n, n)]);
    await leave(...drafts);
    const of = (project: bigint) => heard.filter((one) => one.subject.id === project).map(numberOf);
    expect(await dispatch()).toEqual({ claimed: 6, deferred: 0, delivered: 3, retried: 1, refused: 0 });
    expect(of(blocked)).toEqual([1]);
    expect(of(blocked + 1n)).toEqual([1, 2, 3]);
    expect(await dispatch()).toMatchObject({ claimed: 0, deferred: 2 });
    expect(await dispatch()).toMatchObject({ claimed: 0, deferred: 0 });
    clock.advance(2_000);
    await dispatch();
    clock.advance(4_000);
    await dispatch();
    expect(of(blocked)).toEqual([1, 1, 1, 2, 3]);
  });

  it("FRZ-07 a lost reply is repeated under the same id until it is answered", async () => {
    const { draft, leave, dispatch, heard } = stage((_, attempt) =>
      attempt < 3 ? Promise.reject(new Error("ECONNRESET")) : "delivered",
    );
    const [id] = await leave(draft(1n, 1));
    for (let round = 0; round < 3; round += 1) {
      await dispatch();
      clock.advance(10_000);
    }
    expect(heard.map((message) => message.messageId)).toEqual([id, id, id]);
    const attempts = await database.query<{ outcome: string; detail: string | null }>(
      "select outcome, detail from outbox_attempt where message_id = $1 order by attempt_no",
      [id],
    );
    expect(attempts.map((attempt) => attempt.outcome)).toEqual(["retry", "retry", "delivered"]);
    expect(attempts[0]?.detail).toBe("ECONNRESET");
    await expect(ownerOf(database).query("update outbox_attempt set detail = ''")).rejects.toThrow("append-only");
    await expect(ownerOf(database).query("update outbox_message set payload = '{}'")).rejects.toThrow("append-only");
    await expect(ownerOf(database).query("delete from outbox_message")).rejects.toThrow("append-only");
  });

  it("FRZ-07 a worker that died between send and mark causes a repeat after its lease, never a loss", async () => {
    const { destination, draft, leave, dispatch, numbers } = stage();
    await leave(draft(1n, 1), draft(1n, 2));
    const leaseUntil = plus(clock.now(), 25_000);
    const request = { destination, now: clock.now(), leaseUntil, streams: 16, chain: 20 };
    const taken = await database.transaction((tx) => claim(tx, request));
    expect(taken.messages.map(numberOf)).toEqual([1, 2]);
    expect((await dispatch()).claimed).toBe(0);
    clock.advance(25_000);
    await dispatch();
    expect(numbers()).toEqual([1, 2]);
  });

  it("FRZ-07 parallel dispatchers send each message once and keep each project's order", async () => {
    const { destination, draft, leave, dispatch, heard } = stage();
    const drafts = Array.from({ length: 400 }, (_, n) => draft(BigInt(n % 7) + 1n, n));
    await leave(...drafts);
    const work = async () => {
      while (
        (
          await database.query("select from outbox_message where delivered_at is null and destination = $1 limit 1", [
            destination,
          ])
        ).length > 0
      ) {
        await dispatch(3);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    expect(heard).toHaveLength(400);
    for (const project of new Set(heard.map((message) => message.subject.id))) {
      const ids = heard.filter((message) => message.subject.id === project).map((message) => message.messageId);
      expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    }
  });

  it("FRZ-07 whatever fails and however many workers send: nothing stays behind and every project's order holds", async () => {
    let seed = 20_261_120;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const { destination, draft, leave, dispatch, heard } = stage(() =>
      random() < 0.3 ? "retry" : random() < 0.05 ? "refused" : "delivered",
    );
    for (let wave = 0; wave < 6; wave += 1) {
      const lines = Array.from({ length: 120 }, (_, n) =>
        draft(BigInt(Math.floor(random() * 5)) + 1n, wave * 1_000 + n),
      );
      await Promise.all([leave(...lines), dispatch(2), dispatch(2), dispatch(2)]);
      clock.advance(1_500);
    }
    const left = () =>
      database.query(
        "select from outbox_message where destination = $1 and delivered_at is null and failed_at is null limit 1",
        [destination],
      );
    for (let round = 0; (await left()).length > 0; round += 1) {
      expect(round).toBeLessThan(500);
      await Promise.all([dispatch(2), dispatch(2), dispatch(2)]);
      clock.advance(RETRY.maxDelayMs);
    }
    for (const project of new Set(heard.map((message) => message.subject.id))) {
      const ids = heard.filter((message) => message.subject.id === project).map((message) => message.messageId);
      expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    }
    expect(new Set(heard.map((message) => message.messageId)).size).toBe(720);
  });

  it("FRZ-07 messages behind a failing one are put aside and cost nothing until it is delivered", async () => {
    let up = false;
    const { destination, draft, leave, dispatch, numbers } = stage(() => (up ? "delivered" : "retry"));
    await leave(...Array.from({ length: 300 }, (_, n) => draft(1n, n)));
    expect(await dispatch()).toMatchObject({ claimed: 20, retried: 1 });
    while ((await dispatch()).deferred > 0);
    const due = () =>
      database.query("select from outbox_message where destination = $1 and next_attempt_at < 'infinity'", [
        destination,
      ]);
    expect(await due()).toHaveLength(1);
    up = true;
    clock.advance(RETRY.maxDelayMs);
    while ((await dispatch()).claimed > 0);
    expect(numbers().slice(1)).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });

  it("parks a message after many failures: visible, first in its order, still tried, and delivered in the end", async () => {
    let up = false;
    const { destination, draft, leave, dispatch, numbers } = stage(() => (up ? "delivered" : "retry"));
    await leave(draft(1n, 1), draft(1n, 2));
    for (let round = 0; round < RETRY.parkAfter; round += 1) {
      await dispatch();
      clock.advance(RETRY.maxDelayMs);
    }
    const state = async () => (await outboxState(database)).find((one) => one.destination === destination);
    expect(await state()).toMatchObject({ waiting: 2n, parked: 1n, failed: 0n });
    up = true;
    await dispatch();
    expect(numbers().slice(-2)).toEqual([1, 2]);
    expect(await state()).toBeUndefined();
  });

  it("FRZ-07 replays what was delivered in its first order under the same ids, for one project only", async () => {
    const { draft, leave, dispatch, heard } = stage();
    const ids = await leave(draft(1n, 1), draft(2n, 9), draft(1n, 2), draft(1n, 3));
    await dispatch();
    heard.length = 0;
    const { subject } = draft(1n, 0);
    const count = await database.transaction((tx) => replay(tx, { subject, fromMessageId: ids[2] ?? 0n }));
    expect(count).toBe(2);
    await dispatch();
    expect(heard.map((message) => message.messageId)).toEqual([ids[2], ids[3]]);
  });

  it("a final refusal closes the message, frees the order and is kept as failed", async () => {
    const { destination, draft, leave, dispatch, numbers } = stage((message) =>
      numberOf(message) === 1 ? "refused" : "delivered",
    );
    await leave(draft(1n, 1), draft(1n, 2));
    await dispatch();
    expect(numbers()).toEqual([1, 2]);
    expect((await outboxState(database)).find((one) => one.destination === destination)).toMatchObject({
      waiting: 0n,
      failed: 1n,
    });
  });

  it("what follows from an attempt commits with it; when it cannot, the message is put off and says why", async () => {
    const { destination, sender, parts, draft, leave } = stage();
    await ownerOf(database).query("create table settled_probe (message_id bigint)");
    let fail = true;
    const afterAttempt: Sender["afterAttempt"] = async (tx, message) => {
      await tx.execute("insert into settled_probe values ($1)", [message.messageId]);
      if (fail) throw new Error("the delivery is locked");
    };
    const failing = { ...parts, senders: { [destination]: { ...sender, afterAttempt } } };
    await leave(draft(1n, 1));
    expect(await dispatchDue(failing)).toMatchObject({ retried: 1 });
    const [row] = await database.query<{ last_error: string }>(
      "select last_error from outbox_message where destination = $1",
      [destination],
    );
    expect(row?.last_error).toBe("not recorded: the delivery is locked");
    fail = false;
    clock.advance(2_000);
    expect(await dispatchDue(failing)).toMatchObject({ delivered: 1 });
    expect(await database.query("select * from settled_probe")).toHaveLength(1);
  });

  it("a sender that never answers is given up after its timeout and blocks nobody else", async () => {
    const hung = stage(() => new Promise<never>(() => undefined));
    const well = stage();
    await hung.leave(hung.draft(1n, 1));
    await well.leave(well.draft(1n, 1));
    const senders = { [hung.destination]: { ...hung.sender, timeoutMs: 20 }, [well.destination]: well.sender };
    const topics = topicRegistry([hung.topic, well.topic]);
    expect(await dispatchDue({ database, clock, topics, senders })).toMatchObject({ delivered: 1, retried: 1 });
    const [row] = await database.query<{ last_error: string }>(
      "select last_error from outbox_message where destination = $1",
      [hung.destination],
    );
    expect(row?.last_error).toBe("no answer in 20 ms");
  });

  it("letters have no order: a failing one holds back nothing", async () => {
    const { id, letter, leave, dispatch, heard } = stage((message) =>
      numberOf(message) === 1 ? "retry" : "delivered",
    );
    await leave(...[1, 2, 3].map((n) => letter.message(id(1n), { n }, clock.now())));
    expect(await dispatch()).toMatchObject({ claimed: 3, delivered: 2, retried: 1 });
    expect(heard.every((message) => !message.ordered)).toBe(true);
  });

  it("a project and a payer of one number are two subjects: each has its own order and its own replay", async () => {
    const { id, bill, draft, leave, dispatch, heard } = stage((message, attempt) =>
      message.subject.kind === "project" && attempt === 1 ? "retry" : "delivered",
    );
    const told = (n: number) => bill.message(id(1n), { n }, clock.now());
    await leave(draft(1n, 1), told(2), draft(1n, 3), told(4));
    expect(await dispatch()).toMatchObject({ claimed: 4, delivered: 2, retried: 1 });
    expect(new Set(heard.map(numberOf))).toEqual(new Set([1, 2, 4]));
    clock.advance(2_000);
    await dispatch();
    heard.length = 0;
    const { subject } = told(0);
    expect(await database.transaction((tx) => replay(tx, { subject, fromMessageId: 0n }))).toBe(2);
    await dispatch();
    expect(heard.map(({ subject, payload }) => [subject, payload["n"]])).toEqual([
      [{ kind: "payer", id: id(1n) }, 2],
      [{ kind: "payer", id: id(1n) }, 4],
    ]);
  });

  it("the retry plan follows machine time: a jump of business time neither delays nor hastens it", async () => {
    const { draft, leave, dispatch } = stage();
    await leave(draft(1n, 1, at("2199-01-01T00:00:00Z")), draft(2n, 1, at("1999-01-01T00:00:00Z")));
    expect(await dispatch()).toMatchObject({ delivered: 2 });
  });

  it("many messages are left in one statement each 20,000 and keep their order", async () => {
    const { draft, leave } = stage();
    const ids = await leave(...Array.from({ length: 20_001 }, (_, n) => draft(BigInt(n) + 1n, n)));
    expect(ids).toHaveLength(20_001);
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
  });
});

describe("topics", () => {
  it("a message that no topic made, or whose payload is not its topic's, is refused before it is left", async () => {
    const { topic, draft } = stage();
    expect(() => topic.message(1n, { n: "1" } as never, clock.now())).toThrow(`not a message of ${topic.name}`);
    expect(() => topic.message(1n, { n: 1, m: 1 } as never, clock.now())).toThrow(`not a message of ${topic.name}`);
    const copy = { ...draft(1n, 1), json: '{"n":"evil"}' } as unknown as OutboxDraft;
    await expect(database.transaction((tx) => enqueue(tx, [copy]))).rejects.toThrow("no topic made");
    await expect(
      database.query(
        "insert into outbox_message (subject_kind, subject_id, destination, topic, ordered, payload, created_at) values ('project', 0, 'x', 'y', false, '{}', '2026-10-01Z')",
      ),
    ).rejects.toMatchObject({ constraint: "outbox_message_subject" });
    expect(() => topicRegistry([topic, topic])).toThrow("the same name");
  });

  it("a stored message that no topic reads is not sent but parked at once, says why, holds its order, and goes when it is known", async () => {
    const { parts, draft, destination, topic, letter, leave, heard, numbers } = stage();
    const [first] = await leave(draft(1n, 1), draft(1n, 2));
    const unknown = { ...parts, topics: topicRegistry([letter]) };
    expect(await dispatchDue(unknown)).toMatchObject({ delivered: 0, retried: 1 });
    const stuck = () =>
      database.query<{ last_error: string }>(
        "select message_id, last_error from outbox_message where destination = $1 and parked_at is not null",
        [destination],
      );
    expect(await stuck()).toEqual([{ message_id: first, last_error: `unknown topic ${topic.name}` }]);
    const other = defineTopic({ ...topic.definition, payload: z.strictObject({ n: z.string() }) });
    clock.advance(RETRY.maxDelayMs);
    expect(await dispatchDue({ ...parts, topics: topicRegistry([other]) })).toMatchObject({ delivered: 0, retried: 1 });
    expect((await stuck())[0]?.last_error).toMatch(/^not a message of frozen.*expected string/s);
    expect(heard).toEqual([]);
    await database.transaction((tx) => retry(tx, first as bigint));
    await dispatchDue(parts);
    expect(numbers()).toEqual([1, 2]);
    expect(await stuck()).toEqual([]);
  });
});

describe("the dispatcher", () => {
  it("is woken by the commit that left a message, without polling", async () => {
    const { parts, draft, leave } = stage();
    const rounds: (() => void)[] = [];
    const told = () => new Promise<void>((resolve) => rounds.push(resolve));
    const dispatcher = startDispatcher({
      ...parts,
      pollMs: 3_600_000,
      onError: (error) => {
        throw error;
      },
      onRound: () => rounds.shift()?.(),
    });
    const first = told();
    await leave(draft(1n, 1));
    await first;
    const second = told();
    await leave(draft(1n, 2));
    await second;
    await dispatcher.stop();
  });

  it("hears again after its listening connection was killed", async () => {
    const { parts, draft, leave } = stage();
    let delivered: () => void = () => undefined;
    const errors: unknown[] = [];
    const dispatcher = startDispatcher({
      ...parts,
      pollMs: 3_600_000,
      onError: (error) => errors.push(error),
      onRound: () => delivered(),
    });
    const round = () => new Promise<void>((resolve) => (delivered = resolve));
    const first = round();
    await leave(draft(1n, 1));
    await first;
    const killed = await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()",
    );
    expect(killed).toHaveLength(1);
    const second = round();
    await leave(draft(1n, 2));
    await second;
    await dispatcher.stop();
  });

  it("a connection that is lost in the moment of stopping is given back once", async () => {
    const { parts } = stage();
    const taken: EventEmitter[] = [];
    const take = (client: EventEmitter) => void taken.push(client);
    database.pool.on("acquire", take);
    const dispatcher = startDispatcher({
      ...parts,
      onError: () => undefined,
    });
    await dispatcher.stop();
    const locks = new SessionLocks(database);
    await locks.take("a name");
    await locks.close();
    database.pool.off("acquire", take);
    for (const client of taken) client.emit("error", new Error("terminating connection"));
    expect(taken.length).toBeGreaterThan(1);
  });

  it("reliability 14: after the machine's clock was set back, retries planned by the old clock do not wait for it", async () => {
    let up = false;
    const { parts, draft, leave, dispatch } = stage(() => (up ? "delivered" : "retry"));
    await leave(draft(1n, 1));
    await dispatch();
    up = true;
    clock.advance(-3_600_000);
    const delivered = new Promise<void>((resolve) => {
      const dispatcher = startDispatcher({
        ...parts,
        pollMs: 3_600_000,
        onError: (error) => {
          throw error;
        },
        onRound: () => void dispatcher.stop().then(resolve),
      });
    });
    await delivered;
    clock.advance(3_600_000);
  });
});
