import ts from "typescript";

import { rowStyleProblems } from "./row-style.ts";
import { isCode, isTest, lineOf, literalsOf, nodesOf, type Source } from "./sources.ts";
import { roomOf } from "./tables.ts";

/** Problems as `path:line what`. A rule looks at one file; the whole tree is the sum of its files. */
export type Rule = (source: Source) => string[];

const LONGEST = 600;
const SIZED = /\.(?:ts|tsx|mjs|cjs|sql|scss|typ)$/;

/** Bare words that say nothing, or two things at once (architecture, Naming). */
const BANNED = new Set(
  ["invoice", "account", "client", "transaction", "manager", "helper", "util", "data"]
    .flatMap((word) => [word, `${word}s`])
    .concat("v2"),
);
/** The table of REG-03, whose name the rules themselves use. */
const ALLOWED_TABLES = new Set(["account"]);

/** Where amounts are made, read or shown: no floating-point step may slip in. */
const MONEY = /^src\/(?:core\/|modules\/|composition\/|adapters\/|cli\/)/;
const FLOATS = new Set(["parseFloat", "toFixed", "toPrecision"]);
/** What makes a floating-point number of what it is given, and names under which amounts go. */
const MAKES_FLOAT = /^(?:Number|Math\.(?:round|floor|ceil|trunc))$/;
const AMOUNT = /(?:^|[a-z])(?:Minor|Amount|Price|Cost|Gross|Vat)\b|\b(?:minor|amount|price|cost|gross|vat|total|sum)\b/;
/** BAL-08: the published API of others answers JSON numbers. */
const PUBLISHED_NUMBERS = new Set(["src/modules/reports/http.ts"]);

/** The one place of the console that sends something. */
const FETCH = "web/src/api/visit.ts";
/** The one place that reads the machine's clock. */
const CLOCK = "src/platform/clock.ts";
/**
 * Where SQL may ask the server for its time, since it is not business time: the worker holds the two clocks of a machine
 * against each other, the jobs of workers on several machines fall due by one clock.
 */
const MACHINE_TIME = new Set(["src/platform/server-clock.ts", "src/platform/jobs/store.ts"]);
/** The one loop, and the waits for a PostgreSQL that starts, which end by a deadline. */
const LOOP = "src/platform/loop.ts";
const WAITS = new Set(["src/platform/postgres/index.ts"]);
const SQL_PARTS: Readonly<Record<string, readonly string[]>> = {
  "src/modules/balance/store.ts": ["select"],
  "src/modules/ledger/store.ts": ["STATEMENTS[name]", "ONE_ENTRY[postings] as string"],
  "src/modules/parties/store.ts": ["column"],
  "src/modules/usage/rating/rating-store.ts": ["condition", "from"],
  "src/modules/reports/report-store.ts": [
    'MOVEMENTS("day")',
    "MOVEMENTS(filter.interval)",
    'periodOf(filter.interval, "day")',
  ],
};
const SQL_CLOCK =
  /\bnow\s*\(\s*\)|'(?:now|today|tomorrow|yesterday)'|\b(?:clock|statement|transaction)_timestamp\s*\(|\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b/gi;

// Spelt apart, so that this file does not find itself.
const MARKS = new RegExp(String.raw`\b(?:TO${"DO"}|FIX${"ME"}|HA${"CK"})\b|@ts-(?:ig${"nore"}|no${"check"})`, "g");
const MACHINE = new RegExp(
  String.raw`(?:^|[\s"'\x60(=:])(?:/wo${"rk"}/|/ho${"me"}/[a-z]|/Us${"ers"}/[A-Za-z]|[A-Z]:\\Us${"ers"}\\)`,
  "g",
);
const EMOJI = /\p{Emoji_Presentation}/gu;

const fileSize: Rule = ({ path, text }) => {
  const lines = text.split("\n").length - 1;
  return SIZED.test(path) && lines > LONGEST ? [`${path}:${LONGEST} has ${lines} lines, at most ${LONGEST}`] : [];
};

const leftOvers: Rule = (source) => [
  ...findAll(source, MARKS, (mark) => `left-over mark ${mark}`),
  ...(isTest(source) ? [] : findAll(source, EMOJI, (mark) => `emoji ${mark}`)),
];

const machinePaths: Rule = (source) => findAll(source, MACHINE, (path) => `path of one machine: ${path.trim()}`);

const focusedTests: Rule = (source) => {
  if (!isCode(source)) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return [];
    const left = ["only", "skip", "todo", "fails"].includes(node.name.text);
    return left && ["test", "it", "describe"].includes(node.expression.text)
      ? [`${source.path}:${line} ${node.getText()}`]
      : [];
  });
};

