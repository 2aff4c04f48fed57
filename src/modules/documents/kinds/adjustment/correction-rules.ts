/**
 * How a document that was issued is put right, by what changed, whose error it was and the supplier's country: as data, so
 * that a country or an opinion is a line. (DOC-07; НК РФ art. 168 p. 3, art. 169 p. 5.2, 5.3; Постановление 1137.)
 */

/** What turned out otherwise than the document says. */
export type ChangeOf =
  /** How much was supplied: usage that came late or was corrected. */
  | "volume"
  /** What a unit costs. */
  | "price"
  /** Figures or details that were wrong from the start: a rate, a sum, a name. */
  | "document"
  /** To whom it was supplied. */
  | "buyer";

export type ErrorOf = "nobody" | "supplier" | "buyer";

export interface CorrectionRule {
  readonly country: string;
  readonly change: ChangeOf;
  readonly errorOf: ErrorOf;
  /** `adjustment`: УКД, a document of its own with before and after; `revision`: исправление, the same number anew. */
  readonly form: "adjustment" | "revision";
  readonly law: string;
  /** As the document states its ground. */
  readonly text: string;
}

const ADJUSTED = "п. 3 ст. 168, п. 5.2 ст. 169 НК РФ";
const REVISED = "п. 7 Правил заполнения счёта-фактуры (Постановление Правительства РФ № 1137)";
const rule = (
  change: ChangeOf,
  errorOf: ErrorOf,
  form: CorrectionRule["form"],
  law: string,
  text: string,
): CorrectionRule => ({ country: "RU", change, errorOf, form, law, text });

export const CORRECTION_RULES: readonly CorrectionRule[] = [
  rule(
    "volume",
    "nobody",
    "adjustment",
    ADJUSTED,
    "Стоимость услуг изменена вследствие уточнения их объема (количества)",
  ),
  rule(
    "volume",
    "buyer",
    "adjustment",
    ADJUSTED,
    "Стоимость услуг изменена вследствие уточнения их объема (количества)",
  ),
  rule("volume", "supplier", "revision", REVISED, "Исправлена ошибка в объеме (количестве) услуг"),
  rule("price", "nobody", "adjustment", ADJUSTED, "Стоимость услуг изменена вследствие изменения цены (тарифа)"),
  rule("price", "buyer", "adjustment", ADJUSTED, "Стоимость услуг изменена вследствие изменения цены (тарифа)"),
  rule("price", "supplier", "revision", REVISED, "Исправлена ошибка в цене (тарифе) услуг"),
  rule("document", "nobody", "revision", REVISED, "Исправлены показатели документа"),
  rule("document", "buyer", "revision", REVISED, "Исправлены сведения о покупателе, сообщённые им ошибочно"),
  rule("document", "supplier", "revision", REVISED, "Исправлена ошибка в показателях документа"),
  rule("buyer", "nobody", "adjustment", ADJUSTED, "Объем услуг уточнён: часть услуг оказана другому покупателю"),
  rule("buyer", "buyer", "adjustment", ADJUSTED, "Объем услуг уточнён: часть услуг оказана другому покупателю"),
  rule("buyer", "supplier", "revision", REVISED, "Исправлена ошибка в указании покупателя"),
];

/** The rule for a change; a country without one issues no corrections, and asking for it is a defect. */
export function correctionRule(country: string, change: ChangeOf, errorOf: ErrorOf): CorrectionRule {
  const found = CORRECTION_RULES.find(
    (one) => one.country === country && one.change === change && one.errorOf === errorOf,
  );
  if (!found) throw new TypeError(`no rule for a correction in ${country}: ${change}, ${errorOf}`);
  return found;
}
