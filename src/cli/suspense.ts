import { refusal } from "../core/errors.ts";
import { formatPid } from "../core/ids.ts";
import { formatMinor } from "../core/money.ts";
import { formatInstant } from "../core/time.ts";
import { listSuspense, suspenseAssignment, suspenseClosing } from "../modules/payments/index.ts";
import { actOrPropose } from "../modules/proposals/index.ts";
import { type ArgumentSpec, type Command, type OptionSpec, textOf } from "./command.ts";
import { optionalText, projectOf, projectOption } from "./inputs.ts";
import { columns } from "./output.ts";
import { proposed } from "./proposals.ts";

const NotALine = refusal(
  "not_a_line",
  422,
  "Ожидается номер строки из saldo suspense",
  "Expected the number of a line as saldo suspense shows it",
);

const words = {
  ru: {
    headers: ["Строка", "Ждёт с", "Сумма", "Причина", "Счёт", "Дата", "Выписка", "Плательщик", "Назначение"],
    none: "Переводов без хозяина нет",
    credited: "Зачислено",
    returned: "Возвращено",
    dismissed: "Закрыто",
  },
  en: {
    headers: ["Line", "Waits since", "Amount", "Reason", "Account", "Date", "File", "Payer", "Purpose"],
    none: "No transfer waits for a decision",
    credited: "Credited",
    returned: "Returned",
    dismissed: "Dismissed",
  },
} as const;
const MOST_SHOWN = 200;

const line: ArgumentSpec = {
  name: "line",
  summary: {
    ru: "номер строки из saldo suspense, или несколько через запятую",
    en: "the number of a line, from saldo suspense, or several with commas between",
  },
  parse: (text) => {
    if (!/^\d{1,18}(?:,\d{1,18}){0,199}$/.test(text)) throw NotALine({ field: "line" });
    return text.split(",").map(BigInt);
  },
};
const by: OptionSpec = { flags: "--by <name>", summary: { ru: "кто решил", en: "who decides" }, required: true };

/** PAY-05: the transfers that wait for staff, the longest waiting first. Exit code 1 when there are any. */
export const suspenseShow: Command = {
  details: {
    ru: "Решить: saldo suspense assign или saldo suspense close. Дольше семи дней — месяц не закроется.",
    en: "To decide: saldo suspense assign or saldo suspense close. After seven days no month closes.",
  },
  async run({ open, language }) {
    const { database } = await open();
    const items = await database.snapshot((tx) => listSuspense(tx, 0n, MOST_SHOWN));
    const shown = items.map((item) => ({
      line: item.lineId,
      since: formatInstant(item.waitsSince),
      reason: item.reason,
      amount: `${item.direction === "in" ? "" : "-"}${formatMinor(item.amountMinor)}`,
      currency: item.currency,
      payer: item.payerName,
      purpose: item.purpose,
      ownAccount: item.ownAccount,
      bookedOn: item.bookedOn,
      file: `${item.fileId} ${item.fileName}`,
      duplicateOf: item.duplicateOf,
    }));
    return {
      result: { transfers: shown },
      lines:
        shown.length === 0
          ? [words[language].none]
          : columns([
              words[language].headers,
              ...shown.map((one) => [
                String(one.line),
                one.since,
                `${one.amount} ${one.currency}`,
                one.duplicateOf === null ? one.reason : `${one.reason} (${one.duplicateOf})`,
                one.ownAccount,
                one.bookedOn,
                one.file,
                one.payer ?? "—",
                one.purpose,
              ]),
            ]),
      ok: shown.length === 0,
    };
  },
};

/** PAY-05: credits a waiting transfer to the project it was meant for. */
export const suspenseAssign: Command = {
  arguments: [line],
  options: [projectOption, by, { flags: "--note <text>", summary: { ru: "почему", en: "why" } }],
  async run({ open, language }, input) {
    const [lineIds, projectId] = [input["line"] as bigint[], projectOf(input)];
    const { database, clock } = await open();
    const [note, now] = [optionalText(input, "note"), clock.now()];
    const asking = { userId: null, staffUserId: `cli:${textOf(input, "by")}`, reason: note ?? "", now };
    const { proposalId } = await database.transaction((tx) =>
      actOrPropose(tx, suspenseAssignment, { lineIds, projectId, note }, asking),
    );
    const pid = formatPid(projectId);
    if (proposalId !== null) return proposed(proposalId, language);
    return { result: { lines: lineIds, project: pid }, lines: [`${words[language].credited}: ${pid}`] };
  },
};

/** Ends the waiting of a transfer that belongs to no project. */
export const suspenseClose: Command = {
  arguments: [line],
  options: [
    {
      flags: "--outcome <outcome>",
      summary: { ru: "деньги возвращены или это не деньги клиента", en: "the money went back, or is no customer's" },
      choices: ["returned", "dismissed"],
      required: true,
    },
    by,
    { flags: "--note <text>", summary: { ru: "почему", en: "why" }, required: true },
  ],
  async run({ open, language }, input) {
    const lineIds = input["line"] as bigint[];
    const outcome = input["outcome"] as "returned" | "dismissed";
    const { database, clock } = await open();
    const note = textOf(input, "note");
    const asking = { userId: null, staffUserId: `cli:${textOf(input, "by")}`, reason: note, now: clock.now() };
    const { proposalId } = await database.transaction((tx) =>
      actOrPropose(tx, suspenseClosing, { lineIds, outcome, note }, asking),
    );
    if (proposalId !== null) return proposed(proposalId, language);
    return { result: { lines: lineIds, outcome }, lines: [words[language][outcome]] };
  },
};
