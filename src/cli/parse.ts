import { readFileSync } from "node:fs";

import { Argument, Command as Parser, CommanderError, Option } from "commander";

import { Refusal, type Language, fillText } from "../core/errors.ts";
import { inProject } from "../platform/project.ts";
import type { ArgumentSpec, Command, CommandEntry, CommandInput, OptionSpec } from "./command.ts";

/** What the words of a command line ask for. */
export type Request =
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "wrong"; readonly text: string }
  | { readonly kind: "run"; readonly command: Command; readonly input: CommandInput; readonly name: string };

const DEFAULT_COMMAND = "start";

const words = {
  ru: {
    usage: "Использование",
    commands: "Команды",
    help: "показать эту справку",
    json: "последняя строка вывода — один объект JSON",
    more: "Подробно о команде: saldo КОМАНДА --help. Настройки: .env.example.",
    unknown: "Неизвестная команда",
    choose: "Выберите команду",
    required: "обязательно",
    options: "Параметры",
    arguments: "Аргументы",
  },
  en: {
    usage: "Usage",
    commands: "Commands",
    help: "show this help",
    json: "the last line of output is one JSON object",
    more: "More about a command: saldo COMMAND --help. Settings: .env.example.",
    unknown: "Unknown command",
    choose: "Choose a command",
    required: "required",
    options: "Options",
    arguments: "Arguments",
  },
} as const;

/** What the parser says of a wrong line, in Russian; it speaks English itself. */
const RUSSIAN: readonly (readonly [english: RegExp, russian: string])[] = [
  [/^missing required argument '(.+)'$/, "не указан аргумент $1"],
  [/^required option '(.+)' not specified$/, "не указан обязательный параметр $1"],
  [/^option '(.+)' argument missing$/, "у параметра $1 нет значения"],
  [/^unknown option '(.+?)'(?:\n\(Did you mean (.+)\?\))?$/, "нет такого параметра: $1"],
  [/^too many arguments.*$/s, "лишние аргументы"],
  [
    /^(?:option|command-argument value) '?(.+?)'? argument '(.*)' is invalid\. Allowed choices are (.+)\.$/,
    "$1: значение $2 не подходит, возможны $3",
  ],
];

/** How every line about something wrong begins. */
export const PREFIX = "saldo: ";

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
    if (plain.some((word) => ["--version", "-V"].includes(word))) return { kind: "help", text: `saldo ${version()}` };
    if (plain.length > 0) return unknown(plain.join(" "), entries, language);
    return parse([DEFAULT_COMMAND, ...argv], entries, language);
  }
  if (names[0] === "help") return parse([...names.slice(1), "--help"], entries, language);
  const entry = entryOf(names, entries);
  if (entry) return parseCommand(entry, argv.slice(entry.name.split(" ").length), language);
  const group = entries.filter(({ name }) => name.startsWith(`${names[0]} `));
  if (group.length > 0 && names.length === 1) {
    const text = overview(group, names[0] ?? "", language);
    if (argv.some((word) => ["--help", "-h"].includes(word))) return { kind: "help", text };
    return wrong(`${words[language].choose}: saldo ${names[0]} …`, text);
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
  return wrong(`${words[language].unknown}: ${asked}`, overview(entries, "", language));
}

function wrong(sentence: string, help: string): Request {
  return { kind: "wrong", text: `${PREFIX}${sentence}\n\n${help.trimEnd()}` };
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(inProject("package.json"), "utf8")) as { readonly version: string };
  return text;
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
  parser.configureOutput({ writeOut: (text) => (shown += text), writeErr: () => undefined });
  try {
    parser.parse([...rest], { from: "user" });
  } catch (error) {
    if (error instanceof Refusal) {
      const { kind, details } = error;
      return { kind: "wrong", text: `${PREFIX}${fillText(kind.texts[language], details.values)}` };
    }
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "help", text: shown.trim() };
    return wrong(inLanguage(error.message.replace(/^error: /, ""), language), parser.helpInformation());
  }
  const specs = command.arguments ?? [];
  const named = Object.fromEntries(specs.map(({ name }, place) => [name, parser.processedArgs[place]]));
  return { kind: "run", name: entry.name, command, input: { ...parser.opts(), ...named } };
}

function inLanguage(sentence: string, language: Language): string {
  const found = language === "ru" ? RUSSIAN.find(([english]) => english.test(sentence)) : undefined;
  return found ? sentence.replace(found[0], found[1]) : sentence;
}

function createParser(entry: CommandEntry, command: Command, language: Language): Parser {
  const parser = new Parser(`saldo ${entry.name}`)
    .summary(entry.summary[language])
    .description(entry.summary[language])
    .helpOption("-h, --help", words[language].help)
    .usage(usageOf(command))
    .configureHelp({ styleTitle: (title) => titleOf(title, language) })
    .exitOverride();
  for (const spec of command.arguments ?? []) addArgument(parser, spec, language);
  for (const spec of command.options ?? []) parser.addOption(toOption(spec, language));
  parser.option("--json", words[language].json);
  if (command.details) parser.addHelpText("after", `\n${command.details[language]}`);
  return parser;
}

/** What cannot be left out stands in the line of usage, as it is typed. */
function usageOf(command: Command): string {
  const places = (command.arguments ?? []).map(({ name, optional }) => (optional ? `[${name}]` : `<${name}>`));
  const required = (command.options ?? []).filter((option) => option.required).map(({ flags }) => flags);
  return [...places, ...required, "[options]"].join(" ");
}

function titleOf(title: string, language: Language): string {
  const { usage, options, arguments: places } = words[language];
  const known: Readonly<Record<string, string>> = { "Usage:": usage, "Options:": options, "Arguments:": places };
  return known[title] === undefined ? title : `${known[title]}:`;
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
  const text = required ? `${summary[language]} (${words[language].required})` : summary[language];
  const option = new Option(flags, text).makeOptionMandatory(required ?? false);
  if (choices) option.choices(choices);
  if (fallback !== undefined) option.default(fallback);
  if (read) option.argParser((text) => read(text));
  return option;
}
