// Run after `npm install` or an upgrade: node tools/complete-lock.mjs [--check]
// npm leaves packages of other systems out of the lock file when the registry at hand lacks them, and `npm ci` then calls
// the lock file out of step with package.json. This adds them as what they are: optional, for another system.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OS = /\b(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows)\b/;
const CPU = /\b(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32)\b/;

/** Adds the missing entries to a parsed lock file; answers their names. */
export function completeLock(lock) {
  const added = [];
  for (const [place, entry] of Object.entries({ ...lock.packages })) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isFound(lock.packages, place, name)) continue;
      lock.packages[`node_modules/${name}`] = missingEntry(name, version, place !== "" && entry.dev === true);
      added.push(`${name}@${version}`);
    }
  }
  const sorted = Object.entries(lock.packages).sort(([left], [right]) => left.localeCompare(right, "en"));
  lock.packages = Object.fromEntries(sorted);
  return added;
}

function isFound(packages, place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

function missingEntry(name, version, dev) {
  const os = OS.exec(name)?.[0].replace("windows", "win32");
  const cpu = CPU.exec(name)?.[0];
  if (!/^\d[\w.+-]*$/.test(version) || !os || !cpu) throw new Error(`cannot tell what ${name}@${version} is for`);
  const libc = os === "linux" && /musl|gnu/.exec(name)?.[0].replace("gnu", "glibc");
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  const path = join(dirname(dirname(self)), "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  const added = completeLock(lock);
  if (process.argv.includes("--check")) {
    if (added.length > 0)
      console.error(`package-lock.json lacks ${added.join(", ")}: run node tools/complete-lock.mjs`);
    process.exitCode = added.length > 0 ? 1 : 0;
  } else {
    writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`${added.length} added`);
  }
}
