/** A supplier, buyers and inputs for the tests of the documents: invented, with valid check digits. */
import { at, localDate, localMonth } from "../../src/core/time.ts";
import type { DocumentParty, DocumentSupplier } from "../../src/modules/documents/party.ts";
import type { DocumentCharge } from "../../src/modules/documents/kinds/definition.ts";
import { type UpdInput, type UpdSnapshot, decideUpd } from "../../src/modules/documents/kinds/upd/upd.ts";

const RUSSIA = { countryCode: "643", countryName: "Россия" } as const;
const KAZAKHSTAN = { countryCode: "398", countryName: "Казахстан" } as const;

export const supplier: DocumentSupplier = {
  identity: {
    kind: "legal_entity",
    name: "Общество с ограниченной ответственностью «Облачный поставщик»",
    inn: "7743001840",
    kpp: "771401001",
    ogrn: "1027700132195",
  },
  address: { ...RUSSIA, text: "125167, г. Москва, Ленинградский проспект, д. 39, стр. 79" },
  edmId: "2BM-7743001840-2012052807514600749280000000000",
  bank: {
    bankName: "ПАО «Образцовый банк» г. Москва",
    bik: "044525225",
    account: "40702810938120061991",
    correspondentAccount: "30101810400000000225",
    beneficiaryCode: null,
  },
  signers: [
    {
      role: "head",
      fullName: { surname: "Ковалёва", name: "Ирина", patronymic: "Сергеевна" },
      position: "Генеральный директор",
      authority: { kind: "signature" },
    },
    {
      role: "accountant",
      fullName: { surname: "Орлов", name: "Павел", patronymic: null },
      position: "Главный бухгалтер",
      authority: { kind: "signature" },
    },
  ],
};

export const organisation: DocumentParty = {
  identity: {
    kind: "legal_entity",
    name: "Акционерное общество «Ромашка & партнёры»",
    inn: "7707083893",
    kpp: "540602001",
    ogrn: "1027700132195",
  },
  address: { ...RUSSIA, text: "630099, Новосибирская обл., г. Новосибирск, ул. Ленина, д. 1, офис 5" },
  edmId: null,
  bank: null,
};

export const soleProprietor: DocumentParty = {
  identity: {
    kind: "sole_proprietor",
    fullName: { surname: "Мамедов", name: "Али", patronymic: "Гусейн оглы" },
    inn: "500100732259",
    ogrnip: "304500116000157",
  },
  address: { ...RUSSIA, text: "143900, Московская обл., г. Балашиха, ул. Советская, д. 2" },
  edmId: "2LT-11001234567",
  bank: null,
};

export const foreignEntity: DocumentParty = {
  identity: {
    kind: "foreign_entity",
    name: "ЖШС «Қазбұлт» (Qazbult LLP)",
    ...KAZAKHSTAN,
    identifier: "990601301525",
    otherDetails: null,
  },
  address: { ...KAZAKHSTAN, text: "Астана қ., Мәңгілік Ел даңғылы, 55/20" },
  edmId: null,
  bank: null,
};

export function charge(
  serviceName: string,
  gross: bigint,
  vatRate: string | null = "22",
  month = "2026-10",
): DocumentCharge {
  return { serviceCode: serviceName, serviceName, supplyMonth: localMonth(month), vatRate, gross };
}

export function updInput(changes: Partial<UpdInput> = {}): UpdInput {
  return {
    updFunction: "СЧФДОП",
    number: "ОБ-1042",
    month: localMonth("2026-10"),
    currency: "RUB",
    zone: "Europe/Moscow",
    supplier,
    buyer: organisation,
    contract: {
      name: "Договор-оферта на оказание услуг облачной платформы",
      number: null,
      date: localDate("2024-03-01"),
    },
    charges: [
      charge("Услуги облачной платформы: виртуальные машины", 598_200n),
      charge("Объектное хранилище", 1_416_900n),
    ],
    paymentDocuments: [{ number: "57", date: localDate("2026-10-02"), amount: 2_500_000n }],
    advanceInvoices: [{ number: "А-311", date: localDate("2026-09-30") }],
    advanceInvoicesField: "СтрокаСФ5б",
    pids: ["mcs0000000017", "mcs0000000004", "mcs0000000017"],
    lineUnit: null,
    issuedAt: at("2026-11-03T09:15:27Z"),
    software: "Saldo 0.1.0",
    ...changes,
  };
}

/** The UPD itself, without what is kept beside it. */
export function buildUpd(input: UpdInput): UpdSnapshot {
  return decideUpd(input).snapshot;
}
