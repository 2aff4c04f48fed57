/** One thread of the PDF renderer: compiles one document at a time and forgets it. */
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort } from "node:worker_threads";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { fontBlobs } from "./pdf-fonts.ts";
import type { PdfAnswer, PdfTask } from "./pdf.ts";

/** Kept for a few documents so that templates need not be parsed anew; everything older is dropped. */
const CACHE_AGE = 1;
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

function render({ root, template, data, images, createdAtSeconds }: PdfTask): PdfAnswer {
  const compiler = compilerOf(root);
  try {
    const compiled = compiler.compile({ mainFilePath: join(root, template), inputs: { data, images } });
    const document = compiled.result;
    if (document === null) return { error: `${template}: ${diagnostics(compiler, compiled.takeError())}` };
    const pdf = compiler.pdf(document, { pdfStandard: "a-2b", pdfTags: false, creationTimestamp: createdAtSeconds });
    return { bytes: new Uint8Array(pdf) };
  } catch (error) {
    return { error: `${template}: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    // Also after a failure: the cache is the process's, and a failed document must not stay in it.
    compiler.evictCache(CACHE_AGE);
  }
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
