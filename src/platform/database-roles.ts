import { createHmac } from "node:crypto";

import pg from "pg";

import { type Database, type Tx, only, sqlState } from "./db.ts";
import { holdLock } from "./locks.ts";

/** The role whose grants are all that the program needs (migration 0068): it owns nothing and can switch nothing off. */
const APP_ROLE = "saldo_app";

/**
 * The address under which the program itself connects where only the owner's is known. The password follows from the
 * owner's, so that every process finds the same one and none has to keep it. Null when the owner has no password.
 */
export function appUrlOf(ownerUrl: string): string | null {
  const url = new URL(ownerUrl);
  if (url.password === "") return null;
  url.password = createHmac("sha256", decodeURIComponent(url.password)).update(APP_ROLE).digest("base64url");
  url.username = APP_ROLE;
  return url.href;
}

/** Whether a connection's role owns the schema or, in an empty database, could make it. */
export async function isOwner(database: Database): Promise<boolean> {
  const rows = await database.query<{ owner: boolean }>(
    `select coalesce((select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass('public.schema_migration')),
                     has_schema_privilege('public', 'create')) as owner`,
  );
  return only(rows).owner;
}

/**
 * Lets the role of an application's address in. One that is not there is made with the address's password and the rights of
 * saldo_app; a password that exists is replaced only when it follows from the owner's, never one an operator chose.
 */
export async function letIn(owner: Database, appUrl: string, follows: boolean): Promise<void> {
  const { username, password } = new URL(appUrl);
  const [name, secret] = [decodeURIComponent(username), pg.escapeLiteral(decodeURIComponent(password))];
  const role = pg.escapeIdentifier(name);
  await owner.transaction(async (tx) => {
    await holdLock(tx, "migration");
    const known = await tx.query("select from pg_roles where rolname = $1", [name]);
    if (known.length === 0) await tx.execute(`create role ${role} login password ${secret} in role ${APP_ROLE}`);
    else if (follows) await tx.execute(`alter role ${role} login password ${secret}`);
  });
}

/** What the server says to a login that it does not let in, or that may not look at the tables. */
export function isRefusedLogin(error: unknown): boolean {
  return ["28P01", "28000", "42501"].includes(sqlState(error) ?? "");
}

/** Rights that a connection has and the program does not need, by name; none as long as it is saldo_app or a member of it alone. */
export async function excessRights(database: Pick<Database | Tx, "query">): Promise<string[]> {
  const { rights } = only(
    await database.query<{ rights: string[] }>(
      `select array_remove(array[
                case when rolsuper then 'superuser' end,
                case when rolcreaterole then 'createrole' end,
                case when rolbypassrls then 'bypassrls' end,
                case when rolreplication then 'replication' end,
                case when exists (select from pg_class c where relnamespace in ('public'::regnamespace, 'auth'::regnamespace)
                                     and relkind in ('r', 'p') and pg_has_role(c.relowner, 'member')) then 'owner' end,
                case when has_schema_privilege('public', 'create') then 'create' end,
                case when has_table_privilege('posting', 'update, delete, truncate, trigger') then 'change_history' end
              ], null) as rights
         from pg_roles where rolname = current_user`,
    ),
  );
  return rights;
}
