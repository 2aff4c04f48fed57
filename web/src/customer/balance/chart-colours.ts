import type { ThemeName } from "../../ui/preferences.tsx";

/** More series than this are hard to tell apart: the smallest are drawn as one. */
export const CHART_LIMIT = 9;

/** A colour for each place in the catalogue, at least 3:1 against the card of its theme; neighbours differ in lightness too. */
const COLOURS: Record<ThemeName, readonly string[]> = {
  light: [
    "#0b5fd8",
    "#7a3fc4",
    "#0f8f83",
    "#b4560b",
    "#5f8f00",
    "#c2255c",
    "#0a7fb0",
    "#8a6d00",
    "#8e2f9e",
    "#2f7d32",
    "#d0402b",
    "#3b5b7a",
    "#a0522d",
    "#00838f",
    "#6a5acd",
    "#ad1457",
  ],
  dark: [
    "#5b9bff",
    "#b08cf2",
    "#2bbfae",
    "#f0944d",
    "#a6d13e",
    "#f2709c",
    "#4cc3ee",
    "#d9b93b",
    "#d68ae6",
    "#74c578",
    "#ff8a75",
    "#9db8d6",
    "#d99a6c",
    "#4dd0e1",
    "#a99bff",
    "#f48fb1",
  ],
};
const REST: Record<ThemeName, string> = { light: "#6b7280", dark: "#9aa3b2" };

/** The colour of a service by its place in the catalogue: the same in every period and filter. Null: the rest. */
export function colourOf(position: number | null, theme: ThemeName): string {
  if (position === null) return REST[theme];
  const colours = COLOURS[theme];
  return colours[position % colours.length] ?? REST[theme];
}
