import { Select } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import type { StaffMember } from "../../api/fetch.ts";

export type StaffRole = StaffMember["role"];
const ROLES: readonly StaffRole[] = ["document_clerk", "accountant", "support", "partner_manager", "operator"];

interface RoleSelectProps {
  readonly value: StaffRole;
  readonly onChange: (role: StaffRole) => void;
}

export function RoleSelect({ value, onChange }: RoleSelectProps) {
  const { t } = useTranslation();
  return (
    <Select<string>
      aria-label={t("staff.role")}
      label={t("staff.role")}
      size="l"
      value={[value]}
      options={ROLES.map((one) => ({ value: one, content: t(`staff.role_${one}`) }))}
      onUpdate={([chosen]) => onChange(ROLES.find((one) => one === chosen) ?? value)}
    />
  );
}
