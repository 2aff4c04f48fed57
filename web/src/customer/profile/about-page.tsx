import { Button, Select } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done } from "../../api/fetch.ts";
import { meQuery } from "../../api/queries.ts";
import { isLanguage, LANGUAGES, type Language } from "../../i18n/index.ts";
import { useMe } from "../../session/me.ts";
import { TextField } from "../../session/sign-up/fields.tsx";
import { Page } from "../../ui/page.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import "../settings/settings.css";
import "./profile.css";

/** REG-03: what to call oneself, and the language of letters. */
export function AboutPage() {
  const { t } = useTranslation();
  const { user, visit } = useMe();
  const queryClient = useQueryClient();
  const [name, setName] = useState(user.name);
  const [language, setLanguage] = useState<Language>(user.language);
  const [checked, setChecked] = useState(false);
  const [told, setTold] = useState<Done | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const languageId = useId();
  const save = useMutation({
    mutationFn: () => done(api.PUT("/v1/me/profile", { body: { name: name.trim(), language } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      setTold({ text: t("profile.aboutSaved") });
    },
  });
  const isMissing = name.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    setTold(null);
    if (isMissing) return field.current?.focus();
    save.mutate();
  };
  return (
    <Page title={t("profile.about")} lead={t("profile.aboutLead")}>
      <div className="profile__cards">
        <section className="card settings__card" aria-label={t("profile.about")}>
          <Told done={told} />
          <form className="profile__form" onSubmit={submit} noValidate>
            <div>
              <TextField
                label={t("profile.name")}
                name="name"
                autoComplete="name"
                value={name}
                onUpdate={setName}
                error={checked && isMissing ? t("profile.nameRequired") : null}
                controlRef={field}
              />
              <p className="settings__hint">{t("profile.nameHint")}</p>
            </div>
            <div>
              <span className="field__label" id={languageId}>
                {t("profile.letters")}
              </span>
              <Select<Language>
                size="l"
                width="max"
                aria-labelledby={languageId}
                value={[language]}
                options={LANGUAGES.map((one) => ({ value: one, content: t(`profile.letters_${one}`) }))}
                onUpdate={([chosen = ""]) => setLanguage(isLanguage(chosen) ? chosen : language)}
              />
              <p className="settings__hint">{t("profile.lettersHint")}</p>
            </div>
            <Refused error={save.error} />
            <div>
              {/* Staff who look as the customer change nothing. */}
              <Button type="submit" view="action" size="l" loading={save.isPending} disabled={visit !== undefined}>
                {t("profile.saveAbout")}
              </Button>
            </div>
          </form>
        </section>
      </div>
    </Page>
  );
}
