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
    exact: "точно",
    paid: "оплачено: перевод {transfer}, иное {other}, бонусы {bonus}, в долг {credit}",
    price: "Цена",
    event: "Событие",
    replaced: "заменено",
    charges: "начислений",
    difference: "не показано начислений на",
    more: "Строка целиком: saldo explain",
    vat: "в т. ч. НДС",
    booked: "учтено в",
  },
  en: {
    exact: "exactly",
    paid: "paid: transfer {transfer}, other {other}, bonus {bonus}, on credit {credit}",
    price: "Price",
    event: "Event",
    replaced: "replaced",
    charges: "charges",
    difference: "charges not shown make",
    more: "The whole line: saldo explain",
    vat: "VAT included",
    booked: "booked in",
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
    ru: "Документ раскрывается до строк и ссылок на начисления, строка и начисление — до цен и событий.",
    en: "A document is shown down to its lines and their charges; a line and a charge down to prices and events.",
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

function chargeLines({ charge, grains, prices, events }: Explanation, language: Language): string[] {
  const text = words[language];
  const days = charge.from === charge.to ? charge.from : `${charge.from}..${charge.to}`;
  return [
    `${charge.reference}`,
    `${charge.pid} ${charge.sku} (${charge.skuName[language]}) ${days}: ${charge.amount}`,
    ...grains.flatMap((grain) => [
      `  ${grain["day"]}: ${grain["amount"]}, ${text.exact} ${grain["exactCost"]}; ${text.booked} ${grain["bookedIn"]}; ` +
        text.paid.replace(/\{(\w+)\}/g, (_place, name: string) => grain[name] ?? ""),
    ]),
    ...prices.map((price) => {
      const until = typeof price["to"] === "string" ? price["to"] : "";
      return `  ${text.price} ${String(price["priceId"])} ${String(price["priceList"])}: ${String(price["model"])} ${String(price["unitPrice"])}, ${String(price["from"])}..${until}`;
    }),
    ...events.map((event) => {
      const replaced = event["replaced"] === true ? ` (${text.replaced})` : "";
      return `  ${text.event} ${String(event["at"])} ${String(event["quantity"])}  ${String(event["source"])} ${String(event["id"])}${replaced}`;
    }),
  ];
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
