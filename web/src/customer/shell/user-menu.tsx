import { Person } from "@gravity-ui/icons";
import { Button, DropdownMenu, Icon } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import { useMe } from "../projects.ts";
import { useSignOut } from "./settings-controls.tsx";

export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useMe();
  const signOut = useSignOut();
  return (
    <DropdownMenu
      items={[
        [
          { text: user.name, disabled: true, action: () => undefined },
          { text: user.email, disabled: true, action: () => undefined },
        ],
        [{ text: t("app.signOut"), action: signOut }],
      ]}
      renderSwitcher={(props) => (
        <Button {...props} view="flat" size="l" aria-label={`${t("app.userMenu")}: ${user.name || user.email}`}>
          <Icon data={Person} />
        </Button>
      )}
    />
  );
}
