import { CircleCheck } from "@gravity-ui/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { UnpricedUsage } from "../../api/fetch.ts";
import { unpricedQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { ProjectLink } from "../projects/project-link.tsx";
import { useFormats } from "../../ui/use-formats.ts";

/** Usage that no price covers: it is charged when a price appears, and no month closes over it. */
export function UnpricedPage() {
  const { t } = useTranslation();
  const usage = useInfiniteQuery(unpricedQuery);
  const empty = <EmptyState icon={CircleCheck} title={t("unpriced.empty")} hint={t("unpriced.emptyHint")} />;
  return (
    <Page title={t("unpriced.title")} lead={t("unpriced.lead")}>
      <PagedList list={usage} empty={empty}>
        {(pages) => <UnpricedTable usage={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function UnpricedTable({ usage }: { readonly usage: readonly UnpricedUsage[] }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  return (
    <Table
      caption={t("unpriced.title")}
      columns={[t("unpriced.sku"), t("unpriced.project"), [t("unpriced.since"), "wide"]]}
    >
      {usage.map(({ pid, region, day, sku, since }) => (
        <tr key={`${pid} ${day} ${sku}`}>
          <th scope="row">
            {sku}
            <span className="table__below">{t("unpriced.day", { day: format.date(day) })}</span>
          </th>
          <td className="tabular">
            <ProjectLink pid={pid} />
            <span className="table__below">{region}</span>
          </td>
          <td className="table__wide tabular">{format.instant(since)}</td>
        </tr>
      ))}
    </Table>
  );
}