const anyType: Rule = (source) => {
  if (!isCode(source)) return [];
  const found = nodesOf(source).filter(({ node }) => node.kind === ts.SyntaxKind.AnyKeyword);
  return found.map(({ line }) => `${source.path}:${line} the type any`);
};

const clock: Rule = (source) => {
  if (!isCode(source) || !source.path.startsWith("src/") || source.path === CLOCK) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const now =
      ts.isPropertyAccessExpression(node) &&
      /^(?:Date|Temporal\.Now)\./.test(node.getText()) &&
      /^(?:now|instant|zonedDateTimeISO|plainDateISO|plainDateTimeISO)$/.test(node.name.text);
    const today = ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length;
    return now || today ? [`${source.path}:${line} reads the clock: take now as a parameter`] : [];
  });
};

const sqlClock: Rule = (source) => {
  if (/^db\/migrations\/.*\.sql$/.test(source.path)) {
    const bare = source.text.replace(/--.*$/gm, (comment) => " ".repeat(comment.length));
    return findAll({ ...source, text: bare }, SQL_CLOCK, (call) => `${call}: business time is handed in`);
  }
  if (!isCode(source) || !source.path.startsWith("src/") || MACHINE_TIME.has(source.path)) return [];
  return literalsOf(source).flatMap(({ text, line }) => {
    const sql = /\b(?:select|insert|update|delete|interval|values)\b/i.test(text);
    const [call] = text.match(SQL_CLOCK) ?? [];
    return sql && call ? [`${source.path}:${line} ${call}: business time is handed in`] : [];
  });
};

/** The console sends all by fetchHere, which names the visit of its tab (AUD-02): else it would be done as the member of staff. */
const fetches: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("web/src/") || source.path === FETCH) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const isFetch = ts.isCallExpression(node) && /^(?:(?:window|globalThis)\.)?fetch$/.test(node.expression.getText());
    return isFetch ? [`${source.path}:${line} fetch: say fetchHere`] : [];
  });
};

/** What is done again and again is a turn of startLoop: it tells of failures, is woken and stopped in one way. */
const loops: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/") || source.path === LOOP) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const found = `${source.path}:${line} a loop of its own: startLoop`;
    if (ts.isCallExpression(node)) return node.expression.getText() === "setInterval" ? [found] : [];
    if (!ts.isIterationStatement(node, false)) return [];
    const condition = ts.isWhileStatement(node) || ts.isDoStatement(node) ? node.expression.getText() : "";
    const untilStopped = /^!\s*[\w.#?]*(?:abort|stop|over|clos)\w*$/i.test(condition);
    const pauses = /\bawait\s+(?:[\w.]+\.)?(?:delay|sleep|pause|setTimeout)\(|\bsetTimeout\(resolve/.test(
      node.statement.getText(),
    );
    return untilStopped || (pauses && !WAITS.has(source.path)) ? [found] : [];
  });
};

/**
 * SQL is put together of constants only, values go in as parameters (reliability 45): in a statement only a CONSTANT,
 * a function of literals, a choice between literals, or a part named here, which is chosen from literals beside it.
 */
const sqlParts: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/modules/")) return [];
  const named = SQL_PARTS[source.path] ?? [];
  return nodesOf(source).flatMap(({ node, line }) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
    const [statement] = node.arguments;
    if (!statement || !["query", "execute"].includes(node.expression.name.text)) return [];
    const parts = ts.isTemplateExpression(statement)
      ? statement.templateSpans.map((span) => span.expression)
      : [statement];
    return parts
      .filter((part) => !isConstantSql(part, named))
      .map((part) => `${source.path}:${line} ${part.getText().slice(0, 60)}: a value goes into SQL as a parameter`);
  });
};

