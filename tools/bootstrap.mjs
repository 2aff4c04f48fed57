// Plain JavaScript for whatever Node (18 or newer) the machine has: installs the locked dependencies when they are
// missing or of another lock file, and finds the pinned Node 24 that came with them.
//   node tools/bootstrap.mjs                        only that
//   node tools/bootstrap.mjs tools/check.ts ARGS    then runs a script on the pinned Node
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const modules = join(root, "node_modules");
const NODE_MAJOR = 24;
const INSTALL_ATTEMPTS = 3;

/** Installs what is missing and answers the path of a Node 24. Under 50 ms when there is nothing to do. */
export async function bootstrap() {
  const wanted = wantedStamp();
  if (!isInstalled(wanted)) {
    await alone(() => {
      if (isInstalled(wanted)) return;
      install();
      writeFileSync(join(modules, ".saldo-installed"), wanted);
    });
  }
  linkOurselves();
  return pinnedNode();
}

/** Runs a script of the project on the pinned Node and ends as it ends; signals are passed on. */
export async function runPinned(script, args) {
  const node = await bootstrap();
  if (majorOf(process.versions.node) >= NODE_MAJOR) {
    process.argv = [process.argv[0], script, ...args];
    await import(pathToFileURL(script).href);
    return;
  }
  await runChild(node, [script, ...args]);
}

function runChild(node, args) {
  const path = [join(modules, ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(node, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  // A Ctrl-C reaches the child by itself; we only must not die before it.
  const pass = (signal) => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  const watch = process.env.npm_lifecycle_event ? watchParent(() => child.kill("SIGTERM")) : undefined;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearInterval(watch);
      process.exitCode = code ?? 1;
      if (signal) {
        for (const handled of signals) process.removeAllListeners(handled);
        process.kill(process.pid, signal);
      }
      resolve();
    });
  });
}

/** npm stops its shell, and the shell stops without a word to us. */
function watchParent(gone) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, 500);
  return watch;
}

function wantedStamp() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  return `${lock} ${process.platform}-${process.arch}\n`;
}

function isInstalled(wanted) {
  const stamp = join(modules, ".saldo-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  if (!matchesLock()) return false;
  writeFileSync(stamp, wanted);
  return true;
}

/** True when npm's own record of node_modules agrees with the lock file: somebody installed by hand. */
function matchesLock() {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(([place, entry]) => {
    const found = present[place];
    return place === "" || (found ? found.version === entry.version : Boolean(entry.optional) && !isForHere(entry));
  });
}

/** Whether a package is made for this very system: of the optional ones these may not be missing. */
function isForHere({ os, cpu, libc }) {
  if (!os?.includes(process.platform) || !cpu?.includes(process.arch)) return false;
  return !libc || process.platform !== "linux" || libc.includes(libcName());
}

function libcName() {
  return process.report?.getReport()?.header?.glibcVersionRuntime ? "glibc" : "musl";
}

function install() {
  console.error("Installing dependencies, this takes a minute and happens once ...");
  for (let attempt = 1; ; attempt += 1) {
    // Optional packages that could not be fetched are left out silently: then it is not installed either.
    const status = npm(["ci", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]);
    if (status === 0 && matchesLock()) return;
    if (attempt === INSTALL_ATTEMPTS) throw new Failure(`npm ci failed (exit code ${status}); see its messages above`);
    console.error(`npm ci did not finish, trying again (${attempt + 1} of ${INSTALL_ATTEMPTS}) ...`);
  }
}

/** npm on the machine's own Node: the one in node_modules is about to be replaced. */
function npm(args) {
  const bin = join(modules, ".bin");
  const path = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== bin && !folder.startsWith(modules));
  const preload = JSON.stringify(join(root, "tools", "pinned-version.cjs"));
  const environment = {
    ...process.env,
    PATH: path.join(delimiter),
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --require ${preload}`,
  };
  // Settings of the npm that runs us (its prefix, its command) are not meant for this one.
  for (const name of Object.keys(environment)) {
    if (/^npm_(config_(global|prefix|local_prefix|omit|include)|command|lifecycle)/i.test(name))
      delete environment[name];
  }
  const windows = process.platform === "win32";
  const result = spawnSync(windows ? "npm.cmd" : "npm", args, {
    cwd: root,
    env: environment,
    stdio: ["ignore", 2, 2],
    shell: windows,
  });
  if (result.error?.code === "ENOENT")
    throw new Failure("npm is not on PATH: install Node 18 or newer together with npm");
  return result.status ?? 1;
}

/** The Node of node_modules, else this very Node when it is new enough. */
function pinnedNode() {
  const program = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  const found = nodePackages()
    .map((name) => join(modules, name, program))
    .find((path) => existsSync(path));
  if (found) return found;
  if (majorOf(process.versions.node) >= NODE_MAJOR) return process.execPath;
  throw new Failure(
    `no Node ${NODE_MAJOR} came with the dependencies for ${process.platform}-${process.arch}: install it and run this with it`,
  );
}

function nodePackages() {
  const system = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  return [`node-${system}`, `node-bin-${system}`];
}

/** npm links the programs of dependencies into .bin but not the project's own: `npx saldo` looks there. */
function linkOurselves() {
  const link = join(modules, ".bin", "saldo");
  if (process.platform === "win32" || existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  try {
    symlinkSync("../../bin/saldo.mjs", link);
  } catch (error) {
    if (!["EEXIST", "EACCES", "EROFS"].includes(error.code)) throw error;
  }
}

/** Two first starts at once install one after the other; the mark of one that was killed is ignored. */
async function alone(work) {
  const mark = join(root, ".installing");
  for (;;) {
    try {
      const file = openSync(mark, "wx");
      writeFileSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isAlive(Number(readIfThere(mark)))) rmSync(mark, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return work();
  } finally {
    rmSync(mark, { force: true });
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8") || String(process.pid);
  } catch {
    return "0";
  }
}

function isAlive(processId) {
  if (!processId) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function majorOf(version) {
  return Number(version.split(".")[0]);
}

/** Something the user can mend: shown without a stack. */
export class Failure extends Error {}

export function fail(error) {
  console.error(error instanceof Failure ? `saldo: ${error.message}` : error);
  process.exit(1);
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  const [script, ...args] = process.argv.slice(2);
  try {
    if (majorOf(process.versions.node) < 18)
      throw new Failure(`Node 18 or newer is needed, this is ${process.versions.node}`);
    await (script ? runPinned(join(root, script), args) : bootstrap());
  } catch (error) {
    fail(error);
  }
}
