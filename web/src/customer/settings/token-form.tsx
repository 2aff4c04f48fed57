import { Button, Checkbox, Select } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, taken, type TokensList } from "../../api/fetch.ts";
import { Refused } from "../../ui/told.tsx";
import { useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { Field } from "./field.tsx";

export interface IssuedToken {
  readonly name: string;
  readonly token: string;
}

const DAYS = ["30", "90", "365", "730"] as const;

interface TokenFormProps {
  readonly scopes: TokensList["scopes"];
  readonly onIssued: (issued: IssuedToken) => void;
}

/** A name, what the token may do, in words, and for how long. */
export function TokenForm({ scopes, onIssued }: TokenFormProps) {
  const { t } = useTranslation();
  const text = useText();
  const { pid } = useProject();
  const daysId = useId();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [days, setDays] = useState<(typeof DAYS)[number]>("90");
  const [checked, setChecked] = useState(false);
  const issued = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), scopes: [...chosen], days: Number(days) };
      return taken(api.POST("/v1/projects/{pid}/tokens", { params: { path: { pid } }, body }));
    },
    onSuccess: ({ token }) => {
      onIssued({ name: name.trim(), token });
      setName("");
      setChosen([]);
      setChecked(false);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() !== "" && chosen.length > 0) issued.mutate();
  };
  return (
    <section className="card settings__card" aria-labelledby="tokens-new">
      <h2 className="settings__heading" id="tokens-new">
        {t("tokens.new")}
      </h2>
      <p className="settings__hint">{t("tokens.nameHint")}</p>
      <form className="settings__form" onSubmit={submit} noValidate>
        <Refused error={issued.error} />
        <Field
          label={t("tokens.name")}
          value={name}
          onUpdate={setName}
          error={checked && name.trim() === "" ? t("tokens.nameRequired") : null}
        />
        <div className="settings__field">
          <span className="field__label" id={daysId}>
            {t("tokens.days")}
          </span>
          <Select<string>
            size="l"
            width="max"
            aria-labelledby={daysId}
            value={[days]}
            options={DAYS.map((one) => ({ value: one, content: t(`tokens.days_${one}`) }))}
            onUpdate={([one]) => setDays(DAYS.find((known) => known === one) ?? days)}
          />
        </div>
        <fieldset className="settings__scopes">
          <legend className="field__label">{t("tokens.scopes")}</legend>
          {scopes.map((scope) => (
            <Checkbox
              key={scope.code}
              size="l"
              checked={chosen.includes(scope.code)}
              onUpdate={(on) => setChosen(on ? [...chosen, scope.code] : chosen.filter((one) => one !== scope.code))}
            >
              {text(scope.text)} <code className="muted">{scope.code}</code>
            </Checkbox>
          ))}
          {checked && chosen.length === 0 ? (
            <span className="danger" role="alert">
              {t("tokens.scopesRequired")}
            </span>
          ) : null}
        </fieldset>
        <Button type="submit" view="action" size="l" loading={issued.isPending}>
          {t("tokens.issue")}
        </Button>
      </form>
    </section>
  );
}
