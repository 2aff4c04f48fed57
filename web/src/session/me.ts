import { useSuspenseQuery } from "@tanstack/react-query";
import type { Me } from "../api/fetch.ts";
import { meQuery } from "../api/queries.ts";
import { CONSOLES, type ConsoleName } from "./consoles.ts";

/** Who is signed in. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** The consoles that have something for this person, the first of them to begin with. */
export function consolesFor({ staffRole, projects }: Me): ConsoleName[] {
  if (staffRole === null) return ["customer"];
  return projects.length > 0 ? ["office", "customer"] : ["office"];
}

/** Where staff switch the second factor on without which the office stays closed. */
export const SECOND_FACTOR_PAGE = "/profile/security";

/** Where a person begins who asked for no page: staff in the office, everybody else in the customer's console. */
export function startPage(me: Me): string {
  if (me.needsSecondFactor) return SECOND_FACTOR_PAGE;
  return CONSOLES[consolesFor(me)[0] ?? "customer"];
}
