/**
 * The import table is the architecture: this file is the table of ARCHITECTURE.md as lint. A new arrow is a reviewed line
 * here with its reason. test/arch/boundaries.test.ts shows that every rule refuses what it should.
 */

/** Which module may call which, by its front door (index.ts) only. */
const ARROWS = {
  ledger: [],
  tenancy: [],
  catalog: [],
  parties: ["tenancy"],
  balance: ["ledger", "tenancy", "parties", "proposals"],
  // ledger: the open month a charge is booked in; parties: who is post-paid and never freezes.
  usage: ["tenancy", "catalog", "balance", "ledger", "parties"],
  // What two persons do: who may, and whose it is.
  proposals: ["tenancy", "parties"],
  payments: ["tenancy", "parties", "balance", "ledger", "proposals"],
  documents: ["tenancy", "parties", "ledger"],
  // What people are told: the topics of the rooms that tell it, and who the reader is.
  notifications: ["tenancy", "parties", "balance", "documents", "requests", "proposals"],
  // Answers to the one who asks: the region, the payer and its contract, the role, whether the project is frozen.
  help: ["tenancy", "parties", "balance"],
  // All that people read about money: usage and payments as one list, and why a payment invoice may not be made.
  reports: ["tenancy", "catalog", "parties", "balance", "ledger", "usage", "payments"],
  partners: ["tenancy", "parties", "catalog", "balance", "usage"],
  closing: ["ledger", "tenancy", "parties", "catalog", "balance", "usage", "reports", "documents", "partners"],
  requests: ["tenancy", "parties", "documents", "payments", "partners"],
};

/** Wings of large rooms, each with a front door of its own, and which of them a wing may call. */
const WINGS = {
  // A file's events go in by the way of every event; intake, rating and charging meet in the tables.
  usage: { intake: [], import: ["intake"], rating: [], charging: [] },
  // A transfer that is placed settles the payment invoice it was asked for with.
  payments: { bank: ["payment-invoices"], "payment-invoices": [] },
  // A kind says what a document is and shows; issuing and delivery know kinds by their registry alone.
  // A kind of request is plain data; how a case goes on is the room's.
  requests: { kinds: [] },
  documents: { kinds: ["print"], issuing: ["kinds"], delivery: ["kinds"], print: [] },
};

/** What stands at a room's top for its wings: words they share, and its store. */
const SHARED_TOP = { documents: ["acts", "parts", "party", "store"], payments: ["acts"], usage: ["acts"] };

/**
 * Which folder of web/src may import which. The consoles (customer, partner, office) never import each other: what two of
 * them need is a shared piece. `app` holds the entry of each console and may import all.
 */
const WEB_ARROWS = {
  api: [],
  i18n: [],
  ui: ["api", "i18n"],
  session: ["api", "i18n", "ui"],
  customer: ["api", "i18n", "ui", "session"],
  partner: ["api", "i18n", "ui", "session"],
  office: ["api", "i18n", "ui", "session"],
  app: ["api", "i18n", "ui", "session", "customer", "partner", "office"],
};

/** A close that does not look at the books, a door of its own. */
const UNCHECKED = "^src/modules/closing/unchecked\\.ts$";

/** Tests build the world they need; they are held to the front doors, not to the arrows. */
const TEST = "\\.test\\.tsx?$";

const arrows = Object.entries(ARROWS).map(([name, allowed]) => ({
  name: `arrows-of-${name}`,
  comment: allowed.length > 0 ? `${name} may call only ${allowed.join(", ")}` : `${name} calls no other module`,
  severity: "error",
  from: { path: `^src/modules/${name}/`, pathNot: TEST },
  to: { path: "^src/modules/[^/]+/", pathNot: `^src/modules/(${[name, ...allowed].join("|")})/` },
}));

const webArrows = Object.entries(WEB_ARROWS).map(([name, allowed]) => ({
  name: `web-arrows-of-${name}`,
  comment: `web/src/${name} may import only ${allowed.length > 0 ? allowed.join(", ") : "itself"}`,
  from: { path: `^web/src/${name}/`, pathNot: TEST },
  to: { path: "^web/src/", pathNot: `^web/src/(${[name, ...allowed].join("|")})/` },
}));

const wings = Object.entries(WINGS).flatMap(([room, table]) => {
  const inRoom = `^src/modules/${room}`;
  return [
    ...Object.entries(table).map(([wing, allowed]) => ({
      name: `wing-arrows-of-${room}-${wing}`,
      comment: `the wing ${wing} may call only ${allowed.join(", ") || "no other"}, and what stands at the room's top for it`,
      from: { path: `${inRoom}/${wing}/`, pathNot: TEST },
      to: {
        path: `${inRoom}/`,
        pathNot: `${inRoom}/((${[wing, ...allowed].join("|")})/|(${(SHARED_TOP[room] ?? []).join("|") || "-"})\\.ts$)`,
      },
    })),
    {
      name: `wing-door-of-${room}`,
      comment: "a wing is entered by its index.ts; a new one is a line in the table",
      from: { path: `${inRoom}/([^/]+)` },
      to: {
        path: `${inRoom}/[^/]+/`,
        pathNot: `${inRoom}/($1/|(${Object.keys(table).join("|")})/index\\.ts$)`,
      },
    },
  ];
});

