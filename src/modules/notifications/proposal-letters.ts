import type { Texts } from "../../core/errors.ts";
import type { Instant, Zone } from "../../core/time.ts";
import { type Currency, formatMoney, type Minor } from "../../core/money.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { PROPOSAL_TITLES, type ProposalNotice, proposalById, proposalNotice } from "../proposals/index.ts";
import { userOfNo } from "../tenancy/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import type { Kind } from "./kind.ts";
import { letter } from "./letter.ts";
import { signatureOf } from "./signature.ts";

/** AUD-03: to one of the staff, that an act waits for a second person, or what became of what they proposed. */
export const proposalLetters = letter({
  topic: proposalNotice,
  compose: proposalLetter,
  async read({ database, publicUrl }, userNo, { notice, proposalId }) {
    const proposal = await proposalById(database, proposalId);
    const user = await userOfNo(database, userNo);
    if (!proposal || !user || user.blockedAt !== null || user.staffRole === null) return null;
    // Who is to confirm it hears of it as long as there is something to confirm.
    if (notice === "asked" && proposal.state !== "open") return null;
    const { amountMinor, currency } = proposal;
    return {
      to: user.email,
      thread: `proposal-${proposalId}`,
      facts: {
        language: user.language,
        ...(await signatureOf({ database, publicUrl }, proposal.regionCode ?? "")),
        notice,
        number: proposalId.toString(),
        what: PROPOSAL_TITLES[proposal.kind][user.language],
        amount: amountMinor === null || currency === null ? null : { amountMinor, currency },
        reason: proposal.reason,
        proposer: proposal.proposerName,
        decider: proposal.deciderName,
        note: proposal.decisionNote,
        expiresAt: proposal.expiresAt,
        url: `${publicUrl}/office/proposals/${proposalId}`,
      },
    };
  },
});

export interface ProposalLetter extends LetterFrame {
  readonly notice: ProposalNotice;
  readonly number: string;
  readonly what: string;
  readonly amount: { readonly amountMinor: Minor; readonly currency: Currency } | null;
  readonly reason: string;
  readonly proposer: string;
  readonly decider: string | null;
  readonly note: string | null;
  readonly expiresAt: Instant;
  readonly zone: Zone;
  readonly url: string;
}

export function proposalLetter(facts: ProposalLetter): WrittenLetter {
  const { language, notice, number, what, amount, reason, proposer, decider, note, expiresAt, zone, url } = facts;
  const words = WORDS[language];
  const { name, text } = PROPOSAL_NOTICE_WORDS[notice];
  return writeLetter({
    language,
    subject: `${name[language]}: ${number}`,
    heading: name[language],
    paragraphs: [text[language]],
    facts: [
      [words.what, what],
      ...(amount ? [[words.amount, formatMoney(amount.amountMinor, amount.currency, language)] as const] : []),
      [words.reason, reason],
      [words.proposer, proposer],
      ...(decider === null ? [] : [[words.decider, decider] as const]),
      ...(note === null ? [] : [[words.note, note] as const]),
      ...(notice === "asked" ? [[words.until, formatMoment(expiresAt, zone, language)] as const] : []),
    ],
    link: { label: words.link, url },
    footer: footer(facts),
  });
}

/** What each notice is called, and what it asks of its reader: in the letter and in the console. */
const PROPOSAL_NOTICE_WORDS: Readonly<Record<ProposalNotice, { readonly name: Texts; readonly text: Texts }>> = {
  asked: {
    name: { ru: "Нужно подтверждение второго сотрудника", en: "A second person is needed" },
    text: {
      ru: "Сверьте, что предлагают и почему, и подтвердите или отклоните. До этого ничего не сделано.",
      en: "Look at what is proposed and why, and confirm or refuse it. Nothing is done before.",
    },
  },
  done: {
    name: { ru: "Ваше предложение подтверждено", en: "Your proposal was confirmed" },
    text: { ru: "Действие выполнено.", en: "The act is done." },
  },
  refused: {
    name: { ru: "Ваше предложение отклонено", en: "Your proposal was refused" },
    text: { ru: "Ничего не сделано. Почему — на странице предложения.", en: "Nothing was done. Its page says why." },
  },
  expired: {
    name: { ru: "Срок вашего предложения истёк", en: "Your proposal has expired" },
    text: {
      ru: "Его никто не подтвердил и не отклонил. Если оно ещё нужно, предложите заново.",
      en: "Nobody confirmed or refused it. If it is still needed, propose it anew.",
    },
  },
};

const WORDS = {
  ru: {
    what: "Что сделать",
    amount: "Сумма",
    reason: "Причина",
    proposer: "Предложил(а)",
    decider: "Решил(а)",
    note: "Пояснение",
    until: "Решить до",
    link: "Открыть предложение",
  },
  en: {
    what: "What is to be done",
    amount: "Amount",
    reason: "Reason",
    proposer: "Proposed by",
    decider: "Decided by",
    note: "Note",
    until: "To be decided by",
    link: "Open the proposal",
  },
} as const;

/** The same in the console. */
export const PROPOSAL_NOTIFICATIONS = Object.entries(PROPOSAL_NOTICE_WORDS).map(
  ([notice, { name, text }]): Kind => ({
    code: `proposal.${notice}`,
    topic: proposalNotice.name,
    toStaff: true,
    name,
    group: "money",
    severity: notice === "done" ? "info" : "warning",
    members: null,
    letterRoles: [],
    letterNeeds: null,
    mutes: { letter: "nobody", console: false },
    digestMs: 0,
    tell: (facts) => ({
      title: { ru: `${name.ru}: ${facts["number"] ?? ""}`, en: `${name.en}: ${facts["number"] ?? ""}` },
      text: {
        ru: `${facts["what_ru"] ?? ""}. ${text.ru}`,
        en: `${facts["what_en"] ?? ""}. ${text.en}`,
      },
      href: `/office/proposals/${facts["number"] ?? ""}`,
    }),
  }),
);
