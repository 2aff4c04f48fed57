import { type IncomingMessage, get } from "node:http";
import { type AddressInfo, connect } from "node:net";

import { describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { at } from "../../core/time.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { type Authority, createServer, rawBody, route } from "./index.ts";
import { createLogger } from "../log.ts";

const authority: Authority = {
  authenticate: async () => ({ kind: "anonymous" }),
  verdicts: async () => [],
  projectsWith: () => [],
  payersWith: async () => [],
};

/** A server whose handlers wait until they are let go. */
async function open(closeGraceMs?: number) {
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let handled = 0;
  const handler = async () => {
    handled += 1;
    entered.resolve();
    await gate.promise;
    return { handled };
  };
  const common = { summary: "Waits", response: z.object({ handled: z.int() }), access: { kind: "public" } } as const;
  const server = await createServer({
    routes: [
      route({ ...common, method: "GET", path: "/v1/wait", operationId: "getWait", handler }),
      route({
        ...common,
        method: "POST",
        path: "/v1/wait",
        operationId: "postWait",
        body: rawBody(["text/plain"]),
        idempotent: "inherent",
        handler,
      }),
    ],
    authority,
    database: { query: async () => [] } as never,
    clock: new MovableClock(at("2026-11-20T09:00:00Z")),
    log: createLogger("silent"),
    publicUrl: "http://localhost",
    ...(closeGraceMs === undefined ? {} : { closeGraceMs }),
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return { server, port, entered: entered.promise, release: () => gate.resolve(), handled: () => handled };
}

describe("a server that is closed", () => {
  it("answers what it has in hand, and sends its clients elsewhere", async () => {
    const { server, port, entered, release } = await open();
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path: "/v1/wait", headers: { connection: "keep-alive" } }, resolve).on(
        "error",
        reject,
      );
    });
    await entered;
    const closed = server.close();
    await vi.waitUntil(() => !server.server.listening, { interval: 1 });
    release();
    const reply = await answer;
    reply.resume();
    expect([reply.statusCode, reply.headers.connection]).toEqual([200, "close"]);
    await closed;
  });

  it("reliability 55: cuts who has not sent a request to its end, and does nothing of it", async () => {
    const { server, port, handled } = await open(10);
    const socket = connect(port, "127.0.0.1");
    const cut = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    const accepted = new Promise<void>((resolve) => server.server.once("request", () => resolve()));
    socket.on("error", () => undefined);
    socket.write("POST /v1/wait HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nhalf");
    await accepted;
    await server.close();
    await cut;
    expect(handled()).toBe(0);
  });
});
