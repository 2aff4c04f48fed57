import type { ProjectId } from "../../../core/ids.ts";
import { type Currency, type Minor, extractVat } from "../../../core/money.ts";
import { paymentQrText } from "../../../core/payment-qr.ts";
import { type Instant, type LocalDate, formatInstant } from "../../../core/time.ts";
import { type Tx, numberArray, only } from "../../../platform/db.ts";
import type { OpenInvoice, PaymentInvoice, PaymentInvoiceDetails } from "./payment-invoice.ts";

/** How much of invoice `i` transfers paid. */
const PAID = `(select coalesce(sum(p.amount_minor), 0)::bigint from payment_invoice_payment p join bank_statement_line l using (line_id)
                where l.disposition <> 'withdrawn' and p.payment_invoice_id = i.payment_invoice_id)`;

/** The next number of a supplier's year; the counter stays locked until the caller's transaction ends, so no gaps. */
export async function takeInvoiceNo(tx: Tx, supplierCode: string, year: number): Promise<number> {
  const row = only(
    await tx.query<{ lastNo: number }>(
      `insert into payment_invoice_counter as c (supplier_code, issue_year, last_no) values ($1, $2, 1)
       on conflict (supplier_code, issue_year) do update set last_no = c.last_no + 1 returning last_no as "lastNo"`,
      [supplierCode, year],
    ),
  );
  return row.lastNo;
}

export interface NewInvoice {
  readonly supplierCode: string;
  readonly year: number;
  readonly invoiceNo: number;
  readonly number: string;
  readonly projectId: ProjectId;
  readonly payerId: bigint | null;
  readonly amountMinor: Minor;
  readonly currency: Currency;
  readonly issuedOn: LocalDate;
  readonly issuedAt: Instant;
  readonly issuedBy: string;
  readonly purpose: string;
  readonly details: PaymentInvoiceDetails;
}

export async function insertInvoice(tx: Tx, invoice: NewInvoice): Promise<bigint> {
  const row = only(
    await tx.query<{ id: bigint }>(
      `insert into payment_invoice (supplier_code, issue_year, invoice_no, number, project_id, payer_id, amount_minor, currency,
                                    issued_on, issued_at, issued_by, purpose, details)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning payment_invoice_id as id`,
      [
        invoice.supplierCode,
        invoice.year,
        invoice.invoiceNo,
        invoice.number,
        invoice.projectId,
        invoice.payerId,
        invoice.amountMinor,
        invoice.currency,
        invoice.issuedOn,
        formatInstant(invoice.issuedAt),
        invoice.issuedBy,
        invoice.purpose,
        JSON.stringify(invoice.details),
      ],
    ),
  );
  return row.id;
}

interface InvoiceRow {
  readonly paymentInvoiceId: bigint;
  readonly number: string;
  readonly projectId: ProjectId;
  readonly amountMinor: Minor;
  readonly currency: string;
  readonly issuedOn: LocalDate;
  readonly purpose: string;
  readonly details: PaymentInvoiceDetails;
}

/** An invoice of a project; null when the project has none of that id. */
export async function selectInvoice(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  id: bigint,
): Promise<PaymentInvoice | null> {
  const [row] = await tx.query<InvoiceRow>(
    `select payment_invoice_id as "paymentInvoiceId", number, project_id as "projectId", amount_minor as "amountMinor",
            currency, issued_on as "issuedOn", purpose, details
       from payment_invoice where payment_invoice_id = $1 and project_id = $2`,
    [id, projectId],
  );
  return row ? toInvoice(row) : null;
}

/** Whose an invoice is: its payer's, and its project's while that opens the payer's papers (see opens_papers). */
export async function selectInvoicePapers(
  tx: Pick<Tx, "query">,
  projectId: ProjectId,
  id: bigint,
): Promise<{ readonly payerId: bigint | null; readonly projectIds: readonly ProjectId[] }[]> {
  const rows = await tx.query<{ payerId: bigint | null; opens: boolean }>(
    `select payer_id as "payerId", payer_id is null or opens_papers(project_id, payer_id) as opens
       from payment_invoice where payment_invoice_id = $1 and project_id = $2`,
    [id, projectId],
  );
  return rows.map(({ payerId, opens }) => ({ payerId, projectIds: opens ? [projectId] : [] }));
}

