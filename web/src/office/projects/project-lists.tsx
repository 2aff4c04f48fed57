import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Movement, OfficeProjectPage } from "../../api/fetch.ts";
import { projectAuditQuery, projectMovementsQuery } from "../../api/office-queries.ts";
import { useMe } from "../../session/me.ts";
import { ActShown } from "../../ui/acts.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { localDateOf, presetRange } from "../../ui/period.ts";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import "../payers/payers.css";

interface ListProps {
  readonly page: OfficeProjectPage;
}

const KINDS = [
  "charge",
  "repricing",
  "correction",
  "payment",
  "refund",
  "payment_return",
  "bonus",
  "bonus_expiry",
  "recredit",
] as const;

/** What came and went in the last thirty days, the newest first. */
export function Movements({ page: { project, asOf } }: ListProps) {
  const { t } = useTranslation();
  const format = useFormats(project.timeZone);
  const { from, to } = presetRange("last30", localDateOf(asOf, project.timeZone));
  const movements = useInfiniteQuery(projectMovementsQuery(project.pid, from, to));
  return (
    <section aria-label={t("projects.movements")}>
      <h2 className="payer__heading">{t("projects.movements")}</h2>
      <PagedList
        list={movements}
        empty={<EmptyState title={t("projects.movementsNone")} hint={t("projects.movementsHint")} />}
      >
        {(pages) => (
          <Table
            caption={t("projects.movements")}
            columns={[t("projects.what"), t("projects.period"), [t("projects.amount"), "number"]]}
          >
            {pages
              .flatMap(({ items }) => items)
              .map((movement) => (
                <tr key={`${movement.period.from} ${movement.reference} ${movement.kind}`}>
                  <th scope="row">
                    <What movement={movement} />
                  </th>
                  <td>
                    {movement.period.from === movement.period.to
                      ? format.date(movement.period.from)
                      : `${format.date(movement.period.from)} – ${format.date(movement.period.to)}`}
                  </td>
                  <td className="table__number">{format.money(movement.amount.amount, movement.amount.currency)}</td>
                </tr>
              ))}
          </Table>
        )}
      </PagedList>
    </section>
  );
}

function What({ movement: { kind, service, sku, resource, note } }: { readonly movement: Movement }) {
  const { t } = useTranslation();
  const text = useText();
  const known = KINDS.find((one) => one === kind) ?? "other";
  const below = [service && text(service.name), resource && (resource.name ?? resource.id), note && text(note)];
  return (
    <>
      {sku ? text(sku.name) : t(`projects.kind_${known}`)}
      <span className="table__below">{below.filter(Boolean).join(", ")}</span>
    </>
  );
}

/** AUD-01: what was done to the project, as its members read it. */
export function LatestActs({ page: { project } }: ListProps) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const format = useFormats(project.timeZone);
  const acts = useInfiniteQuery(projectAuditQuery(project.pid));
  return (
    <section aria-label={t("projects.audit")}>
      <h2 className="payer__heading">{t("projects.audit")}</h2>
      <PagedList list={acts} empty={<EmptyState title={t("projects.auditNone")} hint={t("projects.auditHint")} />}>
        {(pages) => (
          <Table caption={t("projects.audit")} columns={[t("acts.what"), t("projects.when")]}>
            {pages
              .flatMap(({ items }) => items)
              .map((act) => (
                <tr key={act.id}>
                  <th scope="row">
                    <ActShown act={act} format={format} />
                    <span className="table__below">{act.by.person?.name ?? t(`acts.by_${act.by.kind}`)}</span>
                  </th>
                  <td>
                    {format.instant(act.at)} ({format.offset(act.at)})
                  </td>
                </tr>
              ))}
          </Table>
        )}
      </PagedList>
      {staffRole === "operator" ? (
        <p>
          <Link to="/office/acts" search={{ subject: project.pid } as never}>
            {t("projects.auditAll")}
          </Link>
        </p>
      ) : null}
    </section>
  );
}
