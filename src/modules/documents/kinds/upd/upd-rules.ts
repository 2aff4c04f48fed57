/**
 * What an XSD validator does not check: the conditional rules (asserts) that the exchange format 5.03 states in the
 * comments of its schema. They run over the very tree that is written to the file. The lengths and enumerations that
 * the schema does check are in upd-facets.ts, so that a file is held to the format where no schema is at hand.
 */
import type { FieldProblem } from "../../../../core/errors.ts";
import type { LocalDate } from "../../../../core/time.ts";
import type { XmlElement } from "../../../../platform/xml.ts";
import { checkFacets } from "./upd-facets.ts";

/** What the rules of an element need to know about the document around it. */
interface Surroundings {
  readonly fileName: string;
  /** @Функция of the document. */
  readonly updFunction: string | null;
  /** СпОбстФСЧФ: special circumstances of an invoice; 2 is an advance. */
  readonly invoiceCase: string | null;
  /** СпОбстФДОП: special circumstances of a transfer document. */
  readonly transferCase: string | null;
}

type Condition = (node: XmlElement, around: Surroundings) => boolean;

export interface UpdRule {
  /** The element the rule is about. */
  readonly context: string;
  /** What it demands or forbids there: `@attribute` or a child element. */
  readonly target: string;
  readonly kind: "required" | "forbidden" | "value";
  /** True when the element breaks the rule. */
  readonly broken: Condition;
}

const invoice: Condition = (_, { updFunction }) => updFunction === "СЧФ" || updFunction === "СЧФДОП";
const transferOnly: Condition = (_, { updFunction }) => updFunction === "ДОП";
const transferring: Condition = (_, { updFunction }) => updFunction === "СЧФДОП" || updFunction === "ДОП";
const stateProcurement: Condition = (_, { updFunction }) => updFunction === "СвРК" || updFunction === "СвЗК";
const supplied: Condition = (node, around) => invoice(node, around) && around.invoiceCase !== "2";
const specialSupply: Condition = (node, around) => supplied(node, around) && around.invoiceCase !== null;
const plainTransfer: Condition = (node, around) => transferOnly(node, around) && around.transferCase === null;

const without =
  (...targets: string[]): Condition =>
  (node) =>
    targets.every((target) => !has(node, target));
const withAny =
  (target: string): Condition =>
  (node) =>
    has(node, target);
const all =
  (...conditions: Condition[]): Condition =>
  (node, around) =>
    conditions.every((holds) => holds(node, around));
const any =
  (...conditions: Condition[]): Condition =>
  (node, around) =>
    conditions.some((holds) => holds(node, around));

/** `when` the condition holds, `target` must be there. */
function demand(context: string, target: string, when: Condition): UpdRule {
  return { context, target, kind: "required", broken: all(when, without(target)) };
}

/** `unless` the condition holds, `target` must not be there. */
function forbid(context: string, target: string, unless: Condition): UpdRule {
  return { context, target, kind: "forbidden", broken: (node, around) => has(node, target) && !unless(node, around) };
}

const fileRules: UpdRule[] = [
  {
    context: "Файл",
    target: "@ИдФайл",
    kind: "value",
    broken: (node, { fileName }) => `${attribute(node, "ИдФайл")}.xml` !== fileName,
  },
  demand("Документ", "ТаблСчФакт", invoice),
  demand("Документ", "СвПродПер", transferring),
  demand("Документ", "@НаимДокОпр", any(transferring, stateProcurement)),
  forbid("Документ", "@НаимДокОпр", any(transferring, stateProcurement)),
  demand(
    "СвСчФакт",
    "ДокПодтвОтгрНом",
    all(supplied, (_, { updFunction }) => updFunction === "СЧФ"),
  ),
  forbid("ДопСвФХЖ1", "@СпОбстФСЧФ", (_, { updFunction }) => updFunction === "СЧФ"),
  forbid("ДопСвФХЖ1", "@СпОбстФСЧФДОП", (_, { updFunction }) => updFunction === "СЧФДОП"),
  forbid("ДопСвФХЖ1", "@СпОбстФДОП", transferOnly),
  ...["СвПрод", "ГрузОтпр", "ГрузПолуч", "СвПокуп", "СвФактор"].map((party) => demand(party, "Адрес", invoice)),
];

