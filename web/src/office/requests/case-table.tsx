import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { OfficeRequest } from "../../api/fetch.ts";
import { RequestDue, RequestState } from "../../ui/request-thread.tsx";
import { Table } from "../../ui/table.tsx";
import { useText } from "../../ui/use-formats.ts";

interface CaseTableProps {
  readonly caption: string;
  readonly cases: readonly OfficeRequest[];
}

/** Cases as rows: what is asked, by whom, whose it is, until when. */
export function CaseTable({ caption, cases }: CaseTableProps) {
  const { t } = useTranslation();
  return (
    <Table
      caption={caption}
      columns={[
        t("request.number"),
        [t("request.requester"), "wide"],
        [t("cases.department"), "wide"],
        [t("request.state"), "wide"],
        [t("request.due"), "wide"],
      ]}
    >
      {cases.map((one) => (
        <CaseRow key={one.id} request={one} />
      ))}
    </Table>
  );
}

function CaseRow({ request }: { readonly request: OfficeRequest }) {
  const { t } = useTranslation();
  const text = useText();
  const { assigneeName, department, timeZone } = request;
  const whose = assigneeName ?? t("cases.nobody");
  const due = <RequestDue request={request} timeZone={timeZone} />;
  return (
    <tr>
      <th scope="row">
        <Link to="/office/requests/$id" params={{ id: request.id }}>
          {request.title}
        </Link>
        <span className="table__below tabular">
          {request.number}, {text(request.regionName)}, {text(request.kindTitle)}
        </span>
        <span className="table__narrow">
          <span className="table__below">{request.requester}</span>
          <span className="table__below">
            {t(`cases.department_${department}`)}, {whose}
          </span>
          <RequestState state={request.state} /> {due}
        </span>
      </th>
      <td className="table__wide case__requester">
        {request.requester}
        <span className="table__below">{request.pid ?? request.email}</span>
      </td>
      <td className="table__wide">
        {t(`cases.department_${department}`)}
        <span className="table__below">{whose}</span>
      </td>
      <td className="table__wide">
        <RequestState state={request.state} />
      </td>
      <td className="table__wide">{due}</td>
    </tr>
  );
}
