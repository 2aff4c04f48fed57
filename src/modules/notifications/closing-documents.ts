import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Currency, formatMoney, type Minor } from "../../core/money.ts";
import { type LocalDate, type LocalMonth, firstDay } from "../../core/time.ts";
import { documentDelivery, documentKindName, letterOf } from "../documents/index.ts";
import { supplierOf } from "../parties/index.ts";
import { regionOf } from "../tenancy/index.ts";
import { sha256 } from "../../platform/files.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { type LetterFrame, footer, formatDay } from "./frame.ts";
import { letter } from "./letter.ts";

/** DLV-03: a document with both its files, to the payer's address for documents. */
export const closingDocuments = letter({
  topic: documentDelivery,
  compose: closingDocumentsLetter,
  mustArrive: true,
  async read({ database, publicUrl }, _payerId, { deliveryId }) {
    const found = await letterOf(database, deliveryId);
    if (!found) return null;
    const { address, document, files, projectIds } = found;
    const region = await regionOf(database, document.regionCode);
    const supplier = await supplierOf(database, region.supplierCode);
    const facts: DocumentLetter = {
      language: "ru",
      supplierName: supplier.name,
      contact: region.documentAddress,
      payerName: document.payerName,
      month: document.month,
      xml: files.some((file) => file.mediaType === "application/xml"),
      documents: [
        {
          kind: documentKindName(document.kind).ru,
          number: document.numberText,
          issuedOn: document.issuedOn,
          totalMinor: document.gross,
          currency: document.currency,
        },
      ],
      url: documentsPage(publicUrl, projectIds, document.month),
    };
    const attachments = files.map((file) => ({
      sha256: sha256(file.bytes).toString("hex"),
      filename: file.name,
      contentType: file.mediaType,
    }));
    return { to: address, facts, attachments };
  },
});

export interface DocumentLetter extends LetterFrame {
  readonly payerName: string;
  readonly month: LocalMonth;
  /** Whether XML files are attached, too. */
  readonly xml: boolean;
  /** The attached documents: `УПД`, its number, its date, its total. */
  readonly documents: readonly {
    readonly kind: string;
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly totalMinor: Minor;
    readonly currency: Currency;
  }[];
  /** The console's page with the payer's documents of the month. */
  readonly url: string;
}

/** DLV-03: the closing documents of a month, as PDF for people and as XML for accounting programs. */
export function closingDocumentsLetter(letter: DocumentLetter): WrittenLetter {
  const { language } = letter;
  const month = formatMonth(letter.month, language);
  const texts = {
    ru: {
      subject: `Закрывающие документы за ${month}`,
      heading: `Закрывающие документы за ${month}`,
      paragraphs: [
        `${letter.payerName}: документы за услуги, оказанные за этот месяц, приложены к письму.`,
        ...(letter.xml ? ["PDF — печатная форма, XML — файл формата ФНС для загрузки в учётную систему."] : []),
      ],
      from: "от",
      link: "Открыть в консоли",
    },
    en: {
      subject: `Closing documents for ${month}`,
      heading: `Closing documents for ${month}`,
      paragraphs: [
        `${letter.payerName}: the documents for services rendered in this month are attached.`,
        ...(letter.xml
          ? ["The PDF is the print form, the XML is the tax service's file for accounting programs."]
          : []),
      ],
      from: "of",
      link: "Open in the console",
    },
  }[language];
  return writeLetter({
    language,
    subject: texts.subject,
    heading: texts.heading,
    paragraphs: texts.paragraphs,
    facts: letter.documents.map((document) => [
      `${document.kind} № ${document.number} ${texts.from} ${formatDay(document.issuedOn, language)}`,
      formatMoney(document.totalMinor, document.currency, language),
      "whole",
    ]),
    link: { label: texts.link, url: letter.url },
    footer: footer(letter),
  });
}

/** How many projects an address names at most: a payer with more finds the others by the page's filter. */
const MOST_NAMED = 20;

/** Where the customer finds the document: the month, and the projects that it is about. */
function documentsPage(publicUrl: string, projectIds: readonly ProjectId[], month: LocalMonth): string {
  const [first, ...others] = projectIds.slice(0, MOST_NAMED).map(formatPid);
  if (first === undefined) return publicUrl;
  const projects = others.length === 0 ? "" : `&projects=${[first, ...others].join(",")}`;
  return `${publicUrl}/projects/${first}/documents?from=${month}&to=${month}${projects}`;
}

export function formatMonth(month: LocalMonth, language: "ru" | "en"): string {
  const format = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${firstDay(month)}T00:00:00Z`));
}
