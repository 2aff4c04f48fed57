import { z } from "zod";

import { Forbidden } from "../../core/errors.ts";
import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import { idsOf } from "../../core/subject.ts";
import {
  InvalidPid,
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
  pidSchema,
  projectsQuery,
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
  paymentInvoicePapers,
} from "./payment-invoices/index.ts";
import { type SampleStatements, type StatementBringing, type StatementBrought, officeRoutes } from "./bank/index.ts";
import type { Actor } from "../../platform/act.ts";
import { paymentInvoiceMade } from "./acts.ts";

export interface PaymentPorts {
  /** Prints an invoice; the documents room has the form. */
  readonly renderPaymentInvoice: (invoice: PaymentInvoice) => Promise<Buffer>;
  /** What to try the import with; null in production mode. */
  readonly sampleStatements: SampleStatements | null;
  /** bringStatement in a transaction of its own, the actor's, where it holds nobody's requests (reliability 55). */
  readonly bringStatement: (input: StatementBringing, actor: Actor) => Promise<StatementBrought>;
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
const ownInvoiceSchema = invoiceSchema.extend({
  project: z
    .strictObject({ pid: pidSchema, name: z.string() })
    .meta({ description: "by its name of the day of issue: it may be somebody else's by now" }),
});
const ownListSchema = z.strictObject({ items: z.array(ownInvoiceSchema), nextCursor: nextCursorSchema });
const listSchema = z.strictObject({ items: z.array(invoiceSchema), nextCursor: nextCursorSchema });

const access = { kind: "member", of: "project", permission: "payments.manage", from: "params.pid" } as const;

/** The routes of payments: invoices for customers, statements and suspense for staff. */
export function paymentRoutes(ports: PaymentPorts): Route[] {
  const office = officeRoutes(ports.bringStatement, ports.sampleStatements);
  return [createInvoice(), listInvoices(), listOwnInvoices(), printInvoice(ports), ...office];
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
    act: paymentInvoiceMade,
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
      const asked = { ofProjects: projects, payerIds: [], projectIds: projects, before, limit: query.limit + 1 };
      const found = await read((tx) => listPaymentInvoices(tx, asked));
      return pageOf(found, query.limit, ({ paymentInvoiceId }) => paymentInvoiceId, shown);
    },
  });
}

/** Also those for projects that went to somebody else: an invoice is its payer's (decision 0045). */
function listOwnInvoices(): Route {
  return route({
    method: "GET",
    path: "/v1/payment-invoices",
    operationId: "listOwnPaymentInvoices",
    summary: "The payment invoices of one's payers and projects, the newest first (PAY-05, REG-06)",
    query: z.strictObject({ projects: projectsQuery, cursor: cursorQuery, limit: limitQuery }),
    response: ownListSchema,
    access: { kind: "member", of: "payer", permission: "payments.manage", from: "query.projects" },
    handler: async ({ projects, subjects, query, read }) => {
      const ofProjects = query.projects === undefined ? null : projects;
      const whose = { ofProjects, payerIds: idsOf(subjects, "payer"), projectIds: projects };
      const asked = { ...whose, before: idInCursor(query.cursor), limit: query.limit + 1 };
      const found = await read((tx) => listPaymentInvoices(tx, asked));
      return pageOf(
        found,
        query.limit,
        ({ paymentInvoiceId }) => paymentInvoiceId,
        (one) => ({ ...shown(one), project: { pid: formatPid(one.projectId), name: one.projectName } }),
      );
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
    access: {
      kind: "member",
      of: "payer",
      permission: "payments.manage",
      // Its payer's, as a document is: the project's members see it while the project is the payer's own (REG-06).
      from: { papers: (lookup, { pid, id }) => paymentInvoicePapers(lookup, projectOf(pid), id as bigint) },
    },
    handler: async ({ params, read }) => {
      const invoice = await read((tx) => paymentInvoice(tx, projectOf(params.pid), params.id));
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

/** Refuses invalid_pid. */
function projectOf(pid: unknown): ProjectId {
  const projectId = parsePid(String(pid));
  if (projectId === null) throw InvalidPid({ field: "pid", values: { pid: String(pid).slice(0, 40) } });
  return projectId;
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
