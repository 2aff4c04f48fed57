// Plain JavaScript: builds the console when it is missing or older than its sources. Under 50 ms when it is not.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./bootstrap.mjs";

const web = join(root, "web");
const stampFile = join(web, "dist", ".built");
const vite = join(root, "node_modules", "vite", "bin", "vite.js");

/** Answers true when it built. Without the build tools (a production image) what was built before is served as it is. */
export function buildConsole(node) {
  const wanted = sourcesHash();
  const built = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
  if (built === wanted || !existsSync(vite)) return false;
  console.error("building the console…");
  const run = spawnSync(node, [vite, "build", "web", "--logLevel", "error"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (run.status !== 0) throw new Error("the console could not be built: see above");
  writeFileSync(stampFile, wanted);
  return true;
}

function sourcesHash() {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const folder of ["", "src", "public"]) {
    const directory = join(web, folder);
    if (!existsSync(directory)) continue;
    const names = readdirSync(directory, { recursive: folder !== "", withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    for (const name of names.sort()) hash.update(name.slice(web.length)).update(readFileSync(name));
  }
  return hash.digest("hex");
}
