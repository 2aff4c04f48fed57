import { Alert, Button } from "@gravity-ui/uikit";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MOBILE, useMedia } from "../ui/use-media.ts";
import { useFormats } from "../ui/use-formats.ts";
import { useMe } from "./me.ts";
import { leaveVisit } from "./visit.ts";

const BACK = "/office/sign-ins";

/** AUD-02: a member of staff never forgets whose pages these are. */
export default function VisitBanner() {
  const { t } = useTranslation();
  const { user, visit } = useMe();
  const format = useFormats(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [leaving, setLeaving] = useState(false);
  const mobile = useMedia(MOBILE);
  if (!visit) return null;
  const leave = () => {
    setLeaving(true);
    void leaveVisit().then(() => window.location.assign(`${BACK}?email=${encodeURIComponent(user.email)}`));
  };
  return (
    <section className="shell__visit" aria-label={t("visit.title")}>
      <Alert
        theme="warning"
        layout={mobile ? "vertical" : "horizontal"}
        title={t("visit.as", { name: user.name || user.email, until: format.instant(visit.endsAt) })}
        message={`${t("visit.only")} ${visit.reason}`}
        actions={
          <Button size="l" loading={leaving} onClick={leave}>
            {t("visit.leave")}
          </Button>
        }
      />
    </section>
  );
}
