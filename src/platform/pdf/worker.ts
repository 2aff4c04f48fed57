/** One thread of the PDF renderer: compiles one document at a time and forgets it. */
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort } from "node:worker_threads";
import { NodeCompiler, type NodeTypstDocument } from "@myriaddreamin/typst-ts-node-compiler";
import { fontBlobs } from "./fonts.ts";
import type { PdfAnswer, PdfTask } from "./index.ts";

/** What was not used again by the next few documents is dropped; what all of them share stays laid out. */
const CACHE_AGE = 3;
/** A document states the number of its sheets, so it is set until it has as many. */
const MOST_TRIES = 4;
/** A compiled document is megabytes outside the JavaScript heap, which therefore sees no need to collect it. */
const COLLECT_EVERY = 8;

const fonts = fontBlobs();
const compilers = new Map<string, NodeCompiler>();
const collectGarbage = garbageCollector();
let rendered = 0;

parentPort?.on("message", (task: PdfTask) => {
  const answer = render(task);
  rendered += 1;
  if (rendered % COLLECT_EVERY === 0) collectGarbage({ type: "minor" });
  parentPort?.postMessage(answer, "bytes" in answer ? [answer.bytes.buffer] : []);
});

function render(task: PdfTask): PdfAnswer {
  const { root, template, files, createdAtSeconds } = task;
  const compiler = compilerOf(root);
  try {
    for (const [name, content] of Object.entries(files)) compiler.mapShadow(join(root, name), Buffer.from(content));
    const document = compile(compiler, task);
    if ("error" in document) return document;
    const pdf = compiler.pdf(document, { pdfStandard: "a-2b", pdfTags: false, creationTimestamp: createdAtSeconds });
    return { bytes: new Uint8Array(pdf) };
  } catch (error) {
    return { error: `${template}: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    // Also after a failure: neither its files nor its part of the cache may meet the next document.
    compiler.resetShadow();
    compiler.evictCache(CACHE_AGE);
  }
}

/** Tells the template in `sheets.json` that there is a single sheet, and when that was wrong, how many came out. */
function compile(compiler: NodeCompiler, { root, template }: PdfTask): NodeTypstDocument | { readonly error: string } {
  let sheets = 1;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const said = JSON.stringify({ single: tries === 1, sheets });
    compiler.mapShadow(join(root, "sheets.json"), Buffer.from(said));
    const compiled = compiler.compile({ mainFilePath: join(root, template) });
    const document = compiled.result;
    if (document === null) return { error: `${template}: ${diagnostics(compiler, compiled.takeError())}` };
    if (document.numOfPages === sheets) return document;
    sheets = document.numOfPages;
  }
  return { error: `${template}: its number of sheets changes with the number it states` };
}

function diagnostics(
  compiler: NodeCompiler,
  error: ReturnType<ReturnType<NodeCompiler["compile"]>["takeError"]>,
): string {
  return error === null ? "no document" : JSON.stringify(compiler.fetchDiagnostics(error)).slice(0, 2_000);
}

function compilerOf(root: string): NodeCompiler {
  let compiler = compilers.get(root);
  if (!compiler) {
    compiler = NodeCompiler.create({ workspace: root, fontArgs: [{ fontBlobs: fonts }] });
    compilers.set(root, compiler);
  }
  return compiler;
}

/** Node gives its collector to programs only by this flag; it changes nothing else. */
function garbageCollector(): (options: { readonly type: "minor" }) => void {
  setFlagsFromString("--expose-gc");
  const collector: unknown = runInNewContext("gc");
  return (options) => typeof collector === "function" && Reflect.apply(collector, undefined, [options]);
}
