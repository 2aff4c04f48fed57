import { Argument, Command as Parser, CommanderError, Option } from "commander";

import { Refusal, type Language, fillText } from "../core/errors.ts";
import type { ArgumentSpec, Command, CommandEntry, CommandInput, OptionSpec } from "./command.ts";

/** What the words of a command line ask for. */
export type Request =
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "wrong"; readonly text: string }
  | { readonly kind: "run"; readonly command: Command; readonly input: CommandInput };

const DEFAULT_COMMAND = "start";

const words = {
  ru: {
    usage: "Использование",
    commands: "Команды",
    help: "показать эту справку",
    json: "последняя строка вывода — один объект JSON",
    more: "Подробно о команде: saldo КОМАНДА --help. Настройки: .env.example.",
    unknown: "Неизвестная команда",
  },
  en: {
    usage: "Usage",
    commands: "Commands",
    help: "show this help",
    json: "the last line of output is one JSON object",
    more: "More about a command: saldo COMMAND --help. Settings: .env.example.",
    unknown: "Unknown command",
  },
} as const;

/** Finds the command and loads only that one. */
export async function parse(
  argv: readonly string[],
  entries: readonly CommandEntry[],
  language: Language,
): Promise<Request> {
  const names = argv.slice(0, firstOption(argv));
  if (names.length === 0) {
    const plain = argv.filter((word) => word !== "--json");
    if (plain.some((word) => ["--help", "-h"].includes(word)))
      return { kind: "help", text: overview(entries, "", language) };
    if (plain.length > 0) return unknown(plain.join(" "), entries, language);
    return parse([DEFAULT_COMMAND, ...argv], entries, language);
  }
  if (names[0] === "help") return parse([...names.slice(1), "--help"], entries, language);
  const entry = entryOf(names, entries);
  if (entry) return parseCommand(entry, argv.slice(entry.name.split(" ").length), language);
  const group = entries.filter(({ name }) => name.startsWith(`${names[0]} `));
  if (group.length > 0 && names.length === 1) {
    const text = overview(group, names[0] ?? "", language);
    return { kind: argv.some((word) => ["--help", "-h"].includes(word)) ? "help" : "wrong", text };
  }
  return unknown(names.join(" "), group.length > 0 ? group : entries, language);
}

/** `clock set` before `clock`: the longest name that the words begin with. */
function entryOf(words: readonly string[], entries: readonly CommandEntry[]): CommandEntry | undefined {
  const matching = entries.filter(({ name }) => name === words.slice(0, name.split(" ").length).join(" "));
  return matching.sort((a, b) => b.name.length - a.name.length)[0];
}

/** --json counts wherever it stands. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? undefined : end).includes("--json");
}

function firstOption(argv: readonly string[]): number {
  const place = argv.findIndex((word) => word.startsWith("-"));
  return place < 0 ? argv.length : place;
}

function unknown(asked: string, entries: readonly CommandEntry[], language: Language): Request {
  return { kind: "wrong", text: `${words[language].unknown}: ${asked}\n\n${overview(entries, "", language)}` };
}

function overview(entries: readonly CommandEntry[], group: string, language: Language): string {
  const { usage, commands, more } = words[language];
  const width = Math.max(...entries.map(({ name }) => name.length));
  const lines = entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary[language]}`);
  const line = ["saldo", group, "COMMAND [--help] [--json]"].filter(Boolean).join(" ");
  return `${usage}: ${line}\n\n${commands}:\n${lines.join("\n")}\n\n${more}`;
}

async function parseCommand(entry: CommandEntry, rest: readonly string[], language: Language): Promise<Request> {
  const command = await entry.load();
  let shown = "";
  const parser = createParser(entry, command, language);
  parser.configureOutput({ writeOut: (text) => (shown += text), writeErr: (text) => (shown += text) });
  try {
    parser.parse([...rest], { from: "user" });
  } catch (error) {
    if (error instanceof Refusal) {
      const { kind, details } = error;
      return { kind: "wrong", text: `${entry.name}: ${fillText(kind.texts[language], details.values)}` };
    }
    if (!(error instanceof CommanderError)) throw error;
    return { kind: error.exitCode === 0 ? "help" : "wrong", text: shown.trim() || error.message };
  }
  const specs = command.arguments ?? [];
  const named = Object.fromEntries(specs.map(({ name }, place) => [name, parser.processedArgs[place]]));
  return { kind: "run", command, input: { ...parser.opts(), ...named } };
}

function createParser(entry: CommandEntry, command: Command, language: Language): Parser {
  const parser = new Parser(`saldo ${entry.name}`)
    .summary(entry.summary[language])
    .description(entry.summary[language])
    .helpOption("-h, --help", words[language].help)
    .exitOverride()
    .showHelpAfterError();
  for (const spec of command.arguments ?? []) addArgument(parser, spec, language);
  for (const spec of command.options ?? []) parser.addOption(toOption(spec, language));
  parser.option("--json", words[language].json);
  if (command.details) parser.addHelpText("after", `\n${command.details[language]}`);
  return parser;
}

function addArgument(parser: Parser, spec: ArgumentSpec, language: Language): void {
  const { name, optional, summary, parse: read } = spec;
  const argument = new Argument(optional ? `[${name}]` : `<${name}>`, summary[language]);
  if (read) argument.argParser((text) => read(text));
  parser.addArgument(argument);
}

function toOption(
  { flags, summary, required, choices, fallback, parse: read }: OptionSpec,
  language: Language,
): Option {
  const option = new Option(flags, summary[language]).makeOptionMandatory(required ?? false);
  if (choices) option.choices(choices);
  if (fallback !== undefined) option.default(fallback);
  if (read) option.argParser((text) => read(text));
  return option;
}
