import { Person } from "@gravity-ui/icons";
import { Button, Icon, Popup } from "@gravity-ui/uikit";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { saidLater } from "../i18n/index.ts";
import { DialogName } from "../ui/dialog-name.tsx";
import { useMe } from "./me.ts";
import { ProfileButton, SignOutButton } from "./settings-controls.tsx";

const TourButton = lazy(() => saidLater(import("./tour/tour-button.tsx")));

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
          <Suspense>
            <TourButton onBegun={() => setOpen(false)} />
          </Suspense>
          <SignOutButton />
        </div>
      </Popup>
    </>
  );
}
