import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ProposedCredit } from "../../api/fetch.ts";
import { proposedCreditsQuery } from "../../api/office-queries.ts";
import { DownloadButton } from "../../ui/download.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats } from "../../ui/use-formats.ts";

/** AUD-03: of a bank file that waits, to whom it would be credited, and its bytes. */
export function ProposedFile({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const credits = useInfiniteQuery(proposedCreditsQuery(id));
  return (
    <section className="card proposals__card" aria-labelledby="proposed-credits">
      <h2 id="proposed-credits" className="proposals__heading">
        {t("proposals.credits")}
      </h2>
      <DownloadButton
        path={`/v1/office/proposals/${encodeURIComponent(id)}/file`}
        method="POST"
        fallbackName="statement.txt"
        label={t("proposals.fileHint")}
        view="outlined"
        size="l"
      >
        {t("proposals.file")}
      </DownloadButton>
      <PagedList list={credits} empty={<p className="secondary">{t("proposals.noCredits")}</p>}>
        {(pages) => <Credits credits={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </section>
  );
}

function Credits({ credits }: { readonly credits: readonly ProposedCredit[] }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  return (
    <Table
      caption={t("proposals.credits")}
      columns={[t("proposals.project"), [t("proposals.transfers"), "number"], [t("proposals.amount"), "number"]]}
    >
      {credits.map(({ pid, name, lines, amount }) => (
        <tr key={pid}>
          <th scope="row">
            {name}
            <span className="table__below tabular">{pid}</span>
          </th>
          <td className="table__number tabular">{lines}</td>
          <td className="table__number tabular">{format.money(amount.amount, amount.currency)}</td>
        </tr>
      ))}
    </Table>
  );
}
