import { ClockArrowRotateLeft } from "@gravity-ui/icons";
import { Button, Checkbox, Select, TextInput } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ACTORS } from "../../api/filters.ts";
import type { OfficeAct } from "../../api/fetch.ts";
import { actKindsQuery, actsQuery, auditChainsQuery } from "../../api/office-queries.ts";
import { clockQuery } from "../../api/queries.ts";
import { ActClassFilter, ActShown } from "../../ui/acts.tsx";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { PeriodFilter } from "../../ui/period-filter.tsx";
import { localDateOf, presetRange } from "../../ui/period.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import type { ActsSearch } from "../search.ts";
import { thingText } from "./things.ts";
import { Chains } from "./chains.tsx";
import "../../ui/filters.css";
import "./acts.css";

/** AUD-01: every act and every refusal of one, and whether their record is whole. */
export function ActsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/office/acts" });
  const clock = useQuery(clockQuery);
  const kinds = useQuery(actKindsQuery);
  const chains = useQuery(auditChainsQuery);
  const failed = [clock, kinds].find(({ error }) => error !== null);
  // Acts of one region are cut by its days, which begin before those of UTC.
  const zone = chains.data?.chains.find(({ chain }) => chain === search.region)?.timeZone ?? "UTC";
  return (
    <Page title={t("acts.title")} lead={t("acts.lead")}>
      <Chains />
      {failed ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} /> : null}
      {clock.data && kinds.data && !chains.isPending ? (
        <Acts search={search} today={localDateOf(clock.data.now, zone)} kinds={kinds.data.items} />
      ) : null}
    </Page>
  );
}

interface FilterProps {
  readonly search: ActsSearch;
  readonly today: string;
  readonly kinds: readonly { readonly act: string; readonly text: { readonly ru: string; readonly en: string } }[];
}