const lineRules: UpdRule[] = [
  demand("СведТов", "@НаимТов", invoice),
  demand("СведТов", "@НаимТов", all(transferOnly, describedNowhere)),
  demand("СведТов", "@НаимЕдИзм", withAny("@ОКЕИ_Тов")),
  demand("СведТов", "@КолТов", all(invoice, withAny("@ОКЕИ_Тов"))),
  demand("СведТов", "@КолТов", specialSupply),
  demand("СведТов", "@ЦенаТов", all(invoice, withAny("@КолТов"))),
  { context: "СведТов", target: "@ЦенаТов", kind: "value", broken: all(withAny("@ЦенаТов"), priceTooLow) },
  demand("СведТов", "@СтТовБезНДС", supplied),
  demand("СведТов", "@СтТовБезНДС", all(plainTransfer, without("@СтТовУчНал"))),
  demand("СведТов", "@СтТовУчНал", invoice),
  demand("СведТов", "@СтТовУчНал", all(plainTransfer, without("@СтТовБезНДС"))),
  demand("СведТов", "Акциз", (node) => children(node, "ДопСведТов").some((more) => has(more, "@КодВидПр"))),
  demand("ДопСведТов", "@ДопИнфПВидО", (_, { transferCase }) => transferCase === "10000"),
  ...oneOfFew("НомСредИдентТов", ["@ИдентТрансУпак", "@КолВедМарк", "КИЗ", "НомУпак"]),
  // The schema states these of ДопСведТов but asks about the line around it, so here the line is asked.
  { context: "СведТов", target: "КрНаимСтрПр", kind: "required", broken: countryUnnamed },
  ...["@ХарактерТов", "@АртикулТов", "@КодТов"].map(
    (target): UpdRule => ({
      context: "СведТов",
      target,
      kind: "required",
      broken: all(transferOnly, without("@НаимТов"), detailsSayNothing),
    }),
  ),
];

const totalRules: UpdRule[] = [
  demand("ВсегоОпл", "@СтТовБезНДСВсего", supplied),
  demand("ВсегоОпл", "@СтТовБезНДСВсего", all(plainTransfer, without("@СтТовУчНалВсего"))),
  demand("ВсегоОпл", "@СтТовУчНалВсего", invoice),
  demand("ВсегоОпл", "@СтТовУчНалВсего", all(plainTransfer, without("@СтТовБезНДСВсего"))),
];

const transferRules: UpdRule[] = [
  demand("СвПер", "@ДатаПер", all(transferring, without("@ДатаНачПер", "@ДатаОконПер"))),
  demand("СвПер", "@ДатаНачПер", all(transferring, without("@ДатаПер"))),
  demand("СвПер", "@ДатаОконПер", all(transferring, without("@ДатаПер"))),
  ...oneOfFew("ПредОргПер", ["@ИННЮЛПер", "ОснДоверОргПер"]),
  ...oneOfFew("ФЛПер", ["@ИННФЛПер", "ОснДоверФЛ"]),
  ...exactlyWhen("Подписант", "СвДоверЭл", (node) => attribute(node, "СпосПодтПолном") === "3"),
  ...exactlyWhen("Подписант", "СвДоверБум", (node) => attribute(node, "СпосПодтПолном") === "5"),
];

const partyRules: UpdRule[] = [
  ...oneOfFew("СвИнНеУч", ["@Идентиф", "@ИныеСвед"]),
  ...oneOfFew("ДаннИно", ["@Идентиф", "@ИныеСвед"]),
  demand("СвФЛУч", "@ИННФЛ", all(namedPerson, without("@ИныеСвед", "ФИО"))),
  demand("СвФЛУч", "@ИныеСвед", all(namedPerson, without("ФИО"))),
  demand("СвФЛУч", "ФИО", all(namedPerson, without("@ИННФЛ", "@ИныеСвед"))),
  demand("АдрГАР", "МуниципРайон", (node) => children(node, "Регион").some((region) => region.text !== "99")),
];

