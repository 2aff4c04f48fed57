import { availableParallelism } from "node:os";

import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

import { at, localMonth } from "../../src/core/time.ts";
import { issueMonth, printMonth } from "../../src/modules/documents/index.ts";
import { documentPayers, supplierOf } from "../../src/modules/parties/index.ts";
import { regionOf } from "../../src/modules/tenancy/index.ts";
import { type Database, only } from "../../src/platform/db.ts";
import { fontBlobs } from "../../src/platform/pdf/fonts.ts";
import { openPrinting } from "../../src/composition/printing.ts";
import { makePayer, makeProject, makeWorld } from "../support/world.ts";
import { type BenchContext, type BenchResult, atMost, bounded, openBench, secondsOf } from "./harness.ts";

const MONTH = localMonth("2026-10");
const ISSUED_AT = at("2026-11-01T12:00:00+03:00");
const FIRST = 4_000_000_000;
const LINES = 10;
const AT_ONCE = 200;

/** UPDs of a month: numbered, written and stored with their XML; then printed, beside Typst setting a page as full. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const count = context.scale === "full" ? 10_000 : 400;
  const database = openBench(context.url);
  const printing = openPrinting();
  try {
    await makeWorld(database);
    for (let n = 0; n < count; n += 1) {
      const projectId = await makeProject(database, BigInt(FIRST + n));
      await makePayer(database, [projectId], { name: `ООО «Покупатель ${n}»` });
    }
    const issuing = await secondsOf(() => issueAll(database));
    const bareBefore = await setBare(100);
    const before = process.memoryUsage().rss;
    const printingSeconds = await secondsOf(() =>
      printMonth(database, printing.closePorts.render, "moscow", MONTH, () => undefined),
    );
    const grown = (process.memoryUsage().rss - before) / 1_048_576;
    // Before and after: others may be at work on the machine in one of the two.
    const bare = (bareBefore + (await setBare(100))) / 2;
    const { printed } = only(
      await database.query<{ printed: bigint }>("select count(*) as printed from document_print"),
    );
    if (printed !== BigInt(count)) throw new Error(`${printed} of ${count} documents were printed`);
    const each = (printingSeconds / count) * 1000 * Math.min(4, availableParallelism());
    return [
      bounded("UPDs issued: number, lines, XML", count / issuing, "documents/s", { least: 100 }),
      atMost("a UPD as PDF/A, a thread's time", each, "ms", bare, 1.5, "Typst setting one such page on one thread"),
      bounded("10,000 documents as PDF and XML", ((issuing + printingSeconds) / count / 60) * 10_000, "minutes", {
        most: 2.5,
      }),
      bounded(`memory that printing ${count} documents adds`, grown, "MB", { most: 400 }),
    ];
  } finally {
    await printing.close();
    await database.close();
  }
}

async function issueAll(database: Database): Promise<void> {
  const region = await regionOf(database, "moscow");
  let after = -1n;
  for (;;) {
    const last = await database.transaction(async (tx) => {
      const payers = await documentPayers(tx, "moscow", at("2026-10-31T23:59:59+03:00"), ISSUED_AT, after, AT_ONCE);
      const supplier = await supplierOf(tx, region.supplierCode);
      const context = {
        supplier,
        regionCode: "moscow",
        zone: region.timeZone,
        currency: region.currency,
        month: MONTH,
        issuedAt: ISSUED_AT,
      };
      // No two payers have the same amounts: the compiler would remember how it set them.
      const chargesOf = (payerId: bigint) =>
        Array.from({ length: LINES }, (_, line) => ({
          serviceCode: `service-${line}`,
          serviceName: `Облачный сервис номер ${line}`,
          supplyMonth: MONTH,
          gross: 12_200n + BigInt(line + 1) * payerId * 37n,
        }));
      await issueMonth(
        tx,
        context,
        payers.map((payer) => ({
          payer,
          charges: chargesOf(payer.payerId),
          paymentDocuments: [],
          pids: ["mcs4000000000"],
        })),
      );
      return payers.at(-1)?.payerId ?? null;
    });
    if (last === null) return;
    after = last;
  }
}

/** Milliseconds that the compiler takes for a landscape page with a table as full as a UPD's, without our code. */
async function setBare(pages: number): Promise<number> {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: fontBlobs() }] });
  const page = (n: number) => `#set document(title: "Документ ${n}", date: datetime(year: 2026, month: 10, day: 31))
#set page("a4", flipped: true, margin: 1cm)
#set text(font: "PT Sans", size: 7pt, lang: "ru")
${Array.from({ length: 14 }, (_, row) => `Реквизит ${row} документа ${n}: Общество с ограниченной ответственностью «Покупатель ${n}», 117312, г. Москва, ул. Вавилова, д. 19\\`).join("\n")}
#table(columns: 14, ${Array.from({ length: 14 * (LINES + 4) }, (_, cell) => `[${cell} ${n % 97}]`).join(", ")})
${Array.from({ length: 12 }, (_, row) => `Подпись ${row}: Иванова Анна Петровна, Директор, документ ${n}\\`).join("\n")}`;
  const set = (n: number): void => {
    const compiled = compiler.compile({ mainFileContent: page(n) });
    if (compiled.result === null) throw new Error("the bare page did not compile");
    compiler.pdf(compiled.result, { pdfStandard: "a-2b", pdfTags: false, creationTimestamp: 1_790_000_000 });
    compiler.evictCache(1);
  };
  for (let n = 0; n < 5; n += 1) set(n);
  const seconds = await secondsOf(async () => {
    for (let n = 0; n < pages; n += 1) set(100 + n);
  });
  return (seconds / pages) * 1000;
}
