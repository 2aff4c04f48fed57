import { createWriteStream } from "node:fs";
import { once } from "node:events";

import { type Decimal, parseDecimal } from "../core/decimal.ts";
import { refusal, type Language } from "../core/errors.ts";
import { dateOf } from "../core/time.ts";
import {
  type Encoding,
  ENCODINGS,
  fileSize,
  type FileImportReport,
  type ImportException,
  type ImportFormat,
  importUsageFile,
  UsageIntake,
} from "../modules/usage/index.ts";
import { type Command, textOf } from "./command.ts";

const RateInvalid = refusal(
  "rate_invalid",
  422,
  "Курс должен быть положительным числом: {rate}",
  "The rate must be a positive number: {rate}",
);
const PayerInvalid = refusal(
  "payer_invalid",
  422,
  "Плательщик задаётся номером: {payer}",
  "A payer is given by its number: {payer}",
);

const words = {
  ru: {
    importing: "Импорт",
    counts: "Строк {rows}: принято {accepted}, уже были {duplicates}, отклонено {rejected}, в карантине {quarantined}",
    payer: "Плательщик {id} {name}, регион {region}; прайс-лист {list}; добавлено проектов {projects}, SKU {skus}",
    costs:
      "ListCost, {currency}: в файле {file} = принято {accepted} + уже были {duplicates} + отклонено {rejected} + в карантине {quarantined}",
    notSummed: "Ещё строк, чьей стоимости нет в сумме файла (её нет, она не прочитана или в другой валюте): {count}",
    contract: "Договор {name}, {scheme}, плательщик {payer}, действует с {from}: проектов {projects}",
    concluded:
      "Договор {name}, {scheme}, плательщик {payer}: ЗАКЛЮЧЁН этим импортом с {from}, потому что действующего не было: проектов {projects}",
    offer: "публичная оферта",
    signed: "от {on}",
    schemes: { prepaid: "предоплата", postpaid: "постоплата" },
    oneToOne: "Суммы в {from} приняты как {to} один к одному; курс задаёт --rate",
    listed: "По цене и количеству файла как есть: {count}",
    exception: "{text} ({code}): {count}; строки {lines}",
    became: { rejected: "Отклонено", quarantined: "В карантине", priced_otherwise: "Принято, но иначе, чем написано" },
  },
  en: {
    importing: "Importing",
    counts:
      "Rows {rows}: {accepted} accepted, {duplicates} known already, {rejected} rejected, {quarantined} in quarantine",
    payer: "Payer {id} {name}, region {region}; price list {list}; added {projects} projects, {skus} SKUs",
    costs:
      "ListCost, {currency}: {file} in the file = {accepted} accepted + {duplicates} known + {rejected} rejected + {quarantined} in quarantine",
    notSummed: "Rows whose cost is in no sum (none, not read, or in another currency): {count}",
    contract: "Contract {name}, {scheme}, payer {payer}, in force from {from}: {projects} projects",
    concluded:
      "Contract {name}, {scheme}, payer {payer}: CONCLUDED by this import from {from}, because none was in force: {projects} projects",
    offer: "public offer",
    signed: "of {on}",
    schemes: { prepaid: "prepaid", postpaid: "post-paid" },
    oneToOne: "Amounts in {from} are taken as {to} one to one; --rate sets a rate",
    listed: "By the file's own price and quantity: {count}",
    exception: "{text} ({code}): {count}; lines {lines}",
    became: { rejected: "Rejected", quarantined: "In quarantine", priced_otherwise: "Accepted, but not as written" },
  },
} as const;