function isConstantSql(part: ts.Expression, named: readonly string[]): boolean {
  if (ts.isStringLiteralLike(part) || named.includes(part.getText())) return true;
  if (ts.isIdentifier(part)) return /^[A-Z][A-Z_]*$/.test(part.text);
  const inner = ts.isTemplateExpression(part)
    ? part.templateSpans.map((span) => span.expression)
    : ts.isConditionalExpression(part)
      ? [part.whenTrue, part.whenFalse]
      : ts.isCallExpression(part)
        ? part.arguments
        : null;
  return inner?.every((one) => isConstantSql(one, named)) ?? false;
}

/** Statements of one transaction go together through inOrder, which says in which order the server does them. */
const together: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/") || source.path === "src/platform/db.ts")
    return [];
  const store = /(?:^|[/-])(?:store|sql)\.ts$/.test(source.path);
  return nodesOf(source).flatMap(({ node, line }) => {
    if (!ts.isCallExpression(node) || !/^Promise\.(?:all|allSettled|race|any)$/.test(node.expression.getText()))
      return [];
    const ofTx = node.arguments.some((argument) => /\b(?:tx|reader|read)\b|\.query\(/.test(argument.getText()));
    return store || ofTx ? [`${source.path}:${line} ${node.expression.getText()}: say the order with inOrder`] : [];
  });
};

/** Where PostgreSQL is asked for a lock by name, so that two pieces of work cannot take one lock under two names. */
const LOCK_HOMES = new Set(["src/platform/locks.ts", "src/platform/session-locks.ts"]);

const locks: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/") || LOCK_HOMES.has(source.path)) return [];
  return literalsOf(source).flatMap(({ text, line }) => {
    return /pg_(?:try_)?advisory/i.test(text) ? [`${source.path}:${line} a lock is taken through platform/locks`] : [];
  });
};

/** REG-01: a region is a file; the program knows none by its code. The demo world, the sandbox that shows it, and tests may. */
export function regionProblems(sources: readonly Source[]): string[] {
  const shipped = sources.filter(({ path }) => path === "config/regions.yaml");
  const codes = new Set(
    shipped.flatMap(({ text }) => [...text.matchAll(/^ {2}- code: (\S+)$/gm)].map((match) => match[1])),
  );
  const program = sources.filter(
    (one) => isCode(one) && !isTest(one) && /^(?:src\/(?!demo\/|adapters\/sandbox\/)|web\/src\/)/.test(one.path),
  );
  return program.flatMap((source) => {
    const names = nodesOf(source).flatMap(({ node, line }) =>
      ts.isIdentifier(node) ? [{ text: node.text, line }] : [],
    );
    return [...literalsOf(source), ...names].flatMap(({ text, line }) =>
      !text.includes("\n") && text.split(/[^\w-]+/).some((word) => codes.has(word))
        ? [`${source.path}:${line} names the region ${text}`]
        : [],
    );
  });
}

/** A lock's name is taken by one room; others ask that room for it. */
export function lockProblems(sources: readonly Source[]): string[] {
  const takers = new Map<string, Set<string>>();
  const problems: string[] = [];
  for (const source of sources.filter((one) => isCode(one) && !isTest(one) && one.path.startsWith("src/"))) {
    if (LOCK_HOMES.has(source.path)) continue;
    for (const { node, line } of nodesOf(source)) {
      if (
        !ts.isCallExpression(node) ||
        !/^(?:holdLock|shareLock|holdIfFree|aloneWith)$/.test(node.expression.getText())
      )
        continue;
      const [, name] = node.arguments;
      if (!name || !ts.isStringLiteral(name)) problems.push(`${source.path}:${line} a lock's name is written out`);
      else takers.set(name.text, (takers.get(name.text) ?? new Set()).add(roomOf(source.path)));
    }
  }
  const shared = [...takers].filter(([, rooms]) => rooms.size > 1);
  return [
    ...problems,
    ...shared.map(([name, rooms]) => `the lock ${name} is taken by ${[...rooms].sort().join(" and ")}`),
  ];
}

