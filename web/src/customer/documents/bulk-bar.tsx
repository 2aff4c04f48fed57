import { ArrowDownToLine } from "@gravity-ui/icons";
import { Button, Icon } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import { useDownload } from "../../ui/download.tsx";

interface BulkBarProps {
  readonly selected: ReadonlySet<string>;
  readonly onClear: () => void;
}

/** Appears with the first chosen document; stays in sight at the bottom of the window. */
export function BulkBar({ selected, onClear }: BulkBarProps) {
  const { t } = useTranslation();
  const { start, busy } = useDownload();
  const ids = [...selected].map(encodeURIComponent).join(",");
  return (
    <section className="documents__bulk" aria-label={t("documents.selected", { count: selected.size })}>
      <span className="documents__count" aria-live="polite">
        {busy ? t("documents.archiving") : t("documents.selected", { count: selected.size })}
      </span>
      <Button
        view="action"
        size="l"
        loading={busy}
        onClick={() => start(`/v1/documents/archive?ids=${ids}`, "documents.zip")}
      >
        <Icon data={ArrowDownToLine} />
        {t("documents.archive")}
      </Button>
      <Button view="flat" size="l" onClick={onClear}>
        {t("documents.clear")}
      </Button>
    </section>
  );
}
