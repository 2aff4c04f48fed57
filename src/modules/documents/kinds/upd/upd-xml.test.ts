import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import { type FieldProblem, Refusal } from "../../../../core/errors.ts";
import { at, localDate, localMonth } from "../../../../core/time.ts";
import { type XmlElement, element } from "../../../../platform/xml.ts";
import {
  buildUpd,
  charge,
  foreignEntity,
  organisation,
  soleProprietor,
  supplier,
  updInput,
} from "../../../../../test/support/document-fixture.ts";
import { currencyOf } from "../../parts.ts";
import type { DocumentParty } from "../../party.ts";
import type { UpdSnapshot } from "./upd.ts";
import { UPD_RULES, checkUpdFile } from "./upd-rules.ts";
import { updTree, updXml } from "./upd-xml.ts";

// The official schemas are other people's data and are not part of the project; without them these tests are skipped.
const SCHEMAS = new URL("../../../../../../shared/formats/upd/", import.meta.url);
const EDITIONS = { from2026: "ON_NSCHFDOPPR_1_997_01_05_03_05.xsd", before2026: "ON_NSCHFDOPPR_1_997_01_05_03_04.xsd" };
const schemasPresent = existsSync(new URL(EDITIONS.from2026, SCHEMAS));
const withSchemas = describe.skipIf(!schemasPresent);
if (!schemasPresent)
  process.stderr.write("upd-xml.test: no ../shared/formats/upd, the official schema is not checked\n");

function official(edition: keyof typeof EDITIONS): XsdValidator {
  return XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(new URL(EDITIONS[edition], SCHEMAS))));
}

function validate(validator: XsdValidator, bytes: Uint8Array): string {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    validator.validate(document);
    return "valid";
  } catch (error) {
    return String(error);
  } finally {
    document.dispose();
  }
}

const cases: Record<string, UpdSnapshot> = {
  "an organisation, two lines": buildUpd(updInput()),
  "a sole proprietor": buildUpd(updInput({ buyer: soleProprietor })),
  "a foreign buyer, transfer document without VAT": buildUpd(
    updInput({
      updFunction: "ДОП",
      buyer: foreignEntity,
      charges: [charge("Виртуальные машины", 100_00n, null)],
      advanceInvoices: [],
    }),
  ),
  "a tax invoice": buildUpd(updInput({ updFunction: "СЧФ" })),
  "tenge, units, a contract with number, no payments": buildUpd(
    updInput({
      currency: "KZT",
      lineUnit: { okei: "796", name: "шт" },
      contract: { name: "Договор", number: "77/2026", date: localDate("2026-02-01") },
      paymentDocuments: [],
      pids: [],
      advanceInvoicesField: null,
      charges: [charge("Трафик, ₸", 116_00n, "16.67")],
    }),
  ),
  "a basis without a date": buildUpd(updInput({ contract: { name: "Оферта", number: null, date: null } })),
  "a service of 2025 beside one of 2026": buildUpd(
    updInput({ charges: [charge("Диски", 12_000n, "20", "2025-12"), charge("Диски", 12_200n)] }),
  ),
  "names of the greatest length": buildUpd(
    updInput({
      buyer: {
        ...organisation,
        identity: { ...supplier.identity, name: "Ы".repeat(1000) },
        address: { ...organisation.address, text: "ө".repeat(1000) },
      },
      charges: [charge("ж".repeat(1980), 1n)],
      advanceInvoices: Array.from({ length: 150 }, (_, no) => ({ number: `А-${no}`, date: localDate("2026-09-30") })),
    }),
  ),
  "a sole proprietor whose names have 60 characters": buildUpd(
    updInput({
      buyer: {
        ...soleProprietor,
        identity: {
          kind: "sole_proprietor",
          inn: "500100732259",
          ogrnip: null,
          fullName: { surname: "Ә".repeat(60), name: "Б".repeat(60), patronymic: "😀".repeat(60) },
        },
      },
    }),
  ),
  "a signer with an electronic power of attorney": withAuthority({
    kind: "electronic_power",
    number: "0f1c6f0e-0000-4000-8000-000000000001",
    issuedOn: localDate("2026-01-15"),
    registry: "https://m4d.nalog.gov.ru",
  }),
  "a signer with a paper power of attorney": withAuthority({
    kind: "paper_power",
    number: "12",
    issuedOn: localDate("2026-01-15"),
  }),
};

