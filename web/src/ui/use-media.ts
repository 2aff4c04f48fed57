import { useSyncExternalStore } from "react";

/** Below this width the aside menu gives way to the mobile header. */
export const MOBILE = "(max-width: 767px)";

/** From this width on the aside menu stands open; below, it folds by itself, so that tables keep their columns. */
export const WIDE = "(min-width: 1280px)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}
