import { type ProjectId, formatPid } from "../../src/core/ids.ts";
import { type LocalDate, formatDate } from "../../src/core/time.ts";

/** The supplier's account in Moscow, as config/suppliers.yaml has it. */
export const MOSCOW_OWN_ACCOUNT = "40702810200000012345";

export interface Transfer {
  readonly number: string;
  readonly on: string;
  readonly amount: string;
  readonly payer: { readonly name: string; readonly inn: string };
  /** The project named in the purpose; null writes a purpose without a PID. */
  readonly projectId: ProjectId | null;
  readonly purpose?: string;
}

/** A bank's 1C export with one or more incoming transfers. */
export function statement1c(transfers: readonly Transfer[], ownAccount = MOSCOW_OWN_ACCOUNT): Buffer {
  const dates = transfers.map(({ on }) => on).toSorted();
  const day = (text: string | undefined) => formatDate((text ?? "2026-10-01") as LocalDate);
  const text = [
    "1CClientBankExchange",
    "ВерсияФормата=1.03",
    "Кодировка=Windows",
    `ДатаНачала=${day(dates[0])}`,
    `ДатаКонца=${day(dates.at(-1))}`,
    `РасчСчет=${ownAccount}`,
    ...transfers.flatMap((transfer) => [
      "СекцияДокумент=Платежное поручение",
      `Номер=${transfer.number}`,
      `Дата=${day(transfer.on)}`,
      `Сумма=${transfer.amount}`,
      "ПлательщикСчет=40702810400000000092",
      `Плательщик=${transfer.payer.name}`,
      `ПлательщикИНН=${transfer.payer.inn}`,
      `ПолучательСчет=${ownAccount}`,
      `ДатаПоступило=${day(transfer.on)}`,
      `НазначениеПлатежа=${transfer.purpose ?? purposeOf(transfer.projectId)}`,
      "КонецДокумента",
    ]),
    "КонецФайла",
    "",
  ].join("\r\n");
  return Buffer.from(text, "utf8");
}

function purposeOf(projectId: ProjectId | null): string {
  return projectId === null ? "Оплата услуг" : `Оплата облачных услуг, PID ${formatPid(projectId)}. В т.ч. НДС`;
}
