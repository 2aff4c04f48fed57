import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { PROJECT_ROOT } from "../../src/platform/project.ts";
import { openApiFiles } from "../../tools/openapi.ts";

const files = await openApiFiles();

/** Paths of files whose checked-in text is not what the code says now. */
async function drifted(read: (path: string) => Promise<string>): Promise<string[]> {
  const texts = await Promise.all(files.map(({ path }) => read(path)));
  return files.filter(({ text }, index) => texts[index] !== text).map(({ path }) => path);
}

describe("the API's document", () => {
  it("is checked in as the routes are declared; if not, run `npm run codegen`", async () => {
    expect(await drifted((path) => readFile(join(PROJECT_ROOT, path), "utf8"))).toEqual([]);
  });

  it("is seen to drift when a checked-in file says something else", async () => {
    const altered = async (path: string) => `${files.find((file) => file.path === path)?.text ?? ""} `;
    expect(await drifted(altered)).toEqual(["openapi.json", "web/src/api/openapi.d.ts"]);
  });

  it("documents every refusal of every operation, as problem+json", () => {
    const document = JSON.parse(files[0]?.text ?? "{}") as {
      paths: Record<string, Record<string, { operationId: string; responses: object }>>;
    };
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(0);
    const incomplete = operations.filter(
      ({ responses }) => !["400", "403", "404", "422", "429", "500", "503"].every((status) => status in responses),
    );
    expect(incomplete.map(({ operationId }) => operationId)).toEqual([]);
  });
});
