import { countryOf } from "../../core/countries.ts";
import { type FieldProblem, type Texts, refusal } from "../../core/errors.ts";
import { type IdentifierProblem, checkKpp, checkOgrn, checkOgrnip, checkTaxNumber } from "../../core/identifiers.ts";
import type { Payer } from "./payer.ts";
import type { Supplier } from "./supplier.ts";

/** What identifies a payer on paper. */
export type Details = Pick<Payer, "kind" | "countryCode" | "inn" | "kpp" | "ogrn"> & {
  /** As documents name it: `fullName` of a payer. */
  readonly name: string;
  readonly address: string | null;
};

export const SellerIsBuyer = refusal(
  "seller_is_buyer",
  409,
  "Покупатель не может быть тем же лицом, что и продавец: {name}",
  "The buyer cannot be the seller itself: {name}",
);

/** The most that the exchange formats take of a name and of an address. */
const LONGEST = 1000;

/**
 * PYR-05: what of a payer's details cannot be right, each problem with its field: an unknown country, a number that breaks
 * its country's rule, too many characters. What is missing is no problem here: papers ask for it. Pure.
 */
export function wrongDetails(details: Details): FieldProblem[] {
  const { kind, countryCode, name, address, inn, kpp, ogrn } = details;
  const person = kind !== "legal_entity";
  const problems: FieldProblem[] = [];
  const add = (field: string, found: { readonly code: string; readonly texts: Texts } | null) => {
    if (found) problems.push({ field, code: found.code, texts: found.texts });
  };
  if (!countryOf(countryCode)) add("countryCode", UNKNOWN_COUNTRY);
  if (name.length > LONGEST) add("fullName", TOO_LONG);
  if (address !== null && address.length > LONGEST) add("address", TOO_LONG);
  if (inn !== null) add("inn", checkTaxNumber(countryCode, person, inn));
  if (countryCode === "RU") {
    if (kpp !== null) add("kpp", person ? NO_KPP : checkKpp(kpp));
    if (ogrn !== null) add("ogrn", person ? checkOgrnip(ogrn) : checkOgrn(ogrn));
  } else {
    if (kpp !== null) add("kpp", NO_KPP);
    if (ogrn !== null) add("ogrn", registrationNumber(ogrn));
  }
  return problems;
}

/** Whether payer and supplier are one and the same taxpayer, a branch of it too. */
export function isSeller(
  payer: Pick<Payer, "countryCode" | "inn">,
  supplier: Pick<Supplier, "countryCode" | "inn">,
): boolean {
  return payer.inn !== null && payer.countryCode === supplier.countryCode && payer.inn === supplier.inn;
}

/** Of another country: held to no rule but its length. */
function registrationNumber(text: string): (Pick<IdentifierProblem, "texts"> & { code: string }) | null {
  return text.length > 0 && text.length <= 255 ? null : TOO_LONG;
}

const UNKNOWN_COUNTRY = {
  code: "unknown_country",
  texts: {
    ru: "Такой страны нет в классификаторе стран (ОКСМ)",
    en: "The classifier of countries has no such country",
  },
};
const TOO_LONG = {
  code: "too_long",
  texts: {
    ru: `Слишком длинно: помещается не больше ${LONGEST} знаков`,
    en: `Too long: at most ${LONGEST} characters fit`,
  },
};
const NO_KPP = {
  code: "no_kpp_here",
  texts: { ru: "КПП бывает только у российской организации", en: "Only an organisation of Russia has a KPP" },
};
