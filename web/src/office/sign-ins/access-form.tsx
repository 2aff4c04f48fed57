import { Button, Select } from "@gravity-ui/uikit";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ACCESS_REASONS, type AccessReason } from "../../../../src/core/security-kind.ts";
import { api, done, type SignIn } from "../../api/fetch.ts";
import { useMe } from "../../session/me.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { type Done, Told } from "../../ui/told.tsx";

type Act = keyof typeof PATHS;
const PATHS = {
  block: "/v1/office/sign-ins/block",
  unblock: "/v1/office/sign-ins/unblock",
  endSessions: "/v1/office/sign-ins/end-sessions",
  revokeTokens: "/v1/office/sign-ins/revoke-tokens",
  resetFactor: "/v1/office/sign-ins/reset-second-factor",
} as const;

/** What staff do about a user's access, each with a reason: end the sessions, close the sign-in and open it again (PTR-07). */
export function AccessForm({
  signIn: { email, blocked, secondFactor, passkeys, tokens },
}: {
  readonly signIn: SignIn;
}) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState<AccessReason>();
  const [asked, setAsked] = useState<Act | null>(null);
  const [told, setTold] = useState<Done | null>(null);
  const button = (act: Act) => (
    <Button
      size="l"
      view={act === "unblock" ? "normal" : "outlined-danger"}
      disabled={!reason}
      onClick={() => setAsked(act)}
    >
      {t(`signIns.${act}`)}
    </Button>
  );
  return (
    <section aria-labelledby="sign-in-access">
      <h2 id="sign-in-access" className="sign-in__heading">
        {t("signIns.access")}
      </h2>
      <p>{t("signIns.accessHint")}</p>
      <Told done={told} />
      <div className="sign-in__unlock">
        <Select<string>
          aria-label={t("signIns.why")}
          label={t("signIns.why")}
          placeholder={t("signIns.choose")}
          size="l"
          value={reason ? [reason] : []}
          options={ACCESS_REASONS.map((one) => ({ value: one, content: t(`signIns.why_${one}`) }))}
          onUpdate={([chosen]) => setReason(ACCESS_REASONS.find((one) => one === chosen))}
        />
        {button("endSessions")}
        {tokens.length > 0 ? button("revokeTokens") : null}
        {button(blocked ? "unblock" : "block")}
        {(secondFactor || passkeys.length > 0) && staffRole === "operator" ? button("resetFactor") : null}
      </div>
      {asked && reason ? (
        <Confirm
          title={`${t(`signIns.${asked}`)}: ${email}`}
          text={t(`signIns.${asked}Text`, { email })}
          action={t(`signIns.${asked}`)}
          danger={asked !== "unblock"}
          act={() => done(api.POST(PATHS[asked], { body: { email, reason } }))}
          onDone={() => {
            setTold({ text: t(`signIns.${asked}Done`) });
            setAsked(null);
            void queryClient.invalidateQueries({ queryKey: ["signIn", email] });
          }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </section>
  );
}
