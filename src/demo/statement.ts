import iconv from "iconv-lite";

import { formatPid } from "../core/ids.ts";
import { type Instant, type LocalDate, addDays, dateOf, formatDate } from "../core/time.ts";
import { type Minor, formatMinor } from "../core/money.ts";
import { type Supplier, supplierOf } from "../modules/parties/index.ts";
import { type SampleStatement, lastClosing } from "../modules/payments/index.ts";
import { type Region, allRegions, projectFacts } from "../modules/tenancy/index.ts";
import type { Tx } from "../platform/db.ts";
import { CUSTOMERS, type DemoPayer, type DemoProject } from "./world.ts";

/** Where the demo's transfers arrive. */
export interface DemoRecipient {
  readonly name: string;
  readonly inn: string;
  readonly account: string;
}

export interface DemoTransfer {
  readonly number: string;
  /** In major units. */
  readonly amount: number;
  readonly payer: DemoPayer | null;
  readonly purpose: string;
}

/** The supplier's account for the region's currency. */
export function recipientOf({ name, inn, bank }: Supplier, currency: string): DemoRecipient {
  const own = bank.find((account) => account.currency === currency);
  return { name, inn: inn ?? "", account: own?.account ?? "" };
}

/** What a payer writes who knows what is asked for. */
export function purposeWith(projectId: bigint): string {
  return `Оплата облачных услуг, PID ${formatPid(projectId)}. В т.ч. НДС`;
}

/** One day's transfers as a bank's 1C export has them; `summary` are the rows of the account's section, if it has one. */
export function statementText(
  recipient: DemoRecipient,
  date: LocalDate,
  transfers: readonly DemoTransfer[],
  summary: readonly string[] = [],
): string {
  const day = formatDate(date);
  return [
    "1CClientBankExchange",
    "ВерсияФормата=1.03",
    "Кодировка=Windows",
    `ДатаНачала=${day}`,
    `ДатаКонца=${day}`,
    `РасчСчет=${recipient.account}`,
    ...summary,
    ...transfers.flatMap(({ number, amount, payer, purpose }) => [
      "СекцияДокумент=Платежное поручение",
      `Номер=${number}`,
      `Дата=${day}`,
      `Сумма=${amount}.00`,
      `ПлательщикСчет=${payer?.bankAccount ?? ""}`,
      `Плательщик=${payer?.name ?? ""}`,
      `ПлательщикИНН=${payer?.inn ?? ""}`,
      `ПолучательСчет=${recipient.account}`,
      `Получатель=${recipient.name}`,
      `ПолучательИНН=${recipient.inn}`,
      `ДатаПоступило=${day}`,
      `НазначениеПлатежа=${purpose}`,
      "КонецДокумента",
    ]),
    "КонецФайла",
    "",
  ].join("\r\n");
}

/**
 * PAY-05: a statement of today for each region of the demo world that still has a live project with a payer: one transfer
 * names that project and is credited, one names none and waits for a decision. It continues the last statement before that day, so the same day gives the same bytes. None
 * where there is no demo world.
 */
export async function sampleStatements(tx: Tx, now: Instant): Promise<SampleStatement[]> {
  const configured = await allRegions(tx);
  const facts = await projectFacts(
    tx,
    CUSTOMERS.flatMap(({ projects }) => projects.map(({ projectId }) => projectId)),
  );
  const isLive = ({ projectId }: DemoProject) => facts.get(projectId)?.status === "active";
  const samples: SampleStatement[] = [];
  for (const regionCode of new Set(CUSTOMERS.map(({ region }) => region))) {
    const region = configured.find((one) => one.regionCode === regionCode);
    const payers = CUSTOMERS.flatMap(({ payer, projects, region: code }) => {
      const project = projects.find(isLive);
      return code === regionCode && payer && project ? [{ payer, project }] : [];
    });
    const [named] = payers;
    if (!region || !named) continue;
    const recipient = recipientOf(await supplierOf(tx, region.supplierCode), region.currency);
    const date = dateOf(now, region.timeZone);
    const last = await lastClosing(tx, recipient.account, date);
    const period = { from: last === null ? date : addDays(last.to, 1), to: date };
    const opening = last?.closingMinor ?? FIRST_OPENING;
    samples.push(
      sampleOf(region, recipient, { named, forgetful: payers.at(-1)?.payer ?? named.payer, period, opening }),
    );
  }
  return samples;
}

/** What an account opens with of which no statement says. */
const FIRST_OPENING = 100_000_000n;

interface SampleFacts {
  readonly named: { readonly payer: DemoPayer; readonly project: DemoProject };
  readonly forgetful: DemoPayer;
  /** It goes on where the last statement of the account ended. */
  readonly period: { readonly from: LocalDate; readonly to: LocalDate };
  readonly opening: Minor;
}

function sampleOf(
  { regionCode, name }: Region,
  recipient: DemoRecipient,
  { named, forgetful, period, opening }: SampleFacts,
): SampleStatement {
  const date = period.to;
  const day = date.slice(5).replace("-", "");
  const transfers = [
    { number: `1${day}`, amount: 25_000, payer: named.payer, purpose: purposeWith(named.project.projectId) },
    { number: `2${day}`, amount: 7_500, payer: forgetful, purpose: "Оплата за облачные услуги по счету. В т.ч. НДС" },
  ];
  const credited = transfers.reduce((sum, { amount }) => sum + amount, 0);
  const summary = [
    "СекцияРасчСчет",
    `ДатаНачала=${formatDate(period.from)}`,
    `ДатаКонца=${formatDate(date)}`,
    `РасчСчет=${recipient.account}`,
    `НачальныйОстаток=${formatMinor(opening)}`,
    `ВсегоПоступило=${credited}.00`,
    "ВсегоСписано=0.00",
    `КонечныйОстаток=${formatMinor(opening + BigInt(credited) * 100n)}`,
    "КонецРасчСчет",
  ];
  return {
    regionCode,
    regionName: name,
    fileName: `statement-${regionCode}-${date}.txt`,
    bytes: iconv.encode(statementText(recipient, date, transfers, summary), "win1251"),
  };
}
