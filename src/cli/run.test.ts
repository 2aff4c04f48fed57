import { Writable } from "node:stream";

import { describe, expect, it, vi } from "vitest";

import { refusal } from "../core/errors.ts";
import type { Command, CommandEntry } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { columns, describe as describeResult } from "./output.ts";
import { languageOf, run } from "./run.ts";

const Closed = refusal("period_closed", 409, "Период {month} закрыт", "Period {month} is closed");

const importFile: Command = {
  arguments: [{ name: "file", summary: { ru: "файл", en: "the file" } }],
  options: [
    { flags: "--format <format>", summary: { ru: "вид", en: "kind" }, choices: ["csv", "focus"], fallback: "csv" },
    { flags: "--dry-run", summary: { ru: "не записывать", en: "write nothing" } },
  ],
  run: async ({ output }, { file, format, dryRun }) => {
    output.line("working");
    return { result: { file, format, dryRun: dryRun ?? false, accepted: 12n, huge: 2n ** 60n } };
  },
};

const decide: Command = {
  options: [{ flags: "--by <name>", summary: { ru: "кто", en: "who" }, required: true }],
  run: async () => ({ result: {} }),
};

const entries: CommandEntry[] = [
  { name: "decide", summary: { ru: "решить", en: "decide" }, load: async () => decide },
  { name: "usage import", summary: { ru: "принять", en: "take in" }, load: async () => importFile },
  {
    name: "check",
    summary: { ru: "проверить", en: "check" },
    load: async () => ({ run: async () => ({ result: { violations: 2 }, ok: false }) }),
  },
  {
    name: "refuse",
    summary: { ru: "отказать", en: "refuse" },
    load: async () => ({ run: () => Promise.reject(Closed({ values: { month: "2026-10" }, field: "month" })) }),
  },
  {
    name: "break",
    summary: { ru: "сломаться", en: "break" },
    load: async () => ({ run: () => Promise.reject(new Error("surprise")) }),
  },
];

function sink(): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}

async function saldo(...argv: string[]): Promise<{ code: number; out: string; err: string; object: unknown }> {
  const [out, err] = [sink(), sink()];
  const code = await run(argv, { out: out.stream, err: err.stream }, entries);
  const last = out.text().trim().split("\n").at(-1) ?? "";
  return {
    code,
    out: out.text(),
    err: err.text(),
    object: last.startsWith("{") ? (JSON.parse(last) as unknown) : null,
  };
}

