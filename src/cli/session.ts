import { Refusal, refusal } from "../core/errors.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { type Config, isOff } from "../platform/config.ts";
import { appUrlOf, excessRights, isOwner, isRefusedLogin, letIn } from "../platform/database-roles.ts";
import { Database, DatabaseUnavailable, only } from "../platform/db.ts";
import type { Logger } from "../platform/log.ts";
import { type MigrationReport, migrate, pendingMigrations } from "../platform/migrate/index.ts";
import { type PostgresServer, openPostgres } from "../platform/postgres/index.ts";
import { openClock } from "../platform/sandbox-clock.ts";

export interface OpenOptions {
  /** For what runs long: the embedded PostgreSQL is started again when it dies, a moved clock is followed. */
  readonly keep?: boolean;
  readonly applicationName?: string;
}

/** An open database, wherever it is, brought up to date. */
export interface Session {
  readonly database: Database;
  readonly databaseUrl: string;
  /** Business time, as the whole platform sees it. */
  readonly clock: Clock;
  /** Null with DATABASE_URL. */
  readonly postgres: PostgresServer | null;
  readonly migrations: MigrationReport;
  close(): Promise<void>;
}

const OLDEST_SERVER = 180_000;

export const DatabaseNotDurable = refusal(
  "database_not_durable",
  409,
  "Сервер базы данных работает с {setting} = {value}: подтверждённая операция может пропасть. В режиме production это недопустимо",
  "The database server runs with {setting} = {value}: an acknowledged operation could be lost. Production mode refuses that",
);

export const DatabaseUnreachable = refusal(
  "database_unreachable",
  503,
  "База данных {address} не отвечает: проверьте DATABASE_URL и запущен ли сервер",
  "The database {address} does not answer: check DATABASE_URL and whether the server runs",
);

export const DatabaseRefusesUser = refusal(
  "database_refuses_user",
  409,
  "База данных {address} не пускает пользователя {user}: проверьте имя и пароль в DATABASE_URL",
  "The database {address} does not let user {user} in: check the name and the password in DATABASE_URL",
);

export const DatabaseMissing = refusal(
  "database_missing",
  409,
  "На сервере {host} нет базы данных {name}: создайте её или исправьте DATABASE_URL",
  "There is no database {name} on the server {host}: create it or correct DATABASE_URL",
);

export const FolderUnusable = refusal(
  "folder_unusable",
  409,
  "В папку данных {directory} нельзя писать: {reason}. Исправьте права или задайте другой SALDO_DATA",
  "The data folder {directory} cannot be written to: {reason}. Mend its rights or set another SALDO_DATA",
);

export const DatabaseTooOld = refusal(
  "database_too_old",
  409,
  "Нужен PostgreSQL 18 или новее, на сервере {version}",
  "PostgreSQL 18 or newer is needed, the server has {version}",
);

export const DatabaseBehind = refusal(
  "database_behind",
  409,
  "В базе нет миграции {name}, а {user} не владелец схемы: выполните saldo migrate с DATABASE_OWNER_URL",
  "The database lacks migration {name}, and {user} does not own the schema: run saldo migrate with DATABASE_OWNER_URL",
);

/**
 * Opens the database of the settings: DATABASE_URL, or the embedded PostgreSQL, which is started when it does not run
 * yet and stopped when the last user closes. The session is the application's own role; the owner's address is used to
 * bring the schema up to date, and let go before anything else is done (decision 0068).
 */
