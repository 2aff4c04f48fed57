import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { balanceQuery, clockQuery, expensesQuery } from "../../api/queries.ts";
import { addDays, localDateOf, monthOf } from "../../ui/period.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { summarise } from "../balance/expense-summary.ts";
import { useProject } from "../projects.ts";
import { heights, monthForecast, monthToDate, totalsByPeriod } from "./month-forecast.ts";
import "../../ui/table.css";

/** BAL-05: the month to date by days with its forecast, last month beside it; what is drawn stands in a table as well. */
export function MonthSpending() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const clock = useQuery(clockQuery);
  const today = clock.data && localDateOf(clock.data.now, region.timeZone);
  return (
    <section className="card overview__card" aria-labelledby="overview-month">
      <h2 className="overview__heading" id="overview-month">
        {t("overview.month")}
      </h2>
      {today === undefined ? <Loading rows={4} /> : <Spending today={today} />}
      <Link className="overview__link" to="/projects/$pid/balance/expenses" params={{ pid }} search={{}}>
        {t("overview.toExpenses")}
      </Link>
    </section>
  );
}

function Spending({ today }: { readonly today: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { pid, region, permissions } = useProject();
  const format = useFormats(region.timeZone);
  const range = monthToDate(today);
  const lastDay = addDays(range.from, -1);
  const lastMonth = { from: `${monthOf(lastDay)}-01`, to: lastDay };
  const now = useQuery(expensesQuery({ projects: [pid], interval: "day", ...range }));
  const before = useQuery(expensesQuery({ projects: [pid], interval: "month", ...lastMonth }));
  const balance = useQuery({ ...balanceQuery(pid), enabled: permissions.includes("balance.view") });
  if (now.isPending) return <Loading rows={4} />;
  if (now.isError) return <ErrorState error={now.error} onRetry={() => void now.refetch()} />;
  const { total, periods, services } = now.data;
  const money = (amount: string) => format.money(amount, total.currency);
  const days = totalsByPeriod(services, periods.length);
  const bars = heights(days);
  const burn = balance.data?.burnPerDay.amount;
  const largest = summarise(now.data, undefined)
    .slice(0, 3)
    .map((service) => `${text(service.name)} ${money(service.total)}`);
  return (
    <>
      <dl className="overview__figures">
        <div className="overview__main">
          <dt>{t("overview.toDate")}</dt>
          <dd className="tabular">{money(total.amount)}</dd>
        </div>
        {burn === undefined ? null : (
          <div>
            <dt>{t("overview.forecast")}</dt>
            <dd className="tabular">{money(monthForecast(total.amount, burn, today))}</dd>
          </div>
        )}
        {before.data ? (
          <div>
            <dt>{t("overview.lastMonth", { month: format.month(monthOf(lastDay)) })}</dt>
            <dd className="tabular">{money(before.data.total.amount)}</dd>
          </div>
        ) : null}
      </dl>
      <div className="overview__bars" aria-hidden="true">
        {bars.map((height, index) => (
          <span
            key={periods[index]?.from}
            className="overview__bar"
            style={{ blockSize: `${Math.round(height * 100)}%` }}
          />
        ))}
      </div>
      {largest.length > 0 ? (
        <p className="overview__hint">{t("overview.largest", { services: largest.join("; ") })}</p>
      ) : null}
      <details className="overview__days">
        <summary>{t("overview.byDays")}</summary>
        <table className="table">
          <caption className="visually-hidden">{t("overview.byDays")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("overview.day")}</th>
              <th scope="col" className="table__number">
                {t("overview.amount")}
              </th>
            </tr>
          </thead>
          <tbody>
            {periods.map(({ from }, index) => (
              <tr key={from}>
                <th scope="row">{format.date(from)}</th>
                <td className="table__number">{money(days[index] ?? "0.00")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
