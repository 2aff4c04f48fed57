import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Configuration } from "../../api/fetch.ts";
import { configurationQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { BackTo } from "../operations/back.tsx";
import "../operations/operations.css";

/** Regions, suppliers and calendars as they were loaded from the operator's files. */
export function ConfigurationPage() {
  const { t } = useTranslation();
  const loaded = useQuery(configurationQuery);
  return (
    <Page title={t("configuration.title")} lead={t("configuration.lead")}>
      <BackTo section="staff" />
      {loaded.isPending ? <Loading /> : null}
      {loaded.isError ? <ErrorState error={loaded.error} onRetry={() => void loaded.refetch()} /> : null}
      {loaded.data ? (
        <>
          <Regions regions={loaded.data.regions} />
          <Calendars calendars={loaded.data.calendars} />
        </>
      ) : null}
    </Page>
  );
}

function Regions({ regions }: Pick<Configuration, "regions">) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <section className="card">
      <h2 className="operations__heading">{t("configuration.regions")}</h2>
      <p className="operations__source">{t("configuration.source", { file: "regions.yaml, suppliers.yaml" })}</p>
      <Table
        caption={t("configuration.regions")}
        columns={[t("configuration.region"), t("configuration.supplier"), [t("configuration.sites"), "wide"]]}
      >
        {regions.map((region) => {
          const { code, name, currency, timeZone, country, documentAddress, edm, supplier, sites } = region;
          return (
            <tr key={code}>
              <th scope="row" className="operations__place">
                {text(name)}
                <span className="table__below">{[country, currency, timeZone].join(", ")}</span>
                <span className="table__below">{documentAddress}</span>
                <span className="table__below">{t(edm ? "configuration.edm" : "configuration.noEdm")}</span>
                <Settings region={region} />
                <span className="table__narrow table__below">{sites.join(", ")}</span>
              </th>
              <td className="operations__place">
                {supplier.name}
                <span className="table__below">{supplier.fullName}</span>
                {supplier.taxNumber === null ? null : (
                  <span className="table__below">{t("configuration.taxNumber", { number: supplier.taxNumber })}</span>
                )}
                <span className="table__below">{supplier.address}</span>
              </td>
              <td className="table__wide operations__place">{sites.join(", ")}</td>
            </tr>
          );
        })}
      </Table>
    </section>
  );
}

/** What the region's file says of money: ways to pay, the bonus, above what it takes two persons. */
function Settings({ region }: { readonly region: Configuration["regions"][number] }) {
  const { t } = useTranslation();
  const format = useFormats(region.timeZone);
  const { paymentMethods, signUpBonus, twoPersonLimits } = region;
  const amounts = signUpBonus.map(({ amount, days }) =>
    t("configuration.bonusDays", { amount: format.money(amount.amount, amount.currency), count: days }),
  );
  const limits = twoPersonLimits.map(({ act, amount }) =>
    t(`configuration.limit_${act}`, { amount: format.money(amount.amount, amount.currency) }),
  );
  return (
    <>
      <span className="table__below">{t("configuration.methods", { methods: paymentMethods.join(", ") })}</span>
      <span className="table__below">
        {amounts.length === 0 ? t("configuration.noBonus") : t("configuration.bonus", { amounts: amounts.join(", ") })}
      </span>
      <span className="table__below">
        {limits.length === 0 ? t("configuration.noLimits") : t("configuration.limits", { limits: limits.join(", ") })}
      </span>
    </>
  );
}

function Calendars({ calendars }: Pick<Configuration, "calendars">) {
  const { t } = useTranslation();
  return (
    <section className="card operations__below">
      <h2 className="operations__heading">{t("configuration.calendars")}</h2>
      <p className="operations__source">{t("configuration.source", { file: "calendars.yaml" })}</p>
      <Table
        caption={t("configuration.calendars")}
        columns={[
          t("configuration.year"),
          [t("configuration.off"), "number"],
          [t("configuration.working"), "number"],
          [t("configuration.short"), "number"],
        ]}
      >
        {calendars.flatMap(({ country, hours, years }) =>
          years.map(({ year, off, working, short }) => (
            <tr key={`${country} ${year}`}>
              <th scope="row">
                {country}, {year}
                <span className="table__below tabular">{hours.map(hoursText).join(", ")}</span>
                <Days of={{ year, off, working, short }} />
              </th>
              <td className="table__number">{off.length}</td>
              <td className="table__number">{working.length}</td>
              <td className="table__number">{short.length}</td>
            </tr>
          )),
        )}
      </Table>
    </section>
  );
}

/** Which days they are. */
function Days({ of }: { readonly of: Configuration["calendars"][number]["years"][number] }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const lists = [
    [t("configuration.dayOff"), of.off],
    [t("configuration.dayWorking"), of.working],
    [t("configuration.dayShort"), of.short],
  ] as const;
  return (
    <details>
      <summary className="table__opens">{t("configuration.daysOf", { year: of.year })}</summary>
      {lists.map(([name, days]) =>
        days.length === 0 ? null : (
          <span key={name} className="table__below">
            {name}: {days.map((day) => format.date(day)).join(", ")}
          </span>
        ),
      )}
    </details>
  );
}

/** `09:00–13:00`, of minutes after midnight. */
function hoursText({ from, to }: { readonly from: number; readonly to: number }): string {
  return [from, to].map((at) => `${two(Math.floor(at / 60))}:${two(at % 60)}`).join("–");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
