import type { Language } from "./index.ts";

/** Display formats of one language and one region's time zone; exact for decimal strings of any length. */
export interface Formats {
  /** `12 345,67 ₽` */
  money(amount: string, currency: string): string;
  /** `12 345,67`, without the currency, two digits always. */
  amount(amount: string): string;
  /** A price with all its digits: `0,00037 ₽`. */
  price(decimal: string, currency: string): string;
  /** What stands before and after an amount of a currency: for the scale of a chart. */
  around(currency: string): { readonly prefix: string; readonly postfix: string };
  /** A quantity with all its digits: `0,004166667`. */
  decimal(value: string): string;
  /** A ratio such as 0.123 -> `12,3 %`. */
  percent(ratio: number, signed?: boolean): string;
  /** A local date, `2026-10-31` -> `31.10.2026` in Russian. */
  date(localDate: string): string;
  /** `31 окт` : for chart axes. */
  dateShort(localDate: string): string;
  /** `1–12 нояб` */
  datesShort(from: string, to: string): string;
  /** `окт. 2026` */
  monthShort(localMonth: string): string;
  /** A local month, `2026-10` -> `октябрь 2026`. */
  month(localMonth: string): string;
  /** An instant in the region's zone: `31.10.2026, 14:05`. */
  instant(rfc3339: string): string;
  /** The local date of an instant in the region's zone. */
  instantDate(rfc3339: string): string;
  /** `UTC+3` */
  offset(rfc3339: string): string;
  /** `Москва, стандартное время` or what Intl calls the zone in this language. */
  zoneName(rfc3339: string): string;
}

const made = new Map<string, Formats>();

export function formatsOf(language: Language, timeZone: string): Formats {
  const key = `${language} ${timeZone}`;
  let formats = made.get(key);
  if (!formats) {
    formats = makeFormats(language, timeZone);
    made.set(key, formats);
  }
  return formats;
}

function makeFormats(language: Language, timeZone: string): Formats {
  const locale = language === "ru" ? "ru-RU" : "en-GB";
  // 12/11/2026 is read as two different days in English: there the month is written as a word.
  const numeric = { day: "2-digit", month: language === "ru" ? "2-digit" : "short", year: "numeric" } as const;
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const atLeastTwo = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 20 });
  const share = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  const percent = new Intl.NumberFormat(locale, share);
  const signedPercent = new Intl.NumberFormat(locale, { ...share, signDisplay: "exceptZero" });
  const date = new Intl.DateTimeFormat(locale, { ...numeric, timeZone: "UTC" });
  const dateShort = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const monthShort = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  const instant = new Intl.DateTimeFormat(locale, { ...numeric, hour: "2-digit", minute: "2-digit", timeZone });
  const instantDate = new Intl.DateTimeFormat(locale, { ...numeric, timeZone });
  const offset = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
  const zoneName = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "long" });
  const currencies = new Map<string, Intl.NumberFormat>();
  const currencyFormat = (currency: string): Intl.NumberFormat => {
    let format = currencies.get(currency);
    if (!format) {
      format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
      currencies.set(currency, format);
    }
    return format;
  };
  const aroundOf = (currency: string) => {
    const [prefix = "", postfix = ""] = currencyFormat(currency)
      .format(1)
      .split(/\d+[.,]\d+/);
    return { prefix, postfix };
  };
  return {
    money: (amount, currency) => minus(currencyFormat(currency).format(exactNumber(amount))),
    amount: (amount) => minus(two.format(exactNumber(amount))),
    price: (value, currency) => {
      const { prefix, postfix } = aroundOf(currency);
      return `${prefix}${minus(atLeastTwo.format(exactNumber(value)))}${postfix}`;
    },
    around: aroundOf,
    decimal: (value) => minus(exact.format(exactNumber(value))),
    percent: (ratio, signed = false) => minus((signed ? signedPercent : percent).format(ratio)),
    date: (localDate) => date.format(utc(localDate)),
    dateShort: (localDate) => dateShort.format(utc(localDate)).replace(/\.$/, ""),
    datesShort: (from, to) => dateShort.formatRange(utc(from), utc(to)).replace(/\./g, ""),
    monthShort: (localMonth) => monthShort.format(utc(`${localMonth}-01`)).replace(/\s?г\.$/, ""),
    month: (localMonth) => month.format(utc(`${localMonth}-01`)).replace(/\s?г\.$/, ""),
    instant: (rfc3339) => instant.format(new Date(rfc3339)),
    instantDate: (rfc3339) => instantDate.format(new Date(rfc3339)),
    offset: (rfc3339) => zonePart(offset, rfc3339).replace("GMT", "UTC"),
    zoneName: (rfc3339) => zonePart(zoneName, rfc3339),
  };
}

/** Intl formats decimal strings exactly; the DOM library types them as a template literal. */
function exactNumber(value: string): `${number}` {
  return value as `${number}`;
}

/** A true minus sign keeps columns of figures in line, where a hyphen is narrower than a digit. */
function minus(text: string): string {
  return text.replace("-", "\u2212");
}

function utc(localDate: string): Date {
  return new Date(`${localDate}T00:00:00Z`);
}

function zonePart(format: Intl.DateTimeFormat, rfc3339: string): string {
  return format.formatToParts(new Date(rfc3339)).find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** The symbol of a currency, `₽`. */
export function currencySymbol(currency: string): string {
  const format = new Intl.NumberFormat("ru-RU", { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.formatToParts(0).find((part) => part.type === "currency")?.value ?? currency;
}
