// npm test: installs what is missing, a browser included, and runs everything. With arguments: only those tests.
//   npm test                                   checks, all tests
//   npm test -- src/modules/ledger             tests of one folder
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

import { bootstrap, fail, root } from "./bootstrap.mjs";
import { provideChromium } from "./chromium.mjs";

const VITEST = "node_modules/vitest/vitest.mjs";

try {
  const node = await bootstrap();
  const chromium = await provideChromium();
  const environment = {
    ...process.env,
    PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    ...(chromium.path ? { SALDO_CHROMIUM: chromium.path } : {}),
  };
  const args = process.argv.slice(2);
  // The checks run the unit tests themselves; browser tests cannot run without a browser.
  const projects = ["db", "scenario", "apart", ...(chromium.path ? ["browser"] : [])].flatMap((name) => [
    "--project",
    name,
  ]);
  const steps = args.length > 0 ? [[VITEST, "run", ...args]] : [["tools/check.ts"], [VITEST, "run", ...projects]];
  const failed = steps.filter(
    (step) => spawnSync(node, step, { cwd: root, env: environment, stdio: "inherit" }).status !== 0,
  );
  for (const step of failed) console.error(`failed: node ${step.join(" ")}`);
  if (!chromium.path) {
    console.error("The browser tests were NOT run: no Chromium was found, and none could be installed.");
    for (const reason of chromium.reasons) console.error(`  ${reason}`);
    console.error("Install Chromium or Chrome, or set SALDO_CHROMIUM to its path.");
  }
  process.exitCode = failed.length > 0 || !chromium.path ? 1 : 0;
} catch (error) {
  fail(error);
}
