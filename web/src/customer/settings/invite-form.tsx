import { Button, Select } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type MembersList, taken } from "../../api/fetch.ts";
import { emailProblem } from "../../session/sign-up/fields.tsx";
import { Refused } from "../../ui/told.tsx";
import { useProject } from "../projects.ts";
import { Field } from "./field.tsx";

type Role = MembersList["roles"][number];

interface InviteFormProps {
  readonly roles: readonly Role[];
  readonly onChanged: (text: string) => void;
}

/** REG-04: an address and a role that the caller may give; what each role may do stands beside its name. */
export function InviteForm({ roles, onChanged }: InviteFormProps) {
  const { t } = useTranslation();
  const { pid } = useProject();
  const roleId = useId();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [checked, setChecked] = useState(false);
  const problem = emailProblem(email);
  const invited = useMutation({
    mutationFn: () => {
      const body = { email: email.trim(), role };
      return taken(api.POST("/v1/projects/{pid}/invitations", { params: { path: { pid } }, body }));
    },
    onSuccess: () => {
      onChanged(t("members.invited", { email: email.trim() }));
      setEmail("");
      setChecked(false);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (problem === null) invited.mutate();
  };
  return (
    <section className="card settings__card" aria-labelledby="members-invite">
      <h2 className="settings__heading" id="members-invite">
        {t("members.invite")}
      </h2>
      <p className="settings__hint">{t("members.inviteHint")}</p>
      <form className="settings__form" onSubmit={submit} noValidate>
        <Refused error={invited.error} />
        <Field
          label={t("members.email")}
          type="email"
          value={email}
          onUpdate={setEmail}
          error={checked && problem !== null ? t(`signIn.${problem}`) : null}
        />
        <div className="settings__field">
          <span className="field__label" id={roleId}>
            {t("members.role")}
          </span>
          <Select<Role>
            size="l"
            width="max"
            aria-labelledby={roleId}
            value={[role]}
            options={roles.map((one) => ({ value: one, content: t(`roles.${one}`) }))}
            getOptionHeight={() => 60}
            renderOption={({ value }) => <RoleOption role={value as Role} />}
            onUpdate={([chosen]) => setRole(roles.find((one) => one === chosen) ?? role)}
          />
        </div>
        <Button type="submit" view="action" size="l" loading={invited.isPending}>
          {t("members.send")}
        </Button>
      </form>
    </section>
  );
}

function RoleOption({ role }: { readonly role: Role }) {
  const { t } = useTranslation();
  return (
    <span>
      {t(`roles.${role}`)}
      <span className="rows__below">{t(`members.role_${role}`)}</span>
    </span>
  );
}
