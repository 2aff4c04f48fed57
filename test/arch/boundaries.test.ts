import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { cruise, type IConfiguration, type ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ROOT } from "./sources.ts";

const config = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as Required<IConfiguration>;

/** `rule: from -> to` of every import under these folders of `root` that the table does not allow. */
async function violations(root: string, folders: string[]): Promise<string[]> {
  const options = { ...config.options, baseDir: root, validate: true, ruleSet: { forbidden: config.forbidden } };
  const { output } = await cruise(folders, { ...options, tsConfig: {} } as never);
  const { summary, modules } = output as ICruiseResult;
  expect(modules.length).toBeGreaterThan(20);
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
}

test("every import in src and web is an arrow of the table", async () => {
  expect(await violations(ROOT, ["src", "web/src"])).toEqual([]);
});

/** [from, to, the rules that refuse the import]; no rules: the import is allowed. */
const imports: [from: string, to: string, rules: string[]][] = [
  ["src/modules/usage/a.ts", "src/modules/catalog/index.ts", []],
  ["src/modules/balance/a.ts", "src/modules/ledger/index.ts", []],
  ["src/composition/app.ts", "src/modules/usage/index.ts", []],
  ["src/composition/a.ts", "src/modules/usage/http.ts", ["front-door-from-outside"]],
  ["src/demo/a.ts", "src/modules/closing/unchecked.ts", []],
  ["src/cli/b.ts", "src/modules/closing/unchecked.ts", ["unchecked-close"]],
  ["src/composition/b.ts", "src/modules/closing/unchecked.ts", ["unchecked-close"]],
  ["src/modules/closing/c.ts", "src/modules/closing/unchecked.ts", ["unchecked-close"]],
  ["src/cli/a.test.ts", "src/modules/usage/store.ts", ["front-door-from-outside"]],
  ["src/modules/payments/bank/a.ts", "src/modules/payments/payment-invoices/index.ts", []],
  ["src/modules/payments/a.ts", "src/modules/payments/bank/suspense.ts", ["wing-door-of-payments"]],
  ["src/modules/payments/bank/a.test.ts", "src/modules/payments/payment-invoices/store.ts", ["wing-door-of-payments"]],
  ["src/modules/usage/i.ts", "src/platform/outbox/index.ts", []],
  ["src/modules/usage/i.ts", "src/platform/db.ts", []],
  ["src/modules/usage/j.ts", "src/platform/outbox/store.ts", ["platform-door"]],
  ["src/platform/mail/a.ts", "src/platform/outbox/store.ts", ["platform-door"]],
  ["src/platform/b.ts", "src/platform/outbox/store.ts", ["platform-door"]],
  ["src/core/one.ts", "src/core/other.ts", ["no-circular"]],
  // A circle is told of once.
  ["src/core/other.ts", "src/core/one.ts", []],
  ["web/src/ui/one.ts", "web/src/ui/other.ts", ["no-circular"]],
  ["web/src/ui/other.ts", "web/src/ui/one.ts", []],
  ["src/modules/ledger/a.ts", "src/modules/tenancy/index.ts", ["arrows-of-ledger"]],
  ["src/modules/catalog/a.ts", "src/modules/usage/index.ts", ["arrows-of-catalog"]],
  ["src/modules/closing/a.ts", "src/modules/payments/index.ts", ["arrows-of-closing"]],
  ["src/modules/notifications/a.ts", "src/modules/documents/index.ts", []],
  ["src/modules/notifications/b.ts", "src/modules/payments/index.ts", ["arrows-of-notifications"]],
  ["src/modules/payments/c.ts", "src/modules/proposals/index.ts", []],
  ["src/modules/proposals/a.ts", "src/modules/payments/index.ts", ["arrows-of-proposals"]],
  ["src/modules/help/a.ts", "src/modules/parties/index.ts", []],
  ["src/modules/help/b.ts", "src/modules/usage/index.ts", ["arrows-of-help"]],
  ["src/modules/balance/b.ts", "src/modules/notifications/index.ts", ["arrows-of-balance"]],
  ["src/modules/usage/b.ts", "src/modules/catalog/effective-price.ts", ["front-door"]],
  ["src/modules/usage/b.test.ts", "src/modules/catalog/store.ts", ["front-door"]],
  ["src/modules/ledger/b.test.ts", "src/modules/usage/index.ts", []],
  ["src/adapters/smtp/a.ts", "src/modules/documents/delivery/deliver.ts", ["front-door-from-outside"]],
  ["src/adapters/smtp/b.ts", "src/adapters/post/index.ts", ["adapters-implement"]],
  ["src/modules/usage/c.ts", "src/modules/novelty/index.ts", ["arrows-of-usage", "known-module"]],
  ["src/core/a.ts", "src/platform/db.ts", ["core-imports-nothing"]],
  ["src/core/b.ts", "node_modules/pg/index.js", ["core-imports-nothing", "driver-behind-platform"]],
  ["src/core/c.ts", "node:fs", ["core-imports-nothing"]],
  ["src/modules/usage/d.ts", "node_modules/pg/index.js", ["driver-behind-platform"]],
  ["src/platform/a.ts", "src/modules/ledger/index.ts", ["platform-imports-core"]],
  ["src/modules/usage/e.ts", "src/adapters/post/index.ts", ["modules-stand-alone"]],
  ["src/modules/usage/f.ts", "src/composition/app.ts", ["modules-stand-alone"]],
  ["src/modules/usage/g.ts", "test/support/database.ts", ["src-ships"]],
  ["web/src/ui/a.ts", "src/core/money.ts", []],
  ["web/src/ui/b.ts", "src/platform/db.ts", ["web-imports-core"]],
  ["web/src/api/c.ts", "src/modules/usage/index.ts", ["web-imports-core"]],
  ["web/src/app/a.ts", "web/src/customer/routes.ts", []],
  ["web/src/customer/a.ts", "web/src/session/a.ts", []],
  ["web/src/customer/b.ts", "web/src/office/a.ts", ["web-arrows-of-customer"]],
  ["web/src/customer/c.ts", "web/src/partner/a.ts", ["web-arrows-of-customer"]],
  ["web/src/partner/b.ts", "web/src/customer/d.ts", ["web-arrows-of-partner"]],
  ["web/src/office/b.ts", "web/src/customer/d.ts", ["web-arrows-of-office"]],
  ["web/src/office/c.ts", "web/src/app/a.ts", ["web-arrows-of-office"]],
  ["web/src/session/b.ts", "web/src/office/a.ts", ["web-arrows-of-session"]],
  ["web/src/ui/d.ts", "web/src/session/a.ts", ["web-arrows-of-ui"]],
  ["web/src/i18n/b.ts", "web/src/ui/a.ts", ["web-arrows-of-i18n"]],
  ["web/src/api/b.ts", "web/src/ui/a.ts", ["web-arrows-of-api"]],
  ["web/src/app/b.ts", "web/src/novelty/a.ts", ["web-arrows-of-app", "web-known-folder"]],
  ["src/modules/usage/h.ts", "./nowhere.ts", ["resolvable"]],
  ["src/modules/reports/a.ts", "src/modules/payments/index.ts", []],
  ["src/modules/usage/k.ts", "src/modules/reports/index.ts", ["arrows-of-usage"]],
  ["src/modules/usage/l.ts", "src/modules/usage/intake/index.ts", []],
  ["src/modules/usage/m.ts", "src/modules/usage/intake/event.ts", ["wing-door-of-usage"]],
  ["src/modules/usage/import/a.ts", "src/modules/usage/intake/index.ts", []],
  ["src/modules/usage/import/b.ts", "src/modules/usage/intake/event.ts", ["wing-door-of-usage"]],
  ["src/modules/usage/intake/a.ts", "src/modules/usage/import/index.ts", ["wing-arrows-of-usage-intake"]],
  ["src/modules/usage/charging/a.ts", "src/modules/usage/rating/index.ts", ["wing-arrows-of-usage-charging"]],
  ["src/modules/usage/rating/a.test.ts", "src/modules/usage/charging/index.ts", []],
  ...tables(),
];

