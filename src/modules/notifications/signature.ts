import type { Zone } from "../../core/time.ts";
import type { Database } from "../../platform/db.ts";
import { supplierOf } from "../parties/index.ts";
import { regionOf } from "../tenancy/index.ts";
import type { LetterSources } from "./letter.ts";

export interface Signature {
  readonly supplierName: string;
  readonly contact: string;
  readonly zone: Zone;
}

/** Who writes a letter, and whose clock it goes by: the region's; of no region, an empty code, the console itself and UTC. */
export async function signatureOf(
  { database, publicUrl }: Pick<LetterSources, "database" | "publicUrl">,
  regionCode: string,
): Promise<Signature> {
  if (regionCode === "") return { supplierName: "Saldo", contact: new URL(publicUrl).host, zone: "UTC" };
  const region = await regionOf(database, regionCode);
  const supplier = await supplierOf(database, region.supplierCode);
  return { supplierName: supplier.name, contact: region.documentAddress, zone: region.timeZone };
}

/** Whose clock a notification goes by, as `signatureOf`. Refuses UnknownRegion. */
export async function zoneOf(database: Database, regionCode: string): Promise<Zone> {
  return regionCode === "" ? "UTC" : (await regionOf(database, regionCode)).timeZone;
}
