import { afterAll, describe, expect, test } from "vitest";
import { extractVat } from "../../../core/money.ts";
import { at, localDate, localMonth } from "../../../core/time.ts";
import { openPdfRenderer } from "../../../platform/pdf/index.ts";
import { type AdjustmentInput, type AdjustmentSnapshot, decideAdjustment } from "./adjustment/adjustment.ts";
import { adjustmentPrint } from "./adjustment/adjustment-print.ts";
import {
  buildUpd,
  charge,
  foreignEntity,
  organisation,
  soleProprietor,
  supplier,
  updInput,
} from "../../../../test/support/document-fixture.ts";
import {
  type PrintablePaymentInvoice,
  dateInWords,
  paymentInvoicePrint,
  printMinor,
  printRate,
} from "../print/index.ts";
import { parseSnapshot, serialiseSnapshot } from "./snapshot-json.ts";
import { LARGEST_UPD_LINES, type UpdSnapshot } from "./upd/upd.ts";
import { updPrint } from "./upd/upd-print.ts";

const renderer = openPdfRenderer({ workers: 2 });
afterAll(() => renderer.close());

const russian: PrintablePaymentInvoice = {
  number: "VK-2026-000012",
  issuedOn: localDate("2026-10-31"),
  projectId: 17n,
  projectName: 'Магазин #read("x")',
  amount: extractVat(12_345_600n, "22"),
  currency: "RUB",
  vatRate: "22",
  purpose: "Оплата по счету VK-2026-000012 от 31.10.2026 за облачные услуги, PID mcs0000000017",
  qr: "ST00012|Name=ООО «Облачный поставщик»|PersonalAcc=40702810938120061991",
  supplier: {
    name: "ООО «Облачный поставщик»",
    inn: "7743001840",
    kpp: "771401001",
    address: "г. Москва",
    countryCode: "RU",
    bank: {
      name: "ПАО «Банк»",
      bic: "044525225",
      account: "40702810938120061991",
      correspondentAccount: "30101810400000000225",
    },
  },
  payer: { name: "АО «Ромашка»", inn: "7707083893", kpp: "540602001", address: null },
};
const kazakh: PrintablePaymentInvoice = {
  ...russian,
  currency: "KZT",
  vatRate: null,
  amount: extractVat(100_02n, null),
  qr: null,
  payer: null,
  supplier: {
    ...russian.supplier,
    kpp: null,
    countryCode: "KZ",
    bank: {
      name: "АО «Банк»",
      bic: "HSBKKZKX",
      account: "KZ86125KZT5004100100",
      correspondentAccount: null,
      beneficiaryCode: "17",
    },
  },
};
const adjustment: AdjustmentInput = {
  number: "ОБ-К-3",
  month: localMonth("2026-11"),
  currency: "RUB",
  supplier,
  buyer: organisation,
  corrects: { number: "ОБ-1042", date: localDate("2026-10-31") },
  pids: ["mcs0000000017"],
  issuedAt: at("2026-12-03T09:00:00Z"),
  charges: [
    {
      serviceCode: "disk",
      serviceName: "Диски",
      supplyMonth: localMonth("2026-10"),
      vatRate: "22",
      gross: -100_001n,
      before: extractVat(1_416_900n, "22"),
    },
    {
      serviceCode: "traffic",
      serviceName: "Трафик",
      supplyMonth: localMonth("2025-12"),
      vatRate: null,
      gross: -5_000n,
    },
  ],
};

function charges(count: number) {
  return Array.from({ length: count }, (_, no) => charge(`Облачная услуга ${no}`, BigInt(1000 + no * 7)));
}

