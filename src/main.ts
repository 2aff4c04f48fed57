import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Every start after the first finds the program compiled: most of the time to `ready` is reading code.
enableCompileCache(join(import.meta.dirname, "..", "node_modules", ".cache", "saldo-compiled"));

// A reader that has seen enough (`saldo explain ... | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const { run } = await import("./cli/run.ts");

process.exitCode = await run(process.argv.slice(2));
