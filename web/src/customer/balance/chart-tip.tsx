import { useTranslation } from "react-i18next";
import type { Formats } from "../../i18n/format.ts";
import { isNothing, sum } from "./movement-tree.ts";

interface ChartTipProps {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly colour: string; readonly amount: string }[];
  readonly format: Formats;
  readonly currency: string;
}

/** The exact figures of one column, from the answer itself and not from the drawn heights. */
export function ChartTip({ title, rows, format, currency }: ChartTipProps) {
  const { t } = useTranslation();
  const spent = rows.filter(({ amount }) => !isNothing(amount));
  return (
    <div className="chart-tip">
      <div className="chart-tip__title">{title}</div>
      {spent.map((row) => (
        <div key={row.title} className="chart-tip__row">
          <span>
            <span className="expenses__colour" style={{ background: row.colour }} />
            {row.title}
          </span>
          <span className="tabular">{format.money(row.amount, currency)}</span>
        </div>
      ))}
      <div className="chart-tip__row chart-tip__row_total">
        <span>{t("expenses.total")}</span>
        <span className="tabular">{format.money(sum(rows.map(({ amount }) => amount)), currency)}</span>
      </div>
    </div>
  );
}
