import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import pg from "pg";

import { type Loop, startLoop } from "../loop.ts";
import { refusal } from "../../core/errors.ts";
import { FileLock } from "./file-lock.ts";
import {
  type Binaries,
  type ServiceUser,
  isReachable,
  passableFolder,
  processOwner,
  serviceUser,
  usableBinaries,
} from "./binaries.ts";
import {
  PasswordRefused,
  PostmasterDamaged,
  PostmasterForeign,
  foreignness,
  postmasterFile,
  readPostmaster,
} from "./postmaster.ts";
import { isAlive } from "./process-alive.ts";

const MAJOR = "18";
const SUPERUSER = "saldo";
export { FileLock } from "./file-lock.ts";
export const DATABASE = "saldo";
/** Recovery after a crash may have gigabytes of log to replay. */
const START_PATIENCE_MS = 120_000;
const POLL_MS = 10;
const WATCH_MS = 250;
/** Looks at an empty postmaster.pid, a tenth of a second apart, before it is called damaged. */
const MOST_EMPTY = 20;
const LOG_LIMIT_BYTES = 10_000_000;

export const OtherMajor = refusal(
  "postgres_other_major",
  409,
  "Данные в {directory} созданы PostgreSQL {found}, а эта версия Saldo работает с PostgreSQL {wanted}. Перенесите данные (docs/guides/operate.md) или укажите другой SALDO_DATA",
  "The data in {directory} was made by PostgreSQL {found}; this Saldo runs PostgreSQL {wanted}. Move the data over (docs/guides/operate.md) or set another SALDO_DATA",
);

export const PostgresFailed = refusal(
  "postgres_failed",
  503,
  "PostgreSQL не запустился: {reason}. Журнал: {log}",
  "PostgreSQL did not start: {reason}. Its log: {log}",
);

export interface PostgresOptions {
  /** The cluster lives in `postgres/` under this folder. */
  readonly dataDirectory: string;
  /** Added to SETTINGS; names as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The user to run as when we are root: SALDO_PG_USER. */
  readonly user?: string | undefined;
  /** Starts the server again, on the same port, whenever it dies under us. */
  readonly supervise?: boolean;
  readonly onRestart?: (outcome: "restarted" | "failed", reason?: string) => void;
}

export interface PostgresServer {
  /** The superuser's address, who owns the schema: the application is let in by letIn (database-roles.ts). */
  readonly url: string;
  readonly port: number;
  /** The folder of the cluster (PGDATA). */
  readonly cluster: string;
  readonly logFile: string;
  /** True when a server of an earlier or another run was found alive and is being used. */
  readonly adopted: boolean;
  /** True when this opening made the database: nothing is in it, and nobody but the superuser is let in. */
  readonly isNew: boolean;
  /** The superuser's address of another database of the same server. */
  urlOf(database: string): string;
  /** The postmaster's process id at this moment. */
  processId(): number | null;
  /** Stops the server (fast: open work is rolled back) unless another process still uses it. Safe to call twice. */
  close(): Promise<void>;
}

/** Everything durable: a commit that was acknowledged survives a crash. Any of these may be overridden, see config.ts. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  shared_buffers: "256MB",
  max_connections: "60",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] ",
  // The log must not hold what customers sent us: no statements, no row values.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
};

interface Cluster {
  /** Folder of everything about this server. */
  readonly home: string;
  readonly directory: string;
  readonly logFile: string;
  readonly password: string;
  readonly user: ServiceUser;
  readonly binaries: Binaries;
  readonly settings: Readonly<Record<string, string>>;
}

interface Postmaster {
  readonly processId: number;
  readonly port: number;
  readonly adopted: boolean;
  readonly child: ChildProcess | null;
}

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that already runs there (a server outlives a killed
 * Saldo, and the command line works beside a running one). The last process to close stops it. postmaster.pid is never
 * touched: PostgreSQL itself decides whether a cluster is free, and we ask again until it is.
 */
