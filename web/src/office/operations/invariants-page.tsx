import { CircleCheck, CircleExclamation } from "@gravity-ui/icons";
import { Button, Icon } from "@gravity-ui/uikit";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Invariants, type InvariantRun, api, taken } from "../../api/fetch.ts";
import { invariantRunsQuery, invariantsQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { Refused } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import { JobProgress } from "./job-progress.tsx";
import { BackTo } from "./back.tsx";
import "./operations.css";

/** What must hold in the books at every instant, what the last look found, and the button that looks again. */
export function InvariantsPage() {
  const { t } = useTranslation();
  const invariants = useQuery(invariantsQuery);
  return (
    <Page title={t("invariants.title")} lead={t("invariants.lead")} aside={<Look />}>
      <BackTo section="operations" />
      {invariants.isPending ? <Loading /> : null}
      {invariants.isError ? <ErrorState error={invariants.error} onRetry={() => void invariants.refetch()} /> : null}
      {invariants.data ? (
        <>
          <LastLook found={invariants.data} />
          <InvariantsTable items={invariants.data.items} />
          <Looks />
        </>
      ) : null}
    </Page>
  );
}

function Look() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const look = useMutation({
    mutationFn: () => taken(api.POST("/v1/office/invariants/check")),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["invariants"] }),
  });
  return (
    <>
      <Button view="action" size="l" loading={look.isPending} onClick={() => look.mutate()}>
        {t("invariants.check")}
      </Button>
      <Refused error={look.error} />
    </>
  );
}

function useDuration(): (ms: number) => string {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  return (ms) =>
    ms < 1_000
      ? t("invariants.milliseconds", { value: ms })
      : t("invariants.seconds", { value: format.decimal((ms / 1_000).toFixed(1)) });
}

function LastLook({ found: { last, job, items } }: { readonly found: Invariants }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const durationOf = useDuration();
  const who = useWho([last?.askedBy]);
  return (
    <div className="card operations__state" role="status">
      {last === null ? (
        <p>{t("invariants.never")}</p>
      ) : (
        <>
          <p>
            <strong>
              {last.broken === 0
                ? t("invariants.fine", { count: items.length })
                : t("invariants.broken", { count: last.broken })}
            </strong>
          </p>
          <p className="secondary">
            {t("invariants.last", {
              at: format.instant(last.startedAt),
              duration: durationOf(last.durationMs),
              by: who(last.askedBy),
            })}
          </p>
        </>
      )}
      {job === null ? null : (
        <p>
          {t("invariants.running")} <JobProgress job={job} />
        </p>
      )}
    </div>
  );
}

function InvariantsTable({ items }: Pick<Invariants, "items">) {
  const { t } = useTranslation();
  const sorted = items.toSorted((one, other) => brokenRows(other) - brokenRows(one));
  return (
    <div className="card">
      <Table
        caption={t("invariants.title")}
        columns={[t("invariants.rule"), t("invariants.result"), [t("invariants.took"), "wide"]]}
      >
        {sorted.map((item) => (
          <InvariantRow key={item.name} item={item} />
        ))}
      </Table>
    </div>
  );
}

function brokenRows({ found }: Invariants["items"][number]): number {
  return Math.sign(found?.rows.length ?? 0);
}

function InvariantRow({ item: { name, meaning, help, found } }: { readonly item: Invariants["items"][number] }) {
  const { t } = useTranslation();
  const text = useText();
  const durationOf = useDuration();
  const isBroken = found !== null && found.rows.length > 0;
  return (
    <tr>
      <th scope="row" className="operations__place">
        {text(meaning)}
        <span className="table__below">{name}</span>
        {isBroken ? (
          <details>
            <summary className="table__opens">{t("invariants.rows")}</summary>
            {help === null ? null : <p className="secondary">{t("invariants.help", { help })}</p>}
            <pre className="operations__rows">{found.rows.join("\n")}</pre>
          </details>
        ) : null}
      </th>
      <td>
        {found === null ? (
          "—"
        ) : (
          <>
            <Icon data={isBroken ? CircleExclamation : CircleCheck} size={14} />{" "}
            {t(isBroken ? "invariants.isBroken" : "invariants.holds")}
          </>
        )}
      </td>
      <td className="table__wide tabular">{found === null ? "—" : durationOf(found.ms)}</td>
    </tr>
  );
}

/** The looks before. */
function Looks() {
  const { t } = useTranslation();
  const runs = useInfiniteQuery(invariantRunsQuery);
  return (
    <section>
      <h2 className="operations__heading">{t("invariants.looks")}</h2>
      <PagedList list={runs} empty={<EmptyState title={t("invariants.noLooks")} hint={t("invariants.never")} />}>
        {(pages) => <LooksTable runs={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </section>
  );
}

function LooksTable({ runs }: { readonly runs: readonly InvariantRun[] }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const durationOf = useDuration();
  const who = useWho(runs.map(({ askedBy }) => askedBy));
  return (
    <Table
      caption={t("invariants.looks")}
      columns={[t("invariants.at"), [t("invariants.brokenCount"), "number"], [t("invariants.took"), "wide"]]}
    >
      {runs.map(({ id, startedAt, askedBy, durationMs, broken }) => (
        <tr key={id}>
          <th scope="row" className="tabular">
            {format.instant(startedAt)}
            <span className="table__below">{who(askedBy)}</span>
          </th>
          <td className="table__number">{broken}</td>
          <td className="table__wide tabular">{durationOf(durationMs)}</td>
        </tr>
      ))}
    </Table>
  );
}
