import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { testDatabase } from "../../test/support/database.ts";
import type { OutboxMessage } from "../platform/outbox/index.ts";
import { sandboxService } from "./sandbox/service.ts";
import { listSandboxSms } from "./sandbox/sms.ts";
import { smsSender } from "./sms.ts";

const { database } = await testDatabase({ checks: false });
const MESSAGE = { messageId: 7n } as OutboxMessage;
const SMS = { to: "+79161234567", text: "123456 - код Saldo" };
const service = sandboxService({ database, controlPlane: null as never, mail: null as never });
let url = "";
beforeAll(async () => {
  url = new URL("/sms", await service.start(0)).href;
});
afterAll(() => service.close());

const sender = (to: string, compose = async (): Promise<typeof SMS | null> => SMS) =>
  smsSender({ url: to, token: "a-token-of-the-gateway", policy: { allowLoopback: true }, compose, timeoutMs: 2_000 });
const send = (to: string, compose?: () => Promise<typeof SMS | null>) =>
  sender(to, compose).send(MESSAGE, AbortSignal.timeout(2_000));

describe("REG-09 the SMS gateway", () => {
  test("REG-09 a message is handed over once, whatever is repeated, and the record holds neither number nor text", async () => {
    const results = [await send(url), await send(url)];
    expect(results.map(({ outcome }) => outcome)).toEqual(["delivered", "delivered"]);
    expect(JSON.stringify(results)).not.toMatch(/79161234567|123456/);
    expect(await listSandboxSms(database)).toMatchObject([SMS]);
  });

  test("REG-09 one whose code is over disturbs nobody", async () => {
    expect(await send(url, async () => null)).toMatchObject({ outcome: "refused" });
    expect(await listSandboxSms(database)).toHaveLength(1);
  });

  test.each([
    [400, "refused"],
    [401, "refused"],
    [408, "retry"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
    [302, "retry"],
  ])("REG-09 a gateway that answers %i: %s", async (status, outcome) => {
    const seen: { authorization?: string | undefined; key?: unknown } = {};
    const gateway = createServer((request, response) => {
      Object.assign(seen, { authorization: request.headers.authorization, key: request.headers["idempotency-key"] });
      request.resume().on("end", () => response.writeHead(status, { location: "/" }).end());
    });
    await new Promise<void>((resolve) => void gateway.listen(0, "127.0.0.1", resolve));
    const { port } = gateway.address() as AddressInfo;
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ outcome, status });
    expect(seen).toMatchObject({ authorization: "Bearer a-token-of-the-gateway" });
    expect(seen.key).toEqual(expect.any(String));
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ outcome: "retry", status: null });
  });
});
