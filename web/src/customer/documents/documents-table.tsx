import { Checkbox, Label, type LabelProps } from "@gravity-ui/uikit";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClosingDocument } from "../../api/fetch.ts";
import type { Formats } from "../../i18n/format.ts";
import { DownloadButton } from "../../ui/download.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { PaperProjects } from "../paper-projects.tsx";
import { useProject } from "../projects.ts";
import "../../ui/table.css";

const DocumentDrawer = lazy(() =>
  import("./document-drawer.tsx").then((module) => ({ default: module.DocumentDrawer })),
);

interface DocumentsTableProps {
  readonly rows: readonly ClosingDocument[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

const STATES = ["prepared", "sent", "delivered", "signed", "rejected", "failed", "retrying"] as const;
type DeliveryState = (typeof STATES)[number];

const STATE_THEMES: Record<DeliveryState, NonNullable<LabelProps["theme"]>> = {
  prepared: "normal",
  sent: "info",
  delivered: "success",
  signed: "success",
  rejected: "danger",
  failed: "danger",
  retrying: "warning",
};

export function DocumentsTable({ rows, selected, onSelect }: DocumentsTableProps) {
  const { t } = useTranslation();
  const format = useFormats(useProject().region.timeZone);
  const all = rows.every(({ id }) => selected.has(id));
  const toggle = (id: string, chosen: boolean) =>
    onSelect(new Set(chosen ? [...selected, id] : [...selected].filter((other) => other !== id)));
  return (
    <table className="table documents">
      <caption className="visually-hidden">{t("documents.caption")}</caption>
      <thead>
        <tr>
          <th scope="col" className="documents__check">
            <Checkbox
              size="l"
              checked={all}
              indeterminate={!all && selected.size > 0}
              controlProps={{ "aria-label": t("documents.selectAll") }}
              onUpdate={(chosen) => onSelect(new Set(chosen ? rows.map(({ id }) => id) : []))}
            />
          </th>
          <th scope="col">{t("documents.kind")}</th>
          <th scope="col" className="table__wide">
            {t("documents.payer")}
          </th>
          <th scope="col" className="table__number">
            {t("documents.amount")}
          </th>
          <th scope="col" className="table__wide">
            {t("documents.delivery")}
          </th>
          <th scope="col" className="table__wide">
            {t("documents.files")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <DocumentRow
            key={row.id}
            row={row}
            format={format}
            checked={selected.has(row.id)}
            onToggle={(chosen) => toggle(row.id, chosen)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface DocumentRowProps {
  readonly row: ClosingDocument;
  readonly format: Formats;
  readonly checked: boolean;
  readonly onToggle: (checked: boolean) => void;
}

function DocumentRow({ row, format, checked, onToggle }: DocumentRowProps) {
  const { t } = useTranslation();
  const text = useText();
  const { number } = row;
  const [explained, setExplained] = useState(false);
  return (
    <tr>
      <td className="documents__check">
        <Checkbox
          size="l"
          checked={checked}
          controlProps={{ "aria-label": t("documents.select", { number }) }}
          onUpdate={onToggle}
        />
      </td>
      <th scope="row">
        <button
          type="button"
          className="table__link"
          title={t("documents.explain", { number })}
          onClick={() => setExplained(true)}
        >
          {t("documents.named", { kind: text(row.kindName), number })}
        </button>
        <Suspense>{explained ? <DocumentDrawer row={row} onClose={() => setExplained(false)} /> : null}</Suspense>
        <span className="table__below">
          {format.month(row.month)}, <span className="tabular">{format.date(row.issuedOn)}</span>
        </span>
        <PaperProjects projects={row.projects} count={row.projectCount} />
        <span className="table__below table__narrow">{row.payerName}</span>
        <span className="table__narrow">
          <Delivery delivery={row.delivery} format={format} />
          <Files row={row} />
        </span>
      </th>
      <td className="table__wide">{row.payerName}</td>
      <td className="table__number">
        {format.money(row.amount.amount, row.amount.currency)}
        <span className="table__below">
          {t("documents.vat")} {format.amount(row.vat.amount)}
        </span>
      </td>
      <td className="table__wide documents__delivery">
        <Delivery delivery={row.delivery} format={format} />
      </td>
      <td className="table__wide">
        <Files row={row} />
      </td>
    </tr>
  );
}

function Files({ row }: { readonly row: ClosingDocument }) {
  const { t } = useTranslation();
  return (
    <span className="documents__files">
      {row.files.map((file) => (
        <DownloadButton
          key={file}
          path={`/v1/documents/${encodeURIComponent(row.id)}/files/${file}`}
          fallbackName={`${row.number}.${file}`}
          label={t("documents.download", { format: file.toUpperCase(), number: row.number })}
          size="s"
        >
          {file.toUpperCase()}
        </DownloadButton>
      ))}
    </span>
  );
}

/** DLV-04: the state in words, when and by which channel, and why it failed or what happens next. */
function Delivery({ delivery, format }: { readonly delivery: ClosingDocument["delivery"]; readonly format: Formats }) {
  const { t, i18n } = useTranslation();
  if (!delivery)
    return (
      <>
        <Label theme="clear">{t("documents.state_none")}</Label>
        <span className="table__below">{t("documents.hint_none")}</span>
      </>
    );
  const { channel, reason, at } = delivery;
  const state = STATES.find((known) => known === delivery.state);
  const known = `documents.channel_${channel}`;
  const channelName = i18n.exists(known) ? String(t(known as "documents.channel_mail")) : channel;
  return (
    <>
      <Label theme={state ? STATE_THEMES[state] : "normal"}>
        {state ? t(`documents.state_${state}`) : delivery.state}
      </Label>
      <span className="table__below">
        {channelName}, {format.instant(at)}
      </span>
      <span className="table__below">
        {reason ? `${reason}; ` : ""}
        {state ? t(`documents.hint_${state}`) : null}
      </span>
    </>
  );
}
