import { refusal } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { type Instant } from "../../core/time.ts";

/** REG-01: everything that differs between regions is data. */
export interface Region {
  readonly regionCode: string;
  readonly name: { readonly ru: string; readonly en: string };
  readonly sites: readonly string[];
  readonly currency: string;
  /** IANA: its days, months and documents (REG-07). */
  readonly timeZone: string;
  readonly supplierCode: string;
  readonly countryCode: string;
  /** Where the document department of the region reads mail. */
  readonly documentAddress: string;
  readonly paymentMethods: readonly PaymentMethod[];
  readonly edmAvailable: boolean;
  /** BAL-02: the one group of all that bonuses may pay for here; null: each SKU's own. */
  readonly bonusGroup: string | null;
  /** BAL-03: what a new account is given when its services are activated; empty: nothing. */
  readonly signUpBonus: readonly SignUpBonus[];
  /** AUD-03: the decimal amount in the region's currency above which an act takes two persons; left out: always. */
  readonly twoPersonLimits: Partial<Readonly<Record<TwoPersonAct, string>>>;
}

/** AUD-03: what one member of staff does alone up to an amount, for one receiver within a day. */
export const TWO_PERSON_ACTS = ["assignment", "return", "withdrawal"] as const;
export type TwoPersonAct = (typeof TWO_PERSON_ACTS)[number];

/** BAL-03: `amount` is a decimal amount in the region's currency; what is left of it after so many calendar days expires. */
export interface SignUpBonus {
  readonly bonusGroup: string;
  readonly amount: string;
  readonly days: number;
}

/** PAY-01, PAY-02: a way to top up. `minimum` is a decimal amount in the region's currency. */
export interface PaymentMethod {
  readonly code: string;
  readonly minimum: string;
  readonly recommendedFor: readonly ("individual" | "sole_proprietor" | "legal_entity")[];
  /** An invoice that support makes, instead of one the customer makes. */
  readonly onRequest: boolean;
}

export type ProjectStatus = "active" | "conserved" | "deleted";

export interface ProjectFacts {
  readonly projectId: ProjectId;
  readonly accountId: bigint;
  readonly regionCode: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly name: string;
  readonly status: ProjectStatus;
  /** When it was conserved or deleted; null: never, or it is used again. */
  readonly statusSince: Instant | null;
  /** When it was conserved and is no more, the earliest first: from the first instant to before the second; null: never. */
  readonly conservedIn: readonly (readonly [Instant, Instant])[] | null;
  readonly createdAt: Instant;
}

export const UnknownRegion = refusal("unknown_region", 404, "Нет региона {region}", "No such region: {region}");
export const UnknownSite = refusal(
  "unknown_site",
  404,
  "Сайт {site} не принадлежит ни одному региону",
  "The site {site} belongs to no region",
);
