import type { ProjectId } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import { subjectsOf } from "../../core/subject.ts";
import type { Instant } from "../../core/time.ts";
import type { Database, Tx } from "../../platform/db.ts";
import { tenantRead } from "../../platform/http/index.ts";
import { type Funds, funds } from "../balance/index.ts";
import { type ProjectClaim, openClaims, paidByAccount } from "../usage/index.ts";

type Reader = Pick<Tx, "query">;

/** A project's money at an instant: what is posted, less what is consumed and not posted yet (computed, not written). */
export interface BalanceView {
  readonly paymentMinor: Minor;
  readonly bonusMinor: Minor;
  readonly funds: Funds;
  /** What is consumed and not posted yet, by bonus group. */
  readonly open: readonly ProjectClaim[];
}

/**
 * BAL-01: the balances as they are at `now`, to the minute: the very figures the ledger would show if everything were
 * posted now. Set-based: one call for many projects costs little more than for one. An unknown project has zeros.
 */
export async function balanceViews(
  reader: Reader,
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<Map<ProjectId, BalanceView>> {
  const posted = await funds(reader, projectIds);
  const open = await openClaims(reader, projectIds, now);
  const views = new Map<ProjectId, BalanceView>();
  for (const projectId of projectIds) {
    const own = posted.get(projectId) as Funds;
    const needs = open.get(projectId) ?? [];
    const fromAccount = paidByAccount(own, needs);
    const needed = needs.reduce((sum, row) => sum + row.amountMinor, 0n);
    views.set(projectId, {
      paymentMinor: own.paymentMinor - fromAccount,
      bonusMinor: own.bonusMinor - (needed - fromAccount),
      funds: own,
      open: needs,
    });
  }
  return views;
}

interface Waiting {
  readonly projectId: ProjectId;
  readonly now: Instant;
  readonly resolve: (view: BalanceView) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 200;

/**
 * Reads balances for many requests at once: those that come while a read is under way share the next one. Under load the
 * database sees a few set-based queries instead of thousands of small ones; alone a request waits for nobody.
 */
export class BalanceReader {
  readonly #database: Database;
  #waiting: Waiting[] = [];
  #running = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  read(projectId: ProjectId, now: Instant): Promise<BalanceView> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ projectId, now, resolve, reject });
      if (this.#running < 2) void this.#flush();
    });
  }

  /** The database shows the rows of these projects only, each of which its own request may see (reliability 34). */
  #views(projectIds: readonly ProjectId[], now: Instant): Promise<Map<ProjectId, BalanceView>> {
    return tenantRead(this.#database, subjectsOf("project", projectIds), (tx) => balanceViews(tx, projectIds, now));
  }

  async #readAlone({ projectId, now, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve((await this.#views([projectId], now)).get(projectId) as BalanceView);
    } catch (error) {
      reject(error);
    }
  }

  async #flush(): Promise<void> {
    this.#running += 1;
    // One turn of the event loop: requests of the same moment go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        const latest = batch.reduce((most, one) => (one.now > most ? one.now : most), (batch[0] as Waiting).now);
        const views = await this.#views([...new Set(batch.map((one) => one.projectId))], latest);
        for (const one of batch) one.resolve(views.get(one.projectId) as BalanceView);
      } catch (error) {
        // A project whose figures fail must not take the others' with it.
        if (batch.length > 1) await Promise.all(batch.map((one) => this.#readAlone(one)));
        else for (const one of batch) one.reject(error);
      }
    }
    this.#running -= 1;
  }
}
