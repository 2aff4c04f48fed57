import { Chart, type ChartData } from "@gravity-ui/charts";
import { DefaultPropsProvider } from "@gravity-ui/uikit";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Expenses } from "../../api/fetch.ts";
import { periodName, periodNameShort } from "../../ui/period-name.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { CHART_LIMIT, colourOf } from "./chart-colours.ts";
import { ChartTip } from "./chart-tip.tsx";
import { chartSeries, lowestOf } from "./expense-summary.ts";

const TIP_IN_PLACE = { Popup: { disablePortal: true } };

/** Stacked columns by period and service. A picture only: every figure is in the tables beside it. */
export function ExpensesChart({ expenses }: { readonly expenses: Expenses }) {
  const { t } = useTranslation();
  const text = useText();
  const { theme, language } = usePreferences();
  const format = useFormats(expenses.timeZone);
  const { currency } = expenses.total;
  const data = useMemo<ChartData>(() => {
    const drawn = chartSeries(expenses, CHART_LIMIT).map((series) => ({
      ...series,
      title: series.name ? text(series.name) : t("expenses.otherServices"),
      colour: colourOf(series.position, theme),
    }));
    return {
      series: {
        data: drawn.map((series) => ({
          type: "bar-x",
          stacking: "normal",
          name: series.title,
          color: series.colour,
          // Pixels need no kopecks: this is the only place where an amount becomes a floating number.
          data: series.amounts.map((amount, period) => ({ x: period, y: Number(amount), custom: period })),
        })),
      },
      xAxis: { type: "category", categories: expenses.periods.map((period) => periodNameShort(period, format)) },
      yAxis: [
        {
          min: lowestOf(drawn, expenses.periods.length),
          ticks: { pixelInterval: 56 },
          labels: { numberFormat: { unit: null, precision: "auto", ...format.around(currency) } },
        },
      ],
      legend: { enabled: false },
      tooltip: {
        renderer: ({ hovered }) => {
          const [first] = hovered;
          const index: unknown = first && "data" in first ? first.data.custom : undefined;
          const period = typeof index === "number" ? expenses.periods[index] : undefined;
          if (typeof index !== "number" || !period) return null;
          const rows = drawn.map(({ title, colour, amounts }) => ({ title, colour, amount: amounts[index] ?? "0.00" }));
          return <ChartTip title={periodName(period, format)} rows={rows} format={format} currency={currency} />;
        },
      },
    };
  }, [currency, expenses, format, t, text, theme]);
  return (
    // Other periods are another chart: the kit cannot carry the pointer over to categories that are gone.
    // The tip stays inside the chart instead of a layer of its own at the end of the document.
    <DefaultPropsProvider defaultProps={TIP_IN_PLACE}>
      <Chart key={expenses.periods.map(({ from }) => from).join()} data={data} lang={language} />
    </DefaultPropsProvider>
  );
}
