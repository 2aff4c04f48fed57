import { Forbidden, type Refusal, refusal } from "../../core/errors.ts";
import { type Subject, idsOf, parseSubjectKey } from "../../core/subject.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { type Principal, type StaffRole } from "../../platform/http/index.ts";
import { payersOfUser } from "../parties/index.ts";
import { accountsOf, loginsOfMailbox, peopleOfProjects, userOfId } from "../tenancy/index.ts";
import type { ProposalKind } from "./kind.ts";
import type { Proposal } from "./store.ts";

export const OwnInterest = refusal(
  "own_interest",
  403,
  "Вы участник проекта или владелец плательщика, которого это касается: предложить и подтвердить это должны другие сотрудники",
  "You belong to the project or own the payer that it is about: others of the staff are to propose and to confirm it",
);
export const OwnProposal = refusal(
  "own_proposal",
  403,
  "Подтверждает другой человек, не тот, кто предложил",
  "Another person confirms it, not the one who proposed it",
);
export const ConfirmedInBrowser = refusal(
  "confirmed_in_browser",
  403,
  "Подтверждает и отклоняет человек в браузере, войдя в систему: токеном и в командной строке это не делается",
  "A person who signed in decides in the browser: no token and no command line does",
);
export const NobodyStands = refusal(
  "nobody_stands_for_it",
  409,
  "Предложение пришло из командной строки: сначала один сотрудник берёт его на себя, потом другой подтверждает",
  "The proposal came from the command line: one of the staff stands for it first, then another confirms it",
);
export const ProposerGone = refusal(
  "proposer_gone",
  409,
  "Кто предложил, больше не вправе это предлагать: отклоните и предложите заново",
  "Who proposed it may not do so any more: refuse it, and let it be proposed anew",
);
export const ProposalDecided = refusal(
  "proposal_decided",
  409,
  "По этому предложению уже принято решение",
  "This proposal is decided already",
);
export const ProposalExpired = refusal(
  "proposal_expired",
  409,
  "Срок этого предложения истёк: предложите заново",
  "This proposal has expired: propose it anew",
);

/** One of the staff who decides: in the browser, by their present role. */
export interface Decider {
  readonly userId: string;
  readonly email: string;
  readonly role: StaffRole | null;
  readonly inBrowser: boolean;
}

/** Refuses forbidden: a machine decides nothing. */
export function deciderOf(principal: Principal): Decider {
  if (principal.kind !== "user") throw Forbidden();
  const { userId, email, staffRole: role, sessionId } = principal;
  return { userId, email, role, inBrowser: sessionId !== undefined };
}

/** Why nothing can be decided about a proposal any more; null while it is open. */
export function overBar({ state, expiresAt }: Proposal, now: Instant): Refusal | null {
  if (state === "expired" || (state === "open" && expiresAt <= now)) return ProposalExpired();
  return state === "open" ? null : ProposalDecided();
}

/** Why this person cannot confirm a proposal; null: they can. */
export async function approvalBar(
  tx: Tx,
  proposal: Proposal,
  kind: ProposalKind,
  decider: Decider,
  now: Instant,
): Promise<Refusal | null> {
  const over = overBar(proposal, now) ?? deciderBar(kind, decider);
  if (over) return over;
  const { proposerUserId } = proposal;
  if (proposerUserId === null) return NobodyStands();
  if (proposerUserId === decider.userId) return OwnProposal();
  const proposer = await userOfId(tx, proposerUserId);
  if (!proposer || proposer.blockedAt !== null || !kind.proposers.some((role) => role === proposer.staffRole))
    return ProposerGone();
  if (isSamePerson(proposer, decider)) return OwnProposal();
  const subjects = subjectsIn(proposal);
  const isParty = (await belongsTo(tx, decider, subjects)) || (await belongsTo(tx, proposer, subjects));
  return isParty ? OwnInterest() : null;
}

/** Why this person does not decide about proposals of a kind at all. */
export function deciderBar(kind: ProposalKind, { role, inBrowser }: Decider): Refusal | null {
  if (!kind.approvers.some((one) => one === role)) return Forbidden();
  return inBrowser ? null : ConfirmedInBrowser();
}

export function subjectsIn({ stake }: Proposal): Subject[] {
  return stake.subjects.flatMap((key) => parseSubjectKey(key) ?? []);
}

interface Somebody {
  readonly userId: string;
  readonly email: string;
}

/** Two logins of one mailbox are one person, as far as the house can know: `ann+2@x` is `ann@x`. */
export function isSamePerson(one: Somebody, other: Somebody): boolean {
  return one.userId === other.userId || mailboxOf(one.email) === mailboxOf(other.email);
}

function mailboxOf(email: string): string {
  const [name = "", host = ""] = email.toLowerCase().split("@");
  return `${name.split("+")[0]}@${host}`;
}

/** Whether somebody, by whatever login of theirs, has a hand in one of these projects, accounts or payers. */
export async function belongsTo(tx: Tx, person: Somebody, subjects: readonly Subject[]): Promise<boolean> {
  const members = await peopleOfProjects(tx, idsOf(subjects, "project"));
  if (members.some((member) => isSamePerson(member, person))) return true;
  for (const { userId } of await loginsOfMailbox(tx, person.email)) {
    const accounts = await accountsOf(tx, userId);
    if (idsOf(subjects, "account").some((id) => accounts.includes(id))) return true;
    const payers = await payersOfUser(tx, userId);
    if (idsOf(subjects, "payer").some((id) => payers.includes(id))) return true;
  }
  return false;
}

/** Reliability 63: refuses own_interest of users one of whom has a hand in these. */
export async function refuseParties(tx: Tx, userIds: readonly string[], subjects: readonly Subject[]): Promise<void> {
  for (const userId of userIds) {
    const person = await userOfId(tx, userId);
    if (person && (await belongsTo(tx, person, subjects))) throw OwnInterest();
  }
}
