import { useQuery } from "@tanstack/react-query";
import { ProjectLink } from "../projects/project-link.tsx";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OfficeCase } from "../../api/fetch.ts";
import { officeRequestQuery } from "../../api/office-queries.ts";
import { RequestFrame } from "../../ui/request-frame.tsx";
import { Facts, RequestDue, RequestMessages, RequestState } from "../../ui/request-thread.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { CASE_DEPARTMENTS } from "../search.ts";
import { CaseActs } from "./case-acts.tsx";
import { CaseReply } from "./case-reply.tsx";

/** REQ-11: everything about a case on one page: fields, thread with notes, what was known, history, what can be done. */
export function CasePage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/office/requests/$id" });
  return (
    <RequestFrame
      found={useQuery(officeRequestQuery(id))}
      zoneOf={({ timeZone }) => timeZone}
      backText={t("cases.back")}
      back={(label) => (
        <Link to="/office/requests" className="case__back">
          {label}
        </Link>
      )}
    >
      {(request) => <Case key={request.id} request={request} />}
    </RequestFrame>
  );
}

function Case({ request }: { readonly request: OfficeCase }) {
  const { t } = useTranslation();
  const [done, setDone] = useState<Done | null>(null);
  return (
    <div className="case">
      <div className="case__main">
        <Told done={done} />
        <section aria-label={t("request.thread")}>
          <RequestMessages
            messages={request.messages}
            timeZone={request.timeZone}
            filesAt={`/v1/office/requests/${request.id}/files`}
          />
        </section>
        <CaseReply request={request} onDone={setDone} />
        <Known request={request} />
        <History request={request} />
      </div>
      <aside className="case__side">
        <CaseActs request={request} onDone={setDone} />
        <About request={request} />
      </aside>
    </div>
  );
}

function About({ request }: { readonly request: OfficeCase }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(request.timeZone);
  const { pid, payer, assigneeName } = request;
  return (
    <section className="card case__card" aria-label={request.number}>
      <Facts
        rows={[
          [t("request.number"), request.number],
          [t("request.kind"), text(request.kindTitle)],
          [t("request.state"), <RequestState key="state" state={request.state} />],
          [t("request.due"), <RequestDue key="due" request={request} timeZone={request.timeZone} />],
          [t("request.opened"), format.instant(request.openedAt)],
          [t("cases.region"), text(request.regionName)],
          [t("cases.department"), t(`cases.department_${request.department}`)],
          [t("cases.assignee"), assigneeName ?? t("cases.nobody")],
          [t("request.requester"), request.requester],
          [t("cases.email"), request.email],
          [t("cases.source"), t(`cases.source_${request.source}`)],
          [t("cases.project"), pid === null ? t("cases.noProject") : <ProjectLink key="pid" pid={pid} />],
          ...(payer
            ? [
                [
                  t("cases.payer"),
                  <Link key="payer" to="/office/payers/$id" params={{ id: payer.id }} className="case__back">
                    {payer.name}
                  </Link>,
                ] as const,
              ]
            : []),
          ...request.fields.map(({ label, value }) => [text(label), value] as const),
          ...(request.mergedInto
            ? [[t("cases.mergedInto"), <CaseLink key="into" to={request.mergedInto} />] as const]
            : []),
          ...request.merged.map((one) => [t("cases.merged"), <CaseLink key={one.id} to={one} />] as const),
          ...(request.rating ? [[t("cases.rating"), ratingText(request.rating)] as const] : []),
        ]}
      />
    </section>
  );
}

function CaseLink({ to: { id, number, title } }: { readonly to: OfficeCase["merged"][number] }) {
  return (
    <Link to="/office/requests/$id" params={{ id }} className="case__back">
      {number} {title}
    </Link>
  );
}

function ratingText({ score, comment }: NonNullable<OfficeCase["rating"]>): string {
  return comment === null ? `${score} / 5` : `${score} / 5. ${comment}`;
}

/** PTR-16: what the platform knew when the request was opened. */
function Known({ request }: { readonly request: OfficeCase }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(request.timeZone);
  const { facts } = request;
  if (facts === null) return null;
  return (
    <section className="card case__card" aria-labelledby="known">
      <h2 className="case__heading" id="known">
        {t("cases.facts", { at: format.instant(facts.takenAt) })}
      </h2>
      {facts.sections.map((section) => (
        <div key={section.title.en} className="case__facts">
          <h3>{text(section.title)}</h3>
          <Facts
            rows={section.rows.map((row) => [
              /^\d{4}-\d{2}-\d{2}$/.test(row.label.en) ? format.date(row.label.en) : text(row.label),
              row.amount !== undefined
                ? format.money(row.amount, row.currency ?? "")
                : row.at !== undefined
                  ? format.instant(row.at)
                  : row.text
                    ? text(row.text)
                    : "",
            ])}
          />
        </div>
      ))}
    </section>
  );
}

function EventDetails({ details }: Pick<OfficeCase["events"][number], "details">) {
  const { t } = useTranslation();
  const { assignee, number, score, to } = details;
  const department = CASE_DEPARTMENTS.find((one) => one === to);
  const said = assignee ?? number ?? (score ? `${score} / 5` : department && t(`cases.department_${department}`));
  return said ? <>: {said}</> : null;
}

function History({ request }: { readonly request: OfficeCase }) {
  const { t } = useTranslation();
  const format = useFormats(request.timeZone);
  const who = ({ by, byName }: OfficeCase["events"][number]) =>
    byName || (by === "system" ? t("cases.bySystem") : t("cases.byCustomer"));
  return (
    <section className="card case__card" aria-labelledby="history">
      <h2 className="case__heading" id="history">
        {t("cases.history")}
      </h2>
      <ol className="thread">
        {request.events.map((event) => (
          <li key={`${event.at} ${event.act}`}>
            <span className="tabular">{format.instant(event.at)}</span> {t(`cases.event_${event.act as "open"}`)},{" "}
            {who(event)}
            <EventDetails details={event.details} />
          </li>
        ))}
      </ol>
    </section>
  );
}
