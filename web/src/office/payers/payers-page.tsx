import { Persons } from "@gravity-ui/icons";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ListedPayer } from "../../api/fetch.ts";
import { payersQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useCountryName } from "./countries.ts";
import "./payers.css";

/** PYR-10: whom documents are made out to; each leads to its details. */
export function PayersPage() {
  const { t } = useTranslation();
  const { search = "" } = useSearch({ from: "/office/payers" });
  const navigate = useNavigate({ from: "/office/payers" });
  const payers = useInfiniteQuery({ ...payersQuery(search), placeholderData: keepPreviousData });
  const empty = <EmptyState icon={Persons} title={t("payers.empty")} hint={t("payers.emptyHint")} />;
  return (
    <Page title={t("payers.title")} lead={t("payers.lead")}>
      <SearchForm
        key={search}
        value={search}
        label={t("payers.search")}
        submit={t("payers.find")}
        maxLength={100}
        onSearch={(text) => void navigate({ search: { search: text }, replace: true })}
      />
      <PagedList list={payers} empty={empty}>
        {(pages) => <PayersTable payers={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}

function PayersTable({ payers }: { readonly payers: readonly ListedPayer[] }) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t("payers.title")}
      columns={[t("payers.name"), [t("payers.number"), "wide"], [t("payers.registered"), "wide"]]}
    >
      {payers.map((payer) => (
        <PayerRow key={payer.id} payer={payer} />
      ))}
    </Table>
  );
}

function PayerRow({ payer }: { readonly payer: ListedPayer }) {
  const { t } = useTranslation();
  const country = useCountryName();
  return (
    <tr>
      <th scope="row" className="payers__name">
        <Link to="/office/payers/$id" params={{ id: payer.id }} search={true}>
          {payer.name}
        </Link>
        <span className="table__below">{t(`payers.kind_${payer.kind}`)}</span>
        <span className="table__narrow">
          <span className="tabular">{payer.inn}</span>, {country(payer.countryCode)}
          <span className="table__below">
            <Registered at={payer.registeredAt} timeZone={payer.timeZone} />
          </span>
        </span>
      </th>
      <td className="table__wide tabular">
        {payer.inn}
        <span className="table__below">{country(payer.countryCode)}</span>
      </td>
      <td className="table__wide">
        <Registered at={payer.registeredAt} timeZone={payer.timeZone} />
      </td>
    </tr>
  );
}

interface RegisteredProps {
  readonly at: string | null;
  /** Of the payer's region (REG-07). */
  readonly timeZone: string;
}

export function Registered({ at, timeZone }: RegisteredProps) {
  const { t } = useTranslation();
  const format = useFormats(timeZone);
  return at === null ? (
    <span className="danger">{t("payers.notConfirmed")}</span>
  ) : (
    <span>{t("payers.confirmed", { date: format.instantDate(at) })}</span>
  );
}
