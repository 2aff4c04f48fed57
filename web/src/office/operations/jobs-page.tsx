import { CircleCheck } from "@gravity-ui/icons";
import { Button, Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Job, api, taken } from "../../api/fetch.ts";
import { jobsQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { Refused } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import { JOB_SHOWS } from "../search.ts";
import { JobProgress, useJobName } from "./job-progress.tsx";
import "../../ui/filters.css";
import { BackTo } from "./back.tsx";
import "./operations.css";

/** Work that was asked for and is done in the background: how far it is, and what a person does about it. */
export function JobsPage() {
  const { t } = useTranslation();
  const { show = "all" } = useSearch({ from: "/office/jobs" });
  const navigate = useNavigate({ from: "/office/jobs" });
  const jobs = useInfiniteQuery({ ...jobsQuery(show), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={CircleCheck} title={t("jobs.empty")} hint={t(`jobs.empty_${show}`)} />;
  return (
    <Page title={t("jobs.title")} lead={t("jobs.lead")}>
      <BackTo section="operations" />
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <Select<string>
          aria-label={t("jobs.show")}
          label={t("jobs.show")}
          size="l"
          value={[show]}
          options={JOB_SHOWS.map((one) => ({ value: one, content: t(`jobs.show_${one}`) }))}
          onUpdate={([chosen]) => {
            const found = JOB_SHOWS.find((one) => one === chosen && one !== "all");
            void navigate({ search: { show: found }, replace: true });
          }}
        />
      </div>
      <PagedList list={jobs} empty={empty}>
        {(pages) => <JobsTable jobs={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function JobsTable({ jobs }: { readonly jobs: readonly Job[] }) {
  const { t } = useTranslation();
  const who = useWho(jobs.flatMap(({ askedBy, decidedBy }) => [askedBy, decidedBy]));
  return (
    <Table caption={t("jobs.title")} columns={[t("jobs.job"), t("jobs.state"), [t("jobs.asked"), "wide"]]}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} who={who} />
      ))}
    </Table>
  );
}

interface JobRowProps {
  readonly job: Job;
  readonly who: (code: string) => string;
}

function JobRow({ job, who }: JobRowProps) {
  const { t } = useTranslation();
  const nameOf = useJobName();
  const format = useFormats("UTC");
  const asked = t("jobs.askedBy", { by: who(job.askedBy), at: format.instant(job.askedAt) });
  return (
    <tr>
      <th scope="row" className="operations__place">
        {nameOf(job)}
        <span className="table__below">{t("jobs.number", { id: job.id })}</span>
        <span className="table__narrow table__below">{asked}</span>
        <Decide job={job} />
      </th>
      <td>
        <JobProgress job={job} />
        {job.lastError === null || job.state === "done" ? null : (
          <span className="table__below operations__place">{job.lastError}</span>
        )}
        {job.finishedAt === null ? null : (
          <span className="table__below">{t("jobs.finished", { at: format.instant(job.finishedAt) })}</span>
        )}
        {job.decidedBy === null ? null : (
          <span className="table__below">{t("jobs.decidedBy", { by: who(job.decidedBy) })}</span>
        )}
      </td>
      <td className="table__wide">{asked}</td>
    </tr>
  );
}

function Decide({ job }: Pick<JobRowProps, "job">) {
  const { t } = useTranslation();
  const nameOf = useJobName();
  const queryClient = useQueryClient();
  const path = { id: job.id };
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ["jobs"] });
  const cancel = useMutation({
    mutationFn: () => taken(api.POST("/v1/office/jobs/{id}/cancel", { params: { path } })),
    onSettled,
  });
  const retry = useMutation({
    mutationFn: () => taken(api.POST("/v1/office/jobs/{id}/retry", { params: { path } })),
    onSettled,
  });
  if (job.finishedAt !== null) return null;
  const named = { job: `${nameOf(job)}, ${job.id}` };
  return (
    <div className="operations__acts">
      {job.state === "running" ? null : (
        <Button size="l" loading={retry.isPending} aria-label={t("jobs.retryOf", named)} onClick={() => retry.mutate()}>
          {t("jobs.retry")}
        </Button>
      )}
      {job.cancelAsked ? null : (
        <Button
          size="l"
          view="outlined-danger"
          loading={cancel.isPending}
          aria-label={t("jobs.cancelOf", named)}
          onClick={() => cancel.mutate()}
        >
          {t("jobs.cancel")}
        </Button>
      )}
      <Refused error={cancel.error ?? retry.error} />
    </div>
  );
}
