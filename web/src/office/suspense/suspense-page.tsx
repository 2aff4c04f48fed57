import { CircleCheck } from "@gravity-ui/icons";
import { Checkbox, Label } from "@gravity-ui/uikit";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SuspenseLine } from "../../api/fetch.ts";
import { clockQuery } from "../../api/queries.ts";
import { suspenseQuery } from "../../api/office-queries.ts";
import { useMe } from "../../session/me.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { LeftProposal } from "../proposals/left-proposal.tsx";
import { DecideBar } from "./decide-bar.tsx";
import { taxNumberName } from "./tax-number-name.ts";
import { ProjectLink } from "../projects/project-link.tsx";
import "./suspense.css";

/** PAY-05: transfers that nobody could be recognised by, each with its reason and how long it has waited. */
export function SuspensePage() {
  const { t } = useTranslation();
  const lines = useInfiniteQuery(suspenseQuery);
  const { data: clock } = useQuery(clockQuery);
  const { staffRole } = useMe();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<Done | null>(null);
  const choose = (id: string, take: boolean) =>
    setChosen((before) => new Set(take ? [...before, id] : [...before].filter((one) => one !== id)));
  const chosenLines = (lines.data?.pages ?? []).flatMap(({ items }) => items.filter(({ id }) => chosen.has(id)));
  const decided = (proposal: string | null) => {
    const text = proposal === null ? t("suspense.decided", { count: chosen.size }) : <LeftProposal id={proposal} />;
    setDone({ text });
    setChosen(new Set());
  };
  const empty = <EmptyState icon={CircleCheck} title={t("suspense.empty")} hint={t("suspense.emptyHint")} />;
  return (
    <Page title={t("suspense.title")} lead={t("suspense.lead")}>
      {chosen.size > 0 ? <DecideBar lines={chosenLines} onDecided={decided} /> : null}
      <Told done={done} />
      <PagedList list={lines} empty={empty}>
        {(pages) => (
          <SuspenseTable
            lines={pages.flatMap(({ items }) => items)}
            now={clock?.now ?? null}
            chosen={chosen}
            onChoose={mayDecide(staffRole) ? choose : null}
          />
        )}
      </PagedList>
    </Page>
  );
}

interface SuspenseTableProps {
  readonly lines: readonly SuspenseLine[];
  /** Business time; null until it is known. */
  readonly now: string | null;
  readonly chosen: ReadonlySet<string>;
  /** Null for who may only look. */
  readonly onChoose: ((id: string, take: boolean) => void) | null;
}

function SuspenseTable({ lines, now, chosen, onChoose }: SuspenseTableProps) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t("suspense.title")}
      columns={[
        t("suspense.payer"),
        [t("suspense.purpose"), "wide"],
        [t("suspense.reason"), "wide"],
        [t("suspense.amount"), "number"],
      ]}
    >
      {lines.map((line) => (
        <SuspenseRow key={line.id} line={line} now={now} chosen={chosen.has(line.id)} onChoose={onChoose} />
      ))}
    </Table>
  );
}

interface SuspenseRowProps {
  readonly line: SuspenseLine;
  readonly now: string | null;
  readonly chosen: boolean;
  readonly onChoose: SuspenseTableProps["onChoose"];
}

function SuspenseRow({ line, now, chosen, onChoose }: SuspenseRowProps) {
  const { t } = useTranslation();
  // Only local dates and sums are shown: they need no zone.
  const format = useFormats("UTC");
  const { payer, documentNumber: number } = line;
  const date = format.date(line.bookedOn);
  return (
    <tr>
      <th scope="row" className="suspense__payer">
        {onChoose ? (
          <Checkbox
            className="suspense__choose"
            size="l"
            checked={chosen}
            controlProps={{ "aria-label": t("suspense.choose", { date }) }}
            onUpdate={(take) => onChoose(line.id, take)}
          />
        ) : null}
        {payer.name ?? t("suspense.payerUnknown")}
        {payer.inn === null ? null : (
          <span className="table__below tabular">
            {t(`suspense.${taxNumberName(line.ownAccount)}`, { number: payer.inn })}
          </span>
        )}
        {line.otherPayer ? <span className="table__below danger">{t("suspense.otherPayer")}</span> : null}
        <span className="table__below tabular">
          {number === null ? t("suspense.lineNoNumber", { date }) : t("suspense.line", { number, date })}
        </span>
        <span className="table__narrow">
          <Purpose line={line} />
          <Reason line={line} now={now} />
        </span>
      </th>
      <td className="table__wide suspense__purpose">
        <Purpose line={line} />
      </td>
      <td className="table__wide">
        <Reason line={line} now={now} />
      </td>
      <td className="table__number">
        {format.money(line.amount.amount, line.amount.currency)}
        {line.direction === "out" ? <span className="table__below">{t("suspense.out")}</span> : null}
      </td>
    </tr>
  );
}

function Purpose({ line }: { readonly line: SuspenseLine }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="suspense__text">{line.purpose === "" ? t("suspense.purposeNone") : line.purpose}</span>
      {line.proposed === null ? null : (
        <span className="table__below tabular">
          {t("suspense.proposed")} <ProjectLink pid={line.proposed} />
        </span>
      )}
      <span className="table__below tabular">{t("suspense.account", { account: line.ownAccount })}</span>
      <span className="table__below">{t("suspense.file", { id: line.fileId, name: line.fileName })}</span>
      {line.duplicateOf === null ? null : (
        <span className="table__below tabular">{t("suspense.duplicateOf", { id: line.duplicateOf })}</span>
      )}
    </>
  );
}

/** AUD-03: that somebody is to confirm what was decided; who may decide goes there. */
function SecondPerson({ proposal }: { readonly proposal: string | null }) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  if (proposal === null) return null;
  if (!mayDecide(staffRole)) return <span className="table__below">{t("proposals.open")}</span>;
  return (
    <Link className="table__below" to="/office/proposals/$id" params={{ id: proposal }}>
      {t("proposals.open")}
    </Link>
  );
}

const mayDecide = (role: string | null) => role === "accountant" || role === "operator";

const DAY = 86_400_000;

/** Why the line waits and since when; a line that waits too long is marked. */
function Reason({ line, now }: { readonly line: SuspenseLine; readonly now: string | null }) {
  const { t } = useTranslation();
  const days = now === null ? null : Math.floor((Date.parse(now) - Date.parse(line.waitsSince)) / DAY);
  return (
    <>
      <SecondPerson proposal={line.proposal} />
      <Label theme={line.overdue ? "danger" : "warning"}>{t(`suspense.reason_${line.reason}`)}</Label>
      {days === null ? null : (
        <span className={line.overdue ? "table__below danger" : "table__below"}>
          {days < 1 ? t("suspense.waitsToday") : t("suspense.waits", { count: days })}
        </span>
      )}
    </>
  );
}
