import type { Minor } from "../../core/money.ts";

/** What a payment QR of GOST R 56042-2014 carries; Russian banks only. */
export interface PaymentQr {
  readonly name: string;
  readonly account: string;
  readonly bankName: string;
  readonly bic: string;
  readonly correspondentAccount: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly purpose: string;
  readonly amountMinor: Minor;
}

const LIMITS = { Name: 160, BankName: 45, Purpose: 210 } as const;

/**
 * The text of the payment QR: `ST00012` (version 0001, UTF-8, `|` between fields), the five mandatory fields in their
 * order, then sum in kopecks, purpose and the recipient's numbers. A `|` inside a value would end it and becomes a space.
 */
export function paymentQrText(qr: PaymentQr): string {
  const fields: [string, string][] = [
    ["Name", cut(qr.name, LIMITS.Name)],
    ["PersonalAcc", qr.account],
    ["BankName", cut(qr.bankName, LIMITS.BankName)],
    ["BIC", qr.bic],
    ["CorrespAcc", qr.correspondentAccount],
    ["Sum", qr.amountMinor.toString()],
    ["Purpose", cut(qr.purpose, LIMITS.Purpose)],
    ["PayeeINN", qr.inn],
    ...(qr.kpp === null ? [] : [["KPP", qr.kpp] as [string, string]]),
  ];
  return ["ST00012", ...fields.map(([key, value]) => `${key}=${value.replace(/[|\r\n]+/g, " ").trim()}`)].join("|");
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join("");
}
