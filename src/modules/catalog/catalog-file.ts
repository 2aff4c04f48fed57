import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";

import { type Decimal, decimal, parseDecimal } from "../../core/decimal.ts";
import type { FieldProblem, Texts } from "../../core/errors.ts";
import { dayPeriod, type Instant, localDate, parseInstant } from "../../core/time.ts";
import { type PriceTerms, problemOfTerms } from "./price.ts";
import type { BonusGroup, Meter, PriceList, Service, Sku } from "./sku.ts";

/** A file as the operator keeps it; `path` is only for messages. */
export interface CatalogFile {
  readonly path: string;
  readonly text: string;
}

export interface FilePrice extends PriceTerms {
  readonly skuCode: string;
  readonly startsAt: Instant;
  readonly endsAt?: Instant;
}

export interface ParsedFile {
  readonly path: string;
  readonly services: readonly Service[];
  readonly bonusGroups: readonly BonusGroup[];
  readonly meters: readonly Meter[];
  readonly skus: readonly Omit<Sku, "skuId" | "meter">[];
  readonly priceList: Omit<PriceList, "priceListId"> | null;
  readonly prices: readonly FilePrice[];
  readonly problems: readonly FieldProblem[];
}

/** What a price is for: minutes of a gauge, or units of a quantity. */
const GAUGE_DIVISORS: Record<string, bigint> = { minute: 1n, hour: 60n, day: 1440n, "30-days": 43_200n };
const QUANTITY_DIVISORS: Record<string, bigint> = { unit: 1n, "1000-units": 1_000n, "10000-units": 10_000n };
const DIVISORS = { ...GAUGE_DIVISORS, ...QUANTITY_DIVISORS };

const text = z.string().min(1).max(200);
const code = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, { error: "code" });
const texts = z.strictObject({ ru: text, en: text });
const amount = z.string().transform((value, context): Decimal => {
  const parsed = parseDecimal(value);
  if (parsed && parsed.units >= 0n && parsed.scale <= 30) return parsed;
  context.addIssue({ code: "custom", message: "amount" });
  return z.NEVER;
});
const positive = amount.refine((value) => value.units > 0n, { error: "positive" });
const moment = z.string().refine(isMoment, { error: "moment" });

/** `electronic`: supplied over the net, which decides where it is taxed; work by people is not. */
const serviceSchema = z.strictObject({ code, group: code, name: texts, electronic: z.boolean().default(true) });
const bonusGroupSchema = z.strictObject({ code, name: texts });
const meterSchema = z.strictObject({ code, kind: z.enum(["gauge", "quantity"]), unit: text, largest: positive });
const skuSchema = z.strictObject({
  code,
  service: code,
  meter: code,
  per: z.enum(Object.keys(DIVISORS)),
  name: texts,
  unit: texts,
  /** A bonus group, or `none`. */
  bonus: code,
});
const priceSchema = z.strictObject({
  from: moment,
  until: moment.optional(),
  model: z.enum(["flat", "daily", "monthly", "tiered", "volume", "committed"]).default("flat"),
  price: amount.optional(),
  tiers: z
    .array(z.strictObject({ from: amount, price: amount }))
    .min(1)
    .optional(),
  committed: amount.optional(),
});
const fileSchema = z.strictObject({
  services: z.array(serviceSchema).default([]),
  bonus_groups: z.array(bonusGroupSchema).default([]),
  meters: z.array(meterSchema).default([]),
  skus: z.array(skuSchema).default([]),
  price_list: z
    .strictObject({
      code,
      kind: z.enum(["region", "contract", "partner"]),
      region: code.optional(),
      currency: z.string().regex(/^[A-Z]{3}$/, { error: "currency" }),
      time_zone: z.string().refine(isZone, { error: "zone" }),
    })
    .optional(),
  prices: z.record(code, z.array(priceSchema).min(1)).default({}),
});

const TEXTS: Record<string, Texts> = {
  code: {
    ru: "код: строчные латинские буквы, цифры, точка, дефис",
    en: "a code: lower case letters, digits, dot, dash",
  },
  amount: { ru: "неотрицательное десятичное число", en: "a decimal number, not below zero" },
  positive: { ru: "десятичное число больше нуля", en: "a decimal number above zero" },
  moment: {
    ru: "дата 2026-01-01 (местная полночь) или момент 2026-01-01T10:00:00+03:00",
    en: "a date 2026-01-01 (local midnight) or an instant 2026-01-01T10:00:00+03:00",
  },
  currency: { ru: "трёхбуквенный код валюты", en: "a currency code of three letters" },
  zone: { ru: "часовой пояс IANA", en: "an IANA time zone" },
};