/** A call that no table allows, from every room and every wing that has one. */
function tables(): typeof imports {
  return config.forbidden.flatMap(({ name = "", from }) => {
    const folder = String(from.path).slice(1);
    if (name.startsWith("arrows-of-")) {
      return [[`${folder}planted.ts`, "src/modules/novelty/index.ts", [name, "known-module"]]];
    }
    if (!name.startsWith("wing-arrows-of-")) return [];
    const [room = ""] = /^src\/modules\/[^/]+\//.exec(folder) ?? [];
    const door = `wing-door-of-${room.split("/")[2]}`;
    return [[`${folder}planted.ts`, `${room}novelty/index.ts`, [name, door]]];
  });
}

describe("each boundary is seen to fail", () => {
  const root = mkdtempSync(join(tmpdir(), "saldo-boundaries-"));
  let found: string[] = [];

  beforeAll(async () => {
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text, { flag: "a" });
    };
    mkdirSync(join(root, "node_modules"));
    symlinkSync(join(ROOT, "node_modules/pg"), join(root, "node_modules/pg"));
    for (const [from, to] of imports) {
      const path = to.startsWith("node_modules/") ? "pg" : /^(?:node:|\.)/.test(to) ? to : relativeTo(from, to);
      if (path.startsWith(".") && !to.startsWith(".")) write(to, "export {};\n");
      // Types are arrows as well: a type import is refused like any other.
      write(from, `import type { A } from "${path}";\nexport type B = A;\n`);
    }
    found = await violations(root, ["src", "web"]);
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(imports)("%s may import %s unless refused", (from, to, rules) => {
    const refused = found.filter((line) => line.includes(`: ${from} -> `)).map((line) => line.split(":")[0]);
    expect(refused, to).toEqual(rules);
  });

  test("every rule has a planted violation", () => {
    expect(new Set(imports.flatMap(([, , rules]) => rules))).toEqual(new Set(config.forbidden.map(({ name }) => name)));
  });
});

function relativeTo(from: string, to: string): string {
  return `${"../".repeat(from.split("/").length - 1)}${to}`;
}
