/**
 * Lengths, patterns and enumerations of format 5.03 for everything that our files write, so that a name that is too
 * long is found when the document is made and named to the person who can shorten it. Lengths count characters.
 */
import type { FieldProblem, Texts } from "../../../../core/errors.ts";
import type { LocalDate } from "../../../../core/time.ts";
import type { XmlElement } from "../../../../platform/xml.ts";

interface Facet {
  readonly fits: (value: string, date: LocalDate) => boolean;
  readonly texts: Texts;
}

const DATE = /^\d\d\.\d\d\.(19|20)\d\d$/;
const TIME = /^([01]\d|2[0-3])\.[0-5]\d\.[0-5]\d$/;
const AMOUNT = /^\d{1,17}\.\d{2}$/;
const QUANTITY = /^\d{1,15}(\.\d{1,11})?$/;

/** Rates of the edition in force from 2026-01-01; the edition before it knows no 18 % and no 22 %. */
const RATES = ["0%", "5%", "7%", "9,09%", "10%", "16,67%", "20%", "без НДС"];
const RATES_FROM_2026 = [...RATES, "18%", "18,03%", "22%"];

const FACETS: ReadonlyMap<string, Facet> = new Map([
  ["Файл/@ИдФайл", text(255)],
  ["Файл/@ВерсФорм", pattern(/^5\.03$/)],
  ["Файл/@ВерсПрог", text(40)],
  ["Документ/@КНД", pattern(/^1115131$/)],
  ["Документ/@Функция", pattern(/^(СЧФ|СЧФДОП|ДОП|СвРК|СвЗК)$/)],
  ["Документ/@ПоФактХЖ", text(255)],
  ["Документ/@НаимДокОпр", text(255)],
  ["Документ/@ДатаИнфПр", pattern(DATE)],
  ["Документ/@ВремИнфПр", pattern(TIME)],
  ["Документ/@НаимЭконСубСост", text(1000)],
  ["СвСчФакт/@НомерДок", text(1000)],
  ["СвСчФакт/@ДатаДок", pattern(DATE)],
  ["СвПРД/@НомерПРД", text(30)],
  ["СвПРД/@ДатаПРД", pattern(DATE)],
  ["СвПРД/@СуммаПРД", pattern(AMOUNT)],
  ["ДокПодтвОтгрНом/@РеквНаимДок", text(255)],
  ["ДокПодтвОтгрНом/@РеквНомерДок", text(255)],
  ["ДокПодтвОтгрНом/@РеквДатаДок", pattern(DATE)],
  ["ОснПер/@РеквНаимДок", text(255)],
  ["ОснПер/@РеквНомерДок", text(255)],
  ["ОснПер/@РеквДатаДок", pattern(DATE)],
  ["ДенИзм/@КодОКВ", pattern(/^\d{3}$/)],
  ["ДенИзм/@НаимОКВ", text(100)],
  ["ТекстИнф/@Идентиф", text(50)],
  ["ТекстИнф/@Значен", text(2000)],
  ["СвЮЛУч/@НаимОрг", text(1000)],
  ["СвЮЛУч/@ИННЮЛ", pattern(/^(?!00)\d{10}$/)],
  ["СвЮЛУч/@КПП", pattern(/^(?!00)\d{4}[0-9A-Z]{2}\d{3}$/)],
  ["СвИП/@ИННФЛ", pattern(/^(?!00)\d{12}$/)],
  ["СвИП/@ОГРНИП", pattern(/^\d{15}$/)],
  ["СвИнНеУч/@ИдСтат", pattern(/^(ИО|ИГ)$/)],
  ["СвИнНеУч/@КодСтр", pattern(/^\d{3}$/)],
  ["СвИнНеУч/@НаимСтран", text(255)],
  ["СвИнНеУч/@Наим", text(1000)],
  ["СвИнНеУч/@Идентиф", text(255)],
  ["СвИнНеУч/@ИныеСвед", text(255)],
  ["АдрИнф/@КодСтр", pattern(/^\d{3}$/)],
  ["АдрИнф/@НаимСтран", text(255)],
  ["АдрИнф/@АдрТекст", text(1000)],
  ["БанкРекв/@НомерСчета", text(34)],
  ["СвБанк/@НаимБанк", text(1000)],
  ["СвБанк/@БИК", pattern(/^\d{9}$/)],
  ["СвБанк/@КорСчет", text(34)],
  ["ФИО/@Фамилия", text(60)],
  ["ФИО/@Имя", text(60)],
  ["ФИО/@Отчество", text(60)],
  ["СведТов/@НомСтр", pattern(/^\d{1,6}$/)],
  ["СведТов/@НаимТов", text(2000)],
  ["СведТов/@ОКЕИ_Тов", pattern(/^\d{3,4}$/)],
  ["СведТов/@НаимЕдИзм", text(255)],
  ["СведТов/@КолТов", pattern(QUANTITY)],
  ["СведТов/@ЦенаТов", pattern(QUANTITY)],
  ["СведТов/@СтТовБезНДС", pattern(AMOUNT)],
  ["СведТов/@НалСт", rate()],
  ["СведТов/@СтТовУчНал", pattern(AMOUNT)],
  ["ДопСведТов/@ПрТовРаб", pattern(/^[1-5]$/)],
  ["ВсегоОпл/@СтТовБезНДСВсего", pattern(AMOUNT)],
  ["ВсегоОпл/@СтТовУчНалВсего", pattern(AMOUNT)],
  ["СвПер/@СодОпер", text(255)],
  ["СвПер/@ВидОпер", text(255)],
  ["СвПер/@ДатаПер", pattern(DATE)],
  ["СвПер/@ДатаНачПер", pattern(DATE)],
  ["СвПер/@ДатаОконПер", pattern(DATE)],
  ["РабОргПрод/@Должность", text(255)],
  ["Подписант/@Должн", text(255)],
  ["Подписант/@ТипПодпис", pattern(/^[1-3]$/)],
  ["Подписант/@СпосПодтПолном", pattern(/^[1-6]$/)],
  ["СвДоверЭл/@НомДовер", exactly(36)],
  ["СвДоверЭл/@ДатаВыдДовер", pattern(DATE)],
  ["СвДоверЭл/@ИдСистХран", text(500)],
  ["СвДоверБум/@ДатаВыдДовер", pattern(DATE)],
  ["СвДоверБум/@ВнНомДовер", text(50)],
  ["СумНал/#text", pattern(AMOUNT)],
]);

