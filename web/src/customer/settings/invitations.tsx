import { Button } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, done, type MembersList } from "../../api/fetch.ts";
import { Refused } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";

interface InvitationsProps {
  readonly invitations: MembersList["invitations"];
  readonly onChanged: (text: string) => void;
}

/** Who was asked and has not answered yet. */
export function Invitations({ invitations, onChanged }: InvitationsProps) {
  const { t } = useTranslation();
  return (
    <section className="card settings__card" aria-labelledby="members-invitations">
      <h2 className="settings__heading" id="members-invitations">
        {t("members.invitations")}
      </h2>
      <ul className="rows">
        {invitations.map((invitation) => (
          <Invitation key={invitation.id} invitation={invitation} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}

interface InvitationProps {
  readonly invitation: MembersList["invitations"][number];
  readonly onChanged: (text: string) => void;
}

function Invitation({ invitation, onChanged }: InvitationProps) {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const { id, email, role, invitedBy, expiresAt, expired, mayChange } = invitation;
  const params = { path: { pid, id } };
  const resent = useMutation({
    mutationFn: () => done(api.POST("/v1/projects/{pid}/invitations/{id}/resend", { params })),
    onSuccess: () => onChanged(t("members.resent", { email })),
  });
  const withdrawn = useMutation({
    mutationFn: () => done(api.DELETE("/v1/projects/{pid}/invitations/{id}", { params })),
    onSuccess: () => onChanged(t("members.withdrawn", { email })),
  });
  const at = format.instant(expiresAt);
  const roleName = t(`roles.${role}`);
  return (
    <li className="rows__row">
      <div className="rows__what">
        <span>{email}</span>
        <span className="rows__below">
          {invitedBy === null ? roleName : t("members.invitedBy", { role: roleName, name: invitedBy })}
        </span>
        <span className={expired ? "rows__below danger" : "rows__below"}>
          {expired ? t("members.expired", { at }) : t("members.until", { at })}
        </span>
      </div>
      {mayChange ? (
        <div className="rows__acts">
          <Button
            loading={resent.isPending}
            onClick={() => resent.mutate()}
            aria-label={`${t("members.resend")}: ${email}`}
          >
            {t("members.resend")}
          </Button>
          <Button
            view="flat-danger"
            loading={withdrawn.isPending}
            onClick={() => withdrawn.mutate()}
            aria-label={`${t("members.withdraw")}: ${email}`}
          >
            {t("members.withdraw")}
          </Button>
        </div>
      ) : null}
      <Refused error={resent.error ?? withdrawn.error} />
    </li>
  );
}
