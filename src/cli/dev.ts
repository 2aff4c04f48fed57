import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";

import { inProject } from "../platform/project.ts";
import type { Command } from "./command.ts";
import { aborted } from "./stop.ts";

/** For those who change Saldo: the server starts again and the page reloads when a file is saved. */
export const dev: Command = {
  async run({ signal, config }) {
    const children = [spawnNode(["--watch-path=src", "--watch-preserve-output", "src/main.ts", "start"])];
    if (existsSync(inProject("web", "vite.config.ts"))) {
      const api = `http://127.0.0.1:${config.port}`;
      children.push(spawnNode(["node_modules/vite/bin/vite.js", "web"], { SALDO_API: api }));
    }
    await Promise.race([aborted(signal), ...children.map(ended)]);
    for (const child of children) child.kill("SIGTERM");
    await Promise.all(children.map(ended));
    return undefined;
  },
};

function spawnNode(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, args, { cwd: inProject(), stdio: "inherit", env: { ...process.env, ...environment } });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("close", () => resolve()));
}
