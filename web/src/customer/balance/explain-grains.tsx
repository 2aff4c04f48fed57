import { Button } from "@gravity-ui/uikit";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Explanation, Text } from "../../api/fetch.ts";
import { isLocalDate } from "../../ui/period.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { quantityText } from "../../ui/quantity.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import type { ExplainRegion } from "./explain-tree.tsx";
import "../../ui/table.css";

type Grain = Explanation["grains"][number];

/** A month of days is shown whole; longer lists are opened step by step. */
const SHOWN = 31;

/** Whether the grains have what the table shows; otherwise they are drawn like any other record. */
export function hasDays(grains: readonly Grain[]): boolean {
  return grains.length > 0 && grains.every((grain) => isLocalDate(grain["day"]) && grain["amount"] !== undefined);
}

interface GrainTableProps {
  readonly grains: readonly Grain[];
  readonly region: ExplainRegion;
  /** What quantities are counted in; undefined when the explanation does not say. */
  readonly unit: Text | undefined;
}

/** PRC-05: the exact cost of each day and the kopecks it was rounded up to. */
export function GrainTable({ grains, region, unit }: GrainTableProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const text = useText();
  const format = useFormats(region.timeZone);
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      <table className="table explain__grains">
        <caption className="visually-hidden">{t("explain.grains")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("field.day")}</th>
            <th scope="col" className="table__number">
              {t("field.quantity")}
              {unit ? <span className="table__below">{quantityText("", text(unit), language).trim()}</span> : null}
            </th>
            <th scope="col" className="table__number">
              {t("field.exactCost")}
            </th>
            <th scope="col" className="table__number">
              {t("field.charged")}
            </th>
          </tr>
        </thead>
        <tbody>
          {grains.slice(0, shown).map((grain, index) => (
            // A day may stand twice, once for each month it was booked in.
            <tr key={index}>
              <th scope="row" className="tabular">
                {format.date(grain["day"] ?? "")}
              </th>
              <td className="table__number">{decimalOf(grain["quantity"], format.decimal)}</td>
              <td className="table__number">{decimalOf(grain["exactCost"], format.decimal)}</td>
              <td className="table__number">{format.money(grain["amount"] ?? "0", region.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {grains.length > shown ? (
        <Button view="flat" onClick={() => setShown(shown + SHOWN * 3)}>
          {t("action.more")}
        </Button>
      ) : null}
    </>
  );
}

/** A cost that does not end is sent cut and marked with a sign before it: the sign stays. */
function decimalOf(value: string | undefined, format: (decimal: string) => string): string {
  const match = /^(\D*?)(-?\d+(?:\.\d+)?)$/.exec(value ?? "");
  return match ? `${(match[1] ?? "").replace(" ", "\u00a0")}${format(match[2] ?? "0")}` : (value ?? "");
}
