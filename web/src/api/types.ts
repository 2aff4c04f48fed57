/**
 * The public API as the consoles use it, in the shape that openapi-typescript writes. Only client.ts imports this file,
 * so a generated document can take its place by changing that one import.
 */

export interface Money {
  amount: string;
  currency: string;
}

export interface Text {
  ru: string;
  en: string;
}

export interface Problem {
  type?: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  text?: Text;
  errors?: { field: string; code: string; text: Text }[];
  traceId?: string;
}

interface Me {
  user: { id: string; email: string; name: string; language: string };
  staffRole: null | "document_clerk" | "accountant" | "support" | "partner_manager" | "operator";
  projects: {
    pid: string;
    name: string;
    region: { code: string; name: Text; currency: string; timeZone: string };
    role: string;
    frozen: boolean;
  }[];
}

interface Balance {
  pid: string;
  asOf: string;
  paymentScheme: "prepaid" | "postpaid";
  payment: Money;
  bonus: Money;
  bonuses: { type: string; name: Text; amount: Money; expiresAt: string | null }[];
  frozen: null | { since: string; deletionDueAt: string };
  runsOutAt: string | null;
  burnPerDay: Money;
}

interface Movement {
  period: { from: string; to: string };
  pid: string;
  kind: "charge" | "correction" | "payment" | "refund" | "bonus" | "bonus_expiry" | "recredit";
  service: null | { code: string; name: Text };
  resource: null | { id: string; name: string };
  sku: null | { code: string; name: Text; unit: string };
  quantity: string | null;
  amount: Money;
  sources: { transfer: string; other: string; bonus: string; credit: string };
  reference: string;
}

interface Movements {
  timeZone: string;
  items: Movement[];
  totals: { debit: Money; credit: Money };
  nextCursor: string | null;
}

interface Expenses {
  timeZone: string;
  periods: { from: string; to: string }[];
  services: { code: string; name: Text; amounts: string[]; total: string }[];
  total: Money;
  previousTotal: Money;
}

interface Explanation {
  charge: Record<string, unknown>;
  grains: Record<string, unknown>[];
  prices: Record<string, unknown>[];
  events: Record<string, unknown>[];
}

interface PaymentInvoiceCreated {
  id: string;
  number: string;
  amount: Money;
  issuedOn: string;
  purpose: string;
}

interface PaymentInvoices {
  items: {
    id: string;
    number: string;
    amount: Money;
    issuedOn: string;
    state: "issued" | "paid" | "partially_paid";
  }[];
  nextCursor: string | null;
}

interface Documents {
  items: {
    id: string;
    kind: string;
    number: string;
    issuedOn: string;
    month: string;
    payerName: string;
    amount: Money;
    vat: Money;
    delivery: {
      state: "prepared" | "sent" | "delivered" | "signed" | "rejected" | "failed" | "retrying";
      channel: string;
      reason: string | null;
      at: string;
    };
    files: ("pdf" | "xml")[];
  }[];
  nextCursor: string | null;
}

type Grain = "day" | "week" | "month" | "year";

interface Answer<Body> {
  headers: Record<string, unknown>;
  content: { "application/json": Body };
}

interface Refused {
  headers: Record<string, unknown>;
  content: { "application/problem+json": Problem };
}

interface Get<Body, Query = never, Path = never> {
  parameters: { query?: Query; header?: never; path: Path; cookie?: never };
  requestBody?: never;
  responses: { 200: Answer<Body>; default: Refused };
}

interface GetOnly<Body, Query = never, Path = never> {
  get: Get<Body, Query, Path>;
}

interface Pid {
  pid: string;
}

interface Page {
  cursor?: string;
  limit?: number;
}

export interface paths {
  "/v1/me": { get: Omit<Get<Me>, "parameters"> & { parameters: { query?: never; path?: never } } };
  "/v1/clock": {
    get: Omit<Get<{ now: string; movable: boolean }>, "parameters"> & { parameters: { query?: never; path?: never } };
  };
  "/v1/projects/{pid}/balance": GetOnly<Balance, never, Pid>;
  "/v1/movements": {
    get: Omit<Get<Movements>, "parameters"> & {
      parameters: {
        query: Page & { projects: string; from: string; to: string; grain: Grain; kind: "all" | "debit" | "credit" };
        path?: never;
      };
    };
  };
  "/v1/expenses": {
    get: Omit<Get<Expenses>, "parameters"> & {
      parameters: { query: { projects: string; from: string; to: string; grain: Grain }; path?: never };
    };
  };
  "/v1/explain/{reference}": GetOnly<Explanation, never, { reference: string }>;
  "/v1/projects/{pid}/payment-invoices": {
    get: Get<PaymentInvoices, Page, Pid>;
    post: {
      parameters: { query?: never; header: { "Idempotency-Key": string }; path: Pid; cookie?: never };
      requestBody: { content: { "application/json": { amount: string } } };
      responses: { 201: Answer<PaymentInvoiceCreated>; default: Refused };
    };
  };
  "/v1/documents": {
    get: Omit<Get<Documents>, "parameters"> & {
      parameters: { query: Page & { projects: string; from: string; to: string; kind?: string }; path?: never };
    };
  };
}
