import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { at } from "../../src/core/time.ts";
import { ImportThread } from "../../src/composition/import-thread.ts";
import { PROGRAM } from "../../src/platform/act.ts";
import { importStatement } from "../../src/modules/payments/index.ts";
import { encode, camtText, oneCText } from "../support/bank-files.ts";
import { MOSCOW_OWN_ACCOUNT } from "../support/bank-transfer.ts";
import { createTestDatabase, testDatabase } from "../support/database.ts";
import { DatabaseLink } from "../support/database-link.ts";
import type { HttpAnswer } from "../support/http-client.ts";
import { openHttpWorld } from "../support/http-world.ts";
import { LoopWatch } from "../support/loop-watch.ts";
import { loadConfiguration } from "../../src/composition/configuration.ts";

/** As for every other route (extremes.test.ts). */
const BUDGET_MS = 750;
const MIB = 1_048_576;
/** What an upload may have at most is 32 MB. */
const LARGE = 30 * MIB;

const world = await openHttpWorld(await testDatabase({ connections: 6 }), { patienceMs: 600_000 });
const watch = new LoopWatch();
afterAll(() => watch.stop());

/** Of the other supplier, whose statements told no balances here. */
const KAZAKH_OWN_ACCOUNT = "KZ496010000000012345";

type Make = (lines: number, purpose: string) => Uint8Array;

/** A file of each format with so many lines; the purposes fill it up. */
const FILES: Readonly<Record<string, Make>> = {
  "1c": (lines, purpose) =>
    encode(
      oneCText(
        numbers(lines, (n) => ({
          number: `${n + 1}`,
          amount: amount(n),
          recipient: MOSCOW_OWN_ACCOUNT,
          purpose: `${n} ${purpose}`,
        })),
        [{ account: MOSCOW_OWN_ACCOUNT }],
      ),
      "utf-8",
    ),
  camt053: (lines, purpose) =>
    encode(
      camtText([
        {
          account: MOSCOW_OWN_ACCOUNT,
          closing: "1.00",
          entries: numbers(lines, (n) => ({
            amount: amount(n),
            reference: `R${n}`,
            details: [{ purposes: [`${n} ${purpose}`] }],
          })),
        },
      ]),
      "utf-8",
    ),
  mt940: (lines, purpose) =>
    encode(
      [
        ":20:S",
        `:25:${MOSCOW_OWN_ACCOUNT}`,
        ":28C:1",
        ":60F:C261014RUB0,",
        ...numbers(lines, (n) =>
          `:61:261015C${amount(n).replace(".", ",")},NTRFX//M${n}\r\n:86:${n} ${purpose}`.replace(",,", ","),
        ),
        ":62F:C261015RUB5000,",
        "-",
        "",
      ].join("\r\n"),
      "utf-8",
    ),
};

function numbers<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
const amount = (n: number) => `${1 + (n % 700)}.00`;

function bring(bytes: Uint8Array): Promise<HttpAnswer> {
  const path = "/v1/office/bank-statements?confirm=true";
  const headers = { "content-type": "application/octet-stream" };
  return world.send({ method: "POST", path, as: "accountant", body: Buffer.from(bytes), headers });
}

/** What the test itself held the loop for is not counted, nor does the server send anybody away for it. */
async function settled(): Promise<void> {
  const isWell = async () => (await world.send({ path: "/v1/clock" })).status === 200;
  await vi.waitUntil(isWell, { timeout: 60_000, interval: 200 });
  watch.takeLongest();
}

beforeAll(async () => {
  world.moveTo("2026-11-07T10:00:00+03:00");
  await bring(encode("x", "utf-8"));
});

describe("a bank file that is large", () => {
  it.each(Object.keys(FILES))("reliability 55 PAY-05 %s of 30 MB does not hold up the others", async (format) => {
    const make = FILES[format] as Make;
    const lines = 3_000;
    const perLine = Math.floor((LARGE - make(lines, "").length) / lines);
    const bytes = make(lines, "Оплата услуг ".repeat(Math.ceil(perLine / 24)).slice(0, Math.floor(perLine / 1.9)));
    expect(bytes.length).toBeGreaterThan(25 * MIB);
    await settled();
    const answer = await bring(bytes);
    expect(watch.takeLongest()).toBeLessThan(BUDGET_MS);
    expect([answer.status, answer.json<{ lines: number }>().lines]).toEqual([200, lines]);
  });

  it("reliability 55 PAY-12 lines that are all alike do not, however many have to be compared", async () => {
    const alike = (letter: string) =>
      encode(
        oneCText(
          numbers(900, (n) => ({
            number: "",
            amount: "77.00",
            payer: "",
            recipient: KAZAKH_OWN_ACCOUNT,
            purpose: `${letter} ${n}`,
          })),
          [{ account: KAZAKH_OWN_ACCOUNT }],
        ),
        "utf-8",
      );
    expect((await bring(alike("услуги"))).status).toBe(200);
    const second = alike("работы");
    await settled();
    const answer = await bring(second);
    expect([answer.status, answer.json<{ lines: number }>().lines]).toEqual([200, 900]);
    expect(watch.takeLongest()).toBeLessThan(BUDGET_MS);
  });
});

