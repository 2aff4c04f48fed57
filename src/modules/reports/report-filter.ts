import { InvalidInput } from "../../core/errors.ts";
import { type LocalDate, datesBetween } from "../../core/time.ts";

const MOST_DAYS = 1100;

/** Refuses InvalidInput unless the days run forward, for three years at most. */
export function checkRange(from: LocalDate, to: LocalDate): void {
  if (from <= to && datesBetween(from, to).length <= MOST_DAYS) return;
  const texts = {
    ru: "Период от начала до конца, не длиннее трёх лет",
    en: "From the start to the end, at most three years",
  };
  throw InvalidInput({ problems: [{ field: "to", code: "bad_range", texts }] });
}

/** Amounts of different currencies are never added: refuses InvalidInput unless the projects are of one region. */
export function oneCurrency(facts: readonly { readonly currency: string; readonly timeZone: string }[]) {
  const [first] = facts;
  if (!first || facts.every((one) => one.currency === first.currency)) {
    return { currency: first?.currency ?? "RUB", timeZone: first?.timeZone ?? "UTC" };
  }
  const texts = { ru: "Выберите проекты одного региона", en: "Choose projects of one region" };
  throw InvalidInput({ problems: [{ field: "projects", code: "different_currencies", texts }] });
}
