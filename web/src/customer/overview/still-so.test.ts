import { expect, test } from "vitest";
import { stillSo } from "./still-so.ts";

const told = (...kinds: string[]) => kinds.map((kind) => ({ kind: `project.${kind}` }));
const FROZEN = { since: "2026-10-01T00:00:00Z", deletionDueAt: "2026-10-08T00:00:00Z", objectsDeletedAt: null };

test("FRZ-03 a deletion that is over is not shown as ahead, by what was told later and by the balance", () => {
  const all = told("deleted", "deletion_ahead", "frozen");
  expect(stillSo(all, undefined)).toEqual(told("deleted", "frozen"));
  const gone = { frozen: { ...FROZEN, objectsDeletedAt: "2026-10-08T00:00:00Z" } };
  expect(stillSo(told("deletion_ahead", "frozen"), gone)).toEqual(told("frozen"));
});

test("FRZ-03 while it is ahead it is shown, also after an earlier deletion of the project", () => {
  expect(stillSo(told("deletion_ahead", "frozen"), { frozen: FROZEN })).toEqual(told("deletion_ahead", "frozen"));
  const again = told("deletion_ahead", "frozen", "deleted", "deletion_ahead");
  expect(stillSo(again, { frozen: FROZEN })).toEqual(told("deletion_ahead", "frozen", "deleted"));
  expect(stillSo(again, undefined)).toEqual(told("deletion_ahead", "frozen", "deleted"));
});

test("FRZ-04 NTF-02 who is not frozen any more is not shown the freeze, who is frozen not that it will be", () => {
  const all = told("frozen", "freeze_last_day", "freeze_ahead", "deletion_ahead");
  expect(stillSo(all, { frozen: null })).toEqual([]);
  expect(stillSo(told("freeze_last_day", "freeze_ahead"), { frozen: null })).toEqual(
    told("freeze_last_day", "freeze_ahead"),
  );
  expect(stillSo(told("freeze_last_day"), { frozen: FROZEN })).toEqual([]);
});