export async function openPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = serviceUser(options.user);
  const home = homeFolder(options.dataDirectory, user);
  let inUse: FileLock | null = await shareFileLock(join(home, "users.lock"));
  try {
    const cluster = await prepareCluster(home, user, options.settings ?? {});
    let postmaster = await startOrJoin(cluster, null);
    const isNew = await createDatabase(cluster, postmaster);
    const synced = sync(cluster);
    const watch = options.supervise ? supervise() : null;
    return {
      url: urlOf(cluster, postmaster, DATABASE),
      port: postmaster.port,
      cluster: cluster.directory,
      logFile: cluster.logFile,
      adopted: postmaster.adopted,
      isNew,
      urlOf: (database) => urlOf(cluster, postmaster, database),
      processId: () => readPostmaster(cluster.directory)?.processId ?? null,
      close: async () => {
        await watch?.stop();
        await synced;
        inUse?.release();
        inUse = null;
        await stopUnlessUsed(cluster);
      },
    };

    function supervise(): Loop {
      return startLoop({
        pauseMs: WATCH_MS,
        keepsProcess: false,
        turn: async () => {
          if (isAlive(postmaster.processId)) return false;
          postmaster = await startOrJoin(cluster, postmaster.port);
          options.onRestart?.("restarted");
          return false;
        },
        onError: (error) => options.onRestart?.("failed", String((error as Error).message)),
      });
    }
  } catch (error) {
    inUse?.release();
    throw error;
  }
}

/** Where the cluster of a data folder lies: there, or in /var/lib/saldo when its user cannot walk down to it. */
function homeFolder(dataDirectory: string, user: ServiceUser): string {
  passableFolder(dataDirectory, user);
  const home = join(dataDirectory, "postgres");
  if (!lstatSync(home, { throwIfNoEntry: false })) {
    if (isReachable(dataDirectory, user)) passableFolder(home, user);
    else linkHomeElsewhere(home, user);
  }
  return realpathSync(home);
}

function linkHomeElsewhere(home: string, user: ServiceUser): void {
  const base = "/var/lib/saldo";
  passableFolder(base, user);
  const elsewhere = mkdtempSync(join(base, "data-"));
  passableFolder(elsewhere, user);
  try {
    symlinkSync(elsewhere, home);
  } catch (error) {
    rmSync(elsewhere, { recursive: true });
    if ((error as { code?: unknown }).code !== "EEXIST") throw error;
  }
}

async function prepareCluster(
  home: string,
  user: ServiceUser,
  settings: Readonly<Record<string, string>>,
): Promise<Cluster> {
  const directory = join(home, "cluster");
  checkMajor(directory);
  const cluster: Cluster = {
    home,
    directory,
    logFile: join(home, "server.log"),
    password: readPassword(home),
    user,
    binaries: usableBinaries(user),
    settings: { ...SETTINGS, ...settings },
  };
  if (!existsSync(directory)) await initialise(cluster);
  return cluster;
}

function checkMajor(directory: string): void {
  const versionFile = join(directory, "PG_VERSION");
  if (!existsSync(versionFile)) return;
  const found = readFileSync(versionFile, "utf8").trim();
  if (found !== MAJOR) throw OtherMajor({ values: { directory, found, wanted: MAJOR } });
}

/** Made once, complete before it gets its name, so two first starts agree on one password. */
function readPassword(home: string): string {
  const file = join(home, "password");
  if (!existsSync(file)) {
    const draft = `${file}.${randomBytes(6).toString("hex")}`;
    writeFileSync(draft, randomBytes(24).toString("base64url"), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as { code?: unknown }).code !== "EEXIST") throw error;
    }
    rmSync(draft);
  }
  return readFileSync(file, "utf8");
}

/** A new cluster is made aside and renamed into place: a killed first start leaves nothing half-made behind. */
async function initialise(cluster: Cluster): Promise<void> {
  const draft = mkdtempSync(join(cluster.home, "new-"));
  own(draft, cluster.user);
  const passwordFile = join(draft, "password");
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  own(passwordFile, cluster.user);
  const made = join(draft, "cluster");
  const locales = process.platform === "darwin" ? ["en_US.UTF-8", "C"] : ["C.UTF-8", "C"];
  let reason: string | null = null;
  for (const locale of locales) {
    reason = await runInitdb(cluster, made, passwordFile, locale);
    if (reason === null) break;
    rmSync(made, { recursive: true, force: true });
  }
  if (reason !== null) {
    rmSync(draft, { recursive: true, force: true });
    throw PostgresFailed({ values: { reason, log: cluster.logFile } });
  }
  writeFileSync(unsyncedNote(cluster), "");
  try {
    renameSync(made, cluster.directory);
  } catch (error) {
    if (!existsSync(join(cluster.directory, "PG_VERSION"))) throw error;
  }
  rmSync(draft, { recursive: true, force: true });
}

