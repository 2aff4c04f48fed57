import { ArrowLeft } from "@gravity-ui/icons";
import { Icon, Label } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { OfficeProjectPage } from "../../api/fetch.ts";
import { officeProjectQuery } from "../../api/office-queries.ts";
import { useMe } from "../../session/me.ts";
import { Page } from "../../ui/page.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { Card } from "./card.tsx";
import { ProjectActs } from "./project-acts.tsx";
import { LatestActs, Movements } from "./project-lists.tsx";
import { Owner, State } from "./projects-page.tsx";
import "../payers/payers.css";

/** REG-08, FRZ-02, BAL-01: one page with everything that there is of a project so far, and what staff do about it. */
export function ProjectPage() {
  const { t } = useTranslation();
  const { pid } = useParams({ from: "/office/projects/$pid" });
  const found = useQuery(officeProjectQuery(pid));
  const back = (
    <Link to="/office/projects" search={true} className="page__back">
      <Icon data={ArrowLeft} size={16} /> {t("projects.back")}
    </Link>
  );
  return (
    <Page title={found.data?.project.name ?? pid} lead={pid} aside={back}>
      {found.isPending ? (
        <div className="card">
          <Loading />
        </div>
      ) : null}
      {found.isError ? (
        <div className="card">
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        </div>
      ) : null}
      {found.data ? <Cards page={found.data} /> : null}
    </Page>
  );
}

interface CardsProps {
  readonly page: OfficeProjectPage;
}

const DOOR_KEEPERS = ["support", "operator"];

function Cards({ page }: CardsProps) {
  const { staffRole } = useMe();
  const isDoorKeeper = DOOR_KEEPERS.includes(staffRole ?? "");
  return (
    <div className="payer">
      <Head page={page} />
      {isDoorKeeper ? <ProjectActs page={page} /> : null}
      <Money page={page} />
      <Payers page={page} />
      <People page={page} />
      <Usage page={page} />
      <Requests page={page} />
      <Waiting page={page} />
      <Movements page={page} />
      {page.tokens === null ? null : <Tokens page={page} tokens={page.tokens} />}
      {isDoorKeeper ? <LatestActs page={page} /> : null}
    </div>
  );
}

/** Instants of the project's region, with their offset. */
function useAt({ project }: OfficeProjectPage): (at: string) => string {
  const format = useFormats(project.timeZone);
  return (at) => `${format.instant(at)} (${format.offset(at)})`;
}

