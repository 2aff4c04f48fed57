import { refusal } from "../../core/errors.ts";
import { type LocalDate } from "../../core/time.ts";

export interface SupplierBank {
  readonly name: string;
  /** БИК: nine digits in Russia, the SWIFT code in Kazakhstan. */
  readonly bic: string;
  /** Settlement account, or the IBAN in Kazakhstan. */
  readonly account: string;
  /** Null where banks have none. */
  readonly correspondentAccount: string | null;
  readonly currency: string;
  /** КБе, Kazakhstan only. */
  readonly beneficiaryCode: string | null;
}

export interface SupplierSigner {
  readonly role: "head" | "accountant" | "responsible";
  readonly fullName: { readonly surname: string; readonly name: string; readonly patronymic: string | null };
  readonly position: string;
  readonly authority:
    | { readonly kind: "signature" }
    | {
        readonly kind: "electronic_power";
        readonly number: string;
        readonly issuedOn: LocalDate;
        readonly registry: string;
      }
    | { readonly kind: "paper_power"; readonly number: string; readonly issuedOn: LocalDate };
}

/** The provider's legal entity that concludes contracts in a region (REG-01). */
export interface Supplier {
  readonly supplierCode: string;
  readonly name: string;
  readonly fullName: string;
  readonly countryCode: string;
  readonly inn: string | null;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly address: string;
  readonly bank: readonly SupplierBank[];
  readonly signers: readonly SupplierSigner[];
  /** Participant id with the operator of electronic document exchange. */
  readonly edmId: string | null;
  /** Stands before the numbers of its documents. */
  readonly documentPrefix: string;
  /** How those of accounting documents are written, `{prefix}-{yy}-{number}`: they begin anew each year, so it names the year. */
  readonly documentNumber: string;
}

/** A rate of value added tax; both dates belong to the period. */
export interface TaxRate {
  readonly countryCode: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate | null;
  /** `"22"`: percent, decimal text. */
  readonly ratePercent: string;
}

export const UnknownSupplier = refusal(
  "unknown_supplier",
  404,
  "Нет поставщика {supplier}",
  "No such supplier: {supplier}",
);
export const NoTaxRate = refusal(
  "no_tax_rate",
  409,
  "Для {country} на {date} не задана ставка налога",
  "No tax rate is set for {country} on {date}",
);
