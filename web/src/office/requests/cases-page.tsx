import { CircleCheck } from "@gravity-ui/icons";
import { Button, Select, TextInput } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { officeRequestsQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { SavedFilters } from "../saved-filters.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { CASE_ASSIGNEES, CASE_DEPARTMENTS, CASE_SHOWS, type CasesSearch, casesSearch } from "../search.ts";
import { CaseTable } from "./case-table.tsx";
import "../../ui/filters.css";

/** REQ-11: the queues: by state, department, whose they are; the most urgent first. */
export function CasesPage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: "/office/requests" });
  const navigate = useNavigate({ from: "/office/requests" });
  const cases = useInfiniteQuery({ ...officeRequestsQuery(filter), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={CircleCheck} title={t("request.empty")} hint={t("cases.emptyHint")} />;
  return (
    <Page title={t("cases.title")} lead={t("cases.lead")}>
      <CaseFilters key={filter.search} filter={filter} />
      <SavedFilters
        list="cases"
        query={addressOf(filter)}
        onChoose={(query) =>
          void navigate({ search: casesSearch(Object.fromEntries(new URLSearchParams(query))), replace: true })
        }
      />
      <PagedList list={cases} empty={empty}>
        {(pages) => <CaseTable caption={t("cases.title")} cases={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function addressOf(filter: CasesSearch): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given as [string, string][]).toString();
}

function CaseFilters({ filter }: { readonly filter: CasesSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/office/requests" });
  const [typed, setTyped] = useState(filter.search ?? "");
  const change = (next: CasesSearch) =>
    void navigate({ search: (before: CasesSearch) => ({ ...before, ...next }), replace: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change({ search: typed.trim() || undefined });
  };
  return (
    <form className="filters" role="search" aria-label={t("filter.label")} onSubmit={submit}>
      <Choice
        label={t("cases.show")}
        value={filter.show ?? "queue"}
        options={CASE_SHOWS.map((one) => [one, t(`cases.show_${one}`)])}
        onChange={(show) => change({ show: CASE_SHOWS.find((one) => one === show && one !== "queue") })}
      />
      <Choice
        label={t("cases.department")}
        value={filter.department ?? "all"}
        options={[
          ["all", t("cases.departmentAll")],
          ...CASE_DEPARTMENTS.map((one) => [one, t(`cases.department_${one}`)] as const),
        ]}
        onChange={(department) => change({ department: CASE_DEPARTMENTS.find((one) => one === department) })}
      />
      <Choice
        label={t("cases.assignee")}
        value={filter.assignee ?? "all"}
        options={[
          ["all", t("cases.assignee_all")],
          ...CASE_ASSIGNEES.map((one) => [one, t(`cases.assignee_${one}`)] as const),
        ]}
        onChange={(assignee) => change({ assignee: CASE_ASSIGNEES.find((one) => one === assignee) })}
      />
      <TextInput
        size="l"
        value={typed}
        onUpdate={setTyped}
        placeholder={t("cases.search")}
        hasClear
        controlProps={{ "aria-label": t("cases.search"), maxLength: 254 }}
        className="cases__search"
      />
      <Button size="l" type="submit">
        {t("cases.find")}
      </Button>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly onChange: (value: string | undefined) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Select<string>
      aria-label={label}
      label={label}
      size="l"
      value={[value]}
      options={options.map(([one, content]) => ({ value: one, content }))}
      onUpdate={([chosen]) => onChange(chosen)}
    />
  );
}
