import type { Texts } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Tx } from "../../platform/db.ts";
import {
  NOTHING_TO_SHOW,
  type WaitingPart,
  type WaitingRow,
  selectWaitingOfProject,
  selectWaitingPayers,
} from "./part-store.ts";

/** What of closed months is in no document yet, and why (PYR-10). */

/** Reasons that no detail of a payer mends; those of details come with their own texts. */
const REASONS: Readonly<Record<string, Texts>> = {
  to_be_issued: {
    ru: "Ещё не выставлялось: выставит следующее закрытие или кнопка «Выставить готовое»",
    en: "Not looked at yet: the next close issues it, or the button “Issue what is ready”",
  },
  details_not_confirmed: { ru: "Реквизиты плательщика не подтверждены", en: "The payer's details are not confirmed" },
  no_contract: {
    ru: "В эти дни у проекта не было действующего договора: заключите его и назначьте с этого дня",
    en: "No contract of the project was in force in these days: conclude one and assign it from then on",
  },
  [NOTHING_TO_SHOW]: {
    ru: "Вышло меньше нуля, такой строки в документе не бывает: зачтётся при первом доначислении за этот месяц, делать ничего не нужно",
    en: "It comes to less than nothing, and no document has such a line: what is supplied later of this month takes it up, there is nothing to do",
  },
  nothing_to_correct: {
    ru: "Уменьшать нечего: документов об этих услугах нет или они уже уменьшены до нуля",
    en: "There is nothing to reduce: no document shows this supply, or it is reduced to nothing already",
  },
  first_document_waits: {
    ru: "Ждёт документа, который исправляет: он сам ещё не выставлен",
    en: "The document that it corrects waits itself",
  },
  no_papers: {
    ru: "Для страны поставщика ещё нет видов документов",
    en: "There are no kinds of documents yet for the supplier's country",
  },
};

export interface WaitingPayer extends Omit<WaitingRow, "texts"> {
  readonly text: Texts;
  /** Nobody has anything to do about it. */
  readonly quiet: boolean;
}

/** By payer, month and reason, after a place of the list. */
export async function waitingPayers(
  tx: Pick<Tx, "query">,
  regionCode: string | null,
  after: Parameters<typeof selectWaitingPayers>[2],
  limit: number,
): Promise<WaitingPayer[]> {
  const rows = await selectWaitingPayers(tx, regionCode, after, limit);
  return rows.map(({ texts, ...row }) => ({
    ...row,
    text: texts ?? wordsOf(row.code),
    quiet: row.code === NOTHING_TO_SHOW,
  }));
}

function wordsOf(code: string): Texts {
  return REASONS[code] ?? { ru: code, en: code };
}

/** The same of one project, the latest month first. */
export async function waitingOfProject(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  limit: number,
): Promise<(Omit<WaitingPart, "texts"> & { readonly text: Texts })[]> {
  const rows = await selectWaitingOfProject(tx, projectId, limit);
  return rows.map(({ texts, ...row }) => ({ ...row, text: texts ?? wordsOf(row.code) }));
}
