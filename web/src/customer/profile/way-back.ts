import type { Me } from "../../api/fetch.ts";
import { CONSOLES } from "../../session/consoles.ts";

/** Where the pages about a person lead back to: a page of a project, the office, or where everything begins. */
export interface WayBack {
  readonly href: string;
  readonly to: "project" | "office" | "start";
  /** Of the project. */
  readonly name: string;
}

/**
 * The page that these were opened from, else where the project begins that was used last. `from` is an address that this tab
 * kept; one that opens nothing to the person leads nowhere.
 */
export function wayBack(
  me: Pick<Me, "projects" | "staffRole">,
  from: string | null,
  last: { readonly name: string; readonly start: string } | undefined,
): WayBack {
  const pid = /^\/projects\/([^/?#]+)/.exec(from ?? "")?.[1];
  const project = me.projects.find((one) => one.pid === pid);
  if (from !== null && project) return { href: from, to: "project", name: project.name };
  const isOffice = me.staffRole !== null && `${from ?? ""}/`.startsWith(CONSOLES.office);
  if (from !== null && isOffice) return { href: from, to: "office", name: "" };
  if (last) return { href: last.start, to: "project", name: last.name };
  return me.staffRole === null
    ? { href: CONSOLES.customer, to: "start", name: "" }
    : { href: CONSOLES.office, to: "office", name: "" };
}
