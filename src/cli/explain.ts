import { type Language, refusal } from "../core/errors.ts";
import {
  type DocumentExplanation,
  type ExplainedLine,
  explainDocument,
  explainEntry,
  parseBookReference,
} from "../modules/closing/index.ts";
import { type Explanation, explainCharge, parseChargeReference } from "../modules/reports/index.ts";
import type { Instant } from "../core/time.ts";
import type { Tx } from "../platform/db.ts";
import type { Command, CommandOutcome } from "./command.ts";
import { countOf } from "./inputs.ts";

const ReferenceUnknown = refusal(
  "reference_unknown",
  422,
  "{reference} — не ссылка на начисление, документ, строку документа или проводку",
  "{reference} is no reference of a charge, a document, a line of one, or a journal entry",
);

const words = {
  ru: {
    days: "По дням",
    tiers: "Ступени цены",
    reached: "месяц дошёл до этой ступени",
    changes: "Из чего сложилась сумма",
    kinds: { charge: "списано в свой месяц", repricing: "пересчёт по ступени цены", correction: "исправление" },
    paidBy: "Чем оплачено",
    sources: {
      bonus: "бонусами",
      transfer: "банковским переводом",
      other: "картой и другими способами",
      repaid_transfer: "сначала в долг, погашено переводом",
      repaid_other: "сначала в долг, погашено картой и другими способами",
      credit: "в долг, ещё не погашено",
      open: "ещё не списано",
    },
    suppliedTo: "Кому оказано",
    noPayer: "без плательщика",
    contract: "договор №",
    prices: "Цена",
    lists: { region: "прайс-лист региона", contract: "цены договора", partner: "цены партнёра" },
    events: "События потребления",
    replaced: "заменено",
    charges: "начислений",
    difference: "не показано начислений на",
    more: "Строка целиком: saldo explain",
    vat: "в т. ч. НДС",
    booked: "учтено в",
    others: "ещё",
  },
  en: {
    days: "By day",
    tiers: "Price tiers",
    reached: "the month has reached this tier",
    changes: "What the amount is made of",
    kinds: { charge: "charged in its own month", repricing: "tier repricing", correction: "correction" },
    paidBy: "Paid by",
    sources: {
      bonus: "bonuses",
      transfer: "bank transfer",
      other: "card and other methods",
      repaid_transfer: "on credit first, repaid by transfer",
      repaid_other: "on credit first, repaid by card and other methods",
      credit: "on credit, not repaid yet",
      open: "not charged yet",
    },
    suppliedTo: "Supplied to",
    noPayer: "no payer",
    contract: "contract no.",
    prices: "Price",
    lists: { region: "price list of the region", contract: "prices of the contract", partner: "prices of the partner" },
    events: "Usage events",
    replaced: "replaced",
    charges: "charges",
    difference: "charges not shown make",
    more: "The whole line: saldo explain",
    vat: "VAT included",
    booked: "booked in",
    others: "more",
  },
} as const;

/** Down from a document to its lines, charges, grains, price versions and events. */
export const explain: Command = {
  arguments: [
    {
      name: "reference",
      summary: {
        ru: "номер документа (VK-26-12), его строка (VK-26-12/3), начисление (charge~…), проводка (entry~…)",
        en: "a document's number (VK-26-12), its line (VK-26-12/3), a charge (charge~…), a journal entry (entry~…)",
      },
      parse: referenceOf,
    },
  ],
  options: [
    {
      flags: "--charges <number>",
      summary: {
        ru: "сколько начислений строки раскрыть до зёрен, цен и событий",
        en: "how many charges of a line to take apart into grains, prices and events",
      },
      fallback: "10",
      parse: countOf,
    },
  ],
  details: {
    ru: "Документ раскрывается до строк и ссылок на начисления, строка и начисление — до цен и событий. Одинаковые дни показаны один раз; всё целиком — в --json.",
    en: "A document is shown down to its lines and their charges; a line and a charge down to prices and events. Equal days are told once; --json has all.",
  },
  async run({ open, language }, input) {
    const { database, clock } = await open();
    const charges = Number(input["charges"]);
    return database.snapshot((tx) =>
      explainReference(tx, input["reference"] as Reference, charges, language, clock.now()),
    );
  },
};

