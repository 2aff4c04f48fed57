import { Button, Link } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type ShownInvitation, taken } from "../../api/fetch.ts";
import { meQuery } from "../../api/queries.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";
import { Loading } from "../../ui/states.tsx";
import { Refused } from "../../ui/told.tsx";
import { Door } from "../door.tsx";
import { SignOutButton } from "../settings-controls.tsx";
import { PasswordForm, Retry } from "../sign-up/complete-page.tsx";

/** REG-04: a letter's link: who is registered accepts with the own session, who is not registers by it. */
export function InvitationPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [link] = useState(() => globalThis.location.hash.slice(1) || "-");
  const found = useQuery({
    queryKey: ["invitation", link],
    queryFn: () => taken(api.POST("/v1/invitations/read", { body: { link } })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [declined, setDeclined] = useState(false);
  if (found.isPending) return <Loading />;
  if (declined) return <Door title={t("invitation.declined")} lead={t("invitation.declinedHint")} />;
  if (found.error) {
    // A lost connection says nothing of the invitation.
    const { text, canRetry } = problemText(found.error, language, t);
    return (
      <Door
        title={t(canRetry ? "problem.title" : "invitation.unusable")}
        lead={canRetry ? text : t("invitation.unusableHint")}
      >
        <div className="door__links">
          {canRetry ? <Retry onRetry={() => void found.refetch()} /> : null}
          <Link href="/">{t("action.toStart")}</Link>
        </div>
      </Door>
    );
  }
  const decline = <Decline link={link} onDeclined={() => setDeclined(true)} />;
  const invitation = found.data;
  return invitation.registered ? (
    <Registered invitation={invitation} decline={decline} />
  ) : (
    <Newcomer invitation={invitation} link={link} decline={decline} />
  );
}

interface AnswerProps {
  readonly invitation: ShownInvitation;
  readonly decline: ReactNode;
}

function useLead({ byName, byEmail, projectName, role }: ShownInvitation): string {
  const { t } = useTranslation();
  return t("invitation.lead", { by: `${byName} (${byEmail})`, project: projectName, role: t(`roles.${role}`) });
}

function Registered({ invitation, decline }: AnswerProps) {
  const { t } = useTranslation();
  const lead = useLead(invitation);
  const me = useQuery({ ...meQuery, retry: false });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const accepted = useMutation({
    mutationFn: () => done(api.POST("/v1/me/invitations/{id}/accept", { params: { path: { id: invitation.id } } })),
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: "/" });
    },
  });
  if (me.isPending) return <Loading />;
  const email = me.data?.user.email;
  return (
    <Door title={t("invitation.title")} lead={lead}>
      {email === invitation.email ? (
        <>
          <Refused error={accepted.error} />
          <Button view="action" size="xl" width="max" loading={accepted.isPending} onClick={() => accepted.mutate()}>
            {t("invitation.accept")}
          </Button>
        </>
      ) : null}
      {email !== undefined && email !== invitation.email ? (
        <>
          <p className="door__hint">{t("invitation.otherUser", { email, invited: invitation.email })}</p>
          <SignOutButton />
        </>
      ) : null}
      {email === undefined ? (
        <>
          <p className="door__hint">{t("invitation.forWhom", { email: invitation.email })}</p>
          <p className="door__hint">{t("invitation.signInFirst")}</p>
          <div className="door__links">
            <Link href="/sign-in">{t("invitation.signIn")}</Link>
          </div>
        </>
      ) : null}
      {decline}
    </Door>
  );
}

function Newcomer({ invitation, link, decline }: AnswerProps & { readonly link: string }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { email } = invitation;
  return (
    <PasswordForm
      title={t("invitation.title")}
      lead={`${useLead(invitation)} ${t("invitation.forWhom", { email })}`}
      submit={t("invitation.join")}
      email={email}
      named
      send={async (password, name) => {
        await taken(api.POST("/v1/invitations/complete", { body: { link, name, password, language } }));
        return email;
      }}
      below={decline}
    />
  );
}

function Decline({ link, onDeclined }: { readonly link: string; readonly onDeclined: () => void }) {
  const { t } = useTranslation();
  const declined = useMutation({
    mutationFn: () => done(api.POST("/v1/invitations/decline", { body: { link } })),
    onSuccess: onDeclined,
  });
  return (
    <>
      <div className="door__links">
        <Button view="flat-secondary" loading={declined.isPending} onClick={() => declined.mutate()}>
          {t("invitation.decline")}
        </Button>
      </div>
      <Refused error={declined.error} />
    </>
  );
}
