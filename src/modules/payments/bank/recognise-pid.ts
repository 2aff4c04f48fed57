import type { ProjectId } from "../../../core/ids.ts";

/** What the purpose of a transfer says about the project it is meant for (PAY-05). */
export type PidRecognition =
  | { readonly kind: "recognised"; readonly projectId: ProjectId }
  | { readonly kind: "ambiguous"; readonly projectIds: readonly ProjectId[] }
  | { readonly kind: "unrecognised" };

const PID_DIGITS = 10;
/** A number of a length this near to ten is taken for a mistyped PID, a shorter one for a contract or year number. */
const NEAR_MISS = 2;

/**
 * `mcs` in either case, its letters also as the Cyrillic ones that look the same (people retype what they see), not
 * inside a longer word unless that word is PID; then at most a few separators; then digits, grouped by single spaces,
 * line breaks or hyphens. Every quantifier is bounded or followed by a different character class, so time is linear.
 */
const CANDIDATE =
  /(?<![\p{L}\p{N}])(?:pid|пид)?[mм][\s]?[cс][\s]?[sѕ][\s\p{Pd}_:.,#"'«»()]{0,6}(\d(?:[\s\p{Pd}]?\d)*)(?![\p{L}\p{N}])/giu;

/**
 * Finds the PID in a purpose of payment. A near miss is never repaired: eleven digits, nine digits or two different
 * PIDs leave the transfer to people (reliability 29). Pure.
 */
export function recognisePid(purpose: string): PidRecognition {
  const found = new Set<ProjectId>();
  let nearMiss = false;
  // Full-width and other compatibility forms become plain letters and digits; the numero sign would become letters.
  for (const match of purpose.replaceAll("№", "#").normalize("NFKC").matchAll(CANDIDATE)) {
    const run = match[1] ?? "";
    const digits = pidDigits(run);
    if (digits !== null) found.add(BigInt(digits));
    else nearMiss ||= Math.abs(run.replace(/\D/g, "").length - PID_DIGITS) <= NEAR_MISS;
  }
  const projectIds = [...found];
  const [projectId] = projectIds;
  if (projectId === undefined) return { kind: "unrecognised" };
  if (projectIds.length > 1 || nearMiss) return { kind: "ambiguous", projectIds };
  return { kind: "recognised", projectId };
}

/**
 * The ten digits of a run of digit groups, or null. Ten digits in one piece stand even when a space and another number
 * (a date, a sum) follow; groups that only together make ten must be the whole run.
 */
function pidDigits(run: string): string | null {
  const leading = /^\d+/.exec(run)?.[0] ?? "";
  if (leading.length === PID_DIGITS && !/^\p{Pd}/u.test(run.slice(PID_DIGITS))) return leading;
  if (leading.length >= PID_DIGITS) return null;
  const all = run.replace(/\D/g, "");
  return all.length === PID_DIGITS ? all : null;
}