type Reference =
  | { readonly charge: NonNullable<ReturnType<typeof parseChargeReference>> }
  | { readonly book: NonNullable<ReturnType<typeof parseBookReference>> };

function referenceOf(text: string): Reference {
  const charge = parseChargeReference(text);
  if (charge) return { charge };
  const book = parseBookReference(text);
  if (book) return { book };
  throw ReferenceUnknown({ field: "reference", values: { reference: text } });
}

async function explainReference(
  tx: Tx,
  reference: Reference,
  charges: number,
  language: Language,
  now: Instant,
): Promise<CommandOutcome> {
  if ("charge" in reference) {
    const explanation = await explainCharge(tx, reference.charge, now);
    return { result: { kind: "charge", ...explanation }, lines: chargeLines(explanation, language) };
  }
  const { book } = reference;
  if (book.kind === "entry") {
    const explanation = await explainEntry(tx, book);
    return { result: { kind: "entry", ...explanation }, lines: entryLines(explanation, language) };
  }
  const explanation = await explainDocument(tx, book);
  const [line] = explanation.lines;
  if (book.line === null || !line) {
    return { result: { kind: "document", ...explanation }, lines: documentLines(explanation, language) };
  }
  return explainLine(tx, explanation, line, charges, language);
}

/** A line is taken apart to the events: the first charges of it here, each of the others by its reference. */
async function explainLine(
  tx: Tx,
  { document }: DocumentExplanation,
  line: ExplainedLine,
  count: number,
  language: Language,
): Promise<CommandOutcome> {
  const explained: Explanation[] = [];
  for (const { reference } of line.charges.slice(0, count)) {
    const charge = parseChargeReference(reference);
    if (charge) explained.push(await explainCharge(tx, charge));
  }
  const shown = line.charges.map((charge, index) => ({ ...charge, ...explained[index] }));
  return {
    result: { kind: "line", document, line: { ...line, charges: shown } },
    lines: [
      ...lineLines(line, language),
      ...line.charges.flatMap((charge, index) => {
        const own = explained[index];
        if (!own) return [`  ${charge.amount}  ${charge.reference}`];
        return [`  ${charge.amount}`, ...chargeLines(own, language).map((text) => `    ${text}`)];
      }),
    ],
  };
}

function documentLines({ document, lines }: DocumentExplanation, language: Language): string[] {
  const { kind, number, issuedOn, payer, gross, vat, currency, reference } = document;
  const text = words[language];
  return [
    `${String(kind)} ${String(number)} ${String(issuedOn)}  ${String(payer)}`,
    `  ${String(gross)} ${String(currency)}, ${text.vat} ${String(vat)}`,
    ...lines.flatMap((line) => lineLines(line, language).map((one) => `  ${one}`)),
    `${text.more} ${String(reference)}~1`,
  ];
}

function lineLines(line: ExplainedLine, language: Language): string[] {
  const text = words[language];
  const rate = line.vatRate === null ? "" : ` (${Number(line.vatRate)} %)`;
  const head = `${line.no}. ${line.service} ${line.supplyMonth}  ${line.gross}, ${text.vat} ${line.vat}${rate}`;
  const rest = line.difference === "0.00" ? "" : `; ${text.difference} ${line.difference}`;
  return [`${head}; ${text.charges}: ${line.charges.length}${rest}`];
}

/** Lists longer than this are told by their beginning; `--json` has them whole. */
const MOST_ROWS = 31;

