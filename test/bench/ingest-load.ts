/**
 * The sender of the intake bench, in a process of its own so that its work is not counted as the server's: makes its
 * batches first, says "ready", and on "go" sends them over a few connections, one request in flight on each.
 */
import { Agent, request } from "node:http";

import { benchEvents } from "./ingest-events.ts";

interface Order {
  readonly url: string;
  readonly token: string;
  readonly run: string;
  readonly batches: number;
  readonly size: number;
  readonly connections: number;
  /** How often the same batches are sent, one round after the other. */
  readonly rounds: number;
}

const order = JSON.parse(process.argv[2] ?? "{}") as Order;
const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
const bodies = Array.from({ length: order.batches }, (_, batch) =>
  Buffer.from(JSON.stringify(benchEvents(order.run, batch * order.size, order.size))),
);

process.on("message", (message) => {
  if (message === "go") void play().then((rounds) => process.send?.(rounds, () => process.disconnect()));
});
process.send?.("ready");

/** Seconds of each round, and how many events were accepted in it. */
async function play(): Promise<{ seconds: number; accepted: number }[]> {
  const rounds = [];
  for (let round = 0; round < order.rounds; round += 1) {
    const begun = performance.now();
    let next = 0;
    let accepted = 0;
    const lane = async (): Promise<void> => {
      while (next < bodies.length) {
        const taken = await send(bodies[next++] as Buffer);
        accepted += taken;
      }
    };
    await Promise.all(Array.from({ length: order.connections }, lane));
    rounds.push({ seconds: (performance.now() - begun) / 1000, accepted });
  }
  agent.destroy();
  return rounds;
}

function send(body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/cloudevents-batch+json",
      "content-length": body.length,
      authorization: `Bearer ${order.token}`,
    };
    const outgoing = request(order.url, { method: "POST", agent, headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on("data", (part: Buffer) => parts.push(part));
      reply.on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (reply.statusCode !== 200) reject(new Error(`${reply.statusCode}: ${text.slice(0, 300)}`));
        else resolve((JSON.parse(text) as { accepted: number }).accepted);
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
