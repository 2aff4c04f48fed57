import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { inProject } from "../../platform/project.ts";
import { KINDS } from "./kinds.ts";

/** The addresses of pages, a piece each, as the consoles' tables of routes have them. */
const PIECES = new Set(
  ["customer", "office", "session"].flatMap((area) => {
    const table = readFileSync(inProject("web", "src", area, "routes.tsx"), "utf8");
    return [...table.matchAll(/path: "([^"]*)"/g)].flatMap(([, path = ""]) => path.split("/"));
  }),
);
const FACTS = {
  pid: "mcs0000000011",
  month: "2026-10",
  payerName: "ООО «Ромашка»",
  id: "12",
  at: "2026-11-20T09:00:00Z",
  dueAt: "2026-11-20T09:00:00Z",
  endsAt: "2026-11-20T09:15:00Z",
  reason: "Запрос 17",
  zone: "Europe/Moscow",
};

describe("NTF-01 kinds of notifications", () => {
  it.each(KINDS.map((kind) => [kind.code, kind] as const))("NTF-01 %s leads to a page that is there", (_code, kind) => {
    const { href, title, text } = kind.tell(FACTS);
    const pieces = (href ?? "").split("?")[0]?.split("/") ?? [];
    const unknown = pieces.filter((piece) => !PIECES.has(piece) && !Object.values(FACTS).includes(piece));
    expect([href, unknown]).toEqual([href, []]);
    for (const words of [title, text]) expect(`${words.ru} ${words.en}`).not.toMatch(/undefined|\{\w+\}/);
  });
});
