import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { S3Server } from "../../../test/support/s3-server.ts";
import { s3Objects } from "../../adapters/s3.ts";
import { DAY, HOUR, at } from "../../core/time.ts";
import type { RecurringJob } from "../jobs/index.ts";
import { type UploadedFile, Uploads } from "./index.ts";

const { database } = await testDatabase();
const clock = new MovableClock(at("2026-11-20T09:00:00Z"));
const server = await S3Server.start();
afterAll(() => server.close());

const troubles: string[] = [];
const objectsOf = (keyId = "S3RVER", secret = "S3RVER") =>
  s3Objects({
    url: server.url,
    region: "us-east-1",
    keyId,
    secret,
    onTrouble: (reason) => void troubles.push(reason),
    timeoutMs: 500,
    pauseMs: 1,
  });
const objects = objectsOf();
const uploads = new Uploads({ database, clock, objects });
const inDatabase = new Uploads({ database, clock });
/** Two pieces and a part of a third. */
const CONTENT = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(600_000)]);
let person = 0;

const take = (by = uploads, content = CONTENT) => {
  person += 1;
  return by.take(`user:${person}`, "bill.pdf", Readable.from([content]));
};
async function read({ fileId }: UploadedFile): Promise<Buffer> {
  const { path } = await uploads.addressOf(fileId);
  return buffer((await uploads.open(path.slice("/files/".length))).content);
}
const keep = ({ fileId }: UploadedFile) => database.transaction((tx) => uploads.claim(tx, [fileId], `user:${person}`));
async function run(job: unknown): Promise<void> {
  const context = { database, now: clock.now(), stop: new AbortController().signal };
  while (await (job as RecurringJob).run(context));
}
const away = { kind: { code: "file_storage_away", status: 503 } };
const rows = async (sql: string) => (await database.query(sql)).length;

beforeEach(async () => {
  server.become(() => "serve");
  troubles.length = 0;
  await database.query("delete from uploaded_file");
  await database.query("delete from object_removal");
  for (const key of await server.keys()) await objects.remove(key);
});

