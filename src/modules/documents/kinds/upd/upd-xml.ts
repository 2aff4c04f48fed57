/**
 * The seller's file of the exchange format 5.03 (ON_NSCHFDOPPR), written from a snapshot. The order of elements is the
 * schema's. Nothing here decides anything about money: every figure comes from the snapshot.
 */
import { refusal } from "../../../../core/errors.ts";
import { type Minor, formatMinor } from "../../../../core/money.ts";
import { type LocalDate, firstDay, formatDate } from "../../../../core/time.ts";
import { type XmlElement, element, encodeXml1251, textElement } from "../../../../platform/xml.ts";
import { type ContractBasis, currencyOf } from "../../parts.ts";
import type { BankDetails, DocumentParty, PersonName, PostalAddress, Signer } from "../../party.ts";
import { signerFor } from "../../party.ts";
import type { ExchangeFile } from "../definition.ts";
import type { UpdLine, UpdSnapshot } from "./upd.ts";
import { checkUpdFile } from "./upd-rules.ts";

export const UpdBreaksFormat = refusal(
  "upd_breaks_format",
  409,
  "УПД № {number} не соответствует формату 5.03",
  "UPD No {number} does not fit the exchange format 5.03",
);

const TRANSFER_DOCUMENT =
  "Документ об отгрузке товаров (выполнении работ), передаче имущественных прав (документ об оказании услуг)";
const DOCUMENT_NAMES = {
  СЧФДОП: `Счет-фактура и ${TRANSFER_DOCUMENT[0]?.toLowerCase()}${TRANSFER_DOCUMENT.slice(1)}`,
  ДОП: TRANSFER_DOCUMENT,
} as const;

/** Banks abroad number their payments by longer references; their end tells them apart. */
const LONGEST_PAYMENT_NUMBER = 30;
/** The most text one information field holds. */
const FIELD_TEXT = 2000;

/**
 * The XML of a UPD (DOC-04). Checked against the conditional rules and the lengths of the format before it is written;
 * refuses UpdBreaksFormat with one problem per broken rule. The file is named by ИдФайл: the tax service refuses one that
 * is named otherwise. windows-1251; the same snapshot always gives the same bytes.
 */
export function updXml(snapshot: UpdSnapshot): ExchangeFile {
  const root = updTree(snapshot);
  const fileName = `${snapshot.fileId}.xml`;
  const problems = checkUpdFile(root, fileName, snapshot.date);
  if (problems.length > 0) throw UpdBreaksFormat({ values: { number: snapshot.number }, problems });
  return { fileName, bytes: encodeXml1251(root) };
}

/** The file as a tree, for the rules and the writer. */
export function updTree(snapshot: UpdSnapshot): XmlElement {
  const { updFunction } = snapshot;
  const document = element(
    "Документ",
    {
      КНД: "1115131",
      Функция: updFunction,
      ПоФактХЖ: updFunction === "СЧФ" ? null : TRANSFER_DOCUMENT,
      НаимДокОпр: updFunction === "СЧФ" ? null : DOCUMENT_NAMES[updFunction],
      ДатаИнфПр: formatDate(snapshot.formedOn),
      ВремИнфПр: snapshot.formedTime.replaceAll(":", "."),
      НаимЭконСубСост: composer(snapshot),
    },
    [
      invoiceFacts(snapshot),
      element("ТаблСчФакт", {}, [...snapshot.lines.map(line), totals(snapshot)]),
      updFunction === "СЧФ" ? null : transfer(snapshot),
      signature(signerFor(snapshot.supplier, "head")),
    ],
  );
  return element("Файл", { ИдФайл: snapshot.fileId, ВерсФорм: "5.03", ВерсПрог: snapshot.software }, [document]);
}

function composer(snapshot: UpdSnapshot): string {
  const { name, inn, kpp } = snapshot.supplier.identity;
  return `${name}, ИНН ${inn}${kpp === null ? "" : `, КПП ${kpp}`}`.slice(0, 1000);
}

