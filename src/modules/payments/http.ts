import { z } from "zod";

import { Forbidden } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import {
  type Principal,
  type Route,
  amountInput,
  amountSchema,
  cursorQuery,
  dateSchema,
  idInCursor,
  fileResponse,
  idInput,
  idSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  pidParams,
  route,
} from "../../platform/http/index.ts";
import {
  type PaymentInvoice,
  InvoiceAmountOutOfRange,
  InvoiceOnRequest,
  InvoiceProjectDeleted,
  NonResidentInvoiceOnRequest,
  PostpaidInvoiceFromProvider,
  generatePaymentInvoice,
  invoiceState,
  listPaymentInvoices,
  paymentInvoice,
} from "./payment-invoices/index.ts";
import { officeRoutes } from "./bank/index.ts";

export interface PaymentPorts {
  /** Prints an invoice; the documents room has the form. */
  readonly renderPaymentInvoice: (invoice: PaymentInvoice) => Promise<Buffer>;
}

const stateSchema = z.enum(["issued", "partially_paid", "paid"]);
const invoiceSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  amount: amountSchema,
  currency: z.string(),
  issuedOn: dateSchema,
  purpose: z.string(),
  state: stateSchema,
});
const listSchema = z.strictObject({ items: z.array(invoiceSchema), nextCursor: nextCursorSchema });

const access = { kind: "member", of: "project", permission: "payments.manage", from: "params.pid" } as const;

/** The routes of payments: invoices for customers, statements and suspense for staff. */
export function paymentRoutes(ports: PaymentPorts): Route[] {
  return [createInvoice(), listInvoices(), printInvoice(ports), ...officeRoutes()];
}

function createInvoice(): Route {
  return route({
    method: "POST",
    path: "/v1/projects/{pid}/payment-invoices",
    operationId: "createPaymentInvoice",
    summary: "Makes an invoice to pay by bank transfer (PAY-05, PAY-06)",
    params: pidParams,
    body: z.strictObject({ amount: amountInput.meta({ example: "1000.00" }) }),
    response: invoiceSchema,
    status: 201,
    access,
    idempotent: "required",
    refusals: [
      PostpaidInvoiceFromProvider,
      InvoiceOnRequest,
      NonResidentInvoiceOnRequest,
      InvoiceProjectDeleted,
      InvoiceAmountOutOfRange,
    ],
    handler: async ({ projects, body, principal, now, transaction }) => {
      const order = { projectId: sole(projects), amountMinor: body.amount, issuedBy: personOf(principal), now };
      const invoice = await transaction((tx) => generatePaymentInvoice(tx, order));
      return shown({ ...invoice, amountMinor: invoice.amount.gross, paidMinor: 0n });
    },
  });
}

function listInvoices(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/payment-invoices",
    operationId: "listPaymentInvoices",
    summary: "The project's payment invoices, the newest first",
    params: pidParams,
    query: z.strictObject({ cursor: cursorQuery, limit: limitQuery }),
    response: listSchema,
    access,
    handler: async ({ projects, query, read }) => {
      const before = idInCursor(query.cursor);
      const found = await read((tx) => listPaymentInvoices(tx, sole(projects), before, query.limit + 1));
      return pageOf(found, query.limit, ({ paymentInvoiceId }) => paymentInvoiceId, shown);
    },
  });
}

function printInvoice(ports: PaymentPorts): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/payment-invoices/{id}/pdf",
    operationId: "getPaymentInvoicePdf",
    summary: "A payment invoice as PDF, with the payment QR where banks read one",
    params: pidParams.extend({ id: idInput }),
    response: fileResponse("application/pdf"),
    access,
    handler: async ({ projects, params, read }) => {
      const invoice = await read((tx) => paymentInvoice(tx, sole(projects), params.id));
      const body = await ports.renderPaymentInvoice(invoice);
      return { contentType: "application/pdf", fileName: `${invoice.number}.pdf`, body };
    },
  });
}

function shown(invoice: {
  readonly paymentInvoiceId: bigint;
  readonly number: string;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  readonly currency: string;
  readonly issuedOn: PaymentInvoice["issuedOn"];
  readonly purpose: string;
}) {
  const { number, currency, issuedOn, purpose, amountMinor, paidMinor } = invoice;
  const state = invoiceState(amountMinor, paidMinor);
  return {
    id: invoice.paymentInvoiceId.toString(),
    number,
    amount: formatMinor(amountMinor),
    currency,
    issuedOn,
    purpose,
    state,
  };
}

function sole(projects: readonly ProjectId[]): ProjectId {
  const [projectId] = projects;
  if (projectId === undefined) throw new Error("a project route was called without its project");
  return projectId;
}

/** Who did it: a person, or the token that stands for one. */
function personOf(principal: Principal): string {
  if (principal.kind === "user") return principal.userId;
  if (principal.kind === "anonymous") throw Forbidden();
  return `token:${principal.tokenId}`;
}
