import { Alert, Button, Checkbox, Select, TextArea, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { countries } from "../../../../src/core/countries.ts";
import { api, type ShownPayer, taken } from "../../api/fetch.ts";
import { payerQuery } from "../../api/office-queries.ts";
import { Refusal } from "../../api/problem.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { useCountryName } from "./countries.ts";

type Details = ShownPayer["details"];
type TextField = "name" | "fullName" | "inn" | "kpp" | "ogrn" | "address" | "documentEmail";

const LONG: readonly TextField[] = ["fullName", "address"];

interface PayerFormProps {
  readonly payer: ShownPayer;
  readonly mayEdit: boolean;
}

/** What documents name, to be mended; who may not change it reads the same. */
export function PayerForm({ payer, mayEdit }: PayerFormProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [details, setDetails] = useState<Details>(payer.details);
  const [confirm, setConfirm] = useState(false);
  const [note, setNote] = useState("");
  const save = useSave(payer);
  const abroad = details.countryCode !== "RU";
  const wrong = fieldErrors(save.error, language);
  const problem = save.error === null ? null : problemText(save.error, language, t);
  const change = (part: Partial<Details>) => setDetails((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...details, confirm, note });
  };
  const text = (field: TextField, label: string) => (
    <TextDetail
      label={label}
      long={LONG.includes(field)}
      value={details[field] ?? ""}
      wrong={wrong.get(field)}
      disabled={!mayEdit}
      onUpdate={(value) => change({ [field]: value })}
    />
  );
  return (
    <form className="payer__form" onSubmit={submit} noValidate>
      {problem ? (
        <div role="alert">
          <Alert theme="danger" message={problem.text} />
        </div>
      ) : null}
      {text("fullName", t("payers.field_fullName"))}
      {text("name", t("payers.field_name"))}
      <KindAndCountry details={details} disabled={!mayEdit} onChange={change} />
      {text("inn", abroad ? t("payers.field_innAbroad") : t("payers.field_inn"))}
      {abroad || details.kind !== "legal_entity" ? null : text("kpp", t("payers.field_kpp"))}
      {text("ogrn", abroad ? t("payers.field_ogrnAbroad") : t("payers.field_ogrn"))}
      {text("address", t("payers.field_address"))}
      {text("documentEmail", t("payers.field_documentEmail"))}
      {mayEdit ? (
        <>
          <TextDetail label={t("payers.field_note")} value={note} onUpdate={setNote} />
          {payer.registeredAt === null ? (
            <Checkbox size="l" checked={confirm} onUpdate={setConfirm}>
              {t("payers.confirm")}
            </Checkbox>
          ) : null}
          <Button type="submit" view="action" size="l" loading={save.isPending}>
            {t("payers.save")}
          </Button>
          <span className="muted" aria-live="polite">
            {save.isSuccess ? t("payers.saved") : ""}
          </span>
        </>
      ) : null}
    </form>
  );
}

interface TextDetailProps {
  readonly label: string;
  readonly value: string;
  readonly long?: boolean;
  readonly wrong?: string | undefined;
  readonly disabled?: boolean;
  readonly onUpdate: (value: string) => void;
}

function TextDetail({ label, value, long = false, wrong, disabled = false, onUpdate }: TextDetailProps) {
  const id = useId();
  const Control = long ? TextArea : TextInput;
  return (
    <div>
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <Control
        id={id}
        size="l"
        value={value}
        onUpdate={onUpdate}
        disabled={disabled}
        {...(wrong === undefined ? {} : { validationState: "invalid" as const, errorMessage: wrong })}
      />
    </div>
  );
}

interface ChoicesProps {
  readonly details: Details;
  readonly disabled: boolean;
  readonly onChange: (part: Partial<Details>) => void;
}

function KindAndCountry({ details, disabled, onChange }: ChoicesProps) {
  const { t } = useTranslation();
  const countryName = useCountryName();
  const kinds =
    details.kind === "individual" ? (["individual"] as const) : (["legal_entity", "sole_proprietor"] as const);
  return (
    <div className="payer__choices">
      <Select<string>
        size="l"
        label={t("payers.field_kind")}
        aria-label={t("payers.field_kind")}
        value={[details.kind]}
        disabled={disabled}
        options={kinds.map((kind) => ({ value: kind, content: t(`payers.kind_${kind}`) }))}
        onUpdate={([chosen]) => onChange({ kind: kinds.find((one) => one === chosen) ?? details.kind })}
      />
      <Select<string>
        size="l"
        filterable
        label={t("payers.field_countryCode")}
        aria-label={t("payers.field_countryCode")}
        value={[details.countryCode]}
        disabled={disabled}
        options={countries()
          .map(({ code }) => ({ value: code, content: countryName(code), text: countryName(code) }))
          .sort((a, b) => a.text.localeCompare(b.text))}
        onUpdate={([chosen]) => onChange({ countryCode: chosen ?? details.countryCode })}
      />
    </div>
  );
}

/** What the server said of each field. */
function fieldErrors(error: Error | null, language: "ru" | "en"): ReadonlyMap<string, string> {
  const errors = error instanceof Refusal ? (error.problem.errors ?? []) : [];
  return new Map(errors.map((one) => [one.field, one.text[language]]));
}

type Changes = Details & { readonly confirm: boolean; readonly note: string };

function useSave(payer: ShownPayer) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ note, ...changes }: Changes) => {
      // A payer without a КПП of its own sends none, whatever stood there before.
      const kpp = changes.countryCode === "RU" && changes.kind === "legal_entity" ? changes.kpp || null : null;
      const body = {
        ...changes,
        kpp,
        documentEmail: changes.documentEmail || null,
        basedOn: payer.changes[0]?.id ?? null,
      };
      return taken(
        api.PUT("/v1/office/payers/{id}", {
          params: { path: { id: payer.id } },
          body: { ...body, ...(note.trim() === "" ? {} : { note }) },
        }),
      );
    },
    onSuccess: (saved) => {
      queryClient.setQueryData(payerQuery(payer.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ["payers"] });
    },
  });
}
