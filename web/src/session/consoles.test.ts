import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONSOLES, consoleOf } from "./consoles.ts";

describe("consoles", () => {
  it.each([
    ["/", "customer"],
    ["/sign-in", "customer"],
    ["/projects/mcs1234567890/balance/detail", "customer"],
    ["/office", "office"],
    ["/office/", "office"],
    ["/office/suspense", "office"],
    ["/officers", "customer"],
  ] as const)("%s belongs to the %s's", (pathname, name) => {
    expect(consoleOf(pathname)).toBe(name);
  });

  it("each has its page where the server looks for it", () => {
    for (const [name, folder] of Object.entries(CONSOLES)) {
      expect(existsSync(join(import.meta.dirname, "../..", folder, "index.html")), name).toBe(true);
    }
  });
});
