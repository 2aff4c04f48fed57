import { InvalidInput } from "../../core/errors.ts";
import { type LocalDate, daysOf } from "../../core/time.ts";
import { MOST_DAYS } from "../../platform/http/index.ts";

/** Refuses InvalidInput unless the days run forward, for three years at most: of the command line, which has no dateRange. */
export function checkRange(from: LocalDate, to: LocalDate): void {
  if (from <= to && daysOf(from, to) <= MOST_DAYS) return;
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
