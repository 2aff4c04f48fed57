import { readFileSync } from "node:fs";

/** Whether a process runs; one that has ended and only waits to be collected does not. */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    return (error as { code?: unknown }).code === "EPERM";
  }
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${processId}/stat`, "utf8"));
  } catch {
    // No /proc on this system, or just gone: the next look will tell.
    return true;
  }
}
