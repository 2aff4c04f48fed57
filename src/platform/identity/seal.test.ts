import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { SeedSafe } from "./seal.ts";

const [old, fresh] = [randomBytes(32), randomBytes(32)];

describe("reliability 64 what is sealed", () => {
  it("opens with its key and for the one it was sealed for alone, and differs each time", () => {
    const safe = new SeedSafe([old]);
    const sealed = safe.seal("seed", "user 1");
    expect(safe.open(sealed, "user 1")).toBe("seed");
    expect(safe.seal("seed", "user 1").equals(sealed)).toBe(false);
    expect(sealed.includes("seed")).toBe(false);
    expect(() => safe.open(sealed, "user 2")).toThrow("seed_unreadable");
    expect(() => new SeedSafe([fresh]).open(sealed, "user 1")).toThrow("seed_unreadable");
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => safe.open(sealed, "user 1")).toThrow("seed_unreadable");
  });

  it("opens after the key was changed, as long as the old one is named behind the new one", () => {
    const sealed = new SeedSafe([old]).seal("seed", "user 1");
    const both = new SeedSafe([fresh, old]);
    expect(both.open(sealed, "user 1")).toBe("seed");
    expect(both.marksOf("code").map((mark) => mark.toString("hex"))).toContain(
      new SeedSafe([old]).marksOf("code")[0].toString("hex"),
    );
  });

  it("needs a key of 32 bytes", () => {
    expect(() => new SeedSafe([]).seal("seed", "user 1")).toThrow("seed_unreadable");
    expect(() => new SeedSafe([randomBytes(16)])).toThrow();
  });
});
