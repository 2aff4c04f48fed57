import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type { customer } from "./ru/customer/index.ts";
import type { office } from "./ru/office/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    // The keys of all consoles; each console's bundle carries its own alone (parity.test.ts looks that they suffice).
    resources: { translation: typeof customer & typeof office };
  }
}

export const LANGUAGES = ["ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How a console gets texts in each language. */
export type TextsByLanguage = Readonly<Record<Language, () => Promise<object>>>;

/** What a console's pages say; `later` comes with the pages that need it. */
export interface ConsoleTexts {
  readonly first: TextsByLanguage;
  readonly later?: TextsByLanguage;
}

const KEPT = "saldo.language";

export function isLanguage(value: unknown): value is Language {
  return value === "ru" || value === "en";
}

/** The language the user chose on this device; null when never chosen. */
export function chosenLanguage(): Language | null {
  const kept = localStorage.getItem(KEPT);
  return isLanguage(kept) ? kept : null;
}

/** The language to start with: chosen on this device, else the browser's, else Russian. */
export function startingLanguage(): Language {
  return chosenLanguage() ?? (navigator.language.toLowerCase().startsWith("en") ? "en" : "ru");
}

let textsOf: ConsoleTexts;
let isLater = false;

/** Starts i18next with one language of a console; the other's texts are fetched only when somebody switches. */
export async function startTexts(language: Language, texts: ConsoleTexts): Promise<i18n> {
  textsOf = texts;
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await textsOf.first[language]() } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
  return i18next;
}

/** A page whose texts come with it, and those of the pages inside it. */
export async function saidLater<Page>(page: Promise<Page>): Promise<Page> {
  isLater = true;
  await addLater(i18next.language as Language);
  return page;
}

async function addLater(language: Language): Promise<void> {
  const later = await textsOf.later?.[language]();
  if (later) i18next.addResourceBundle(language, "translation", later, true);
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await textsOf.first[language]());
  }
  if (isLater) await addLater(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}
