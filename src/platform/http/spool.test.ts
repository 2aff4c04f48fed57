import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import { describe, expect, it, vi } from "vitest";

import type { Tx } from "../db.ts";
import { Spool, type SpoolOptions } from "./spool.ts";

const read = (work: (tx: Tx) => Promise<void>) => work({} as Tx);
const file = (body: Readable) => async () => ({ contentType: "text/csv", fileName: "a.csv", body });
const bytes = (count: number) => Readable.from([Buffer.alloc(count, 97)], { objectMode: false });
const ALWAYS = new AbortController().signal;

function spoolOf(options: SpoolOptions = {}) {
  const spool = new Spool(options);
  return {
    spool,
    make: (body: Readable, gone: AbortSignal = ALWAYS) => spool.fill(read, file(body), gone),
  };
}

/** Says nothing until it is told to end. */
function held() {
  const body = new Readable({ read: () => undefined });
  return { body, end: () => void body.push(null) };
}

describe("reliability 67: a file lies ready before it is sent", () => {
  it("reliability 67 the turn and the transaction are over when the file is made, however long it is read", async () => {
    const { spool, make } = spoolOf({ mostMade: 1 });
    const files = [await make(bytes(10)), await make(bytes(20)), await make(bytes(30))];
    expect([spool.making, spool.bytes]).toEqual([0, 60]);
    const read = await Promise.all(files.map(({ body }) => buffer(body.content)));
    expect(read.map(({ length }) => length)).toEqual([10, 20, 30]);
    await vi.waitUntil(() => spool.bytes === 0);
  });

  it("reliability 67 turns are taken in order; whoever goes away, waits too long or comes in a crowd has none", async () => {
    const { spool, make } = spoolOf({ mostMade: 1, mostWaiting: 3 });
    const [first, leaving, order] = [held(), new AbortController(), [] as number[]];
    const done = [
      make(first.body).then(() => order.push(0)),
      make(bytes(1)).then(() => order.push(1)),
      make(bytes(1), leaving.signal),
      make(bytes(1)).then(() => order.push(3)),
    ];
    await expect(make(bytes(1))).rejects.toMatchObject({ kind: { code: "exports_busy" } });
    leaving.abort();
    await expect(done[2]).rejects.toMatchObject({ kind: { code: "exports_busy" } });
    first.end();
    await Promise.all([done[0], done[1], done[3]]);
    expect([order, spool.making]).toEqual([[0, 1, 3], 0]);
    const impatient = spoolOf({ mostMade: 1, longestWaitMs: 0 });
    const running = held();
    const made = impatient.make(running.body);
    await expect(impatient.make(bytes(1))).rejects.toMatchObject({ kind: { code: "exports_busy" } });
    running.end();
    await made;
  });

  it("reliability 67 whoever goes away while its file is made, or before it is read, leaves nothing behind", async () => {
    const { spool, make } = spoolOf();
    const [early, late] = [new AbortController(), new AbortController()];
    const endless = held();
    const made = make(endless.body, early.signal);
    early.abort();
    await expect(made).rejects.toThrow();
    expect([spool.making, endless.body.destroyed]).toEqual([0, true]);
    await make(bytes(10), late.signal);
    late.abort();
    await vi.waitUntil(() => spool.bytes === 0);
  });

  it("reliability 67 the disk is bounded: a file too large is refused, and who has read longest gives way to others", async () => {
    let now = 0;
    const { spool, make } = spoolOf({ mostBytes: 100, mostBytesOfOne: 60, undisturbedMs: 1_000, now: () => now });
    await expect(make(bytes(61))).rejects.toMatchObject({ kind: { code: "export_too_large" } });
    const [first, second] = [await make(bytes(50)), await make(bytes(50))];
    await expect(make(bytes(10))).rejects.toMatchObject({ kind: { code: "exports_busy" } });
    now = 1_000;
    const third = await make(bytes(10));
    expect([first.body.content.destroyed, second.body.content.destroyed, spool.bytes]).toEqual([true, false, 60]);
    expect((await buffer(third.body.content)).length).toBe(10);
  });

  it("reliability 67 what fails while it is made is the request's error, and gives all back", async () => {
    const { spool } = spoolOf();
    const broken = new Readable({ read: () => broken.destroy(new Error("half way")) });
    await expect(spool.fill(read, file(broken), ALWAYS)).rejects.toThrow("half way");
    await expect(spool.fill(() => Promise.reject(new Error("no database")), file(bytes(1)), ALWAYS)).rejects.toThrow(
      "no database",
    );
    expect([spool.making, spool.bytes]).toEqual([0, 0]);
  });
});