/** As the console's drawer: the sentence, days folded, tiers, changes, payers, prices, events. */
function chargeLines(story: Explanation, language: Language): string[] {
  const { charge } = story;
  const text = words[language];
  const resource = charge.resourceName ?? charge.resourceId;
  const name = resource === null ? charge.skuName[language] : `${resource}, ${charge.skuName[language]}`;
  return [
    `${charge.amount} ${charge.currency}  ${charge.pid} ${charge.project}: ${name}, ${rangeOf(charge.from, charge.to)}`,
    `  ${story.sentence[language]}`,
    ...section(
      text.days,
      story.days.length > 1
        ? story.days.map((row) => {
            const count = row.days > 1 ? ` × ${row.days}` : "";
            return `${rangeOf(row.from, row.to)}  ${row.cost[language]}${count} = ${row.total}`;
          })
        : [],
      language,
    ),
    ...section(
      text.tiers,
      story.tiers.map((tier) => {
        const mark = tier.reached ? ` (${text.reached})` : "";
        return `${tier.from}..${tier.to ?? ""}  ${tier.price} × ${tier.quantity[language]} = ${tier.cost[language]}${mark}`;
      }),
      language,
    ),
    ...section(
      text.changes,
      story.changes.length > 1 ? story.changes.map((row) => named(row, text.kinds[row.kind], text.booked)) : [],
      language,
    ),
    ...section(
      text.paidBy,
      story.paidBy.map((row) => named(row, text.sources[row.source], text.booked)),
      language,
    ),
    ...section(
      text.suppliedTo,
      story.suppliedTo.map(({ payer, contract, amount }) => {
        return `${amount}  ${payer ?? text.noPayer}${contract === null ? "" : `, ${text.contract} ${contract}`}`;
      }),
      language,
    ),
    ...section(
      text.prices,
      story.prices.map((price) => {
        const list = text.lists[price.kind as keyof typeof text.lists] ?? price.kind;
        const amount = price.tiers
          ? price.tiers.map((tier) => `${tier.from}+: ${tier.price}`).join(", ")
          : price.unitPrice;
        return `${amount}  ${charge.unit[language]}; ${list}, ${price.from}..${price.to ?? ""}`;
      }),
      language,
    ),
    ...section(
      text.events,
      story.events.map((event) => {
        return `${event.at}  ${event.quantity}  ${event.source} ${event.id}${event.replaced ? ` (${text.replaced})` : ""}`;
      }),
      language,
    ),
    `  ${charge.reference}`,
  ];
}

function rangeOf(from: string, to: string): string {
  return from === to ? from : `${from}..${to}`;
}

function named(
  row: { readonly bookedIn: string | null; readonly amount: string },
  name: string,
  booked: string,
): string {
  return `${row.amount}  ${name}${row.bookedIn === null ? "" : `, ${booked} ${row.bookedIn}`}`;
}

/** A heading with its rows; nothing where there are none. */
function section(title: string, rows: readonly string[], language: Language): string[] {
  if (rows.length === 0) return [];
  const left = rows.length - MOST_ROWS;
  const shown = rows.slice(0, MOST_ROWS).map((row) => `    ${row}`);
  return [`  ${title}:`, ...shown, ...(left > 0 ? [`    … ${words[language].others} ${left}`] : [])];
}

function entryLines(
  { entry, postings, charges }: Awaited<ReturnType<typeof explainEntry>>,
  language: Language,
): string[] {
  const { pid, kind, cause, effectiveAt, bookedIn } = entry;
  return [
    `${String(pid)} ${String(kind)} ${String(effectiveAt)}  ${String(cause)}; ${words[language].booked} ${String(bookedIn)}`,
    ...postings.map(
      ({ ledgerAccount, amount, currency, fundingSource, balanceAfter }) =>
        `  ${ledgerAccount} ${amount} ${currency} (${fundingSource}) = ${balanceAfter}`,
    ),
    ...charges.map(({ amount, reference }) => `  ${amount}  ${reference}`),
  ];
}
