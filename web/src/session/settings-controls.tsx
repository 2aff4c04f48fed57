import { ArrowRightFromSquare, Moon, Person, Sun } from "@gravity-ui/icons";
import { Button, Icon, SegmentedRadioGroup } from "@gravity-ui/uikit";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { postIdentity } from "../api/fetch.ts";
import { LANGUAGES, type Language } from "../i18n/index.ts";
import { usePreferences } from "../ui/preferences.tsx";
import { keepCameFrom } from "./came-from.ts";
import { leaveVisit } from "./visit.ts";

const NAMES = { ru: "Русский", en: "English" };

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language, setLanguage } = usePreferences();
  // The press shows at once, while the texts of the other language may still be on their way.
  const [press, setPress] = useState({ at: language, wanted: language });
  const shown = press.at === language ? press.wanted : language;
  const change = (wanted: Language) => {
    setPress({ at: language, wanted });
    setLanguage(wanted);
  };
  return (
    <SegmentedRadioGroup aria-label={t("app.language")} value={shown} onUpdate={change}>
      {LANGUAGES.map((one) => (
        <SegmentedRadioGroup.Option key={one} value={one} title={NAMES[one]}>
          <span lang={one} aria-hidden="true">
            {one.toUpperCase()}
          </span>
          <span lang={one} className="visually-hidden">
            {NAMES[one]}
          </span>
        </SegmentedRadioGroup.Option>
      ))}
    </SegmentedRadioGroup>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  return (
    <SegmentedRadioGroup aria-label={t("app.theme")} value={theme} onUpdate={setTheme}>
      <SegmentedRadioGroup.Option value="light" title={t("app.themeLight")}>
        <span className="icon-label">
          <Icon data={Sun} />
          <span className="visually-hidden">{t("app.themeLight")}</span>
        </span>
      </SegmentedRadioGroup.Option>
      <SegmentedRadioGroup.Option value="dark" title={t("app.themeDark")}>
        <span className="icon-label">
          <Icon data={Moon} />
          <span className="visually-hidden">{t("app.themeDark")}</span>
        </span>
      </SegmentedRadioGroup.Option>
    </SegmentedRadioGroup>
  );
}

/** Ends the session and forgets everything fetched in it, whether or not the server could be told. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useCallback(() => {
    const leave = async () => {
      await navigate({ to: "/sign-in", search: {} });
      queryClient.clear();
    };
    // Who signs out in a visit looks as the customer no more, and the customer reads that it is over (AUD-02).
    void leaveVisit()
      .then(() => postIdentity("/api/auth/sign-out", {}))
      .then(leave, leave);
  }, [navigate, queryClient]);
}

/** Leads to the pages about the person, which stand in the customer's console. */
export function ProfileButton({ onOpened }: { readonly onOpened?: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { href, pathname } = useLocation();
  const open = () => {
    onOpened?.();
    if (!pathname.startsWith("/profile")) keepCameFrom(href);
    void navigate({ to: "/profile/sessions" });
  };
  return (
    <Button view="flat" size="l" onClick={open}>
      <Icon data={Person} />
      {t("app.profile")}
    </Button>
  );
}

export function SignOutButton() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <Button view="outlined" size="l" onClick={signOut}>
      <Icon data={ArrowRightFromSquare} />
      {t("app.signOut")}
    </Button>
  );
}
