import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { ROOT } from "./sources.ts";

/** The steps of `npm run check` that are programs of their own, each seen to fail on a planted violation. */
const root = mkdtempSync(join(tmpdir(), "saldo-guards-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const INNOCENT = "export const answer = 42;\n";
const TSCONFIG = JSON.stringify({
  extends: join(ROOT, "tsconfig.json"),
  compilerOptions: { types: [] },
  include: ["src"],
});
const PACKAGE = JSON.stringify({ name: "planted", version: "1.0.0", type: "module" });

/** Runs a program of the project in a folder with these files; answers its exit code and what it said. */
function run(
  name: string,
  files: Record<string, string>,
  program: string,
  args: string[],
): { code: number | null; said: string } {
  const folder = join(root, name);
  for (const [path, text] of Object.entries({ "tsconfig.json": TSCONFIG, "package.json": PACKAGE, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const config of [".oxlintrc.json", "biome.json"]) copyFileSync(join(ROOT, config), join(folder, config));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const env = { ...process.env, FORCE_COLOR: "0" };
  const done = spawnSync(join(ROOT, "node_modules/.bin", program), args, {
    cwd: folder,
    encoding: "utf8",
    env,
    timeout: 60_000,
  });
  return { code: done.status, said: done.stdout + done.stderr };
}

describe("lint", () => {
  const lint = (name: string, path: string, text: string) =>
    run(name, { [path]: text }, "oxlint", ["--type-aware", "--deny-warnings", "-f", "unix", "src"]);

  const planted: [rule: string, path: string, text: string][] = [
    [
      "typescript(no-floating-promises)",
      "src/a.ts",
      "async function pay(): Promise<number> {\n  return Promise.resolve(1);\n}\nexport function close(): void {\n  pay();\n}\n",
    ],
    [
      "typescript(no-misused-promises)",
      "src/a.ts",
      "export async function pay(): Promise<boolean> {\n  return Promise.resolve(true);\n}\nexport const paid = pay() ? 1 : 2;\n",
    ],
    [
      "typescript(no-explicit-any)",
      "src/a.ts",
      "export function read(text: any): string {\n  return String(text);\n}\n",
    ],
    [
      "eslint(max-lines-per-function)",
      "src/a.ts",
      `export function long(): number {\n${"  Math.abs(1);\n".repeat(71)}  return 1;\n}\n`,
    ],
    ["eslint(no-console)", "src/a.ts", 'console.log("here");\n'],
    ["eslint(eqeqeq)", "src/a.ts", "export const same = (a: string, b: string): boolean => a == b;\n"],
    ["unicorn(filename-case)", "src/aName.ts", INNOCENT],
    ["vitest(no-focused-tests)", "src/a.test.ts", 'import { test } from "vitest";\ntest.only("a", () => undefined);\n'],
    [
      "vitest(no-disabled-tests)",
      "src/a.test.ts",
      'import { test } from "vitest";\ntest.skip("a", () => undefined);\n',
    ],
  ];

  test.each(planted)("%s is seen to fail", (rule, path, text) => {
    const { code, said } = lint(rule.replace(/\W+/g, "-"), path, text);
    expect(said).toContain(rule);
    expect(code).toBe(1);
  });

  test("a clean file passes", () => {
    expect(lint("clean", "src/a.ts", INNOCENT)).toMatchObject({ code: 0 });
  });
});

test("types are seen to fail, and erasable syntax is required", () => {
  const types = (name: string, text: string) => run(name, { "src/a.ts": text }, "tsc", ["-p", "."]);
  expect(types("types-wrong", 'export const amount: bigint = "1";\n').said).toContain("TS2322");
  expect(types("types-enum", "export enum Kind { A }\n").said).toContain("TS1294");
  expect(types("types-clean", INNOCENT).code).toBe(0);
});

test("format is seen to fail", () => {
  const format = (name: string, text: string) => run(name, { "src/a.ts": text }, "biome", ["format", "src"]);
  expect(format("format-wrong", "export const   answer = 42\n").code).toBe(1);
  expect(format("format-clean", INNOCENT).code).toBe(0);
});

test("code that only tests use, and a file of it, are seen to fail in the program's own check", () => {
  const config = JSON.parse(readFileSync(join(ROOT, "knip.json"), "utf8")) as Record<string, unknown>;
  const knip = (name: string, part: string) =>
    run(
      name,
      {
        // Of the project's own settings those that tell program from tests.
        "knip.json": JSON.stringify({
          entry: config["entry"],
          project: config["project"],
          ignoreExportsUsedInFile: true,
        }),
        "src/main.ts": `import { used } from "./part.ts";\nexport const shown = used;\n`,
        "src/part.ts": part,
        "src/part.test.ts": `import { probe } from "./part.ts";\nimport { twin } from "./twin.ts";\nexport const seen = [probe, twin];\n`,
        "src/twin.ts": "export const twin = 3;\n",
        "test/part.ts": `import { probe } from "../src/part.ts";\nimport { twin } from "../src/twin.ts";\nexport const both = [probe, twin];\n`,
      },
      "knip",
      ["--production", "--no-progress"],
    );
  const { code, said } = knip("production", "export const used = 1;\nexport const probe = 2;\n");
  expect(code).toBe(1);
  expect(said).toMatch(/Unused files \(1\)\s+src\/twin\.ts/);
  expect(said).toMatch(/Unused exports \(1\)\s+probe/);
});

test("dead code and unused dependencies are seen to fail", () => {
  const knip = (name: string, used: string, dependencies: Record<string, string>) =>
    run(
      name,
      {
        "package.json": JSON.stringify({ name: "planted", version: "1.0.0", type: "module", dependencies }),
        "knip.json": JSON.stringify({
          entry: ["src/main.ts"],
          project: ["src/**/*.ts"],
          ignoreExportsUsedInFile: true,
        }),
        "src/main.ts": `import { used } from "./part.ts";\nexport const shown = used;\n`,
        "src/part.ts": used,
      },
      "knip",
      ["--no-progress"],
    );
  const dead = knip("unused", "export const used = 1;\nexport const forgotten = 2;\n", { zod: "4.6.7" });
  expect(dead.code).toBe(1);
  expect(dead.said).toContain("forgotten");
  expect(dead.said).toContain("zod");
  expect(knip("all-used", "export const used = 1;\n", {}).code).toBe(0);
});
