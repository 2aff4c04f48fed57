import { existsSync, readFileSync } from "node:fs";

import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import type { ProjectId } from "../../src/core/ids.ts";
import { at, localDate, localMonth } from "../../src/core/time.ts";
import { closeMonth, issueWaiting } from "../../src/modules/closing/index.ts";
import {
  type PayerDetails,
  changePayer,
  changePayerDetails,
  concludeContract,
  payersById,
  registerPayer,
} from "../../src/modules/parties/index.ts";
import { testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

/** Buyers from abroad of the Moscow supplier: what their papers say, and who waits. */
const { database } = await testDatabase();
const play = new Play(database);
const START = at("2026-09-01T00:00:00+03:00");
const CLOSED = at("2026-11-05T10:00:00+03:00");
const SCHEMA = new URL("../../../shared/formats/upd/ON_NSCHFDOPPR_1_997_01_05_03_05.xsd", import.meta.url);

let printing: Printing;
beforeAll(async () => {
  printing = openPrinting();
  await makeWorld(database);
});
afterAll(() => printing.close());

/** A project with its payer under an individual contract, as a buyer from abroad must have (PYR-04). */
async function buyer(number: string, details: Omit<PayerDetails, "accountId">): Promise<[ProjectId, bigint]> {
  const project = await play.project();
  const payerId = await database.transaction(async (tx) => {
    const [account] = await tx.query<{ id: bigint }>(
      "select account_id as id from account where region_code = 'moscow'",
    );
    const id = await registerPayer(tx, { accountId: account?.id ?? 0n, registeredAt: START, ...details });
    const terms = {
      type: "individual",
      paymentScheme: "prepaid",
      signedOn: localDate("2026-08-20"),
      startsAt: START,
    } as const;
    await changePayer(tx, project, id, await concludeContract(tx, id, "ru", { ...terms, number }), START);
    return id;
  });
  await play.pay(project, 100, "2026-10-01T09:00:00+03:00");
  return [project, payerId];
}

interface Paper {
  readonly kind: string;
  readonly snapshot: { readonly updFunction?: string; readonly buyer: { readonly identity: Record<string, unknown> } };
  readonly xml: Buffer | null;
  readonly lines: { readonly rate: string | null; readonly gross: string; readonly vat: string }[];
}

async function papers(payerId: bigint): Promise<Paper[]> {
  const rows = await database.query<Omit<Paper, "snapshot"> & { snapshot: string }>(
    `select d.kind, d.snapshot, f.body as xml,
            (select jsonb_agg(jsonb_build_object('rate', l.vat_rate::text, 'gross', l.gross_minor::text, 'vat', l.vat_minor::text))
               from document_line l where l.document_id = d.document_id) as lines
       from document d left join stored_file f on f.sha256 = d.xml_sha256 where d.payer_id = $1 order by d.document_id`,
    [payerId],
  );
  return rows.map((row) => ({ ...row, snapshot: JSON.parse(row.snapshot) as Paper["snapshot"] }));
}

test("DOC-11 PYR-04 PYR-10 buyers from abroad get transfer documents without VAT by country and number; who is not ready waits alone", async () => {
  const kazakh = {
    kind: "legal_entity",
    countryCode: "KZ",
    name: "ТОО «Қазбұлт»",
    inn: "990601301525",
    address: "Астана",
  } as const;
  const [first, almaty] = await buyer("1/26", kazakh);
  const [second, minsk] = await buyer("2/26", {
    ...kazakh,
    countryCode: "BY",
    name: "ОАО «Зубр»",
    inn: "100582334",
    address: "г. Минск",
  });
  const home = await play.project();
  const moscow = await makePayer(database, [home]);
  await play.pay(home, 100, "2026-10-01T09:00:00+03:00");
  const events = [first, second, home].map((project) =>
    play.event(project, "requests", "2026-10-05T12:00:00+03:00", 100_000),
  );
  await play.run(events, "2026-10-20T12:00:00+03:00");
  await closeMonth(database, printing.closePorts, "moscow", localMonth("2026-10"), CLOSED);

  const untaxed = [{ rate: null, gross: "3700", vat: "0" }];
  expect(await papers(almaty)).toMatchObject([
    {
      snapshot: {
        updFunction: "ДОП",
        buyer: {
          identity: {
            kind: "foreign_entity",
            countryCode: "398",
            countryName: "Казахстан",
            identifier: "990601301525",
          },
        },
      },
      lines: untaxed,
    },
  ]);
  expect(await papers(moscow)).toMatchObject([
    { snapshot: { updFunction: "СЧФДОП" }, lines: [{ gross: "3700", vat: "667" }] },
  ]);
  expect(await papers(minsk)).toEqual([]);
  const waiting = await database.query(
    "select payer_id, waits_for, waits_text ->> 'ru' as text from document_part where document_id is null",
  );
  expect(waiting).toMatchObject([{ payer_id: minsk, waits_for: "wrong_check_digit" }]);
  await expectCoherent(database, CLOSED);

  const mended = at("2026-11-10T10:00:00+03:00");
  await database.transaction(async (tx) => {
    const payer = (await payersById(tx, [minsk])).get(minsk);
    if (!payer) throw new Error("the payer is there");
    const details = { ...payer, inn: "100582333" };
    await changePayerDetails(tx, {
      payerId: minsk,
      details,
      confirm: false,
      changedBy: "clerk",
      note: null,
      now: mended,
    });
  });
  expect(await issueWaiting(database, printing.closePorts, "moscow", mended)).toEqual({ issued: 1 });
  const [late] = await papers(minsk);
  expect(late).toMatchObject({
    snapshot: {
      updFunction: "ДОП",
      buyer: { identity: { countryCode: "112", countryName: "Беларусь", identifier: "100582333" } },
    },
    lines: untaxed,
  });

  // What is taken off later is taken off as it was stated: without VAT. The details of today do not show on it either way.
  const less = {
    ...play.event(first, "requests", "2026-10-05T12:00:00+03:00", 50_000),
    supersedes: events[0]?.id ?? "",
  };
  await play.run([less], "2026-12-01T12:00:00+03:00");
  await closeMonth(database, printing.closePorts, "moscow", localMonth("2026-11"), at("2026-12-05T10:00:00+03:00"));
  expect((await papers(almaty))[1]).toMatchObject({
    kind: "adjustment",
    lines: [{ rate: null, gross: "-1850", vat: "0" }],
  });
  await expectCoherent(database, at("2026-12-05T10:00:00+03:00"));

  if (!existsSync(SCHEMA))
    return process.stderr.write("foreign-buyers.test: no ../shared/formats/upd, the schema is not checked\n");
  using validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(SCHEMA)));
  for (const payerId of [almaty, minsk, moscow]) {
    using document = XmlDocument.fromBuffer((await papers(payerId))[0]?.xml ?? Buffer.alloc(0));
    expect(() => validator.validate(document)).not.toThrow();
  }
  return true;
});
