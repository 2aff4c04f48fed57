import { z } from "zod";

import { NotFound, Refusal, type Texts, fillText } from "../../core/errors.ts";
import { parseMinor } from "../../core/money.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { Actor } from "../../platform/act.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idInput,
  idSchema,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  nextCursorSchema,
  pageOf,
  route,
  textsSchema,
} from "../../platform/http/index.ts";
import { type Region, TWO_PERSON_ACTS, allRegions } from "../tenancy/index.ts";
import {
  PROPOSAL_CODES,
  PROPOSAL_TITLES,
  proposalAdopted,
  proposalApproved,
  proposalRefused,
  proposalWithdrawn,
} from "./acts.ts";
import * as bars from "./bars.ts";
import {
  type Approval,
  type Kinds,
  ProposalOutdated,
  StandsAlready,
  adoptProposal,
  approveProposal,
  checkUnchanged,
  kindOf,
  kindsOf,
  refuseProposal,
  withdrawProposal,
} from "./decide.ts";
import { type ProposalKind, factSchema } from "./kind.ts";
import { type NamedProposal, proposalById, withNames } from "./named.ts";
import { approversOf } from "./notices.ts";
import { type Proposal, type ProposalFilter, STATES, selectProposals } from "./store.ts";

const personSchema = z.strictObject({
  id: z.string().nullable().meta({ description: "Null: nobody who signed in, the command line" }),
  name: z.string(),
});
const rowSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(PROPOSAL_CODES),
  title: textsSchema,
  region: textsSchema.nullable(),
  timeZone: z.string().meta({ description: "Of the region: times are shown in it (REG-07); UTC without one" }),
  amount: moneySchema.nullable(),
  cause: textsSchema.meta({ description: "Why it takes two persons" }),
  reason: z.string().meta({ description: "Why it was proposed" }),
  proposer: personSchema,
  proposedAt: instantSchema,
  expiresAt: instantSchema,
  state: z.enum(STATES),
  decider: personSchema.nullable(),
  decidedAt: instantSchema.nullable(),
  note: z.string().nullable().meta({ description: "What who decided said" }),
});
const pageSchema = z.strictObject({
  ...rowSchema.shape,
  facts: z.array(factSchema),
  mayApprove: z.boolean(),
  mayRefuse: z.boolean(),
  mayWithdraw: z.boolean(),
  mayAdopt: z.boolean().meta({ description: "It came from the command line: you may stand for it" }),
  bar: textsSchema.nullable().meta({ description: "Why you cannot confirm it, while it is open" }),
  obstacle: textsSchema.nullable().meta({ description: "Why it could not be done as things are now" }),
  approvers: z.int().nullable().meta({ description: "How many others could confirm it; null: it is decided" }),
});
const limitSchema = z.strictObject({
  region: z.string(),
  regionName: textsSchema,
  act: z.enum(TWO_PERSON_ACTS),
  most: moneySchema.meta({ description: "What one person does alone for one receiver within a day" }),
});

/** Who proposes and confirms anything. */
const DECIDERS = { kind: "staff", roles: ["accountant", "operator"] } as const;
const byId = z.strictObject({ id: idInput });
const noteInput = z.string().trim().min(1).max(1000);
const REFUSALS = [
  bars.OwnInterest,
  bars.OwnProposal,
  bars.ConfirmedInBrowser,
  bars.NobodyStands,
  bars.ProposerGone,
  bars.ProposalDecided,
  bars.ProposalExpired,
];

/** approveProposal in a transaction of its own, the actor's, where it holds nobody's requests (reliability 55). */
export type ApproveApart = (order: Approval, actor: Actor) => Promise<void>;

