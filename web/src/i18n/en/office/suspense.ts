import type { English } from "../../english.ts";
import type { suspense as texts } from "../../ru/office/suspense.ts";

export const suspense: English<typeof texts> = {
  suspense: {
    title: "Suspense",
    lead: "Transfers from bank statements that were not credited by themselves: each line says why. The longest waiting come first.",
    payer: "Payer",
    payerUnknown: "No payer is named",
    inn: "INN {{inn}}",
    purpose: "Purpose of payment",
    purposeNone: "none given",
    reason: "Why it waits",
    amount: "Amount",
    out: "taken back",
    line: "No. {{number}} of {{date}}",
    lineNoNumber: "of {{date}}",
    account: "to the account {{account}}",
    waits_one: "has waited for {{count}} day",
    waits_other: "has waited for {{count}} days",
    waitsToday: "has waited for less than a day",
    empty: "Nothing is in suspense",
    emptyHint: "Every transfer of the imported statements has been credited or decided.",
    reason_pid_missing: "No project number",
    reason_pid_ambiguous: "Several project numbers",
    reason_project_unknown: "No such project",
    reason_project_deleted: "The project is deleted",
    reason_wrong_currency: "Another currency",
    reason_other_supplier: "Another supplier's account",
    reason_own_account_unknown: "The payee's account is not ours",
    reason_reversal: "Reversed by the bank",
    reason_possible_duplicate: "Possibly a duplicate",
  },
};
