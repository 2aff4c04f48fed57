import { CircleCheck } from "@gravity-ui/icons";
import { Label } from "@gravity-ui/uikit";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SuspenseLine } from "../../api/fetch.ts";
import { clockQuery } from "../../api/queries.ts";
import { suspenseQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import "./suspense.css";

/** PAY-05: transfers that nobody could be recognised by, each with its reason and how long it has waited. */
export function SuspensePage() {
  const { t } = useTranslation();
  const lines = useInfiniteQuery(suspenseQuery);
  const { data: clock } = useQuery(clockQuery);
  const empty = <EmptyState icon={CircleCheck} title={t("suspense.empty")} hint={t("suspense.emptyHint")} />;
  return (
    <Page title={t("suspense.title")} lead={t("suspense.lead")}>
      <PagedList list={lines} empty={empty}>
        {(pages) => <SuspenseTable lines={pages.flatMap(({ items }) => items)} now={clock?.now ?? null} />}
      </PagedList>
    </Page>
  );
}

interface SuspenseTableProps {
  readonly lines: readonly SuspenseLine[];
  /** Business time; null until it is known. */
  readonly now: string | null;
}

function SuspenseTable({ lines, now }: SuspenseTableProps) {
  const { t } = useTranslation();
  return (
    <table className="table">
      <caption className="visually-hidden">{t("suspense.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("suspense.payer")}</th>
          <th scope="col" className="table__wide">
            {t("suspense.purpose")}
          </th>
          <th scope="col" className="table__wide">
            {t("suspense.reason")}
          </th>
          <th scope="col" className="table__number">
            {t("suspense.amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <SuspenseRow key={line.id} line={line} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function SuspenseRow({ line, now }: { readonly line: SuspenseLine; readonly now: string | null }) {
  const { t } = useTranslation();
  // Only local dates and sums are shown: they need no zone.
  const format = useFormats("UTC");
  const { payer, documentNumber: number } = line;
  const date = format.date(line.bookedOn);
  return (
    <tr>
      <th scope="row" className="suspense__payer">
        {payer.name ?? t("suspense.payerUnknown")}
        {payer.inn === null ? null : (
          <span className="table__below tabular">{t("suspense.inn", { inn: payer.inn })}</span>
        )}
        <span className="table__below tabular">
          {number === null ? t("suspense.lineNoNumber", { date }) : t("suspense.line", { number, date })}
        </span>
        <span className="table__narrow">
          <Purpose line={line} />
          <Reason line={line} now={now} />
        </span>
      </th>
      <td className="table__wide suspense__purpose">
        <Purpose line={line} />
      </td>
      <td className="table__wide">
        <Reason line={line} now={now} />
      </td>
      <td className="table__number">
        {format.money(line.amount.amount, line.amount.currency)}
        {line.direction === "out" ? <span className="table__below">{t("suspense.out")}</span> : null}
      </td>
    </tr>
  );
}

function Purpose({ line }: { readonly line: SuspenseLine }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="suspense__text">{line.purpose === "" ? t("suspense.purposeNone") : line.purpose}</span>
      <span className="table__below tabular">{t("suspense.account", { account: line.ownAccount })}</span>
    </>
  );
}

const DAY = 86_400_000;

/** Why the line waits and since when; a line that waits too long is marked. */
function Reason({ line, now }: { readonly line: SuspenseLine; readonly now: string | null }) {
  const { t } = useTranslation();
  const days = now === null ? null : Math.floor((Date.parse(now) - Date.parse(line.waitsSince)) / DAY);
  return (
    <>
      <Label theme={line.overdue ? "danger" : "warning"}>{t(`suspense.reason_${line.reason}`)}</Label>
      {days === null ? null : (
        <span className={line.overdue ? "table__below danger" : "table__below"}>
          {days < 1 ? t("suspense.waitsToday") : t("suspense.waits", { count: days })}
        </span>
      )}
    </>
  );
}
