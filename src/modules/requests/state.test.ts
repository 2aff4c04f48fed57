import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { at } from "../../core/time.ts";
import { PLAIN_CALENDAR, workingMinutes } from "../../core/working-time.ts";
import { type Deadline, deadlineAfter, firstDeadline } from "./deadline.ts";
import { ACTS, type Act, type Actor, STATES, type State, actsIn, nextActor, stateAfter } from "./state.ts";

const act = fc.constantFrom(...ACTS);
const actor = fc.constantFrom<Actor>("customer", "staff", "system");
const clock = { calendar: PLAIN_CALENDAR, zone: "Europe/Moscow", hours: 8 };

describe("REQ-11: the life of a request", () => {
  test("REQ-11 every state is reached from a new request, and out of every state there is a way for the customer", () => {
    const seen = new Set<State>(["new"]);
    for (const state of seen) {
      for (const by of ["customer", "staff", "system"] as const) {
        for (const one of actsIn(state, by)) seen.add(stateAfter(state, one, by) as State);
      }
    }
    expect([...seen].sort()).toEqual([...STATES].sort());
    for (const state of STATES) expect(actsIn(state, "customer")).toContain("write");
  });

  test("REQ-11 only staff answer, take, close, join, turn away and reopen; only customers withdraw and confirm", () => {
    const by = (who: Actor) => [...new Set(STATES.flatMap((state) => actsIn(state, who)))].sort();
    expect(by("customer")).toEqual(["confirm", "withdraw", "write"]);
    expect(by("staff")).toEqual(["answer", "ask", "close", "complete", "merge", "reopen", "spam", "take"]);
    expect(by("system")).toEqual(["complete", "settle"]);
  });

  test("REQ-11 whatever is done, there is a deadline exactly while the provider acts next, and none is in the past at once", () => {
    const steps = fc.array(fc.tuple(act, actor, fc.integer({ min: 0, max: 20_000 })), { maxLength: 25 });
    fc.assert(
      fc.property(steps, (done) => {
        let now = at("2026-11-20T09:00:00Z");
        let request: { state: State } & Deadline = { state: "new", ...firstDeadline(clock, now) };
        for (const [one, by, minutes] of done) {
          now = (now + minutes * 60_000) as typeof now;
          const state = stateAfter(request.state, one, by);
          if (state === null) continue;
          const before = request;
          request = { state, ...deadlineAfter(clock, before, state, now) };
          const next = nextActor(state);
          expect(request.dueAt !== null).toBe(next === "provider");
          expect(request.leftMinutes !== null).toBe(state === "waits_customer");
          expect(request.settlesAt !== null).toBe(next === "customer");
          if (before.dueAt === null && request.dueAt !== null) {
            expect(workingMinutes(PLAIN_CALENDAR, clock.zone, now, request.dueAt)).toBeGreaterThanOrEqual(60);
          }
        }
      }),
    );
  });

  test("REQ-11 the deadline stands still while the customer has to tell more", () => {
    const friday = at("2026-11-20T10:00:00+03:00");
    const first = { state: "in_work" as State, ...firstDeadline(clock, friday) };
    expect(first.dueAt).toBe(at("2026-11-23T10:00:00+03:00"));
    const asked = at("2026-11-20T12:00:00+03:00");
    const waits = deadlineAfter(clock, first, "waits_customer", asked);
    expect(waits).toMatchObject({ dueAt: null, leftMinutes: 360 });
    const back = at("2026-11-30T09:00:00+03:00");
    const again = deadlineAfter(clock, { state: "waits_customer", ...waits }, "in_work", back);
    expect(again.dueAt).toBe(at("2026-11-30T16:00:00+03:00"));
  });

  test("REQ-11 an answered request that is written to begins its time anew", () => {
    const first = { state: "in_work" as State, ...firstDeadline(clock, at("2026-11-20T10:00:00+03:00")) };
    const answered = deadlineAfter(clock, first, "answered", at("2026-11-20T11:00:00+03:00"));
    const written = at("2026-11-24T09:00:00+03:00");
    const again = deadlineAfter(clock, { state: "answered", ...answered }, "in_work", written);
    expect(again.dueAt).toBe(at("2026-11-24T18:00:00+03:00"));
  });

  test("REQ-11 what cannot be done is null, for whoever tries it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), act, actor, (state, one: Act, by) => {
        const after = stateAfter(state, one, by);
        expect(after === null || STATES.includes(after)).toBe(true);
        expect(actsIn(state, by).includes(one)).toBe(after !== null);
      }),
    );
  });
});
