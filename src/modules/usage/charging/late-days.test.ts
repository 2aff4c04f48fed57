import fc from "fast-check";
import { expect, test } from "vitest";

import { addDays, localDate } from "../../../core/time.ts";
import { type LateDay, lateDaysNow } from "./late-days.ts";

const FIRST = localDate("2026-01-01");
const late = fc
  .uniqueArray(
    fc.record({
      projectId: fc.bigInt({ min: 1n, max: 5n }),
      day: fc.nat({ max: 40 }).map((days) => addDays(FIRST, days)),
      grains: fc.nat({ max: 50 }),
    }),
    { selector: ({ projectId, day }) => `${projectId} ${day}`, minLength: 1, maxLength: 60 },
  )
  .map((days): LateDay[] => days);
const bounds = fc.record({ days: fc.integer({ min: 1, max: 12 }), grains: fc.integer({ min: 1, max: 200 }) });

test("PRC-04 reliability 69 late days are taken within bounds, each project's oldest first, until none is left", () => {
  fc.assert(
    fc.property(late, bounds, (all, most) => {
      let left = all;
      for (let round = 0; left.length > 0; round += 1) {
        expect(round).toBeLessThan(all.length);
        const now = lateDaysNow(left, most);
        expect(now.length).toBeGreaterThan(0);
        const rest = left.filter((one) => !now.includes(one));
        for (const [projectId, own] of Map.groupBy(now, (one) => one.projectId)) {
          expect(own.length).toBeLessThanOrEqual(most.days);
          const newest = own.map(({ day }) => day).reduce((a, b) => (a > b ? a : b));
          for (const one of rest) if (one.projectId === projectId) expect(one.day > newest).toBe(true);
        }
        // Only the last that was begun goes beyond.
        const sizes = now.map(({ grains }) => Math.max(1, grains));
        expect(sizes.slice(0, -1).reduce((sum, size) => sum + size, 0)).toBeLessThan(most.grains);
        left = rest;
      }
    }),
  );
});

test("PRC-04 reliability 69 a project with very much of it leaves the others their turn", () => {
  const day = (projectId: bigint, days: number, grains: number) => ({ projectId, day: addDays(FIRST, days), grains });
  const large = Array.from({ length: 60 }, (_, index) => day(1n, index, 5_000));
  const small = [day(2n, 3, 1), day(3n, 59, 2)];
  const now = lateDaysNow([...large, ...small], { days: 31, grains: 20_000 });
  expect(now.filter(({ projectId }) => projectId !== 1n)).toEqual(small);
  expect(now.filter(({ projectId }) => projectId === 1n)).toEqual(large.slice(0, 4));
});
