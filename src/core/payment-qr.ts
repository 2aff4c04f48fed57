/** The payment QR of Russian banks, GOST R 56042-2014: `ST0001`, the charset, a separator, then fields. */
import type { Minor } from "./money.ts";

export interface PaymentQr {
  readonly name: string;
  readonly account: string;
  readonly bankName: string;
  readonly bic: string;
  readonly correspondentAccount: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly purpose: string;
  /** Kopecks. */
  readonly amountMinor: Minor;
}

export type QrField = readonly [key: string, value: string];

/** Version 0001, charset 2 (UTF-8). */
const HEADER = "ST00012";
const SEPARATORS = [..."|;~^!*#$%&@_+?{}<>"];
const LIMITS = { Name: 160, BankName: 45, Purpose: 210 } as const;
/** The header and the five mandatory fields together, in bytes of the charset. */
const MANDATORY_BYTES = 300;
const ENCODER = new TextEncoder();

/**
 * The text of the payment QR (PAY-05): the five mandatory fields in their order, then sum in kopecks, purpose and the
 * recipient's numbers. Names are cut to what the standard holds; the separator is one that no value contains.
 */
export function paymentQrText(qr: PaymentQr): string {
  const rest: QrField[] = [
    ["PersonalAcc", qr.account],
    ["BankName", cut(oneLine(qr.bankName), LIMITS.BankName)],
    ["BIC", qr.bic],
    ["CorrespAcc", qr.correspondentAccount],
  ];
  const room =
    MANDATORY_BYTES - bytes(`${HEADER}|Name=`) - rest.reduce((sum, field) => sum + bytes(`|${field.join("=")}`), 0);
  return writeQrFields([
    ["Name", cutBytes(cut(oneLine(qr.name), LIMITS.Name), room)],
    ...rest,
    ["Sum", qr.amountMinor.toString()],
    ["Purpose", cut(oneLine(qr.purpose), LIMITS.Purpose)],
    ["PayeeINN", qr.inn],
    ...(qr.kpp === null ? [] : [["KPP", qr.kpp] as const]),
  ]);
}

/** Header and fields joined by `|`, or, where a value contains it, by the first separator that none does. */
export function writeQrFields(fields: readonly QrField[]): string {
  const separator = SEPARATORS.find((candidate) => fields.every(([, value]) => !value.includes(candidate)));
  if (separator === undefined) throw new TypeError("the values of a payment QR leave no character to separate them");
  return [HEADER, ...fields.map((field) => field.join("="))].join(separator);
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join("").trimEnd();
}

function cutBytes(text: string, limit: number): string {
  let kept = text;
  while (bytes(kept) > limit) kept = [...kept].slice(0, -1).join("").trimEnd();
  return kept;
}

function bytes(text: string): number {
  return ENCODER.encode(text).length;
}