/** AUD-03: what waits for a second person, and the decisions about it. */
export function proposalRoutes(list: readonly ProposalKind[], approveApart: ApproveApart): Route[] {
  const kinds = kindsOf(list);
  return [
    listRoute(),
    limitsRoute(),
    showRoute(kinds),
    approveRoute(kinds, approveApart),
    refuseRoute(kinds),
    withdrawRoute(kinds),
    adoptRoute(kinds),
  ];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/proposals",
    operationId: "listProposals",
    summary: "Acts that wait for a second person, or that were decided, the newest first (AUD-03)",
    query: z.strictObject({
      show: z
        .enum(["waiting", "mine", "decided", "all"])
        .default("waiting")
        .meta({ description: "waiting: for somebody else than who proposed it, you among them; mine: open, your own" }),
      kind: z.enum(PROPOSAL_CODES).optional(),
      region: z.string().max(40).optional(),
      cursor: cursorQuery,
      limit: limitQuery,
    }),
    response: z.strictObject({ items: z.array(rowSchema), nextCursor: nextCursorSchema }),
    access: DECIDERS,
    handler: ({ query, principal, now, read }) =>
      read(async (tx) => {
        const { userId } = bars.deciderOf(principal);
        const filter: ProposalFilter = {
          ...SHOWS[query.show](userId),
          kind: query.kind ?? null,
          regionCode: query.region ?? null,
          now,
          before: idInCursor(query.cursor),
          limit: query.limit + 1,
        };
        const regions = await allRegions(tx);
        return pageOf(
          await withNames(tx, await selectProposals(tx, filter)),
          query.limit,
          ({ proposalId }) => proposalId,
          (one) => shown(one, regions, now),
        );
      }),
  });
}

const SHOWS: Readonly<
  Record<"waiting" | "mine" | "decided" | "all", (userId: string) => Pick<ProposalFilter, "open" | "by">>
> = {
  waiting: (userId) => ({ open: true, by: { userId, own: false } }),
  mine: (userId) => ({ open: true, by: { userId, own: true } }),
  decided: () => ({ open: false, by: null }),
  all: () => ({ open: null, by: null }),
};

function limitsRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/two-person-limits",
    operationId: "listTwoPersonLimits",
    summary: "Above what amount an act takes two persons, by region (AUD-03)",
    response: z.strictObject({ items: z.array(limitSchema) }),
    access: DECIDERS,
    handler: async ({ read }) => {
      const regions = await read((tx) => allRegions(tx));
      return {
        items: regions.flatMap(({ regionCode, name, currency, twoPersonLimits }) =>
          TWO_PERSON_ACTS.map((act) => ({
            region: regionCode,
            regionName: name,
            act,
            most: money(parseMinor(twoPersonLimits[act] ?? "") ?? 0n, currency),
          })),
        ),
      };
    },
  });
}

function showRoute(kinds: Kinds): Route {
  return route({
    method: "GET",
    path: "/v1/office/proposals/{id}",
    operationId: "getProposal",
    summary: "A proposal: what it changes, who asked for it and why, and what you can do with it (AUD-03)",
    params: byId,
    response: pageSchema,
    access: DECIDERS,
    handler: ({ params, principal, now, read }) =>
      read((tx) => pageOfProposal(tx, kinds, params.id, bars.deciderOf(principal), now)),
  });
}

async function pageOfProposal(
  tx: Tx,
  kinds: Kinds,
  proposalId: bigint,
  decider: bars.Decider,
  now: Instant,
): Promise<z.input<typeof pageSchema>> {
  const proposal = await proposalById(tx, proposalId);
  if (!proposal) throw NotFound({ values: { what: "proposal" } });
  const kind = kindOf(kinds, proposal);
  const isOpen = bars.overBar(proposal, now) === null;
  const bar = await bars.approvalBar(tx, proposal, kind, decider, now);
  const subjects = bars.subjectsIn(proposal);
  const { proposerUserId } = proposal;
  const isMine = proposerUserId === decider.userId;
  return {
    ...shown(proposal, await allRegions(tx), now),
    facts: [...proposal.stake.facts],
    mayApprove: bar === null,
    mayRefuse: isOpen && !isMine && bars.deciderBar(kind, decider) === null,
    mayWithdraw: isOpen && isMine,
    mayAdopt:
      isOpen && proposerUserId === null && bars.deciderBar({ ...kind, approvers: kind.proposers }, decider) === null,
    bar: isOpen && bar ? textsOf(bar) : null,
    obstacle: isOpen ? await obstacleOf(tx, proposal, kind, now) : null,
    approvers: isOpen ? (await approversOf(tx, kind, { proposerUserId, subjects })).length : null,
  };
}

async function obstacleOf(tx: Tx, proposal: Proposal, kind: ProposalKind, now: Instant): Promise<Texts | null> {
  try {
    await checkUnchanged(tx, proposal, kind, kind.payload.parse(proposal.payload), now);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return textsOf(error);
    throw error;
  }
}

function textsOf({ kind, details }: Refusal): Texts {
  return { ru: fillText(kind.texts.ru, details.values), en: fillText(kind.texts.en, details.values) };
}

