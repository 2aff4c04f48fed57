/** Amounts in Russian words, as invoices state them: `Сто рублей 00 копеек`. */
import numberToWords from "number-to-words-ru";
import { type Currency, type Minor, formatMinor } from "../../../core/money.ts";

const TENGE: Exclude<NonNullable<Parameters<typeof numberToWords.convert>[1]>["currency"], string | undefined> = {
  currencyNameCases: ["тенге", "тенге", "тенге"],
  fractionalPartNameCases: ["тиын", "тиына", "тиынов"],
  currencyNounGender: { integer: 0, fractionalPart: 0 },
  fractionalPartMinLength: 2,
};

const CURRENCIES: Readonly<Record<Currency, "rub" | "usd" | "eur" | typeof TENGE>> = {
  RUB: "rub",
  KZT: TENGE,
  USD: "usd",
  EUR: "eur",
};

/** The amount in words; a currency nobody taught the words of is written by its code. */
export function amountInWords(minor: Minor, currency: Currency): string {
  const known = CURRENCIES[currency];
  const text = formatMinor(minor);
  return known === undefined ? `${text} ${currency}` : numberToWords.convert(text, { currency: known });
}
