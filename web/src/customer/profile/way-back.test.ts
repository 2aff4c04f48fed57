import { expect, it } from "vitest";
import type { Me } from "../../api/fetch.ts";
import { wayBack } from "./way-back.ts";

const project = { pid: "mcs1", name: "Сайт" } as Me["projects"][number];
const own = { projects: [project], staffRole: null };
const last = { name: "Склад", start: "/projects/mcs2/overview" };

it("the pages about a person lead back to the page they were opened from, with what was filtered there", () => {
  const from = "/projects/mcs1/balance/detail?from=2026-10-01";
  expect(wayBack(own, from, last)).toEqual({ href: from, to: "project", name: "Сайт" });
  expect(wayBack({ ...own, staffRole: "support" }, "/office/acts", last)).toMatchObject({
    href: "/office/acts",
    to: "office",
  });
});

it("what the tab does not know, or what is not the person's, leads to the project used last, else to the start", () => {
  for (const from of [
    null,
    "/projects/mcs9/overview",
    "/office/acts",
    "//evil.example/projects/mcs1",
    "javascript:1",
  ]) {
    expect(wayBack(own, from, last)).toEqual({ href: last.start, to: "project", name: "Склад" });
    expect(wayBack({ ...own, projects: [] }, from, undefined)).toMatchObject({ href: "/", to: "start" });
  }
  expect(wayBack({ projects: [], staffRole: "support" }, null, undefined)).toMatchObject({ href: "/office/" });
});