const russian = z.locales.ru();
const english = z.locales.en();

/** Reads one file; whatever is wrong with it is in `problems`, each with the file, the line and the path within. */
export function parseCatalogFile(file: CatalogFile): ParsedFile {
  const lines = new LineCounter();
  // The failsafe schema leaves every scalar a text, so that no price ever passes through a floating-point number.
  const document = parseDocument(file.text, {
    schema: "failsafe",
    lineCounter: lines,
    uniqueKeys: true,
    logLevel: "error",
  });
  const content = contentOf(document);
  if ("said" in content) {
    const { said: ru } = content;
    return { ...EMPTY, path: file.path, problems: [{ field: file.path, code: "yaml", texts: { ru, en: ru } }] };
  }
  const parsed = fileSchema.safeParse(content.value ?? {}, { reportInput: true });
  const where = (path: readonly PropertyKey[]) => locate(file.path, document, lines, path);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      field: where(issue.path),
      code: issue.code ?? "invalid",
      texts: TEXTS[issue.message] ?? { ru: said(russian, issue), en: said(english, issue) },
    }));
    return { ...EMPTY, path: file.path, problems };
  }
  return toCatalog(file.path, parsed.data, where);
}

/** The document as plain texts; or what the YAML reader said of it, which it only says in English. */
function contentOf(document: Document): { readonly value: unknown } | { readonly said: string } {
  const [syntax] = document.errors;
  if (syntax) return { said: syntax.message.split("\n")[0] ?? "" };
  try {
    return { value: document.toJS() as unknown };
  } catch (error) {
    return { said: (error as Error).message };
  }
}

type FileContent = z.output<typeof fileSchema>;
type Where = (path: readonly PropertyKey[]) => string;

const EMPTY = { services: [], bonusGroups: [], meters: [], skus: [], priceList: null, prices: [], problems: [] };

function toCatalog(path: string, content: FileContent, where: Where): ParsedFile {
  const list = content.price_list;
  const problems: FieldProblem[] = [];
  if (!list && Object.keys(content.prices).length > 0) {
    const missing = { ru: "цены без price_list", en: "prices without a price_list" };
    problems.push({ field: where(["prices"]), code: "price_list", texts: missing });
  }
  const zone = list?.time_zone ?? "UTC";
  const prices = Object.entries(content.prices).flatMap(([sku, versions]) => toPrices(sku, versions, zone));
  return {
    path,
    services: content.services.map(({ code: serviceCode, group, name, electronic }, position) => {
      return { serviceCode, serviceGroup: group, name, position, electronic };
    }),
    bonusGroups: content.bonus_groups.map(({ code: bonusGroup, name }) => ({ bonusGroup, name })),
    meters: content.meters.map(({ code: meterCode, ...meter }) => ({ meterCode, ...meter })),
    skus: content.skus.map((sku) => ({
      skuCode: sku.code,
      serviceCode: sku.service,
      meterCode: sku.meter,
      name: sku.name,
      unitName: sku.unit,
      divisor: DIVISORS[sku.per] ?? 1n,
      bonusGroup: sku.bonus === "none" ? null : sku.bonus,
    })),
    priceList: list
      ? { priceListCode: list.code, regionCode: list.region ?? null, currency: list.currency, kind: list.kind }
      : null,
    prices,
    problems: [...problems, ...doubles(content, where)],
  };
}

/** Versions of one SKU's price: each holds until the next begins, the last until its own end, if it has one. */
function toPrices(skuCode: string, versions: FileContent["prices"][string], zone: string): FilePrice[] {
  const sorted = [...versions].sort((a, b) => toInstant(a.from, zone) - toInstant(b.from, zone));
  return sorted.map((version, index) => {
    const next = sorted[index + 1];
    const end = version.until ?? next?.from;
    return {
      skuCode,
      model: version.model,
      unitPrice: version.price ?? version.tiers?.[0]?.price ?? decimal("0"),
      tiers: version.tiers ?? null,
      committedQuantity: version.committed ?? null,
      startsAt: toInstant(version.from, zone),
      ...(end === undefined ? {} : { endsAt: toInstant(end, zone) }),
    };
  });
}

