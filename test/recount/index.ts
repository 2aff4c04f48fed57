import type { Database } from "../../src/platform/db.ts";
import { recountBalances } from "./balances.ts";
import { recountChains } from "./chains.ts";
import { type Difference, recountCharges } from "./charges.ts";
import { readFacts } from "./facts.ts";
import { recountPapers } from "./papers.ts";
import { recountPayments } from "./payments.ts";
import { rate } from "./rating.ts";

export interface Report {
  readonly events: number;
  /** How many figures of each kind were held against each other. */
  readonly charges: number;
  readonly balances: number;
  readonly documented: number;
  /** Documents whose row 5 was held against the bank's transfers; of so many it was told to the last one. */
  readonly rowsOfPayments: number;
  readonly paymentsTold: number;
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
  const chains = await recountChains(database, facts);
  const payments = await recountPayments(database, facts);
  const papers = await recountPapers(database);
  return {
    events: facts.events.length,
    charges: charges.compared,
    balances: balances.compared,
    documented: chains.compared,
    rowsOfPayments: payments.compared,
    paymentsTold: payments.told,
    papers: papers.papers,
    lines: papers.lines,
    waiting: papers.waiting,
    differences: [
      ...charges.differences,
      ...balances.differences,
      ...chains.differences,
      ...payments.differences,
      ...papers.differences,
    ],
  };
}
