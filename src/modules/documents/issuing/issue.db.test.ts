import { expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { makePayer, makeProject, makeWorld } from "../../../../test/support/world.ts";
import { at, localMonth } from "../../../core/time.ts";
import { documentPayers, supplierOf } from "../../parties/index.ts";
import { regionOf } from "../../tenancy/index.ts";
import { documents, issueMonth, linesOf } from "../index.ts";
import { documentKinds } from "../kinds/index.ts";

const { database } = await testDatabase();
const MONTH = localMonth("2026-10");
const ISSUED_AT = at("2026-11-03T10:00:00+03:00");

test("DOC-04 the database knows each kind of document as the code does", async () => {
  const rows = await database.query(
    'select kind, role, countries, series, has_xml as "hasXml" from document_kind order by kind',
  );
  expect(rows).toEqual(
    documentKinds
      .map(({ kind, role, countries, series, xml }) => ({ kind, role, countries, series: series.of, hasXml: !!xml }))
      .sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  );
});

test("DOC-05 DOC-07 two services of one name keep their codes on a UPD and on its adjustment", async () => {
  await makeWorld(database);
  await makePayer(database, [await makeProject(database, 4_000_000_001n)]);
  const region = await regionOf(database, "moscow");
  const issue = (month: string, charges: readonly (readonly [code: string, gross: bigint])[]) =>
    database.transaction(async (tx) => {
      const supplier = await supplierOf(tx, region.supplierCode);
      const [payer] = await documentPayers(tx, "moscow", ISSUED_AT, ISSUED_AT, -1n, 1);
      if (!payer) throw new Error("the world has a payer");
      const { currency, timeZone: zone } = region;
      const context = { supplier, regionCode: "moscow", zone, currency, month: localMonth(month), issuedAt: ISSUED_AT };
      const named = charges.map(([serviceCode, gross]) => ({
        serviceCode,
        serviceName: "Диски",
        supplyMonth: MONTH,
        gross,
      }));
      return issueMonth(tx, context, [{ payer, charges: named, paymentDocuments: [], pids: ["mcs4000000001"] }]);
    });
  await issue("2026-10", [
    ["disk-ssd", 12_200n],
    ["disk-hdd", 2_440n],
  ]);
  await issue("2026-11", [
    ["disk-ssd", -6_100n],
    ["disk-hdd", -1_220n],
  ]);
  const all = { projectIds: null, regionCode: null, from: null, to: null, kind: null, before: null, limit: 9 };
  const lines = [];
  for (const { documentId, kind } of (await documents(database, all)).reverse())
    for (const line of await linesOf(database, documentId)) lines.push([kind, line.serviceCode, line.gross, line.vat]);
  expect(lines).toEqual([
    ["upd", "disk-hdd", 2_440n, 440n],
    ["upd", "disk-ssd", 12_200n, 2_200n],
    ["adjustment", "disk-ssd", -6_100n, -1_100n],
    ["adjustment", "disk-hdd", -1_220n, -220n],
  ]);
});
