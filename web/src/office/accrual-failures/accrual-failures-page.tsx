import { CircleCheck } from "@gravity-ui/icons";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AccrualFailure, api, done } from "../../api/fetch.ts";
import { accrualFailuresQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { ProjectLink } from "../projects/project-link.tsx";
import { ReasonedAct } from "../reasoned-act.tsx";

/** Projects that cannot be charged and so hold their region's close: why, by which usage, and the way out. */
export function AccrualFailuresPage() {
  const { t } = useTranslation();
  const failures = useInfiniteQuery(accrualFailuresQuery);
  const [aside, setAside] = useState<Done | null>(null);
  const told = (pid: string) => setAside({ text: t("accrualFailures.isAside", { pid }) });
  const hint = t("accrualFailures.emptyHint");
  const empty = <EmptyState icon={CircleCheck} title={t("accrualFailures.empty")} hint={hint} />;
  return (
    <Page title={t("accrualFailures.title")} lead={t("accrualFailures.lead")}>
      <Told done={aside} />
      <PagedList list={failures} empty={empty}>
        {(pages) => <FailuresTable failures={pages.flatMap(({ items }) => items)} onAside={told} />}
      </PagedList>
    </Page>
  );
}

interface FailuresTableProps {
  readonly failures: readonly AccrualFailure[];
  readonly onAside: (pid: string) => void;
}

function FailuresTable({ failures, onAside }: FailuresTableProps) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t("accrualFailures.title")}
      columns={[t("accrualFailures.project"), [t("accrualFailures.reason"), "wide"], t("accrualFailures.usage")]}
    >
      {failures.map((failure) => (
        <FailureRow key={failure.pid} failure={failure} onAside={onAside} />
      ))}
    </Table>
  );
}

function FailureRow({ failure, onAside }: Pick<FailuresTableProps, "onAside"> & { readonly failure: AccrualFailure }) {
  const { t } = useTranslation();
  // Regions have several zones; the texts name UTC.
  const format = useFormats("UTC");
  const { usage } = failure;
  return (
    <tr>
      <th scope="row" className="tabular">
        <ProjectLink pid={failure.pid} />
        <span className="table__narrow">
          <Why failure={failure} />
        </span>
      </th>
      <td className="table__wide">
        <Why failure={failure} />
      </td>
      <td>
        {usage === null ? (
          t("accrualFailures.none")
        ) : (
          <>
            {usage.resource}
            <span className="table__below">{usage.sku}</span>
            <span className="table__below">{t("accrualFailures.day", { day: format.date(usage.day) })}</span>
            <span className="table__below">{t("accrualFailures.quantity", { quantity: usage.quantity })}</span>
            <SetAside key={JSON.stringify(usage)} pid={failure.pid} usage={usage} onAside={onAside} />
          </>
        )}
      </td>
    </tr>
  );
}

function Why({ failure }: { readonly failure: AccrualFailure }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats("UTC");
  return (
    <>
      {text(failure.text)}
      <span className="table__below">{failure.reason}</span>
      <span className="table__below">{t("accrualFailures.since", { at: format.instant(failure.since) })}</span>
      <span className="table__below">{t("accrualFailures.retry", { at: format.instant(failure.retryAt) })}</span>
    </>
  );
}

interface SetAsideProps {
  readonly pid: string;
  readonly usage: NonNullable<AccrualFailure["usage"]>;
  readonly onAside: (pid: string) => void;
}

function SetAside({ pid, usage, onAside }: SetAsideProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const aside = (note: string) =>
    done(api.POST("/v1/office/accrual-failures/{pid}/set-aside", { params: { path: { pid } }, body: { usage, note } }));
  const onDone = () => {
    void queryClient.invalidateQueries({ queryKey: ["accrualFailures"] });
    onAside(pid);
  };
  return (
    <ReasonedAct
      label={t("accrualFailures.aside")}
      hint={t("accrualFailures.asideHint")}
      why={t("accrualFailures.note")}
      act={aside}
      onDone={onDone}
    />
  );
}
