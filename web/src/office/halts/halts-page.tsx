import { CircleCheck } from "@gravity-ui/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Halt, api, taken } from "../../api/fetch.ts";
import { haltsQuery } from "../../api/office-queries.ts";
import { useMe } from "../../session/me.ts";
import { Page } from "../../ui/page.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { LeftProposal } from "../proposals/left-proposal.tsx";
import { ReasonedAct } from "../reasoned-act.tsx";

/** Reliability 15: what automation halted at, since it would touch too many projects; two persons let it go on (AUD-03). */
export function HaltsPage() {
  const { t } = useTranslation();
  const halts = useQuery(haltsQuery);
  const [told, setTold] = useState<Done | null>(null);
  return (
    <Page title={t("halts.title")} lead={t("halts.lead")}>
      <Told done={told} />
      <div className="card">
        {halts.isPending ? <Loading /> : null}
        {halts.isError ? <ErrorState error={halts.error} onRetry={() => void halts.refetch()} /> : null}
        {halts.data?.items.length === 0 ? (
          <EmptyState icon={CircleCheck} title={t("halts.empty")} hint={t("halts.emptyHint")} />
        ) : null}
        {halts.data && halts.data.items.length > 0 ? (
          <Table caption={t("halts.title")} columns={[t("halts.what"), [t("halts.affected"), "wide"]]}>
            {halts.data.items.map((halt) => (
              <HaltRow key={halt.kind} halt={halt} onAsked={(id) => setTold({ text: <LeftProposal id={id} /> })} />
            ))}
          </Table>
        ) : null}
      </div>
    </Page>
  );
}

interface HaltRowProps {
  readonly halt: Halt;
  readonly onAsked: (proposal: string) => void;
}

function HaltRow({ halt, onAsked }: HaltRowProps) {
  const { t } = useTranslation();
  // The halt is no region's.
  const format = useFormats("UTC");
  const queryClient = useQueryClient();
  const { staffRole } = useMe();
  const { kind, haltedAt, affected, allowed, proposal } = halt;
  const release = async (note: string) => {
    const asked = await taken(
      api.POST("/v1/office/halts/{kind}/release", { params: { path: { kind } }, body: { note } }),
    );
    await queryClient.invalidateQueries({ queryKey: ["halts"] });
    void queryClient.invalidateQueries({ queryKey: ["proposals"] });
    onAsked(asked.proposal ?? "");
  };
  return (
    <tr>
      <th scope="row">
        {t(`halts.kind_${kind}`)}
        <span className="table__below">{t("halts.since", { at: format.instant(haltedAt) })}</span>
        <span className="table__narrow table__below">
          {t("halts.affected")}: {affected}, {t("halts.allowed", { count: allowed })}
        </span>
        {proposal === null ? null : (
          <Link className="table__below" to="/office/proposals/$id" params={{ id: proposal }}>
            {t("proposals.open")}
          </Link>
        )}
        {proposal === null && staffRole === "operator" ? (
          <ReasonedAct
            label={t("halts.release")}
            hint={t("halts.releaseHint")}
            why={t("halts.why")}
            act={release}
            onDone={() => undefined}
          />
        ) : null}
      </th>
      <td className="table__wide tabular">
        {affected}
        <span className="table__below">{t("halts.allowed", { count: allowed })}</span>
      </td>
    </tr>
  );
}
