import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { makePayer, makeProject, makeWorld } from "../../../test/support/world.ts";
import { at, localMonth } from "../../core/time.ts";
import { fillMonth } from "./part-store.ts";

// Charges are written as they are, without the entries they came from.
const { database } = await testDatabase({ checks: false });
const NOW = at("2026-11-03T10:00:00+03:00");
const OCTOBER = localMonth("2026-10");
let sku = 0;
let nextProject = 1_200_000_000n;

beforeAll(async () => {
  await makeWorld(database);
  const [row] = await database.query<{ id: number }>("select sku_id as id from sku where sku_code = 'requests'");
  sku = row?.id ?? 0;
});

const minor = fc.integer({ min: -500, max: 500 });
/** What a grain was charged in October: of a day of October, or of September, late. */
const grain = fc.record({
  day: fc.constantFrom("2026-10-05", "2026-10-06", "2026-09-05", "2026-09-06"),
  transfer: minor,
  other: minor,
  credit: minor,
  covered: minor,
});
type Grain = typeof grain extends fc.Arbitrary<infer T> ? T : never;

/** The pure twin: PAY-08 by grain, DOC-07 by the sign of each change. */
function partsOf(grains: readonly Grain[], postpaid: boolean, septemberIsShown: boolean): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  const add = (month: string, cause: string, amount: number) => {
    if (amount !== 0) sums[`${month} ${cause}`] = (sums[`${month} ${cause}`] ?? 0n) + BigInt(amount);
  };
  for (const { day, transfer, credit, covered } of grains) {
    const month = day.slice(0, 7);
    const charged = transfer + (postpaid ? credit : 0);
    const later = postpaid ? 0 : covered;
    if (month === OCTOBER) {
      add(month, "supply", charged);
      add(month, "cover", later);
    } else {
      add(month, charged < 0 ? "decrease" : septemberIsShown ? "increase" : "supply", charged);
      add(month, later < 0 ? "decrease" : "cover", later);
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

async function projectWith(postpaid: boolean, grains: readonly Grain[], septemberIsShown: boolean) {
  const projectId = await makeProject(database, (nextProject += 1n));
  await makePayer(database, [projectId], { postpaid });
  const [{ contractId, payerId } = { contractId: 0n, payerId: 0n }] = await database.query<{
    contractId: bigint;
    payerId: bigint;
  }>('select contract_id as "contractId", payer_id as "payerId" from project_payer where project_id = $1', [projectId]);
  for (const [index, { day, transfer, other, credit, covered }] of grains.entries()) {
    const resource = `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`;
    await database.query(
      `insert into charge (project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor,
                           transfer_minor, other_minor, bonus_minor, credit_minor, charged_until)
       values ($1, $2, $3, $4, $5, '2026-10-01', 0, 0, $6, $7, $8, 0, $9, $10)`,
      [projectId, day, resource, sku, contractId, transfer + other + credit, transfer, other, credit, "2026-11-01Z"],
    );
    if (covered !== 0)
      await database.query(
        `insert into charge_cover (project_id, entry_id, day, resource_id, sku_id, contract_id, booking_month, funding_source, amount_minor)
         values ($1, 1, $2, $3, $4, $5, '2026-10-01', 'transfer', $6)`,
        [projectId, day, resource, sku, contractId, covered],
      );
  }
  if (septemberIsShown)
    await database.query(
      `insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, region_code, payer_id,
                                  gross_minor, waits_for, waits_since)
       values ($1, $2, 's3', '2026-09-01', '2026-09-01', 'supply', 'moscow', $3, 100, 'x', '2026-10-03Z')`,
      [projectId, contractId, payerId],
    );
  return projectId;
}

test("PAY-08 DOC-07 DOC-09 each kopeck that documents must show stands in one part: by scheme, apart by cause, a change by its grain's sign", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(grain, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.boolean(),
      async (grains, postpaid, septemberIsShown) => {
        const projectId = await projectWith(postpaid, grains, septemberIsShown);
        // Twice: a month that is filled stays as it is.
        for (let time = 0; time < 2; time += 1)
          await database.transaction((tx) => fillMonth(tx, "moscow", OCTOBER, NOW));
        const rows = await database.query<{ month: string; cause: string; minor: bigint }>(
          `select to_char(supply_month, 'YYYY-MM') as month, cause, gross_minor as minor from document_part
            where project_id = $1 and booking_month = '2026-10-01'`,
          [projectId],
        );
        expect(Object.fromEntries(rows.map(({ month, cause, minor: sum }) => [`${month} ${cause}`, sum]))).toEqual(
          partsOf(grains, postpaid, septemberIsShown),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test("DOC-08 what an individual is charged is in no part, nor what a project without a payer is", async () => {
  const used: Grain = { day: "2026-10-05", transfer: 100, other: 0, credit: 0, covered: 0 };
  const projectId = await projectWith(false, [used], false);
  await database.query(
    "update payer set kind = 'individual' where payer_id = (select payer_id from project_payer where project_id = $1)",
    [projectId],
  );
  const nobody = await makeProject(database, (nextProject += 1n));
  await database.query(
    `insert into charge select $2::bigint, day, resource_id, sku_id, booking_month, quantity, numerator, amount_minor, transfer_minor,
            other_minor, bonus_minor, credit_minor, price_id, charged_until, 0 from charge where project_id = $1`,
    [projectId, nobody],
  );
  await database.transaction((tx) => fillMonth(tx, "moscow", OCTOBER, NOW));
  expect(await database.query("select from document_part where project_id = any($1)", [[projectId, nobody]])).toEqual(
    [],
  );
});
