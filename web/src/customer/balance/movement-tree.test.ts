import { describe, expect, it } from "vitest";
import type { Movement } from "../../api/fetch.ts";
import { groupIds, movementTree, sourcesOf, sum } from "./movement-tree.ts";

const october = { from: "2026-10-01", to: "2026-10-31" };

function movement(pid: string, service: string | null, amount: string, reference: string): Movement {
  return {
    period: october,
    pid,
    kind: service === null ? "payment" : "charge",
    service: service === null ? null : { code: service, name: { ru: service, en: service } },
    resource: null,
    sku: null,
    quantity: null,
    amount: { amount, currency: "RUB" },
    sources: { transfer: "0.00", other: "0.00", bonus: "0.00", credit: "0.00", open: "0.00" },
    reference,
    at: null,
    note: null,
  };
}

const rows = [
  movement("mcs0000000001", "compute", "-0.01", "a"),
  movement("mcs0000000001", "compute", "-0.02", "b"),
  movement("mcs0000000001", null, "100.00", "c"),
  movement("mcs0000000002", "cdn", "-7.00", "d"),
];

describe("movement tree", () => {
  it("BAL-05 groups by period, project and service and adds up exactly", () => {
    const [period] = movementTree(rows, false, true);
    expect(period?.amount).toBe("92.97");
    expect(period?.children.map((node) => node.level !== "row" && [node.pid, node.amount])).toEqual([
      ["mcs0000000001", "99.97"],
      ["mcs0000000002", "-7.00"],
    ]);
  });

  it("leaves out the project level for one project", () => {
    const [period] = movementTree(rows.slice(0, 3), false, false);
    expect(period?.children.map((node) => node.level)).toEqual(["service", "service"]);
  });

  it("gives no sum to groups whose rows may still be missing", () => {
    const [period] = movementTree(rows, true, true);
    expect(period?.amount).toBeNull();
    expect(period?.children.map((node) => node.level !== "row" && node.amount)).toEqual(["99.97", null]);
  });

  it("keeps services incomplete while their project is, and orders the rest by size", () => {
    const mixed = [movement("mcs0000000001", "cdn", "-1.00", "e"), ...rows.slice(0, 3)];
    const names = (more: boolean) =>
      movementTree(mixed, more, false)[0]?.children.map(
        (node) => node.level !== "row" && [node.service?.code, node.amount],
      );
    expect(names(false)).toEqual([
      [undefined, "100.00"],
      ["cdn", "-1.00"],
      ["compute", "-0.03"],
    ]);
    expect(names(true)?.map((pair) => pair && pair[1])).toEqual([null, null, null]);
  });

  it("names every group once", () => {
    const ids = groupIds(movementTree(rows, false, true));
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);
  });

  it("PAY-08 lists the funding sources that a movement touched, bonuses first", () => {
    const paid = {
      ...movement("mcs0000000001", "compute", "-3.00", "e"),
      sources: { transfer: "-1.00", other: "0.00", bonus: "-2.00", credit: "0.00", open: "0.00" },
    };
    expect(sourcesOf(paid)).toEqual([
      { source: "bonus", amount: "-2.00" },
      { source: "transfer", amount: "-1.00" },
    ]);
  });

  it("adds kopecks exactly", () => {
    expect(sum(["0.10", "0.20", "-0.30"])).toBe("0.00");
  });
});
