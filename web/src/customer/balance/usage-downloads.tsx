import { useTranslation } from "react-i18next";
import type { MovementFilter } from "../../api/filters.ts";
import { DownloadButton } from "../../ui/download.tsx";

const FORMATS = ["csv", "xlsx"] as const;

/**
 * BAL-06: the rows of the page as files, for the same days and projects: all movements between two balances, for accounting,
 * and the consumption behind them, down to day, resource and labels; where only money is shown, there is none.
 */
export function Downloads({ filter }: { readonly filter: MovementFilter }) {
  const { t } = useTranslation();
  const { from, to, interval } = filter;
  const asked = { projects: filter.projects.join(","), from, to };
  const file = (path: string, name: string, title: string, format: string, query: Record<string, string>) => (
    <DownloadButton
      key={path + format}
      path={`${path}?${new URLSearchParams({ ...asked, ...query, format })}`}
      fallbackName={`${name}-${from}-${to}.${format}`}
      label={t(name === "movements" ? "detail.downloadMovements" : "detail.download", { format: format.toUpperCase() })}
    >
      {title}
    </DownloadButton>
  );
  return (
    <>
      {file("/v1/movements/export", "movements", t("detail.forAccounting"), "xlsx", { interval })}
      {filter.kind === "credit"
        ? null
        : FORMATS.map((format) => file("/v1/usage/export", "consumption", format.toUpperCase(), format, {}))}
    </>
  );
}
