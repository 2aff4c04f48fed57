import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { refusal } from "../../core/errors.ts";
import { inProject } from "../project.ts";

export const ConsoleNotBuilt = refusal(
  "console_not_built",
  500,
  "Кабинеты не собираются: {reason}",
  "The consoles do not build: {reason}",
);

const DIST = inProject("web", "dist");
const STAMP = ".built-from";

/**
 * Builds the consoles when their sources are not those of the last build. The new build takes the old one's place in one
 * step, so a server never sees half of it. An image without the build tool serves what it was made with.
 */
export async function ensureConsole(): Promise<"built" | "present"> {
  const wanted = sourcesHash();
  const vite = inProject("node_modules", "vite", "bin", "vite.js");
  if (readStamp() === wanted || (!existsSync(vite) && existsSync(join(DIST, "index.html")))) return "present";
  const draft = mkdtempSync(inProject("web", "dist-"));
  try {
    await build(vite, draft);
    writeFileSync(join(draft, STAMP), wanted);
    // Whoever runs Saldo may not be whoever built it.
    chmodSync(draft, 0o755);
    replace(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return "built";
}

function readStamp(): string | null {
  const stamp = join(DIST, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : null;
}

/** Of everything a build reads: the consoles, what they import from core, and the versions of the packages. */
function sourcesHash(): string {
  const hash = createHash("sha256");
  const ofWeb = readdirSync(inProject("web"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(dist|node_modules|\.)/.test(entry.name))
    .map((entry) => `web/${entry.name}`);
  const found = ["src/core", ...ofWeb]
    .filter((folder) => existsSync(inProject(folder)))
    .flatMap((folder) =>
      readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    );
  const single = ["web/index.html", "web/vite.config.ts", "package-lock.json"].map((file) => inProject(file));
  for (const file of [...found, ...single].toSorted())
    hash.update(`${file.slice(inProject().length)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function build(vite: string, folder: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [vite, "build", "web", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"],
    {
      cwd: inProject(),
      // Whatever asks for the build, tests too: else the build would be another, half as large again.
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(ConsoleNotBuilt({ values: { reason: said.trim().slice(-2000) || `exit code ${code}` } }));
    });
  });
}

function replace(draft: string): void {
  const old = `${draft}-old`;
  if (existsSync(DIST)) renameSync(DIST, old);
  try {
    renameSync(draft, DIST);
  } catch (error) {
    // Another process that built the same was faster.
    if (!existsSync(join(DIST, "index.html"))) throw error;
  }
  rmSync(old, { recursive: true, force: true });
}
