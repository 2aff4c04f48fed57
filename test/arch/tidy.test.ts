import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { codeProblems, codesIn, codesWithoutTest } from "./codes.ts";
import { ROOT, readSources, type Source } from "./sources.ts";
import { deadNames, pictureProblems, proseProblems, roomTableProblems } from "./prose.ts";
import { type SharedReads, tableProblems } from "./tables.ts";
import { RULES, lockProblems, numberProblems, refusalProblems, regionProblems, roomProblems } from "./tidy-rules.ts";

const sources = readSources();
const { arrowTable } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
  readonly arrowTable: Readonly<Record<string, readonly string[]>>;
};
/** What documents may name beside sources: what is generated, drawn or given. */
const OTHER_FILES = [
  "openapi.json",
  "db/schema.sql",
  "LICENSE",
  ".env.example",
  ...globSync("{docs,src}/**/*.{png,svg,typ}", { cwd: ROOT }),
];

/**
 * Charging and reports join usage with what it costs, whose it is and under which contract, in one statement for many projects (architecture,
 * "How charging scales"): row by row through the front doors they would be a hundred times slower.
 */
const SHARED: SharedReads = {
  parties: ["project"],
  // A document's row names its payer: lists are read by page, and a call for each row would be thousands.
  documents: ["payer"],
  // What others were told of the requests of who is erased is found by their numbers.
  notifications: ["request"],
  usage: [
    "effective_price",
    "project_price_scope",
    "price",
    "price_list",
    "sku",
    "meter",
    "service",
    "project",
    "region",
    "project_payer",
    "contract",
  ],
  // A month's parts of documents are decided in one statement over all that was charged in it.
  closing: ["charge", "charge_cover", "contract", "payer", "project", "project_payer", "region", "service", "sku"],
  // Pages and exports name what was charged for, row by row.
  reports: ["charge", "charge_cover", "resource", "sku", "service", "price", "region"],
};

describe("the tree is tidy", () => {
  for (const [name, rule] of Object.entries(RULES)) {
    test(name, () => {
      expect(sources.flatMap(rule)).toEqual([]);
    });
  }

  test("every module has a front door and a README", () => {
    expect(roomProblems(sources)).toEqual([]);
  });

  test("a refusal's code is declared once", () => {
    expect(refusalProblems(sources)).toEqual([]);
  });

  test("the number of a migration or a decision is its own", () => {
    expect(numberProblems(sources)).toEqual([]);
  });

  test("a table is named only in its own module's store", () => {
    expect(tableProblems(sources, SHARED)).toEqual([]);
  });

  test("REG-01 no region is named in the program", () => {
    expect(regionProblems(sources)).toEqual([]);
  });

  test("a lock has one home", () => {
    expect(lockProblems(sources)).toEqual([]);
  });

  test("what documents and comments name is there", () => {
    expect(proseProblems(sources, OTHER_FILES)).toEqual([]);
  });

  test("the table of the rooms in ARCHITECTURE.md says what lint says", () => {
    expect(roomTableProblems(sources, arrowTable)).toEqual([]);
  });

  test("guides, glossary and READMEs name no function, type or field that is not there", () => {
    expect(deadNames(sources)).toEqual([]);
    const guide = {
      path: "docs/guides/a.md",
      text: "Call `recordPayment(tx)`, then `sendGhosts(tx)`, of `GhostKind`.",
    };
    const code = { path: "src/core/a.ts", text: "export function recordPayment() {}" };
    expect(deadNames([guide, code])).toHaveLength(2);
  });

  test("the picture of the rooms shows those there are", () => {
    const picture = readFileSync(join(ROOT, "docs/pictures/rooms.svg"), "utf8");
    const rooms = new Set(sources.flatMap(({ path }) => /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? []));
    expect(pictureProblems(picture, [...rooms])).toEqual([]);
    expect(pictureProblems(picture, ["ghosts", "partners"])).toHaveLength(2);
    expect(pictureProblems(picture.replace(">help<", ">later<"), [...rooms])).toEqual(["the room help is not drawn"]);
  });

  test("every code of a rule, a case or an invariant is explained in docs", () => {
    expect(codeProblems(sources)).toEqual([]);
  });
});