describe("DOC-04 every print form is made from its snapshot", () => {
  const forms: Record<string, UpdSnapshot> = {
    "one line": buildUpd(updInput({ charges: charges(1) })),
    "forty lines": buildUpd(updInput({ charges: charges(40) })),
    "as many lines as there can be": buildUpd(updInput({ charges: charges(LARGEST_UPD_LINES) })),
    "a sole proprietor, units": buildUpd(updInput({ buyer: soleProprietor, lineUnit: { okei: "796", name: "шт" } })),
    "a foreign buyer without VAT": buildUpd(
      updInput({ updFunction: "ДОП", buyer: foreignEntity, charges: [charge("Диски", 100n, null)], pids: [] }),
    ),
    "a document of 2025, before row 5б": buildUpd(
      updInput({
        month: localMonth("2025-11"),
        charges: [charge("Диски", 120n, "20", "2025-11")],
        paymentDocuments: [],
        advanceInvoices: [],
      }),
    ),
    "names and lists without end": buildUpd(
      updInput({
        buyer: {
          ...organisation,
          identity: { ...supplier.identity, name: "Ы".repeat(1000) },
          address: { ...organisation.address, text: "ө ".repeat(500) },
        },
        contract: { name: "Договор", number: "7", date: null },
        charges: [charge("Ж".repeat(1900), 999_999_999_999_999n)],
        pids: Array.from({ length: 900 }, (_, no) => `mcs${String(no).padStart(10, "0")}`),
        paymentDocuments: Array.from({ length: 300 }, (_, no) => ({
          number: String(no),
          date: localDate("2026-10-05"),
          amount: null,
        })),
      }),
    ),
  };

  test.each(Object.entries(forms))("DOC-04 UPD: %s", async (_, upd) => {
    const stored = parseSnapshot<UpdSnapshot>("upd", serialiseSnapshot(upd));
    const [pdf, again] = await Promise.all([upd, stored].map((one) => renderer.render(updPrint(one))));
    expect(pdf?.length).toBeGreaterThan(20_000);
    expect(Buffer.compare(pdf ?? Buffer.alloc(0), again ?? Buffer.alloc(1))).toBe(0);
  });

  test("DOC-04 status, rows and signatures follow the kind and the date of the document", () => {
    const texts = (upd: UpdSnapshot | undefined) => updPrint(upd ?? buildUpd(updInput())).data;
    expect(texts(forms["one line"])).toMatchObject({
      status: "1",
      advances: "№\u00A0А-311 от\u00A030.09.2026",
      payments: "№\u00A057 от\u00A002.10.2026",
      head: "Ковалёва И. С.",
      accountant: "Орлов П.",
      basis: "Договор-оферта на оказание услуг облачной платформы от 01.03.2024",
      other: "Услуги оказаны в полном объеме; проекты (PID): mcs0000000004, mcs0000000017",
    });
    expect(texts(forms["a foreign buyer without VAT"])).toMatchObject({
      status: "2",
      shipment: "—",
      head: "",
      totals: { vat: "без НДС" },
    });
    expect(texts(forms["a document of 2025, before row 5б"])).toMatchObject({ advances: null, payments: "—" });
    expect(String(texts(forms["names and lists without end"])["other"])).toContain("и ещё 876");
    expect(texts(forms["a sole proprietor, units"])).toMatchObject({
      buyer: {
        numbers: "500100732259",
        composer: "Индивидуальный предприниматель Мамедов Али Гусейн оглы, ИНН 500100732259",
      },
      lines: [
        { name: "Объектное хранилище за октябрь 2026\u00A0г.", price: "11\u00A0613,93", unit: "шт" },
        { no: "2" },
      ],
    });
    expect(texts(forms["a foreign buyer without VAT"])).toMatchObject({
      buyer: { composer: "ЖШС «Қазбұлт» (Qazbult LLP), рег. № 990601301525" },
    });
  });

  test("PAY-06 a payment invoice shows the payer only when it is registered, the QR only where banks read it", async () => {
    const [ru, kz] = await Promise.all([paymentInvoicePrint(russian), paymentInvoicePrint(kazakh)]);
    expect(ru.data).toMatchObject({
      title: "Счёт на оплату № VK-2026-000012 от 31\u00A0октября\u00A02026\u00A0г.",
      payer: "АО «Ромашка», ИНН 7707083893, КПП 540602001",
      vat: "22\u00A0262,56",
      rate: "22%",
      words: "Сто двадцать три тысячи четыреста пятьдесят шесть рублей 00 копеек",
      pid: "mcs0000000017",
      qr: true,
    });
    expect(ru.images?.["qr.svg"]).toContain("<svg");
    expect(kz.data).toMatchObject({ payer: null, vat: null, qr: false, kazakh: true, words: "Сто тенге 02 тиына" });
    for (const print of [ru, kz]) expect((await renderer.render(print)).length).toBeGreaterThan(10_000);
  });

  test("DOC-07 an adjustment names the first document and states before, after and decrease", async () => {
    const snapshot = decideAdjustment(adjustment).snapshot;
    const print = adjustmentPrint(parseSnapshot<AdjustmentSnapshot>("adjustment", serialiseSnapshot(snapshot)));
    expect(print.data).toMatchObject({
      corrects: "№\u00A0ОБ-1042 от\u00A031.10.2026",
      lines: [
        {
          before: { net: "11\u00A0613,93", vat: "2\u00A0555,07", gross: "14\u00A0169,00" },
          after: { net: "10\u00A0794,25", vat: "2\u00A0374,74", gross: "13\u00A0168,99" },
          decrease: { net: "819,68", vat: "180,33", gross: "1\u00A0000,01" },
        },
        { before: null, after: null, rate: "без НДС", decrease: { net: "50,00", vat: "без НДС", gross: "50,00" } },
      ],
      decrease: { net: "869,68", vat: "180,33", gross: "1\u00A0050,01" },
    });
    expect((await renderer.render(print)).length).toBeGreaterThan(20_000);
    const unknown = adjustmentPrint({ ...snapshot, corrects: null, pids: [] });
    expect(unknown.data).toMatchObject({ corrects: "№ — от —", pids: "—" });
  });

  test("DOC-07 an adjustment takes off something, and no more than was documented", () => {
    const [first] = adjustment.charges;
    if (!first) throw new Error("the fixture has a decrease");
    expect(() => decideAdjustment({ ...adjustment, charges: [{ ...first, gross: 0n }] })).toThrow(RangeError);
    expect(() => decideAdjustment({ ...adjustment, charges: [{ ...first, gross: -1_416_901n }] })).toThrow(RangeError);
  });
});

test("DOC-04 figures and dates are written as accountants write them", () => {
  expect([0n, -5n, 100n, 123_456_789_01n].map(printMinor)).toEqual([
    "0,00",
    "-0,05",
    "1,00",
    "123\u00A0456\u00A0789,01",
  ]);
  expect(dateInWords(localDate("2026-03-01"))).toBe("1\u00A0марта\u00A02026\u00A0г.");
  expect(["22", "16.67", null].map(printRate)).toEqual(["22%", "16,67%", "без НДС"]);
});
