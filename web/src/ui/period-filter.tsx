import { Select, Skeleton } from "@gravity-ui/uikit";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { type Interval, INTERVALS } from "../api/filters.ts";
import { type DateRange, PRESETS, presetOf, presetRange } from "./period.ts";
import "./filters.css";

const DateRangePicker = lazy(() =>
  import("./date-range-picker.tsx").then((module) => ({ default: module.DateRangePicker })),
);

interface PeriodFilterProps {
  readonly range: DateRange;
  /** Today in the region's zone, by the platform's clock. */
  readonly today: string;
  readonly onChange: (range: DateRange) => void;
}

const INTERVAL_TEXTS = {
  day: "filter.intervalDay",
  week: "filter.intervalWeek",
  month: "filter.intervalMonth",
  year: "filter.intervalYear",
} as const;

/** A preset or any dates; both ends belong to the period. */
export function PeriodFilter({ range, today, onChange }: PeriodFilterProps) {
  const { t } = useTranslation();
  const preset = presetOf(range, today);
  const custom = preset === null ? [{ value: "custom", content: t("filter.custom") }] : [];
  return (
    <>
      <Select
        aria-label={t("filter.preset")}
        size="l"
        label={t("filter.preset")}
        value={[preset ?? "custom"]}
        options={[...PRESETS.map((one) => ({ value: one, content: t(`filter.${one}`) })), ...custom]}
        onUpdate={([chosen]) => {
          const found = PRESETS.find((one) => one === chosen);
          if (found) onChange(presetRange(found, today));
        }}
      />
      <div className="filters__dates">
        <Suspense fallback={<Skeleton style={{ height: 36 }} />}>
          <DateRangePicker range={range} onChange={onChange} />
        </Suspense>
      </div>
    </>
  );
}

interface IntervalFilterProps {
  readonly interval: Interval;
  readonly onChange: (interval: Interval) => void;
}

export function IntervalFilter({ interval, onChange }: IntervalFilterProps) {
  const { t } = useTranslation();
  return (
    <Select<string>
      aria-label={t("filter.interval")}
      size="l"
      label={t("filter.interval")}
      value={[interval]}
      options={INTERVALS.map((one) => ({ value: one, content: t(INTERVAL_TEXTS[one]) }))}
      onUpdate={([chosen]) => {
        const found = INTERVALS.find((one) => one === chosen);
        if (found) onChange(found);
      }}
    />
  );
}
