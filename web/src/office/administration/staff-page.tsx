import { Persons } from "@gravity-ui/icons";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useState } from "react";
import { type StaffMember, api, done } from "../../api/fetch.ts";
import { staffQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { useMe } from "../../session/me.ts";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { ReasonedAct } from "../reasoned-act.tsx";
import { AddStaff } from "./add-staff.tsx";
import { type StaffRole, RoleSelect } from "./role-select.tsx";

/** REG-02: who works here and as what, and who is to; how each signs in is a page of its own. */
export function StaffPage() {
  const { t } = useTranslation();
  const staff = useInfiniteQuery(staffQuery);
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Done | null>(null);
  const tell = (text: string) => {
    setTold({ text });
    void queryClient.invalidateQueries({ queryKey: ["staff"] });
  };
  return (
    <Page
      title={t("staff.title")}
      lead={t("staff.lead")}
      aside={<Link to="/office/configuration">{t("configuration.link")}</Link>}
    >
      <AddStaff onDone={(email) => tell(t("staff.added", { email }))} />
      <Told done={told} />
      <PagedList list={staff} empty={<EmptyState icon={Persons} title={t("staff.empty")} hint={t("staff.lead")} />}>
        {(pages) => <StaffTable staff={pages.flatMap(({ items }) => items)} onDone={tell} />}
      </PagedList>
    </Page>
  );
}

interface StaffTableProps {
  readonly staff: readonly StaffMember[];
  readonly onDone: (text: string) => void;
}

function StaffTable({ staff, onDone }: StaffTableProps) {
  const { t } = useTranslation();
  const { user } = useMe();
  const format = useFormats("UTC");
  return (
    <Table caption={t("staff.title")} columns={[t("staff.person"), t("staff.role")]}>
      {staff.map((member) => {
        const { id, name, email, role, blockedAt } = member;
        return (
          <tr key={id}>
            <th scope="row">
              {name}
              <Link className="table__below" to="/office/sign-ins" search={{ email }}>
                {email}
              </Link>
            </th>
            <td>
              {t(`staff.role_${role}`)}
              {blockedAt === null ? null : (
                <span className="table__below">{t("staff.blocked", { at: format.instant(blockedAt) })}</span>
              )}
              {email === user.email ? (
                <span className="table__below">{t("staff.yours")}</span>
              ) : (
                <RoleActs member={member} onDone={onDone} />
              )}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

interface RoleActsProps {
  readonly member: StaffMember;
  readonly onDone: (text: string) => void;
}

/** Another role, or none: each for a reason; the person is told by letter. */
function RoleActs({ member: { id, email, role }, onDone }: RoleActsProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<StaffRole>(role);
  const put = (given: StaffRole | null) => (reason: string) =>
    done(api.PUT("/v1/office/staff/{id}/role", { params: { path: { id } }, body: { role: given, reason } }));
  return (
    <>
      <ReasonedAct
        label={t("staff.change")}
        hint={t("staff.changeHint")}
        why={t("staff.why")}
        ready={chosen !== role}
        act={put(chosen)}
        onDone={() => onDone(t("staff.changed", { email, role: t(`staff.role_${chosen}`) }))}
      >
        <RoleSelect value={chosen} onChange={setChosen} />
      </ReasonedAct>
      <ReasonedAct
        label={t("staff.remove")}
        hint={t("staff.removeHint")}
        why={t("staff.why")}
        act={put(null)}
        onDone={() => onDone(t("staff.removed", { email }))}
      />
    </>
  );
}
