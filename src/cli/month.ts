import { type CloseResult, askMonthClose, closeMonth } from "../modules/closing/index.ts";
import { openPrinting } from "../composition/printing.ts";
import { type Command, type CommandContext, textOf } from "./command.ts";
import { goOn, monthOf, monthOption } from "./inputs.ts";
import type { Progress } from "./output.ts";

type Step = Parameters<NonNullable<Parameters<typeof closeMonth>[1]["onProgress"]>>[0];

const words = {
  ru: {
    steps: {
      charge: "Начисление",
      check: "Проверка",
      lock: "Запрет проводок",
      issue: "Выставление",
      print: "Печать",
      send: "Отправка",
    } satisfies Record<Step, string>,
    done: ({ payers, documents }: CloseResult) => `закрыт: плательщиков ${payers}, документов ${documents}`,
    resumed: "продолжено с места остановки",
    asked: (id: bigint) => `задание ${id} (saldo jobs show ${id})`,
  },
  en: {
    steps: {
      charge: "Charge",
      check: "Check",
      lock: "Lock",
      issue: "Issue",
      print: "Print",
      send: "Send",
    } satisfies Record<Step, string>,
    done: ({ payers, documents }: CloseResult) => `closed: ${payers} payers, ${documents} documents`,
    resumed: "taken up where it was left",
    asked: (id: bigint) => `job ${id} (saldo jobs show ${id})`,
  },
} as const;

/** DOC-01: closes a region's month; may be stopped anywhere and run again. */
export const monthClose: Command = {
  options: [
    {
      flags: "--region <code>",
      summary: { ru: "код региона", en: "the region's code" },
      required: true,
    },
    monthOption,
    {
      flags: "--background",
      summary: { ru: "поручить обработке и не ждать", en: "leave it to the worker and do not wait" },
    },
  ],
  details: {
    ru: "Прерванное закрытие повторите: оно продолжится с места остановки, номера и байты документов не изменятся.",
    en: "An interrupted close may be repeated: it goes on where it stopped, numbers and bytes come out the same.",
  },
  async run(context, input) {
    const { database, clock } = await context.open();
    const [region, month] = [textOf(input, "region"), monthOf(input)];
    const text = words[context.language];
    if (input["background"] === true) {
      const now = clock.now();
      const { jobId } = await database.transaction((tx) => askMonthClose(tx, { region, month }, "cli", now));
      return { result: { job: jobId }, lines: [`${region} ${month}: ${text.asked(jobId)}`] };
    }
    const printing = openPrinting();
    const bars = stepBars(context);
    try {
      const ports = { ...printing.closePorts, onProgress: bars.show };
      const done = await closeMonth(database, ports, region, month, clock.now());
      const { payers, documents, resumed } = done;
      const line = `${region} ${month} ${text.done(done)}${resumed ? ` (${text.resumed})` : ""}`;
      return { result: { payers, documents, resumed }, lines: [line] };
    } finally {
      await bars.end();
      await printing.close();
    }
  },
};

/** One bar a step, begun when the step reports for the first time. Between reports the close may be interrupted. */
function stepBars({ output, language, signal }: CommandContext) {
  let shown: { readonly step: Step; readonly bar: Promise<Progress>; at: number } | undefined;
  let drawing: Promise<void> = Promise.resolve();
  const end = (): Promise<void> => {
    const ending = shown;
    shown = undefined;
    if (ending) drawing = drawing.then(async () => (await ending.bar).end());
    return drawing;
  };
  return {
    show: (step: Step, done: number): void => {
      goOn(signal);
      if (shown?.step !== step) {
        void end();
        shown = { step, bar: drawing.then(() => output.progress(words[language].steps[step], null)), at: 0 };
      }
      const { bar, at } = shown;
      shown.at = done;
      drawing = drawing.then(async () => (await bar).advance(done - at));
    },
    end,
  };
}
