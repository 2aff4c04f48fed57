import { Persons } from "@gravity-ui/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { StaffMember } from "../../api/fetch.ts";
import { staffQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats } from "../../ui/use-formats.ts";

/** Who works here and as what; how each signs in is a page of its own. */
export function StaffPage() {
  const { t } = useTranslation();
  const staff = useInfiniteQuery(staffQuery);
  return (
    <Page
      title={t("staff.title")}
      lead={t("staff.lead")}
      aside={<Link to="/office/configuration">{t("configuration.link")}</Link>}
    >
      <PagedList list={staff} empty={<EmptyState icon={Persons} title={t("staff.empty")} hint={t("staff.lead")} />}>
        {(pages) => <StaffTable staff={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function StaffTable({ staff }: { readonly staff: readonly StaffMember[] }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  return (
    <Table caption={t("staff.title")} columns={[t("staff.person"), t("staff.role")]}>
      {staff.map(({ id, name, email, role, blockedAt }) => (
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
          </td>
        </tr>
      ))}
    </Table>
  );
}