describe("the command line", () => {
  it("hands arguments and options to the command and shows its result", async () => {
    const { code, out } = await saldo("usage", "import", "a.csv", "--format", "focus", "--dry-run");
    expect(code).toBe(0);
    expect(out).toMatch(/^working\nfile +a\.csv\nformat +focus\ndryRun +true\naccepted +12\n/);
  });

  it.each([
    ["usage", "import", "a.csv", "--json"],
    ["usage", "import", "--json", "a.csv"],
  ])("writes nothing but one object to standard output with --json: %s %s %s %s", async (...argv) => {
    const { code, out, object } = await saldo(...argv);
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(object).toEqual({ file: "a.csv", format: "csv", dryRun: false, accepted: 12, huge: "1152921504606846976" });
  });

  it("ends with 1 when violations were found or the work was refused", async () => {
    expect(await saldo("check", "--json")).toMatchObject({ code: 1, object: { violations: 2 } });
    const refused = await saldo("refuse", "--json");
    expect(refused).toMatchObject({ code: 1, object: { error: { code: "period_closed", field: "month" } } });
    expect(refused.err).toBe("saldo: Period 2026-10 is closed\n");
  });

  it.each([
    [["usage", "import"], /missing required argument 'file'/],
    [["usage", "import", "a", "b"], /too many arguments/],
    [["usage", "import", "a", "--format", "xls"], /Allowed choices are csv, focus/],
    [["usage", "import", "a", "--unknown"], /unknown option '--unknown'/],
    [["usage"], /usage import/],
    [["usage", "export"], /Unknown command: usage export/],
    [["imports"], /Unknown command: imports/],
    [["--wrong"], /Unknown command: --wrong/],
  ])("ends with 2 for %j and tells how it goes", async (argv, message) => {
    const plain = await saldo(...argv);
    expect(plain).toMatchObject({ code: 2, out: "" });
    expect(plain.err).toMatch(message);
    expect(await saldo(...argv, "--json")).toMatchObject({ code: 2, object: { error: { code: "usage" } } });
  });

  it.each([["--version"], ["-V"], ["--version", "--json"]])("tells its version for %s", async (...argv) => {
    const { code, out } = await saldo(...argv);
    expect(code).toBe(0);
    expect(out).toMatch(/^saldo \d+\.\d+\.\d+\n$/);
  });

  it("begins whatever is wrong in one way, in the terminal's language, and marks what may not be left out", async () => {
    const lines = [
      ["usage", "import"],
      ["usage"],
      ["imports"],
      ["refuse"],
      ["usage", "import", "a", "--format", "xls"],
    ];
    for (const argv of lines) expect((await saldo(...argv)).err, argv.join(" ")).toMatch(/^saldo: /);
    vi.stubEnv("SALDO_LANG", "ru");
    for (const argv of lines)
      expect((await saldo(...argv)).err.split("\n")[0], argv.join(" ")).toMatch(/^saldo: [а-я -]/i);
    expect((await saldo("usage", "import")).err).toContain("не указан аргумент file");
    expect((await saldo("decide", "--help")).out).toContain("кто (обязательно)");
    vi.unstubAllEnvs();
    const help = (await saldo("decide", "--help")).out;
    expect(help).toContain("Usage: saldo decide --by <name> [options]");
    expect(help).toContain("who (required)");
    expect((await saldo("decide", "--json")).object).toEqual({
      error: { code: "usage", message: "required option '--by <name>' not specified" },
    });
  });

  it("shows nothing as a dash and a record by its parts; columns stand under their names", () => {
    expect(describeResult({ id: 1n, range: { month: "2026-10", left: null }, none: [] })).toEqual([
      "id     1",
      "range  month 2026-10, left —",
      "none   —",
    ]);
    expect(
      columns([
        ["No.", "State"],
        ["1042", "waiting"],
      ]),
    ).toEqual(["No.   State", "1042  waiting"]);
  });

  it("ends with 3 for a defect and shows where it happened", async () => {
    const { code, err, object } = await saldo("break", "--json");
    expect({ code, object }).toEqual({ code: 3, object: { error: { code: "defect", message: "surprise" } } });
    expect(err).toContain("run.test.ts");
  });

  it.each([["--help"], ["-h"], ["help"]])("lists every command for %s", async (word) => {
    const { code, out } = await saldo(word);
    expect(code).toBe(0);
    for (const { name } of entries) expect(out).toContain(name);
  });

  it.each([
    ["usage", "import", "--help"],
    ["help", "usage", "import"],
  ])("explains a command: %s %s %s", async (...argv) => {
    const { code, out } = await saldo(...argv);
    expect(code).toBe(0);
    expect(out).toMatch(/Usage: saldo usage import .*<file>[^]*--format <format>[^]*--json/);
  });

  it("speaks the terminal's language", () => {
    expect(languageOf({ LANG: "ru_RU.UTF-8" })).toBe("ru");
    expect(languageOf({ LANG: "C.UTF-8" })).toBe("en");
    expect(languageOf({ LANG: "ru_RU.UTF-8", LC_ALL: "en_US.UTF-8" })).toBe("en");
    expect(languageOf({ LANG: "en_US.UTF-8", SALDO_LANG: "ru" })).toBe("ru");
  });
});

describe("every command of Saldo", () => {
  it.each(COMMANDS.map(({ name }) => name))("%s has help in both languages", async (name) => {
    const out = sink();
    expect(await run([...name.split(" "), "--help"], { out: out.stream, err: sink().stream })).toBe(0);
    expect(out.text()).toContain("--json");
    const entry = COMMANDS.find((candidate) => candidate.name === name);
    expect(entry?.summary.ru).toMatch(/[а-я]/);
    expect(entry?.summary.en).not.toMatch(/[а-я]/);
  });
});
