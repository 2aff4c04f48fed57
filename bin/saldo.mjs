#!/usr/bin/env node
// Plain JavaScript for any Node 18 or newer: see tools/bootstrap.mjs.
import { join } from "node:path";

import { bootstrap, fail, root, runPinned } from "../tools/bootstrap.mjs";
import { buildConsole } from "../tools/build-console.mjs";

const args = process.argv.slice(2);
const servesConsole = args.length === 0 || ["start", "api"].includes(args[0]);

try {
  if (servesConsole && !args.includes("--help")) buildConsole(await bootstrap());
  await runPinned(join(root, "src", "main.ts"), args);
} catch (error) {
  fail(error);
}
