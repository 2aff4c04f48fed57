import fc from "fast-check";
import { expect, test } from "vitest";

import { DAY, MINUTE, at, plus } from "../../core/time.ts";
import {
  DELETION_NOTICE,
  type FreezeFacts,
  automationAllowance,
  decideFreeze,
  deletionDueAt,
  deletionDueOnceTold,
} from "./freeze.ts";

const balance = fc.oneof(fc.bigInt({ min: -2n, max: 2n }), fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }));
const scheme = fc.constantFrom("prepaid" as const, "postpaid" as const);

/** Whether the project is frozen after the decision. */
function frozenAfter(facts: FreezeFacts): boolean {
  const decision = decideFreeze(facts);
  return decision === "none" ? facts.frozen : decision === "freeze";
}

test("FRZ-01 FRZ-04 a prepaid project is frozen below zero and not above, and at zero it stays as it was", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(balance), (begin, course) => {
      let frozen = begin;
      for (const balanceMinor of course) {
        const was = frozen;
        frozen = frozenAfter({ scheme: "prepaid", balanceMinor, frozen });
        expect(frozen).toBe(balanceMinor === 0n ? was : balanceMinor < 0n);
      }
    }),
  );
});

test("FRZ-06 a post-paid project is not frozen, whatever it owes; moved to prepayment in debt it is", () => {
  fc.assert(
    fc.property(balance, fc.boolean(), (balanceMinor, begin) => {
      const frozen = frozenAfter({ scheme: "postpaid", balanceMinor, frozen: begin });
      expect(frozen).toBe(false);
      expect(frozenAfter({ scheme: "prepaid", balanceMinor, frozen })).toBe(balanceMinor < 0n);
    }),
  );
});

test("FRZ-07 a decision is made once: decided again on what it left, nothing changes, so one webhook is sent", () => {
  fc.assert(
    fc.property(scheme, balance, fc.boolean(), (own, balanceMinor, frozen) => {
      const facts = { scheme: own, balanceMinor, frozen };
      expect(decideFreeze({ ...facts, frozen: frozenAfter(facts) })).toBe("none");
    }),
  );
});

test("FRZ-02 deletion is due 3 days after the freeze, 7 when the project was ever paid for", () => {
  const frozenAt = at("2026-10-01T00:00:00Z");
  expect(deletionDueAt(frozenAt, false)).toBe(at("2026-10-04T00:00:00Z"));
  expect(deletionDueAt(frozenAt, true)).toBe(at("2026-10-08T00:00:00Z"));
});

test("FRZ-03 a deletion told in time stays due as it was; told late, the owner has the whole notice, to the minute", () => {
  const due = at("2026-10-04T00:00:30Z");
  fc.assert(
    fc.property(fc.integer({ min: -3 * DAY, max: 20 * DAY }), (late) => {
      const toldAt = plus(due, late - DELETION_NOTICE);
      const dueAt = deletionDueOnceTold(due, toldAt);
      if (late < MINUTE) expect(dueAt).toBe(due);
      else {
        expect(dueAt - toldAt).toBeGreaterThanOrEqual(DELETION_NOTICE);
        expect(dueAt - toldAt).toBeLessThan(DELETION_NOTICE + MINUTE);
        expect(dueAt % MINUTE).toBe(0);
      }
    }),
  );
});

test("automation may freeze 20 projects an hour and half a per cent of them, never fewer of more projects", () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000_000 }), fc.nat({ max: 1_000 }), (projects, more) => {
      const allowance = automationAllowance(projects);
      expect(allowance).toBe(projects <= 4_000 ? 20 : Math.ceil(projects / 200));
      expect(automationAllowance(projects + more)).toBeGreaterThanOrEqual(allowance);
    }),
  );
});
