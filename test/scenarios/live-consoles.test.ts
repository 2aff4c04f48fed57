import { get } from "node:http";

import { afterEach, describe, expect, it } from "vitest";

import { TOPICS } from "../../src/composition/topics.ts";
import { DAY, plus } from "../../src/core/time.ts";
import { projectNotice } from "../../src/modules/balance/index.ts";
import { consoleSender } from "../../src/modules/notifications/index.ts";
import { blockUser } from "../../src/modules/tenancy/index.ts";
import { dispatchDue, enqueue } from "../../src/platform/outbox/index.ts";
import { testDatabase } from "../support/database.ts";
import { CUSTOMERS, WORLD_PASSWORD, openHttpWorld } from "../support/http-world.ts";

const test = await testDatabase({ connections: 12 });
const world = await openHttpWorld(test, { liveBeatMs: 300 });
const { database, clock } = test;
const [PROJECT] = CUSTOMERS.romashka.projects;

interface Heard {
  readonly status: number;
  text: string;
  ended: boolean;
  close(): void;
}

const opened: Heard[] = [];
afterEach(() => opened.splice(0).forEach((one) => one.close()));

/** A console's connection: what came over it so far. */
function listen(cookie: string, headers: Record<string, string> = {}, path = "/v1/me/live"): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const request = get(new URL(path, world.base), { headers: { cookie, ...headers } }, (response) => {
      const heard: Heard = { status: response.statusCode ?? 0, text: "", ended: false, close: () => request.destroy() };
      opened.push(heard);
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (heard.text += chunk));
      response.on("close", () => (heard.ended = true));
      response.on("error", () => (heard.ended = true));
      resolve(heard);
    });
    request.on("error", reject);
  });
}

async function signIn(email: string): Promise<string> {
  const answer = await fetch(new URL("/api/auth/sign-in/email", world.base), {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://saldo.test" },
    body: JSON.stringify({ email, password: WORLD_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${email}: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
}

async function tellFreeze(projectId: bigint = PROJECT): Promise<void> {
  const facts = {
    kind: "frozen" as const,
    reason: "balance_below_zero",
    pid: `mcs${projectId}`,
    at: clock.now(),
    balance: -100n,
    currency: "RUB",
    deletionDueAt: plus(clock.now(), DAY),
  };
  await database.transaction((tx) => enqueue(tx, [projectNotice.message(projectId, facts, clock.now())]));
  await dispatchDue({ database, clock, topics: TOPICS, senders: { console: consoleSender(database, clock) } });
}

const idsIn = ({ text }: Heard) => [...text.matchAll(/id: (\d+)\nevent: notification/g)].map(([, id]) => Number(id));

describe("NTF-01 open consoles hear what is new", () => {
  it("NTF-01 at once and each for itself; who comes again by Last-Event-ID hears what it missed, once", async () => {
    const cookie = await signIn(CUSTOMERS.romashka.email);
    const stranger = await listen(await signIn(CUSTOMERS.vasilek.email));
    const tab = await listen(cookie);
    const other = await listen(cookie);
    await expect.poll(() => tab.text).toContain('event: unread\ndata: {"unread":0}');
    await tellFreeze();
    await expect.poll(() => [idsIn(tab), idsIn(other)]).toEqual([[1], [1]]);
    expect(tab.text).toContain('"kind":"project.frozen"');
    expect(tab.text).toContain('{"unread":1}');
    tab.close();
    await tellFreeze();
    await tellFreeze();
    await expect.poll(() => idsIn(other)).toEqual([1, 2, 3]);
    const again = await listen(cookie, { "last-event-id": "1" });
    await expect.poll(() => idsIn(again)).toEqual([2, 3]);
    const byQuery = await listen(cookie, {}, "/v1/me/live?after=2");
    await expect.poll(() => idsIn(byQuery)).toEqual([3]);
    // Read in one tab, counted anew in all.
    await fetch(new URL("/v1/me/notifications/read", world.base), {
      method: "POST",
      headers: { cookie, "content-type": "application/json", origin: "http://saldo.test" },
      body: JSON.stringify({ upTo: "3" }),
    });
    await expect.poll(() => other.text.trimEnd().endsWith('{"unread":0}')).toBe(true);
    expect(idsIn(stranger)).toEqual([]);
  });

  it("NTF-01 reliability 38 the connection ends with the session and with the right to sign in", async () => {
    const email = "viewer@romashka.example.test";
    const cookie = await signIn(email);
    const tab = await listen(cookie);
    await expect.poll(() => tab.text).toContain("event: unread");
    await fetch(new URL("/api/auth/sign-out", world.base), {
      method: "POST",
      headers: { cookie, origin: "http://saldo.test", "content-type": "application/json" },
      body: "{}",
    });
    await expect.poll(() => tab.ended, { timeout: 10_000 }).toBe(true);
    expect((await listen(cookie)).status).toBe(401);
    const second = await listen(await signIn(email));
    await expect.poll(() => second.text).toContain("event: unread");
    await database.transaction((tx) => blockUser(tx, "romashka viewer", clock.now()));
    await expect.poll(() => second.ended, { timeout: 10_000 }).toBe(true);
  });

  it("NTF-01 reliability 67 nobody without a session, no token and no thirteenth tab; malformed places are refused", async () => {
    expect((await listen("")).status).toBe(401);
    const byToken = await world.send({ path: "/v1/me/live", as: "romashka" });
    expect([401, 403]).toContain(byToken.status);
    const cookie = await signIn(CUSTOMERS.alatau.email);
    expect((await listen(cookie, {}, "/v1/me/live?after=x")).status).toBe(422);
    const tabs = await Promise.all(Array.from({ length: 12 }, () => listen(cookie)));
    expect(new Set(tabs.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await listen(cookie)).status).toBe(429);
    tabs[0]?.close();
    await expect.poll(async () => (await listen(cookie)).status).toBe(200);
  });
});
