import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { FieldProblem } from "../../core/errors.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { recordAct } from "../../platform/record-act.ts";
import { pricesChanged } from "./acts.ts";
import { type CatalogFile, crossCheck, type ParsedFile, parseCatalogFile } from "./catalog-file.ts";
import { type PriceChange, putPriceList, putPrices } from "./put-prices.ts";
import { putSkus } from "./put-skus.ts";
import { CatalogInvalid } from "./refusals.ts";
import { bonusNames, skuIndex } from "./sku-index.ts";

export type { CatalogFile } from "./catalog-file.ts";

export interface CatalogLoad {
  /** Services, meters or SKUs changed: copies of skuIndex are out of date. */
  readonly itemsChanged: boolean;
  /** Per price list that changed: what usage has to be rated again, from when on. */
  readonly changes: readonly (PriceChange & { readonly priceListCode: string })[];
  /** A changed price was already in force before `now`: charges made with it will be corrected. */
  readonly retroactive: boolean;
}

/** The catalogue and price list files of a configuration folder, in a fixed order. */
export async function readCatalogFiles(configFolder: string): Promise<CatalogFile[]> {
  const files: CatalogFile[] = [];
  for (const folder of ["catalog", "prices"]) {
    const names = (await readdir(join(configFolder, folder))).filter((name) => name.endsWith(".yaml"));
    for (const name of names.sort()) {
      files.push({
        path: `${folder}/${name}`,
        text: await readFile(join(configFolder, folder, name), "utf8"),
      });
    }
  }
  return files;
}

/** What each file says, and what is wrong with it. */
export function parseCatalog(files: readonly CatalogFile[]): ParsedFile[] {
  return files.map(parseCatalogFile);
}

/**
 * PRC-02: loads services, bonus groups, meters, SKUs and price lists from the operator's files, all or nothing, in the caller's
 * transaction; loading the same files again changes nothing. A SKU named in a price file is priced by it alone from
 * its first version on; one that is not named keeps its prices. Refuses CatalogInvalid with every problem by file,
 * line and path, and what putSkus, putPriceList and putPrices refuse.
 */
export async function loadCatalog(tx: Tx, parsed: readonly ParsedFile[], now: Instant): Promise<CatalogLoad> {
  let problems = parsed.flatMap((file) => file.problems);
  if (problems.length === 0)
    problems = [...crossCheck(parsed, (await skuIndex(tx)).skus, (await bonusNames(tx)).keys()), ...repeated(parsed)];
  if (problems.length > 0) throw invalid(problems);
  const itemsChanged = await putSkus(tx, {
    services: parsed.flatMap((file) => file.services),
    bonusGroups: parsed.flatMap((file) => file.bonusGroups),
    meters: parsed.flatMap((file) => file.meters),
    skus: parsed.flatMap((file) => file.skus),
  });
  const changes: (PriceChange & { priceListCode: string })[] = [];
  for (const { priceList, prices } of parsed) {
    if (!priceList) continue;
    await putPriceList(tx, priceList);
    const change = await putPrices(tx, priceList.priceListCode, prices, { whole: true });
    if (change.earliest === null) continue;
    const { priceListCode } = priceList;
    changes.push({ ...change, priceListCode });
    await recordAct(tx, pricesChanged, now, {
      subjects: [],
      thing: `price_list:${priceListCode}`,
      after: { priceList: priceListCode, skus: change.skuIds.length, from: formatInstant(change.earliest) },
    });
  }
  const retroactive = changes.some((change) => change.earliest !== null && change.earliest < now);
  return { itemsChanged, changes, retroactive };
}

/** A code that two files define: the database could keep only one of them. */
function repeated(files: readonly ParsedFile[]): FieldProblem[] {
  const owners = new Map<string, string>();
  return files.flatMap((file) => {
    const codes = [
      ...file.services.map((service) => `service ${service.serviceCode}`),
      ...file.bonusGroups.map((group) => `bonus_group ${group.bonusGroup}`),
      ...file.meters.map((meter) => `meter ${meter.meterCode}`),
      ...file.skus.map((sku) => `SKU ${sku.skuCode}`),
      ...(file.priceList ? [`price_list ${file.priceList.priceListCode}`] : []),
    ];
    return codes.flatMap((code) => {
      const owner = owners.get(code);
      owners.set(code, file.path);
      const texts = { ru: `${code} уже есть в ${owner}`, en: `${code} is already in ${owner}` };
      return owner === undefined ? [] : [{ field: `${file.path} ${code}`, code: "repeated", texts }];
    });
  });
}

function invalid(problems: readonly FieldProblem[]) {
  const [first] = problems;
  const values = { count: String(problems.length), first: `${first?.field}: ${first?.texts.ru} / ${first?.texts.en}` };
  return CatalogInvalid({ values, problems });
}
