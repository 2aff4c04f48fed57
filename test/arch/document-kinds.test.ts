import ts from "typescript";
import { describe, expect, it } from "vitest";

import { type Source, isCode, isTest, lineOf, literalsOf, nodesOf, readSources } from "./sources.ts";

/** A kind of document is one folder here, one migration and its texts. */
const KINDS = "src/modules/documents/kinds/";

/**
 * Where the program, a console or an invariant names a kind of document: by its stored name, alone or in SQL, or as a key
 * (`upd`, `kind_upd`). Whoever does has to be found and changed for the next kind.
 */
function namedKinds(sources: readonly Source[]): string[] {
  const folders = sources.flatMap(({ path }) => /^([a-z_]+)\//.exec(path.split(KINDS)[1] ?? "")?.[1] ?? []);
  const kinds = `(?:${[...new Set(folders)].join("|")})`;
  const [literal, inSql, key] = [
    new RegExp(`^${kinds}$|'${kinds}'`),
    new RegExp(`'${kinds}'`, "g"),
    new RegExp(`^(?:\\w+_)?${kinds}$`),
  ];
  return sources
    .filter((source) => /^(?:src|web\/src|db\/invariants)\//.test(source.path) && !isTest(source))
    .filter(({ path }) => !path.startsWith(KINDS))
    .flatMap((source) => {
      const { path, text } = source;
      const found = isCode(source)
        ? [
            ...literalsOf(source).filter((one) => literal.test(one.text)),
            ...keysOf(source).filter((one) => key.test(one.text)),
          ]
        : path.endsWith(".sql")
          ? [...text.matchAll(inSql)].map((match) => ({ text: match[0], line: lineOf(text, match.index) }))
          : [];
      return found.map((one) => `${path}:${one.line} names a kind of document: ${one.text.slice(0, 60)}`);
    });
}

function keysOf(source: Source): { readonly text: string; readonly line: number }[] {
  return nodesOf(source).flatMap(({ node, line }) =>
    ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? [{ text: node.name.text, line }] : [],
  );
}

describe("a kind of document is named in its own folder alone", () => {
  const folder = { path: `${KINDS}upd/index.ts`, text: 'export const upd = { kind: "upd" };' };

  it("nothing in the program, the consoles or the invariants names one", () => {
    expect(namedKinds(readSources())).toEqual([]);
  });

  it.each([
    ["src/modules/documents/http.ts", 'const kinds = ["upd"];'],
    ["src/modules/notifications/letters.ts", 'const name = document.kind === "upd" ? "УПД" : "";'],
    ["src/modules/documents/store.ts", "const SQL = `select 1 from document where kind = 'upd' and month = ${month}`;"],
    ["src/modules/documents/issuing/number.ts", 'const MARKS = { upd: "" };'],
    ["web/src/i18n/ru.ts", 'export const ru = { documents: { kind_upd: "УПД № {{number}}" } };'],
    ["db/invariants/18-documents-are-printed.sql", "select 1 from document where kind = 'upd';"],
  ])("finds one planted in %s", (path, text) => {
    expect(namedKinds([folder, { path, text }])).toHaveLength(1);
  });

  it("lets tests, the folders themselves and other words be", () => {
    const text = 'test("upd", () => {}); const name = "updated";';
    expect(namedKinds([folder, { path: "src/modules/documents/a.test.ts", text }])).toEqual([]);
    expect(namedKinds([folder, { path: "src/modules/documents/a.ts", text: 'const name = "updated";' }])).toEqual([]);
  });
});
