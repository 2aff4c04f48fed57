import { isTest, literalsOf, type Source } from "./sources.ts";

/** Tables of other modules that a module's SQL may read, because joining them in one statement is what makes it fast. */
export type SharedReads = Readonly<Record<string, readonly string[]>>;

const CREATED = /create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?([a-z_][a-z_0-9.]*)/gi;
const NAMED =
  /\b(insert\s+into|update|delete\s+from|truncate|copy|merge\s+into|from|join|into|using)\s+(?:only\s+)?([a-z_][a-z_0-9.]*)/gi;
const CTE = /\b([a-z_][a-z_0-9]*)\s*(?:\([^()]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s*)?\(/gi;
const WRITES = /^(insert|update|delete|truncate|copy|merge)/i;

export interface TableUse {
  readonly path: string;
  readonly line: number;
  readonly room: string;
  readonly table: string;
  readonly write: boolean;
}

/** The tables that the migrations create. */
export function tablesOf(sources: readonly Source[]): Set<string> {
  const migrations = sources.filter((source) => /^db\/migrations\/.*\.sql$/.test(source.path));
  return new Set(migrations.flatMap((source) => [...source.text.matchAll(CREATED)].map((match) => match[1] ?? "")));
}

/** Where the program's SQL names a table. A common table expression of the same name is not the table. */
export function tableUses(sources: readonly Source[]): TableUse[] {
  const tables = tablesOf(sources);
  const program = sources.filter((source) => /^src\/.*\.ts$/.test(source.path) && !isTest(source));
  return program.flatMap((source) =>
    literalsOf(source).flatMap(({ text, line }) => {
      const local = new Set([...text.matchAll(CTE)].map((match) => match[1]));
      return [...text.matchAll(NAMED)].flatMap(([, verb = "", table = ""]) => {
        if (!tables.has(table) || local.has(table)) return [];
        return [{ path: source.path, line, room: roomOf(source.path), table, write: WRITES.test(verb) }];
      });
    }),
  );
}

/**
 * A module's SQL stands in its store (store.ts, or a part of it named *-store.ts or *-sql.ts), only one
 * room writes a table, and another reads it only by a line in `shared`.
 */
export function tableProblems(sources: readonly Source[], shared: SharedReads): string[] {
  const uses = tableUses(sources);
  const owners = new Map<string, Set<string>>();
  for (const use of uses.filter((one) => one.write)) {
    owners.set(use.table, (owners.get(use.table) ?? new Set()).add(use.room));
  }
  const problems = [...owners].flatMap(([table, rooms]) => {
    return rooms.size > 1 ? [`${table} is written by ${[...rooms].sort().join(" and ")}: one room owns a table`] : [];
  });
  for (const use of uses) {
    const where = `${use.path}:${use.line}`;
    if (use.path.startsWith("src/modules/") && !/\/(?:[a-z-]+-)?(?:store|sql)\.ts$/.test(use.path)) {
      problems.push(`${where} names the table ${use.table} outside its module's store`);
    }
    const owner = owners.get(use.table);
    const foreign = owner && !owner.has(use.room);
    if (foreign && !use.write && !(shared[use.room] ?? []).includes(use.table)) {
      problems.push(`${where} reads ${use.table}, which ${[...owner].join()} owns`);
    }
  }
  return [...new Set(problems)];
}

/** `usage` of src/modules/usage/..., else the folder or file under src. */
export function roomOf(path: string): string {
  const [, top = "", second = ""] = path.split("/");
  return top === "modules" ? second : top;
}