/** Null when it worked, else why not. */
async function runInitdb(
  cluster: Cluster,
  directory: string,
  passwordFile: string,
  locale: string,
): Promise<string | null> {
  const args = [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    // The C library's locale serves only what the built-in one does not: word and letter classes.
    `--locale=${locale}`,
    "--lc-messages=C",
    // Waiting for the disk is made up for once the server runs.
    "--no-sync",
  ];
  return initdb(cluster, args);
}

/** Brings a new cluster's files to the disk: noted beside it, so that one whose first start was killed is brought there too. */
async function sync(cluster: Cluster): Promise<void> {
  const note = unsyncedNote(cluster);
  if (cluster.settings.fsync === "off" || !existsSync(note)) return;
  const reason = await initdb(cluster, ["--sync-only", `--pgdata=${cluster.directory}`]);
  if (reason === null) rmSync(note, { force: true });
}

function unsyncedNote(cluster: Cluster): string {
  return join(cluster.home, "unsynced");
}

/** Null when it worked, else why not. */
async function initdb(cluster: Cluster, args: readonly string[]): Promise<string | null> {
  const child = spawn(join(cluster.binaries.native, "bin", "initdb"), args, {
    ...processOwner(cluster.user),
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
    env: serverEnvironment(),
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) =>
    child.once("close", resolve).once("error", (error) => resolve(error.message)),
  );
  return code === 0 ? null : said.trim().replaceAll(/\s+/g, " ") || `initdb: ${String(code)}`;
}

async function startOrJoin(cluster: Cluster, fixedPort: number | null): Promise<Postmaster> {
  const deadline = performance.now() + START_PATIENCE_MS;
  const file = postmasterFile(cluster.directory);
  let reason = "";
  let empty = 0;
  while (performance.now() < deadline) {
    const running = readPostmaster(cluster.directory);
    if (running && isAlive(running.processId)) {
      if (running.ready && (await isOurs(cluster, running.port))) return { ...running, adopted: true, child: null };
      const what = foreignness(running.processId, cluster.directory);
      if (what !== null) throw PostmasterForeign({ values: { file, pid: String(running.processId), what } });
      await delay(POLL_MS * 5);
      continue;
    }
    const outcome = await launch(cluster, fixedPort ?? (await choosePort(cluster)));
    if (typeof outcome !== "string") return outcome;
    reason = outcome;
    // Empty is the file of whoever begins in this moment, or what a full disk left: soon it is known which.
    if (/lock file .* is empty/i.test(reason)) empty += 1;
    if (/bogus data in lock file/i.test(reason) || empty > MOST_EMPTY) throw PostmasterDamaged({ values: { file } });
    // Backends of a killed server, another starter or a taken port: all pass. Anything else will not.
    if (!/postmaster\.pid|shared memory|Address already in use|could not bind/i.test(reason)) break;
    await delay(POLL_MS * 10);
  }
  throw PostgresFailed({ values: { reason: reason || "no answer", log: cluster.logFile } });
}

