import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { SECTIONS } from "./sections.ts";

interface Operations {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly "x-access": { readonly roles: string[] } } }>>;
}

const api = JSON.parse(readFileSync(new URL("../../../openapi.json", import.meta.url), "utf8")) as Operations;

it("REG-04 a section of the office is shown to the roles whose list the API answers", () => {
  for (const { id, roles } of SECTIONS) {
    expect(new Set(api.paths[`/v1/office/${id}`]?.get?.["x-access"].roles), id).toEqual(new Set(roles));
  }
});
