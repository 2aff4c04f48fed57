import type { Database } from "../../src/platform/db.ts";
import { recountBalances } from "./balances.ts";
import { type Difference, recountCharges } from "./charges.ts";
import { readFacts } from "./facts.ts";
import { recountPapers } from "./papers.ts";
import { rate } from "./rating.ts";

export interface Report {
  readonly events: number;
  /** How many figures of each kind were held against each other. */
  readonly charges: number;
  readonly balances: number;
  readonly documented: number;
  readonly papers: number;
  readonly lines: number;
  readonly waiting: number;
  readonly differences: readonly Difference[];
}

/**
 * Counts a database's charges, balances and papers anew from what was told to it, by programs that share neither the rating
 * nor the document code of the product. Reads only.
 */
export async function recount(database: Database): Promise<Report> {
  const facts = await readFacts(database);
  const parts = facts.projects.flatMap((project) => rate(facts, project));
  const charges = recountCharges(facts, parts);
  const balances = await recountBalances(database, facts, parts);
  const papers = await recountPapers(database, facts);
  return {
    events: facts.events.length,
    charges: charges.compared,
    balances: balances.compared,
    documented: papers.compared,
    papers: papers.papers,
    lines: papers.lines,
    waiting: papers.waiting,
    differences: [...charges.differences, ...balances.differences, ...papers.differences],
  };
}