function Head({ page }: CardsProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(page.project.timeZone);
  const at = useAt(page);
  return (
    <Card title={t("projects.history")}>
      <div className="payer__facts">
        <div>
          <State project={page.project} />
        </div>
        <div>
          <Owner project={page.project} />
        </div>
        <span>{text(page.project.regionName)}</span>
      </div>
      <ol className="payer__list">
        {page.history.map(({ at: when, event, balance }) => (
          <li key={`${when} ${event}`}>
            <strong>{at(when)}</strong> {t(`projects.event_${event}`)}
            {balance === null ? null : (
              <>, {t("projects.eventBalance", { amount: format.money(balance.amount, balance.currency) })}</>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Money({ page }: CardsProps) {
  const { t } = useTranslation();
  const text = useText();
  const { payment, bonus, timeZone, paymentScheme } = page.project;
  const format = useFormats(timeZone);
  const at = useAt(page);
  return (
    <Card title={t("projects.money")}>
      <p className="payer__facts tabular">
        <strong>
          {t("projects.payment")}: {format.money(payment.amount, payment.currency)}
        </strong>
        <span>{t("projects.bonus", { amount: format.money(bonus.amount, bonus.currency) })}</span>
        <span>{t(`payers.scheme_${paymentScheme}`)}</span>
      </p>
      <ul className="payer__list">
        {page.bonuses.map(({ name, amount, expiresAt }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two bonuses may be alike, and their order stays
          <li key={place}>
            {text(name)}: {format.money(amount.amount, amount.currency)},{" "}
            {expiresAt === null ? t("projects.forever") : t("projects.until", { at: at(expiresAt) })}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Payers({ page }: CardsProps) {
  const { t } = useTranslation();
  const format = useFormats(page.project.timeZone);
  return (
    <Card title={t("projects.payers")}>
      {page.payers.length === 0 ? <p className="muted">{t("projects.payersNone")}</p> : null}
      <ul className="payer__list">
        {page.payers.map(({ id, name, contract, paymentScheme, from, to, when }) => (
          <li key={`${id} ${from}`}>
            <Label theme={when === "now" ? "success" : "unknown"}>{t(`projects.when_${when}`)}</Label>{" "}
            <Link to="/office/payers/$id" params={{ id }}>
              {name}
            </Link>
            , {contract === null ? t("projects.offer") : t("projects.contractNumber", { number: contract })},{" "}
            {t(`payers.scheme_${paymentScheme}`)},{" "}
            {to === null
              ? t("projects.termOpen", { from: format.instantDate(from) })
              : t("projects.term", { from: format.instantDate(from), to: format.instantDate(to) })}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function People({ page }: CardsProps) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const seesSignIns = DOOR_KEEPERS.includes(staffRole ?? "");
  return (
    <Card title={t("projects.people")}>
      <ul className="payer__list">
        {page.people.map(({ name, email, role, blocked }) => (
          <li key={email}>
            {name},{" "}
            {seesSignIns ? (
              <Link to="/office/sign-ins" search={{ email }}>
                {email}
              </Link>
            ) : (
              email
            )}
            : {t(`roles.${role}`)}
            {blocked ? <span className="danger"> ({t("projects.blockedPerson")})</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Usage({ page }: CardsProps) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const at = useAt(page);
  const { quarantine, unpriced, notChargedSince } = page.alarms;
  const opens = DOOR_KEEPERS.includes(staffRole ?? "");
  const alarm = (text: string, to: "/office/quarantine" | "/office/unpriced-usage" | "/office/accrual-failures") => (
    <li>{opens ? <Link to={to}>{text}</Link> : text}</li>
  );
  const none = quarantine === 0 && unpriced === 0 && notChargedSince === null;
  return (
    <Card title={t("projects.usage")}>
      <p className="payer__facts">{t("projects.running", { count: page.running })}</p>
      {none ? <p className="muted">{t("projects.noAlarms")}</p> : null}
      <ul className="payer__list">
        {notChargedSince === null
          ? null
          : alarm(t("projects.notCharged", { at: at(notChargedSince) }), "/office/accrual-failures")}
        {quarantine === 0 ? null : alarm(t("projects.quarantine", { count: quarantine }), "/office/quarantine")}
        {unpriced === 0 ? null : alarm(t("projects.unpriced", { count: unpriced }), "/office/unpriced-usage")}
      </ul>
    </Card>
  );
}

function Requests({ page }: CardsProps) {
  const { t } = useTranslation();
  const at = useAt(page);
  return (
    <Card title={t("projects.requests")}>
      {page.requests.length === 0 ? <p className="muted">{t("projects.requestsNone")}</p> : null}
      <ul className="payer__list">
        {page.requests.map(({ id, number, title, state, dueAt }) => (
          <li key={id}>
            <Link to="/office/requests/$id" params={{ id }}>
              {number}
            </Link>{" "}
            {title}: {t(`request.state_${state}`)}
            {dueAt === null ? null : <>, {t("projects.until", { at: at(dueAt) })}</>}
          </li>
        ))}
      </ul>
      <p>
        <Link to="/office/requests" search={{ show: "all", search: page.project.pid }}>
          {t("projects.allRequests")}
        </Link>
      </p>
    </Card>
  );
}

function Waiting({ page }: CardsProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(page.project.timeZone);
  return (
    <Card title={t("projects.waiting")}>
      {page.waiting.length === 0 ? <p className="muted">{t("projects.waitingNone")}</p> : null}
      <ul className="payer__list">
        {page.waiting.map(({ payer, month, reason, amount }) => (
          <li key={`${payer.id} ${month} ${reason.en}`}>
            {format.month(month)},{" "}
            <Link to="/office/payers/$id" params={{ id: payer.id }}>
              {payer.name}
            </Link>
            , {format.money(amount.amount, amount.currency)}: {text(reason)}
          </li>
        ))}
      </ul>
      <p>
        <Link to="/office/waiting-documents">{t("projects.waitingAll")}</Link>
      </p>
    </Card>
  );
}

interface TokensProps extends CardsProps {
  readonly tokens: NonNullable<OfficeProjectPage["tokens"]>;
}

function Tokens({ page, tokens }: TokensProps) {
  const { t } = useTranslation();
  const at = useAt(page);
  return (
    <Card title={t("projects.tokens")}>
      {tokens.length === 0 ? <p className="muted">{t("projects.tokensNone")}</p> : null}
      <ul className="payer__list">
        {tokens.map(({ id, name, scopes, expiresAt, lastUsedAt }) => (
          <li key={id}>
            {t("projects.tokenLine", {
              name,
              scopes: scopes.join(", "),
              until: at(expiresAt),
              used: lastUsedAt === null ? t("projects.never") : at(lastUsedAt),
            })}
          </li>
        ))}
      </ul>
    </Card>
  );
}
