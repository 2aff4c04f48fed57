import { describe, expect, it } from "vitest";

import { ShortCache } from "./cache.ts";

describe("what is remembered for a short time", () => {
  it("reliability 38: is asked for again when its time is over, and not before", async () => {
    let now = 0;
    let asked = 0;
    const cache = new ShortCache<number>(2_000, 10, () => now);
    const load = async () => (asked += 1);
    expect([await cache.get("a", load), await cache.get("a", load)]).toEqual([1, 1]);
    now = 1_999;
    expect(await cache.get("a", load)).toBe(1);
    now = 2_000;
    expect(await cache.get("a", load)).toBe(2);
    cache.forget("a");
    expect(await cache.get("a", load)).toBe(3);
  });

  it("is looked up once by all who ask at the same moment", async () => {
    let asked = 0;
    const cache = new ShortCache<number>(2_000);
    const load = async () => (asked += 1);
    expect(await Promise.all([cache.get("a", load), cache.get("a", load)])).toEqual([1, 1]);
  });

  it("keeps neither failures nor nothing", async () => {
    const cache = new ShortCache<number>(2_000);
    await expect(cache.get("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(await cache.get("a", async () => null)).toBeNull();
    expect(await cache.get("a", async () => 5)).toBe(5);
  });

  it("does not grow without bound", async () => {
    const cache = new ShortCache<number>(2_000, 3);
    for (let key = 0; key < 10; key += 1) await cache.get(String(key), async () => key);
    let asked = 0;
    await cache.get("0", async () => (asked += 1));
    expect(asked).toBe(1);
  });
});
