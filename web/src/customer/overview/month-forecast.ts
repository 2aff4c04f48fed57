import { formatMinor, parseMinor } from "../../../../src/core/money.ts";
import { monthOf } from "../../ui/period.ts";

/** What the month would come to: what is spent, and today's rate for each whole day that is left of it. */
export function monthForecast(spent: string, burnPerDay: string, today: string): string {
  const [year = 0, month = 0, day = 0] = today.split("-").map(Number);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const left = BigInt(Math.max(0, days - day));
  return formatMinor((parseMinor(spent) ?? 0n) + (parseMinor(burnPerDay) ?? 0n) * left);
}

/** The month of a date, from its first day to the date. */
export function monthToDate(today: string): { from: string; to: string } {
  return { from: `${monthOf(today)}-01`, to: today };
}

/** Heights of bars, 0 to 1, for display only: the largest amount is 1, what came back to the balance is nothing. */
export function heights(amounts: readonly string[]): number[] {
  const minors = amounts.map((amount) => parseMinor(amount) ?? 0n);
  const most = minors.reduce((max, one) => (one > max ? one : max), 0n);
  return minors.map((one) => (most > 0n && one > 0n ? Number((one * 1000n) / most) / 1000 : 0));
}

/** The sums of all services by period. */
export function totalsByPeriod(
  services: readonly { readonly amounts: readonly string[] }[],
  periods: number,
): string[] {
  return Array.from({ length: periods }, (_, index) =>
    formatMinor(services.reduce((sum, { amounts }) => sum + (parseMinor(amounts[index] ?? "0.00") ?? 0n), 0n)),
  );
}
