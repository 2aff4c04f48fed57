import type { Database } from "../src/platform/db.ts";

/** What is in a schema besides PostgreSQL's own and what extensions brought. */
const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg\\_%'`;
const notFromExtension = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

export interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  readonly base_type: string;
  readonly is_array: boolean;
  readonly labels: readonly string[] | null;
  readonly not_null: boolean;
  readonly written: string;
  readonly comment: string | null;
}

export interface TableFacts {
  readonly schema: string;
  readonly name: string;
  readonly kind: "r" | "p" | "v" | "m";
  readonly is_partition: boolean;
  readonly partition_of: string | null;
  readonly partition_bound: string | null;
  readonly partition_key: string | null;
  readonly options: readonly string[] | null;
  readonly row_security: string | null;
  readonly comment: string | null;
  readonly definition: string | null;
  readonly columns: readonly ColumnFacts[];
  /** Complete statements or clauses in PostgreSQL's own words, in a stable order. */
  readonly constraints: readonly string[];
  readonly indexes: readonly string[];
  readonly triggers: readonly string[];
  readonly policies: readonly string[];
  readonly grants: readonly string[];
}

export interface SchemaFacts {
  readonly extensions: readonly string[];
  readonly schemas: readonly string[];
  readonly sequences: readonly string[];
  readonly enums: readonly { readonly name: string; readonly labels: readonly string[] }[];
  readonly domains: readonly string[];
  readonly tables: readonly TableFacts[];
  readonly functions: readonly string[];
}

/** Reads the catalogs; everything comes sorted by name, so two equal schemas read equal. */
export async function readSchema(database: Database): Promise<SchemaFacts> {
  const names = async (text: string): Promise<string[]> =>
    (await database.query<{ line: string }>(text)).map(({ line }) => line);
  return {
    extensions: await names(
      `select quote_ident(extname) as line from pg_extension where extname <> 'plpgsql' order by extname`,
    ),
    schemas: await names(
      `select quote_ident(nspname) as line from pg_namespace n where ${OURS} and nspname <> 'public' order by nspname`,
    ),
    sequences: await names(SEQUENCES),
    enums: await database.query(ENUMS),
    domains: await names(DOMAINS),
    tables: await database.query<TableFacts>(TABLES),
    functions: await names(FUNCTIONS),
  };
}

const SEQUENCES = `
  select format('%I.%I as %s start %s increment %s', n.nspname, c.relname, format_type(s.seqtypid, null), s.seqstart, s.seqincrement)
         || case when s.seqcache > 1 then format(' cache %s', s.seqcache) else '' end
         || case when s.seqcycle then ' cycle' else '' end as line
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid
    join pg_namespace n on n.oid = c.relnamespace
   where ${OURS}
     and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
   order by n.nspname, c.relname`;

const ENUMS = `
  select format('%I.%I', n.nspname, t.typname) as name, array_agg(e.enumlabel order by e.enumsortorder)::text[] as labels
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
    join pg_enum e on e.enumtypid = t.oid
   where ${OURS} and ${notFromExtension("pg_type", "t.oid")}
   group by n.nspname, t.typname
   order by n.nspname, t.typname`;

const DOMAINS = `
  select format('%I.%I as %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
         || case when t.typnotnull then ' not null' else '' end
         || coalesce((select string_agg(' ' || pg_get_constraintdef(k.oid), '' order by k.conname)
                        from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '') as line
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
   where ${OURS} and t.typtype = 'd' and ${notFromExtension("pg_type", "t.oid")}
   order by n.nspname, t.typname`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as line
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
   where ${OURS} and p.prokind in ('f', 'p') and ${notFromExtension("pg_proc", "p.oid")}
   order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)`;

const COLUMNS = `
  select coalesce(json_agg(json_build_object(
           'name', a.attname,
           'type', format_type(a.atttypid, a.atttypmod),
           'base_type', base.typname,
           'is_array', t.typelem <> 0 and t.typlen = -1 and t.typcategory = 'A',
           'labels', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = base.oid),
           'not_null', a.attnotnull,
           'comment', col_description(c.oid, a.attnum),
           'written', quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
             || case when a.attcollation <> t.typcollation then ' collate ' || quote_ident(l.collname) else '' end
             || case when a.attnotnull then ' not null' else '' end
             || case a.attidentity when 'a' then ' generated always as identity'
                                   when 'd' then ' generated by default as identity' else '' end
             || case when d.adbin is null then ''
                     when a.attgenerated = 's' then format(' generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
                     when a.attgenerated = 'v' then format(' generated always as (%s) virtual', pg_get_expr(d.adbin, d.adrelid))
                     else ' default ' || pg_get_expr(d.adbin, d.adrelid) end
         ) order by a.attnum), '[]')
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    join pg_type base on base.oid = case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem
                                         when t.typtype = 'd' then t.typbasetype else t.oid end
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_collation l on l.oid = a.attcollation
   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`;

const lines = (select: string, order: string): string =>
  `(select coalesce(json_agg(${select} order by ${order}), '[]')`;

const TABLES = `
  select n.nspname as schema, c.relname as name, c.relkind as kind, c.relispartition as is_partition,
         (select i.inhparent::regclass::text from pg_inherits i where i.inhrelid = c.oid) as partition_of,
         pg_get_expr(c.relpartbound, c.oid) as partition_bound,
         case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
         c.reloptions as options,
         case when c.relforcerowsecurity then 'force' when c.relrowsecurity then 'enable' end as row_security,
         obj_description(c.oid, 'pg_class') as comment,
         case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
         (${COLUMNS}) as columns,
         ${lines(`format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid))`, `array_position('{p,u,x,c,f}'::"char"[], k.contype), k.conname`)}
            from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'x', 'c', 'f') and k.conparentid = 0) as constraints,
         ${lines("pg_get_indexdef(i.indexrelid)", "i.indexrelid::regclass::text")}
            from pg_index i where i.indrelid = c.oid
             and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
             and not exists (select from pg_inherits h where h.inhrelid = i.indexrelid)) as indexes,
         ${lines("pg_get_triggerdef(g.oid)", "g.tgname")}
            from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal and g.tgparentid = 0) as triggers,
         ${lines(
           `format('create policy %I on %s for %s to %s', p.polname, c.oid::regclass, case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
                   (select string_agg(case when r = 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text) from unnest(p.polroles) r))
            || case when p.polqual is null then '' else format(' using (%s)', pg_get_expr(p.polqual, p.polrelid)) end
            || case when p.polwithcheck is null then '' else format(' with check (%s)', pg_get_expr(p.polwithcheck, p.polrelid)) end`,
           "p.polname",
         )}
            from pg_policy p where p.polrelid = c.oid) as policies,
         ${lines("format('%s to %s', lower(x.privilege_type), x.grantee::regrole)", "x.grantee::regrole::text, x.privilege_type")}
            from (select privilege_type, grantee from aclexplode(c.relacl)
                  union all
                  select format('%s (%s)', g.privilege_type, string_agg(quote_ident(a.attname), ', ' order by a.attnum)), g.grantee
                    from pg_attribute a, aclexplode(a.attacl) g where a.attrelid = c.oid group by g.privilege_type, g.grantee
                 ) x where x.grantee <> c.relowner and x.grantee <> 0) as grants
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and c.relkind in ('r', 'p', 'v', 'm') and ${notFromExtension("pg_class", "c.oid")}
   order by n.nspname, c.relname`;
