import { Alert, Button, Select } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type MembersList } from "../../api/fetch.ts";
import { membersQuery } from "../../api/settings-queries.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { HelpLink } from "../help/help-link.tsx";
import { useProject } from "../projects.ts";
import { Invitations } from "./invitations.tsx";
import { InviteForm } from "./invite-form.tsx";

type Member = MembersList["items"][number];
type Role = MembersList["roles"][number];

/** REG-04, REG-05: who belongs to the project, who is invited, who becomes its owner. */
export function MembersTab() {
  const { pid } = useProject();
  const members = useQuery(membersQuery(pid));
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Done | null>(null);
  const changed = (text: string) => {
    setTold({ text });
    void queryClient.invalidateQueries({ queryKey: membersQuery(pid).queryKey });
  };
  if (members.isPending) return <Loading />;
  if (members.isError) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  const { items, invitations, roles, ownerChange } = members.data;
  return (
    <>
      <Told done={told} />
      {ownerChange ? <OwnerChange change={ownerChange} items={items} onChanged={changed} /> : null}
      <InviteForm roles={roles} onChanged={changed} />
      {invitations.length === 0 ? null : <Invitations invitations={invitations} onChanged={changed} />}
      <MemberList items={items} roles={roles} waits={ownerChange !== null} onChanged={changed} />
    </>
  );
}

interface ListProps {
  readonly items: readonly Member[];
  readonly roles: readonly Role[];
  readonly waits: boolean;
  readonly onChanged: (text: string) => void;
}

function MemberList({ items, roles, waits, onChanged }: ListProps) {
  const { t } = useTranslation();
  const { pid, permissions } = useProject();
  const [removing, setRemoving] = useState<Member | null>(null);
  const [giving, setGiving] = useState<Member | null>(null);
  const mayGive = permissions.includes("project.transfer") && !waits;
  return (
    <section className="card settings__card" aria-labelledby="members-list">
      <h2 className="settings__heading" id="members-list">
        {t("members.list")}
      </h2>
      <HelpLink code="roles" text={t("help.from_roles")} />
      <ul className="rows">
        {items.map((member) => (
          <li className="rows__row" key={member.id}>
            <div className="rows__what">
              <span>{member.name}</span>
              {member.you ? <span className="muted"> ({t("members.you")})</span> : null}
              <span className="rows__below">{member.email}</span>
            </div>
            <RoleOf member={member} roles={roles} onChanged={onChanged} />
            <div className="rows__acts">
              {mayGive && !member.you ? (
                <Button onClick={() => setGiving(member)} aria-label={`${t("members.transfer")}: ${member.name}`}>
                  {t("members.transfer")}
                </Button>
              ) : null}
              {member.mayChange ? (
                <Button
                  view="flat-danger"
                  onClick={() => setRemoving(member)}
                  aria-label={`${t("members.remove")}: ${member.name}`}
                >
                  {t("members.remove")}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {removing ? (
        <Confirm
          title={t("members.removeTitle", { name: removing.name })}
          text={t("members.removeText")}
          action={t("members.remove")}
          danger
          act={() =>
            done(api.DELETE("/v1/projects/{pid}/members/{id}", { params: { path: { pid, id: removing.id } } }))
          }
          onDone={() => {
            onChanged(t("members.removed", { name: removing.name }));
            setRemoving(null);
          }}
          onClose={() => setRemoving(null)}
        />
      ) : null}
      {giving ? (
        <Confirm
          title={t("members.transferTitle", { name: giving.name })}
          text={t("members.transferText")}
          action={t("members.transferAsk")}
          act={() => {
            const body = { memberId: giving.id };
            return done(api.POST("/v1/projects/{pid}/owner-change", { params: { path: { pid } }, body }));
          }}
          onDone={() => {
            onChanged(t("members.transferAsked", { name: giving.name }));
            setGiving(null);
          }}
          onClose={() => setGiving(null)}
        />
      ) : null}
    </section>
  );
}

interface RoleOfProps {
  readonly member: Member;
  readonly roles: readonly Role[];
  readonly onChanged: (text: string) => void;
}

/** The role as words; a choice where the caller may change it. */
function RoleOf({ member, roles, onChanged }: RoleOfProps) {
  const { t } = useTranslation();
  const { pid } = useProject();
  const changed = useMutation({
    mutationFn: (role: Role) => {
      const params = { path: { pid, id: member.id } };
      return done(api.PUT("/v1/projects/{pid}/members/{id}", { params, body: { role } }));
    },
    onSuccess: () => onChanged(t("members.changed", { name: member.name })),
  });
  if (!member.mayChange) return <span>{t(`roles.${member.role}`)}</span>;
  return (
    <>
      <Select<Role>
        size="m"
        aria-label={t("members.roleOf", { name: member.name })}
        value={[member.role]}
        loading={changed.isPending}
        options={roles.map((role) => ({ value: role, content: t(`roles.${role}`) }))}
        onUpdate={([role]) => {
          const chosen = roles.find((one) => one === role);
          if (chosen && chosen !== member.role) changed.mutate(chosen);
        }}
      />
      <Refused error={changed.error} />
    </>
  );
}

interface OwnerChangeProps {
  readonly change: NonNullable<MembersList["ownerChange"]>;
  readonly items: readonly Member[];
  readonly onChanged: (text: string) => void;
}

/** REG-05: whom the owner asked, and until when. */
function OwnerChange({ change, items, onChanged }: OwnerChangeProps) {
  const { t } = useTranslation();
  const { pid, region, permissions } = useProject();
  const format = useFormats(region.timeZone);
  const withdrawn = useMutation({
    mutationFn: () => done(api.DELETE("/v1/projects/{pid}/owner-change", { params: { path: { pid } } })),
    onSuccess: () => onChanged(t("members.transferWithdraw")),
  });
  const name = items.find(({ id }) => id === change.memberId)?.name ?? "";
  const at = format.instant(change.expiresAt);
  return (
    <>
      <Alert
        theme="info"
        message={change.expired ? t("members.transferExpired", { name, at }) : t("members.transferWaits", { name, at })}
        actions={
          permissions.includes("project.transfer") ? (
            <Button loading={withdrawn.isPending} onClick={() => withdrawn.mutate()}>
              {t("members.transferWithdraw")}
            </Button>
          ) : undefined
        }
      />
      <Refused error={withdrawn.error} />
    </>
  );
}
