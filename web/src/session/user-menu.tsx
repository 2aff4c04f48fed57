import { Person } from "@gravity-ui/icons";
import { Button, Icon, Popup } from "@gravity-ui/uikit";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DialogName } from "../ui/dialog-name.tsx";
import { useMe } from "./me.ts";
import { TourButton } from "./tour/tour-button.tsx";
import { ProfileButton, SignOutButton } from "./settings-controls.tsx";

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useMe();
  const [open, setOpen] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        ref={setAnchor}
        view="flat"
        size="l"
        aria-label={`${t("app.userMenu")}: ${user.name || user.email}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon data={Person} />
      </Button>
      <Popup open={open} anchorElement={anchor} placement="bottom-end" onOpenChange={setOpen} modal>
        <DialogName name={t("app.userMenu")} />
        <div className="user-menu">
          <p className="user-menu__name">{user.name || user.email}</p>
          <p className="user-menu__email">{user.email}</p>
          <ProfileButton onOpened={() => setOpen(false)} />
          <TourButton onBegun={() => setOpen(false)} />
          <SignOutButton />
        </div>
      </Popup>
    </>
  );
}
