import { existsSync } from "node:fs";
import { userInfo } from "node:os";

import { type Language, Refusal, fillText } from "../core/errors.ts";
import { systemClock } from "../platform/clock.ts";
import { type Config, loadConfig } from "../platform/config.ts";
import type { Database } from "../platform/db.ts";
import { type Logger, createLogger } from "../platform/log.ts";
import { inProject } from "../platform/project.ts";
import { insertFacts } from "../platform/security-fact.ts";
import { type Command, type CommandContext, type CommandEntry, type CommandInput, EXIT } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { type Output, type Streams, createOutput, describe } from "./output.ts";
import { PREFIX, parse, wantsJson } from "./parse.ts";
import { type Session, openSession } from "./session.ts";
import { listenForStop } from "./stop.ts";

/** Runs the command of a command line and answers its exit code. Nothing that was opened stays open. */
export async function run(
  argv: readonly string[],
  streams: Streams = { out: process.stdout, err: process.stderr },
  entries: readonly CommandEntry[] = COMMANDS,
): Promise<number> {
  const output = createOutput(wantsJson(argv), streams);
  const language = languageOf(process.env);
  try {
    const request = await parse(argv, entries, language);
    if (request.kind === "run") {
      const { command, input, name } = request;
      return await execute({ command, input, name }, output, language);
    }
    if (request.kind === "help") {
      streams.out.write(`${request.text}\n`);
      return EXIT.done;
    }
    output.note(request.text);
    output.object({ error: { code: "usage", message: request.text.split("\n")[0]?.replace(PREFIX, "") } });
    return EXIT.usage;
  } catch (error) {
    return report(error, output, language);
  }
}

interface Called {
  readonly command: Command;
  readonly input: CommandInput;
  readonly name: string;
}

async function execute({ command, input, name }: Called, output: Output, language: Language): Promise<number> {
  if (existsSync(inProject(".env"))) process.loadEnvFile(inProject(".env"));
  const config = loadConfig();
  const log = createLogger(config.logLevel ?? (command.logging === "full" ? "info" : "warn"));
  const stop = listenForStop();
  const { context, close } = createContext(config, log, output, language, stop.signal, name);
  try {
    const outcome = await command.run(context, input);
    if (!outcome) return EXIT.done;
    for (const line of outcome.lines ?? describe(outcome.result)) output.line(line);
    output.object(outcome.result);
    return outcome.ok === false ? EXIT.refused : EXIT.done;
  } finally {
    await close();
    stop.release();
  }
}

function createContext(
  config: Config,
  log: Logger,
  output: Output,
  language: Language,
  signal: AbortSignal,
  name: string,
): { context: CommandContext; close: () => Promise<void> } {
  let session: Promise<Session> | undefined;
  return {
    context: {
      config,
      log,
      output,
      language,
      signal,
      open: (options) =>
        (session ??= openSession(config, log, options).then(async (opened) => {
          await recordAct(opened.database, name, log);
          return { ...opened, database: opened.database.as({ kind: "cli", key: osActor(), agent: `saldo ${name}` }) };
        })),
    },
    close: async () => {
      // A session that did not open has said so already, and closed what it had opened.
      const opened = await session?.catch(() => undefined);
      await opened?.close();
    },
  };
}

function report(error: unknown, output: Output, language: Language): number {
  if (!(error instanceof Refusal)) {
    output.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    output.object({ error: { code: "defect", message: String((error as Error).message) } });
    return EXIT.defect;
  }
  const { kind, details } = error;
  const message = fillText(kind.texts[language], details.values);
  const problems = (details.problems ?? []).map(({ field, code, texts }) => ({
    field,
    code,
    message: texts[language],
  }));
  output.note(`${PREFIX}${message}`);
  for (const problem of problems) {
    if (!message.includes(problem.field)) output.note(`  ${problem.field}: ${problem.message}`);
  }
  output.object({ error: { code: kind.code, message, ...(details.field ? { field: details.field } : {}), problems } });
  return EXIT.refused;
}

/** The language of the terminal: SALDO_LANG, else the system's; English unless that is Russian. */
export function languageOf(environment: Readonly<NodeJS.ProcessEnv>): Language {
  const { SALDO_LANG, LC_ALL, LC_MESSAGES, LANG } = environment;
  return (SALDO_LANG || LC_ALL || LC_MESSAGES || LANG || "").toLowerCase().startsWith("ru") ? "ru" : "en";
}

/** Reliability 66: whoever works on the database from the command line is recorded with the name the system knows. */
async function recordAct(database: Database, name: string, log: Logger): Promise<void> {
  const fact = { kind: "cli_act", actor: osActor(), address: "", subject: `saldo ${name}` } as const;
  log.info({ kind: fact.kind, actor: fact.actor, subject: fact.subject }, "security");
  await insertFacts(database, [{ ...fact, at: systemClock.now(), times: 1 }]);
}

/** The person behind sudo counts, not root; whoever is not root is who the system says, whatever the environment does. */
function osActor(): string {
  const uid = process.getuid?.() ?? "?";
  const behind = uid === 0 ? process.env["SUDO_USER"] : undefined;
  try {
    return `os:${behind === undefined ? userInfo().username : `${behind} as ${userInfo().username}`}`.slice(0, 200);
  } catch {
    return `os:${behind ?? `uid ${uid}`}`.slice(0, 200);
  }
}