function Acts({ search, today, kinds }: FilterProps) {
  const { t } = useTranslation();
  const fallback = presetRange("last30", today);
  const range = { from: search.from ?? fallback.from, to: search.to ?? fallback.to };
  const acts = useInfiniteQuery({ ...actsQuery({ ...search, ...range }), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={ClockArrowRotateLeft} title={t("acts.empty")} hint={t("acts.emptyHint")} />;
  return (
    <>
      <Filters search={search} today={today} kinds={kinds} range={range} />
      <PagedList list={acts} empty={empty}>
        {(pages) => <ActsTable acts={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </>
  );
}

function Filters({ search, today, kinds, range }: FilterProps & { readonly range: { from: string; to: string } }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate({ from: "/office/acts" });
  const change = (next: Partial<ActsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <>
      <div className="filters" role="group" aria-label={t("filter.label")}>
        <PeriodFilter range={range} today={today} onChange={change} />
        <ActClassFilter value={search.class} onChange={(value) => change({ class: value })} />
        <Select<string>
          aria-label={t("acts.kind")}
          label={t("acts.kind")}
          size="l"
          filterable
          value={[search.act ?? "all"]}
          options={[
            { value: "all", content: t("act.all") },
            ...kinds.map((kind) => ({ value: kind.act, content: text(kind.text) })),
          ]}
          onUpdate={([chosen]) => change({ act: kinds.find(({ act }) => act === chosen)?.act })}
        />
        <Select<string>
          aria-label={t("acts.who")}
          label={t("acts.who")}
          size="l"
          value={[search.by ?? "all"]}
          options={[
            { value: "all", content: t("acts.everybody") },
            ...ACTORS.map((one) => ({ value: one as string, content: t(`acts.by_${one}`) })),
          ]}
          onUpdate={([chosen]) => change({ by: ACTORS.find((one) => one === chosen) })}
        />
        <RegionFilter region={search.region} onChange={(region) => change({ region })} />
        <Checkbox size="l" checked={search.refused === true} onUpdate={(on) => change({ refused: on || undefined })}>
          {t("act.refusedOnly")}
        </Checkbox>
        <Checkbox
          size="l"
          checked={search.order === "oldest"}
          onUpdate={(on) => change({ order: on ? "oldest" : undefined })}
        >
          {t("acts.oldestFirst")}
        </Checkbox>
      </div>
      <Words key={JSON.stringify([search.actor, search.subject])} search={search} onFind={change} />
    </>
  );
}

interface RegionFilterProps {
  readonly region: string | undefined;
  readonly onChange: (region: string | undefined) => void;
}

/** The regions that have acts: each has a chain. */
function RegionFilter({ region, onChange }: RegionFilterProps) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useQuery(auditChainsQuery);
  const regions = (data?.chains ?? []).flatMap(({ chain, name }) => (name === null ? [] : [{ chain, name }]));
  return (
    <Select<string>
      aria-label={t("acts.region")}
      label={t("acts.region")}
      size="l"
      value={[region ?? ALL]}
      options={[
        { value: ALL, content: t("acts.everywhere") },
        ...regions.map(({ chain, name }) => ({ value: chain, content: text(name) })),
      ]}
      onUpdate={([chosen]) => onChange(chosen === ALL ? undefined : chosen)}
    />
  );
}

/** Never a region's code, which is in small letters. */
const ALL = "ALL";

interface WordsProps {
  readonly search: ActsSearch;
  readonly onFind: (next: Partial<ActsSearch>) => void;
}

/** Filters that are typed: whose acts, on whom. */
function Words({ search, onFind }: WordsProps) {
  const { t } = useTranslation();
  const [actor, setActor] = useState(search.actor ?? "");
  const [subject, setSubject] = useState(search.subject ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const word = (typed: string) => typed.trim() || undefined;
    onFind({ actor: word(actor), subject: word(subject) });
  };
  const fields = [
    { name: t("acts.actor"), value: actor, update: setActor },
    { name: t("acts.subject"), value: subject, update: setSubject },
  ];
  return (
    <form className="filters" role="search" onSubmit={submit}>
      {fields.map(({ name, value, update }) => (
        <TextInput
          key={name}
          className="acts__word"
          size="l"
          value={value}
          onUpdate={update}
          placeholder={name}
          hasClear
          controlProps={{ "aria-label": name, maxLength: 200 }}
        />
      ))}
      <Button size="l" type="submit">
        {t("acts.find")}
      </Button>
    </form>
  );
}

function ActsTable({ acts }: { readonly acts: readonly OfficeAct[] }) {
  const { t } = useTranslation();
  const who = useWho(acts.flatMap(({ by, thing, changes }) => [by.key, by.onBehalfOf, thing, ...peopleIn(changes)]));
  return (
    <Table
      caption={t("acts.title")}
      columns={[t("acts.what"), [t("acts.on"), "wide"], [t("acts.who"), "wide"], [t("acts.at"), "wide"]]}
    >
      {acts.map((act) => (
        <ActRow key={act.id} act={act} who={who} />
      ))}
    </Table>
  );
}

/** Who stands in what was changed, as the books keep them: `user:…`. */
function peopleIn(changes: OfficeAct["changes"]): string[] {
  const values = changes.flatMap(({ before, after }) => [before, after]);
  return values.flatMap((value) => (typeof value === "string" && value.startsWith("user:") ? [value] : []));
}

interface ActRowProps {
  readonly act: OfficeAct;
  readonly who: (code: string) => string;
}

function ActRow({ act, who }: ActRowProps) {
  const { t } = useTranslation();
  // Acts of all regions stand in one list; the heading names UTC.
  const format = useFormats("UTC");
  const text = useText();
  const at = format.instant(act.at);
  const name = (
    <>
      {act.by.onBehalfOf === null
        ? who(act.by.key)
        : t("acts.asCustomer", { who: who(act.by.key), behalf: who(act.by.onBehalfOf) })}
      <span className="table__below acts__place">
        {[act.address, act.agent].filter((one) => one !== "").join(", ")}
      </span>
    </>
  );
  const on = [...act.subjects, ...(act.thing === null ? [] : [act.thing])].map((key) => thingText(who(key), t));
  return (
    <tr>
      <th scope="row">
        <ActShown act={act} format={format} who={who} />
        <span className="table__narrow">
          <span className="table__below acts__place">{on.slice(0, 5).join(", ")}</span>
          {name}
          <span className="table__below tabular">{at}</span>
        </span>
      </th>
      <td className="table__wide acts__place">
        {on.slice(0, 5).join(", ")}
        {on.length > 5 ? ` +${on.length - 5}` : null}
        {act.regionName === null ? null : <span className="table__below">{text(act.regionName)}</span>}
      </td>
      <td className="table__wide">{name}</td>
      <td className="table__wide tabular">{at}</td>
    </tr>
  );
}
