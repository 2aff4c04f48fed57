import { describe, expect, onTestFinished, test, vi } from "vitest";

import { runSaldo } from "../../test/chaos/role.ts";
import { commandLine } from "../../test/support/cli.ts";
import { testDatabase } from "../../test/support/database.ts";
import { DAY, HOUR, at, plus } from "../core/time.ts";
import { MovableClock } from "../../test/support/movable-clock.ts";
import { only } from "../platform/db.ts";
import { SandboxClock } from "../platform/sandbox-clock.ts";

const { database, url } = await testDatabase();
const saldo = commandLine({ url });

/** The clock as another process sees it, on a machine whose time this test moves. */
function seenByOthers(): { clock: SandboxClock; machine: MovableClock } {
  const machine = new MovableClock(at("2026-11-20T09:00:00Z"));
  return { clock: new SandboxClock(database, machine), machine };
}
const row = async () => only(await database.query<{ playing: boolean }>("select playing from sandbox_clock"));

/** How far business time goes while the machine's goes an hour. */
async function hourOf({ clock, machine }: ReturnType<typeof seenByOthers>): Promise<number> {
  await clock.refresh();
  const before = clock.now();
  machine.advance(HOUR);
  await clock.refresh();
  return clock.now() - before;
}

describe("saldo clock", () => {
  test("reliability 2: time that is played by a process that is killed runs on by itself", async () => {
    const others = seenByOthers();
    const player = runSaldo(["clock", "advance", "3650d"], { DATABASE_URL: url, SALDO_MODE: "sandbox" });
    onTestFinished(() => player.kill());
    await vi.waitUntil(async () => (await row()).playing, { timeout: 30_000 });
    expect(await hourOf(others)).not.toBe(HOUR);
    expect((await saldo("clock", "advance", "1d")).err).toContain("Another command is moving the clock");

    player.kill();
    expect(await player.ended).toMatchObject({ signal: "SIGKILL" });
    await vi.waitUntil(async () => (await hourOf(others)) === HOUR, { timeout: 30_000 });
    expect(await saldo("clock", "advance", "1d", "--json")).toMatchObject({ code: 0, object: { days: 1 } });
    expect(await hourOf(others)).toBe(HOUR);
  });

  test("a clock that was told to stand stands, also when a later move is refused", async () => {
    const others = seenByOthers();
    expect(await saldo("clock", "advance", "1d", "--stand")).toMatchObject({ code: 0 });
    expect(await hourOf(others)).toBe(0);
    expect((await saldo("clock", "set", "2026-11-01T00:00:00Z")).code).toBe(1);
    expect(await hourOf(others)).toBe(0);
    expect(await saldo("clock", "advance", "1h")).toMatchObject({ code: 0 });
    expect(await hourOf(others)).toBe(HOUR);
  });

  test("a play that fails at a step lets time run on from the step before", async () => {
    const { clock, machine } = seenByOthers();
    await clock.refresh();
    const from = clock.now();
    const played = clock.play(false, async (moveTo) => {
      await moveTo(plus(from, DAY));
      throw new Error("no more");
    });
    await expect(played).rejects.toThrow("no more");
    expect(clock.now()).toBe(from + DAY);
    expect(await hourOf({ clock, machine })).toBe(HOUR);
  });
});
