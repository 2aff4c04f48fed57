import { dirname, join } from "node:path";
import ts from "typescript";

import { isCode, isTest, lineOf, type Source } from "./sources.ts";

/**
 * What a newcomer reads must lead somewhere: paths, links and anchors in the documents, and files named in comments. A
 * decision tells what was true when it was made; one that says it is superseded may name what is gone.
 */
const READ = /^(?:README|ARCHITECTURE|GLOSSARY)\.md$|^docs\/(?:guides|decisions)\/[^/]+\.md$|^src\/.*README\.md$/;
const SUPERSEDED = /^Superseded by /m;
const NAMED = /`([^`\s]+)`/g;
const LINK = /\]\(([^)\s]+)\)/g;
/** A file by its ending, or a folder or file below another. Addresses, options, packages and media types are none of them. */
const FILE = /^[\w.-]+(?:\/[\w.-]+)*\.(?:ts|tsx|sql|typ|cjs|mjs|yaml|json|svg|png|md)$/;
const FOLDERS =
  /^(?:src|web|db|test|docs|tools|bin|config|\.ci|modules|platform|core|cli|adapters|composition)\/[\w./-]+$/;
/** Files of other formats and of those who use the product: named as examples, or made when it runs. */
const ELSEWHERE = new Set(["tsconfig.json", "package.json", "package-lock.json", "knip.json", "index.html"]);

/** Problems as `path:line what`. `generated` names files that are there without being sources. */
export function proseProblems(sources: readonly Source[], generated: readonly string[]): string[] {
  const paths = new Set([...sources.map(({ path }) => path), ...generated]);
  const known = (from: string, name: string) => leadsTo(paths, from, name);
  return sources.flatMap((source) => [...documentProblems(source, known, sources), ...commentProblems(source, known)]);
}

type Known = (from: string, name: string) => boolean;

/** A path from the root, from where it is named, or the end of one: `usage/charging`, `kinds/index.ts`. */
function leadsTo(paths: ReadonlySet<string>, from: string, name: string): boolean {
  const end = name.replace(/\/$/, "");
  const besides = join(dirname(from), end);
  for (const path of paths) {
    if (path === end || path === besides || path.endsWith(`/${end}`)) return true;
    if (path.startsWith(`${end}/`) || path.startsWith(`${besides}/`) || path.includes(`/${end}/`)) return true;
    // `platform/db` and `hash.ts`'s like are named without their ending.
    if (path.endsWith(`/${end}.ts`) || path === `${end}.ts`) return true;
  }
  return ELSEWHERE.has(end);
}

function documentProblems(source: Source, known: Known, sources: readonly Source[]): string[] {
  const { path, text } = source;
  if (!READ.test(path) || SUPERSEDED.test(text)) return [];
  const names = [...text.matchAll(NAMED)].flatMap((match) => {
    const [, name = ""] = match;
    const isPath = (FILE.test(name) || FOLDERS.test(name)) && !/NNNN|<|\*/.test(name);
    return isPath && !known(path, name) ? [`${path}:${lineOf(text, match.index)} ${name} is not there`] : [];
  });
  const links = [...text.matchAll(LINK)].flatMap((match) => {
    const [target = "", anchor] = (match[1] ?? "").split("#");
    if (/^[a-z]+:/.test(target)) return [];
    const file = target === "" ? path : join(dirname(path), target);
    const found = sources.filter((one) => one.path === file || one.path.startsWith(`${file.replace(/\/$/, "")}/`));
    const there = found.length > 0 || known(path, file);
    const lands = anchor === undefined || !there || found.some((one) => anchorsOf(one.text).has(anchor));
    return there && lands ? [] : [`${path}:${lineOf(text, match.index)} the link ${match[1]} leads nowhere`];
  });
  return [...names, ...links];
}

function anchorsOf(text: string): Set<string> {
  const given = [...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? "");
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set([...given, ...headings]);
}

const FILE_IN_COMMENT = /(?<![\w./~-])((?:[\w-]+\/)*[\w-]+(?:\.test|\.db\.test)?\.(?:ts|tsx|sql|typ|md))\b/g;

function commentProblems(source: Source, known: Known): string[] {
  const { path, text } = source;
  if (!isCode(source) || isTest(source) || !/^(?:src|web\/src)\//.test(path)) return [];
  return commentsOf(text).flatMap((comment) =>
    [...comment.text.matchAll(FILE_IN_COMMENT)].flatMap((match) => {
      const [, name = ""] = match;
      if (known(path, name)) return [];
      return [`${path}:${lineOf(text, comment.offset + match.index)} ${name} is not there`];
    }),
  );
}

function commentsOf(text: string): { readonly text: string; readonly offset: number }[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.JSX, text);
  const found: { text: string; offset: number }[] = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const comment = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia;
    if (comment) found.push({ text: scanner.getTokenText(), offset: scanner.getTokenStart() });
  }
  return found;
}

const CAMEL = /^(?:[a-z]+|[A-Z][a-z]+)(?:[A-Z][a-z0-9]*)+$/;

/** Names of the code in what is read to change it: a function, a type, a field that is nowhere sends a reader astray. */
export function deadNames(sources: readonly Source[]): string[] {
  const words = new Set(sources.filter((one) => isCode(one)).flatMap(({ text }) => text.match(/[A-Za-z]\w*/g) ?? []));
  return sources
    .filter(({ path }) =>
      /^docs\/guides\/|^(?:ARCHITECTURE|GLOSSARY|README)\.md$|^src\/modules\/\w+\/README\.md$/.test(path),
    )
    .flatMap(({ path, text }) =>
      [...text.matchAll(/`([^`\n]+)`/g)].flatMap((match) =>
        (match[1]?.match(/[A-Za-z]\w*/g) ?? [])
          .filter((name) => CAMEL.test(name) && !words.has(name))
          .map((name) => `${path}:${lineOf(text, match.index)} ${name} is nowhere in the code`),
      ),
    );
}

