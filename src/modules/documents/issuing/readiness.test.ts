import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { describe, expect, test } from "vitest";

import { charge, updInput } from "../../../../test/support/document-fixture.ts";
import { Refusal } from "../../../core/errors.ts";
import { at } from "../../../core/time.ts";
import { toBuyer, toContract } from "./from-parties.ts";
import { type DocumentSnapshot, documentKind } from "../kinds/index.ts";
import { type PayerToDocument, payerProblems } from "./readiness.ts";

const SUPPLIER = { countryCode: "RU", inn: "7743001840" };
const company: PayerToDocument = {
  kind: "legal_entity",
  countryCode: "RU",
  name: "Общество с ограниченной ответственностью «Ромашка»",
  inn: "7707083893",
  kpp: "540602001",
  ogrn: "1027700132195",
  address: "630099, г. Новосибирск, ул. Ленина, д. 1",
  contract: { number: null },
};
const kazakh: PayerToDocument = {
  ...company,
  countryCode: "KZ",
  name: "ТОО «Қазбұлт»",
  inn: "990601301525",
  kpp: null,
  ogrn: null,
  address: "Астана қ., Мәңгілік Ел даңғылы, 55/20",
};
const belarusian: PayerToDocument = {
  ...kazakh,
  countryCode: "BY",
  name: "ОАО «Зубр»",
  inn: "100582333",
  address: "г. Минск",
};
const farmer: PayerToDocument = {
  ...company,
  kind: "sole_proprietor",
  name: "Глава КФХ Иванов Иван Иванович",
  inn: "500100732259",
  kpp: null,
  ogrn: "304500116000157",
};
const buyers: Record<string, PayerToDocument> = {
  "an organisation": company,
  "a sole proprietor": farmer,
  "a Kazakh organisation": kazakh,
  "a Kazakh sole proprietor": { ...kazakh, kind: "sole_proprietor", name: "ЖК Әлімов Нұрлан" },
  "a Belarusian organisation": belarusian,
  "a German organisation without a tax number": {
    ...kazakh,
    countryCode: "DE",
    name: "Müller GmbH",
    inn: null,
    ogrn: "HRB 12345 B",
    address: "Berlin",
  },
};

const upd = documentKind("upd");
function xmlOf(snapshot: DocumentSnapshot) {
  const file = upd.xml?.(snapshot);
  if (!file) throw new Error("a UPD has a file");
  return file;
}
const codes = (payer: PayerToDocument, supplier = SUPPLIER) =>
  payerProblems(payer, supplier).map(({ field, code }) => `${field} ${code}`);

/** The UPD of October 2026 as issuing decides it: services taxed where the buyer is have no rate. */
function updOf(payer: PayerToDocument, vatRate: string | null): DocumentSnapshot {
  const { updFunction: _, lineUnit: __, advanceInvoices: ___, advanceInvoicesField: ____, ...input } = updInput();
  const buyer = toBuyer(payer, SUPPLIER);
  const terms = {
    type: "individual",
    paymentScheme: "prepaid",
    signedOn: input.contract.date,
    startsAt: at("2026-02-01T00:00:00Z"),
  } as const;
  const contract = toContract({ ...terms, ...payer.contract }, "Europe/Moscow");
  return upd.decide({ ...input, contract, corrects: null, buyer, charges: [charge("Диски", 12_200n, vatRate)] })
    .snapshot;
}

const text = (snapshot: DocumentSnapshot) => new TextDecoder("windows-1251").decode(xmlOf(snapshot).bytes);

const SCHEMA = new URL("../../../../../shared/formats/upd/ON_NSCHFDOPPR_1_997_01_05_03_05.xsd", import.meta.url);
if (!existsSync(SCHEMA)) process.stderr.write("readiness.test: no ../shared/formats/upd, the schema is not checked\n");

describe("PYR-04 the buyer's residence decides how a document shows it", () => {
  test("PYR-04 DOC-11 DOC-02 a company at home gets an invoice with its ИНН, one abroad a transfer document without VAT", () => {
    const home = text(updOf(company, "22"));
    expect(home).toContain('Функция="СЧФДОП"');
    expect(home).toContain('ИННЮЛ="7707083893" КПП="540602001"');
    for (const [payer, identity] of [
      [kazakh, 'ИдСтат="ИО" КодСтр="398" НаимСтран="Казахстан"'],
      [belarusian, 'ИдСтат="ИО" КодСтр="112" НаимСтран="Беларусь"'],
      [buyers["a Kazakh sole proprietor"], 'ИдСтат="ИГ" КодСтр="398" НаимСтран="Казахстан"'],
      [buyers["a German organisation without a tax number"], 'ИдСтат="ИО" КодСтр="276" НаимСтран="Германия"'],
    ] as const) {
      if (!payer) throw new Error("no such buyer");
      const xml = text(updOf(payer, null));
      expect(xml).toContain('Функция="ДОП"');
      expect(xml).toContain(identity);
      expect(xml).toContain('НалСт="без НДС"');
      const buyer = xml.slice(xml.indexOf("<СвПокуп>"), xml.indexOf("</СвПокуп>"));
      expect(buyer).toContain("<СвИнНеУч");
      expect(buyer).not.toMatch(/ИНН|СвЮЛУч|СвИП/);
    }
  });

  test("PYR-04 DOC-11 on paper the row of the ИНН of a buyer abroad is empty, its number stands beside its name and country", () => {
    const texts = upd.print(updOf(belarusian, null)).data as { buyer: Record<string, string>; status: string };
    expect(texts).toMatchObject({
      status: "2",
      buyer: {
        name: "ОАО «Зубр» (Беларусь, 112, рег. № 100582333)",
        numbers: "—",
        address: "Беларусь, г. Минск",
        composer: "ОАО «Зубр», рег. № 100582333",
      },
    });
  });

  test("PYR-05 a sole proprietor is named by its name alone", () => {
    expect(text(updOf(farmer, "22"))).toContain('<ФИО Фамилия="Иванов" Имя="Иван" Отчество="Иванович"/>');
  });

  test.skipIf(!existsSync(SCHEMA)).each(Object.entries(buyers))(
    "DOC-04 the schema accepts a UPD for %s",
    (_, payer) => {
      using validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(SCHEMA)));
      using document = XmlDocument.fromBuffer(xmlOf(updOf(payer, payer.countryCode === "RU" ? "22" : null)).bytes);
      expect(() => validator.validate(document)).not.toThrow();
    },
  );
});

