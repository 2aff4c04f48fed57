import { RangeCalendar, RangeDatePicker } from "@gravity-ui/date-components";
import { type DateTime, dateTime, settings } from "@gravity-ui/date-utils";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { DialogName } from "./dialog-name.tsx";
import type { DateRange } from "./period.ts";
import { usePreferences } from "./preferences.tsx";

interface DateRangePickerProps {
  readonly range: DateRange;
  readonly onChange: (range: DateRange) => void;
}

/** Calendar dates have no zone; the picker keeps them in UTC, so that the browser's zone cannot shift a day. */
const ZONE = "UTC";

export function DateRangePicker({ range, onChange }: DateRangePickerProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [ready, setReady] = useState(settings.getLocale() === language);
  useEffect(() => {
    let current = true;
    void settings.loadLocale(language).then(() => {
      settings.setLocale(language);
      if (current) setReady(true);
    });
    return () => {
      current = false;
    };
  }, [language]);
  if (!ready) return null;
  const value = {
    start: dateTime({ input: range.from, timeZone: ZONE }),
    end: dateTime({ input: range.to, timeZone: ZONE }),
  };
  return (
    <RangeDatePicker
      key={language}
      aria-label={t("filter.range")}
      size="l"
      format={language === "ru" ? "DD.MM.YYYY" : "YYYY-MM-DD"}
      timeZone={ZONE}
      value={value}
      onUpdate={(next) => {
        if (next) onChange({ from: dateOf(next.start), to: dateOf(next.end) });
      }}
    >
      {(calendar) => (
        <>
          <DialogName name={t("filter.range")} />
          <RangeCalendar {...calendar} />
        </>
      )}
    </RangeDatePicker>
  );
}

function dateOf(value: DateTime): string {
  return value.format("YYYY-MM-DD");
}
