import { Refusal, refusal } from "../core/errors.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { type Config, isOff } from "../platform/config.ts";
import { Database, only } from "../platform/db.ts";
import type { Logger } from "../platform/log.ts";
import { startLoop } from "../platform/loop.ts";
import { type MigrationReport, migrate } from "../platform/migrate/index.ts";
import { type PostgresServer, openPostgres } from "../platform/postgres/index.ts";
import { SandboxClock } from "../platform/sandbox-clock.ts";

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

const CLOCK_REFRESH_MS = 500;
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

export const DatabaseTooOld = refusal(
  "database_too_old",
  409,
  "Нужен PostgreSQL 18 или новее, на сервере {version}",
  "PostgreSQL 18 or newer is needed, the server has {version}",
);

/**
 * Opens the database of the settings: DATABASE_URL, or the embedded PostgreSQL, which is started when it does not run
 * yet and stopped when the last user closes.
 */
export async function openSession(config: Config, log: Logger, options: OpenOptions = {}): Promise<Session> {
  const postgres = config.databaseUrl === null ? await openEmbedded(config, log, options.keep ?? false) : null;
  const databaseUrl = postgres?.url ?? config.databaseUrl ?? "";
  const database = new Database({
    url: databaseUrl,
    connections: config.databaseConnections,
    applicationName: options.applicationName ?? "saldo",
  });
  const close = async (): Promise<void> => {
    await database.close();
    await postgres?.close();
  };
  try {
    await reach(database, databaseUrl);
    await checkServer(database, config.mode);
    const migrations = await migrate(database, systemClock);
    const time = config.mode === "production" ? null : await followSandboxClock(database, options.keep ?? false);
    const clock = time?.clock ?? systemClock;
    return {
      database,
      databaseUrl,
      clock,
      postgres,
      migrations,
      close: async () => {
        await time?.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The sandbox's clock is a row of the database: other processes move it, so it is read again and again. */
async function followSandboxClock(
  database: Database,
  keep: boolean,
): Promise<{ clock: Clock; stop: () => Promise<void> }> {
  const clock = new SandboxClock(database);
  await clock.refresh();
  if (!keep) return { clock, stop: async () => undefined };
  const { stop } = startLoop({
    pauseMs: CLOCK_REFRESH_MS,
    keepsProcess: false,
    turn: async () => {
      await clock.refresh();
      return false;
    },
    // The database is away: what was read last goes on.
    onError: () => undefined,
  });
  return { clock, stop };
}

function openEmbedded(config: Config, log: Logger, supervise: boolean): Promise<PostgresServer> {
  return openPostgres({
    dataDirectory: config.dataDirectory,
    settings: config.postgresSettings,
    user: config.postgresUser ?? undefined,
    supervise,
    onRestart: (outcome, reason) => log.warn({ outcome, reason }, "the embedded PostgreSQL had died"),
  });
}

async function reach(database: Database, databaseUrl: string): Promise<void> {
  try {
    await database.query("select 1");
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    if (error instanceof Refusal) throw DatabaseUnreachable({ values: { address: `${host}${pathname}` } });
    throw error;
  }
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
