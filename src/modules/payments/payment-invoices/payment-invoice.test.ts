import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Refusal } from "../../../core/errors.ts";
import { localDate } from "../../../core/time.ts";
import {
  type InvoiceFacts,
  LARGEST_INVOICE_MINOR,
  type OpenInvoice,
  checkInvoiceAllowed,
  invoiceNumber,
  invoicePurpose,
  invoiceState,
  matchInvoice,
} from "./payment-invoice.ts";
import { recognisePid } from "../bank/index.ts";

const FACTS: InvoiceFacts = {
  status: "active",
  paymentScheme: "prepaid",
  currency: "RUB",
  documentAddress: "docs@example.org",
  regionCountry: "RU",
  transfer: { minimumMinor: 1_000n, onRequest: false },
  payer: { kind: "legal_entity", countryCode: "RU" },
};

function refusalOf(change: Partial<InvoiceFacts>, amountMinor = 100_000n): string | null {
  try {
    checkInvoiceAllowed({ ...FACTS, ...change }, amountMinor);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code;
    throw error;
  }
}

describe("who may make an invoice", () => {
  it("PAY-06 prepaid customers, with or without a payer on record", () => {
    expect(refusalOf({})).toBeNull();
    expect(refusalOf({ payer: null })).toBeNull();
    expect(refusalOf({ status: "conserved" })).toBeNull();
  });

  it.each([
    [
      "PAY-06 PYR-02 post-paid customers get theirs from the provider",
      { paymentScheme: "postpaid" },
      "payment_invoice_postpaid",
    ],
    [
      "PAY-01 a region whose invoices are made on request",
      { transfer: { minimumMinor: 1n, onRequest: true } },
      "payment_invoice_on_request",
    ],
    ["PAY-01 a region without bank transfer", { transfer: null }, "payment_invoice_on_request"],
    [
      "PYR-04 non-residents ask the document department",
      { payer: { kind: "legal_entity", countryCode: "KZ" } },
      "payment_invoice_non_resident",
    ],
    ["a deleted project", { status: "deleted" }, "payment_invoice_project_deleted"],
  ] as const)("%s", (_title, change, code) => {
    expect(refusalOf(change)).toBe(code);
  });

  it("PAY-02 the amount is between the region's minimum and what a payment order holds", () => {
    expect(refusalOf({}, 999n)).toBe("payment_invoice_amount");
    expect(refusalOf({}, 1_000n)).toBeNull();
    expect(refusalOf({}, LARGEST_INVOICE_MINOR)).toBeNull();
    expect(refusalOf({}, LARGEST_INVOICE_MINOR + 1n)).toBe("payment_invoice_amount");
    expect(refusalOf({}, 0n)).toBe("payment_invoice_amount");
    expect(refusalOf({}, -5n)).toBe("payment_invoice_amount");
  });
});

describe("what an invoice says", () => {
  const parts = {
    number: "VK-2026-000012",
    issuedOn: localDate("2026-11-20"),
    projectId: 1234567890n,
    amountMinor: 100_000n,
  };

  it("PAY-05 the purpose carries number, date, PID and VAT", () => {
    expect(invoicePurpose({ ...parts, vatRate: "22" })).toBe(
      "Оплата по счету VK-2026-000012 от 20.11.2026 за облачные услуги, PID mcs1234567890. В т.ч. НДС 22% 180.33.",
    );
    expect(invoicePurpose({ ...parts, vatRate: null })).toContain("Без НДС.");
  });

  it("PAY-05 any purpose fits a payment order and leads back to its project", () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 9_999_999_999n),
        fc.bigInt(1n, LARGEST_INVOICE_MINOR),
        fc.nat(999_999),
        (projectId, amountMinor, no) => {
          const purpose = invoicePurpose({
            ...parts,
            number: invoiceNumber("VK", 2026, no),
            projectId,
            amountMinor,
            vatRate: "22",
          });
          expect(purpose.length).toBeLessThanOrEqual(160);
          expect(recognisePid(purpose)).toEqual({ kind: "recognised", projectId });
        },
      ),
    );
  });
});

describe("which invoice a transfer pays", () => {
  const open = (id: bigint, number: string, amountMinor: bigint, paidMinor = 0n): OpenInvoice => ({
    paymentInvoiceId: id,
    number,
    amountMinor,
    paidMinor,
  });
  const invoices = [
    open(1n, "VK-2026-000001", 1000n),
    open(2n, "VK-2026-000002", 2000n, 500n),
    open(3n, "VK-2026-000003", 1000n),
  ];

  it.each([
    ["Оплата по счету VK-2026-000002 от 1.10", 1n, 2n],
    ["счет ВК-2026-000001", 7n, null],
    ["счет VК 2026 000001", 7n, 1n],
    ["VK-2026-0000021", 1n, null],
    ["VK-2026-000001 и VK-2026-000003", 1000n, null],
    ["за услуги", 1500n, 2n],
    ["за услуги", 1000n, null],
    ["за услуги", 5n, null],
  ])("PAY-05 %s, %s kopecks", (purpose, amountMinor, expected) => {
    expect(matchInvoice(purpose, amountMinor, invoices)?.paymentInvoiceId ?? null).toBe(expected);
  });

  it("PAY-05 an invoice is issued, partially paid or paid", () => {
    expect([0n, 1n, 999n, 1000n, 1001n].map((paid) => invoiceState(1000n, paid))).toEqual([
      "issued",
      "partially_paid",
      "partially_paid",
      "paid",
      "paid",
    ]);
  });
});
