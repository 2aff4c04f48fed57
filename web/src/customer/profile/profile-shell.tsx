import { ArrowLeft, Display, FileText, Person, ShieldKeyhole } from "@gravity-ui/icons";
import { Button, Icon } from "@gravity-ui/uikit";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cameFrom } from "../../session/came-from.ts";
import { Frame } from "../../session/frame.tsx";
import { useMe } from "../../session/me.ts";
import { firstProject, startOf } from "../projects.ts";
import { wayBack } from "./way-back.ts";
import "./profile.css";

/** What stands around the pages about the person who is signed in, whichever console they came from. */
export function ProfileShell() {
  const { t } = useTranslation();
  const { needsSecondFactor, projects } = useMe();
  // Nothing else is open to them yet.
  const isKept = needsSecondFactor && projects.length === 0;
  const sections = [
    { id: "about", title: t("profile.about"), icon: Person, href: "/profile/about" },
    { id: "sessions", title: t("profile.sessions"), icon: Display, href: "/profile/sessions" },
    { id: "security", title: t("profile.security"), icon: ShieldKeyhole, href: "/profile/security" },
    { id: "data", title: t("profile.personal"), icon: FileText, href: "/profile/data" },
  ];
  return (
    <Frame
      sections={sections}
      tour={null}
      {...(isKept ? {} : { subject: { name: t("profile.back"), control: <Back /> } })}
    >
      <Outlet />
    </Frame>
  );
}

/** To the page that these were opened from; there is no project in their address. */
function Back() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [from] = useState(cameFrom);
  const last = firstProject(me.projects);
  const { href, to, name } = wayBack(me, from, last && { name: last.name, start: startOf(last) });
  // The office is a page of its own, and is loaded anew.
  const follow = () => (to === "office" ? window.location.assign(href) : void navigate({ href }));
  return (
    <Button className="profile__back" view="flat" size="l" onClick={follow}>
      <Icon data={ArrowLeft} />
      {to === "project"
        ? t("profile.toProject", { name })
        : t(to === "office" ? "profile.toOffice" : "profile.toStart")}
    </Button>
  );
}
