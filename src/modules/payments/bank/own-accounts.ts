import type { ProjectId } from "../../../core/ids.ts";
import type { Currency } from "../../../core/money.ts";
import type { Tx } from "../../../platform/db.ts";
import type { Instant } from "../../../core/time.ts";
import { payerOf, supplierOf } from "../../parties/index.ts";
import { type Region, projectFacts } from "../../tenancy/index.ts";
import { readAccount } from "./files/values.ts";
import type { PayableProject } from "./decide-line.ts";

/** A bank account of a supplier, as kept with the supplier's details (REG-01). */
export interface OwnBankAccount {
  readonly account: string;
  readonly supplierCode: string;
  /** The supplier's own taxpayer number: a transfer from it is no customer's. */
  readonly inn: string | null;
  readonly currency: Currency;
}

export type OwnAccounts = ReadonlyMap<string, OwnBankAccount>;

/** The bank accounts of the regions' suppliers, by number. */
export async function ownBankAccounts(tx: Pick<Tx, "query">, regions: readonly Region[]): Promise<OwnAccounts> {
  const accounts = new Map<string, OwnBankAccount>();
  for (const supplierCode of new Set(regions.map((region) => region.supplierCode))) {
    const { bank, inn } = await supplierOf(tx, supplierCode);
    for (const { account, currency } of bank) {
      const number = readAccount(account);
      accounts.set(number, { account: number, supplierCode, inn, currency });
    }
  }
  return accounts;
}

/** What must be known of the named projects to credit them; an unknown project has no entry. */
export async function payableProjects(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  regions: readonly Region[],
): Promise<Map<ProjectId, PayableProject>> {
  const suppliers = new Map(regions.map((region) => [region.regionCode, region.supplierCode]));
  const facts = await projectFacts(tx, [...new Set(projectIds)]);
  return new Map(
    [...facts.values()].map(({ projectId, regionCode, currency, status }) => [
      projectId,
      { regionCode, currency, status, supplierCode: suppliers.get(regionCode) ?? "" },
    ]),
  );
}

/** A transfer and the project it is for. */
export interface PaidFor {
  readonly projectId: ProjectId;
  readonly payerInn: string | null;
}

/**
 * For each transfer, whether its payer is another company than the one that pays for the project at an instant (PAY-13):
 * the money counts all the same, and people see it. Not known of a payer or a project without a taxpayer number.
 */
export async function paidByOthers(
  tx: Pick<Tx, "query">,
  transfers: readonly PaidFor[],
  at: Instant,
): Promise<boolean[]> {
  const named = transfers.filter(({ payerInn }) => payerInn !== null);
  const payers = await payerOf(tx, [...new Set(named.map(({ projectId }) => projectId))], at);
  return transfers.map(({ projectId, payerInn }) => {
    const own = payers.get(projectId)?.payer.inn ?? null;
    return own !== null && payerInn !== null && own !== payerInn;
  });
}
