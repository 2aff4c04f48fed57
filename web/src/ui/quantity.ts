/**
 * A quantity in the unit its price is for. The catalogue names the unit as the price reads it ("vCPU per hour"), while an
 * amount used is a product: `1 935 vCPU·h`, `336 GB × 30 days`, `689.15 × 10,000 requests`.
 */
const TIMES = [
  [/^(.+) (?:в час|per hour)$/, { ru: "ч", en: "h" }],
  [/^(.+) (?:в минуту|per minute)$/, { ru: "мин", en: "min" }],
  [/^(.+) (?:в день|в сутки|per day)$/, { ru: "сут", en: "day" }],
] as const;
const LONGER = /^(.+) (?:за|per) (\d.*)$/;

export function quantityText(quantity: string, unit: string, language: "ru" | "en"): string {
  for (const [pattern, names] of TIMES) {
    const base = pattern.exec(unit)?.[1];
    if (base !== undefined) return `${quantity} ${base}·${names[language]}`;
  }
  const longer = LONGER.exec(unit);
  if (longer) return `${quantity} ${longer[1]} × ${longer[2]}`;
  return /^\d/.test(unit) ? `${quantity} × ${unit}` : `${quantity} ${unit}`.trim();
}