const floats: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !MONEY.test(source.path)) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    if (ts.isIdentifier(node))
      return FLOATS.has(node.text) ? [`${source.path}:${line} ${node.text}: money is exact`] : [];
    if (!ts.isCallExpression(node) || !MAKES_FLOAT.test(node.expression.getText())) return [];
    const taken = node.arguments.map((argument) => argument.getText()).join();
    return AMOUNT.test(taken) && !PUBLISHED_NUMBERS.has(source.path)
      ? [`${source.path}:${line} ${node.getText().slice(0, 60)}: money is exact`]
      : [];
  });
};

/** In the database, too: amounts are whole numbers of minor units, prices and quantities decimals. */
const columns: Rule = ({ path, text }) => {
  if (!/^db\/migrations\/.*\.sql$/.test(path)) return [];
  const bare = { path, text: text.replace(/--.*$/gm, (comment) => " ".repeat(comment.length)) };
  return [
    ...findAll(
      bare,
      /\b(?:double\s+precision|real|float[48]?|money)\b(?=\s*(?:[,)\n]|not\b|null\b|default\b))/gi,
      (type) => {
        return `${type}: no floating point`;
      },
    ),
    ...findAll(bare, /\b\w+_minor\s+(?!bigint\b)(?:numeric|decimal|integer|int|text|smallint)\b/gi, (column) => {
      return `${column}: an amount is bigint`;
    }),
  ];
};

/** What a person reads in a console stands in `web/src/i18n`, in both languages: no words between tags or in what is told. */
const consoleTexts: Rule = (source) => {
  if (!source.path.startsWith("web/src/") || source.path.startsWith("web/src/i18n/") || isTest(source)) return [];
  if (!isCode(source)) return [];
  const found = nodesOf(source).flatMap(({ node, line }) => shownTexts(node).map((text) => ({ text, line })));
  const russian = RUSSIAN_READ.has(source.path) ? [] : literalsOf(source).filter(({ text }) => /[А-яЁё]/.test(text));
  return [...found.filter(({ text }) => /\p{Ll}{2}/u.test(text) && !NAMES_OF_OURS.has(text.trim())), ...russian].map(
    ({ text, line }) => `${source.path}:${line} ${text.trim().slice(0, 60)}: a text has a key in web/src/i18n`,
  );
};

/** The words that a piece of JSX shows or tells as they stand. */
function shownTexts(node: ts.Node): string[] {
  if (ts.isJsxText(node)) return [node.text];
  const told = ts.isJsxAttribute(node) && TOLD.has(node.name.getText()) ? node.initializer : undefined;
  if (told && ts.isStringLiteral(told)) return [told.text];
  const isChild = ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent);
  const within = isChild ? node.expression : told && ts.isJsxExpression(told) ? told.expression : undefined;
  if (!within) return [];
  if (ts.isStringLiteralLike(within)) return [within.text];
  if (!ts.isTemplateExpression(within)) return [];
  return [within.head.text, ...within.templateSpans.map(({ literal }) => literal.text)];
}
/** Where Russian is read, not shown: amounts and units as people and catalogues write them, and a language's own name. */
const RUSSIAN_READ = new Set([
  "web/src/ui/amount-input.ts",
  "web/src/ui/quantity.ts",
  "web/src/session/settings-controls.tsx",
]);
const TOLD = new Set(["title", "label", "placeholder", "alt", "aria-label", "text", "description"]);
/** What is the same in every language, as what is in capitals alone is. */
const NAMES_OF_OURS = new Set(["Saldo", "mcs1000000001"]);