/** One attempt: the ready server, or why it ended. */
async function launch(cluster: Cluster, port: number): Promise<Postmaster | string> {
  const before = openLog(cluster);
  const log = openSync(cluster.logFile, "a", 0o600);
  const settings = Object.entries({ ...cluster.settings, port: String(port) });
  const child = spawn(
    join(cluster.binaries.native, "bin", "postgres"),
    ["-D", cluster.directory, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    // Its own process group: a Ctrl-C in the terminal is for us, and we stop the server when our work is put away.
    { ...processOwner(cluster.user), cwd: "/", detached: true, stdio: ["ignore", log, log], env: serverEnvironment() },
  );
  closeSync(log);
  child.unref();
  const ended: string[] = [];
  child.once("error", (error) => ended.push(error.message));
  child.once("exit", (code, signal) => ended.push(`exit ${code ?? signal}`));
  while (ended.length === 0) {
    const running = readPostmaster(cluster.directory);
    if (running?.ready && running.processId === child.pid) {
      writeFileSync(join(cluster.home, "port"), String(port), { mode: 0o600 });
      return { processId: running.processId, port, adopted: false, child };
    }
    await delay(POLL_MS);
  }
  const said = readFileSync(cluster.logFile, "utf8").slice(before);
  return /(?:FATAL|PANIC): .*/.exec(said)?.[0] ?? `${ended.join()}: ${said.trim().slice(-300)}`;
}

/** The length of the log so far; a log that has grown too long is begun anew. */
function openLog(cluster: Cluster): number {
  const size = statSync(cluster.logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LOG_LIMIT_BYTES) return size;
  truncateSync(cluster.logFile);
  return 0;
}

/** A live process may be a stranger that got the old number: only a server that takes our password and shows our folder counts. */
async function isOurs(cluster: Cluster, port: number): Promise<boolean> {
  try {
    const rows = await ask(cluster, port, "select current_setting('data_directory') as directory");
    return realpathSync(String(rows[0]?.directory)) === realpathSync(cluster.directory);
  } catch (error) {
    const file = join(cluster.home, "password");
    const isHere = foreignness(readPostmaster(cluster.directory)?.processId ?? 0, cluster.directory) === null;
    if ((error as { code?: unknown }).code === "28P01" && isHere) throw PasswordRefused({ values: { file } });
    return false;
  }
}

/** False when it was there, or another process made it just now. */
async function createDatabase(cluster: Cluster, postmaster: Postmaster): Promise<boolean> {
  const present = "select 1 from pg_database where datname = $1";
  const known = await ask(cluster, postmaster.port, present, [DATABASE]).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "28P01") throw error;
    throw PasswordRefused({ values: { file: join(cluster.home, "password") } });
  });
  if (known.length > 0) return false;
  try {
    await ask(cluster, postmaster.port, `create database ${DATABASE}`);
    return true;
  } catch (error) {
    if ((await ask(cluster, postmaster.port, present, [DATABASE])).length === 0) throw error;
    return false;
  }
}

async function ask(
  cluster: Cluster,
  port: number,
  statement: string,
  values: string[] = [],
): Promise<Record<string, unknown>[]> {
  const connectionString = urlOf(cluster, { port }, "postgres");
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 5_000,
    application_name: "saldo-launcher",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(statement, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopUnlessUsed(cluster: Cluster): Promise<void> {
  const alone = FileLock.tryExclusive(join(cluster.home, "users.lock"));
  if (!alone) return;
  try {
    const running = readPostmaster(cluster.directory);
    if (!running || !isAlive(running.processId)) return;
    const control = join(cluster.binaries.native, "bin", "pg_ctl");
    const command = ["stop", "-D", cluster.directory, "-m", "fast", "-w", "-t", "60"];
    const stopping = spawn(control, command, { ...processOwner(cluster.user), cwd: "/", stdio: "ignore" });
    await new Promise((resolve) => stopping.once("close", resolve).once("error", resolve));
  } finally {
    alone.release();
  }
}

async function shareFileLock(path: string): Promise<FileLock> {
  const deadline = performance.now() + START_PATIENCE_MS;
  for (;;) {
    const lock = FileLock.tryShared(path);
    if (lock) return lock;
    if (performance.now() > deadline) throw PostgresFailed({ values: { reason: `${path} is held`, log: path } });
    await delay(POLL_MS * 5);
  }
}

/** The port of the last time when it is still free, so that addresses people wrote down stay good. */
async function choosePort(cluster: Cluster): Promise<number> {
  const file = join(cluster.home, "port");
  const last = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  return (last > 0 ? await freePort(last) : null) ?? (await freePort(0)) ?? 5432;
}

/** The port itself when it can be bound on the loopback (any free one for 0), else null. */
function freePort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

function urlOf(cluster: Cluster, { port }: { port: number }, database: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;
}

function own(path: string, user: ServiceUser): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
}

/** Nothing of ours: no secrets in the server's environment, no locale but the one of the cluster. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "" };
}
