import { Button } from "@gravity-ui/uikit";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../api/fetch.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { type ExplainValue, inCurrency, labelOf, readValue } from "./explain-value.ts";

/** What amounts and times of an explanation are written in. */
export type ExplainRegion = Pick<Project["region"], "currency" | "timeZone">;

interface ExplainTreeProps {
  readonly value: unknown;
  readonly region: ExplainRegion;
}

/** Records shown of a long list before the reader asks for more. */
const SHOWN = 20;

/** Draws any tree of records: what `explain` answers may grow fields without a change here. */
export function ExplainTree({ value, region }: ExplainTreeProps) {
  const read = readValue(value);
  if (read.kind === "list") return <RecordList items={read.items} region={region} />;
  if (read.kind === "record") return <Fields fields={read.fields} region={region} />;
  return <Scalar value={read} region={region} />;
}

function RecordList({ items, region }: { readonly items: readonly unknown[]; readonly region: ExplainRegion }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN);
  if (items.length === 0) return <p className="muted explain__nothing">{t("explain.nothing")}</p>;
  return (
    <>
      <p className="muted explain__count">{t("explain.items", { count: items.length })}</p>
      <ul className="explain__list">
        {items.slice(0, shown).map((item, index) => (
          // Records have no identity of their own and the list is never reordered.
          <li key={index} className="explain__record">
            <ExplainTree value={item} region={region} />
          </li>
        ))}
      </ul>
      {items.length > shown ? (
        <Button view="flat" onClick={() => setShown(shown + SHOWN * 5)}>
          {t("action.more")}
        </Button>
      ) : null}
    </>
  );
}

function Fields({
  fields,
  region,
}: {
  readonly fields: readonly (readonly [string, unknown])[];
  readonly region: ExplainRegion;
}) {
  const { t, i18n } = useTranslation();
  return (
    <dl className="explain__fields">
      {fields.map(([name, value]) => {
        const read = inCurrency(name, readValue(value), region.currency);
        const nested = read.kind === "list" || read.kind === "record";
        const known = `field.${name}`;
        return (
          <div key={name} className={nested ? "explain__field explain__field_nested" : "explain__field"}>
            <dt>{i18n.exists(known) ? String(t(known as "field.amount")) : labelOf(name)}</dt>
            <dd>{nested ? <ExplainTree value={value} region={region} /> : <Scalar value={read} region={region} />}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Scalar({ value, region }: { readonly value: ExplainValue; readonly region: ExplainRegion }) {
  const { t } = useTranslation();
  const format = useFormats(region.timeZone);
  const text = useText();
  switch (value.kind) {
    case "money":
      return <span className="tabular">{format.money(value.money.amount, value.money.currency)}</span>;
    case "localised":
      return <>{text(value.text)}</>;
    case "instant":
      return (
        <span className="tabular">
          {format.instant(value.at)} ({format.offset(value.at)})
        </span>
      );
    case "date":
      return <span className="tabular">{format.date(value.date)}</span>;
    case "decimal":
      return <span className="tabular">{format.decimal(value.decimal)}</span>;
    case "boolean":
      return <>{value.value ? t("explain.yes") : t("explain.no")}</>;
    case "text":
      return <>{value.text}</>;
    default:
      return null;
  }
}
