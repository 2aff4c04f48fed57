// Finds a headless Chromium for the browser tests, or installs one by whichever way works on this machine.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

import { root } from "./bootstrap.mjs";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "headless_shell",
  "microsoft-edge",
];
const APPLICATIONS = ["Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser"];
const PACKAGED = "@sparticuz/chromium@147.0.0";

/** The path of a browser that starts, or null. SALDO_CHROMIUM names one that is used before all others. */
export function findChromium() {
  return candidates().find((path) => existsSync(path) && starts(path)) ?? null;
}

/** Finds one or installs one; answers its path, or null and the reasons why every way failed. */
export async function provideChromium(say = console.error) {
  const found = findChromium();
  if (found) return { path: found, reasons: [] };
  const reasons = [];
  const ways = [
    { name: "apt-get", install: fromDebian },
    { name: "npm", install: fromNpm },
  ];
  for (const { name, install } of ways) {
    const problem = await install(say);
    const path = problem === null ? findChromium() : null;
    if (path) return { path, reasons: [] };
    const silent = "installed, but it does not start (system libraries such as libnss3 missing?)";
    reasons.push(`${name}: ${problem ?? silent}`);
  }
  return { path: null, reasons };
}

function candidates() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const macOS = APPLICATIONS.flatMap((name) =>
    ["/Applications", join(homedir(), "Applications")].map((folder) =>
      join(folder, `${name}.app`, "Contents", "MacOS", name),
    ),
  );
  return [
    ...(process.env.SALDO_CHROMIUM ? [process.env.SALDO_CHROMIUM] : []),
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(process.platform === "darwin" ? macOS : []),
    ...(packaged.path ? [packaged.path] : []),
  ];
}

function starts(path) {
  return spawnSync(path, ["--version"], { timeout: 30_000, stdio: "ignore" }).status === 0;
}

function fromDebian(say) {
  if (!existsSync("/etc/debian_version") || !existsSync("/usr/bin/apt-get")) return "not a Debian or Ubuntu system";
  if (process.getuid?.() !== 0) return "needs root (sudo apt-get install chromium)";
  say("Installing chromium with apt-get for the browser tests ...");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", "chromium"],
  ]) {
    const { status, stderr } = spawnSync("apt-get", args, {
      env,
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) return `apt-get ${args[0]} failed: ${String(stderr).trim().slice(-300)}`;
  }
  return null;
}

const packaged = { path: null };

async function fromNpm(say) {
  if (process.platform !== "linux" || process.arch !== "x64")
    return `no package for ${process.platform}-${process.arch}`;
  const folder = join(root, "node_modules", ".cache", "saldo-chromium");
  const entry = join(folder, "node_modules", "@sparticuz", "chromium", "build", "esm", "index.js");
  if (!existsSync(entry)) {
    say(`Installing ${PACKAGED} from npm for the browser tests ...`);
    mkdirSync(folder, { recursive: true });
    const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", PACKAGED];
    const { status, stderr } = spawnSync("npm", args, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) return `npm install failed: ${String(stderr).trim().slice(-300)}`;
  }
  try {
    const { default: library } = await import(pathToFileURL(entry).href);
    packaged.path = await library.executablePath();
    return null;
  } catch (error) {
    return error.message;
  }
}
