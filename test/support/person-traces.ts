import type { Database } from "../../src/platform/db.ts";

interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/**
 * Where in the whole database, columns of texts, lists, JSON and bytes, one of these texts stands: `table.column`, in order. The
 * database must be opened as its owner.
 */
export async function tracesOf(owner: Database, needles: readonly string[]): Promise<string[]> {
  const columns = await owner.query<TextColumn>(
    `select format('%I.%I', c.table_schema, c.table_name) as table, c.column_name as column, c.udt_name as type
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema in ('public', 'auth') and t.table_type = 'BASE TABLE'
        and c.udt_name in ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', '_text', '_bytea') order by 1, 2`,
  );
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    // Bytes are looked through as the bytes of the text, whatever they are.
    const held =
      type === "bytea"
        ? `position(n.bytes in t."${column}") > 0`
        : `position(lower(n.text) in lower(t."${column}"::text)) > 0`;
    const rows = await owner.query(
      `select 1 from ${table} t cross join (
         select text, convert_to(text, 'UTF8') as bytes from unnest($1::text[]) as text) n
        where t."${column}" is not null and ${held} limit 1`,
      [needles],
    );
    if (rows.length > 0) found.push(`${table.replace(/^public\./, "")}.${column}`);
  }
  return found;
}