/** What people read is in both languages, each in its own letters: refusals, and every `{ ru, en }` that is written out. */
const bothLanguages: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/")) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const [ru, en] = pairOf(node);
    if (ru === undefined || en === undefined || ru === en) return [];
    const wrong =
      !/[А-яЁё]/.test(ru) && /\p{Ll}{3}/u.test(ru)
        ? "Russian"
        : /[А-яЁё]/.test(en.replace(/“[^”]*”/g, ""))
          ? "English"
          : null;
    return wrong ? [`${source.path}:${line} is not in ${wrong}: ${wrong === "Russian" ? ru : en}`] : [];
  });
};

function pairOf(node: ts.Node): (string | undefined)[] {
  const textOf = (one: ts.Node | undefined) => (one && ts.isStringLiteralLike(one) ? one.text : undefined);
  if (ts.isCallExpression(node) && node.expression.getText() === "refusal")
    return [textOf(node.arguments[2]), textOf(node.arguments[3])];
  if (!ts.isObjectLiteralExpression(node)) return [];
  return ["ru", "en"].map((name) => {
    const property = node.properties.find((one) => one.name?.getText() === name);
    return property && ts.isPropertyAssignment(property) ? textOf(property.initializer) : undefined;
  });
}

/** A test waits for what it needs, not for a time. Those that kill, load or measure live by the machine's clock. */
const sleeps: Rule = (source) => {
  if (!isCode(source) || !/\.test\.tsx?$/.test(source.path)) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const waits = ts.isAwaitExpression(node) && /^(?:setTimeout|delay|sleep|pause)\(/.test(node.expression.getText());
    const by = ts.isCallExpression(node) && /(?:^|\.)waitForTimeout$/.test(node.expression.getText());
    return waits || by ? [`${source.path}:${line} a test that sleeps`] : [];
  });
};

const ROUTES = /^src\/(?:modules\/.*|composition)\/(?:http[^/]*|[^/]*-http)\.ts$/;

/** A route reads and writes by its context, which knows whose rows it may touch (reliability 34): no database of its own. */
const routeReads: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !ROUTES.test(source.path)) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const asks = ts.isPropertyAccessExpression(node) && node.name.text === "snapshot";
    const holds = ts.isIdentifier(node) && ["Database", "tenantRead"].includes(node.text);
    return asks || holds ? [`${source.path}:${line} ${node.getText()}: a route reads by its context`] : [];
  });
};

/** Ledger accounts by a name that nothing else has; of `payment` and `bank` alone the types tell. */
const LEDGER_ACCOUNT = /^(?:(?:revenue|acquirer|bonus_cost)$|(?:bonus|bank|suspense):)/;
const LEDGER_ACCOUNT_IN_SQL = /\bledger_accounts?\b[^,;)]*?'|'[a-z_:]+'\s*(?:=|in\b)[^,;]*?\bledger_accounts?\b/i;

/** Ledger accounts are named by the chart alone: other rooms use its builders of entries, and have no name to give. */
const ledgerAccounts: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/")) return [];
  if (source.path.startsWith("src/modules/ledger/")) return [];
  const named = literalsOf(source).filter(({ text }) => LEDGER_ACCOUNT.test(text) || LEDGER_ACCOUNT_IN_SQL.test(text));
  const cast = nodesOf(source).filter(({ node }) => ts.isAsExpression(node) && node.type.getText() === "LedgerAccount");
  return [...named, ...cast].map(({ line }) => `${source.path}:${line} names a ledger account: see ledger/chart.ts`);
};

/** A message's payload is read by its topic (`topic.payloadOf`), which checks it: a cast would believe it. */
const payloads: Rule = (source) => {
  if (!isCode(source) || isTest(source) || !source.path.startsWith("src/")) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const cast = ts.isAsExpression(node) && /(?:^|\.)payload\b[^{]*$/.test(node.expression.getText());
    const indexed = ts.isElementAccessExpression(node) && node.expression.getText().endsWith(".payload");
    return cast || indexed ? [`${source.path}:${line} ${node.getText()}: a topic reads its payload`] : [];
  });
};

const names: Rule = (source) => [...fileNames(source), ...declaredNames(source), ...tableNames(source)];

