import { EventEmitter } from "node:events";

import { describe, expect, it } from "vitest";

import { BodyBudget } from "./budget.ts";

let callers = 0;
/** Each time somebody else. */
const anybody = () => `user:${(callers += 1)}`;
const asking = (length?: string) => ({ headers: length === undefined ? {} : { "content-length": length } }) as never;
function replying() {
  const raw = new EventEmitter();
  return { reply: { raw } as never, close: () => raw.emit("close") };
}

describe("reliability 55: the memory of large bodies", () => {
  it("reliability 55 is refused beyond the bound and given back with the reply", () => {
    const budget = new BodyBudget(100);
    const first = replying();
    budget.reserve(asking("60"), first.reply, 80, anybody());
    expect(() => budget.reserve(asking("60"), replying().reply, 80, anybody())).toThrow(/overloaded/);
    budget.reserve(asking("40"), replying().reply, 80, anybody());
    first.close();
    first.close();
    expect(() => budget.reserve(asking("61"), replying().reply, 80, anybody())).toThrow(/overloaded/);
    budget.reserve(asking("60"), replying().reply, 80, anybody());
  });

  it("reliability 67 one caller has a quarter of it at most, however many bodies it sends", () => {
    const budget = new BodyBudget(100);
    const first = replying();
    budget.reserve(asking("20"), first.reply, 80, "token:1");
    expect(() => budget.reserve(asking("6"), replying().reply, 80, "token:1")).toThrow(/too_many_requests/);
    budget.reserve(asking("60"), replying().reply, 80, "token:2");
    first.close();
    budget.reserve(asking("25"), replying().reply, 80, "token:1");
  });

  it("reliability 55 counts an undeclared or absurd length as the route's whole limit", () => {
    for (const length of [undefined, "nonsense", "999999999999"]) {
      const budget = new BodyBudget(100);
      budget.reserve(asking(length), replying().reply, 80, anybody());
      expect(() => budget.reserve(asking("21"), replying().reply, 80, anybody())).toThrow(/overloaded/);
    }
  });
});
