#!/usr/bin/env node
// Plain JavaScript for any Node 18 or newer: see tools/bootstrap.mjs.
import { join } from "node:path";

import { fail, root, runPinned } from "../tools/bootstrap.mjs";

try {
  await runPinned(join(root, "src", "main.ts"), process.argv.slice(2));
} catch (error) {
  fail(error);
}