export async function openSession(config: Config, log: Logger, options: OpenOptions = {}): Promise<Session> {
  const postgres = config.databaseUrl === null ? await openEmbedded(config, log, options.keep ?? false) : null;
  let database: Database | null = null;
  const close = async (): Promise<void> => {
    await database?.close();
    await postgres?.close();
  };
  try {
    const { databaseConnections: connections } = config;
    const connect: Connect = (url) =>
      new Database({ url, connections, applicationName: options.applicationName ?? "saldo" });
    const { url, migrations, ...opened } = await bringUp(config, postgres, connect);
    ({ database } = opened);
    await checkServer(database, config.mode);
    if (options.keep) await tellExcess(database, log);
    const time = await openClock(database, { production: config.mode === "production", keep: options.keep ?? false });
    return {
      database,
      databaseUrl: url,
      clock: time.clock,
      postgres,
      migrations,
      close: async () => {
        await time.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Connect = (url: string) => Database;

/** The application's own connections, and their address. */
interface Prepared {
  readonly database: Database;
  readonly url: string;
  readonly migrations: MigrationReport;
}

/** Opens the application's connections; before that, when there is something to do, the owner brings the schema up to date. */
async function bringUp(config: Config, postgres: PostgresServer | null, connect: Connect): Promise<Prepared> {
  const given = postgres?.url ?? config.databaseUrl ?? "";
  const ownerUrl = postgres === null ? config.databaseOwnerUrl : null;
  const asOwner = async (owner: string, url: string, follows: boolean): Promise<Prepared> => {
    const migrations = await using(owner, (opened) => migrateAndLetIn(opened, config.mode, url, follows));
    const opened = await asItIs(url, connect);
    if (opened === null) throw refusedUser(url);
    return { ...opened, migrations };
  };
  if (ownerUrl !== null) return (await asItIs(given, connect)) ?? asOwner(ownerUrl, given, false);
  if (postgres === null && !(await using(given, isOwner))) return (await asItIs(given, connect)) ?? refuseBehind(given);
  const derived = appUrlOf(given);
  if (derived === null) return asOwner(given, given, false);
  return (postgres?.isNew ? null : await asItIs(derived, connect)) ?? asOwner(given, derived, true);
}

/** Null when the application is not let in yet, or migrations are missing. */
async function asItIs(url: string, connect: Connect): Promise<Prepared | null> {
  const database = connect(url);
  let isReady = false;
  try {
    const { pending, total } = await pendingMigrations(database);
    isReady = pending.length === 0;
    return isReady ? { database, url, migrations: { applied: [], total } } : null;
  } catch (error) {
    if (isRefusedLogin(error)) return null;
    throw unreached(error, url);
  } finally {
    if (!isReady) await database.close();
  }
}

async function migrateAndLetIn(owner: Database, mode: Config["mode"], url: string, follows: boolean) {
  await checkServer(owner, mode);
  const migrations = await migrate(owner, systemClock);
  await letIn(owner, url, follows);
  return migrations;
}

async function refuseBehind(url: string): Promise<never> {
  const [name = ""] = (await using(url, (database) => pendingMigrations(database))).pending;
  throw DatabaseBehind({ values: { name, user: decodeURIComponent(new URL(url).username) } });
}

/** One connection for one piece of work; what keeps it from being made is told in a sentence. */
async function using<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = new Database({ url, connections: 1, applicationName: "saldo-launcher" });
  try {
    return await work(database);
  } catch (error) {
    throw unreached(error, url);
  } finally {
    await database.close();
  }
}

/** More rights than the application needs are said at a start, in a line: nothing in the database would hold it back. */
async function tellExcess(database: Database, log: Logger): Promise<void> {
  const rights = await excessRights(database);
  if (rights.length > 0)
    log.warn(
      { rights },
      "the database lets Saldo do more than it needs: see DATABASE_OWNER_URL in docs/guides/operate.md",
    );
}

/** What the system says of a host that is not to be found or reached. */
const NOT_THERE = new Set(["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ECONNREFUSED"]);
/** What it says of a folder that is not to be written to; of the empty database that is a lock, SQLite does. */
const NOT_WRITABLE = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT", "ENOSPC", "EDQUOT"]);
const SQLITE_NOT_WRITABLE = new Set([8, 10, 13, 14]);

/** Does what needs the data folder; what the system refuses there becomes FolderUnusable, in a sentence. */
export async function inFolder<T>(directory: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message: string };
    const isOfFolder = NOT_WRITABLE.has(String(code)) || SQLITE_NOT_WRITABLE.has(Number(errcode));
    throw isOfFolder ? FolderUnusable({ values: { directory, reason: message } }) : error;
  }
}

function openEmbedded(config: Config, log: Logger, supervise: boolean): Promise<PostgresServer> {
  const { dataDirectory: folder } = config;
  return inFolder(folder, () => openServer(config, log, supervise));
}

function openServer(config: Config, log: Logger, supervise: boolean): Promise<PostgresServer> {
  return openPostgres({
    dataDirectory: config.dataDirectory,
    settings: config.postgresSettings,
    user: config.postgresUser ?? undefined,
    supervise,
    onRestart: (outcome, reason) => log.warn({ outcome, reason }, "the embedded PostgreSQL had died"),
  });
}

function refusedUser(databaseUrl: string): Refusal {
  const { host, pathname, username } = new URL(databaseUrl);
  return DatabaseRefusesUser({ values: { address: `${host}${pathname}`, user: decodeURIComponent(username) } });
}

/** What kept a connection from being made, as a refusal that says what to look at; anything else as it was. */
function unreached(error: unknown, databaseUrl: string): unknown {
  const { host, pathname } = new URL(databaseUrl);
  const address = `${host}${pathname}`;
  const { code = "" } = error as { code?: string };
  if (error instanceof Refusal && error.kind !== DatabaseUnavailable.kind) return error;
  if (error instanceof Refusal || NOT_THERE.has(code)) return DatabaseUnreachable({ values: { address } });
  if (isRefusedLogin(error)) return refusedUser(databaseUrl);
  if (code === "3D000") return DatabaseMissing({ values: { host, name: decodeURIComponent(pathname.slice(1)) } });
  return error;
}

async function checkServer(database: Database, mode: Config["mode"]): Promise<void> {
  const server = only(
    await database.query<Record<string, string>>(
      `select current_setting('server_version') as version, current_setting('server_version_num') as number,
              current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
              current_setting('synchronous_commit') as synchronous_commit`,
    ),
  );
  if (Number(server.number) < OLDEST_SERVER) throw DatabaseTooOld({ values: { version: server.version ?? "" } });
  if (mode !== "production") return;
  for (const setting of ["fsync", "full_page_writes", "synchronous_commit"]) {
    const value = server[setting] ?? "";
    if (isOff(value)) throw DatabaseNotDurable({ values: { setting, value } });
  }
}
