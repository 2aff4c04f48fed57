import type { ProjectId } from "../../../core/ids.ts";
import type { Currency } from "../../../core/money.ts";
import type { Tx } from "../../../platform/db.ts";
import { type Instant, type LocalDate, type Period, dayPeriod } from "../../../core/time.ts";
import { payersWithin, supplierOf } from "../../parties/index.ts";
import { type Region, projectFacts } from "../../tenancy/index.ts";
import { readAccount } from "./files/values.ts";
import type { PayableProject } from "./decide-line.ts";
import { isOtherTaxpayer } from "./taxpayer-number.ts";

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
  readonly paidOn: LocalDate;
}

/**
 * For each transfer, whether its payer is another company than those that paid for the project on its value date (PAY-13):
 * the money counts all the same, and people see it. Where the payer changed on that day either is right. Not known of a
 * payer or a project without a taxpayer number.
 */
export async function paidByOthers(tx: Pick<Tx, "query">, transfers: readonly PaidFor[]): Promise<boolean[]> {
  const ids = [...new Set(transfers.flatMap(({ payerInn, projectId }) => (payerInn === null ? [] : projectId)))];
  const facts = await projectFacts(tx, ids);
  const days = transfers.map(({ projectId, paidOn }) => {
    const zone = facts.get(projectId)?.timeZone;
    return zone === undefined ? null : dayPeriod(paidOn, zone);
  });
  const whole = wholeOf(days.filter((day) => day !== null));
  if (whole === null) return transfers.map(() => false);
  const payers = await payersWithin(tx, ids, whole.start, whole.end);
  return transfers.map(({ projectId, payerInn }, index) => {
    const day = days[index] ?? null;
    const own = day === null ? [] : (payers.get(projectId) ?? []).filter((payer) => touches(payer, day));
    return own.length > 0 && own.every(({ payer }) => isOtherTaxpayer(payerInn, payer.inn));
  });
}

function wholeOf(days: readonly Period[]): Period | null {
  const [first] = days;
  if (!first) return null;
  let { start, end } = first;
  for (const day of days) {
    if (day.start < start) start = day.start;
    if (day.end > end) end = day.end;
  }
  return { start, end };
}

function touches(
  { startsAt, endsAt }: { readonly startsAt: Instant; readonly endsAt: Instant | null },
  { start, end }: Period,
): boolean {
  return startsAt < end && (endsAt === null || endsAt > start);
}