function toInvoice({ details, amountMinor, ...row }: InvoiceRow): PaymentInvoice {
  const { supplier } = details;
  const { bank } = supplier;
  const qr =
    bank.correspondentAccount === null
      ? null
      : paymentQrText({
          ...supplier,
          account: bank.account,
          bankName: bank.name,
          bic: bank.bic,
          correspondentAccount: bank.correspondentAccount,
          purpose: row.purpose,
          amountMinor,
        });
  return {
    ...details,
    ...row,
    amount: extractVat(amountMinor, details.vatRate),
    qr,
  };
}

export interface ListedInvoice {
  readonly projectId: ProjectId;
  /** As it was when the invoice was made: the project may be somebody else's by now. */
  readonly projectName: string;
  readonly paymentInvoiceId: bigint;
  readonly number: string;
  readonly amountMinor: Minor;
  readonly paidMinor: Minor;
  readonly currency: Currency;
  readonly issuedOn: LocalDate;
  readonly purpose: string;
}

export interface InvoiceFilter {
  /** Invoices of these projects alone; null: of whichever. */
  readonly ofProjects: readonly ProjectId[] | null;
  /** Whose invoices the reader may see: of these payers, whoever's the project is by now, and of these projects. */
  readonly payerIds: readonly bigint[];
  readonly projectIds: readonly ProjectId[];
  /** Older than this one; null: from the newest. */
  readonly before: bigint | null;
  readonly limit: number;
}

/** A reader's invoices, but for those of another owner's payer (REG-06), the newest first. */
export function selectInvoices(tx: Pick<Tx, "query">, filter: InvoiceFilter): Promise<ListedInvoice[]> {
  return tx.query<ListedInvoice>(
    `select i.payment_invoice_id as "paymentInvoiceId", i.project_id as "projectId", i.details ->> 'projectName' as "projectName",
            i.number, i.amount_minor as "amountMinor", i.currency, i.issued_on as "issuedOn", i.purpose, ${PAID} as "paidMinor"
       from payment_invoice i
      where ($1::bigint[] is null or i.project_id = any($1::bigint[]))
        and (i.payer_id = any($2::bigint[]) or i.project_id = any($3::bigint[])
             and (i.payer_id is null or opens_papers(i.project_id, i.payer_id)))
        and ($4::bigint is null or i.payment_invoice_id < $4)
      order by i.payment_invoice_id desc limit $5`,
    [
      filter.ofProjects && numberArray(filter.ofProjects),
      numberArray(filter.payerIds),
      numberArray(filter.projectIds),
      filter.before,
      filter.limit,
    ],
  );
}

/** The invoices of projects that are not paid in full, oldest first. */
export async function selectOpenInvoices(
  tx: Tx,
  projectIds: readonly ProjectId[],
): Promise<Map<ProjectId, OpenInvoice[]>> {
  const rows = await tx.query<OpenInvoice & { projectId: ProjectId }>(
    `select * from (
       select i.project_id as "projectId", i.payment_invoice_id as "paymentInvoiceId", i.number,
              i.amount_minor as "amountMinor", ${PAID} as "paidMinor"
         from payment_invoice i where i.project_id = any($1::bigint[])
     ) i where "paidMinor" < "amountMinor" order by "paymentInvoiceId"`,
    [numberArray(projectIds)],
  );
  return Map.groupBy(rows, (row) => row.projectId);
}

export interface InvoicePayment {
  readonly paymentInvoiceId: bigint;
  readonly lineId: bigint;
  readonly amountMinor: Minor;
}

export async function insertInvoicePayments(tx: Tx, payments: readonly InvoicePayment[]): Promise<void> {
  if (payments.length === 0) return;
  await tx.execute(
    `insert into payment_invoice_payment (payment_invoice_id, line_id, amount_minor)
     select * from unnest($1::bigint[], $2::bigint[], $3::bigint[])`,
    [
      numberArray(payments.map((payment) => payment.paymentInvoiceId)),
      numberArray(payments.map((payment) => payment.lineId)),
      numberArray(payments.map((payment) => payment.amountMinor)),
    ],
  );
}
