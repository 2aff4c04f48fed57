import { refusal } from "../../core/errors.ts";
import { type ProjectId, parsePid } from "../../core/ids.ts";
import { type Tx } from "../../platform/db.ts";
import { type ProjectFacts, type Region, UnknownRegion, UnknownSite } from "./region.ts";
import { UnknownProject } from "./members.ts";
import { hasProjects, selectFacts, selectRegions, upsertRegion } from "./store.ts";

export const RegionFixed = refusal(
  "region_fixed",
  409,
  "В регионе {region} уже есть проекты: валюту и часовой пояс не изменить",
  "The region {region} has projects already: its currency and zone cannot change",
);
export const SiteTaken = refusal(
  "site_taken",
  409,
  "Сайт {site} назван в двух регионах",
  "The site {site} is named in two regions",
);

type Reader = Pick<Tx, "query">;

/** All regions, by code (REG-01). */
export function allRegions(tx: Reader): Promise<Region[]> {
  return selectRegions(tx);
}

/** One region; refuses UnknownRegion. */
export async function regionOf(tx: Reader, regionCode: string): Promise<Region> {
  const region = (await selectRegions(tx)).find((one) => one.regionCode === regionCode);
  if (!region) throw UnknownRegion({ values: { region: regionCode } });
  return region;
}

/** REG-02: the region of the site on which someone registers; refuses UnknownSite. */
export async function regionOfSite(tx: Reader, site: string): Promise<Region> {
  const region = ofSite(await selectRegions(tx), site);
  if (!region) throw UnknownSite({ values: { site: nameOf(site) } });
  return region;
}

/** The region of a site; of one that is no region's, as the office's may be, the first. Refuses UnknownRegion where there is none. */
export async function regionNear(tx: Reader, site: string): Promise<Region> {
  const regions = await selectRegions(tx);
  const region = ofSite(regions, site) ?? regions[0];
  if (!region) throw UnknownRegion({ values: { region: "" } });
  return region;
}

function ofSite(regions: readonly Region[], site: string): Region | undefined {
  return regions.find(({ sites }) => sites.includes(nameOf(site)));
}

function nameOf(site: string): string {
  return site.toLowerCase().replace(/:\d+$/, "");
}

/** What is known of projects; an unknown one has no entry. */
export async function projectFacts(
  tx: Reader,
  projectIds: readonly ProjectId[],
): Promise<Map<ProjectId, ProjectFacts>> {
  const facts = await selectFacts(tx, projectIds);
  return new Map(facts.map((one) => [one.projectId, one]));
}

/**
 * Puts regions as configured (REG-01); the suppliers must be there. Saying the same again changes nothing. Refuses
 * SiteTaken, and RegionFixed where money or days already booked would get another meaning.
 */
export async function putRegions(tx: Tx, regions: readonly Region[]): Promise<void> {
  const known = new Map((await selectRegions(tx)).map((region) => [region.regionCode, region]));
  for (const region of regions) {
    const before = known.get(region.regionCode);
    const sameBooks = !before || (before.currency === region.currency && before.timeZone === region.timeZone);
    if (!sameBooks && (await hasProjects(tx, region.regionCode)))
      throw RegionFixed({ values: { region: region.regionCode } });
    known.set(region.regionCode, region);
    await upsertRegion(tx, region);
  }
  refuseSharedSites([...known.values()]);
}

function refuseSharedSites(regions: readonly Region[]): void {
  const seen = new Set<string>();
  for (const site of regions.flatMap((region) => region.sites)) {
    if (seen.has(site)) throw SiteTaken({ values: { site } });
    seen.add(site);
  }
}

/** The project that a route of staff names. Refuses UnknownProject for what is no PID. */
export function projectByPid(pid: string): ProjectId {
  const projectId = parsePid(pid);
  if (projectId === null) throw UnknownProject();
  return projectId;
}
