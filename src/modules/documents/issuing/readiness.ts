/**
 * Whether a payer can be documented, and if not what is to be mended: looked at before a month is locked, when papers are
 * issued, and on the office's screen of a payer, always by this one function (PYR-10).
 */
import type { FieldProblem, Texts } from "../../../core/errors.ts";
import { type DocumentPayer, type Supplier, isSeller, wrongDetails } from "../../parties/index.ts";
import { tidyText } from "../../../platform/xml.ts";
import { documentKinds, residenceOf } from "../kinds/index.ts";
import { parsePersonName } from "./person-name.ts";

/** What is asked of a payer under one of its contracts. */
export type PayerToDocument = Pick<
  DocumentPayer,
  "kind" | "countryCode" | "name" | "inn" | "kpp" | "ogrn" | "address"
> & { readonly contract: Pick<DocumentPayer["contract"], "number"> };

/**
 * What keeps a payer's papers of a supplier from being issued under a contract: each problem with the field of the payer
 * to mend (`address`, `inn`, `fullName` …; `contract.number`; empty where nothing of the payer can mend it), a code and a
 * text in each language. Empty: every kind of document of the supplier's country can be made. Pure.
 */
export function payerProblems(given: PayerToDocument, supplier: Pick<Supplier, "countryCode" | "inn">): FieldProblem[] {
  const payer = tidyPayer(given);
  const problems: FieldProblem[] = wrongDetails(payer);
  const add = (field: string, code: keyof typeof TEXTS) => problems.push({ field, code, texts: TEXTS[code] });
  if (!documentKinds.some(({ countries }) => countries.includes(supplier.countryCode)))
    add("", "country_without_papers");
  if (isSeller(payer, supplier)) add("inn", "seller_is_buyer");
  if (payer.address === null) add("address", "no_address");
  if (payer.name === "") add("fullName", "no_name");
  const own = residenceOf(supplier.countryCode, payer.countryCode) === "own";
  if (own && !payer.inn) add("inn", "no_tax_number");
  if (!own && !payer.inn && !payer.ogrn) add("inn", "no_number_at_home");
  if (own && payer.kind === "sole_proprietor") {
    const person = parsePersonName(payer.name);
    if (!person) add("fullName", "name_not_taken_apart");
    else if (Object.values(person).some((part: string | null) => (part ?? "").length > LONGEST_PART)) {
      add("fullName", "name_part_too_long");
    }
  }
  if ((payer.contract.number ?? "").length > LONGEST_NUMBER) add("contract.number", "number_too_long");
  return problems;
}

/** Its texts as documents show them, without what neither XML nor print can hold; nothing left of one is none. */
export function tidyPayer<T extends PayerToDocument>(payer: T): T {
  const tidy = (text: string | null) => tidyText(text ?? "") || null;
  return {
    ...payer,
    name: tidyText(payer.name),
    inn: tidy(payer.inn),
    kpp: tidy(payer.kpp),
    ogrn: tidy(payer.ogrn),
    address: tidy(payer.address),
  };
}

const LONGEST_PART = 60;
const LONGEST_NUMBER = 255;

const TEXTS = {
  country_without_papers: {
    ru: "Для страны поставщика ещё нет видов документов",
    en: "There are no kinds of documents yet for the supplier's country",
  },
  seller_is_buyer: {
    ru: "Покупатель — то же лицо, что и продавец",
    en: "The buyer is the seller itself",
  },
  no_address: { ru: "Нет адреса: без него документ не оформить", en: "There is no address: a document needs one" },
  no_name: { ru: "Нет полного наименования", en: "There is no full name" },
  no_tax_number: { ru: "Нет ИНН (БИН, ИИН)", en: "There is no tax number" },
  no_number_at_home: {
    ru: "Нет ни налогового, ни регистрационного номера в своей стране",
    en: "There is neither a tax nor a registration number of its own country",
  },
  name_not_taken_apart: {
    ru: "Не видно фамилии, имени и отчества: напишите их в этом порядке, например «ИП Иванов Иван Иванович». Если отчества нет — через запятую: ИП Ли, Юн",
    en: "Surname, name and patronymic cannot be told: write them in this order, as “ИП Иванов Иван Иванович”. Without a patronymic use a comma: “ИП Ли, Юн”",
  },
  name_part_too_long: {
    ru: `Фамилия, имя или отчество длиннее ${LONGEST_PART} знаков`,
    en: `Surname, name or patronymic has more than ${LONGEST_PART} characters`,
  },
  number_too_long: {
    ru: `Номер договора длиннее ${LONGEST_NUMBER} знаков`,
    en: `The contract's number has more than ${LONGEST_NUMBER} characters`,
  },
} as const satisfies Record<string, Texts>;
