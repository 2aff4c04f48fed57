import { Button } from "@gravity-ui/uikit";
import { useInfiniteQuery, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActClass, Interval } from "../../api/filters.ts";
import type { Refusal } from "../../api/problem.ts";
import { LanguageSwitch, ThemeSwitch } from "../../session/settings-controls.tsx";
import { ActClassFilter, ActShown } from "../../ui/acts.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { DownloadButton } from "../../ui/download.tsx";
import { FullPageError, FullPageLoading } from "../../ui/full-page.tsx";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { IntervalFilter, PeriodFilter } from "../../ui/period-filter.tsx";
import { type DateRange, presetRange } from "../../ui/period.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { FilePicker } from "../../ui/request-files.tsx";
import { RequestFrame } from "../../ui/request-frame.tsx";
import { Facts, RequestDue, RequestMessages, RequestState } from "../../ui/request-thread.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { ACTS, FAILED, filesIn, FORBIDDEN, OFFLINE, REFUSED, threadIn, TURNS, ZONE } from "./samples.ts";
import { WORDS } from "./words.ts";
import "./pieces.css";

const PIECES = "/_pieces";
const TODAY = "2026-11-28";

const useWords = () => WORDS[usePreferences().language];

/** Every shared piece (src/ui) in all its states, on made-up data: no server is asked for anything. */
export function PiecesPage() {
  const words = useWords();
  return (
    <main className="pieces">
      <Page title={words.title} lead={words.lead} aside={<Controls />}>
        <Filters />
        <Tables />
        <Lists />
        <States />
        <Outcomes />
        <Acts />
        <Requests />
        <Piece title={words.whole}>
          <ul>
            {WHOLE.map((whole) => (
              <li key={whole}>
                <a href={`${PIECES}/${whole}`}>{words.wholes[whole]}</a>
              </li>
            ))}
          </ul>
        </Piece>
      </Page>
    </main>
  );
}

