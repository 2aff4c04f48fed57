import { test } from "vitest";

import { at } from "../../src/core/time.ts";
import { testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { makeGrownWorld } from "./growth-world.ts";

const { database } = await testDatabase();

test("PRC-01 PRC-05 what the growth bench writes in bulk is what the doors would have written", async () => {
  await makeGrownWorld(database, 250);
  await expectCoherent(database, at("2026-10-20T12:00:00+03:00"));
});