function invoiceFacts(snapshot: UpdSnapshot): XmlElement {
  const currency = currencyOf(snapshot.currency);
  return element("СвСчФакт", { НомерДок: snapshot.number, ДатаДок: formatDate(snapshot.date) }, [
    party("СвПрод", snapshot.supplier),
    ...snapshot.paymentDocuments.map(({ number, date, amount }) =>
      element("СвПРД", {
        НомерПРД: number.slice(-LONGEST_PAYMENT_NUMBER),
        ДатаПРД: formatDate(date),
        СуммаПРД: amount === null ? null : formatMinor(amount),
      }),
    ),
    shipmentDocument(snapshot),
    party("СвПокуп", snapshot.buyer),
    element("ДенИзм", { КодОКВ: currency.code, НаимОКВ: currency.name }),
    informationFields(snapshot),
  ]);
}

/** Row 5а: the UPD is itself the document that proves the supply. */
function shipmentDocument(snapshot: UpdSnapshot): XmlElement {
  const title = snapshot.updFunction === "СЧФ" ? TRANSFER_DOCUMENT : "Универсальный передаточный документ";
  return reference("ДокПодтвОтгрНом", title, snapshot);
}

function party(name: string, side: DocumentParty): XmlElement {
  return element(name, {}, [
    element("ИдСв", {}, [identity(side)]),
    address(side.address),
    side.bank === null ? null : bank(side.bank),
  ]);
}

function identity(side: DocumentParty): XmlElement {
  const who = side.identity;
  switch (who.kind) {
    case "legal_entity":
      return element("СвЮЛУч", { НаимОрг: who.name, ИННЮЛ: who.inn, КПП: who.kpp });
    case "sole_proprietor":
      return element("СвИП", { ИННФЛ: who.inn, ОГРНИП: who.ogrnip }, [person(who.fullName)]);
    case "foreign_entity":
      return element("СвИнНеУч", {
        ИдСтат: who.person ? "ИГ" : "ИО",
        КодСтр: who.countryCode,
        НаимСтран: who.countryName,
        Наим: who.name,
        Идентиф: who.identifier,
        ИныеСвед: who.otherDetails,
      });
  }
}

function person({ surname, name, patronymic }: PersonName): XmlElement {
  return element("ФИО", { Фамилия: surname, Имя: name, Отчество: patronymic });
}

function address({ countryCode, countryName, text }: PostalAddress): XmlElement {
  return element("Адрес", {}, [element("АдрИнф", { КодСтр: countryCode, НаимСтран: countryName, АдрТекст: text })]);
}

function bank(details: BankDetails): XmlElement {
  const { bankName, bik, correspondentAccount } = details;
  // Only a Russian bank has the nine digits that the format asks of a БИК.
  const russian = /^\d{9}$/.test(bik);
  return element("БанкРекв", { НомерСчета: details.account }, [
    element("СвБанк", { НаимБанк: bankName, БИК: russian ? bik : null, КорСчет: correspondentAccount }),
  ]);
}

function informationFields(snapshot: UpdSnapshot): XmlElement | null {
  const fields = snapshot.pids.map((pid) => informationField("PID", pid));
  if (snapshot.advanceInvoicesField !== null) {
    for (const text of advanceTexts(snapshot)) fields.push(informationField(snapshot.advanceInvoicesField, text));
  }
  return fields.length === 0 ? null : element("ИнфПолФХЖ1", {}, fields);
}

function informationField(name: string, value: string): XmlElement {
  return element("ТекстИнф", { Идентиф: name, Значен: value });
}

