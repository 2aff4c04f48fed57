import { Label, Select } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import { ACT_CLASSES, type ActClass } from "../api/filters.ts";
import type { ActParts } from "../api/fetch.ts";
import type { Formats } from "../i18n/format.ts";
import { useText } from "./use-formats.ts";
import "./acts.css";

interface ActShownProps {
  readonly act: ActParts;
  readonly format: Formats;
  /** Names people that the books keep as `user:…`, where the reader may know them. */
  readonly who?: (code: string) => string;
}

const asItIs = (code: string) => code;

/** What was done or refused, and what it changed: field, before, after. */
export function ActShown({ act, format, who = asItIs }: ActShownProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      <span className="act__what">
        {text(act.text)}
        {act.refusal === null ? null : (
          <Label theme="danger">
            {t("act.refused")}
            {act.times > 1 ? ` × ${act.times}` : null}
          </Label>
        )}
      </span>
      {act.refusalText === null ? null : <span className="table__below">{text(act.refusalText)}</span>}
      {act.changes.length === 0 ? null : (
        <dl className="act__changes">
          {act.changes.map(({ field, text: name, before, after, beforeText, afterText }) => (
            <div key={field}>
              <dt>{text(name)}</dt>
              <dd>
                {before === null ? null : (
                  <>
                    <del>{beforeText ? text(beforeText) : who(shown(before, format))}</del>
                    <span aria-hidden> → </span>
                  </>
                )}
                <ins>{afterText ? text(afterText) : who(shown(after, format))}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** A value as the books keep it, in the reader's way of writing: amounts, instants and days; anything else as it is. */
function shown(value: unknown, format: Formats): string {
  if (value === null || value === undefined || value === "") return "—";
  if (Array.isArray(value)) return value.map((one) => shown(one, format)).join(", ");
  const text = String(value as string | number | boolean);
  const [, amount, currency] = /^(-?\d+\.\d{2}) ([A-Z]{3})$/.exec(text) ?? [];
  if (amount !== undefined && currency !== undefined) return format.money(amount, currency);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return format.instant(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return format.date(text);
  return /^\d{4}-\d{2}$/.test(text) ? format.month(text) : text;
}

interface ClassFilterProps {
  readonly value: ActClass | undefined;
  readonly onChange: (value: ActClass | undefined) => void;
}

export function ActClassFilter({ value, onChange }: ClassFilterProps) {
  const { t } = useTranslation();
  return (
    <Select<string>
      aria-label={t("act.class")}
      label={t("act.class")}
      size="l"
      value={[value ?? "all"]}
      options={[
        { value: "all", content: t("act.all") },
        ...ACT_CLASSES.map((one) => ({ value: one as string, content: t(`act.class_${one}`) })),
      ]}
      onUpdate={([chosen]) => onChange(ACT_CLASSES.find((one) => one === chosen))}
    />
  );
}