export const UPD_RULES: readonly UpdRule[] = [
  ...fileRules,
  ...lineRules,
  ...totalRules,
  ...transferRules,
  ...partyRules,
];

const rulesByContext = Map.groupBy(UPD_RULES, (rule) => rule.context);

/**
 * Every conditional rule and every length or enumeration that the file breaks, as problems named by the place
 * (`Документ/СвСчФакт/@НомерДок`); empty when the file fits format 5.03. `date` is the document's: the rates allowed
 * depend on it.
 */
export function checkUpdFile(root: XmlElement, fileName: string, date: LocalDate): FieldProblem[] {
  return [...brokenRules(root, fileName), ...checkFacets(root, date)];
}

function brokenRules(root: XmlElement, fileName: string): FieldProblem[] {
  const around = surroundings(root, fileName);
  const problems: FieldProblem[] = [];
  const visit = (node: XmlElement, path: string): void => {
    for (const rule of rulesByContext.get(node.name) ?? []) {
      if (rule.broken(node, around)) problems.push(problem(rule, path));
    }
    for (const child of node.children) visit(child, `${path}/${child.name}`);
  };
  visit(root, root.name);
  return problems;
}

function surroundings(root: XmlElement, fileName: string): Surroundings {
  const document = children(root, "Документ")[0];
  const facts = document && children(document, "СвСчФакт")[0];
  const extra = facts && children(facts, "ДопСвФХЖ1")[0];
  return {
    fileName,
    updFunction: document ? attribute(document, "Функция") : null,
    invoiceCase: extra ? attribute(extra, "СпОбстФСЧФ") : null,
    transferCase: extra ? attribute(extra, "СпОбстФДОП") : null,
  };
}

const KINDS = {
  required: {
    ru: "обязательно при этих значениях других полей",
    en: "is required with these values of the other fields",
  },
  forbidden: {
    ru: "недопустимо при этих значениях других полей",
    en: "is not allowed with these values of the other fields",
  },
  value: { ru: "имеет недопустимое значение", en: "has a value that is not allowed" },
} as const;

function problem({ target, kind }: UpdRule, path: string): FieldProblem {
  const field = `${path}/${target}`;
  return {
    field,
    code: `upd_${kind}`,
    texts: { ru: `Формат 5.03: поле ${field} ${KINDS[kind].ru}`, en: `Format 5.03: field ${field} ${KINDS[kind].en}` },
  };
}

/** At least one of the targets must be there; the schema says it once for each of them. */
function oneOfFew(context: string, targets: string[]): UpdRule[] {
  return targets.map((target) => demand(context, target, without(...targets)));
}

function exactlyWhen(context: string, target: string, when: Condition): UpdRule[] {
  return [demand(context, target, when), forbid(context, target, when)];
}

function describedNowhere(line: XmlElement): boolean {
  const told = ["@ХарактерТов", "@АртикулТов", "@КодТов"];
  return children(line, "ДопСведТов").every((more) => told.every((target) => !has(more, target)));
}

function detailsSayNothing(line: XmlElement): boolean {
  return has(line, "ДопСведТов") && describedNowhere(line);
}

function countryUnnamed(line: XmlElement): boolean {
  const foreign = children(line, "СвДТ").some((declaration) => has(declaration, "@КодПроисх"));
  return foreign && children(line, "ДопСведТов").some((more) => !has(more, "КрНаимСтрПр"));
}

function priceTooLow(line: XmlElement, around: Surroundings): boolean {
  const positive = (has(line, "@КолТов") && invoice(line, around)) || stateProcurement(line, around);
  const price = attribute(line, "ЦенаТов") ?? "";
  return price.startsWith("-") || (positive && !/[1-9]/.test(price));
}

function namedPerson(node: XmlElement): boolean {
  const status = attribute(node, "ИдСтатЛ");
  return status !== null && status !== "0";
}

function attribute(node: XmlElement, name: string): string | null {
  return node.attributes[name] ?? null;
}

function has(node: XmlElement, target: string): boolean {
  if (target.startsWith("@")) return attribute(node, target.slice(1)) !== null;
  return node.children.some((child) => child.name === target);
}

function children(node: XmlElement, name: string): XmlElement[] {
  return node.children.filter((child) => child.name === name);
}
