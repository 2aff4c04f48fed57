import { Display, ShieldKeyhole } from "@gravity-ui/icons";
import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Frame } from "../../session/frame.tsx";

/** What stands around the pages about the person who is signed in, whichever console they came from. */
export function ProfileShell() {
  const { t } = useTranslation();
  const sections = [
    { id: "sessions", title: t("profile.sessions"), icon: Display, href: "/profile/sessions" },
    { id: "security", title: t("profile.security"), icon: ShieldKeyhole, href: "/profile/security" },
  ];
  return (
    <Frame sections={sections}>
      <Outlet />
    </Frame>
  );
}
