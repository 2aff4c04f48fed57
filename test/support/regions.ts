import { loadRegions, parseReferences, readReferenceFiles } from "../../src/modules/parties/index.ts";
import { type Database } from "../../src/platform/db.ts";
import { PROJECT_ROOT } from "../../src/platform/project.ts";

/** Both regions that the product ships with, their suppliers and taxes, from config/ (REG-01). */
export async function loadShippedRegions(database: Database): Promise<void> {
  const files = await readReferenceFiles(`${PROJECT_ROOT}/config`);
  await database.transaction((tx) => loadRegions(tx, parseReferences(files)));
}
