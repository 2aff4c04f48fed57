import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Texts } from "./ru.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: Texts };
  }
}

export const LANGUAGES = ["ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

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

/** Starts i18next with one language; the other's texts are fetched only when somebody switches. */
export async function startTexts(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await textsOf(language) } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
  return i18next;
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await textsOf(language));
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

async function textsOf(language: Language): Promise<object> {
  return language === "ru" ? (await import("./ru.ts")).ru : (await import("./en.ts")).en;
}