/** PRC-04: usage from a file, by the same rules as over the API. */
export const usageImport: Command = {
  arguments: [{ name: "file", summary: { ru: "файл; можно сжатый gzip", en: "the file; may be gzipped" } }],
  options: [
    {
      flags: "--format <format>",
      summary: { ru: "формат; без него узнаётся по содержимому", en: "the format; told by the content when left out" },
      choices: ["cloudevents", "csv", "focus"],
    },
    {
      flags: "--payer <id>",
      summary: { ru: "FOCUS: номер плательщика, чей это счёт", en: "FOCUS: number of the payer whose bill it is" },
      parse: payerOf,
    },
    {
      flags: "--encoding <encoding>",
      summary: {
        ru: "кодировка файла; без неё UTF-8 или UTF-16",
        en: "the file's encoding; UTF-8 or UTF-16 when left out",
      },
      choices: ENCODINGS,
    },
    {
      flags: "--contract <number>",
      summary: {
        ru: "FOCUS: номер договора плательщика; без него действующий",
        en: "FOCUS: number of the payer's contract; the one in force when left out",
      },
    },
    { flags: "--region <code>", summary: { ru: "FOCUS: регион плательщика", en: "FOCUS: the payer's region" } },
    {
      flags: "--rate <number>",
      summary: {
        ru: "FOCUS: сколько валюты плательщика в единице валюты счёта",
        en: "FOCUS: the payer's currency for one unit of the bill's",
      },
      parse: rateOf,
    },
    {
      flags: "--rejects <file>",
      summary: {
        ru: "записать все исключения построчно (JSON lines)",
        en: "write every exception, row by row (JSON lines)",
      },
    },
  ],
  details: {
    ru: "cloudevents: массив JSON, одно событие или JSON lines. csv: id,source,time,project,resource,sku,quantity,unit[,since,\nsupersedes,labels,resource_name,meter]. focus: счёт FOCUS 1.0-1.4. Повторный импорт ничего не меняет.\nКод 1, если отклонены все строки.",
    en: "cloudevents: a JSON array, one event or JSON lines. csv: id,source,time,project,resource,sku,quantity,unit[,since,\nsupersedes,labels,resource_name,meter]. focus: a FOCUS bill, 1.0 to 1.4. Importing again changes nothing.\nExit code 1 when every row is rejected.",
  },
  async run({ open, language, output, signal, config }, input) {
    const file = textOf(input, "file");
    const size = await fileSize(file);
    const { database, clock } = await open();
    const exceptions = new Exceptions(typeof input["rejects"] === "string" ? input["rejects"] : null, language);
    const progress = await output.progress(words[language].importing, size);
    try {
      const report = await importUsageFile(database, new UsageIntake(database), file, {
        format: (input["format"] as ImportFormat | undefined) ?? null,
        payerId: (input["payer"] as bigint | undefined) ?? null,
        regionCode: (input["region"] as string | undefined) ?? null,
        rate: (input["rate"] as Decimal | undefined) ?? null,
        encoding: (input["encoding"] as Encoding | undefined) ?? null,
        contract: (input["contract"] as string | undefined) ?? null,
        // Contracts are concluded by people; the sandbox has none for months before it began.
        mayConclude: config.mode !== "production",
        now: clock.now(),
        signal,
        onBytes: (count) => progress.advance(count),
        onException: (exception) => exceptions.add(exception),
      });
      progress.end();
      const { accepted, duplicates, quarantined, rejected } = report.counts;
      return {
        result: resultOf(report, exceptions, input["rate"] === undefined),
        lines: linesOf(report, exceptions, language, input["rate"] === undefined),
        ok: rejected === 0 || accepted + duplicates + quarantined > 0,
      };
    } finally {
      progress.end();
      await exceptions.close();
    }
  },
};

function payerOf(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw PayerInvalid({ values: { payer: text.slice(0, 40) } });
  return BigInt(text);
}

function rateOf(text: string): Decimal {
  const rate = parseDecimal(text);
  if (!rate || rate.units <= 0n) throw RateInvalid({ values: { rate: text.slice(0, 40) } });
  return rate;
}

interface Group {
  readonly became: ImportException["became"];
  readonly code: string;
  readonly text: string;
  readonly lines: number[];
  count: number;
}

const SHOWN_LINES = 5;

/** What was not simply accepted: summed up for the screen, and written row by row when asked for. */
class Exceptions {
  readonly groups = new Map<string, Group>();
  readonly #language: Language;
  readonly #stream: ReturnType<typeof createWriteStream> | null;
  #failure: Error | undefined;

  constructor(file: string | null, language: Language) {
    this.#language = language;
    this.#stream = file === null ? null : createWriteStream(file);
    this.#stream?.on("error", (error) => (this.#failure = error));
  }