withSchemas("DOC-04 the official schema 5.03", () => {
  test.each(Object.entries(cases))("DOC-04 accepts %s", (_, upd) => {
    using validator = official("from2026");
    expect(validate(validator, updXml(upd).bytes)).toBe("valid");
  });

  test("DOC-04 the edition before 2026 accepts a document of 2025 with 20 %", () => {
    using validator = official("before2026");
    const upd = buildUpd(
      updInput({
        month: localMonth("2025-11"),
        issuedAt: at("2025-12-03T10:00:00Z"),
        charges: [charge("Диски", 12_000n, "20", "2025-11")],
      }),
    );
    expect(validate(validator, updXml(upd).bytes)).toBe("valid");
    expect(validate(validator, updXml(buildUpd(updInput())).bytes)).toContain("НалСт");
  });

  test("DOC-04 accepts every document that our own checks let through", () => {
    using validator = official("from2026");
    fc.assert(
      fc.property(anyUpd, (upd) => {
        const file = writeOrProblems(upd);
        if (file instanceof Uint8Array) expect(validate(validator, file)).toBe("valid");
        else expect(file.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  test("DOC-04 every conditional rule that the schema states in its comments is among ours", () => {
    const schema = new TextDecoder("windows-1251").decode(readFileSync(new URL(EDITIONS.from2026, SCHEMAS)));
    const stated = [...schema.matchAll(/context="([^"]+)">[\s\S]*?<usch:error[\s\S]*?path="([^"]+)"/g)];
    expect(stated).toHaveLength(58);
    const ours = new Set(UPD_RULES.map(({ context, target }) => `${context}/${target.replace("@", "")}`));
    const missing = stated
      .map(([, context = "", path = ""]) => `${context}/${path.replace("@", "")}`)
      .filter((pair) => !ours.has(pair));
    // The first is misnamed in the schema (its rule is about ДокПодтвОтгрНом); of the others our rule asks the line above.
    expect([...new Set(missing)]).toEqual([
      "СвСчФакт/СпОбстФСЧФ",
      "ДопСведТов/КрНаимСтрПр",
      "ДопСведТов/ХарактерТов",
      "ДопСведТов/АртикулТов",
      "ДопСведТов/КодТов",
    ]);
  });
});

describe("DOC-04 the file", () => {
  test("DOC-04 is named by its id, is windows-1251 and the same every time", () => {
    const upd = buildUpd(updInput({ buyer: foreignEntity }));
    const file = updXml(upd);
    expect(file.fileName).toBe(`${upd.fileId}.xml`);
    expect(Buffer.compare(file.bytes, updXml(buildUpd(updInput({ buyer: foreignEntity }))).bytes)).toBe(0);
    const text = new TextDecoder("windows-1251").decode(file.bytes);
    expect(text).toContain("ЖШС «&#1178;азб&#1201;лт» (Qazbult LLP)");
    expect(text).toContain('НомерПРД="57" ДатаПРД="02.10.2026" СуммаПРД="25000.00"');
    expect(text).toContain('Идентиф="СтрокаСФ5б" Значен="№ А-311 от 30.09.2026"');
    expect(text).toContain('РеквНомерДок="б/н" РеквДатаДок="01.03.2024"');
    expect(text).toContain('СтТовБезНДСВсего="16517.21" СтТовУчНалВсего="20151.00"');
  });

  test("DOC-04 row 5б is cut into as many fields as its length needs", () => {
    const upd = cases["names of the greatest length"];
    const text = new TextDecoder("windows-1251").decode(updXml(upd ?? buildUpd(updInput())).bytes);
    expect(text.match(/Идентиф="СтрокаСФ5б"/g)).toHaveLength(2);
  });

  test("DOC-04 a name the format cannot hold is refused with the place and both texts", () => {
    const long = { ...organisation, identity: { ...supplier.identity, name: "Ы".repeat(1001), inn: "1" } };
    const problems = problemsOf(buildUpd(updInput({ buyer: long, advanceInvoices: [] })));
    expect(problems.map(({ field }) => field)).toEqual([
      "Файл/Документ/СвСчФакт/СвПокуп/ИдСв/СвЮЛУч/@НаимОрг",
      "Файл/Документ/СвСчФакт/СвПокуп/ИдСв/СвЮЛУч/@ИННЮЛ",
    ]);
    expect(problems[0]?.texts.ru).toContain("1000");
  });

  test("DOC-05 a rate that is not in force on the document's date is refused", () => {
    const month = localMonth("2025-11");
    const problems = problemsOf(buildUpd(updInput({ month, charges: [charge("Диски", 100n, "22", "2025-11")] })));
    expect(problems.map(({ field }) => field)).toEqual(["Файл/Документ/ТаблСчФакт/СведТов/@НалСт"]);
  });

  test("DOC-04 a currency without a classifier code is a defect, not a document", () => {
    expect(() => currencyOf("XXX")).toThrow(TypeError);
  });
});

test("DOC-04 DOC-09 the file's period is the one of its lines: what was paid later is of a month before, and not of the document's", () => {
  const late = buildUpd(
    updInput({ charges: [charge("Диски", 12_000n, "20", "2025-12"), charge("Диски", 100n, "22", "2026-02")] }),
  );
  const text = new TextDecoder("windows-1251").decode(updXml(late).bytes);
  expect(text).toContain('ДатаПер="31.10.2026" ДатаНачПер="01.12.2025" ДатаОконПер="28.02.2026"');
});

describe("DOC-04 conditional rules of the format, each with a planted violation", () => {
  const good = updTree(buildUpd(updInput()));
  const name = `${good.attributes["ИдФайл"]}.xml`;

  test("DOC-04 a good file breaks none", () => {
    for (const [title, upd] of Object.entries(cases)) {
      expect(checkUpdFile(updTree(upd), `${upd.fileId}.xml`, upd.date), title).toEqual([]);
    }
  });

  test("DOC-04 a file named otherwise than its id", () => {
    expect(fieldsOf(good, "other.xml")).toEqual(["Файл/@ИдФайл"]);
  });

  const parties = ["СвПрод", "ГрузОтпр", "ГрузПолуч", "СвПокуп", "СвФактор"];
  const planted: [string, (tree: XmlElement) => XmlElement, string][] = [
    ["an invoice without its table", (tree) => without(tree, "Документ", "ТаблСчФакт"), "@/ТаблСчФакт"],
    ["a transfer document without the transfer", (tree) => without(tree, "Документ", "СвПродПер"), "@/СвПродПер"],
    ["a UPD without a name", (tree) => set(tree, "Документ", { НаимДокОпр: null }), "@НаимДокОпр"],
    ["a tax invoice with a document name", (tree) => set(tree, "Документ", { Функция: "СЧФ" }), "@НаимДокОпр"],
    [
      "a tax invoice without row 5а",
      (tree) => without(set(tree, "Документ", { Функция: "СЧФ", НаимДокОпр: null }), "СвСчФакт", "ДокПодтвОтгрНом"),
      "ДокПодтвОтгрНом",
    ],
    ...["СпОбстФСЧФ", "СпОбстФДОП"].map((attribute): (typeof planted)[number] => [
      `${attribute} on a UPD`,
      (tree) => insert(tree, "СвСчФакт", element("ДопСвФХЖ1", { [attribute]: "1" })),
      `@${attribute}`,
    ]),
    [
      "СпОбстФСЧФДОП on a transfer document",
      (tree) =>
        insert(set(tree, "Документ", { Функция: "ДОП" }), "СвСчФакт", element("ДопСвФХЖ1", { СпОбстФСЧФДОП: "10000" })),
      "@СпОбстФСЧФДОП",
    ],
    ...parties.map((party): (typeof planted)[number] => [
      `${party} without an address`,
      (tree) => insert(tree, "СвСчФакт", element(party)),
      `${party}/Адрес`,
    ]),
    ["a line without a name", (tree) => set(tree, "СведТов", { НаимТов: null }), "@НаимТов"],
    [
      "a transfer line described nowhere",
      (tree) => set(set(tree, "Документ", { Функция: "ДОП" }), "СведТов", { НаимТов: null }),
      "@НаимТов",
    ],
    ...["ХарактерТов", "АртикулТов", "КодТов"].map((attribute): (typeof planted)[number] => [
      `a transfer line without a name and ${attribute}`,
      (tree) => set(set(tree, "Документ", { Функция: "ДОП" }), "СведТов", { НаимТов: null }),
      `@${attribute}`,
    ]),
    [
      "a unit code without its name",
      (tree) => set(tree, "СведТов", { ОКЕИ_Тов: "796", КолТов: "1", ЦенаТов: "1" }),
      "@НаимЕдИзм",
    ],
    ["a unit code without a quantity", (tree) => set(tree, "СведТов", { ОКЕИ_Тов: "796", НаимЕдИзм: "шт" }), "@КолТов"],
    [
      "a special supply without a quantity",
      (tree) =>
        insert(
          set(tree, "Документ", { Функция: "СЧФ", НаимДокОпр: null }),
          "СвСчФакт",
          element("ДопСвФХЖ1", { СпОбстФСЧФ: "3" }),
        ),
      "@КолТов",
    ],
    ["a quantity without a price", (tree) => set(tree, "СведТов", { КолТов: "1" }), "@ЦенаТов"],
    [
      "a quantity with a price of nothing",
      (tree) => set(tree, "СведТов", { КолТов: "1", ЦенаТов: "0.00" }),
      "@ЦенаТов",
    ],
    ["a negative price", (tree) => set(tree, "СведТов", { ЦенаТов: "-5" }), "@ЦенаТов"],
    ["a line without the net sum", (tree) => set(tree, "СведТов", { СтТовБезНДС: null }), "@СтТовБезНДС"],
    ["a line without the gross sum", (tree) => set(tree, "СведТов", { СтТовУчНал: null }), "@СтТовУчНал"],
    [
      "a transfer line with neither sum",
      (tree) => set(set(tree, "Документ", { Функция: "ДОП" }), "СведТов", { СтТовБезНДС: null, СтТовУчНал: null }),
      "СведТов/@СтТовУчНал",
    ],
    [
      "an excise code without excise",
      (tree) => without(set(tree, "ДопСведТов", { КодВидПр: "100" }), "СведТов", "Акциз"),
      "СведТов/Акциз",
    ],
    [
      "a country code without its name",
      (tree) => insert(tree, "СведТов", element("СвДТ", { КодПроисх: "398" })),
      "КрНаимСтрПр",
    ],
    [
      "a special transfer without its product code",
      (tree) =>
        insert(set(tree, "Документ", { Функция: "ДОП" }), "СвСчФакт", element("ДопСвФХЖ1", { СпОбстФДОП: "10000" })),
      "@ДопИнфПВидО",
    ],
    ["an empty marking", (tree) => insert(tree, "ДопСведТов", element("НомСредИдентТов")), "НомСредИдентТов/КИЗ"],
    ["totals without the net sum", (tree) => set(tree, "ВсегоОпл", { СтТовБезНДСВсего: null }), "@СтТовБезНДСВсего"],
    ["totals without the gross sum", (tree) => set(tree, "ВсегоОпл", { СтТовУчНалВсего: null }), "@СтТовУчНалВсего"],
    [
      "transfer totals with neither sum",
      (tree) =>
        set(set(tree, "Документ", { Функция: "ДОП" }), "ВсегоОпл", { СтТовБезНДСВсего: null, СтТовУчНалВсего: null }),
      "ВсегоОпл/@СтТовБезНДСВсего",
    ],
    [
      "a transfer without any date",
      (tree) => set(tree, "СвПер", { ДатаПер: null, ДатаНачПер: null, ДатаОконПер: null }),
      "@ДатаПер",
    ],
    [
      "a transfer without a date and a beginning",
      (tree) => set(tree, "СвПер", { ДатаПер: null, ДатаНачПер: null }),
      "@ДатаНачПер",
    ],
    [
      "a transfer without a date and an end",
      (tree) => set(tree, "СвПер", { ДатаПер: null, ДатаОконПер: null }),
      "@ДатаОконПер",
    ],
    ["a forwarder without authority", (tree) => insert(tree, "СвПер", element("ПредОргПер")), "ПредОргПер/@ИННЮЛПер"],
    ["a courier without authority", (tree) => insert(tree, "СвПер", element("ФЛПер")), "ФЛПер/ОснДоверФЛ"],
    ["an electronic power that is not there", (tree) => set(tree, "Подписант", { СпосПодтПолном: "3" }), "СвДоверЭл"],
    ["a paper power that is not there", (tree) => set(tree, "Подписант", { СпосПодтПолном: "5" }), "СвДоверБум"],
    ["an electronic power that is not named", (tree) => insert(tree, "Подписант", element("СвДоверЭл")), "СвДоверЭл"],
    ["a paper power that is not named", (tree) => insert(tree, "Подписант", element("СвДоверБум")), "СвДоверБум"],
    ["a foreigner without any number", (tree) => insert(tree, "ИдСв", element("СвИнНеУч")), "СвИнНеУч/@Идентиф"],
    ["foreign data without any number", (tree) => insert(tree, "ИдСв", element("ДаннИно")), "ДаннИно/@ИныеСвед"],
    ["a person without anything", (tree) => insert(tree, "ИдСв", element("СвФЛУч", { ИдСтатЛ: "1" })), "СвФЛУч/ФИО"],
    [
      "a registry address without its district",
      (tree) => insert(tree, "Адрес", element("АдрГАР", {}, [{ ...element("Регион"), text: "77" }])),
      "АдрГАР/МуниципРайон",
    ],
  ];

  test.each(planted)("DOC-04 %s is found", (_, plant, place) => {
    const fields = fieldsOf(plant(good), name);
    expect(fields.filter((field) => `@/${field}`.includes(place.replace("@/", "Документ/")))).not.toEqual([]);
  });

  test("DOC-04 an attribute that the format does not know is found", () => {
    expect(fieldsOf(set(good, "Файл", { СвУчДокОбор: "x" }), name)).toEqual(["Файл/@СвУчДокОбор"]);
  });
});

const anyText = fc.string({ unit: "binary", minLength: 1, maxLength: 70 });
const anyPerson = fc.record({ surname: anyText, name: anyText, patronymic: fc.option(anyText) });
const anyBuyer: fc.Arbitrary<DocumentParty> = fc
  .record({
    pick: fc.constantFrom(organisation, soleProprietor, foreignEntity),
    name: anyText,
    fullName: anyPerson,
    text: anyText,
    edmId: fc.option(anyText),
  })
  .map(({ pick, name, fullName, text, edmId }) => {
    const { identity, address } = pick;
    const named = identity.kind === "sole_proprietor" ? { ...identity, fullName } : { ...identity, name };
    return { ...pick, identity: named, address: { ...address, text }, edmId };
  });
const anyUpd = fc
  .record({
    updFunction: fc.constantFrom("СЧФДОП", "ДОП", "СЧФ"),
    number: anyText,
    buyer: anyBuyer,
    charges: fc.array(
      fc.record({
        serviceCode: fc.constant("service"),
        serviceName: anyText,
        supplyMonth: fc.constant(localMonth("2026-10")),
        vatRate: fc.constantFrom("22", "20", "0", null),
        gross: fc.bigInt(1n, 10n ** 15n),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    paymentDocuments: fc.array(
      fc.record({
        number: anyText,
        date: fc.constant(localDate("2026-10-05")),
        amount: fc.option(fc.bigInt(0n, 10n ** 15n)),
      }),
      { maxLength: 3 },
    ),
    advanceInvoicesField: fc.option(anyText),
    lineUnit: fc.option(fc.constant({ okei: "796", name: "шт" })),
    pids: fc.array(anyText, { maxLength: 3 }),
  })
  .map((changes) => buildUpd(updInput(changes)));

function writeOrProblems(upd: UpdSnapshot): Uint8Array | readonly FieldProblem[] {
  try {
    return updXml(upd).bytes;
  } catch (error) {
    if (error instanceof Refusal) return error.details.problems ?? [];
    throw error;
  }
}

function problemsOf(upd: UpdSnapshot) {
  return checkUpdFile(updTree(upd), `${upd.fileId}.xml`, upd.date);
}

function withAuthority(authority: (typeof supplier.signers)[0]["authority"]): UpdSnapshot {
  const [head, ...others] = supplier.signers;
  return buildUpd(updInput({ supplier: { ...supplier, signers: [{ ...head, authority }, ...others] } }));
}

function fieldsOf(tree: XmlElement, fileName: string): string[] {
  return checkUpdFile(tree, fileName, localDate("2026-10-31")).map(({ field }) => field);
}

/** The tree with every element `name` changed. */
function change(tree: XmlElement, name: string, how: (node: XmlElement) => XmlElement): XmlElement {
  const inside = { ...tree, children: tree.children.map((child) => change(child, name, how)) };
  return tree.name === name ? how(inside) : inside;
}

function set(tree: XmlElement, name: string, attributes: Record<string, string | null>): XmlElement {
  return change(tree, name, (node) => ({
    ...node,
    attributes: element(name, { ...node.attributes, ...attributes }).attributes,
  }));
}

function without(tree: XmlElement, name: string, child: string): XmlElement {
  return change(tree, name, (node) => ({
    ...node,
    children: node.children.filter((candidate) => candidate.name !== child),
  }));
}

function insert(tree: XmlElement, name: string, child: XmlElement): XmlElement {
  return change(tree, name, (node) => ({ ...node, children: [...node.children, child] }));
}
