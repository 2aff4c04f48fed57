import type { Language, Texts } from "../core/errors.ts";
import type { Config } from "../platform/config.ts";
import type { Logger } from "../platform/log.ts";
import type { Output } from "./output.ts";
import type { OpenOptions, Session } from "./session.ts";

/** What scripts may rely on. */
export const EXIT = {
  done: 0,
  /** Refused for a reason the message names, or violations were found. */
  refused: 1,
  /** Unknown command, missing or wrong argument. */
  usage: 2,
  /** A defect of the program: please report. */
  defect: 3,
} as const;

/** What a command has to work with. */
export interface CommandContext {
  readonly config: Config;
  readonly output: Output;
  readonly log: Logger;
  readonly language: Language;
  /** Aborted by Ctrl-C or SIGTERM: long work looks at it between steps and ends tidily. */
  readonly signal: AbortSignal;
  /** The migrated database and the business clock; opened on the first call, closed after the command. */
  open(options?: OpenOptions): Promise<Session>;
}

export interface ArgumentSpec {
  readonly name: string;
  readonly summary: Texts;
  readonly optional?: boolean;
  /** Throws a refusal for a value that will not do. */
  readonly parse?: (text: string) => unknown;
}

export interface OptionSpec {
  /** As commander writes them: `--format <format>`, `--force`, `--kills <number>`. */
  readonly flags: string;
  readonly summary: Texts;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  readonly fallback?: string;
  /** Throws a refusal for a value that will not do. */
  readonly parse?: (text: string) => unknown;
}

/** Arguments and options by their names, `--dry-run` as `dryRun`. */
export type CommandInput = Readonly<Record<string, unknown>>;

export interface CommandOutcome {
  /** The object that `--json` prints as the last line. */
  readonly result: Readonly<Record<string, unknown>>;
  /** The same for people; without it the result is shown field by field. */
  readonly lines?: readonly string[];
  /** False ends with exit code 1: violations were found, something was not done. */
  readonly ok?: boolean;
}

export interface Command {
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** More for `--help`, below the options. */
  readonly details?: Texts;
  /** `quiet`: only warnings (the default); `full`: everything from info up, for roles that run apart. */
  readonly logging?: "quiet" | "full";
  run(context: CommandContext, input: CommandInput): Promise<CommandOutcome | undefined>;
}

/** One line of the list of commands; the command itself is loaded only when it is called. */
export interface CommandEntry {
  /** One or two words: `start`, `usage import`. */
  readonly name: string;
  readonly summary: Texts;
  readonly load: () => Promise<Command>;
}

/** The text value of an argument or option that the specification makes certain to be there. */
export function textOf(input: CommandInput, name: string): string {
  const value = input[name];
  if (typeof value !== "string") throw new Error(`no text in ${name}`);
  return value;
}