// Planted texts are put together here so that the guards do not find them in this file.
const word = (...parts: string[]) => parts.join("");

const planted: [rule: string, path: string, text: string][] = [
  ["floats", "src/modules/payments/a.ts", "const vat = (Number(amountMinor) / 120) * 20;"],
  ["floats", "src/composition/a.ts", "const shown = Math.round(total * 100);"],
  ["floats", "src/modules/requests/a.ts", "const sum = parseFloat(text);"],
  ["columns", "db/migrations/0001_a.sql", "create table leaf (price double precision not null);"],
  ["columns", "db/migrations/0001_a.sql", "create table leaf (amount_minor numeric not null);"],
  ["sqlClock", "db/migrations/0001_a.sql", "alter table leaf add grown_at timestamptz default 'now';"],
  ["sqlClock", "src/modules/wood/store.ts", "tx.execute(`update leaf set grown_at = 'now'::timestamptz`);"],
  ["payloads", "src/modules/notifications/a.ts", "const { payload } = message; const facts = payload as Facts;"],
  ["consoleTexts", "web/src/customer/a.tsx", "export const A = () => <p>Balance</p>;"],
  ["consoleTexts", "web/src/office/a.tsx", 'export const A = () => <Button title="Close" />;'],
  ["consoleTexts", "web/src/office/a.tsx", 'export const A = () => <p>{"plain words"}</p>;'],
  ["consoleTexts", "web/src/office/a.tsx", "export const A = () => <p aria-label={`Balance of ${name}`} />;"],
  ["consoleTexts", "web/src/office/a.ts", 'const name = "Баланс";'],
  ["bothLanguages", "src/core/a.ts", 'const Gone = refusal("gone", 410, "It is gone", "It is gone now");'],
  ["bothLanguages", "src/core/a.ts", 'const name = { ru: "Баланс", en: "Баланс проекта" };'],
  ["sleeps", "src/core/a.test.ts", 'test("a", async () => { await setTimeout(1000); });'],
  ["sleeps", "test/browser/a.browser.test.ts", "await page.waitForTimeout(500);"],
  ["fileSize", "src/core/long.ts", "// line\n".repeat(601)],
  ["leftOvers", "src/core/a.ts", `// ${word("TO", "DO")}: later`],
  ["leftOvers", "docs/a.md", `${word("FIX", "ME")} later`],
  ["leftOvers", "src/core/a.ts", `// ${word("@ts-", "ignore")}`],
  ["leftOvers", "docs/a.md", String.fromCodePoint(0x1f680)],
  ["machinePaths", "docs/a.md", `see ${word("/wo", "rk/main")}`],
  ["machinePaths", "src/core/a.ts", `const home = "${word("/ho", "me/somebody")}";`],
  ["focusedTests", "src/core/a.test.ts", "it.only('a', () => {});"],
  ["focusedTests", "src/core/a.test.ts", "describe.skip('a', () => {});"],
  ["anyType", "src/core/a.ts", "export const a = (b as any).c;"],
  ["anyType", "web/src/a.tsx", "export function A(props: any) { return <b />; }"],
  ["clock", "src/modules/usage/a.ts", "const now = Date.now();"],
  ["clock", "src/modules/usage/a.ts", "const now = new Date();"],
  ["clock", "src/modules/usage/a.ts", "const now = Temporal.Now.instant();"],
  ["sqlClock", "src/modules/usage/store.ts", "const sql = `select * from charge where day < ${1} and at < now()`;"],
  ["sqlClock", "db/migrations/0001_a.sql", "create table a (at timestamptz default current_timestamp);"],
  ["fetches", "web/src/office/a.ts", 'await fetch("/v1/me");'],
  ["loops", "src/modules/usage/a.ts", "while (!stop.aborted) await charge();"],
  ["loops", "src/platform/postgres/index.ts", "async function a() { while (!this.#stopping) { await look(); } }"],
  ["loops", "src/adapters/a.ts", "for (;;) { await look(); await delay(100); }"],
  ["loops", "src/cli/a.ts", "while (on()) { await look(); await timers.setTimeout(100); }"],
  ["loops", "src/cli/a.ts", "const timer = setInterval(look, 100);"],
  ["sqlParts", "src/modules/usage/store.ts", "tx.query(`select 1 from charge where resource = '${name}'`);"],
  ["sqlParts", "src/modules/usage/store.ts", "tx.execute(`${SELECT} order by ${order(column)}`);"],
  ["sqlParts", "src/modules/usage/store.ts", "tx.query('select ' + column + ' from charge');"],
  ["together", "src/modules/usage/a.ts", "await Promise.all([post(tx, drafts), update(tx, rows)]);"],
  ["together", "src/modules/usage/a-store.ts", "const found = await Promise.all(answers);"],
  ["together", "src/modules/usage/a.ts", "await Promise.all([reader.query(ONE), reader.query(OTHER)]);"],
  ["locks", "src/modules/usage/store.ts", "tx.query('select pg_advisory_xact_lock($1)', [key]);"],
  ["locks", "src/cli/a.ts", "client.query(`select pg_try_advisory_lock(${7})`);"],
  ["floats", "src/modules/usage/a.ts", "const price = parseFloat(text);"],
  ["floats", "src/core/money.ts", "const text = amount.toFixed(2);"],
  ["routeReads", "src/modules/usage/http.ts", "const read = (database: Database) => database.query(QUERY);"],
  ["routeReads", "src/modules/usage/http-export.ts", "ports.database.snapshot(work);"],
  ["routeReads", "src/modules/payments/bank/http-office.ts", "tenantRead(ports.database, [], work);"],
  ["routeReads", "src/modules/tenancy/staff-http.ts", "const { Database } = parts;"],
  ["routeReads", "src/composition/configuration-http.ts", "parts.database.snapshot(work);"],
  ["ledgerAccounts", "src/modules/balance/a.ts", 'const from = "revenue";'],
  ["ledgerAccounts", "src/modules/balance/a.ts", "const from = `bonus:${group}`;"],
  ["ledgerAccounts", "src/modules/balance/a.ts", 'const from = "payment" as LedgerAccount;'],
  [
    "ledgerAccounts",
    "src/modules/reports/store.ts",
    "const sql = `select 1 from posting where ledger_account = 'payment'`;",
  ],
  ["ledgerAccounts", "src/modules/reports/store.ts", "const sql = \"and p.ledger_account not in ('bank')\";"],
  ["ledgerAccounts", "src/modules/reports/store.ts", "const sql = \"and 'payment' = any (p.ledger_accounts)\";"],
  ["rowStyle", "src/modules/usage/a.ts", "export interface Event { readonly project_id: bigint }"],
  ["rowStyle", "src/modules/usage/store.ts", "tx.query<{ project_id: bigint }>(SELECT, []);"],
  ["rowStyle", "src/modules/usage/http.ts", "const shape = z.strictObject({ project_id: pidSchema });"],
  ["payloads", "src/modules/notifications/a.ts", "const { pid } = message.payload as { pid: string };"],
  ["payloads", "src/adapters/a.ts", 'const pid = message.payload["pid"];'],
  ["names", "src/modules/usage/helpers.ts", ""],
  ["names", "src/modules/util/index.ts", ""],
  ["names", "src/modules/payments/a.ts", "export interface Invoice {}"],
  ["names", "src/modules/payments/a.ts", "export class Manager {}"],
  ["names", "db/migrations/0001_a.sql", "create table invoice (id int);"],
];

