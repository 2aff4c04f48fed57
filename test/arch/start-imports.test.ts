import { dirname, join } from "node:path/posix";

import ts from "typescript";
import { expect, test } from "vitest";

import { type Source, nodesOf, readSources } from "./sources.ts";

/** Packages of many megabytes or modules that only some work needs: a start that never does it does not load them. */
const LATE = ["libxml2-wasm", "@myriaddreamin/typst-ts-node-compiler", "qrcode"];

const sources = new Map(readSources().map((source) => [source.path, source]));

/** Packages that loading a file loads: what it and all it imports name outright, types and `import()` left out. */
function packagesOf(entry: string): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const source = sources.get(path);
    if (!source || seen.has(path)) return;
    seen.add(path);
    for (const name of importsOf(source)) {
      if (name.startsWith(".")) visit(join(dirname(path), name));
      else packages.add(name);
    }
  };
  visit(entry);
  return packages;
}

function importsOf(source: Source): string[] {
  return nodesOf(source).flatMap(({ node }) => {
    const named = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    if (!named || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return [];
    const onlyTypes = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly : node.isTypeOnly;
    return onlyTypes ? [] : [node.moduleSpecifier.text];
  });
}

test.each(["src/main.ts", "src/composition/serve.ts", "src/composition/jobs.ts", "src/composition/printing.ts"])(
  "%s loads nothing that only printing and bank statements need",
  (entry) => {
    const packages = packagesOf(entry);
    expect(packages.size).toBeGreaterThan(0);
    expect(LATE.filter((name) => packages.has(name))).toEqual([]);
  },
);

test("what needs them is seen to load them", () => {
  expect(packagesOf("src/platform/pdf/worker.ts")).toContain("@myriaddreamin/typst-ts-node-compiler");
  expect(packagesOf("src/modules/payments/bank/files/read-statement-file.ts")).toContain("libxml2-wasm");
});
