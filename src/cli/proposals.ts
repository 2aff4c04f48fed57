import type { Language } from "../core/errors.ts";
import { formatMinor } from "../core/money.ts";
import { formatInstant } from "../core/time.ts";
import { PROPOSAL_TITLES, listOpenProposals } from "../modules/proposals/index.ts";
import type { Command, CommandOutcome } from "./command.ts";
import { columns } from "./output.ts";

const words = {
  ru: {
    headers: ["Предложение", "Что", "Сумма", "Предложил", "Когда", "Решить до", "Почему"],
    none: "Ничто не ждёт второго сотрудника",
    proposed: (id: bigint) =>
      `Не выполнено: это решают двое. Предложение ${id} ждёт в кабинете сотрудников: один берёт его на себя, другой подтверждает`,
  },
  en: {
    headers: ["Proposal", "What", "Amount", "Proposed by", "At", "Decide by", "Why"],
    none: "Nothing waits for a second person",
    proposed: (id: bigint) =>
      `Not done: two persons decide about this. Proposal ${id} waits in the office: one of the staff stands for it, another confirms it`,
  },
} as const;
const MOST_SHOWN = 200;

/** What a command says of an act that takes two persons: exit code 1, since it is not done. */
export function proposed(proposalId: bigint, language: Language): CommandOutcome {
  return { result: { proposal: proposalId }, lines: [words[language].proposed(proposalId)], ok: false };
}

/** AUD-03: what waits for a second person, the newest first. Exit code 1 when something does. */
export const proposalsList: Command = {
  details: {
    ru: "Подтверждают и отклоняют в кабинете сотрудников: там видно, кто за компьютером.",
    en: "Confirmed and refused in the office: there it is known who sits at the computer.",
  },
  async run({ open, language }) {
    const { database, clock } = await open();
    const found = await database.snapshot((tx) => listOpenProposals(tx, clock.now(), MOST_SHOWN));
    const shown = found.map((one) => ({
      proposal: one.proposalId,
      kind: one.kind,
      amount: one.amountMinor === null ? null : `${formatMinor(one.amountMinor)} ${one.currency}`,
      by: one.proposerName,
      at: formatInstant(one.proposedAt),
      until: formatInstant(one.expiresAt),
      reason: one.reason,
    }));
    return {
      result: { proposals: shown },
      lines:
        shown.length === 0
          ? [words[language].none]
          : columns([
              words[language].headers,
              ...shown.map(({ proposal, kind, amount, by, at, until, reason }) =>
                [proposal, PROPOSAL_TITLES[kind][language], amount ?? "—", by, at, until, reason].map(String),
              ),
            ]),
      ok: shown.length === 0,
    };
  },
};
