import { useTranslation } from "react-i18next";
import type { MovementFilter } from "../../api/filters.ts";
import { DownloadButton } from "../../ui/download.tsx";

const FORMATS = ["csv", "xlsx"] as const;

/**
 * BAL-06: the consumption behind the rows on the page, for the same days and projects, down to day, resource and labels.
 * Where only additions are shown, there is none.
 */
export function UsageDownloads({ filter }: { readonly filter: MovementFilter }) {
  const { t } = useTranslation();
  if (filter.kind === "credit") return null;
  const { from, to } = filter;
  return FORMATS.map((format) => (
    <DownloadButton
      key={format}
      path={`/v1/usage/export?${new URLSearchParams({ projects: filter.projects.join(","), from, to, format })}`}
      fallbackName={`consumption-${from}-${to}.${format}`}
      label={t("detail.download", { format: format.toUpperCase() })}
    >
      {format.toUpperCase()}
    </DownloadButton>
  ));
}