  add({ line, became, code, field, text }: ImportException): void {
    const key = `${became} ${code}`;
    const group = this.groups.get(key) ?? { became, code, text: text[this.#language], lines: [], count: 0 };
    this.groups.set(key, group);
    group.count += 1;
    if (group.lines.length < SHOWN_LINES) group.lines.push(line);
    this.#stream?.write(
      `${JSON.stringify({ line, became, code, ...(field ? { field } : {}), text: text[this.#language] })}\n`,
    );
  }

  async close(): Promise<void> {
    if (!this.#stream || this.#failure) return;
    this.#stream.end();
    await once(this.#stream, "close");
  }
}

function resultOf(
  { counts, focus }: FileImportReport,
  exceptions: Exceptions,
  noRate: boolean,
): Record<string, unknown> {
  if (!focus) return { ...counts };
  const { payer, currency, costs, notSummed, bases, projectsAdded, skusAdded, priceList } = focus;
  const own = payer.region.currency;
  const groups = [...exceptions.groups.values()].map(({ became, code, count }) => ({ became, code, count }));
  return {
    ...counts,
    payer: payer.payer.payerId,
    priceList,
    projectsAdded,
    skusAdded,
    contracts: focus.contracts.map(({ contract, projects, isConcluded }) => ({
      payer: contract.payerId,
      number: contract.number,
      signedOn: contract.signedOn,
      paymentScheme: contract.paymentScheme,
      from: dateOf(contract.startsAt, payer.region.timeZone),
      concludedByImport: isConcluded,
      projects,
    })),
    currency,
    oneToOne: noRate && currency !== own ? { from: currency, to: own } : null,
    costs,
    notSummed,
    bases,
    exceptions: groups,
  };
}

function contractLines({ focus }: FileImportReport, language: Language): string[] {
  const say = words[language];
  return (focus?.contracts ?? []).map(({ contract, projects, isConcluded }) => {
    const { number, signedOn, startsAt, payerId, paymentScheme } = contract;
    const signed = signedOn === null ? "" : ` ${fill(say.signed, { on: signedOn })}`;
    return fill(isConcluded ? say.concluded : say.contract, {
      name: number === null ? say.offer : `${number}${signed}`,
      scheme: say.schemes[paymentScheme],
      payer: payerId,
      from: dateOf(startsAt, focus?.payer.region.timeZone ?? "UTC"),
      projects,
    });
  });
}

function linesOf(report: FileImportReport, exceptions: Exceptions, language: Language, noRate: boolean): string[] {
  const { counts, focus } = report;
  const say = words[language];
  const rows = counts.accepted + counts.duplicates + counts.rejected + counts.quarantined;
  const lines = [fill(say.counts, { rows, ...counts })];
  if (focus) {
    const { payer, currency, costs, bases, projectsAdded, skusAdded, priceList } = focus;
    const { payerId, name } = payer.payer;
    const own = payer.region.currency;
    lines.push(
      fill(say.payer, {
        id: payerId,
        name,
        region: payer.region.regionCode,
        list: priceList,
        projects: projectsAdded,
        skus: skusAdded,
      }),
    );
    if (noRate && currency !== own) lines.push(fill(say.oneToOne, { from: currency || "-", to: own }));
    lines.push(...contractLines(report, language), fill(say.costs, { currency, ...costs }));
    if (focus.notSummed > 0) lines.push(fill(say.notSummed, { count: focus.notSummed }));
    lines.push(fill(say.listed, { count: bases["listed"] ?? 0 }));
  }
  for (const became of ["priced_otherwise", "quarantined", "rejected"] as const) {
    const groups = [...exceptions.groups.values()].filter((group) => group.became === became);
    if (groups.length > 0) lines.push(`${say.became[became]}:`);
    for (const { count, text, code, lines: shown } of groups) {
      const places = `${shown.join(", ")}${count > shown.length ? ", …" : ""}`;
      lines.push(`  ${fill(say.exception, { count, text, code, lines: places })}`);
    }
  }
  return lines;
}

function fill(text: string, values: Readonly<Record<string, string | number | bigint>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
