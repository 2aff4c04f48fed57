/** A crowd of one customer, in a process of its own: asks again and again until it is ended, whatever it is answered. */
import { Agent, get } from "node:http";

const order = JSON.parse(process.argv[2] ?? "{}") as {
  readonly urls: readonly string[];
  readonly token: string;
  readonly lanes: number;
};
const agent = new Agent({ keepAlive: true, maxSockets: order.lanes });
const headers = { authorization: `Bearer ${order.token}` };
/** Who is refused comes again much sooner than told to, but not as fast as the machine can refuse: that is the rate's to stop. */
const AGAIN_MS = 100;
let answered = 0;

function ask(url: string): Promise<void> {
  return new Promise((resolve) => {
    get(url, { agent, headers }, (reply) => {
      const isAnswered = reply.statusCode === 200;
      answered += Number(isAnswered);
      reply.resume();
      reply.on("close", () => (isAnswered ? resolve() : setTimeout(resolve, AGAIN_MS)));
    }).on("error", () => resolve());
  });
}

async function lane(number: number): Promise<never> {
  for (;;) await ask(order.urls[number % order.urls.length] ?? "");
}

process.once("message", () => process.send?.(answered, () => process.exit()));
process.send?.("begun");
await Promise.all(Array.from({ length: order.lanes }, (_, number) => lane(number)));