const rules = [
  ...wings,
  ...webArrows,
  {
    name: "no-circular",
    comment: "files that need each other are one file, or what they share stands in a third; types count",
    from: { path: "^(src|web/src)/" },
    to: { circular: true },
  },
  {
    name: "platform-door",
    comment: "a folder of the platform is entered by its index.ts",
    from: { path: "^src/(?:platform/)?([^/]+)" },
    to: { path: "^src/platform/[^/]+/", pathNot: `^src/platform/($1/|[^/]+/index\\.ts$)` },
  },
  {
    name: "web-known-folder",
    comment: "a new folder of web/src is a line in its arrow table; no file stands outside the folders",
    from: {},
    to: { path: "^web/src/", pathNot: `^web/src/(${Object.keys(WEB_ARROWS).join("|")})/` },
  },
  {
    name: "known-module",
    comment: "a new room is a line in the arrow table",
    from: { path: "^src/" },
    to: { path: "^src/modules/[^/]+/", pathNot: `^src/modules/(${Object.keys(ARROWS).join("|")})/` },
  },
  {
    name: "front-door",
    comment: "a module is entered by its index.ts",
    from: { path: "^src/modules/([^/]+)/" },
    to: { path: "^src/modules/[^/]+/", pathNot: "^src/modules/($1/|[^/]+/index\\.ts$)" },
  },
  {
    name: "front-door-from-outside",
    comment: "the composition, adapters, the CLI, the platform and their tests enter a module by its index.ts",
    from: { path: "^src/", pathNot: "^src/modules/" },
    to: { path: "^src/modules/[^/]+/", pathNot: `^src/modules/[^/]+/index\\.ts$|${UNCHECKED}` },
  },
  {
    name: "unchecked-close",
    comment: "only the demo closes a month without a look at the invariants",
    from: { path: "^(src|test|tools)/", pathNot: "^src/demo/" },
    to: { path: UNCHECKED },
  },
  {
    name: "core-imports-nothing",
    comment: "core is pure: only core, the calendar and bank account check digits",
    from: { path: "^src/core/", pathNot: TEST },
    to: { pathNot: "^src/core/|^node_modules/(temporal-(polyfill|spec|utils)|ibantools)/" },
  },
  {
    name: "platform-imports-core",
    comment: "the platform knows no module and no adapter",
    from: { path: "^src/platform/", pathNot: TEST },
    to: { path: "^src/", pathNot: "^src/(core|platform)/" },
  },
  {
    name: "modules-stand-alone",
    comment: "modules know core, platform and each other, not who composes them or reaches the outside",
    from: { path: "^src/modules/", pathNot: TEST },
    to: { path: "^src/", pathNot: "^src/(core|platform|modules)/" },
  },
  {
    name: "adapters-implement",
    comment: "an adapter knows core, platform and the type its module declares, and no other adapter",
    from: { path: "^src/adapters/([^/]+)", pathNot: TEST },
    to: { path: "^src/", pathNot: "^src/(core|platform|modules)/|^src/adapters/$1" },
  },
  {
    name: "web-imports-core",
    comment: "the consoles stand on the public API; from src they may import core",
    from: { path: "^web/src/" },
    to: { path: "^(src|test|tools|bin)/", pathNot: "^src/core/" },
  },
  {
    name: "src-ships",
    comment: "the program does not depend on tests, tools or the console's source",
    from: { path: "^src/", pathNot: TEST },
    to: { path: "^(test|tools|web/src)/" },
  },
  {
    name: "driver-behind-platform",
    comment: "modules speak SQL through platform/db",
    from: { path: "^src/", pathNot: `^src/platform/|${TEST}` },
    to: { path: "node_modules/pg/" },
  },
  {
    name: "resolvable",
    comment: "an import that does not resolve would pass every other rule unseen",
    from: { path: "^(src|web/src)/" },
    // The charts package names its types in a way that only the bundler's resolution finds.
    to: { couldNotResolve: true, pathNot: "\\.(css|scss)$|^@gravity-ui/charts$" },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  // For test/arch: what ARCHITECTURE.md says is held against it.
  arrowTable: ARROWS,
  forbidden: [...rules.map((rule) => ({ severity: "error", ...rule })), ...arrows],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.saldo)/" },
    // Types are arrows too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
