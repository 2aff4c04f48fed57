/**
 * The sender and the observer of the visibility bench, in a process of their own: metering agents that report at a fixed
 * pace, and probes that watch a balance until it shows an event that was just accepted. Makes its batches first; answers
 * "ready", on "fill" sends every resource's first report as fast as it goes and answers "filled", on "go" keeps the pace.
 */
import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import { benchId } from "./ingest-events.ts";

export interface VisibleOrder {
  readonly address: string;
  readonly usageToken: string;
  readonly balanceToken: string;
  /** Business time at "go", in milliseconds. */
  readonly start: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly size: number;
  readonly connections: number;
  readonly first: number;
  readonly projects: number;
  readonly resources: number;
  readonly probeFirst: number;
  readonly probeProjects: number;
  readonly probeEveryMs: number;
  /** What one probe's event costs, and how much of the SKU `requests` that is. */
  readonly probeMinor: number;
  readonly probeQuantity: number;
}

export interface VisibleReport {
  readonly accepted: number;
  readonly seconds: number;
  /** Of each probe, milliseconds from its acceptance to the first balance that shows it. */
  readonly latencies: readonly number[];
}

const POLL_MS = 50;
const GIVE_UP_MS = 120_000;
/** Each project has as many resources of each; gauges report their state, the others what was used since the last time. */
const SKUS = ["cpu", "requests", "disk", "traffic"] as const;
const QUANTITIES = [
  (n: number) => 1 + (n % 8),
  (n: number) => n % 900,
  (n: number) => 1 + (n % 64),
  (n: number) => (n % 9) / 8,
];

const order = JSON.parse(process.argv[2] ?? "{}") as VisibleOrder;
const senders = new Agent({ keepAlive: true, maxSockets: order.connections });
const observers = new Agent({ keepAlive: true, maxSockets: 64 });

const all = order.projects * order.resources;
const filling = bodiesOf("fill", Math.ceil(all / order.size), () => -60_000);
const paced = bodiesOf("paced", Math.ceil((order.seconds * order.perSecond) / order.size), (n) =>
  Math.floor((n * 1000) / order.perSecond),
);

process.on("message", (message) => {
  if (message === "fill") void send(filling, 0).then(() => process.send?.("filled"));
  if (message === "go") void play().then((report) => process.send?.(report, () => process.disconnect()));
});
process.send?.("ready");

/** Reports of all resources of all projects in turn, each of the instant that `sentAt` gives it. */
function bodiesOf(run: string, batches: number, sentAt: (n: number) => number): Buffer[] {
  return Array.from({ length: batches }, (_, batch) => {
    const numbers = Array.from({ length: order.size }, (__, index) => batch * order.size + index);
    return Buffer.from(JSON.stringify(numbers.map((n) => eventOf(run, n, sentAt(n)))));
  });
}

function eventOf(run: string, n: number, afterStart: number) {
  const project = n % order.projects;
  const resource = Math.floor(n / order.projects) % order.resources;
  const kind = resource % SKUS.length;
  return usage(benchId(run, n), afterStart, {
    project: `mcs${order.first + project}`,
    resource: `${SKUS[kind]}-${project}-${resource}`,
    sku: SKUS[kind] as string,
    quantity: String(QUANTITIES[kind]?.(n)),
  });
}

function usage(
  id: string,
  afterStart: number,
  content: { project: string; resource: string; sku: string; quantity: string },
) {
  return {
    specversion: "1.0",
    id,
    source: "//metering/msk-1",
    type: `saldo.usage.${content.sku}`,
    time: new Date(order.start + afterStart).toISOString(),
    data: { ...content, unit: content.sku },
  };
}

async function play(): Promise<VisibleReport> {
  const begun = performance.now();
  const watching = probe(begun);
  const accepted = await send(paced, order.size / order.perSecond);
  const seconds = (performance.now() - begun) / 1000;
  const latencies = await watching;
  senders.destroy();
  observers.destroy();
  return { accepted, seconds, latencies };
}

/** Sends each batch when it is due, one every so many seconds, or as soon after as a connection is free. */
async function send(bodies: readonly Buffer[], every: number): Promise<number> {
  const begun = performance.now();
  let next = 0;
  let accepted = 0;
  const lane = async (): Promise<void> => {
    while (next < bodies.length) {
      const batch = next++;
      await delayUntil(begun + batch * every * 1000);
      const reply = await ask("POST", "/v1/usage", senders, "application/cloudevents-batch+json", bodies[batch]);
      accepted += (reply as { accepted: number }).accepted;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, lane));
  return accepted;
}

/** One small event every so often, each watched by itself, to the end of the load. */
async function probe(begun: number): Promise<number[]> {
  const count = Math.floor((order.seconds * 1000) / order.probeEveryMs);
  const starts = await Promise.all(Array.from({ length: order.probeProjects }, (_, project) => balanceOf(project)));
  const watched: Promise<number>[] = [];
  for (let n = 0; n < count; n += 1) {
    await delayUntil(begun + n * order.probeEveryMs);
    watched.push(visible(n, starts[n % order.probeProjects] as number, performance.now() - begun));
  }
  return Promise.all(watched);
}

/** A probe's project has only its own probes: its n-th event shows when the balance is n costs lower. */
async function visible(n: number, startMinor: number, afterStart: number): Promise<number> {
  const project = n % order.probeProjects;
  const expected = startMinor - (Math.floor(n / order.probeProjects) + 1) * order.probeMinor;
  const event = usage(benchId("probe", n), Math.floor(afterStart), {
    project: `mcs${order.probeFirst + project}`,
    resource: "probe",
    sku: "requests",
    quantity: String(order.probeQuantity),
  });
  await ask("POST", "/v1/usage", observers, "application/cloudevents+json", Buffer.from(JSON.stringify(event)));
  const accepted = performance.now();
  while ((await balanceOf(project)) > expected) {
    if (performance.now() - accepted > GIVE_UP_MS) throw new Error(`probe ${n} is not in the balance`);
    await delay(POLL_MS);
  }
  return performance.now() - accepted;
}

async function balanceOf(project: number): Promise<number> {
  const path = `/public/v1/projects/mcs${order.probeFirst + project}/balances/amount`;
  const { base } = (await ask("GET", path, observers)) as { base: number };
  return Math.round(base * 100);
}

async function delayUntil(instant: number): Promise<void> {
  const left = instant - performance.now();
  if (left > 0) await delay(left);
}

function ask(method: "GET" | "POST", path: string, agent: Agent, type?: string, body?: Buffer): Promise<unknown> {
  const token = method === "GET" ? order.balanceToken : order.usageToken;
  const headers = {
    authorization: `Bearer ${token}`,
    ...(type && body ? { "content-type": type, "content-length": body.length } : {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, order.address), { method, agent, headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on("data", (part: Buffer) => parts.push(part));
      reply.on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (reply.statusCode === 200 || reply.statusCode === 202) resolve(JSON.parse(text));
        else reject(new Error(`${reply.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
