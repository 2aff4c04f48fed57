import { Button, PasswordInput, Select } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type SsoConnection, taken } from "../../api/fetch.ts";
import { Refused } from "../../ui/told.tsx";
import { useProject } from "../projects.ts";
import { Field } from "./field.tsx";

export type NewcomerRole = SsoConnection["defaultRole"];
const ROLES: readonly NewcomerRole[] = [
  "viewer",
  "billing_administrator",
  "project_administrator",
  "user_administrator",
];

/** REG-02: the domain of mail, its identity provider, and what its people become. */
export function SsoForm({ onClaimed }: { readonly onClaimed: (domain: string) => void }) {
  const { t } = useTranslation();
  const { pid } = useProject();
  const [claim, setClaim] = useState({ domain: "", issuer: "", clientId: "", clientSecret: "" });
  const [role, setRole] = useState<NewcomerRole>("viewer");
  const [checked, setChecked] = useState(false);
  const claimed = useMutation({
    mutationFn: () => {
      const { clientSecret } = claim;
      const [domain, issuer, clientId] = [claim.domain.trim(), claim.issuer.trim(), claim.clientId.trim()];
      const body = { domain, issuer, clientId, clientSecret, defaultRole: role };
      return taken(api.POST("/v1/projects/{pid}/sso", { params: { path: { pid } }, body }));
    },
    onSuccess: () => {
      onClaimed(claim.domain.trim());
      setClaim({ domain: "", issuer: "", clientId: "", clientSecret: "" });
      setChecked(false);
    },
  });
  const missing = (name: keyof typeof claim) => (checked && claim[name].trim() === "" ? t("company.required") : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.values(claim).every((text) => text.trim() !== "")) claimed.mutate();
  };
  return (
    <section className="card settings__card" aria-labelledby="sso-new">
      <h2 className="settings__heading" id="sso-new">
        {t("company.new")}
      </h2>
      <p className="settings__hint">{t("company.newHint")}</p>
      <form className="settings__form" onSubmit={submit} noValidate>
        <Refused error={claimed.error} />
        {(["domain", "issuer", "clientId"] as const).map((name) => (
          <Field
            key={name}
            label={t(`company.${name}`)}
            value={claim[name]}
            onUpdate={(text) => setClaim({ ...claim, [name]: text })}
            error={missing(name)}
          />
        ))}
        <SecretField
          label={t("company.clientSecret")}
          value={claim.clientSecret}
          onUpdate={(clientSecret) => setClaim({ ...claim, clientSecret })}
          error={missing("clientSecret")}
        />
        <RoleSelect role={role} onUpdate={setRole} />
        <Button type="submit" view="action" size="l" loading={claimed.isPending}>
          {t("company.claim")}
        </Button>
      </form>
    </section>
  );
}

interface SecretFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onUpdate: (text: string) => void;
  readonly error: string | null;
}

export function SecretField({ label, value, onUpdate, error }: SecretFieldProps) {
  const id = useId();
  return (
    <div className="settings__field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <PasswordInput
        id={id}
        size="l"
        hideCopyButton
        autoComplete="off"
        value={value}
        onUpdate={onUpdate}
        {...(error === null ? {} : { validationState: "invalid" as const, errorMessage: error })}
      />
    </div>
  );
}

interface RoleSelectProps {
  readonly role: NewcomerRole;
  readonly onUpdate: (role: NewcomerRole) => void;
}

export function RoleSelect({ role, onUpdate }: RoleSelectProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="settings__field">
      <span className="field__label" id={id}>
        {t("company.role")}
      </span>
      <Select<NewcomerRole>
        size="l"
        width="max"
        aria-labelledby={id}
        value={[role]}
        options={ROLES.map((one) => ({ value: one, content: t(`roles.${one}`) }))}
        onUpdate={([chosen]) => onUpdate(ROLES.find((one) => one === chosen) ?? role)}
      />
    </div>
  );
}
