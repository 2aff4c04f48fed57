import { describe, expect, test } from "vitest";

import { SubAccounts } from "./focus-sub-accounts.ts";

const accounts = (...names: string[]) =>
  new SubAccounts(names.map((subAccount, index) => ({ subAccount, projectId: BigInt(index + 1) as never })));
const found = (known: SubAccounts, name: string) => known.like(name).map(({ subAccount }) => subAccount);

describe("PRC-04: sub-accounts spelt anew", () => {
  test("PRC-04 one is found in other letters, without leading zeros, and as a spreadsheet shortens it", () => {
    const known = accounts("Team-A", "000123", "123456789012", "123457000000", "99");
    expect(found(known, "team-a")).toEqual(["Team-A"]);
    expect(found(known, "123")).toEqual(["000123"]);
    expect(found(known, "1.23457E+11")).toEqual(["123456789012", "123457000000"]);
    expect(found(known, "1,2346e11")).toEqual(["123456789012", "123457000000"]);
    for (const other of ["team", "1.23458E+11", "1.23457E+12", "9.9E+1", "1E", ""])
      expect(found(known, other)).toEqual([]);
    expect([known.nameOf(2n as never), known.nameOf(9n as never)]).toEqual(["000123", ""]);
  });

  test("PRC-04 reliability 67 a hundred thousand of them are found for as many rows in a moment", () => {
    const names = Array.from({ length: 100_000 }, (_, n) => String(100_000_000_000 + n * 7_919));
    const known = accounts(...names);
    const before = process.threadCpuUsage();
    for (const name of names) known.like(name);
    for (let n = 0; n < 100_000; n += 1) known.like(`1.0${String(n).padStart(5, "0")}E+11`);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });
});
