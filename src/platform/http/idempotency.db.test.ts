import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { refusal } from "../../core/errors.ts";
import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { type Authority, type Principal, createServer, route } from "./index.ts";
import { createLogger } from "../log.ts";

const { database, clock } = await testDatabase();
const NotToday = refusal("not_today", 409, "Не сегодня", "Not today");
let refuse = false;
let pause: Promise<void> | undefined;

const authority: Authority = {
  authenticate: async ({ token }): Promise<Principal> =>
    token ? { kind: "service", tokenId: BigInt(token), scopes: ["pay"] } : { kind: "anonymous" },
  verdicts: async () => [],
  projectsWith: () => [],
  payersWith: async () => [],
};

const pay = (path: string, idempotent: "accepted" | "required") =>
  route({
    method: "POST",
    path,
    operationId: path.slice(4),
    summary: "Pays",
    body: z.strictObject({ amount: z.string() }),
    response: z.object({ no: z.string(), amount: z.string() }),
    status: 201,
    access: { kind: "token", scope: "pay" },
    idempotent,
    handler: ({ body, transaction }) =>
      transaction(async (tx) => {
        const [row] = await tx.query<{ no: bigint }>("insert into paid (amount) values ($1) returning no", [
          body.amount,
        ]);
        await pause;
        if (refuse) throw NotToday();
        return { no: String(row?.no), amount: body.amount };
      }),
  });

const server = await createServer({
  routes: [pay("/v1/pay", "required"), pay("/v1/donate", "accepted")],
  authority,
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost",
});
beforeAll(() =>
  ownerOf(database).query("create table paid (no bigint generated always as identity primary key, amount text)"),
);
afterAll(() => server.close());

let keys = 0;
const newKey = () => `key-${(keys += 1)}`;
const send = (key: string | undefined, payload: string | object = { amount: "5.00" }, url = "/v1/pay", token = "1") =>
  server.inject({
    method: "POST",
    url,
    payload,
    headers: {
      "content-type": "application/json",
      "x-auth-token": token,
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
  });
const paid = async () => (await database.query("select from paid")).length;

describe("Idempotency-Key", () => {
  it("invariant 27: the same key and request does its work once and answers the same bytes", async () => {
    const key = newKey();
    const before = await paid();
    const first = await send(key);
    const again = await send(key, '{ "amount":  "5.00" }');
    expect([first.statusCode, again.statusCode, again.body]).toEqual([201, 201, first.body]);
    expect([first.headers["idempotency-replayed"], again.headers["idempotency-replayed"]]).toEqual([undefined, "true"]);
    expect((await paid()) - before).toBe(1);
  });

  it("reliability 8: the same key with another request is 409 and the first stands", async () => {
    const key = newKey();
    await send(key);
    const before = await paid();
    expect((await send(key, { amount: "6.00" })).json()).toMatchObject({ status: 409, code: "idempotency_key_reused" });
    expect((await send(key, { amount: "5.00" }, "/v1/donate")).statusCode).toBe(409);
    expect(await paid()).toBe(before);
  });

  it("a key belongs to whoever sent it", async () => {
    const key = newKey();
    const mine = await send(key);
    const yours = await send(key, undefined, "/v1/pay", "2");
    expect(yours.json().no).not.toBe(mine.json().no);
  });

  it("invariant 27: two at once do the work once", async () => {
    const key = newKey();
    const before = await paid();
    let release: () => void = () => undefined;
    pause = new Promise((resolve) => {
      release = resolve;
    });
    const both = [send(key), send(key), send(key)];
    release();
    const replies = await Promise.all(both);
    pause = undefined;
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
    expect((await paid()) - before).toBe(1);
  });

  it("a refused request leaves nothing, neither work nor key, and may be sent again", async () => {
    const key = newKey();
    const before = await paid();
    refuse = true;
    expect((await send(key)).statusCode).toBe(409);
    expect(await paid()).toBe(before);
    refuse = false;
    expect((await send(key)).statusCode).toBe(201);
  });

  it("is required where money is at stake, optional elsewhere, and never nonsense", async () => {
    expect((await send(undefined)).json()).toMatchObject({ status: 400, code: "idempotency_key_missing" });
    expect((await send(undefined, { amount: "1.00" }, "/v1/donate")).statusCode).toBe(201);
    for (const key of ["", " ", "a b", "a".repeat(256)]) expect((await send(key)).statusCode).toBe(400);
  });
});
