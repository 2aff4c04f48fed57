import { describe, expect, it } from "vitest";

import { formatPid } from "../../../../core/ids.ts";
import { decideLine } from "../decide-line.ts";
import { readStatementFile } from "./read-statement-file.ts";
import { OWN_ACCOUNT, encode } from "../../../../../test/support/bank-files.ts";

const PROJECT = 1_000_000_001n;
const pid = formatPid(PROJECT);

/** The line of an MT940 entry that another's account paid, and what becomes of it. */
function entryOf(purpose: string) {
  const head = [":20:S", `:25:${OWN_ACCOUNT}`, ":28C:1/1", ":60F:C261104RUB0,00"];
  const rows = [...head, ":61:2611051105C10,00NTRFNONREF//R1", `:86:${purpose}`, ":62F:C261105RUB10,00", "-", ""];
  const line = readStatementFile(encode(rows.join("\r\n"), "utf-8")).statements[0]?.lines[0];
  if (!line) throw new Error("no line");
  return line;
}

function decided(purpose: string) {
  const project = { regionCode: "moscow", currency: "RUB", status: "active", supplierCode: "vk" } as const;
  return decideLine(entryOf(purpose), {
    ownAccounts: new Map([[OWN_ACCOUNT, { supplierCode: "vk", inn: "7743001840" }]]),
    projects: new Map([[PROJECT, project]]),
    currency: "RUB",
    maybeHeld: false,
    isHeldOtherwise: false,
  });
}

const RETURNS = [
  "Возврат п/п 5 от 01.11.2026",
  "Возвр. п/п 5 от 01.11.2026",
  "ВОЗВР ПЛАТЕЖА 5",
  // A Latin p, a, o, B.
  "Возвpат п/п 5",
  "Boзвpaт п/п 5",
  "Средства возвращены, счет закрыт",
  "Возврaщение платежа 5",
  "Воз\r\nврат п/п 5",
  "Vozvrat p/p 5 ot 01.11.2026",
  "VOZVR. P/P 5",
  "Sredstva vozvrashcheny",
  "Wozwrat p/p 5",
  "Refund of payment 5",
  "REFUNDED",
  "Return p/p 5",
  "RETURN: account closed",
  "Return of funds",
  "Payment return 5",
  "Returned item",
  "Қайтару, т/т 5",
  "Кайтару 5",
  "?айтару 5",
  "Төлем қайтарылды",
  "Qaitaru 5",
  "Сторно п/п 5",
  "Возврат займа по договору 5",
  "Оплата без возврата тары; возврат п/п 5",
];

const HONEST = [
  "Оплата за услуги без возврата",
  "Оплата без права возврата",
  "Невозвратный аванс по договору 5",
  "Аванс, возврату не подлежит",
  "Аванс не подлежит возврату",
  "Аванс не\r\nвозвращается",
  "В счет возврата займа по договору 5",
  "В счёт возврата долга ООО Ромашка",
  "Non-refundable advance",
  "Advance, no refund",
  "Payment without return",
  "Tax return services",
  "Returnable packaging",
  "Return Path subscription",
  "Turnreturned line",
  "Avans bez vozvrata",
  "Nevozvratnyj avans",
  "Қайтарымсыз аванс",
  "Қайта төлем",
  "Возведение сервера",
];

describe("a payment of ours that came back", () => {
  it.each(RETURNS)("PAY-12 is no customer's, in whatever words: %s", (text) => {
    expect(decided(`${text}, ${pid}`)).toEqual({ disposition: "suspense", reason: "own_payment_returned" });
  });

  it.each(HONEST)("PAY-12 is not what a customer's own words speak of: %s", (text) => {
    expect(decided(`${text}, ${pid}`)).toMatchObject({ disposition: "credited" });
  });
});
