/** Bills in the format FOCUS, row by row, and what an import makes of them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll } from "vitest";

import { at } from "../../src/core/time.ts";
import { UsageIntake } from "../../src/modules/usage/index.ts";
import { type FileImport, type ImportException, importUsageFile } from "../../src/modules/usage/index.ts";
import { testDatabase } from "./database.ts";
import { makePayer, makeProject, makeWorld } from "./world.ts";

export const FOCUS_NOW = at("2026-11-20T09:00:00Z");

/** A database of the test's own in which payers get bills. */
export async function openBills() {
  const { database } = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), "saldo-focus-cases-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeAll(() => makeWorld(database));
  let payers = 0;
  let payerId = 0n;

  /** A payer that has no bills yet: a bill of it knows nothing of the others. */
  const newPayer = async (): Promise<bigint> => {
    payers += 1;
    const project = await makeProject(database, BigInt(1_200_000_000 + payers));
    payerId = await makePayer(database, [project], { inn: `78${String(payers).padStart(8, "0")}` });
    return payerId;
  };

  /** Imports a bill of the newest payer. */
  const run = async (content: string | Buffer, options: Partial<FileImport> = {}) => {
    const file = join(folder, "file");
    writeFileSync(file, content);
    const exceptions: ImportException[] = [];
    const report = await importUsageFile(database, new UsageIntake(database), file, {
      format: null,
      payerId,
      regionCode: null,
      rate: null,
      now: FOCUS_NOW,
      onException: (exception) => exceptions.push(exception),
      ...options,
    });
    const codes = exceptions.filter(({ became }) => became !== "priced_otherwise").map(({ code }) => code);
    return { ...report, codes, exceptions };
  };
  return { database, newPayer, run, payer: () => payerId };
}

export type Cells = Readonly<Record<string, string>>;
export const COLUMNS = (
  "BillingAccountId,BillingCurrency,ChargeCategory,ChargeClass,ChargeDescription,ChargePeriodStart,ChargePeriodEnd,ListCost," +
  "EffectiveCost,ListUnitPrice,PricingQuantity,PricingUnit,ConsumedQuantity,ConsumedUnit,ProviderName,ServiceName," +
  "ServiceCategory,SkuId,SkuPriceId,ResourceId,SubAccountId,SubAccountName,InvoiceId,Tags"
).split(",");
export const USUAL: Cells = {
  BillingAccountId: "BA1",
  BillingCurrency: "USD",
  ChargeCategory: "Usage",
  ChargePeriodStart: "2026-10-05T00:00:00Z",
  ChargePeriodEnd: "2026-10-05T02:00:00Z",
  ListCost: "100",
  EffectiveCost: "100",
  ListUnitPrice: "50",
  PricingQuantity: "2",
  PricingUnit: "Hours",
  ConsumedQuantity: "2",
  ConsumedUnit: "Hours",
  ProviderName: "Acme",
  ServiceName: "Acme VM",
  ServiceCategory: "Compute",
  SkuId: "SD",
  SkuPriceId: "SD-P",
  SubAccountId: "sub",
  SubAccountName: "Sub",
};
export const bill = (rows: readonly Cells[], columns: readonly string[] = COLUMNS, delimiter = ",") =>
  [columns, ...rows.map((row) => columns.map((name) => ({ ...USUAL, ...row })[name] ?? ""))]
    .map((fields) =>
      fields.map((field) => (/[",;\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(delimiter),
    )
    .join("\n");
export const counts = (accepted: number, duplicates = 0, rejected = 0, quarantined = 0) => ({
  accepted,
  duplicates,
  rejected,
  quarantined,
});
export const FIVE = Array.from({ length: 5 }, (_, day) => ({
  ResourceId: `dup-${day}`,
  ChargePeriodStart: `2026-11-0${5 + day}T00:00:00Z`,
  ChargePeriodEnd: `2026-11-0${5 + day}T02:00:00Z`,
}));
