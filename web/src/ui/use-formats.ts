import type { Text } from "../api/fetch.ts";
import { type Formats, formatsOf } from "../i18n/format.ts";
import { usePreferences } from "./preferences.tsx";

/** Formats in the user's language and the region's time zone (REG-07). */
export function useFormats(timeZone: string): Formats {
  return formatsOf(usePreferences().language, timeZone);
}

/** Picks the user's language out of a text that the server sends in both. */
export function useText(): (text: Text) => string {
  const { language } = usePreferences();
  return (text) => text[language];
}
