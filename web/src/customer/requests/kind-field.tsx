import { Select, TextArea, TextInput } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { RequestKind } from "../../api/fetch.ts";
import { clockQuery } from "../../api/queries.ts";
import { localDateOf, monthsUpTo } from "../../ui/period.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";

interface KindFieldProps {
  readonly field: RequestKind["fields"][number];
  readonly value: string;
  readonly wrong: string | undefined;
  readonly timeZone: string;
  readonly onUpdate: (value: string) => void;
}

const MODES = { text: "text", lines: "text", phone: "tel", email: "email", month: "text" } as const;
/** As far back as anybody asks. */
const MONTHS = 24;

/** One field of a request's form, as its kind describes it. */
export function KindField({ field, value, wrong, timeZone, onUpdate }: KindFieldProps) {
  const { t } = useTranslation();
  const text = useText();
  const id = useId();
  const { input, required, most, hint } = field;
  const state = wrong === undefined ? {} : { validationState: "invalid" as const, errorMessage: wrong };
  const Control = input === "lines" ? TextArea : TextInput;
  return (
    <div>
      <label className="field__label" htmlFor={id}>
        {text(field.label)}
        {required ? null : <span className="secondary"> ({t("requests.optional")})</span>}
      </label>
      {input === "month" ? (
        <MonthField
          id={id}
          label={text(field.label)}
          value={value}
          state={state}
          timeZone={timeZone}
          onUpdate={onUpdate}
        />
      ) : (
        <Control
          id={id}
          size="l"
          value={value}
          onUpdate={onUpdate}
          controlProps={{ maxLength: most, inputMode: MODES[input], "aria-required": required }}
          {...(input === "lines" ? { minRows: 2 } : {})}
          {...(hint ? { note: text(hint) } : {})}
          {...state}
        />
      )}
    </div>
  );
}

interface MonthFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly state: { readonly validationState?: "invalid"; readonly errorMessage?: string };
  readonly timeZone: string;
  readonly onUpdate: (value: string) => void;
}

function MonthField({ id, label, value, state, timeZone, onUpdate }: MonthFieldProps) {
  const format = useFormats(timeZone);
  const { data: clock } = useQuery(clockQuery);
  const months = clock ? monthsUpTo(localDateOf(clock.now, timeZone), MONTHS) : [];
  return (
    <Select<string>
      id={id}
      aria-label={label}
      size="l"
      width="auto"
      value={value === "" ? [] : [value]}
      options={months.map((month) => ({ value: month, content: format.month(month) }))}
      onUpdate={([chosen]) => onUpdate(chosen ?? "")}
      {...state}
    />
  );
}
