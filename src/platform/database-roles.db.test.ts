import { randomBytes } from "node:crypto";

import { beforeAll, describe, expect, test } from "vitest";

import { ownerOf, testDatabase } from "../../test/support/database.ts";
import { appUrlOf, excessRights, isOwner, letIn } from "./database-roles.ts";
import { Database } from "./db.ts";

const { database, url } = await testDatabase();

/** What a statement's refusal says: SQLSTATE 42501, insufficient_privilege. */
const DENIED = { code: "42501" };

async function refused(statement: string): Promise<void> {
  await expect(
    database.transaction((tx) => tx.execute(statement)),
    statement,
  ).rejects.toMatchObject(DENIED);
}

describe("reliability 66: the application's own role is neither owner nor superuser", () => {
  test("it has no right that it does not need, and the owner's are named", async () => {
    expect(await excessRights(database)).toEqual([]);
    expect(await isOwner(database)).toBe(false);
    expect(await isOwner(ownerOf(database))).toBe(true);
    expect(await excessRights(ownerOf(database))).toEqual(expect.arrayContaining(["superuser", "owner"]));
    const [role] = await database.query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,
              (select count(*)::int from pg_shdepend d left join pg_class c on c.oid = d.objid
                where d.refobjid = r.oid and d.deptype = 'o' and c.relpersistence is distinct from 't'
                  and d.dbid = (select oid from pg_database where datname = current_database())) as owned
         from pg_roles r where rolname = current_user`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      rolreplication: false,
      owned: 0,
    });
  });

  test.each([
    "alter table charge disable trigger stays_when_closed",
    "alter table posting disable trigger all",
    "alter table document disable row level security",
    "alter table seal rename to unsealed",
    "alter table posting drop constraint posting_pkey",
    "create or replace function public.forbid_change() returns trigger language plpgsql as $$ begin return null; end $$",
    "drop trigger forbid_change on seal",
    "drop policy tenant_read on document",
    "drop table period_lock",
    "truncate posting",
    "truncate charge",
    "set local session_replication_role = replica",
    "set local role saldo",
    "set session authorization saldo",
    "select rolpassword from pg_authid",
    "select pg_read_file('PG_VERSION')",
    "copy (select 1) to program 'true'",
    "alter role saldo_app superuser",
    "alter role saldo_app bypassrls",
    "create role another",
    "create table public.mine (n int)",
    "create function public.mine() returns int language sql as 'select 1'",
    "create schema mine",
    "call make_append_only('payer')",
    "insert into schema_migration values ('9999_x.sql', 'x', '2026-01-01Z')",
    "insert into seal values ('payment', '1', sha256('x'))",
    "insert into month_seal values (1, 'moscow', '2026-10-01', 0, sha256('x'), sha256('x'))",
    "call seal_month('moscow', '2026-10-01')",
    "update chart_of_accounts set ledger_account = ledger_account",
    "update usage_event_0 set quantity = 0",
    "select setval(pg_get_serial_sequence('document', 'document_id'), 1)",
  ])("it may not: %s", refused);

  test("it becomes the reader of a customer's rows and comes back, and that reader is no way to anything else", async () => {
    await database.transaction(async (tx) => {
      await tx.execute("set local role saldo_tenant");
      expect(await tx.query("select tenant_documents() as documents")).toEqual([{ documents: null }]);
      await tx.execute("reset role");
      expect(await tx.query("select current_user as name")).toEqual([{ name: "saldo_app" }]);
    });
    await refused("select tenant_documents()");
    await refused("select tenant_payers()");
  });

  test("what runs with the owner's rights has a fixed search path and is not everybody's", async () => {
    const open = await database.query(
      `select oid::regprocedure::text as name from pg_proc
        where prosecdef and pronamespace = 'public'::regnamespace
          and (proconfig is null or not 'search_path=public, pg_temp' = any (proconfig)
               or exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0))`,
    );
    expect(open).toEqual([]);
  });
});

interface Guarded {
  readonly name: string;
  readonly column: string;
}

describe("DOC-07 what is only added to is not the application's to change, before any trigger is asked", () => {
  let guarded: readonly Guarded[];
  beforeAll(async () => {
    // What make_append_only and its like protect, whatever the row is, by the catalog: a new table is looked at by itself.
    guarded = await database.query<Guarded>(
      `select c.relname as name, (select attname from pg_attribute where attrelid = c.oid and attnum > 0 and attidentity = '' and attgenerated = ''
                                       order by attnum limit 1) as column
         from pg_class c join pg_trigger t on t.tgrelid = c.oid join pg_proc f on f.oid = t.tgfoid
        where f.proname in ('forbid_change', 'forbid_security_change') and t.tgqual is null and t.tgattr = ''
          and t.tgtype & 16 > 0 and not c.relispartition
        group by c.oid, c.relname order by 1`,
    );
  });

  test("update and truncate are refused to it for each such table, delete too where a trigger forbids it", async () => {
    const names = guarded.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["document", "idempotency_key", "journal_entry", "posting", "seal"]));
    for (const { name, column } of guarded) {
      await refused(`update ${name} set ${column} = ${column}`);
      await refused(`truncate ${name}`);
    }
    const deletable = await database.query(
      `select distinct c.relname from pg_class c join pg_trigger t on t.tgrelid = c.oid join pg_proc f on f.oid = t.tgfoid
        where f.proname = 'forbid_change' and t.tgqual is null and t.tgattr = '' and t.tgtype & 8 > 0 and not c.relispartition
          and has_table_privilege(c.oid, 'delete')`,
    );
    expect(deletable).toEqual([]);
  });

  test("no table is the application's to truncate, to point at or to hang a trigger on", async () => {
    const rights = await database.query(
      `select oid::regclass::text as name from pg_class
        where relkind in ('r', 'p') and relnamespace in ('public'::regnamespace, 'auth'::regnamespace)
          and (has_table_privilege(oid, 'truncate') or has_table_privilege(oid, 'references') or has_table_privilege(oid, 'trigger'))`,
    );
    expect(rights).toEqual([]);
  });

  test("a table that a later migration makes is the program's, and one that it makes append-only is not to be changed", async () => {
    const owner = ownerOf(database);
    await owner.query("create table planted (n int)");
    await database.query("insert into planted values (1)");
    expect(await database.query("update planted set n = 2 returning n")).toEqual([{ n: 2 }]);
    await owner.query("call make_append_only('planted')");
    await refused("update planted set n = 3");
    await refused("delete from planted");
    await owner.query("drop table planted");
  });
});

describe("letting the application in", () => {
  test("its password follows from the owner's and tells nothing of it; an owner without one has no such address", () => {
    const app = new URL(appUrlOf("postgres://saldo:secret@db.example:5432/books?sslmode=require") ?? "");
    expect([app.username, app.host, app.pathname, app.search]).toEqual([
      "saldo_app",
      "db.example:5432",
      "/books",
      "?sslmode=require",
    ]);
    expect(app.password).toMatch(/^[\w-]{43}$/);
    expect(appUrlOf("postgres://saldo:other@db.example/books")).not.toContain(app.password);
    expect(appUrlOf("postgres://saldo@db.example/books")).toBeNull();
  });

  test("a login of the operator's own name gets the same rights; a password that is there is not replaced", async () => {
    const name = `app_${randomBytes(5).toString("hex")}`;
    const own = new URL(url);
    own.username = name;
    own.password = "first";
    const owner = ownerOf(database);
    await letIn(owner, own.href, false);
    const opened = new Database({ url: own.href, connections: 1 });
    try {
      expect(await excessRights(opened)).toEqual([]);
      await opened.transaction(async (tx) => {
        await tx.query("select from document limit 1");
        await tx.execute("set local role saldo_tenant");
      });
      await expect(opened.query("update posting set amount_minor = 0")).rejects.toMatchObject(DENIED);
    } finally {
      await opened.close();
    }
    own.password = "second";
    await letIn(owner, own.href, false);
    const other = new Database({ url: own.href, connections: 1 });
    await expect(other.query("select 1")).rejects.toMatchObject({ code: "28P01" });
    await other.close();
    await owner.query(`drop role ${name}`);
  });
});
