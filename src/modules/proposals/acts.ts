import type { Texts } from "../../core/errors.ts";
import { defineAct } from "../../platform/act.ts";

/** What two persons do, by the code of its kind. A code is kept for ever: rows bear it. */
export const PROPOSAL_TITLES = {
  assign_transfer: { ru: "Зачислить невыясненный перевод проекту", en: "Credit a transfer in suspense to a project" },
  close_transfer: { ru: "Закрыть невыясненный перевод", en: "Close a transfer in suspense" },
  release_halt: { ru: "Разрешить автоматике продолжить", en: "Let automation go on" },
  take_statement: { ru: "Загрузить выписку, которая вызывает сомнение", en: "Import a doubtful statement" },
  withdraw_statement: {
    ru: "Отозвать выписку, по которой зачислены деньги",
    en: "Take back a statement that brought money",
  },
} as const satisfies Record<string, Texts>;
export type ProposalCode = keyof typeof PROPOSAL_TITLES;
export const PROPOSAL_CODES = Object.keys(PROPOSAL_TITLES) as [ProposalCode, ...ProposalCode[]];

const fields = {
  what: { ru: "Что", en: "What", values: PROPOSAL_TITLES },
  amount: { ru: "Сумма", en: "Amount" },
  proposer: { ru: "Кто предложил", en: "Proposed by" },
  reason: { ru: "Причина", en: "Reason" },
};

export const proposalMade = defineAct({
  code: "proposal.made",
  class: "money",
  texts: {
    ru: "Предложено действие, которое подтверждает второй сотрудник",
    en: "An act was proposed to a second person",
  },
  fields,
});

export const proposalAdopted = defineAct({
  code: "proposal.adopted",
  class: "money",
  texts: { ru: "Предложение из командной строки взято на себя", en: "A proposal of the command line was stood for" },
  fields,
});

export const proposalApproved = defineAct({
  code: "proposal.approved",
  class: "money",
  texts: { ru: "Предложение подтверждено и выполнено", en: "A proposal was confirmed and done" },
  fields,
});

export const proposalRefused = defineAct({
  code: "proposal.refused",
  class: "money",
  texts: { ru: "Предложение отклонено", en: "A proposal was refused" },
  fields,
});

export const proposalWithdrawn = defineAct({
  code: "proposal.withdrawn",
  class: "money",
  texts: { ru: "Предложение отозвано", en: "A proposal was taken back" },
  fields,
});

export const proposalExpired = defineAct({
  code: "proposal.expired",
  class: "money",
  texts: { ru: "Срок предложения истёк", en: "A proposal expired" },
  fields,
});

export const proposalActs = [
  proposalMade,
  proposalAdopted,
  proposalApproved,
  proposalRefused,
  proposalWithdrawn,
  proposalExpired,
];