/**
 * What only shows when all files are seen together: a SKU without its service or meter, a price without a SKU, terms
 * that do not fit the meter, a code in two files. `known` SKUs and bonus groups are those already in the database.
 */
export function crossCheck(
  files: readonly ParsedFile[],
  known: ReadonlyMap<string, Sku>,
  knownGroups: Iterable<string>,
): FieldProblem[] {
  const groups = new Set([...knownGroups, ...files.flatMap((file) => file.bonusGroups.map((one) => one.bonusGroup))]);
  const services = new Set(files.flatMap((file) => file.services.map((service) => service.serviceCode)));
  const meters = new Map(files.flatMap((file) => file.meters.map((meter) => [meter.meterCode, meter.kind] as const)));
  for (const sku of known.values()) {
    services.add(sku.serviceCode);
    if (!meters.has(sku.meterCode)) meters.set(sku.meterCode, sku.meter.kind);
  }
  const kinds = new Map([...known.values()].map((sku) => [sku.skuCode, sku.meter.kind]));
  const problems: FieldProblem[] = [];
  const report = (path: string, name: string, ru: string, en: string) =>
    problems.push({ field: `${path} ${name}`, code: "unknown", texts: { ru, en } });
  for (const { path, skus } of files) {
    for (const sku of skus) {
      const kind = meters.get(sku.meterCode);
      if (kind) kinds.set(sku.skuCode, kind);
      else report(path, sku.skuCode, `нет счётчика ${sku.meterCode}`, `no meter ${sku.meterCode}`);
      if (kind && !Object.values(kind === "gauge" ? GAUGE_DIVISORS : QUANTITY_DIVISORS).includes(sku.divisor)) {
        report(path, sku.skuCode, `per не подходит к счётчику ${sku.meterCode}`, `per does not fit ${sku.meterCode}`);
      }
      if (!services.has(sku.serviceCode)) {
        report(path, sku.skuCode, `нет сервиса ${sku.serviceCode}`, `no service ${sku.serviceCode}`);
      }
      if (sku.bonusGroup !== null && !groups.has(sku.bonusGroup)) {
        report(path, sku.skuCode, `нет группы бонусов ${sku.bonusGroup}`, `no bonus group ${sku.bonusGroup}`);
      }
    }
  }
  for (const { path, prices } of files) {
    for (const price of prices) {
      const kind = kinds.get(price.skuCode);
      const wrong = kind ? problemOfTerms(price, kind) : { ru: "нет такого SKU", en: "no such SKU" };
      if (wrong) report(path, price.skuCode, wrong.ru, wrong.en);
    }
  }
  return problems;
}

function doubles(content: FileContent, where: Where): FieldProblem[] {
  return (["services", "bonus_groups", "meters", "skus"] as const).flatMap((key) => {
    const seen = new Set<string>();
    return content[key].flatMap((item, index) => {
      const again = seen.has(item.code);
      seen.add(item.code);
      const problem = { ru: `код ${item.code} повторяется`, en: `code ${item.code} is repeated` };
      return again ? [{ field: where([key, index, "code"]), code: "repeated", texts: problem }] : [];
    });
  });
}

function said(locale: ReturnType<typeof z.locales.en>, issue: z.core.$ZodIssue): string {
  const message = locale.localeError(issue as never);
  return typeof message === "string" ? message : (message?.message ?? issue.message);
}

function locate(file: string, document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  let line = 1;
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || !node.range) continue;
    line = lines.linePos(node.range[0]).line;
    break;
  }
  const within = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return `${file}:${line} ${within.replace(/^\./, "")}`.trim();
}

function toInstant(value: string, zone: string): Instant {
  return parseInstant(value) ?? dayPeriod(localDate(value), zone).start;
}

function isMoment(value: string): boolean {
  if (parseInstant(value) !== null) return true;
  try {
    localDate(value);
    return true;
  } catch {
    return false;
  }
}

function isZone(zone: string): boolean {
  try {
    dayPeriod(localDate("2026-01-01"), zone);
    return true;
  } catch {
    return false;
  }
}
