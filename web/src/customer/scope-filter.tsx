import { Select } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import type { PapersSearch } from "./search.ts";

interface ScopeFilterProps {
  readonly value: PapersSearch["scope"];
  readonly onChange: (value: PapersSearch["scope"]) => void;
}

/** REG-06: papers stay their payer's when a project goes to somebody else: this project's, or all of one's own. */
export function ScopeFilter({ value, onChange }: ScopeFilterProps) {
  const { t } = useTranslation();
  return (
    <Select<string>
      aria-label={t("filter.scope")}
      size="l"
      label={t("filter.scope")}
      value={[value ?? "project"]}
      options={[
        { value: "project", content: t("filter.scopeProject") },
        { value: "all", content: t("filter.scopeAll") },
      ]}
      onUpdate={([chosen]) => onChange(chosen === "all" ? "all" : undefined)}
    />
  );
}
