import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeLanguage, chosenLanguage, isLanguage, keepLanguage, type Language } from "../i18n/index.ts";

export type ThemeName = "light" | "dark";

interface Preferences {
  readonly theme: ThemeName;
  readonly language: Language;
  readonly setTheme: (theme: ThemeName) => void;
  readonly setLanguage: (language: Language) => void;
  /** Follows the language of the user's profile, unless one was chosen on this device. */
  readonly suggestLanguage: (language: string) => void;
}

const KEPT_THEME = "saldo.theme";
const PreferencesContext = createContext<Preferences | null>(null);

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [theme, setThemeState] = useState<ThemeName>(startingTheme);
  const { i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : "ru";
  const setTheme = useCallback((next: ThemeName) => {
    localStorage.setItem(KEPT_THEME, next);
    setThemeState(next);
  }, []);
  const setLanguage = useCallback((next: Language) => {
    keepLanguage(next);
    void changeLanguage(next);
  }, []);
  const suggestLanguage = useCallback((suggested: string) => {
    if (chosenLanguage() === null && isLanguage(suggested)) void changeLanguage(suggested);
  }, []);
  const preferences = useMemo(
    () => ({ theme, language, setTheme, setLanguage, suggestLanguage }),
    [theme, language, setTheme, setLanguage, suggestLanguage],
  );
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error("usePreferences needs PreferencesProvider above it");
  return preferences;
}

function startingTheme(): ThemeName {
  const kept = localStorage.getItem(KEPT_THEME);
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