/** The picture of the rooms against the folders: each room there is has its box, and none that is there is "to come". */
export function pictureProblems(picture: string, rooms: readonly string[]): string[] {
  const boxes = [...picture.matchAll(/<rect class="(\w+)"[^>]*>\s*<text class="title"[^>]*>([^<]+)</g)];
  const drawn = new Map(boxes.map(([, kind = "", name = ""]) => [name, kind]));
  return [
    ...rooms.filter((room) => !drawn.has(room)).map((room) => `the room ${room} is not drawn`),
    ...rooms.filter((room) => drawn.get(room) === "later").map((room) => `the room ${room} is drawn as one to come`),
  ];
}

/** The table of rooms in ARCHITECTURE.md against the arrows of lint: `all but a, b`, a list of names, or nothing. */
export function roomTableProblems(
  sources: readonly Source[],
  arrows: Readonly<Record<string, readonly string[]>>,
): string[] {
  const text = sources.find(({ path }) => path === "ARCHITECTURE.md")?.text ?? "";
  const rows = [...text.matchAll(/^\| \[(\w+)\]\(src\/modules\/\w+\)\s*\|[^|]*\|\s*([^|]*?)\s*\|$/gm)];
  const rooms = rows.map(([, room = ""]) => room);
  return rows.flatMap(([, room = "", told = ""]) => {
    const listed = (names: string) => names.split(", ").filter((name) => name !== "");
    const without = /^all but (.+)$/.exec(told);
    const said = without
      ? rooms.filter((one) => one !== room && !listed(without[1] ?? "").includes(one))
      : listed(told);
    const lint = (arrows[room] ?? []).filter((one) => rooms.includes(one));
    const same = [...said].sort().join() === [...lint].sort().join();
    return same ? [] : [`ARCHITECTURE.md says that ${room} may call ${told || "none"}, lint says ${lint.join(", ")}`];
  });
}
