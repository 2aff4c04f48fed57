import { useState } from "react";
import { useMe } from "../../session/me.ts";
import { useFormats } from "../../ui/use-formats.ts";

/** What is about a person belongs to no region: the hours are those of the first project's, of who has none UTC. */
export function useZone(): string {
  return useMe().projects[0]?.region.timeZone ?? "UTC";
}

/** The zone in words, as other pages name it. */
export function useZoneName(): string {
  const format = useFormats(useZone());
  const [now] = useState(() => new Date().toISOString());
  return `${format.zoneName(now)}, ${format.offset(now)}`;
}
