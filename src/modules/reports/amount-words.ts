import type { Language } from "../../core/errors.ts";
import { type Minor, formatMinor } from "../../core/money.ts";
import type { Ratio } from "./formula.ts";

const LOCALES = { ru: "ru-RU", en: "en-GB" } as const;
const MOST_DIGITS = 6;

/** Figures as a customer reads them, in one language and currency; exact however long they are. */
export interface AmountWords {
  readonly language: Language;
  /** `303,34 ₽`; a price keeps all its digits. */
  money(decimal: string): string;
  minor(amount: Minor): string;
  /** `12 000`, `0,5`. */
  number(decimal: string): string;
  /** `303,33… ₽`: a fraction that does not end, or goes on for long, is cut and marked. */
  exactMoney(value: Ratio): string;
  exactNumber(value: Ratio): string;
  /** `31 день`, `1 day`. */
  days(count: number): string;
  /** `13 ч 58 мин`; whole days as days where the price is for days. */
  duration(minutes: bigint, asDays: boolean): string;
}

const DAYS = {
  ru: { one: "день", few: "дня", many: "дней", other: "дня" },
  en: { one: "day", few: "days", many: "days", other: "days" },
} as const;
const SHORT = { ru: { hour: "ч", minute: "мин" }, en: { hour: "h", minute: "min" } } as const;

export function amountWords(language: Language, currency: string): AmountWords {
  const locale = LOCALES[language];
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 20 } as const;
  const inMoney = new Intl.NumberFormat(locale, { ...options, minimumFractionDigits: 2 });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const plural = new Intl.PluralRules(locale);
  const money = (text: string) => trueMinus(inMoney.format(text as Intl.StringNumericLiteral));
  const number = (text: string) => trueMinus(plain.format(text as Intl.StringNumericLiteral));
  const days = (count: number) => `${number(String(count))}\u00a0${DAYS[language][plural.select(count) as "one"]}`;
  return {
    language,
    money,
    number,
    days,
    minor: (amount) => money(formatMinor(amount)),
    exactMoney: (value) => {
      const { text, ends } = decimalOf(value);
      // The mark belongs to the figure, not to the currency that follows it.
      return ends ? money(text) : money(text).replace(/\d(?=\D*$)/, "$&…");
    },
    exactNumber: (value) => {
      const { text, ends } = decimalOf(value);
      return ends ? number(text) : `${number(text)}…`;
    },
    duration: (minutes, asDays) => {
      if (asDays && minutes % 1440n === 0n) return days(Number(minutes / 1440n));
      const { hour, minute } = SHORT[language];
      const [hours, rest] = [minutes / 60n, minutes % 60n];
      const parts = [
        hours > 0n ? `${number(String(hours))}\u00a0${hour}` : "",
        rest > 0n ? `${rest}\u00a0${minute}` : "",
      ];
      return parts.filter((part) => part !== "").join(" ") || `0\u00a0${minute}`;
    },
  };
}

/** A hyphen is narrower than a digit. */
function trueMinus(text: string): string {
  return text.replace("-", "\u2212");
}

/** Whole where it ends within six digits, else cut at two, or at the first two that are not zero. */
export function decimalOf({ n, d }: Ratio): { text: string; ends: boolean } {
  const scale = 10n ** BigInt(MOST_DIGITS);
  if ((n * scale) % d === 0n) return { text: fixed((n * scale) / d, MOST_DIGITS), ends: true };
  const [size, most] = [n < 0n ? -n : n, 20];
  let digits = 2;
  while (digits < most && (size * 10n ** BigInt(digits)) / d < 10n) digits += 1;
  const cut = (size * 10n ** BigInt(digits)) / d;
  return { text: fixed(n < 0n ? -cut : cut, digits), ends: false };
}

function fixed(units: bigint, digits: number): string {
  const negative = units < 0n;
  const text = (negative ? -units : units).toString().padStart(digits + 1, "0");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  return `${negative ? "-" : ""}${text.slice(0, -digits)}${fraction === "" ? "" : `.${fraction}`}`;
}