/** Row 5б, several references separated by ";", cut into as many fields as their length needs. */
function advanceTexts(snapshot: UpdSnapshot): string[] {
  const texts: string[] = [];
  for (const { number, date } of snapshot.advanceInvoices) {
    const text = `№ ${number} от ${formatDate(date)}`;
    const last = texts.at(-1);
    if (last !== undefined && last.length + text.length + 2 <= FIELD_TEXT) texts[texts.length - 1] = `${last}; ${text}`;
    else texts.push(text);
  }
  return texts;
}

function line(row: UpdLine): XmlElement {
  return element(
    "СведТов",
    {
      НомСтр: String(row.no),
      НаимТов: row.name,
      ОКЕИ_Тов: row.unit?.okei ?? null,
      НаимЕдИзм: row.unit?.name ?? null,
      КолТов: row.quantity,
      ЦенаТов: row.price,
      СтТовБезНДС: formatMinor(row.net),
      НалСт: row.vatRate === null ? "без НДС" : `${row.vatRate.replace(".", ",")}%`,
      СтТовУчНал: formatMinor(row.gross),
    },
    [
      element("ДопСведТов", { ПрТовРаб: "3" }),
      element("Акциз", {}, [textElement("БезАкциз", "без акциза")]),
      tax("СумНал", row.vatRate === null ? null : row.vat),
    ],
  );
}

function totals(snapshot: UpdSnapshot): XmlElement {
  const { net, vat, gross } = snapshot.totals;
  const taxed = snapshot.lines.some((row) => row.vatRate !== null);
  return element("ВсегоОпл", { СтТовБезНДСВсего: formatMinor(net), СтТовУчНалВсего: formatMinor(gross) }, [
    tax("СумНалВсего", taxed ? vat : null),
  ]);
}

function tax(name: string, amount: Minor | null): XmlElement {
  return element(name, {}, [
    amount === null ? textElement("БезНДС", "без НДС") : textElement("СумНал", formatMinor(amount)),
  ]);
}

function transfer(snapshot: UpdSnapshot): XmlElement {
  const handedOver = signerFor(snapshot.supplier, "responsible");
  return element("СвПродПер", {}, [
    element(
      "СвПер",
      {
        СодОпер: "Услуги оказаны в полном объеме",
        ВидОпер: "Оказание услуг",
        ДатаПер: formatDate(snapshot.date),
        ДатаНачПер: formatDate(snapshot.supplied?.from ?? firstDay(snapshot.month)),
        ДатаОконПер: formatDate(snapshot.supplied?.to ?? snapshot.date),
      },
      [
        basis(snapshot.contract),
        element("СвЛицПер", {}, [
          element("РабОргПрод", { Должность: handedOver.position }, [person(handedOver.fullName)]),
        ]),
      ],
    ),
  ]);
}

/** Without a date the format cannot name a contract at all. */
function basis({ name, number, date }: ContractBasis): XmlElement {
  if (date === null) return textElement("БезДокОснПер", "1");
  return reference("ОснПер", name, { number: number ?? "б/н", date });
}

function reference(name: string, title: string, to: { readonly number: string; readonly date: LocalDate }): XmlElement {
  return element(name, { РеквНаимДок: title, РеквНомерДок: to.number, РеквДатаДок: formatDate(to.date) });
}

function signature(signer: Signer): XmlElement {
  const { authority } = signer;
  const ways = { signature: "1", electronic_power: "3", paper_power: "5" } as const;
  return element("Подписант", { Должн: signer.position, ТипПодпис: "1", СпосПодтПолном: ways[authority.kind] }, [
    person(signer.fullName),
    power(authority),
  ]);
}

function power(authority: Signer["authority"]): XmlElement | null {
  if (authority.kind === "signature") return null;
  const issued = formatDate(authority.issuedOn);
  if (authority.kind === "paper_power")
    return element("СвДоверБум", { ДатаВыдДовер: issued, ВнНомДовер: authority.number });
  return element("СвДоверЭл", { НомДовер: authority.number, ДатаВыдДовер: issued, ИдСистХран: authority.registry });
}
