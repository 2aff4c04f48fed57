import { ArrowLeft } from "@gravity-ui/icons";
import { Alert, Button, Icon, TextArea } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ShownProposal, api, done } from "../../api/fetch.ts";
import { proposalQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { ProposalState } from "./proposal-state.tsx";
import { ProposedFile } from "./proposed-file.tsx";
import "./proposals.css";

/** AUD-03: what is proposed, by whom and why, what it changes; and what who looks can do with it. */
export function ProposalPage() {
  const { t } = useTranslation();
  const text = useText();
  const { id } = useParams({ from: "/office/proposals/$id" });
  const proposal = useQuery(proposalQuery(id));
  const [told, setTold] = useState<Done | null>(null);
  const back = (
    <Link to="/office/proposals" search={true} className="page__back">
      <Icon data={ArrowLeft} size={16} /> {t("proposals.back")}
    </Link>
  );
  const title = proposal.data ? `${text(proposal.data.title)}, ${t("proposals.number", { id })}` : t("proposals.title");
  return (
    <Page title={title} aside={back}>
      <Told done={told} />
      {proposal.isPending ? (
        <div className="card">
          <Loading />
        </div>
      ) : null}
      {proposal.isError ? (
        <div className="card">
          <ErrorState error={proposal.error} onRetry={() => void proposal.refetch()} />
        </div>
      ) : null}
      {proposal.data ? <ProposalCards proposal={proposal.data} onDone={(said) => setTold({ text: said })} /> : null}
    </Page>
  );
}

interface CardsProps {
  readonly proposal: ShownProposal;
  readonly onDone: (said: string) => void;
}

function ProposalCards({ proposal, onDone }: CardsProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(proposal.timeZone);
  const { amount, proposer, decider, decidedAt, note, region, state } = proposal;
  const when = (at: string) => `${format.instant(at)} (${format.offset(at)})`;
  const facts: readonly (readonly [string, string])[] = [
    ...(amount ? [[t("proposals.amount"), format.money(amount.amount, amount.currency)] as const] : []),
    ...(region ? [[t("proposals.region"), text(region)] as const] : []),
    [t("proposals.cause"), text(proposal.cause)],
    [t("proposals.reason"), proposal.reason],
    [t("proposals.proposer"), `${proposer.name}, ${when(proposal.proposedAt)}`],
    ...(state === "open" ? [[t("proposals.untilLabel"), when(proposal.expiresAt)] as const] : []),
    ...(decidedAt === null
      ? []
      : [
          [
            t(decider === null ? "proposals.closedAt" : "proposals.decider"),
            [decider?.name, when(decidedAt)].filter(Boolean).join(", "),
          ] as const,
        ]),
    ...(note === null ? [] : [[t("proposals.note"), note] as const]),
  ];
  return (
    <div className="proposals__cards">
      <section className="card proposals__card" aria-label={t("proposals.about")}>
        <ProposalState state={state} />
        <dl className="proposals__facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="card proposals__card" aria-label={t(`proposals.changes_${tenseOf(state)}`)}>
        <Changes proposal={proposal} />
      </section>
      {state === "open" && proposal.kind === "take_statement" ? <ProposedFile id={proposal.id} /> : null}
      {state === "open" ? <Decision proposal={proposal} onDone={onDone} /> : null}
    </div>
  );
}

/** What was done has changed; what never was would have. */
function tenseOf(state: ShownProposal["state"]) {
  return state === "open" ? "open" : state === "done" ? "done" : "never";
}

type Said = ShownProposal["facts"][number]["before"];

function Changes({ proposal }: { readonly proposal: ShownProposal }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(proposal.timeZone);
  const say = (said: Said) => {
    if (said === null) return "—";
    return "amount" in said ? format.money(said.amount, said.currency) : text(said);
  };
  return (
    <>
      <h2 className="proposals__heading">{t(`proposals.changes_${tenseOf(proposal.state)}`)}</h2>
      <dl className="proposals__facts">
        {proposal.facts.map(({ label, before, after }) => (
          <div key={label.en}>
            <dt>{text(label)}</dt>
            <dd>
              {before === null || after === null
                ? say(before ?? after)
                : t("proposals.becomes", { before: say(before), after: say(after) })}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

type Act = "approve" | "refuse" | "withdraw" | "adopt";

/** Sends what was decided; the key of a try that was lost is sent again by the same button. */
function sendDecision({ id, kind }: ShownProposal, act: Act, note: string) {
  const params = { path: { id } };
  const told = note.trim() === "" ? {} : { note: note.trim() };
  switch (act) {
    case "approve":
      return done(api.POST("/v1/office/proposals/{id}/approve", { params, body: { kind, ...told } }));
    case "refuse":
      return done(api.POST("/v1/office/proposals/{id}/refuse", { params, body: { note: note.trim() } }));
    case "withdraw":
      return done(api.POST("/v1/office/proposals/{id}/withdraw", { params, body: told }));
    default:
      return done(api.POST("/v1/office/proposals/{id}/adopt", { params }));
  }
}

function Decision({ proposal, onDone }: CardsProps) {
  const { t } = useTranslation();
  const text = useText();
  const queryClient = useQueryClient();
  const [note, setNote] = useState("");
  const decide = useMutation({
    mutationFn: (act: Act) => sendDecision(proposal, act, note),
    onSuccess: async (_none, act) => {
      await queryClient.invalidateQueries({ queryKey: ["proposal", proposal.id] });
      onDone(t(`proposals.told_${act}`));
      setNote("");
      void queryClient.invalidateQueries({ queryKey: ["proposals"] });
      void queryClient.invalidateQueries({ queryKey: ["suspense"] });
    },
    // Somebody else may have decided meanwhile.
    onError: () => void queryClient.invalidateQueries({ queryKey: ["proposal", proposal.id] }),
  });
  const { mayApprove, mayRefuse, mayWithdraw, mayAdopt, bar, obstacle, approvers } = proposal;
  const act = (which: Act, lacks = false) => ({
    size: "l" as const,
    loading: decide.isPending && decide.variables === which,
    disabled: lacks || decide.isPending,
    onClick: () => decide.mutate(which),
  });
  return (
    <section className="card proposals__card" aria-label={t("proposals.decide")}>
      {approvers === 0 ? <Alert theme="warning" message={t("proposals.nobody")} /> : null}
      {obstacle === null ? null : <Alert theme="danger" title={t("proposals.obstacle")} message={text(obstacle)} />}
      {bar === null || mayWithdraw ? null : <Alert theme="info" message={text(bar)} />}
      {mayWithdraw ? <p>{t("proposals.yours")}</p> : null}
      {mayApprove || mayRefuse || mayWithdraw ? (
        <TextArea
          controlProps={{ "aria-label": t("proposals.note"), maxLength: 1000 }}
          placeholder={t(mayRefuse ? "proposals.noteHint" : "proposals.note")}
          size="l"
          minRows={2}
          value={note}
          onUpdate={setNote}
        />
      ) : null}
      <div className="proposals__buttons">
        {mayApprove ? (
          <Button view="action" {...act("approve", obstacle !== null)}>
            {t("proposals.approve")}
          </Button>
        ) : null}
        {mayAdopt ? <Button {...act("adopt")}>{t("proposals.adopt")}</Button> : null}
        {mayRefuse ? (
          <Button view="outlined-danger" {...act("refuse", note.trim() === "")}>
            {t("proposals.refuse")}
          </Button>
        ) : null}
        {mayWithdraw ? <Button {...act("withdraw")}>{t("proposals.withdraw")}</Button> : null}
      </div>
      <Refused error={decide.error} />
    </section>
  );
}
