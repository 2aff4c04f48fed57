import { RangeCalendar, RangeDatePicker } from "@gravity-ui/date-components";
import { type DateTime, dateTime, settings } from "@gravity-ui/date-utils";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { DialogName } from "./dialog-name.tsx";
import { type DateRange, isLocalDate } from "./period.ts";
import { usePreferences } from "./preferences.tsx";

interface DateRangePickerProps {
  readonly range: DateRange;
  readonly onChange: (range: DateRange) => void;
}

/** Calendar dates have no zone; the picker keeps them in UTC, so that the browser's zone cannot shift a day. */
const ZONE = "UTC";

type Draft = { readonly start: DateTime; readonly end: DateTime } | null;

/**
 * The days of a period. What is typed is a draft until Enter or until the field is left: a half-typed year or month is no
 * period. A day chosen in the calendar counts at once; a draft that is no whole date of the business years is put back.
 */
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
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Draft>();
  if (!ready) return null;
  const commit = (next: Draft | undefined) => {
    setDraft(undefined);
    const chosen = next && { from: dateOf(next.start), to: dateOf(next.end) };
    if (!chosen || !isLocalDate(chosen.from) || !isLocalDate(chosen.to)) return;
    if (chosen.from !== range.from || chosen.to !== range.to) onChange(chosen);
  };
  return (
    // Enter ends the typing; the picker's own group has no other use for it.
    <div className="filters__range" onKeyDownCapture={(event) => isEnterInField(event) && commit(draft)}>
      <RangeDatePicker
        key={language}
        aria-label={t("filter.range")}
        size="l"
        format={language === "ru" ? "DD.MM.YYYY" : "YYYY-MM-DD"}
        timeZone={ZONE}
        value={draft === undefined ? { start: dayAt(range.from), end: dayAt(range.to) } : draft}
        onUpdate={(next) => (open ? commit(next) : setDraft(next))}
        onOpenChange={setOpen}
        onBlur={() => commit(draft)}
      >
        {(calendar) => (
          <>
            <DialogName name={t("filter.range")} />
            <RangeCalendar {...calendar} />
          </>
        )}
      </RangeDatePicker>
    </div>
  );
}

function isEnterInField(event: KeyboardEvent): boolean {
  return event.key === "Enter" && event.target instanceof HTMLInputElement;
}

/** With its offset written out: a bare date would be read as midnight of the browser's zone. */
function dayAt(localDate: string): DateTime {
  return dateTime({ input: `${localDate}T00:00:00Z`, timeZone: ZONE });
}

function dateOf(value: DateTime): string {
  return value.format("YYYY-MM-DD");
}
