import { countries } from "../../../../src/core/countries.ts";
import { usePreferences } from "../../ui/preferences.tsx";

/** A country's name in the reader's language: that of the classifier in Russian, the browser's own in English. */
export function useCountryName(): (code: string) => string {
  const { language } = usePreferences();
  if (language === "ru") return (code) => NAMES.get(code) ?? code;
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  return (code) => names.of(code) ?? NAMES.get(code) ?? code;
}

const NAMES: ReadonlyMap<string, string> = new Map(countries().map(({ code, name }) => [code, name]));
