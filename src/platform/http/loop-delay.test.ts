import { expect, it, vi } from "vitest";
import { z } from "zod";

import { MovableClock } from "../../../test/support/movable-clock.ts";
import { at } from "../../core/time.ts";
import { createLogger } from "../log.ts";
import { createServer, route } from "./index.ts";

it("reliability 57 a process that cannot keep up tells requests to come again, and still says that it lives", async () => {
  const server = await createServer({
    routes: [
      route({
        method: "GET",
        path: "/v1/quick",
        operationId: "quick",
        summary: "Quick",
        response: z.object({}),
        access: { kind: "public" },
        handler: () => Promise.resolve({}),
      }),
    ],
    authority: {
      authenticate: () => Promise.resolve({ kind: "anonymous" }),
      verdicts: () => Promise.resolve([]),
      projectsWith: () => [],
      payersWith: () => Promise.resolve([]),
    },
    database: { query: () => Promise.resolve([]) } as never,
    clock: new MovableClock(at("2026-11-20T09:00:00Z")),
    log: createLogger("silent"),
    publicUrl: "http://localhost",
    longestLoopDelayMs: 1,
  });
  try {
    const refused = await vi.waitUntil(
      async () => {
        // Other work that does not let the process take its turns.
        for (const until = performance.now() + 60; performance.now() < until; );
        const reply = await server.inject("/v1/quick");
        return reply.statusCode === 503 ? reply : null;
      },
      { timeout: 10_000, interval: 5 },
    );
    expect(refused.json()).toMatchObject({ code: "overloaded" });
    expect(refused.headers["retry-after"]).toBe("5");
    expect((await server.inject("/healthz")).statusCode).toBe(200);
  } finally {
    await server.close();
  }
});
