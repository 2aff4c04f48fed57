import { CircleCheck, TriangleExclamation } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Operations } from "../../api/fetch.ts";
import { operationsQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import "./operations.css";

/** What waits for a person, how the platform does, and how much lies in each queue: one look, made anew by itself. */
export function OperationsPage() {
  const { t } = useTranslation();
  const operations = useQuery(operationsQuery);
  return (
    <Page title={t("operations.title")} lead={t("operations.lead")}>
      {operations.isPending ? <Loading /> : null}
      {operations.isError ? <ErrorState error={operations.error} onRetry={() => void operations.refetch()} /> : null}
      {operations.data ? <Found operations={operations.data} /> : null}
    </Page>
  );
}

interface FoundProps {
  readonly operations: Operations;
}

function Found({ operations }: FoundProps) {
  return (
    <>
      <Alarms operations={operations} />
      <History />
      <Tiles operations={operations} />
      <Health operations={operations} />
    </>
  );
}

/** Where what is to be done is done; a place that no page has is told in words. */
const PLACES = {
  automation_halt: "/office/halts",
  books_broken: "/office/invariants",
  not_charged: "/office/accrual-failures",
  quarantine: "/office/quarantine",
  unpriced_usage: "/office/unpriced-usage",
  suspense: "/office/suspense",
  outbox_parked: "/office/outbox",
  outbox_refused: "/office/outbox",
  job_parked: "/office/jobs",
  proposal_expiring: "/office/proposals",
} as const;

function placeOf(alarm: string): (typeof PLACES)[keyof typeof PLACES] | undefined {
  return Object.entries(PLACES).find(([one]) => one === alarm)?.[1];
}

const SHOWS = { outbox_parked: "parked", outbox_refused: "refused", job_parked: "parked" } as const;

function showOf(alarm: string): { show?: "parked" | "refused" } {
  const [, show] = Object.entries(SHOWS).find(([one]) => one === alarm) ?? [];
  return show === undefined ? {} : { show };
}

/** A count as people read it: of what is counted no further it is said. */
function useCount(most: number): (count: number) => string {
  const format = useFormats("UTC");
  return (count) => `${format.decimal(String(count))}${count >= most ? "+" : ""}`;
}

function Alarms({ operations: { alarms, most } }: FoundProps) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const countOf = useCount(most);
  if (alarms.length === 0)
    return (
      <div className="card">
        <EmptyState icon={CircleCheck} title={t("operations.fine")} hint={t("operations.fineHint")} />
      </div>
    );
  return (
    <section className="card" aria-label={t("operations.alarms")}>
      <ul className="operations__alarms">
        {alarms.map(({ alarm, count, since }) => {
          const place = placeOf(alarm);
          return (
            <li key={alarm}>
              <Icon className="operations__sign" data={TriangleExclamation} size={16} />
              <div>
                <p>
                  {t(`operations.alarm_${alarm}`, { count, amount: countOf(count) })}
                  {since === null ? null : (
                    <span className="table__below">{t("operations.since", { at: format.instant(since) })}</span>
                  )}
                </p>
                <p className="secondary">{t(`operations.do_${alarm}`)}</p>
                {place === undefined ? null : (
                  <Link className="table__opens" to={place} search={showOf(alarm)}>
                    {t("operations.open")}
                  </Link>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function History() {
  const { t } = useTranslation();
  return (
    <Link className="table__opens operations__history" to="/office/alarms">
      {t("operations.history")}
    </Link>
  );
}

/** How much lies in each queue, as the way to it. */
function Tiles({ operations: { counts, most } }: FoundProps) {
  const { t } = useTranslation();
  const countOf = useCount(most);
  const tiles = [
    ["halts", counts.halts, "/office/halts"],
    ["quarantine", counts.quarantine, "/office/quarantine"],
    ["notCharged", counts.notCharged, "/office/accrual-failures"],
    ["unpriced", counts.unpriced, "/office/unpriced-usage"],
    ["suspense", counts.suspense, "/office/suspense"],
    ["outboxWaiting", counts.outboxWaiting, "/office/outbox"],
    ["jobsOpen", counts.jobsOpen, "/office/jobs"],
    ["invariantsBroken", counts.invariantsBroken, "/office/invariants"],
  ] as const;
  return (
    <ul className="operations__tiles" aria-label={t("operations.queues")}>
      {tiles.map(([tile, count, place]) => (
        <li key={tile}>
          <Link className="card operations__tile" to={place}>
            <span className="operations__count tabular">{count === null ? "—" : countOf(count)}</span>
            {t(`operations.tile_${tile}`)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const GIGABYTE = 1_073_741_824;

function Health({ operations: { health, outbox, most, lastCheckAt } }: FoundProps) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const countOf = useCount(most);
  const seconds = (value: number) => t("operations.seconds", { value: format.decimal(String(Math.round(value))) });
  const gigabytes = (bytes: number) =>
    t("operations.gigabytes", { value: format.decimal((bytes / GIGABYTE).toFixed(1)) });
  const since = (at: string | null) => (at === null ? "" : t("operations.since", { at: format.instant(at) }));
  const rows = [
    ["worker", health.workerSilentSeconds === null ? t("operations.never") : seconds(health.workerSilentSeconds), ""],
    ["clock", seconds(health.clockGapSeconds), ""],
    ["due", countOf(health.due), since(health.dueSince)],
    ["disk", health.freeDiskBytes === null ? t("operations.elsewhere") : gigabytes(health.freeDiskBytes), ""],
    ["check", lastCheckAt === null ? t("operations.neverChecked") : `${format.instant(lastCheckAt)} UTC`, ""],
  ] as const;
  return (
    <>
      <section className="card">
        <h2 className="operations__heading">{t("operations.health")}</h2>
        <Table caption={t("operations.health")} columns={[t("operations.figure"), t("operations.value")]}>
          {rows.map(([row, value, below]) => (
            <tr key={row}>
              <th scope="row">
                {t(`operations.health_${row}`)}
                <span className="table__below">{t(`operations.health_${row}Hint`)}</span>
              </th>
              <td className="tabular">
                {value}
                {below === "" ? null : <span className="table__below">{below}</span>}
              </td>
            </tr>
          ))}
          {health.workers.map(({ worker, beatenAt }) => (
            <tr key={worker}>
              <th scope="row" className="operations__place">
                {t("operations.process", { name: worker.split(":").slice(0, 2).join(":") })}
              </th>
              <td className="tabular">{t("operations.beaten", { at: format.instant(beatenAt) })}</td>
            </tr>
          ))}
        </Table>
      </section>
      <section className="card operations__below">
        <h2 className="operations__heading">{t("operations.sending")}</h2>
        <Table
          caption={t("operations.sending")}
          columns={[
            t("outbox.destination"),
            [t("operations.waiting"), "number"],
            [t("operations.stuck"), "number"],
            [t("operations.oldest"), "wide"],
          ]}
        >
          {outbox.map(({ destination, waiting, parked, refused, oldestAt }) => (
            <tr key={destination}>
              <th scope="row">
                <DestinationName destination={destination} />
              </th>
              <td className="table__number">{countOf(waiting)}</td>
              <td className="table__number">{countOf(parked + refused)}</td>
              <td className="table__wide tabular">{oldestAt === null ? "—" : format.instant(oldestAt)}</td>
            </tr>
          ))}
        </Table>
      </section>
    </>
  );
}

/** Where messages go, in words; a place that this version does not know by its name. */
export function DestinationName({ destination }: { readonly destination: string }) {
  const { t } = useTranslation();
  return <>{t(`outbox.to_${destination}` as "outbox.to_mail", { defaultValue: destination })}</>;
}
