import { Button } from "@gravity-ui/uikit";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Money, Movements } from "../../api/fetch.ts";
import type { MovementFilter } from "../../api/filters.ts";
import type { Formats } from "../../i18n/format.ts";
import { useFormats } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { groupIds, movementTree } from "./movement-tree.ts";
import { MovementsTable } from "./movements-table.tsx";
import { Downloads } from "./usage-downloads.tsx";

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
          <Downloads filter={filter} />
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
    <dl className="movements-totals__figures">
      <Total term={t("detail.opening")} amount={totals.opening} format={format} />
      {totals.kinds.map(({ kind, amount }) => (
        <KindTotal key={kind} kind={kind} amount={amount} format={format} />
      ))}
      <Total term={t("detail.closing")} amount={totals.closing} format={format} />
    </dl>
  );
}

interface TotalProps {
  readonly amount: Money;
  readonly format: Formats;
}

function KindTotal({ kind, ...rest }: TotalProps & { readonly kind: string }) {
  const { t, i18n } = useTranslation();
  const known = `kindTotal.${kind}`;
  return <Total term={i18n.exists(known) ? String(t(known as "kindTotal.charge")) : kind} {...rest} signed />;
}

/** Movements bear their sign, balances only when they are below zero. */
function Total({
  term,
  amount,
  format,
  signed = false,
}: TotalProps & { readonly term: string; readonly signed?: boolean }) {
  const plus = signed && !amount.amount.startsWith("-") ? "+" : "";
  return (
    <div className={signed ? undefined : "movements-totals__balance"}>
      <dt>{term}</dt>
      <dd className="tabular">
        {plus}
        {format.money(amount.amount, amount.currency)}
      </dd>
    </div>
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
