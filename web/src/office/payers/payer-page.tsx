import { ArrowLeft } from "@gravity-ui/icons";
import { Alert, Icon, Label } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ShownPayer } from "../../api/fetch.ts";
import { payerQuery } from "../../api/office-queries.ts";
import { useMe } from "../../session/me.ts";
import { Page } from "../../ui/page.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useWho } from "../people.ts";
import { PayerForm } from "./payer-form.tsx";
import { PaymentTerm } from "./payment-term.tsx";
import { Registered } from "./payers-page.tsx";
import "../../ui/table.css";
import "./payers.css";

/** PYR-06, PYR-10: a payer's details, what keeps its documents under each contract, and who changed it. */
export function PayerPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/office/payers/$id" });
  const payer = useQuery(payerQuery(id));
  const back = (
    <Link to="/office/payers" search={true} className="page__back">
      <Icon data={ArrowLeft} size={16} /> {t("payers.back")}
    </Link>
  );
  return (
    <Page title={payer.data?.details.fullName ?? t("payers.name")} aside={back}>
      {payer.isPending ? (
        <div className="card">
          <Loading />
        </div>
      ) : null}
      {payer.isError ? (
        <div className="card">
          <ErrorState error={payer.error} onRetry={() => void payer.refetch()} />
        </div>
      ) : null}
      {payer.data ? <PayerCards payer={payer.data} /> : null}
    </Page>
  );
}

const EDITORS = ["document_clerk", "accountant"];

function PayerCards({ payer }: { readonly payer: ShownPayer }) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const mayEdit = EDITORS.includes(staffRole ?? "");
  return (
    <div className="payer">
      <section className="card payer__card" aria-label={t("payers.contracts")}>
        <h2 className="payer__heading">{t("payers.contracts")}</h2>
        <p className="payer__facts">
          <Registered at={payer.registeredAt} timeZone={payer.timeZone} />
          {payer.pids.map((pid) => (
            <Link key={pid} to="/office/projects/$pid" params={{ pid }} className="tabular">
              {pid}
            </Link>
          ))}
        </p>
        <ul className="payer__list">
          {payer.contracts.map((contract) => (
            <ContractState key={contract.id} payer={payer} contract={contract} mayEdit={mayEdit} />
          ))}
        </ul>
      </section>
      <section className="card payer__card" aria-label={t("payers.details")}>
        <h2 className="payer__heading">{t("payers.details")}</h2>
        <p className="muted payer__facts">{mayEdit ? t("payers.issuedStay") : t("payers.readOnly")}</p>
        <PayerForm key={payer.changes[0]?.id ?? "first"} payer={payer} mayEdit={mayEdit} />
      </section>
      <History payer={payer} />
    </div>
  );
}

interface ContractStateProps {
  readonly payer: Pick<ShownPayer, "id" | "timeZone">;
  readonly contract: ShownPayer["contracts"][number];
  readonly mayEdit: boolean;
}

function ContractState({ payer, contract, mayEdit }: ContractStateProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(payer.timeZone);
  const { type, number, problems } = contract;
  const name = number === null ? t(`payers.contract_${type}`) : t("payers.contractNumber", { number });
  return (
    <li>
      <strong>{name}</strong>, {contract.supplier}, {t(`payers.scheme_${contract.paymentScheme}`)},{" "}
      {format.instantDate(contract.startsAt)}{" "}
      {problems.length === 0 ? (
        <Label theme="success">{t("payers.ready")}</Label>
      ) : (
        <Alert
          className="payer__problems"
          theme="warning"
          title={t("payers.waits")}
          message={
            <ul className="payer__list">
              {problems.map((problem) => (
                <li key={`${problem.field} ${problem.code}`}>{text(problem.text)}</li>
              ))}
            </ul>
          }
        />
      )}
      {contract.paymentScheme === "postpaid" ? (
        <PaymentTerm payer={payer} contract={contract} mayEdit={mayEdit} />
      ) : null}
    </li>
  );
}

function History({ payer }: { readonly payer: ShownPayer }) {
  const { t } = useTranslation();
  const format = useFormats(payer.timeZone);
  const who = useWho(payer.changes.map(({ by }) => by));
  return (
    <section className="card payer__card" aria-label={t("payers.history")}>
      <h2 className="payer__heading">{t("payers.history")}</h2>
      {payer.changes.length === 0 ? <p className="muted">{t("payers.historyNone")}</p> : null}
      <ol className="payer__list">
        {payer.changes.map((change) => (
          <li key={change.id}>
            <strong>
              {format.instant(change.at)} ({format.offset(change.at)})
            </strong>{" "}
            {who(change.by)}
            {change.note === null ? null : `: ${change.note}`}
            <ul className="payer__list">
              {change.fields.map(({ field, before, after }) => (
                <li key={field} className="payer__change">
                  {t(`payers.field_${field as "address"}`)}: <del>{before ?? t("payers.nothing")}</del> →{" "}
                  <ins>{after ?? t("payers.nothing")}</ins>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