/** A piece: what it is called, and how it looks. */
function Piece({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="pieces__piece" aria-labelledby={id}>
      <h2 className="pieces__title" id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Controls() {
  const words = useWords();
  return (
    <div className="pieces__row" role="group" aria-label={words.controls}>
      <LanguageSwitch />
      <ThemeSwitch />
    </div>
  );
}

function Filters() {
  const words = useWords();
  const [range, setRange] = useState<DateRange>(presetRange("thisMonth", TODAY));
  const [interval, setInterval] = useState<Interval>("day");
  const [actClass, setActClass] = useState<ActClass>();
  const [search, setSearch] = useState("");
  return (
    <Piece title={words.filters}>
      <div className="filters">
        <PeriodFilter range={range} today={TODAY} onChange={setRange} />
        <IntervalFilter interval={interval} onChange={setInterval} />
        <ActClassFilter value={actClass} onChange={setActClass} />
      </div>
      <SearchForm
        key={search}
        value={search}
        label={words.search}
        submit={words.find}
        maxLength={40}
        onSearch={(text) => setSearch(text ?? "")}
      />
    </Piece>
  );
}

function Rows({ count }: { readonly count: number }) {
  const words = useWords();
  const format = useFormats(ZONE);
  return (
    <Table caption={words.table} columns={[words.document, [words.from, "wide"], [words.amount, "number"]]}>
      {Array.from({ length: count }, (_, place) => (
        <tr key={place}>
          <th scope="row">
            {words.act} {place + 16}
            <span className="table__below">{format.date("2026-10-31")}</span>
          </th>
          <td className="table__wide">{format.date("2026-10-31")}</td>
          <td className="table__number tabular">{format.money(place === 1 ? "-2901.60" : "12345.67", "RUB")}</td>
        </tr>
      ))}
    </Table>
  );
}

function Tables() {
  const words = useWords();
  return (
    <Piece title={words.table}>
      <div className="card">
        <Rows count={3} />
      </div>
    </Piece>
  );
}

type Came = "pending" | "failed" | "forbidden" | "offline" | "empty" | "nextFailed" | "more" | "all";
const CAME: readonly Came[] = ["pending", "failed", "forbidden", "offline", "empty", "nextFailed", "more", "all"];
const REFUSALS: Partial<Record<Came, Refusal>> = { failed: FAILED, forbidden: FORBIDDEN, offline: OFFLINE };

/** As a server would answer, or not. */
function answered<T>(came: Came, data: T): Promise<T> {
  if (came === "pending") return new Promise(() => undefined);
  const refusal = REFUSALS[came];
  return refusal ? Promise.reject(refusal) : Promise.resolve(data);
}

function Lists() {
  const words = useWords();
  return (
    <Piece title={words.states}>
      {CAME.map((came) => (
        <List key={came} came={came} />
      ))}
    </Piece>
  );
}

function List({ came }: { readonly came: Came }) {
  const words = useWords();
  const list = useInfiniteQuery({
    queryKey: ["piece", came],
    queryFn: ({ pageParam }) =>
      answered(pageParam > 0 ? "failed" : came, { items: came === "empty" ? [] : [1, 2], page: pageParam }),
    initialPageParam: 0,
    getNextPageParam: ({ page }) => (came === "more" || came === "nextFailed" ? page + 1 : null),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const failsNow = came === "nextFailed" && list.isSuccess && !list.isFetchingNextPage;
  return (
    <div className="pieces__state">
      <h3>
        {words[came]}{" "}
        {failsNow && !list.isFetchNextPageError ? (
          <Button size="s" onClick={() => void list.fetchNextPage()}>
            {words.tell}
          </Button>
        ) : null}
      </h3>
      <PagedList list={list} empty={<EmptyState title={words.emptyTitle} hint={words.emptyHint} />}>
        {(pages) => <Rows count={pages.reduce((sum, { items }) => sum + items.length, 0)} />}
      </PagedList>
    </div>
  );
}

function States() {
  const words = useWords();
  return (
    <Piece title={words.empty}>
      <div className="pieces__grid">
        <div className="card">
          <EmptyState
            title={words.emptyTitle}
            hint={words.emptyHint}
            actions={<Button view="action">{words.emptyAction}</Button>}
          />
        </div>
        <div className="card">
          <ErrorState error={FAILED} onRetry={() => undefined} />
        </div>
        <div className="card">
          <Loading rows={3} />
        </div>
      </div>
    </Piece>
  );
}

type Asking = "plain" | "danger" | "refused";

function Outcomes() {
  const words = useWords();
  const [done, setDone] = useState<Done | null>(null);
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  return (
    <Piece title={words.told}>
      <Told done={done} />
      <Refused error={REFUSED} />
      <div className="pieces__row">
        <Button onClick={() => setDone({ text: words.done })}>{words.tell}</Button>
        <Button onClick={() => setAsking("plain")}>{words.confirm}</Button>
        <Button onClick={() => setAsking("danger")}>{words.confirmDanger}</Button>
        <Button onClick={() => setAsking("refused")}>{words.confirmRefused}</Button>
        <DownloadButton path="/v1/nothing" fallbackName="nothing.pdf" label={words.downloadLabel}>
          {words.download}
        </DownloadButton>
      </div>
      {asking ? (
        <Confirm
          title={asking === "danger" ? words.confirmDanger : words.confirmAct}
          text={words.confirmText}
          action={asking === "danger" ? words.confirmDanger : words.confirmAct}
          danger={asking === "danger"}
          act={() => (asking === "refused" ? Promise.reject(REFUSED) : Promise.resolve())}
          onDone={close}
          onClose={close}
        />
      ) : null}
    </Piece>
  );
}

function Acts() {
  const words = useWords();
  const format = useFormats(ZONE);
  return (
    <Piece title={words.acts}>
      {ACTS.map((act) => (
        <div key={act.text.en} className="card pieces__padded">
          <ActShown act={act} format={format} />
        </div>
      ))}
    </Piece>
  );
}

function Requests() {
  const words = useWords();
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [files, setFiles] = useState(filesIn(language));
  return (
    <Piece title={words.requests}>
      <div className="card pieces__padded">
        <h3>{words.turns}</h3>
        <Facts
          rows={TURNS.map((turn) => [
            t(`request.state_${turn.state}`),
            <span key={turn.state} className="pieces__row">
              <RequestState state={turn.state} />
              <RequestDue request={turn} timeZone={ZONE} />
            </span>,
          ])}
        />
      </div>
      <div className="card pieces__padded">
        <h3>{words.thread}</h3>
        <RequestMessages messages={threadIn(language)} timeZone={ZONE} filesAt="/v1/nothing" />
      </div>
      <div className="card pieces__padded">
        <h3>{words.noThread}</h3>
        <RequestMessages messages={[]} timeZone={ZONE} filesAt="/v1/nothing" />
      </div>
      <div className="card pieces__padded">
        <h3>{words.files}</h3>
        <FilePicker path="/v1/nothing" files={files} onChange={(chosen) => setFiles([...chosen])} />
      </div>
    </Piece>
  );
}

type Whole = "loading" | "broken" | "request" | "requestLoading" | "requestBroken";
const WHOLE: readonly Whole[] = ["loading", "broken", "request", "requestLoading", "requestBroken"];

/** Pieces that are a whole page: each at an address of its own. */
export function WholePage() {
  const { whole }: { whole?: string } = useParams({ strict: false });
  if (whole === "loading") return <FullPageLoading />;
  if (whole === "broken") return <FullPageError error={FAILED} reset={() => window.location.reload()} />;
  return (
    <main className="pieces">
      <RequestSample came={whole === "request" ? "all" : whole === "requestBroken" ? "failed" : "pending"} />
    </main>
  );
}

function RequestSample({ came }: { readonly came: "all" | "failed" | "pending" }) {
  const words = useWords();
  const { language } = usePreferences();
  const found = useQuery({
    queryKey: ["piece request", came],
    queryFn: () => answered(came, { ...TURNS[1], title: words.question }),
    retry: false,
  });
  return (
    <RequestFrame
      found={found as UseQueryResult<(typeof TURNS)[number] & { title: string }>}
      zoneOf={() => ZONE}
      back={(label) => <a href={PIECES}>{label}</a>}
      backText={words.title}
    >
      {() => <RequestMessages messages={threadIn(language)} timeZone={ZONE} filesAt="/v1/nothing" />}
    </RequestFrame>
  );
}
