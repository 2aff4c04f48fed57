/**
 * Where a service is taxed: by the country of the supplier, the residence of the buyer, the kind of service and the date
 * of supply. Data, read from top to bottom; a new country of suppliers is rows of its own (docs/decisions/0033).
 */
import { isInEaeu } from "../../../core/countries.ts";
import { type LocalDate, localDate } from "../../../core/time.ts";

export type Residence = "own" | "eaeu" | "outside";

export interface TaxTreatment {
  /** ISO 3166; any country where left out. */
  readonly supplier?: string;
  readonly buyer: Residence;
  /** Hosting, computing, data: what is supplied over the net. Either kind where left out. */
  readonly electronic?: boolean;
  /** First day of supply. */
  readonly from?: LocalDate;
  /** Taxed at the rate of the supplier's country, or not supplied there at all: "without VAT". */
  readonly taxed: boolean;
  readonly law: string;
}

/** From then on members of the union tax electronic services where the buyer is. */
const EAEU_ELECTRONIC = localDate("2024-03-04");

const TREATMENTS: readonly TaxTreatment[] = [
  { buyer: "own", taxed: true, law: "the supplier's own country" },
  {
    supplier: "RU",
    buyer: "eaeu",
    electronic: true,
    from: EAEU_ELECTRONIC,
    taxed: false,
    law: "Protocol 18 of the EAEU Treaty as changed by the decision of 27.09.2023",
  },
  { supplier: "RU", buyer: "eaeu", taxed: true, law: "Protocol 18 of the EAEU Treaty, 29: where the supplier is" },
  { supplier: "RU", buyer: "outside", electronic: true, taxed: false, law: "НК 148 п. 1 пп. 4, 174.2" },
  { supplier: "RU", buyer: "outside", electronic: false, taxed: true, law: "НК 148 п. 1 пп. 5" },
  {
    supplier: "KZ",
    buyer: "eaeu",
    electronic: true,
    from: EAEU_ELECTRONIC,
    taxed: false,
    law: "Protocol 18 of the EAEU Treaty as changed by the decision of 27.09.2023",
  },
  { supplier: "KZ", buyer: "eaeu", taxed: true, law: "Protocol 18 of the EAEU Treaty, 29: where the supplier is" },
];

export interface ServiceSupply {
  readonly supplierCountry: string;
  readonly buyerCountry: string;
  readonly electronic: boolean;
  /** Services rendered over a month are supplied on its last day. */
  readonly on: LocalDate;
}

export function residenceOf(supplierCountry: string, buyerCountry: string): Residence {
  if (supplierCountry === buyerCountry) return "own";
  return isInEaeu(supplierCountry) && isInEaeu(buyerCountry) ? "eaeu" : "outside";
}

/** PYR-04, DOC-05: how a supply is taxed; null where no row says so, and nothing may be documented then. Pure. */
export function taxTreatment({ supplierCountry, buyerCountry, electronic, on }: ServiceSupply): TaxTreatment | null {
  const residence = residenceOf(supplierCountry, buyerCountry);
  const fits = (row: TaxTreatment) =>
    (row.supplier ?? supplierCountry) === supplierCountry &&
    row.buyer === residence &&
    (row.electronic ?? electronic) === electronic &&
    (row.from === undefined || row.from <= on);
  return TREATMENTS.find(fits) ?? null;
}