/** Values that break their facet; an attribute nobody wrote a facet for is a defect and is reported as one. */
export function checkFacets(root: XmlElement, date: LocalDate): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const visit = (node: XmlElement, path: string): void => {
    for (const [name, value] of Object.entries(node.attributes)) {
      const facet = FACETS.get(`${node.name}/@${name}`);
      if (!facet?.fits(value, date)) problems.push(broken(`${path}/@${name}`, facet));
    }
    const facet = FACETS.get(`${node.name}/#text`);
    if (node.text !== undefined && facet && !facet.fits(node.text, date)) problems.push(broken(path, facet));
    for (const child of node.children) visit(child, `${path}/${child.name}`);
  };
  visit(root, root.name);
  return problems;
}

function broken(field: string, facet: Facet | undefined): FieldProblem {
  const { ru, en } = facet?.texts ?? { ru: "неизвестно формату", en: "is unknown to the format" };
  return {
    field,
    code: "upd_facet",
    texts: { ru: `Формат 5.03: поле ${field} ${ru}`, en: `Format 5.03: field ${field} ${en}` },
  };
}

function text(longest: number): Facet {
  return {
    fits: (value) => value.length > 0 && (value.length <= longest || [...value].length <= longest),
    texts: { ru: `должно иметь от 1 до ${longest} знаков`, en: `must have 1 to ${longest} characters` },
  };
}

function exactly(length: number): Facet {
  return {
    fits: (value) => [...value].length === length,
    texts: { ru: `должно иметь ${length} знаков`, en: `must have ${length} characters` },
  };
}

function pattern(expression: RegExp): Facet {
  return {
    fits: (value) => expression.test(value),
    texts: { ru: "имеет недопустимый вид", en: "has a shape that is not allowed" },
  };
}

function rate(): Facet {
  return {
    fits: (value, date) => (date < "2026-01-01" ? RATES : RATES_FROM_2026).includes(value),
    texts: {
      ru: "не входит в ставки, действующие на дату документа",
      en: "is not a rate in force on the document's date",
    },
  };
}
