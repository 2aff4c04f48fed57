import type { ThemeName } from "../../ui/preferences.tsx";

/** More series than this are not told apart by colour: the rest is drawn as one. */
export const CHART_LIMIT = 9;

/** At least 3:1 against the card of its theme, neighbours differ in lightness too; the last one is "the rest". */
const COLOURS: Record<ThemeName, readonly string[]> = {
  light: ["#0b5fd8", "#0f8f83", "#b4560b", "#7a3fc4", "#c2255c", "#4a7a12", "#0a7fb0", "#8a6d00", "#6b7280"],
  dark: ["#5b9bff", "#2bbfae", "#f0944d", "#b08cf2", "#f2709c", "#93c24a", "#4cc3ee", "#d9b93b", "#9aa3b2"],
};

export function colourOf(index: number, theme: ThemeName): string {
  const colours = COLOURS[theme];
  return colours[Math.min(index, colours.length - 1)] ?? "#6b7280";
}
