import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { SECTIONS, sectionsFor } from "./sections.ts";

interface Operations {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly "x-access": { readonly roles: string[] } } }>>;
}

const api = JSON.parse(readFileSync(new URL("../../../openapi.json", import.meta.url), "utf8")) as Operations;

it("REG-04 a section of the office is shown to the roles whose list the API answers", () => {
  for (const { id, roles } of SECTIONS) {
    expect(new Set(api.paths[`/v1/office/${id}`]?.get?.["x-access"].roles), id).toEqual(new Set(roles));
  }
});

it("REG-04 what a section leads to stands in no menu, and that section is the current one there", () => {
  const shown = sectionsFor("operator");
  const led = shown.flatMap(({ leadsTo }) => leadsTo);
  expect(led).toContain("/office/outbox");
  expect([...shown.map(({ href }) => href), ...led].toSorted()).toEqual(SECTIONS.map(({ href }) => href).toSorted());
});
