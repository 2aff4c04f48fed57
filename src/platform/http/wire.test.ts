import { expect, test } from "vitest";

import { idInCursor, pageOf } from "./wire.ts";

test("pages of a list in the order of ids: each row once, and no page after the last, also when it is full", () => {
  const ids = [9n, 7n, 5n, 4n];
  const behind = (cursor?: string, limit = 2) => {
    const before = idInCursor(cursor);
    const found = ids.filter((id) => before === null || id < before).slice(0, limit + 1);
    return pageOf(found, limit, (id) => id, String);
  };
  const first = behind();
  expect(first.items).toEqual(["9", "7"]);
  expect(behind(first.nextCursor ?? "")).toEqual({ items: ["5", "4"], nextCursor: null });
  expect(behind(undefined, 4)).toEqual({ items: ["9", "7", "5", "4"], nextCursor: null });
  expect(pageOf([], 2, (id: bigint) => id, String)).toEqual({ items: [], nextCursor: null });
});

test.each(["", "x", "W10", Buffer.from('["1; drop"]').toString("base64url"), Buffer.from("[1]").toString("base64url")])(
  "reliability 12: the foreign cursor %j is refused",
  (cursor) => {
    expect(() => idInCursor(cursor)).toThrow("invalid_input");
  },
);
