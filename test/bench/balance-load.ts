/** The reader of the balance bench, in a process of its own: asks for one project after the other and measures each. */
import { Agent, get } from "node:http";

import { inLanes, percentile } from "./harness.ts";

interface Order {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly requests: number;
  /** PIDs to ask for in turn; empty asks for the address as it is. */
  readonly first: number;
  readonly projects: number;
}

const order = JSON.parse(process.argv[2] ?? "{}") as Order;
const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
const headers = { authorization: `Bearer ${order.token}` };

function ask(n: number): Promise<void> {
  const project = order.first + ((n * 7919) % order.projects);
  return new Promise((resolve, reject) => {
    get(order.url.replace("{pid}", `mcs${project}`), { agent, headers }, (reply) => {
      reply.resume();
      reply.on("end", () => (reply.statusCode === 200 ? resolve() : reject(new Error(`answered ${reply.statusCode}`))));
    }).on("error", reject);
  });
}

await inLanes(order.connections, Math.min(500, order.requests), ask);
const begun = performance.now();
const taken = await inLanes(order.connections, order.requests, ask);
const seconds = (performance.now() - begun) / 1000;
process.send?.({ perSecond: order.requests / seconds, p99: percentile(taken, 0.99) }, () => process.disconnect());
agent.destroy();
