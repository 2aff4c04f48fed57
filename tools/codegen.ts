import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { PROJECT_ROOT } from "../src/platform/project.ts";
import { schemaFiles } from "./dump-schema.ts";
import { openApiFiles } from "./openapi.ts";

/** `npm run codegen`: writes what is generated from the code and checked in. Prints the files that changed. */
for (const { path, text } of [...(await openApiFiles()), ...(await schemaFiles())]) {
  const file = join(PROJECT_ROOT, path);
  const before = await readFile(file, "utf8").catch(() => "");
  if (before === text) continue;
  await writeFile(file, text);
  process.stdout.write(`${path}\n`);
}
