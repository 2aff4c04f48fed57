import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Configuration } from "../../api/fetch.ts";
import { configurationQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useText } from "../../ui/use-formats.ts";
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
      <Table
        caption={t("configuration.regions")}
        columns={[t("configuration.region"), t("configuration.supplier"), [t("configuration.sites"), "wide"]]}
      >
        {regions.map(({ code, name, currency, timeZone, country, documentAddress, edm, supplier, sites }) => (
          <tr key={code}>
            <th scope="row" className="operations__place">
              {text(name)}
              <span className="table__below">{[country, currency, timeZone].join(", ")}</span>
              <span className="table__below">{documentAddress}</span>
              <span className="table__below">{t(edm ? "configuration.edm" : "configuration.noEdm")}</span>
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
        ))}
      </Table>
    </section>
  );
}

function Calendars({ calendars }: Pick<Configuration, "calendars">) {
  const { t } = useTranslation();
  return (
    <section className="card operations__below">
      <h2 className="operations__heading">{t("configuration.calendars")}</h2>
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
              </th>
              <td className="table__number">{off}</td>
              <td className="table__number">{working}</td>
              <td className="table__number">{short}</td>
            </tr>
          )),
        )}
      </Table>
    </section>
  );
}

/** `09:00–13:00`, of minutes after midnight. */
function hoursText({ from, to }: { readonly from: number; readonly to: number }): string {
  return [from, to].map((at) => `${two(Math.floor(at / 60))}:${two(at % 60)}`).join("–");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
