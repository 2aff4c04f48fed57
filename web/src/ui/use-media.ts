import { useSyncExternalStore } from "react";

/** Below this width the aside menu gives way to the mobile header. */
export const MOBILE = "(max-width: 767px)";

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
