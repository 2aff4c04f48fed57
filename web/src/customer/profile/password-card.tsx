import { Button, PasswordInput } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { passwordWeakness } from "../../../../src/core/password.ts";
import { postIdentity } from "../../api/fetch.ts";
import { sessionsQuery } from "../../api/profile-queries.ts";
import { useMe } from "../../session/me.ts";
import { NewPassword } from "../../session/sign-up/fields.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import "../../session/door.css";

/** REG-02, reliability 42: another password, by who gives the current one; the other sessions end with it. */
export function PasswordCard() {
  const { t } = useTranslation();
  const { user } = useMe();
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [checked, setChecked] = useState(false);
  const [told, setTold] = useState<Done | null>(null);
  const currentId = useId();
  const currentRef = useRef<HTMLInputElement>(null);
  const freshRef = useRef<HTMLInputElement>(null);
  const change = useMutation({
    mutationFn: () => postIdentity("/api/auth/change-password", { currentPassword: current, newPassword: fresh }),
    onSuccess: () => {
      setCurrent("");
      setFresh("");
      setChecked(false);
      setTold({ text: t("profile.passwordChanged") });
      void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const missing = checked && current === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    setTold(null);
    if (current === "") return currentRef.current?.focus();
    if (passwordWeakness(fresh, user.email, user.name) !== null) return freshRef.current?.focus();
    change.mutate();
  };
  return (
    <section className="card settings__card" aria-labelledby="own-password">
      <h2 className="settings__heading" id="own-password">
        {t("profile.password")}
      </h2>
      <p className="settings__hint">{t("profile.passwordHint")}</p>
      <Told done={told} />
      <form className="profile__form" onSubmit={submit} noValidate>
        {/* For the browser's keeper of passwords: whose they are. */}
        <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
        <div>
          <label className="field__label" htmlFor={currentId}>
            {t("profile.currentPassword")}
          </label>
          <PasswordInput
            id={currentId}
            controlRef={currentRef}
            hideCopyButton
            size="l"
            name="current-password"
            autoComplete="current-password"
            value={current}
            onUpdate={setCurrent}
            {...(missing ? { validationState: "invalid" as const, errorMessage: t("profile.currentRequired") } : {})}
          />
        </div>
        <NewPassword
          email={user.email}
          person={user.name}
          value={fresh}
          onUpdate={setFresh}
          checked={checked}
          controlRef={freshRef}
        />
        <Refused error={change.error} />
        <div>
          <Button type="submit" size="l" loading={change.isPending}>
            {t("profile.changePassword")}
          </Button>
        </div>
      </form>
    </section>
  );
}