describe("REQ-11: brought files in an object storage", () => {
  test("REQ-11 new files lie there, older ones are read where they are, and a move goes on under a reader, there and back", async () => {
    const old = await take(inDatabase);
    await keep(old);
    const fresh = await take();
    await keep(fresh);
    expect(await server.keys()).toHaveLength(3);
    expect([await read(old), await read(fresh)]).toEqual([CONTENT, CONTENT]);

    const { path } = await uploads.addressOf(old.fileId);
    const { content } = await uploads.open(path.slice("/files/".length));
    expect(await uploads.moveNext(0n, "objects")).toEqual({ fileId: old.fileId, isWhole: true });
    expect(await uploads.moveNext(old.fileId, "objects")).toBeNull();
    expect(await rows("select from uploaded_chunk")).toBe(0);
    expect(await buffer(content)).toEqual(CONTENT);
    expect(await server.keys()).toHaveLength(6);

    expect(await uploads.moveNext(0n, "database")).toMatchObject({ isWhole: true });
    expect(await read(old)).toEqual(CONTENT);
    // Whoever still reads the objects has an hour.
    await run(uploads.sweepObjects());
    expect(await server.keys()).toHaveLength(6);
    clock.advance(HOUR);
    await run(uploads.sweepObjects());
    expect(await server.keys()).toHaveLength(3);
    expect(await read(fresh)).toEqual(CONTENT);
  });

  test("reliability 57 a storage that goes down in mid-upload is a 503, and neither a row nor an object of it stays", async () => {
    server.become((_request, n) => (n < 2 ? "serve" : "cut"));
    await expect(take()).rejects.toMatchObject(away);
    expect(await rows("select from uploaded_file")).toBe(0);
    expect(await server.keys()).toHaveLength(2);
    clock.advance(HOUR);
    await expect(run(uploads.sweepObjects())).rejects.toMatchObject(away);
    expect(await rows("select from object_removal")).toBe(1);
    server.become(() => "serve");
    await run(uploads.sweepObjects());
    expect([await server.keys(), await rows("select from object_removal")]).toEqual([[], 0]);
  });

  test("reliability 57 what is slow or busy is tried again and taken once; what is kept in another place is served meanwhile", async () => {
    const old = await take(inDatabase);
    server.become((_request, n) => (n === 0 ? "hang" : n === 2 ? 503 : "serve"));
    const fresh = await take();
    expect(await read(fresh)).toEqual(CONTENT);
    expect(await server.keys()).toHaveLength(3);
    server.become(() => "cut");
    expect(await read(old)).toEqual(CONTENT);
    await expect(read(fresh)).rejects.toMatchObject(away);
    expect(await objects.probe()).toBe(false);
  });

  test("reliability 64 a wrong key is a 503, told to the operator without the key; no try is wasted on it", async () => {
    const wrong = objectsOf("S3RVER", "a-wrong-secret");
    await expect(take(new Uploads({ database, clock, objects: wrong }))).rejects.toMatchObject(away);
    expect(troubles).toEqual(["PUT answered 403 SignatureDoesNotMatch"]);
    expect(await wrong.probe()).toBe(false);
    expect(await objects.probe()).toBe(true);
    const nowhere = s3Objects({
      region: "us-east-1",
      keyId: "S3RVER",
      secret: "S3RVER",
      url: `${server.url}s`,
      onTrouble: () => undefined,
    });
    expect(await nowhere.probe()).toBe(false);
  });

  test("REQ-11 an object that is missing is told before the file begins, and found by who looks", async () => {
    const file = await take();
    await keep(file);
    const [first = "", second = ""] = await server.keys();
    await objects.remove(second);
    await expect(read(file)).rejects.toMatchObject({ kind: { code: "file_lost" } });
    expect(await uploads.verifyNext(0n, "objects")).toEqual({ fileId: file.fileId, isWhole: false });
    await objects.put(second, CONTENT.subarray(0, 1_000));
    expect(await uploads.verifyNext(0n, "objects")).toMatchObject({ isWhole: false });
    expect(await uploads.moveNext(0n, "database")).toMatchObject({ isWhole: false });
    await objects.remove(first);
    const { path } = await uploads.addressOf(file.fileId);
    await expect(uploads.open(path.slice("/files/".length))).rejects.toMatchObject({ kind: { code: "file_lost" } });
  });

  test("reliability 2 a move that dies in the middle leaves the file where it was, whole, and its copy goes in a day", async () => {
    const file = await take(inDatabase);
    await keep(file);
    server.become((_request, n) => (n < 2 ? "serve" : "cut"));
    await expect(uploads.moveNext(0n, "objects")).rejects.toMatchObject(away);
    expect(await server.keys()).toHaveLength(2);
    server.become(() => "serve");
    expect(await read(file)).toEqual(CONTENT);
    expect(await uploads.moveNext(0n, "objects")).toMatchObject({ isWhole: true });
    clock.advance(2 * DAY);
    await run(uploads.sweepObjects());
    expect(await server.keys()).toHaveLength(3);
    expect(await read(file)).toEqual(CONTENT);
  });

  test("reliability 14 a copy that took so long that it may be going is not put to use", async () => {
    const file = await take(inDatabase);
    await keep(file);
    server.become((_request, n) => {
      if (n === 2) clock.advance(2 * DAY);
      return "serve";
    });
    await uploads.moveNext(0n, "objects");
    await run(uploads.sweepObjects());
    expect(await server.keys()).toEqual([]);
    expect(await read(file)).toEqual(CONTENT);
  });

  test("REQ-11 what nobody referred to for a day goes, its row first and its objects afterwards", async () => {
    await take();
    clock.advance(2 * DAY);
    await run(uploads.sweep());
    expect([await rows("select from uploaded_file"), (await server.keys()).length]).toEqual([0, 3]);
    await run(uploads.sweepObjects());
    expect(await server.keys()).toEqual([]);
  });
});