describe("PYR-10 what keeps a payer from its papers is said, with the field to mend", () => {
  test.each(Object.entries(buyers))("PYR-10 %s with all its details is ready", (_, payer) => {
    expect(codes(payer)).toEqual([]);
  });

  test("PYR-10 each missing or wrong detail has its code", () => {
    expect(codes({ ...company, address: " ", inn: null })).toEqual(["address no_address", "inn no_tax_number"]);
    expect(codes({ ...company, inn: "7707083894" })).toEqual(["inn wrong_check_digit"]);
    expect(codes({ ...company, inn: "990601301525" })).toEqual(["inn wrong_length"]);
    expect(codes({ ...company, inn: "100582333" })).toEqual(["inn wrong_length"]);
    expect(codes({ ...company, kpp: "54060200x" })).toEqual(["kpp wrong_characters"]);
    expect(codes({ ...kazakh, inn: "990601301526" })).toEqual(["inn wrong_check_digit"]);
    expect(codes({ ...kazakh, inn: null })).toEqual(["inn no_number_at_home"]);
    expect(codes({ ...kazakh, kpp: "540602001" })).toEqual(["kpp no_kpp_here"]);
    expect(codes({ ...belarusian, inn: "100582334" })).toEqual(["inn wrong_check_digit"]);
    for (const name of ["ИП «Ромашка»", "ИП Ромашка", "Студия Красоты"]) {
      expect(codes({ ...farmer, name })).toEqual(["fullName name_not_taken_apart"]);
    }
    expect(codes({ ...farmer, name: "ИП Ли, Ю" })).toEqual([]);
    expect(codes({ ...farmer, name: `ИП И${"ы".repeat(60)} Иван Иванович` })).toEqual(["fullName name_part_too_long"]);
    expect(codes({ ...farmer, inn: "7707083893" })).toEqual(["inn wrong_length"]);
    expect(codes({ ...company, name: "Ы".repeat(1001), address: "ө".repeat(1001) })).toEqual([
      "fullName too_long",
      "address too_long",
    ]);
    expect(codes({ ...company, name: "  " })).toEqual(["fullName no_name"]);
    expect(codes({ ...company, contract: { number: "7".repeat(256) } })).toEqual(["contract.number number_too_long"]);
    expect(codes({ ...kazakh, countryCode: "XK" })).toContain("countryCode unknown_country");
    expect(codes(kazakh, { countryCode: "KZ", inn: "200640012343" })).toEqual([" country_without_papers"]);
  });

  test("PYR-10 seller and buyer are never one, a branch of the seller neither", () => {
    const own = { ...company, inn: SUPPLIER.inn, kpp: "770701001" };
    expect(codes(own)).toEqual(["inn seller_is_buyer"]);
    expect(() => toBuyer(own, SUPPLIER)).toThrow(/payer_not_ready.*seller_is_buyer/);
    expect(codes({ ...kazakh, countryCode: "DE", inn: SUPPLIER.inn })).toEqual([]);
  });

  test("PYR-10 DOC-03 of a contract's number of signs that no document can show there is none", () => {
    expect(text(updOf({ ...company, contract: { number: "\u0000\u0085" } }, "22"))).toContain('РеквНомерДок="б/н"');
  });

  test("PYR-10 who is ready gets a file that fits the format; who is not is told why, and nothing crashes", () => {
    const texts = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom("Ы".repeat(1200), "ИП Ли Ю"));
    const anyPayer: fc.Arbitrary<PayerToDocument> = fc.record({
      kind: fc.constantFrom("legal_entity", "sole_proprietor"),
      countryCode: fc.constantFrom("RU", "KZ", "BY", "DE", "XK"),
      name: fc.oneof(fc.constantFrom(farmer.name, company.name), texts),
      inn: fc.oneof(fc.constantFrom(null, "7707083893", "500100732259", "990601301525", "100582333"), texts),
      kpp: fc.oneof(fc.constant(null), fc.constantFrom("540602001"), texts),
      ogrn: fc.oneof(fc.constant(null), fc.constantFrom("1027700132195", "304500116000157"), texts),
      address: fc.oneof(fc.constantFrom(null, company.address), texts),
      contract: fc.record({ number: fc.oneof(fc.constant(null), texts) }),
    });
    let ready = 0;
    fc.assert(
      fc.property(anyPayer, (payer) => {
        if (payerProblems(payer, SUPPLIER).length > 0) {
          expect(() => toBuyer(payer, SUPPLIER)).toThrow(Refusal);
          return;
        }
        ready++;
        const snapshot = updOf(payer, payer.countryCode === "RU" ? "22" : null);
        expect(xmlOf(snapshot).bytes.length).toBeGreaterThan(1000);
      }),
      { numRuns: 2000 },
    );
    expect(ready).toBeGreaterThan(20);
  });
});
