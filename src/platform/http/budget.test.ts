import { EventEmitter } from "node:events";

import { describe, expect, it } from "vitest";

import { BodyBudget } from "./budget.ts";

const asking = (length?: string) => ({ headers: length === undefined ? {} : { "content-length": length } }) as never;
function replying() {
  const raw = new EventEmitter();
  return { reply: { raw } as never, close: () => raw.emit("close") };
}

describe("reliability 55: the memory of large bodies", () => {
  it("reliability 55 is refused beyond the bound and given back with the reply", () => {
    const budget = new BodyBudget(100);
    const first = replying();
    budget.reserve(asking("60"), first.reply, 80);
    expect(() => budget.reserve(asking("60"), replying().reply, 80)).toThrow(/overloaded/);
    budget.reserve(asking("40"), replying().reply, 80);
    first.close();
    first.close();
    expect(() => budget.reserve(asking("61"), replying().reply, 80)).toThrow(/overloaded/);
    budget.reserve(asking("60"), replying().reply, 80);
  });

  it("reliability 55 counts an undeclared or absurd length as the route's whole limit", () => {
    for (const length of [undefined, "nonsense", "999999999999"]) {
      const budget = new BodyBudget(100);
      budget.reserve(asking(length), replying().reply, 80);
      expect(() => budget.reserve(asking("21"), replying().reply, 80)).toThrow(/overloaded/);
    }
  });
});
