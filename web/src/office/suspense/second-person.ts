import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { parseMinor } from "../../../../src/core/money.ts";
import type { SuspenseLine } from "../../api/fetch.ts";
import { twoPersonLimitsQuery } from "../../api/office-queries.ts";
import { useFormats } from "../../ui/use-formats.ts";

/**
 * AUD-03, PAY-14: what is said before these transfers are credited, where that takes a second person; null where one may do.
 * The server decides: it knows what was done today, too.
 */
export function useSecondPerson(lines: readonly SuspenseLine[]): string | null {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const { data } = useQuery(twoPersonLimitsQuery);
  const currency = lines[0]?.amount.currency;
  const limit = data?.items.find(({ act, most }) => act === "assignment" && most.currency === currency)?.most;
  if (lines.some(({ reason }) => reason === "own_account_unknown"))
    return t("proposals.needsTwo", { why: t("proposals.why_not_ours") });
  if (!limit) return null;
  const sum = lines.reduce((total, { amount }) => total + (parseMinor(amount.amount) ?? 0n), 0n);
  if (sum <= (parseMinor(limit.amount) ?? 0n)) return null;
  return t("proposals.needsTwo", {
    why: t("proposals.why_limit", { limit: format.money(limit.amount, limit.currency) }),
  });
}
