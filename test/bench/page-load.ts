/** The reader of the console's bench, in a process of its own: asks for the addresses of a page in turn and answers the p95. */
import { Agent, get } from "node:http";

import { inLanes, percentile } from "./harness.ts";

interface Order {
  readonly urls: readonly string[];
  readonly cookie: string;
  readonly connections: number;
  readonly requests: number;
}

const order = JSON.parse(process.argv[2] ?? "{}") as Order;
const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
const headers = { cookie: order.cookie };

function ask(n: number): Promise<void> {
  const url = order.urls[n % order.urls.length] ?? "";
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (reply) => {
      reply.resume();
      reply.on("end", () =>
        reply.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${reply.statusCode}`)),
      );
    }).on("error", reject);
  });
}

await inLanes(order.connections, order.requests / 5, ask);
const taken = await inLanes(order.connections, order.requests, ask);
process.send?.(percentile(taken, 0.95), () => process.disconnect());
agent.destroy();
