import { DAY, type Instant, plus } from "../core/time.ts";
import { loadCatalog, parseCatalog, projectsPricedBy, readCatalogFiles } from "../modules/catalog/index.ts";
import { loadRegions, parseReferences, readReferenceFiles } from "../modules/parties/index.ts";
import { loadCalendars, readCalendarFile } from "../modules/tenancy/index.ts";
import { UsageIntake, releaseQuarantine, reprice } from "../modules/usage/index.ts";
import type { Database } from "../platform/db.ts";
import { inProject } from "../platform/project.ts";

/** What a load of the operator's files changed. */
export interface ConfigurationLoad {
  /** Per price list that changed: how many SKUs, from when on, and how many projects it prices. */
  readonly changes: readonly {
    readonly priceList: string;
    readonly skus: number;
    readonly projects: number;
    readonly from: Instant;
  }[];
  /** Usage events that waited in quarantine for a meter, a SKU or a project that is there now. */
  readonly released: number;
}

export type ConfigurationFiles = Awaited<ReturnType<typeof readConfiguration>>;

/** What the operator's files say. Refuses ReferenceInvalid. */
export async function readConfiguration(folder = inProject("config")) {
  const [references, catalogue, calendars] = await Promise.all([
    readReferenceFiles(folder),
    readCatalogFiles(folder),
    readCalendarFile(folder),
  ]);
  return { references: parseReferences(references), catalogue: parseCatalog(catalogue), calendars };
}

/**
 * Loads the operator's files: regions, suppliers, taxes, business calendars, catalogue, price lists; all or nothing. What a changed price
 * touches is charged anew from the price's own instant on, as visible corrections (PRC-02), in the same transaction.
 * Repeating it changes nothing that did not change in the files.
 */
export async function loadConfiguration(
  database: Database,
  now: Instant,
  reading: Promise<ConfigurationFiles> = readConfiguration(),
): Promise<ConfigurationLoad> {
  const { references, catalogue, calendars } = await reading;
  const changes = await database.transaction(async (tx) => {
    await loadRegions(tx, references);
    await loadCalendars(tx, calendars);
    const loaded = await loadCatalog(tx, catalogue, now);
    const touched: ConfigurationLoad["changes"][number][] = [];
    for (const { priceListCode, skuIds, scopeIds, earliest } of loaded.changes) {
      if (earliest === null) continue;
      const projectIds = await projectsPricedBy(tx, scopeIds);
      // A price of later today may bring forward the minute in which a project runs out of money.
      if (projectIds.length > 0 && earliest <= plus(now, DAY))
        await reprice(tx, { skuIds, projectIds, from: earliest }, now);
      touched.push({ priceList: priceListCode, skus: skuIds.length, projects: projectIds.length, from: earliest });
    }
    return touched;
  });
  return { changes, released: await releaseQuarantine(database, new UsageIntake(database), now) };
}
