import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { lastDocumentsQuery } from "../../api/queries.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";

/** The last closing documents of the project, or why there are none. */
export function LastPapers() {
  const { t } = useTranslation();
  const text = useText();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const { data, error, refetch } = useQuery(lastDocumentsQuery(pid));
  return (
    <section className="card overview__card" aria-labelledby="overview-papers">
      <h2 className="overview__heading" id="overview-papers">
        {t("overview.papers")}
      </h2>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading rows={3} /> : null}
      {data && data.items.length === 0 ? (
        <p className="overview__hint">{data.noneIssued ? text(data.noneIssued) : t("overview.noPapers")}</p>
      ) : null}
      <ul className="rows">
        {(data?.items ?? []).map((paper) => (
          <li key={paper.id} className="rows__row">
            <span className="rows__what">
              {t("overview.paper", { kind: text(paper.kindName), number: paper.number })}
              <span className="rows__below">{format.month(paper.month)}</span>
            </span>
            <span className="tabular">{format.money(paper.amount.amount, paper.amount.currency)}</span>
          </li>
        ))}
      </ul>
      <Link className="overview__link" to="/projects/$pid/documents" params={{ pid }} search={{}}>
        {t("overview.toPapers")}
      </Link>
    </section>
  );
}
