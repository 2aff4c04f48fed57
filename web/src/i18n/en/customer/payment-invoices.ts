import type { English } from "../../english.ts";
import type { paymentInvoices as texts } from "../../ru/customer/payment-invoices.ts";

export const paymentInvoices: English<typeof texts> = {
  invoice: {
    title: "Payment invoice",
    lead: "An invoice for a bank transfer to the personal balance of project {{pid}}. The money is credited by this number in the purpose of payment, usually within 3 banking days.",
    amount: "Amount, {{symbol}}",
    presets: "Ready amounts",
    required: "Enter an amount",
    malformed: "Enter a number, for example 1500 or 1500.50",
    minimum: "The smallest amount is {{amount}}",
    maximum: "The largest amount is {{amount}}",
    debtHint: "To unfreeze the project, more than {{amount}} is needed.",
    submit: "Create invoice",
    done: "Invoice No. {{number}} for {{amount}} is ready",
    download: "Download PDF",
    downloadOf: "Download invoice No. {{number}} (PDF)",
    purpose: "Purpose of payment",
    purposeHint: "Put it into the payment order unchanged: the money finds your project by it.",
    copyPurpose: "Copy the purpose",
    another: "Create another",
    list: "Created payment invoices",
    number: "Number",
    issuedOn: "Date",
    state: "State",
    file: "File",
    state_issued: "Waiting for payment",
    state_paid: "Paid",
    state_partially_paid: "Partly paid",
    empty: "No payment invoices yet",
    emptyHint: "Create one to top up the personal balance by bank transfer.",
  },
};
