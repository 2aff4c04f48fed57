import { useTranslation } from "react-i18next";
import type { Expenses } from "../../api/fetch.ts";
import { periodName } from "../../ui/period-name.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { CHART_LIMIT, colourOf } from "./chart-colours.ts";
import { changeOf, drawnApart, summarise } from "./expense-summary.ts";
import { isNothing, sum } from "./movement-tree.ts";
import "../../ui/table.css";

interface ServicesTableProps {
  readonly now: Expenses;
  readonly before: Expenses | undefined;
}

/** Totals by service with share and change; the squares are the legend of the chart above. */
export function ServicesTable({ now, before }: ServicesTableProps) {
  const { t } = useTranslation();
  const text = useText();
  const { theme } = usePreferences();
  const format = useFormats(now.timeZone);
  const services = summarise(now, before);
  const apart = drawnApart(services, CHART_LIMIT).length;
  const { currency } = now.total;
  const comparable = before !== undefined && !isNothing(before.total.amount);
  const change = (ratio: number | null) => {
    if (!before) return "";
    if (!comparable) return <NothingBefore />;
    return ratio === null ? t("expenses.fresh") : format.percent(ratio, true);
  };
  return (
    <table className="table">
      <caption className="visually-hidden">{t("expenses.caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("expenses.service")}</th>
          <th scope="col" className="table__number">
            {t("expenses.amount")}
          </th>
          <th scope="col" className="table__number table__wide">
            {t("expenses.share")}
          </th>
          <th scope="col" className="table__number">
            {t("expenses.change")}
          </th>
        </tr>
      </thead>
      <tbody>
        {services.map((service, index) => (
          <tr key={service.code}>
            <th scope="row">
              <Colour colour={colourOf(index < apart ? service.position : null, theme)} />
              {text(service.name)}
              <span className="table__below table__narrow">{format.percent(service.share)}</span>
            </th>
            <td className="table__number">{format.money(service.total, currency)}</td>
            <td className="table__number table__wide">
              <span className="expenses__share">
                <ShareBar share={service.share} colour={colourOf(index < apart ? service.position : null, theme)} />
                <span className="expenses__percent">{format.percent(service.share)}</span>
              </span>
            </td>
            <td className="table__number">{change(service.change)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("expenses.total")}</th>
          <td className="table__number">{format.money(now.total.amount, currency)}</td>
          <td className="table__number table__wide">{format.percent(1)}</td>
          <td className="table__number">{change(before ? changeOf(now.total.amount, before.total.amount) : null)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function NothingBefore() {
  const { t } = useTranslation();
  return (
    <>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{t("expenses.nothingBefore")}</span>
    </>
  );
}

function Colour({ colour }: { readonly colour: string }) {
  return <span className="expenses__colour" style={{ background: colour }} aria-hidden="true" />;
}

function ShareBar({ share, colour }: { readonly share: number; readonly colour: string }) {
  return (
    <span className="expenses__bar" aria-hidden="true">
      <span style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%`, background: colour }} />
    </span>
  );
}

/** The chart's figures as a table: a row per period, a column per service; scrolls sideways inside itself. */
export function PeriodsTable({ expenses }: { readonly expenses: Expenses }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(expenses.timeZone);
  return (
    // The scrolling area takes focus so that the keyboard can scroll it.
    <section className="table-scroll" aria-label={t("expenses.tableCaption")} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{t("expenses.tableCaption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("expenses.period")}</th>
            {expenses.services.map((service) => (
              <th key={service.code} scope="col" className="table__number">
                {text(service.name)}
              </th>
            ))}
            <th scope="col" className="table__number">
              {t("expenses.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {expenses.periods.map((period, index) => (
            <tr key={period.from}>
              <th scope="row" className="tabular">
                {periodName(period, format)}
              </th>
              {expenses.services.map((service) => (
                <td key={service.code} className="table__number">
                  {format.amount(service.amounts[index] ?? "0")}
                </td>
              ))}
              <td className="table__number">
                {format.amount(sum(expenses.services.map((service) => service.amounts[index] ?? "0")))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
