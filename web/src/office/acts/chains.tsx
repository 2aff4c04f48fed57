import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { auditChainsQuery } from "../../api/office-queries.ts";
import { ErrorState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";

/** The heads of the chains, to be compared with what was mailed and logged, and what waits to be chained. */
export function Chains() {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const text = useText();
  const chains = useQuery(auditChainsQuery);
  if (chains.error) return <ErrorState error={chains.error} onRetry={() => void chains.refetch()} />;
  if (!chains.data) return null;
  const { chains: heads, waiting, waitingSince } = chains.data;
  return (
    <details className="card acts__chains">
      <summary>
        {t("acts.chains", { count: heads.reduce((sum, { acts }) => sum + acts, 0) })}
        {waitingSince === null
          ? null
          : `; ${t("acts.waiting", { count: waiting, since: format.instant(waitingSince) })}`}
      </summary>
      <p className="muted">{t("acts.chainsHint")}</p>
      <Table
        caption={t("acts.chainsTitle")}
        columns={[t("acts.chain"), [t("acts.count"), "number"], [t("acts.chainedAt"), "wide"]]}
      >
        {heads.map(({ chain, name, head, acts, chainedAt }) => (
          <tr key={chain}>
            <th scope="row">
              {chain === "house" ? t("acts.house") : text(name ?? { ru: chain, en: chain })}
              <code className="table__below acts__place">{head}</code>
            </th>
            <td className="table__number">{acts}</td>
            <td className="table__wide tabular">{format.instant(chainedAt)}</td>
          </tr>
        ))}
      </Table>
    </details>
  );
}
