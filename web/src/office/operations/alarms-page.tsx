import { CircleCheck } from "@gravity-ui/icons";
import { Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RaisedAlarm } from "../../api/fetch.ts";
import { alarmsQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { ALARM_SHOWS } from "../search.ts";
import "../../ui/filters.css";
import { BackTo } from "./back.tsx";
import "./operations.css";

/** What waited for a person and how long: open and past. */
export function AlarmsPage() {
  const { t } = useTranslation();
  const { show = "all" } = useSearch({ from: "/office/alarms" });
  const navigate = useNavigate({ from: "/office/alarms" });
  const alarms = useInfiniteQuery({ ...alarmsQuery(show), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={CircleCheck} title={t(`alarms.empty_${show}`)} hint={t("alarms.emptyHint")} />;
  return (
    <Page title={t("alarms.title")} lead={t("alarms.lead")}>
      <BackTo section="operations" />
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <Select<string>
          aria-label={t("alarms.show")}
          label={t("alarms.show")}
          size="l"
          value={[show]}
          options={ALARM_SHOWS.map((one) => ({ value: one, content: t(`alarms.show_${one}`) }))}
          onUpdate={([chosen]) => {
            const found = ALARM_SHOWS.find((one) => one === chosen && one !== "all");
            void navigate({ search: { show: found }, replace: true });
          }}
        />
      </div>
      <PagedList list={alarms} empty={empty}>
        {(pages) => <AlarmsTable alarms={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function AlarmsTable({ alarms }: { readonly alarms: readonly RaisedAlarm[] }) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t("alarms.title")}
      columns={[t("alarms.alarm"), t("alarms.lasted"), [t("alarms.told"), "wide"], [t("alarms.times"), "number"]]}
    >
      {alarms.map((alarm) => (
        <AlarmRow key={alarm.id} alarm={alarm} />
      ))}
    </Table>
  );
}

function AlarmRow({ alarm: { alarm, subject, severity, begunAt, endedAt, toldAt, times, count } }: AlarmRowProps) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const amount = format.decimal(String(count));
  const about = subject === "" ? "" : t(`alarms.about_${subject}` as "alarms.about_mail", { defaultValue: subject });
  return (
    <tr>
      <th scope="row" className="operations__place">
        {t(`operations.alarm_${alarm}` as "operations.alarm_suspense", { amount, defaultValue: alarm })}
        <span className="table__below">
          {[t(`alarms.severity_${severity}`), about].filter((word) => word !== "").join(" · ")}
        </span>
      </th>
      <td className="tabular">
        {t("alarms.from", { at: format.instant(begunAt) })}
        <span className={endedAt === null ? "table__below operations__open" : "table__below"}>
          {endedAt === null ? t("alarms.lasts") : t("alarms.until", { at: format.instant(endedAt) })}
        </span>
      </td>
      <td className="table__wide tabular">{toldAt === null ? "—" : format.instant(toldAt)}</td>
      <td className="table__number">{format.decimal(String(times))}</td>
    </tr>
  );
}

interface AlarmRowProps {
  readonly alarm: RaisedAlarm;
}
