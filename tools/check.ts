/**
 * `npm run check`: everything that can be said about the tree without a database: a minute on a desk, a few on two slow cores.
 *   node tools/check.ts             all steps, side by side
 *   node tools/check.ts lint types  only these
 *   node tools/check.ts --fix       format the tree first
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Step {
  readonly name: string;
  readonly says: string;
  readonly command: readonly string[];
}

/** The longest first, so that the rest fits beside it. Boundaries, tidiness and drift of generated files are tests (test/arch). */
const STEPS: readonly Step[] = [
  {
    name: "tests",
    says: "fast tests, boundaries, tidiness, drift",
    command: ["vitest", "run", "--project", "unit", "--reporter", "dot"],
  },
  { name: "lint", says: "lint with types", command: ["oxlint", "--type-aware", "--deny-warnings", "-f", "unix"] },
  { name: "types", says: "types of the program", command: ["tsc", "--pretty", "false", "-p", "."] },
  { name: "web-types", says: "types of the consoles", command: ["tsc", "--pretty", "false", "-p", "web"] },
  { name: "unused", says: "dead code and dependencies", command: ["knip", "--no-progress"] },
  {
    name: "production",
    says: "code that only tests use",
    command: ["knip", "--production", "--no-progress"],
  },
  { name: "format", says: "format (repair: npm run check -- --fix)", command: ["biome", "format", "."] },
];

interface Outcome {
  readonly step: Step;
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: string;
}

function run(step: Step): Promise<Outcome> {
  const started = performance.now();
  const [command = "", ...args] = step.command;
  const program = command === "node" ? process.execPath : join(ROOT, "node_modules/.bin", command);
  const path = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: path, FORCE_COLOR: "0", NO_COLOR: "1", CI: "1" },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    const settle = (ok: boolean) =>
      resolve({ step, ok, output, seconds: ((performance.now() - started) / 1000).toFixed(1) });
    child.once("error", (error) => {
      output += String(error);
      settle(false);
    });
    child.once("close", (code) => settle(code === 0));
  });
}

function report({ step, ok, output, seconds }: Outcome): void {
  console.log(`${ok ? "ok  " : "FAIL"} ${step.name.padEnd(10)} ${seconds.padStart(5)} s  ${step.says}`);
  if (!ok) console.log(`${output.trim()}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = [
    ...names.filter((name) => !STEPS.some((step) => step.name === name)),
    ...args.filter((arg) => arg.startsWith("--") && arg !== "--fix"),
  ];
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(", ")}; steps: ${STEPS.map((step) => step.name).join(", ")}; option: --fix`);
    return 2;
  }
  if (args.includes("--fix")) {
    report(await run({ name: "fix", says: "formatted", command: ["biome", "format", "--write", "."] }));
  }
  const waiting = STEPS.filter((step) => names.length === 0 || names.includes(step.name));
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const outcome = await run(step);
      report(outcome);
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
  return outcomes.every((outcome) => outcome.ok) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
