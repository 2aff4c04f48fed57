import { Button } from "@gravity-ui/uikit";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Movements } from "../../api/fetch.ts";
import type { MovementFilter } from "../../api/filters.ts";
import { useFormats } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { groupIds, movementTree } from "./movement-tree.ts";
import { MovementsTable } from "./movements-table.tsx";
import { UsageDownloads } from "./usage-downloads.tsx";

/** Small results open by themselves; large ones start closed so that the page stays readable. */
const OPEN_ROWS = 40;

interface MovementsCardProps {
  readonly pages: readonly Movements[];
  /** What the rows were asked for by. */
  readonly filter: MovementFilter;
  readonly hasMore: boolean;
  readonly onExplain: (reference: string) => void;
}

/** Totals of what is filtered, and its rows as a tree. */
export function MovementsCard({ pages, filter, hasMore, onExplain }: MovementsCardProps) {
  const { t } = useTranslation();
  const rows = useMemo(() => pages.flatMap((page) => page.items), [pages]);
  const manyProjects = filter.projects.length > 1;
  const tree = useMemo(() => movementTree(rows, hasMore, manyProjects), [rows, hasMore, manyProjects]);
  const openAtFirst = rows.length <= OPEN_ROWS;
  // Groups the user turned from their initial state; kept by id, so paging and refetching change nothing on screen.
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [allOpen, setAllOpen] = useState<boolean | null>(null);
  const opensByDefault = (level: string) => allOpen ?? (openAtFirst || level === "period");
  const isOpen = (id: string, level: string) => opensByDefault(level) !== turned.has(id);
  const turn = (id: string) =>
    setTurned((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const turnAll = (open: boolean) => {
    setAllOpen(open);
    setTurned(new Set());
  };
  return (
    <>
      <div className="movements-totals">
        <Totals pages={pages} />
        <div className="movements-totals__actions">
          {groupIds(tree).length > 1 ? (
            <>
              <Button view="flat" onClick={() => turnAll(true)}>
                {t("detail.expandAll")}
              </Button>
              <Button view="flat" onClick={() => turnAll(false)}>
                {t("detail.collapseAll")}
              </Button>
            </>
          ) : null}
          <UsageDownloads filter={filter} />
        </div>
      </div>
      <MovementsTable tree={tree} isOpen={isOpen} onTurn={turn} onExplain={onExplain} />
    </>
  );
}

function Totals({ pages }: Pick<MovementsCardProps, "pages">) {
  const { t } = useTranslation();
  const format = useFormats(useProject().region.timeZone);
  const totals = pages[0]?.totals;
  if (!totals) return null;
  return (
    <dl>
      <div>
        <dt>{t("detail.debit")}</dt>
        <dd className="tabular">{format.money(totals.debit.amount.replace("-", ""), totals.debit.currency)}</dd>
      </div>
      <div>
        <dt>{t("detail.credit")}</dt>
        <dd className="tabular">{format.money(totals.credit.amount, totals.credit.currency)}</dd>
      </div>
    </dl>
  );
}

/** REG-07 and PRC-05, told where the figures are. */
export function ZoneNote({ pages }: Pick<MovementsCardProps, "pages">) {
  const { t } = useTranslation();
  const [first] = pages;
  const at = first?.items[0]?.period.from;
  const format = useFormats(first?.timeZone ?? "UTC");
  if (!first || at === undefined) return null;
  const noon = `${at}T12:00:00Z`;
  const zone = `${format.zoneName(noon)} (${format.offset(noon)})`;
  return <p className="page__note">{t("detail.zoneNote", { zone })}</p>;
}
