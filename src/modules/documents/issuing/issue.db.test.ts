import { expect, test } from "vitest";

import { testDatabase } from "../../../../test/support/database.ts";
import { makePayer, makeProject, makeWorld } from "../../../../test/support/world.ts";
import { at, formatInstant, localMonth } from "../../../core/time.ts";
import { documentPayers, supplierOf } from "../../parties/index.ts";
import { regionOf } from "../../tenancy/index.ts";
import { type Outcome, documents, issueCorrections, issueMonth, linesOf } from "../index.ts";
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

type Changed = readonly (readonly [code: string, gross: bigint])[];

/** Issues a month's supplies or, of a document, its changes; notes the parts that its lines are made of, as a close does. */
async function issue(month: string, charges: Changed, corrects: bigint | null = null): Promise<readonly Outcome[]> {
  const region = await regionOf(database, "moscow");
  return database.transaction(async (tx) => {
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
    const pids = ["mcs4000000001"];
    const outcomes =
      corrects === null
        ? await issueMonth(tx, context, [{ payer, charges: named, paymentDocuments: [], pids }])
        : await issueCorrections(tx, context, [{ payer, documentId: corrects, changes: named, pids }]);
    await tx.execute(
      `insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, region_code, payer_id,
                                  gross_minor, document_id, line_no, corrects_document_id)
       select p.project_id, a.contract_id, l.service_code, l.supply_month, d.month,
              case when d.corrects_document_id is null then 'supply' when l.gross_minor < 0 then 'decrease' else 'increase' end,
              d.region_code, d.payer_id, l.gross_minor, d.document_id, l.line_no, d.corrects_document_id
         from document d join document_line l using (document_id) join document_project p using (document_id)
         join project_payer a using (project_id) where d.month = $1`,
      [`${month}-01`],
    );
    // Closed before charges knew their contract: the parts are the test's own, no charges stand behind them.
    await tx.execute(
      `with closed as (
         insert into month_close (region_code, month, issue_at, state, by_contract) values ('moscow', $1, $2, 'running', false) on conflict do nothing
       ) insert into period_lock (region_code, month, locked_at) values ('moscow', $1, $2) on conflict do nothing`,
      [`${month}-01`, formatInstant(ISSUED_AT)],
    );
    return outcomes;
  });
}

test("DOC-05 DOC-07 two services of one name keep their codes on a UPD and on its adjustment, whose decreases and increases stand apart", async () => {
  await makeWorld(database);
  await makePayer(database, [await makeProject(database, 4_000_000_001n)]);
  const [first] = await issue("2026-10", [
    ["disk-ssd", 12_200n],
    ["disk-hdd", 2_440n],
  ]);
  if (!first || "notReady" in first) throw new Error("the payer is ready");
  const changes: Changed = [
    ["disk-ssd", -6_100n],
    ["disk-hdd", -1_220n],
    ["disk-ssd", 3_050n],
  ];
  const [second] = await issue("2026-11", changes, first.documentId);
  if (!second || "notReady" in second) throw new Error("a correction is issued");
  expect(changes.map(([serviceCode, gross]) => second.lineOf({ serviceCode, supplyMonth: MONTH, gross }))).toEqual([
    1, 2, 3,
  ]);
  const all = {
    projectIds: null,
    reader: null,
    regionCode: null,
    from: null,
    to: null,
    kind: null,
    before: null,
    limit: 9,
  };
  const lines = [];
  for (const { documentId, kind } of (await documents(database, all)).reverse())
    for (const line of await linesOf(database, documentId)) lines.push([kind, line.serviceCode, line.gross, line.vat]);
  expect(lines).toEqual([
    ["upd", "disk-hdd", 2_440n, 440n],
    ["upd", "disk-ssd", 12_200n, 2_200n],
    ["adjustment", "disk-ssd", -6_100n, -1_100n],
    ["adjustment", "disk-hdd", -1_220n, -220n],
    ["adjustment", "disk-ssd", 3_050n, 550n],
  ]);
  const [adjustment] = await documents(database, { ...all, kind: "adjustment" });
  const snapshot = await database.query<{ snapshot: string }>("select snapshot from document where document_id = $1", [
    adjustment?.documentId,
  ]);
  const { lines: shown } = JSON.parse(snapshot[0]?.snapshot ?? "{}") as { lines: unknown[] };
  expect(shown).toMatchObject([
    { before: { gross: "122.00" }, after: { gross: "61.00" } },
    { before: { gross: "24.40" }, after: { gross: "12.20" } },
    { before: { gross: "61.00" }, after: { gross: "91.50" } },
  ]);
});
