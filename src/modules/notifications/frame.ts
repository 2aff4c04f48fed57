import { type Instant, type LocalDate, type Zone, formatDate, offsetLabel } from "../../core/time.ts";

/** What every letter says about who writes it, and to whom the reader may turn. */
export interface LetterFrame {
  readonly language: "ru" | "en";
  /** The provider's legal entity of the region. */
  readonly supplierName: string;
  /** Where a question goes, as a text: an address or a link. */
  readonly contact: string;
  /** Where an address that belongs to no user wants no more letters. */
  readonly unsubscribeUrl?: string;
}

/** The end of every letter. */
export function footer({ language, supplierName, contact, unsubscribeUrl }: LetterFrame): string[] {
  const ru = language === "ru";
  return [
    supplierName,
    ru ? `Вопросы: ${contact}` : `Questions: ${contact}`,
    ru ? "Письмо отправлено автоматически." : "This letter was sent automatically.",
    ...(unsubscribeUrl === undefined
      ? []
      : [ru ? `Больше не получать: ${unsubscribeUrl}` : `Unsubscribe: ${unsubscribeUrl}`]),
  ];
}

const LOCALES = { ru: "ru-RU", en: "en-GB" } as const;

/** `20.11.2026`; in English `20 Nov 2026`, where figures alone are read as two different days. */
export function formatDay(date: LocalDate, language: "ru" | "en"): string {
  if (language === "ru") return formatDate(date);
  const format = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "short", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** `20 ноября 2026 г. в 12:00 (UTC+3)`. */
export function formatMoment(value: Instant, zone: Zone, language: "ru" | "en"): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: zone,
  });
  return `${format.format(value)} (${offsetLabel(value, zone)})`;
}