function fileNames({ path }: Source): string[] {
  const parts = path.replace(/(?:\.test|\.db|\.scenario)*\.[a-z]+$/, "").split("/");
  return parts.filter((part) => BANNED.has(part.toLowerCase())).map((part) => `${path}:1 the name ${part}`);
}

function declaredNames(source: Source): string[] {
  if (!isCode(source) || isTest(source)) return [];
  return nodesOf(source).flatMap(({ node, line }) => {
    const declares =
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isFunctionDeclaration(node);
    const name = declares ? (node.name?.text ?? "") : "";
    return BANNED.has(name.toLowerCase()) ? [`${source.path}:${line} the name ${name}`] : [];
  });
}

function tableNames(source: Source): string[] {
  if (!/^db\/migrations\/.*\.sql$/.test(source.path)) return [];
  const tables = /create\s+table\s+(?:if\s+not\s+exists\s+)?(?:[a-z_]+\.)?([a-z_0-9]+)/gi;
  return [...source.text.matchAll(tables)].flatMap((match) => {
    const [, table = ""] = match;
    const banned = BANNED.has(table) && !ALLOWED_TABLES.has(table);
    return banned ? [`${source.path}:${lineOf(source.text, match.index)} the table ${table}`] : [];
  });
}

function findAll(source: Source, pattern: RegExp, say: (found: string) => string): string[] {
  return [...source.text.matchAll(pattern)].map((match) => {
    return `${source.path}:${lineOf(source.text, match.index)} ${say(match[0])}`;
  });
}

/** Every module has a front door and a README of what it owns, does not own and always holds. */
export function roomProblems(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source.text]));
  const rooms = new Set(sources.flatMap(({ path }) => /^(src\/modules\/[^/]+)\//.exec(path)?.[1] ?? []));
  return [...rooms].flatMap((room) => {
    const readme = byPath.get(`${room}/README.md`);
    const missing = byPath.has(`${room}/index.ts`) ? [] : [`${room} has no front door (index.ts)`];
    if (readme === undefined) return [...missing, `${room} has no README.md`];
    const parts = [/\bowns\b/i, /\bdoes not own\b/i, /\balways holds\b/i].filter((part) => !part.test(readme));
    return parts.length > 0
      ? [
          ...missing,
          `${room}/README.md does not say ${parts.map((part) => part.source.replaceAll("\\b", "")).join(", ")}`,
        ]
      : missing;
  });
}

/** A refusal has one text: its code is declared in one place. */
export function refusalProblems(sources: readonly Source[]): string[] {
  const places = new Map<string, string[]>();
  for (const source of sources.filter((one) => one.path.startsWith("src/") && isCode(one) && !isTest(one))) {
    for (const { node, line } of nodesOf(source)) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "refusal") continue;
      const [code] = node.arguments;
      if (!code || !ts.isStringLiteral(code)) continue;
      places.set(code.text, [...(places.get(code.text) ?? []), `${source.path}:${line}`]);
    }
  }
  return [...places].filter(([, found]) => found.length > 1).map(([code, found]) => `${code}: ${found.join(", ")}`);
}

/** Migrations are applied in the order of their numbers: two that bear one have none. */
export function numberProblems(sources: readonly Source[]): string[] {
  const numbers = sources.flatMap(
    ({ path }) =>
      /^(?:db\/(migrations\/\d{4})_\w+\.sql|docs\/(decisions\/\d{4})-[\w-]+\.md)$/.exec(path)?.slice(1) ?? [],
  );
  const named = numbers.filter((number) => number !== undefined);
  return named.filter((number, index) => named.indexOf(number) !== index).map((number) => `two files ${number}`);
}

export const RULES: Readonly<Record<string, Rule>> = {
  fileSize,
  leftOvers,
  machinePaths,
  focusedTests,
  anyType,
  clock,
  sqlClock,
  fetches,
  loops,
  sqlParts,
  together,
  locks,
  floats,
  routeReads,
  ledgerAccounts,
  payloads,
  columns,
  consoleTexts,
  bothLanguages,
  sleeps,
  rowStyle: rowStyleProblems,
  names,
};
