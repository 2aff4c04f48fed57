import fc from "fast-check";
import { expect, test } from "vitest";
import { type PaymentQr, paymentQrText, writeQrFields } from "./payment-qr.ts";

/** The fields of a payment QR in UTF-8; null when the text is not one. */
function readQrFields(text: string): (readonly [string, string])[] | null {
  const separator = text["ST00012".length];
  if (!text.startsWith("ST00012") || separator === undefined) return null;
  const parts = text.slice("ST00012".length + 1).split(separator);
  const fields = parts.filter((part) => part !== "").map((part) => [part.split("=", 1)[0] ?? "", part] as const);
  return fields.every(([key, part]) => key.length < part.length)
    ? fields.map(([key, part]) => [key, part.slice(key.length + 1)] as const)
    : null;
}

const VECTOR =
  'ST00012|Name=ООО «Три кита»|PersonalAcc=40702810138250123017|BankName=ОАО "БАНК"|BIC=044525225|CorrespAcc=30101810400000000225|PayeeINN=6200098765|LastName=Иванов|FirstName=Иван|MiddleName=Иванович|Purpose=Оплата членского взноса|PayerAddress=г.Рязань ул.Ленина д.10 кв.15|Sum=100000';

const invoice: PaymentQr = {
  name: "ООО «Облачный поставщик»",
  account: "40702810938120061991",
  bankName: "ПАО «Образцовый банк» г. Москва",
  bic: "044525225",
  correspondentAccount: "30101810400000000225",
  inn: "7743001840",
  kpp: "771401001",
  purpose: "Оплата по счету VK-2026-000012, PID mcs0000000017",
  amountMinor: 12_345_600n,
};

test("PAY-05 the standard's own example is read and written back unchanged", () => {
  const fields = readQrFields(VECTOR) ?? [];
  expect(new Map(fields).get("PayerAddress")).toBe("г.Рязань ул.Ленина д.10 кв.15");
  expect(writeQrFields(fields)).toBe(VECTOR);
});

test("PAY-05 an invoice's code has the mandatory fields first and the sum in kopecks", () => {
  expect(paymentQrText(invoice)).toBe(
    "ST00012|Name=ООО «Облачный поставщик»|PersonalAcc=40702810938120061991|BankName=ПАО «Образцовый банк» г. Москва|BIC=044525225|CorrespAcc=30101810400000000225|Sum=12345600|Purpose=Оплата по счету VK-2026-000012, PID mcs0000000017|PayeeINN=7743001840|KPP=771401001",
  );
  expect(paymentQrText({ ...invoice, kpp: null })).not.toContain("KPP");
});

test("PAY-05 a separator inside a value makes the code use another one", () => {
  const text = paymentQrText({ ...invoice, name: "ООО «Север|Юг»", purpose: "a;b" });
  expect(text.startsWith("ST00012~Name=ООО «Север|Юг»~PersonalAcc=")).toBe(true);
  expect(() => paymentQrText({ ...invoice, purpose: "|;~^!*#$%&@_+?{}<>" })).toThrow(TypeError);
});

test("PAY-05 the mandatory part never exceeds 300 bytes, whatever the names", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(text, text, (name, bankName) => {
      const fields = readQrFields(paymentQrText({ ...invoice, name, bankName })) ?? [];
      expect(fields.map(([key]) => key).slice(0, 5)).toEqual(["Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc"]);
      expect(new TextEncoder().encode(writeQrFields(fields.slice(0, 5))).length).toBeLessThanOrEqual(300);
    }),
  );
});

test("PAY-05 what is written is read back", () => {
  const value = fc.stringMatching(/^[А-Яа-яA-Za-z0-9|;=«» ,.-]{0,40}[а-я]$/).map((text) => text.trim());
  fc.assert(
    fc.property(value, value, value, fc.bigInt(1n, 10n ** 15n), (name, bankName, purpose, amountMinor) => {
      const fields = new Map(readQrFields(paymentQrText({ ...invoice, name, bankName, purpose, amountMinor })));
      expect([fields.get("Name"), fields.get("BankName"), fields.get("Purpose"), fields.get("Sum")]).toEqual([
        name.replace(/ +/g, " "),
        bankName.replace(/ +/g, " "),
        purpose.replace(/ +/g, " "),
        amountMinor.toString(),
      ]);
    }),
  );
});

test("PAY-05 other texts are not payment codes", () => {
  expect(readQrFields("https://example.org")).toBeNull();
  expect(readQrFields("ST00012")).toBeNull();
  expect(readQrFields("ST00012|Name")).toBeNull();
});
