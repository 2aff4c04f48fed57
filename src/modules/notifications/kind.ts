import type { Texts } from "../../core/errors.ts";
import type { Permission, Role } from "../tenancy/index.ts";

export const SEVERITIES = ["info", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What readers choose by: a filter of the list, and which letters an additional address gets. */
export const GROUPS = ["money", "documents", "people", "requests", "operations", "security"] as const;
export type Group = (typeof GROUPS)[number];

/** What a notification tells, as it is kept: instants and amounts as text. */
export type Facts = Readonly<Record<string, string | null>>;

export interface Told {
  readonly title: Texts;
  readonly text: Texts;
  /** The page that answers it; null where there is none. */
  readonly href: string | null;
}

/** A kind of notification (NTF-01): to whom, how urgent, what of it may be muted, and its words in the console. */
export interface Kind {
  /** `what.happened`, unique and kept for ever: rows bear it. */
  readonly code: string;
  /** The topic that it answers. */
  readonly topic: string;
  /** What the settings call it. */
  readonly name: Texts;
  readonly group: Group;
  readonly severity: Severity;
  /** To staff, about their work: no member of a project is asked whether they want it. */
  readonly toStaff?: true;
  /** Members of the project who hold it are told; null: the one person whom it is about. */
  readonly members: Permission | null;
  /** Who of the members gets the letter too, unless they choose otherwise; one needs `letterNeeds` to get it at all. */
  readonly letterRoles: readonly Role[];
  readonly letterNeeds: Permission | null;
  /** Whether a reader may do without the letter. Where the owner must hear of it, the owner may not (FRZ-03). */
  readonly mutes: { readonly letter: "nobody" | "all_but_owner" | "all"; readonly console: boolean };
  /** Repeats within so long are gathered in one notification; 0: each stands by itself. */
  readonly digestMs: number;
  /**
   * By letter the first of them goes out at once, and those that follow within so long go as one (NTF-01). Left out: each goes by
   * itself, as what is grave, legal or of the way in always does.
   */
  readonly letterDigestMs?: number;
  tell(facts: Facts): Told;
}

/** Whether somebody of this role may do without it. */
export function mayMute({ mutes }: Kind, way: "letter" | "console", role: Role | null): boolean {
  if (way === "console") return mutes.console;
  return mutes.letter === "all" || (mutes.letter === "all_but_owner" && role !== "owner");
}