describe("each guard is seen to fail", () => {
  test.each(planted)("%s refuses %s", (rule, path, text) => {
    expect(RULES[rule]?.({ path, text })).toHaveLength(1);
  });

  test("every rule has a planted violation", () => {
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(Object.keys(RULES)));
  });

  test("what only looks like a violation passes", () => {
    const innocent: Source[] = [
      { path: "src/platform/clock.ts", text: "const now = Date.now();" },
      { path: "src/core/a.ts", text: "// Date.now() is read in platform/clock only\nconst a = new Date(0);" },
      { path: "db/migrations/0001_a.sql", text: "-- SQL never calls now()\ncreate table payment_invoice (id int);" },
      {
        path: "src/modules/usage/store.ts",
        text: 'tx.query(`${SELECT} ${within("day")} ${all ? "" : "limit 1"}`, [name]); tx.execute(INSERT, [name]);',
      },
      { path: "src/platform/loop.ts", text: "while (!stopping.signal.aborted) await turn();" },
      { path: "src/platform/postgres/index.ts", text: "while (performance.now() < end) await delay(100);" },
      { path: "src/modules/usage/a.ts", text: "while (rows.length > 0) rows = await next();" },
      { path: "src/core/a.ts", text: 'const method = "many and any";' },
      {
        path: "src/cli/a.ts",
        text: "await Promise.all(children.map(ended)); await inOrder([() => post(tx, drafts)]);",
      },
      { path: "web/src/api/visit.ts", text: "void fetch(request);" },
      { path: "web/src/chart.tsx", text: "const height = size.toFixed(0);" },
    ];
    expect(innocent.flatMap((source) => Object.values(RULES).flatMap((rule) => rule(source)))).toEqual([]);
  });

  test("a name in a document or a comment that leads nowhere, and a room that may call more than lint says", () => {
    const known = { path: "src/modules/usage/rate.ts", text: "// As usage/rate.ts says; see gone/away.ts." };
    const readme =
      "See `usage/rate.ts`, `modules/ghosts/haunt.ts`, [a](nowhere.md), [b](#rules) and `text/plain`.\n# Rules";
    expect(proseProblems([known, { path: "README.md", text: readme }], [])).toEqual([
      "src/modules/usage/rate.ts:1 gone/away.ts is not there",
      "README.md:1 modules/ghosts/haunt.ts is not there",
      "README.md:1 the link nowhere.md leads nowhere",
    ]);
    const gone = { path: "docs/decisions/0001-a.md", text: "Superseded by [0002](../../README.md).\n`src/gone.ts`" };
    expect(proseProblems([gone], [])).toEqual([]);
    const row = (calls: string) => [{ path: "ARCHITECTURE.md", text: `| [usage](src/modules/usage) | x | ${calls} |` }];
    expect(roomTableProblems(row(""), { usage: [] })).toEqual([]);
    expect(roomTableProblems(row("ledger"), { usage: [] })).toHaveLength(1);
  });

  test("the list that is in no document", () => {
    const text = `// ${word("house", " rule")} 5`;
    expect(codeProblems([{ path: "src/core/a.ts", text }])).toHaveLength(1);
  });

  test("a refusal that is declared twice", () => {
    const declares = (path: string) => ({ path, text: 'const Gone = refusal("gone", 410, "a", "b");' });
    expect(refusalProblems([declares("src/core/a.ts"), declares("src/core/a.test.ts")])).toEqual([]);
    expect(refusalProblems([declares("src/core/a.ts"), declares("src/cli/b.ts")])).toEqual([
      "gone: src/core/a.ts:1, src/cli/b.ts:1",
    ]);
  });

  test("two migrations or two decisions of one number", () => {
    const paths = ["db/migrations/0007_a.sql", "db/migrations/0007_b.sql", "docs/decisions/0007-a.md"];
    const files = paths.map((path) => ({ path, text: "" }));
    expect(numberProblems(files)).toEqual(["two files migrations/0007"]);
    expect(numberProblems(files.slice(1))).toEqual([]);
    expect(numberProblems([...files.slice(1), { path: "docs/decisions/0007-b.md", text: "" }])).toEqual([
      "two files decisions/0007",
    ]);
  });

  test("a module without a front door, without a README or with an empty one", () => {
    const door = { path: "src/modules/a/index.ts", text: "" };
    const readme = { path: "src/modules/a/README.md", text: "Owns a. Does not own b. Always holds: c." };
    expect(roomProblems([door, readme])).toEqual([]);
    expect(roomProblems([readme])).toEqual(["src/modules/a has no front door (index.ts)"]);
    expect(roomProblems([door])).toEqual(["src/modules/a has no README.md"]);
    expect(roomProblems([door, { ...readme, text: "A module." }])).toHaveLength(1);
  });

  const migration = {
    path: "db/migrations/0001_a.sql",
    text: "create table tree (id int); create table leaf (id int);",
  };
  const store = {
    path: "src/modules/wood/store.ts",
    text: "run('insert into tree values (1)'); run(`update leaf set id = 2`);",
  };

  test("a table named outside its module's store", () => {
    const verb = { path: "src/modules/wood/cut.ts", text: "run(`delete from tree where id = ${id}`);" };
    expect(tableProblems([migration, store, verb], {})).toEqual([
      "src/modules/wood/cut.ts:1 names the table tree outside its module's store",
    ]);
  });

  test("a table written by two modules, or read by another without a line that allows it", () => {
    const other = (text: string) => ({ path: "src/modules/paper/store.ts", text });
    expect(tableProblems([migration, store, other("run('insert into tree values (2)')")], {})).toEqual([
      "tree is written by paper and wood: one room owns a table",
    ]);
    const reader = other("run('select * from page join leaf using (id)')");
    expect(tableProblems([migration, store, reader], {})).toEqual([
      "src/modules/paper/store.ts:1 reads leaf, which wood owns",
    ]);
    expect(tableProblems([migration, store, reader], { paper: ["leaf"] })).toEqual([]);
    const local = other("run('with leaf as (select 1) select * from leaf')");
    expect(tableProblems([migration, store, local], {})).toEqual([]);
  });

  const rules = {
    path: "docs/rules.md",
    text: '<a id="PRC-05"></a>\n<a id="reliability-34"></a>\n<a id="invariant-26"></a>',
  };
  const file = (path: string, text: string) => [rules, { path, text }];

  test.each([
    ["src/core/a.ts", `// rounded up (${word("PRC", "-99")})`],
    ["web/src/a.tsx", `// as ${word("QQQ", "-01")} asks`],
    ["test/scenarios/a.test.ts", `test("${word("reliability", " 34, 99")}: a thing", work);`],
    ["docs/decisions/0099-a.md", `see ${word("reliability", " row 90")}`],
    ["db/migrations/0001_a.sql", `-- counted (${word("invariant", " 88")}).`],
    ["db/invariants/77-a.sql", "select 1 where false;"],
    ["src/core/a.test.ts", `it("${word("row", " 34")}: a thing", work);`],
  ])("a code that is explained nowhere, in %s", (path, text) => {
    expect(codeProblems(file(path, text))).toHaveLength(1);
  });

  test("a region that the program names", () => {
    const shipped = { path: "config/regions.yaml", text: "regions:\n  - code: moscow\n    name: {}\n" };
    const found = (path: string) => regionProblems([shipped, { path, text: 'const region = asked ?? "moscow";' }]);
    expect(found("src/modules/usage/a.ts")).toEqual(["src/modules/usage/a.ts:1 names the region moscow"]);
    expect(found("web/src/a.tsx")).toHaveLength(1);
    const keyed = { path: "src/modules/usage/a.ts", text: "const zones = { moscow: 3 };" };
    expect(regionProblems([shipped, keyed])).toEqual(["src/modules/usage/a.ts:1 names the region moscow"]);
    expect([...found("src/demo/a.ts"), ...found("test/support/a.ts")]).toEqual([]);
  });

  test("a lock that two rooms take, and one whose name is not written out", () => {
    const taker = (room: string, name: string) => ({
      path: `src/modules/${room}/a.ts`,
      text: `holdLock(tx, ${name}, of);`,
    });
    expect(lockProblems([taker("wood", '"tree"'), taker("wood", '"leaf"')])).toEqual([]);
    expect(lockProblems([taker("wood", '"tree"'), taker("paper", '"tree"')])).toEqual([
      "the lock tree is taken by paper and wood",
    ]);
    expect(lockProblems([taker("wood", "name")])).toHaveLength(1);
  });

  test("a code that is explained twice; those that are explained once pass", () => {
    expect(codeProblems([rules, { ...rules, path: "docs/reliability.md" }])).toHaveLength(3);
    expect(
      codeProblems(file("src/core/a.ts", "// PRC-05, reliability 34, invariant 26, UTF-16, row 5 of a UPD")),
    ).toEqual([]);
    expect(codesIn("reliability 1-3, 7 and 9").map(({ anchor }) => anchor)).toEqual(
      [1, 2, 3, 7, 9].map((number) => `reliability-${number}`),
    );
  });

  test("a rule without a test is reported, one in a comment is not shown by it", () => {
    const shown = file("src/core/a.test.ts", 'test("PRC-05 rounds up", () => {}); // reliability 34');
    expect(codesWithoutTest(shown)).toEqual(["reliability-34", "invariant-26"]);
  });
});
