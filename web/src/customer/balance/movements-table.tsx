import { ChevronRight } from "@gravity-ui/icons";
import { Icon, Label, type LabelProps } from "@gravity-ui/uikit";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Movement } from "../../api/fetch.ts";
import type { Formats } from "../../i18n/format.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { quantityText } from "../../ui/quantity.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { periodName } from "../../ui/period-name.ts";
import { useMe } from "../../session/me.ts";
import { useProject } from "../projects.ts";
import {
  isNothing,
  type MovementGroup,
  type MovementNode,
  type MovementRow,
  type Source,
  sourcesOf,
} from "./movement-tree.ts";
import "../../ui/table.css";

interface MovementsTableProps {
  readonly tree: readonly MovementGroup[];
  readonly isOpen: (id: string, level: string) => boolean;
  readonly onTurn: (id: string) => void;
  readonly onExplain: (reference: string) => void;
}

const SOURCE_THEMES: Record<Source, NonNullable<LabelProps["theme"]>> = {
  transfer: "info",
  other: "normal",
  bonus: "success",
  credit: "warning",
  open: "unknown",
};

export function MovementsTable(props: MovementsTableProps) {
  const { t } = useTranslation();
  return (
    <table className="table movements">
      <caption className="visually-hidden">{t("detail.caption")}</caption>
      <thead>
        <tr>
          <th scope="col" className="movements__item">
            {t("detail.item")}
          </th>
          <th scope="col" className="table__number table__wide">
            {t("detail.quantity")}
          </th>
          <th scope="col" className="table__wide">
            {t("detail.source")}
          </th>
          <th scope="col" className="table__number">
            {t("detail.amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.tree.map((node) => (
          <Branch key={node.id} {...props} node={node} depth={0} />
        ))}
      </tbody>
    </table>
  );
}

interface BranchProps extends MovementsTableProps {
  readonly node: MovementNode;
  readonly depth: number;
}

function Branch({ node, depth, ...props }: BranchProps): ReactNode {
  if (node.level === "row") return <LeafRow node={node} depth={depth} onExplain={props.onExplain} />;
  const open = props.isOpen(node.id, node.level);
  return (
    <>
      <GroupRow node={node} depth={depth} open={open} onTurn={props.onTurn} />
      {open ? node.children.map((child) => <Branch key={child.id} {...props} node={child} depth={depth + 1} />) : null}
    </>
  );
}

interface GroupRowProps {
  readonly node: MovementGroup;
  readonly depth: number;
  readonly open: boolean;
  readonly onTurn: (id: string) => void;
}

function GroupRow({ node, depth, open, onTurn }: GroupRowProps) {
  const { t } = useTranslation();
  const { region } = useProject();
  const format = useFormats(region.timeZone);
  const name = useGroupName(node, format);
  return (
    <tr data-level={node.level}>
      <th scope="row">
        <div className={`movements__cell movements__cell_level_${depth}`}>
          <button type="button" className="movements__toggle" aria-expanded={open} onClick={() => onTurn(node.id)}>
            <Icon data={ChevronRight} size={16} />
            {name}
          </button>
        </div>
      </th>
      <td className="table__wide" />
      <td className="table__wide" />
      <td className="table__number">
        {node.amount === null ? (
          <span className="muted">{t("detail.partial")}</span>
        ) : (
          <Signed amount={node.amount} format={format} currency={region.currency} />
        )}
      </td>
    </tr>
  );
}

function useGroupName(node: MovementGroup, format: Formats): string {
  const { t } = useTranslation();
  const text = useText();
  const { projects } = useMe();
  if (node.level === "period") return periodName(node.period, format);
  if (node.level === "project") return projects.find(({ pid }) => pid === node.pid)?.name ?? node.pid;
  return node.service ? text(node.service.name) : t("detail.account");
}

interface LeafRowProps {
  readonly node: MovementRow;
  readonly depth: number;
  readonly onExplain: (reference: string) => void;
}

function LeafRow({ node: { movement }, depth, onExplain }: LeafRowProps) {
  const { t } = useTranslation();
  const text = useText();
  const { region } = useProject();
  const format = useFormats(region.timeZone);
  const explainable = movement.sku !== null;
  const { title, below } = rowName(movement, useKindName(movement.kind), text, format);
  const { language } = usePreferences();
  const quantity =
    movement.quantity === null
      ? ""
      : quantityText(format.decimal(movement.quantity), movement.sku ? text(movement.sku.unit) : "", language);
  const explain = () => onExplain(movement.reference);
  return (
    // The row is a larger target for the pointer; the button inside is the control for everybody else.
    <tr data-level="row" {...(explainable ? { className: "movements__row_explainable", onClick: explain } : {})}>
      <th scope="row">
        <div className={`movements__cell movements__cell_level_${depth}`}>
          <span>
            {explainable ? (
              <button
                type="button"
                className="movements__explain"
                aria-label={t("detail.explain", { name: title })}
                onClick={(event) => {
                  event.stopPropagation();
                  explain();
                }}
              >
                {title}
              </button>
            ) : (
              title
            )}
            {below ? <span className="table__below">{below}</span> : null}
            {quantity ? <span className="table__below table__narrow">{quantity}</span> : null}
          </span>
        </div>
      </th>
      <td className="table__number table__wide">{quantity}</td>
      <td className="table__wide">
        <Sources movement={movement} format={format} />
      </td>
      <td className="table__number">
        <Signed amount={movement.amount.amount} format={format} currency={movement.amount.currency} />
        <span className="table__below table__narrow">
          {sourcesOf(movement)
            .map(({ source }) => t(`source.short_${source}`))
            .join(", ")}
        </span>
      </td>
    </tr>
  );
}

function Sources({ movement, format }: { readonly movement: Movement; readonly format: Formats }) {
  const { t } = useTranslation();
  const sources = sourcesOf(movement);
  return (
    <span className="sources">
      {sources.map(({ source, amount }) => (
        <Label key={source} theme={SOURCE_THEMES[source]} title={t(`source.${source}`)}>
          {t(`source.short_${source}`)}
          {sources.length > 1 ? ` ${format.amount(amount.replace("-", ""))}` : ""}
        </Label>
      ))}
    </span>
  );
}

interface SignedProps {
  readonly amount: string;
  readonly format: Formats;
  readonly currency: string;
}

/** Additions carry a plus and a colour, so that neither the sign nor the colour alone tells them apart. */
function Signed({ amount, format, currency }: SignedProps) {
  const credit = !amount.startsWith("-") && !isNothing(amount);
  return (
    <span className={credit ? "positive" : undefined}>
      {credit ? "+" : ""}
      {format.money(amount, currency)}
    </span>
  );
}

/** The server may learn new kinds before the console does: an unknown one shows by its own name. */
function useKindName(kind: string): string {
  const { t, i18n } = useTranslation();
  const known = `kind.${kind}`;
  return i18n.exists(known) ? String(t(known as "kind.charge")) : kind;
}

function rowName(
  movement: Movement,
  kind: string,
  text: ReturnType<typeof useText>,
  format: Formats,
): { title: string; below: string } {
  const sku = movement.sku ? text(movement.sku.name) : "";
  const resource = movement.resource?.name ?? movement.resource?.id ?? "";
  const mark = movement.kind === "charge" || !movement.sku ? "" : `${kind}: `;
  if (resource) return { title: `${mark}${resource}`, below: sku };
  if (sku) return { title: `${mark}${sku}`, below: "" };
  const parts = [movement.at === null ? "" : format.instant(movement.at), movement.note ? text(movement.note) : ""];
  return { title: kind, below: parts.filter((part) => part !== "").join(" · ") };
}