function approveRoute(kinds: Kinds, approveApart: ApproveApart): Route {
  return route({
    method: "POST",
    path: "/v1/office/proposals/{id}/approve",
    operationId: "approveProposal",
    summary: "Confirms a proposal as the second person: the act is done (AUD-03, reliability 63)",
    params: byId,
    body: z.strictObject({
      kind: z.enum(PROPOSAL_CODES).meta({ description: "Of what is confirmed" }),
      note: noteInput.optional(),
    }),
    access: DECIDERS,
    // A key would hold a connection while a file is imported elsewhere; what is confirmed once is decided.
    idempotent: "inherent",
    act: proposalApproved,
    refusals: [...REFUSALS, ProposalOutdated],
    handler: async ({ params, body, principal, actor, now, transaction }) => {
      const { kind, note = null } = body;
      const order = { proposalId: params.id, kind, decider: bars.deciderOf(principal), note, now };
      if (kinds.get(kind)?.isHeavy) await approveApart(order, actor);
      else await transaction((tx) => approveProposal(tx, kinds, order));
    },
  });
}

function refuseRoute(kinds: Kinds): Route {
  return route({
    method: "POST",
    path: "/v1/office/proposals/{id}/refuse",
    operationId: "refuseProposal",
    summary: "Turns a proposal down, with a reason (AUD-03)",
    params: byId,
    body: z.strictObject({ note: noteInput }),
    access: DECIDERS,
    idempotent: "accepted",
    act: proposalRefused,
    refusals: REFUSALS,
    handler: async ({ params, body, principal, now, transaction }) => {
      const order = { proposalId: params.id, decider: bars.deciderOf(principal), note: body.note, now };
      await transaction((tx) => refuseProposal(tx, kinds, order));
    },
  });
}

function withdrawRoute(kinds: Kinds): Route {
  return route({
    method: "POST",
    path: "/v1/office/proposals/{id}/withdraw",
    operationId: "withdrawProposal",
    summary: "Takes an own proposal back (AUD-03)",
    params: byId,
    body: z.strictObject({ note: noteInput.optional() }),
    access: DECIDERS,
    idempotent: "accepted",
    act: proposalWithdrawn,
    refusals: [bars.ProposalDecided, bars.ProposalExpired],
    handler: async ({ params, body, principal, now, transaction }) => {
      const order = { proposalId: params.id, decider: bars.deciderOf(principal), note: body.note ?? null, now };
      await transaction((tx) => withdrawProposal(tx, kinds, order));
    },
  });
}

function adoptRoute(kinds: Kinds): Route {
  return route({
    method: "POST",
    path: "/v1/office/proposals/{id}/adopt",
    operationId: "adoptProposal",
    summary: "Stands for a proposal of the command line, so that another person can confirm it (AUD-03)",
    params: byId,
    access: DECIDERS,
    idempotent: "accepted",
    act: proposalAdopted,
    refusals: [...REFUSALS, StandsAlready],
    handler: async ({ params, principal, now, transaction }) => {
      const order = { proposalId: params.id, decider: bars.deciderOf(principal), note: null, now };
      await transaction((tx) => adoptProposal(tx, kinds, order));
    },
  });
}

function shown(one: NamedProposal, regions: readonly Region[], now: Instant): z.input<typeof rowSchema> {
  const region = regions.find(({ regionCode }) => regionCode === one.regionCode);
  const { amountMinor, currency, decidedAt, deciderUserId, stake } = one;
  const isExpired = one.state === "open" && one.expiresAt <= now;
  return {
    id: one.proposalId.toString(),
    kind: one.kind,
    title: PROPOSAL_TITLES[one.kind],
    region: region?.name ?? null,
    timeZone: region?.timeZone ?? "UTC",
    amount: amountMinor === null || currency === null ? null : money(amountMinor, currency),
    cause: stake.cause,
    reason: one.reason,
    proposer: { id: one.proposerUserId, name: one.proposerName },
    proposedAt: formatInstant(one.proposedAt),
    expiresAt: formatInstant(one.expiresAt),
    state: isExpired ? "expired" : one.state,
    decider: deciderUserId === null ? null : { id: deciderUserId, name: one.deciderName ?? deciderUserId },
    decidedAt: decidedAt === null ? null : formatInstant(decidedAt),
    note: one.decisionNote,
  };
}