describe("the import thread", () => {
  const ROWS = `select line_id::text, own_account, booked_on::text, amount_minor::text, purpose, fingerprint, coalesce(suspense_reason, disposition) as became
                  from bank_statement_line order by line_id`;
  const input = (bytes: Uint8Array) => ({
    bytes,
    fileName: "a",
    importedBy: "test",
    confirmed: true,
    now: at("2026-11-07T07:00:00Z"),
  });

  it("reliability 55 PAY-05 does what the same import does without it, refuses as it does, and goes on after each", async () => {
    const [apart, plain] = [await createTestDatabase(), await createTestDatabase()];
    const thread = new ImportThread({ databaseUrl: apart.url, answerMs: apart.database.answerMs }, { idleMs: 0 });
    try {
      for (const { database } of [apart, plain]) await loadConfiguration(database, at("2026-10-01T00:00:00Z"));
      for (const make of Object.values(FILES)) {
        const bytes = make(40, "за услуги");
        const there = await thread.import(input(bytes), PROGRAM);
        expect(there).toEqual(await plain.database.transaction((tx) => importStatement(tx, input(bytes))));
      }
      expect(await apart.database.query(ROWS)).toEqual(await plain.database.query(ROWS));
      await expect(thread.import(input(encode("x", "utf-8")), PROGRAM)).rejects.toMatchObject({
        kind: { code: "bank_statement_format_unknown", status: 422 },
        details: { values: { line: "1" } },
      });
      expect(await thread.import(input(FILES["1c"]?.(40, "за услуги") as Uint8Array), PROGRAM)).toMatchObject({
        repeated: true,
      });
    } finally {
      await thread.close();
      await expect(thread.import(input(new Uint8Array()), PROGRAM)).rejects.toThrow("closed");
      await Promise.all([apart.drop(), plain.drop()]);
    }
  });

  it("reliability 55 a crowd beyond the queue is told to come again, and a thread that takes too long is let go with its work undone", async () => {
    const own = await createTestDatabase();
    await loadConfiguration(own.database, at("2026-10-01T00:00:00Z"));
    const thread = new ImportThread({ databaseUrl: own.url, answerMs: own.database.answerMs }, { slowestMs: 0 });
    try {
      const bytes = FILES["1c"]?.(10, "за услуги") as Uint8Array;
      const sent = await Promise.allSettled(numbers(12, () => thread.import(input(bytes), PROGRAM)));
      const told = sent.map((one) =>
        one.status === "rejected" ? String(one.reason.kind?.code ?? one.reason.message) : "done",
      );
      expect(told.filter((one) => one === "imports_busy")).toHaveLength(3);
      expect(new Set(told)).toEqual(new Set(["imports_busy", "a bank file took too long"]));
      expect(await own.database.query("select 1 from bank_file")).toEqual([]);
    } finally {
      await thread.close();
      await own.drop();
    }
  });

  it("reliability 57 a database that says nothing is told as such as soon as elsewhere, and the next file goes through", async () => {
    const own = await createTestDatabase();
    await loadConfiguration(own.database, at("2026-10-01T00:00:00Z"));
    const link = new DatabaseLink(own.url);
    const thread = new ImportThread({ databaseUrl: await link.listen(), answerMs: 1_000 }, { slowestMs: 20_000 });
    const bytes = FILES["1c"]?.(10, "за услуги") as Uint8Array;
    try {
      // The thread has its connection, on which nothing comes any more.
      await thread.import(input(bytes), PROGRAM);
      link.silence();
      await expect(thread.import(input(bytes), PROGRAM)).rejects.toMatchObject({
        kind: { code: "database_unavailable", status: 503 },
      });
      link.restore();
      expect(await thread.import(input(bytes), PROGRAM)).toMatchObject({ repeated: true });
    } finally {
      await thread.close();
      await link.close();
      await own.drop();
    }
  });
});
