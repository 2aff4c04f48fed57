import { fork } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { type App, buildApp } from "../../src/composition/app.ts";
import { openPrinting } from "../../src/composition/printing.ts";
import { at } from "../../src/core/time.ts";
import { prepareDemo } from "../../src/demo/prepare.ts";
import { DEMO_PASSWORD } from "../../src/demo/world.ts";
import { register } from "../../src/modules/tenancy/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { hashPassword } from "../../src/platform/identity/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { MovableClock } from "../support/movable-clock.ts";
import { addProjects } from "./big-world.ts";
import {
  type BenchContext,
  type BenchResult,
  atLeast,
  atMost,
  bounded,
  inLanes,
  openBench,
  secondsOf,
} from "./harness.ts";

const NOW = at("2026-11-20T12:00:00+03:00");
const DAY_BEFORE = at("2026-11-19T12:00:00+03:00");
const ORIGIN = "http://localhost:3000";
const COMPANY = { email: "buh@romashka.example.test", pid: "mcs1000000002" };
const PROJECTS = 100_000;
/** Sign-ins at once, and people who look at their Overview at once. */
const AT_ONCE = 4;
const ROUNDS = 3;
const CONSOLES = 1_000;
const TABS = 5;
/** Two looks of every console at its session, and a rest. */
const IDLE_MS = 100_000;

/** What the Overview of a project asks for (web/src/customer/overview). */
const OVERVIEW = [
  "/v1/me",
  "/v1/clock",
  "/v1/me/notifications?limit=8",
  `/v1/me/notifications?project=${COMPANY.pid}&unread=true&limit=20`,
  `/v1/projects/${COMPANY.pid}/balance`,
  `/v1/projects/${COMPANY.pid}/checklist`,
  `/v1/documents?projects=${COMPANY.pid}&limit=4`,
  `/v1/expenses?projects=${COMPANY.pid}&interval=day&from=2026-11-01&to=2026-11-20`,
  `/v1/expenses?projects=${COMPANY.pid}&interval=month&from=2026-10-01&to=2026-10-31`,
];
/** Signed in, and one value answered. */
const BARE = "/v1/clock";

/** REG-02 NTF-01: signing in, the Overview's data and consoles that stay open, in the demo world among very many projects. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = openBench(context.url, 10);
  const printing = openPrinting();
  const clock = new MovableClock(NOW);
  await prepareDemo(database, printing.closePorts, NOW);
  await printing.close();
  const users = await addPeople(database);
  await addProjects(database, 0, { projects: PROJECTS, fundsMinor: 1_000_000, startsAt: DAY_BEFORE });
  const app = await buildApp({
    database,
    databaseUrl: context.url,
    clock,
    log: createLogger("silent"),
    publicUrl: ORIGIN,
    signInsPerMinute: 1_000_000,
    callsPerSecond: 1_000_000,
    seedKeys: [Buffer.alloc(32, 7)],
    ports: { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null },
  });
  try {
    const base = await app.server.listen({ host: "127.0.0.1", port: 0 });
    const { cookies, result } = await signIns(app, users);
    const requests = context.scale === "full" ? 20_000 : 2_000;
    const cookie = await signIn(app, COMPANY.email, "10.9.9.9");
    const results = [result, await overview(base, cookie, requests)];
    context.note(`${CONSOLES} consoles stay open`);
    results.push(await idle(base, cookies, context));
    return results;
  } finally {
    await app.close();
    await database.close();
  }
}

async function addPeople(database: Database): Promise<string[]> {
  const hash = await hashPassword(DEMO_PASSWORD);
  const emails = Array.from({ length: CONSOLES / TABS }, (_, n) => `person-${n}@example.test`);
  for (const email of emails)
    await database.transaction((tx) =>
      register(tx, {
        email,
        name: "Анна",
        password: { hash },
        language: "ru",
        at: { regionCode: "moscow" },
        now: DAY_BEFORE,
      }),
    );
  return emails;
}

async function signIn(app: App, email: string, remoteAddress: string): Promise<string> {
  const answer = await app.server.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    payload: { email, password: DEMO_PASSWORD },
    headers: { origin: ORIGIN, host: "localhost:3000" },
    remoteAddress,
  });
  if (answer.statusCode !== 200) throw new Error(`${email} was answered ${answer.statusCode}`);
  return [answer.headers["set-cookie"] ?? []]
    .flat()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
}

/** Sign-ins beside the hash of a password alone, in turns: the best turn of each. */
async function signIns(app: App, users: readonly string[]): Promise<{ cookies: string[]; result: BenchResult }> {
  const { verifyPassword } = await import("better-auth/crypto");
  const hash = await hashPassword(DEMO_PASSWORD);
  const cookies: string[] = [];
  const seconds: { bare: number[]; whole: number[] } = { bare: [], whole: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    seconds.bare.push(
      await secondsOf(() => inLanes(AT_ONCE, users.length, () => verifyPassword({ hash, password: DEMO_PASSWORD }))),
    );
    seconds.whole.push(
      await secondsOf(() =>
        inLanes(AT_ONCE, users.length, async (n) => {
          cookies[n] = await signIn(app, users[n] ?? "", `10.${round}.${n >> 8}.${n & 255}`);
        }),
      ),
    );
  }
  const rate = (part: keyof typeof seconds) => users.length / Math.min(...seconds[part]);
  const result = atLeast("sign-ins", rate("whole"), "/s", rate("bare"), 0.8, "the bare password hash");
  return { cookies, result };
}

async function overview(base: string, cookie: string, requests: number): Promise<BenchResult> {
  const read = (urls: readonly string[]) => readFrom({ urls, cookie, requests, connections: AT_ONCE });
  const bare = [await read([base + BARE])];
  const page = [await read(OVERVIEW.map((path) => base + path))];
  bare.push(await read([base + BARE]));
  page.push(await read(OVERVIEW.map((path) => base + path)));
  const [p95, limit] = [Math.min(...page), Math.min(...bare)];
  return atMost(`Overview's data among ${PROJECTS} projects, p95`, p95, "ms", limit, 3, "a bare route's");
}

/** The p95 in milliseconds. */
async function readFrom(order: object): Promise<number> {
  const load = fileURLToPath(new URL("page-load.ts", import.meta.url));
  const reader = fork(load, [JSON.stringify(order)], { stdio: "inherit" });
  const failed = once(reader, "exit").then(([code]) => Promise.reject(new Error(`the reader ended with ${code}`)));
  failed.catch(() => undefined);
  const [reading] = (await Promise.race([once(reader, "message"), failed])) as [number];
  return reading;
}

/** Processor time of process and server while consoles listen and nothing happens. */
async function idle(base: string, cookies: readonly string[], context: BenchContext): Promise<BenchResult> {
  const open = await Promise.all(
    Array.from({ length: CONSOLES }, (_, n) => listen(base, cookies[n % cookies.length] ?? "")),
  );
  await delay(3_000);
  const begun = context.cpuSeconds();
  const seconds = await secondsOf(() => delay(IDLE_MS));
  const cores = (context.cpuSeconds() - begun) / seconds;
  for (const close of open) close();
  return bounded(`${CONSOLES} open consoles, idle`, cores, "cores", { most: 0.1 });
}

function listen(base: string, cookie: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = get(`${base}/v1/me/live`, { headers: { cookie }, agent: false }, (reply) => {
      reply.resume();
      reply.on("error", () => undefined);
      if (reply.statusCode === 200) resolve(() => request.destroy());
      else reject(new Error(`a console was answered ${reply.statusCode}`));
    });
    request.on("error", reject);
  });
}
