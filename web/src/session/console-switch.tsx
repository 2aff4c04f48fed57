import { Select } from "@gravity-ui/uikit";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CONSOLES, consoleOf } from "./consoles.ts";
import { consolesFor, useMe } from "./me.ts";

/** Leads from one console to another; nothing for those who have only one. */
export function ConsoleSwitch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = consoleOf(useLocation().pathname);
  const consoles = consolesFor(useMe());
  if (consoles.length < 2) return null;
  return (
    <Select<string>
      className="console-switch"
      aria-label={t("app.console")}
      size="l"
      value={[current]}
      options={consoles.map((name) => ({ value: name, content: t(`app.console_${name}`) }))}
      onUpdate={([chosen]) => {
        const found = consoles.find((name) => name === chosen);
        if (found && found !== current) void navigate({ href: CONSOLES[found] });
      }}
    />
  );
}
