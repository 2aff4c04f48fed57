import { refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import { type Tx, numberArray } from "../../platform/db.ts";

/** REG-01: everything that differs between regions is data. */
export interface Region {
  readonly regionCode: string;
  readonly name: { readonly ru: string; readonly en: string };
  readonly currency: string;
  readonly timeZone: string;
  readonly supplierCode: string;
  readonly countryCode: string;
  readonly documentAddress: string;
}

export interface ProjectFacts {
  readonly projectId: ProjectId;
  readonly accountId: bigint;
  readonly regionCode: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly name: string;
  readonly status: "active" | "conserved" | "deleted";
  readonly createdAt: Instant;
}

export const UnknownRegion = refusal("unknown_region", 404, "Нет региона {region}", "No such region: {region}");

interface RegionRow {
  region_code: string;
  name: { ru: string; en: string };
  currency: string;
  time_zone: string;
  supplier_code: string;
  country_code: string;
  document_address: string;
}

/** All regions, by code. */
export async function allRegions(tx: Pick<Tx, "query">): Promise<Region[]> {
  const rows = await tx.query<RegionRow>(
    `select region_code, name, currency, time_zone, supplier_code, country_code, document_address
       from region order by region_code`,
    [],
    "regions_all",
  );
  return rows.map((row) => ({
    regionCode: row.region_code,
    name: row.name,
    currency: row.currency,
    timeZone: row.time_zone,
    supplierCode: row.supplier_code,
    countryCode: row.country_code,
    documentAddress: row.document_address,
  }));
}

/** One region; refused with unknown_region when there is none of that code. */
export async function regionOf(tx: Pick<Tx, "query">, regionCode: string): Promise<Region> {
  const region = (await allRegions(tx)).find((one) => one.regionCode === regionCode);
  if (!region) throw UnknownRegion({ values: { region: regionCode } });
  return region;
}

interface ProjectRow {
  project_id: ProjectId;
  account_id: bigint;
  region_code: string;
  currency: string;
  time_zone: string;
  name: string;
  status: ProjectFacts["status"];
  created_at: Instant;
}

/** What is known of projects; an unknown one has no entry. */
export async function projectFacts(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
): Promise<Map<ProjectId, ProjectFacts>> {
  const rows = await tx.query<ProjectRow>(
    `select p.project_id, p.account_id, p.region_code, p.currency, r.time_zone, p.name, p.status, p.created_at
       from project p join region r using (region_code) where p.project_id = any($1::bigint[])`,
    [numberArray(projectIds)],
    "project_facts",
  );
  return new Map(
    rows.map((row) => [
      row.project_id,
      {
        projectId: row.project_id,
        accountId: row.account_id,
        regionCode: row.region_code,
        currency: row.currency,
        timeZone: row.time_zone,
        name: row.name,
        status: row.status,
        createdAt: row.created_at,
      },
    ]),
  );
}
