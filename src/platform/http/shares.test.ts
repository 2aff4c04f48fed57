import { EventEmitter } from "node:events";

import { describe, expect, it, vi } from "vitest";

import { Shares, callerKey } from "./shares.ts";

const replying = () => {
  const raw = Object.assign(new EventEmitter(), { destroyed: false, writableFinished: false });
  return {
    reply: { raw } as never,
    end: () => raw.emit("finish") && raw.emit("close"),
    leave: () => raw.emit("close"),
  };
};

/** Enters and tells how it stands. */
function enter(shares: Shares, caller: string, share: "page" | "export" = "page") {
  const { reply, end, leave } = replying();
  const state = { is: "waiting", retryAfter: "", end, leave };
  void shares.enter(caller, share, reply).then(
    () => (state.is = "running"),
    (error: { details: { values: { retryAfter: string } } }) => {
      state.is = "refused";
      state.retryAfter = error.details.values.retryAfter;
    },
  );
  return state;
}
const settled = () => new Promise(setImmediate);

describe("reliability 67: what one caller may have at once", () => {
  it("reliability 67 two pages of a caller run, the others wait in order; another caller's run at once", async () => {
    const shares = new Shares({ callsPerSecond: 1_000_000 });
    const own = Array.from({ length: 5 }, () => enter(shares, "user:a"));
    const other = enter(shares, "user:b");
    await settled();
    expect(own.map(({ is }) => is)).toEqual(["running", "running", "waiting", "waiting", "waiting"]);
    expect([other.is, shares.waiting]).toEqual(["running", 3]);
    own[1]?.end();
    await settled();
    expect(own.map(({ is }) => is)).toEqual(["running", "running", "running", "waiting", "waiting"]);
    // Whoever goes away waits no more, and takes nobody's place.
    own[3]?.leave();
    own[0]?.end();
    await settled();
    expect(own.map(({ is }) => is)).toEqual(["running", "running", "running", "refused", "running"]);
    for (const one of own) one.end();
    await settled();
    expect(enter(shares, "user:a").is).toBe("waiting");
    await settled();
    expect(shares.waiting).toBe(0);
  });

  it("reliability 67 a crowd beyond the queue, and a slow reader's third export, are told when to come again", async () => {
    let now = 0;
    const shares = new Shares({ callsPerSecond: 1_000_000, now: () => now });
    const exports = [1, 2, 3].map(() => enter(shares, "user:a", "export"));
    await settled();
    expect(exports.map(({ is }) => is)).toEqual(["running", "running", "refused"]);
    now = 64_000;
    exports[0]?.end();
    exports[2] = enter(shares, "user:a", "export");
    const again = enter(shares, "user:a", "export");
    await settled();
    expect([exports[2].is, again.is, again.retryAfter]).toEqual(["running", "refused", "4"]);
    const crowd = Array.from({ length: 103 }, () => enter(shares, "user:c"));
    await settled();
    expect(crowd.filter(({ is }) => is === "refused")).toHaveLength(1);
  });

  it("reliability 67 who has waited too long is told so, and leaves the queue", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const shares = new Shares({ callsPerSecond: 1_000_000, longestWaitMs: 5_000 });
      const [one, , third] = [1, 2, 3].map(() => enter(shares, "user:a"));
      await settled();
      vi.advanceTimersByTime(5_001);
      await settled();
      expect([third?.is, shares.waiting]).toEqual(["refused", 0]);
      one?.end();
      await settled();
      expect(third?.is).toBe("refused");
    } finally {
      vi.useRealTimers();
    }
  });

  it("reliability 67 the rate lets a burst through, then Retry-After is the time that is really left", async () => {
    let now = 0;
    const shares = new Shares({ callsPerSecond: 2, now: () => now });
    const ask = async () => {
      const one = enter(shares, "user:a");
      await settled();
      one.end();
      return one;
    };
    for (let n = 0; n < 21; n += 1) expect((await ask()).is).toBe("running");
    expect(await ask()).toMatchObject({ is: "refused", retryAfter: "1" });
    now = 499;
    expect((await ask()).is).toBe("refused");
    now = 501;
    expect((await ask()).is).toBe("running");
    expect((await ask()).is).toBe("refused");
  });

  it("reliability 67 all tokens and sessions of a user are one caller, all tokens of a project too", () => {
    const user = { kind: "user", userId: "anna", roles: new Map() } as never;
    expect(callerKey(user, "10.0.0.1")).toBe(callerKey(user, "10.0.0.2"));
    const project = (tokenId: bigint) => ({ kind: "project", tokenId, projectId: 7n, scopes: [] }) as const;
    expect(callerKey(project(1n), "")).toBe(callerKey(project(2n), ""));
    expect(callerKey({ kind: "anonymous" }, "10.0.0.1")).not.toBe(callerKey({ kind: "anonymous" }, "10.0.0.2"));
  });
});
