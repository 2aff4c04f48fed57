import { type Currency, type Minor, formatMinor } from "../../core/money.ts";
import { type Instant, type Zone, offsetLabel } from "../../core/time.ts";

/** What every letter says about who writes it, and to whom the reader may turn. */
export interface LetterFrame {
  readonly language: "ru" | "en";
  /** The provider's legal entity of the region. */
  readonly supplierName: string;
  /** Where a question goes, as a text: an address or a link. */
  readonly contact: string;
}

/** The end of every letter. */
export function footer({ language, supplierName, contact }: LetterFrame): string[] {
  return language === "ru"
    ? [supplierName, `Вопросы: ${contact}`, "Письмо отправлено автоматически."]
    : [supplierName, `Questions: ${contact}`, "This letter was sent automatically."];
}

/** `-15,20 ₽`, `-RUB 15.20`: the language's own form; the amount is exact text, never a JavaScript number. */
export function formatMoney(minor: Minor, currency: Currency, language: "ru" | "en"): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency, minimumFractionDigits: 2 });
  return format.format(formatMinor(minor) as Intl.StringNumericLiteral);
}

/** `20 ноября 2026 г. в 12:00 (UTC+3)`. */
export function formatMoment(value: Instant, zone: Zone, language: "ru" | "en"): string {
  const format = new Intl.DateTimeFormat(language === "ru" ? "ru" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: zone,
  });
  return `${format.format(value)} (${offsetLabel(value, zone)})`;
}
