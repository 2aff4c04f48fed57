import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import ts from "typescript";

/** The project's own folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What is written by hand; everything else in the folder is generated, installed or data. */
const PLACES = ["bin", "config", "db", "docs", "src", "test", "tools", "web", ".ci"];
const SKIPPED = new Set(["node_modules", "dist", ".saldo", "coverage"]);
const TEXT = /\.(?:ts|tsx|mjs|cjs|js|sql|md|json|yaml|yml|typ|html|css|scss|svg)$/;
const GENERATED = new Set(["db/schema.sql", "web/src/api/openapi.d.ts", "openapi.json"]);

/** A file of the project: `path` from its root, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export function readSources(root = ROOT): Source[] {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXT.test(entry.name) && entry.name !== "package-lock.json")
    .map((entry) => join(root, entry.name));
  return [...top, ...PLACES.flatMap((place) => filesIn(join(root, place)))]
    .map((file) => ({ path: relative(root, file).split(sep).join("/"), file }))
    .filter(({ path }) => !GENERATED.has(path))
    .map(({ path, file }) => ({ path, text: readFileSync(file, "utf8") }));
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: false });
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return TEXT.test(entry.name) ? [path] : [];
  });
}

export function isCode(source: Source): boolean {
  return /\.(?:ts|tsx)$/.test(source.path);
}

export function isTest(source: Source): boolean {
  return /\.test\.tsx?$/.test(source.path) || source.path.startsWith("test/");
}

interface Placed {
  readonly node: ts.Node;
  readonly line: number;
}

const parsed = new WeakMap<Source, Placed[]>();

/** Every node of a file's syntax tree, with the line it begins on. */
export function nodesOf(source: Source): Placed[] {
  const known = parsed.get(source);
  if (known) return known;
  const kind = source.path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true, kind);
  const found: Placed[] = [];
  const visit = (node: ts.Node): void => {
    found.push({ node, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(file);
  parsed.set(source, found);
  return found;
}

/** Texts in quotes; of a template the whole, with `?` where a value goes in. */
export function literalsOf(source: Source): { readonly text: string; readonly line: number }[] {
  return nodesOf(source).flatMap(({ node, line }) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [{ text: node.text, line }];
    if (!ts.isTemplateExpression(node)) return [];
    return [{ text: [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" ? "), line }];
  });
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
