import { refusal } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import { contractProblems } from "../modules/documents/index.ts";
import {
  type EditableDetails,
  type Payer,
  UnknownPayer,
  changePayerDetails,
  changePaymentTerm,
  payerHistory,
  payersById,
  payersContracts,
  supplierOf,
  termChanges,
} from "../modules/parties/index.ts";
import type { Tx } from "../platform/db.ts";
import { type ArgumentSpec, type Command, type OptionSpec, textOf } from "./command.ts";
import { optionalText } from "./inputs.ts";

const NotAPayer = refusal("not_a_payer", 422, "Ожидается номер плательщика", "Expected the number of a payer");
const MOST = 100;

const words = {
  ru: {
    ready: "готов к документам",
    changed: "Изменено",
    term: (from: string | null) => (from === null ? "Такой срок и был" : `Срок оплаты записан, с услуг за ${from}`),
  },
  en: {
    ready: "ready for documents",
    changed: "Changed",
    term: (from: string | null) =>
      from === null ? "The term was so already" : `The term is set, from the supply of ${from} on`,
  },
} as const;

const payer: ArgumentSpec = {
  name: "payer",
  summary: { ru: "номер плательщика", en: "the number of a payer" },
  parse: (text) => {
    if (!/^\d{1,18}$/.test(text)) throw NotAPayer({ field: "payer" });
    return BigInt(text);
  },
};

/** PYR-10: a payer's details, what keeps its papers under each contract, and who changed it. Exit code 1 when something does. */
export const payerShow: Command = {
  arguments: [payer],
  details: {
    ru: "Исправить: saldo payer change. Документы, выданные раньше, не меняются.",
    en: "To mend: saldo payer change. Papers issued before stay as they are.",
  },
  async run({ open, language }, input) {
    const payerId = input["payer"] as bigint;
    const { database } = await open();
    const { details, contracts, changes } = await database.snapshot((tx) => payerView(tx, payerId));
    const problems = contracts.flatMap((contract) => contract.problems);
    return {
      result: { payer: payerId, ...details, contracts, changes },
      lines: [
        ...Object.entries(details).map(([field, value]) => `${field}  ${value ?? "—"}`),
        ...contracts.flatMap(({ contract, supplier, problems: own }) =>
          own.length === 0
            ? [`${contract}  ${supplier}  ${words[language].ready}`]
            : own.map(({ field, texts }) => `${contract}  ${supplier}  ${field}  ${texts[language]}`),
        ),
        ...changes.map(({ at, by, note }) => `${at}  ${by}  ${note ?? ""}`),
      ],
      ok: problems.length === 0,
    };
  },
};

async function payerView(tx: Pick<Tx, "query">, payerId: bigint) {
  const found = (await payersById(tx, [payerId])).get(payerId);
  if (!found) throw UnknownPayer();
  const contracts = [];
  for (const contract of await payersContracts(tx, [payerId], MOST)) {
    const supplier = await supplierOf(tx, contract.supplierCode);
    const problems = contractProblems(found, contract, supplier);
    contracts.push({ contract: contract.contractId, supplier: supplier.name, problems });
  }
  const history = await payerHistory(tx, payerId, MOST);
  const registered = found.registeredAt === null ? null : formatInstant(found.registeredAt);
  return {
    details: { ...editable(found), registeredAt: registered },
    contracts,
    changes: history.map(({ changedAt, changedBy: by, note, before, after }) => ({
      at: formatInstant(changedAt),
      by,
      note,
      before,
      after,
    })),
  };
}

function editable(found: Payer): EditableDetails {
  const { kind, countryCode, name, fullName, inn, kpp, ogrn, address, documentEmail } = found;
  return { kind, countryCode, name, fullName, inn, kpp, ogrn, address, documentEmail };
}

/** Each option with the field it changes. */
const FIELDS = {
  fullName: { flags: "--full-name <text>", summary: { ru: "полное наименование", en: "the full name" } },
  countryCode: { flags: "--country-code <code>", summary: { ru: "страна, две буквы", en: "the country, two letters" } },
  inn: { flags: "--inn <number>", summary: { ru: "ИНН, БИН, УНП или иной номер", en: "the tax number" } },
  kpp: { flags: "--kpp <number>", summary: { ru: "КПП", en: "the KPP" } },
  ogrn: { flags: "--ogrn <number>", summary: { ru: "ОГРН, ОГРНИП или иной", en: "the registration number" } },
  address: { flags: "--address <text>", summary: { ru: "адрес", en: "the address" } },
  documentEmail: {
    flags: "--document-email <address>",
    summary: { ru: "почта для документов", en: "where documents are mailed" },
  },
} as const satisfies Partial<Record<keyof EditableDetails, OptionSpec>>;

const by: OptionSpec = { flags: "--by <name>", summary: { ru: "кто меняет", en: "who changes it" }, required: true };

const NotAContract = refusal("not_a_contract", 422, "Ожидается номер договора", "Expected the number of a contract");
const TermInvalid = refusal(
  "payment_term_invalid",
  422,
  "Срок оплаты: от 1 до 180 дней или paper, как в тексте договора",
  "A term of payment is 1 to 180 days, or paper: as the contract says",
);

/** PYR-07: another term of payment of a post-paid contract, for the months that begin after it. */
export const payerTerm: Command = {
  arguments: [
    payer,
    {
      name: "contract",
      summary: { ru: "номер договора из saldo payer show", en: "the number of a contract, from saldo payer show" },
      parse: (text) => {
        if (!/^\d{1,18}$/.test(text)) throw NotAContract({ field: "contract" });
        return BigInt(text);
      },
    },
    {
      name: "days",
      summary: {
        ru: "дней после месяца услуг, или paper: как в тексте договора",
        en: "days after the month of supply, or paper: as the contract says",
      },
      parse: (text) => {
        const days = Number(text);
        if (text !== "paper" && !(/^\d{1,3}$/.test(text) && days >= 1 && days <= 180))
          throw TermInvalid({ field: "days" });
        return text === "paper" ? null : days;
      },
    },
  ],
  details: {
    ru: "Действует с услуг следующего месяца. Текущий месяц и то, что уже к оплате, остаются при прежнем сроке.",
    en: "It is for the months of supply that begin after now. The present month and what is due already keep their term.",
  },
  options: [by, { flags: "--note <text>", summary: { ru: "почему", en: "why" } }],
  async run({ open, language }, input) {
    const [payerId, contractId] = [input["payer"] as bigint, input["contract"] as bigint];
    const paymentDays = input["days"] as number | null;
    const { database, clock } = await open();
    const change = { changedBy: `cli:${textOf(input, "by")}`, note: optionalText(input, "note"), now: clock.now() };
    const [newest] = await database.transaction(async (tx) => {
      await changePaymentTerm(tx, { payerId, contractId, paymentDays, ...change });
      return termChanges(tx, [contractId], 1);
    });
    const from = newest?.fromMonth ?? null;
    return { result: { payer: payerId, contract: contractId, paymentDays, from }, lines: [words[language].term(from)] };
  },
};

/** PYR-06: changes a payer's details, with who, when, before and after kept. */
export const payerChange: Command = {
  details: {
    ru: "Что не названо, остаётся; пустой текст убирает то, что может отсутствовать.",
    en: "What is not named stays; an empty text takes away what may be missing.",
  },
  arguments: [payer],
  options: [
    ...Object.values(FIELDS),
    { flags: "--confirm", summary: { ru: "реквизиты проверены", en: "the details are checked" } },
    by,
    { flags: "--note <text>", summary: { ru: "почему", en: "why" } },
  ],
  async run({ open, language }, input) {
    const payerId = input["payer"] as bigint;
    const { database, clock } = await open();
    const given: Record<string, string | null> = {};
    for (const field of Object.keys(FIELDS)) {
      const text = input[field];
      if (typeof text !== "string") continue;
      if (text.trim() !== "") given[field] = text.trim();
      else if (field !== "fullName" && field !== "countryCode") given[field] = null;
    }
    const changedBy = `cli:${textOf(input, "by")}`;
    const note = optionalText(input, "note");
    const contracts = await database.transaction(async (tx) => {
      const found = (await payersById(tx, [payerId])).get(payerId);
      if (!found) throw UnknownPayer();
      const details: EditableDetails = { ...editable(found), ...given };
      const confirm = input["confirm"] === true;
      await changePayerDetails(tx, { payerId, details, confirm, changedBy, note, now: clock.now() });
      return (await payerView(tx, payerId)).contracts;
    });
    const problems = contracts.flatMap((contract) => contract.problems);
    return {
      result: { payer: payerId, contracts },
      lines: [words[language].changed, ...problems.map(({ field, texts }) => `${field}  ${texts[language]}`)],
    };
  },
};
