import { loadConfiguration } from "../../src/composition/configuration.ts";
import { decimal } from "../../src/core/decimal.ts";
import { formatPid } from "../../src/core/ids.ts";
import {
  DAY,
  HOUR,
  type Instant,
  type LocalDate,
  type LocalMonth,
  MINUTE,
  addDays,
  addMonths,
  dayPeriod,
  firstDay,
  formatDate,
  formatInstant,
  lastDayOf,
  monthPeriod,
  plus,
} from "../../src/core/time.ts";
import { loadDemo } from "../../src/demo/load.ts";
import { grantBonus } from "../../src/modules/balance/index.ts";
import { putPrices, skuIndex } from "../../src/modules/catalog/index.ts";
import { type ClosePorts, closeMonth } from "../../src/modules/closing/index.ts";
import { changePayer, concludeContract, registerPayer, supplierOf } from "../../src/modules/parties/index.ts";
import { importStatement, recordPayment } from "../../src/modules/payments/index.ts";
import { regionOf } from "../../src/modules/tenancy/index.ts";
import { UsageIntake, accrueAll, rateAll, wakeSwitched } from "../../src/modules/usage/index.ts";
import { type Database, only } from "../../src/platform/db.ts";
import { SeededRandom } from "../chaos/random.ts";

/**
 * The demo world lives on, month by month: usage that comes in time, late and corrected, after closes too; payers,
 * contracts and schemes that change in the middle of days; prices that change; transfers, cards, bonuses that expire; both
 * regions closed. The same seed grows the same world.
 */
export interface Growth {
  /** Months that are lived and closed after the demo's own two. */
  readonly months: number;
  readonly seed: number;
  readonly onMonth?: (month: LocalMonth) => void;
}

/** The demo's projects and what their meters tell of each day. */
const MOSCOW: readonly [bigint, ...bigint[]] = [
  1_000_000_001n,
  1_000_000_002n,
  1_000_000_003n,
  1_000_000_004n,
  1_000_000_005n,
];
const KAZAKHSTAN: readonly [bigint, ...bigint[]] = [2_000_000_001n];
const PROJECTS: readonly [bigint, ...bigint[]] = [...MOSCOW, ...KAZAKHSTAN];
const FLOWS: readonly [string, ...string[]] = ["network.traffic.out", "object-storage.put", "cdn.traffic"];
const GAUGES: readonly [string, ...string[]] = [
  "compute.vcpu.standard",
  "compute.ram.standard",
  "disk.ssd",
  "licence.windows.vcpu",
  "network.ip.public",
];

export async function growDemo(database: Database, ports: ClosePorts, now: Instant, growth: Growth): Promise<Instant> {
  await loadConfiguration(database, plus(now, -120 * DAY));
  await loadDemo(database, ports, now);
  const town = new Town(database, ports, growth.seed);
  let month = await town.firstOpenMonth();
  let at = now;
  for (let count = 0; count < growth.months; count += 1) {
    growth.onMonth?.(month);
    at = await town.live(month, at, count);
    month = addMonths(month, 1);
  }
  return at;
}

interface GrownEvent {
  readonly id: string;
}

interface Told {
  readonly id: string;
  readonly projectId: bigint;
  readonly resource: string;
  readonly sku: string;
  readonly at: Instant;
}

class Town {
  readonly #database: Database;
  readonly #ports: ClosePorts;
  readonly #intake: UsageIntake;
  readonly #dice: SeededRandom;
  #units: ReadonlyMap<string, string> = new Map();
  #told: Told[] = [];
  #events = 0;
  #payments = 0;

  constructor(database: Database, ports: ClosePorts, seed: number) {
    this.#database = database;
    this.#ports = ports;
    this.#intake = new UsageIntake(database);
    this.#dice = new SeededRandom(seed);
  }

  async firstOpenMonth(): Promise<LocalMonth> {
    const { skus } = await this.#database.transaction((tx) => skuIndex(tx));
    this.#units = new Map([...skus].map(([code, sku]) => [code, sku.meter?.unit ?? ""]));
    const [row] = await this.#database.query<{ month: LocalMonth }>(
      "select to_char(max(month) + interval '1 month', 'YYYY-MM') as month from period_lock where region_code = 'moscow'",
    );
    return row?.month as LocalMonth;
  }

  /** A month from its beginning, or from `now`, through its close and the week after; answers when that is. */
  async live(month: LocalMonth, now: Instant, count: number): Promise<Instant> {
    const period = monthPeriod(month, "Europe/Moscow");
    const days = Array.from({ length: 28 }, (_, index) => index);
    const start = now > period.start ? now : period.start;
    for (const day of days) {
      const noon = plus(period.start, day * DAY + 12 * HOUR);
      if (noon <= start) continue;
      await this.#day(addDays(firstDay(month), day), noon, day, count);
    }
    const end = plus(dayPeriod(addDays(lastDayOf(month), 1), "Asia/Almaty").start, DAY / 2);
    const closing = plus(end, 6 * DAY);
    await this.#settle(closing);
    for (const region of ["moscow", "kazakhstan"]) {
      await closeMonth(this.#database, this.#ports, region, month, closing);
    }
    const after = plus(closing, HOUR);
    await this.#late(after);
    await this.#settle(after);
    return after;
  }

  async #day(date: LocalDate, noon: Instant, day: number, count: number): Promise<void> {
    const events: GrownEvent[] = PROJECTS.flatMap((projectId) => {
      if (this.#dice.whole(0, 2) > 0) return [];
      const at = plus(noon, -this.#dice.whole(0, 699) * MINUTE - this.#dice.whole(0, 59_999));
      const flow = this.#dice.whole(0, 1) === 0;
      const sku = flow ? this.#dice.pick(FLOWS) : this.#dice.pick(GAUGES);
      const quantity = flow ? this.#dice.whole(0, 3_999) + 1 : this.#dice.whole(0, 39);
      const resource = `grown-${this.#dice.whole(0, 3)}-${sku}`;
      return [this.#event({ projectId, resource, sku, at }, String(quantity))];
    });
    if (day % 5 === 0) await this.#pay(date, noon);
    if (day % 7 === 3) events.push(...this.#corrections(5));
    await this.#take(events, noon);
    await this.#turn(day, count, noon);
    if (day % 4 === 0) await this.#settle(noon);
  }

  #event(told: Omit<Told, "id">, quantity: string, supersedes?: string) {
    this.#events += 1;
    const id = `grown-${this.#events}`;
    this.#told.push({ id, ...told });
    const unit = this.#units.get(told.sku) ?? "";
    return {
      specversion: "1.0",
      type: "saldo.usage",
      source: "grown-cloud",
      id,
      time: formatInstant(told.at),
      ...(supersedes === undefined ? {} : { supersedes }),
      data: { project: formatPid(told.projectId), resource: told.resource, sku: told.sku, quantity, unit },
    };
  }

  /** Some of the latest events told otherwise; each is replaced once, the replacement may be replaced again. */
  #corrections(most: number): GrownEvent[] {
    const chosen = new Set(
      Array.from({ length: most }, () => this.#dice.whole(0, Math.max(this.#told.length, 1) - 1)).map(
        (at) => this.#told[at],
      ),
    );
    const replaced = [...chosen].filter((told) => told !== undefined);
    this.#told = this.#told.filter((told) => !replaced.includes(told));
    return replaced.map(({ id, ...told }) => this.#event(told, String(this.#dice.whole(0, 2_999)), id));
  }

  /** What comes after the close of the month it belongs to. */
  async #late(now: Instant): Promise<void> {
    const events = PROJECTS.map((projectId) => {
      const at = plus(now, -(8 + this.#dice.whole(0, 39)) * DAY - this.#dice.whole(0, 86_399_999));
      const sku = this.#dice.pick(FLOWS);
      return this.#event({ projectId, resource: "late", sku, at }, String(this.#dice.whole(0, 899) + 1));
    });
    await this.#take([...events, ...this.#corrections(12)], now);
  }

  async #take(events: readonly GrownEvent[], now: Instant): Promise<void> {
    if (events.length === 0) return;
    const outcomes = await this.#intake.ingest(events, now);
    const held = outcomes.flatMap((outcome, index) => (outcome.status === "quarantined" ? [events[index]?.id] : []));
    // Held for a look, as a thousand times what the project is used to: never taken in, so never corrected.
    this.#told = this.#told.filter(({ id }) => !held.includes(id));
    const bad = outcomes.find(({ status }) => !["accepted", "duplicate", "quarantined"].includes(status));
    if (bad) throw new Error(`usage of the grown world was not taken: ${JSON.stringify(bad)}`);
  }

  async #settle(now: Instant): Promise<void> {
    await rateAll(this.#database, now);
    await wakeSwitched(this.#database, now);
    await accrueAll(this.#database, now);
  }

  /** Payers, contracts, schemes, prices and bonuses change, each in a month of its own and in the middle of a day. */
  async #turn(day: number, count: number, noon: Instant): Promise<void> {
    const at = plus(noon, (this.#dice.whole(0, 299) - 150) * MINUTE);
    const turn = `${count % 6}:${day}`;
    if (turn === "0:11") await this.#newCompany(1_000_000_003n, at, count);
    if (turn === "1:12") await this.#individual(1_000_000_005n, at);
    if (turn === "2:9") await this.#scheme(1_000_000_002n, at, true, count);
    if (turn === "3:17") await this.#scheme(1_000_000_002n, at, false, count);
    if (turn === "3:20") await this.#newCompany(1_000_000_005n, at, count);
    if (turn === "4:6") await this.#newCompany(1_000_000_004n, at, count);
    if (day === 14 && count % 2 === 0) await this.#price("moscow", at, count);
    if (day === 19 && count % 3 === 0) await this.#price("kazakhstan", at, count);
    if (day === 2) await this.#bonus(this.#dice.pick(PROJECTS), at, count);
  }

  #accountOf(projectId: bigint): Promise<bigint> {
    return this.#database
      .query<{ account_id: bigint }>("select account_id from project where project_id = $1", [projectId])
      .then((rows) => only(rows).account_id);
  }

  async #newCompany(projectId: bigint, at: Instant, count: number): Promise<void> {
    const accountId = await this.#accountOf(projectId);
    await this.#database.transaction(async (tx) => {
      const payerId = await registerPayer(tx, {
        accountId,
        kind: "legal_entity",
        countryCode: "RU",
        name: `ООО «Новый ${count}»`,
        fullName: `Общество с ограниченной ответственностью «Новый ${count}»`,
        inn: innOf(77_000_000 + count * 17 + Number(projectId % 100n)),
        kpp: "770101001",
        ogrn: "1027700132195",
        address: "115035, г. Москва, Садовническая ул., д. 1",
        documentEmail: `new${count}@example.test`,
        registeredAt: at,
      });
      const contractId = await concludeContract(tx, payerId, "vk", {
        type: "public_offer",
        paymentScheme: "prepaid",
        startsAt: at,
      });
      await changePayer(tx, projectId, payerId, contractId, at);
    });
  }

  async #individual(projectId: bigint, at: Instant): Promise<void> {
    const accountId = await this.#accountOf(projectId);
    await this.#database.transaction(async (tx) => {
      const payerId = await registerPayer(tx, {
        accountId,
        kind: "individual",
        countryCode: "RU",
        name: "Мастаков П. С.",
      });
      const contractId = await concludeContract(tx, payerId, "vk", {
        type: "public_offer",
        paymentScheme: "prepaid",
        startsAt: at,
      });
      await changePayer(tx, projectId, payerId, contractId, at);
    });
  }

  /** The same payer under another contract, post-paid or prepaid again. */
  async #scheme(projectId: bigint, at: Instant, postpaid: boolean, count: number): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const { payer_id: payerId } = only(
        await tx.query<{ payer_id: bigint }>(
          "select payer_id from project_payer where project_id = $1 order by starts_at desc limit 1",
          [projectId],
        ),
      );
      const contractId = await concludeContract(tx, payerId, "vk", {
        type: "individual",
        paymentScheme: postpaid ? "postpaid" : "prepaid",
        number: `Р-${count}/27`,
        signedOn: formatInstant(at).slice(0, 10) as LocalDate,
        startsAt: at,
      });
      await changePayer(tx, projectId, payerId, contractId, at);
    });
  }

  async #price(list: string, at: Instant, count: number): Promise<void> {
    const flat = (price: string) => ({
      model: "flat" as const,
      unitPrice: decimal(price),
      tiers: null,
      committedQuantity: null,
    });
    await this.#database.transaction((tx) =>
      putPrices(tx, list, [
        { skuCode: "compute.vcpu.standard", startsAt: at, ...flat(`${list === "moscow" ? 1 : 5}.0${count % 10}37`) },
        { skuCode: "disk.ssd", startsAt: at, ...flat(`${list === "moscow" ? 12 : 60}.${count % 10}1`) },
      ]),
    );
  }

  async #bonus(projectId: bigint, at: Instant, count: number): Promise<void> {
    await this.#database.transaction((tx) =>
      grantBonus(tx, {
        projectId,
        bonusGroup: this.#dice.pick(["compute", "platform"]),
        amountMinor: BigInt(50_000 + this.#dice.whole(0, 89_999)),
        at,
        expiresAt: plus(at, (10 + this.#dice.whole(0, 39)) * DAY),
        idempotencyKey: `grown:${count}`,
      }),
    );
  }

  /** Transfers by a statement of each region, and a card. */
  async #pay(date: LocalDate, noon: Instant): Promise<void> {
    for (const [regionCode, projects] of [
      ["moscow", MOSCOW],
      ["kazakhstan", KAZAKHSTAN],
    ] as const) {
      const region = await regionOf(this.#database, regionCode);
      const supplier = await this.#database.transaction((tx) => supplierOf(tx, region.supplierCode));
      const own = supplier.bank.find((account) => account.currency === region.currency)?.account ?? "";
      const projectId = this.#dice.pick(projects);
      const amount = (this.#dice.whole(0, 399) + 1) * (regionCode === "moscow" ? 100 : 1000);
      this.#payments += 1;
      const text = statement(own, date, this.#payments, formatPid(projectId), amount);
      await this.#database.transaction((tx) =>
        importStatement(tx, {
          bytes: Buffer.from(text, "utf8"),
          fileName: `grown-${this.#payments}.txt`,
          importedBy: "recount",
          now: noon,
        }),
      );
      if (this.#dice.whole(0, 2) === 0) {
        await this.#database.transaction((tx) =>
          recordPayment(tx, {
            projectId,
            provider: "grown",
            method: "card",
            externalId: `card-${this.#payments}`,
            amountMinor: BigInt(this.#dice.whole(0, 899_999) + (regionCode === "moscow" ? 1_000 : 10_000)),
            currency: region.currency,
            at: noon,
          }),
        );
      }
    }
  }
}

/** An INN of an organisation with right check digits, made up from a number of nine digits. */
function innOf(seed: number): string {
  const text = String(seed).padStart(9, "7").slice(0, 9);
  const sum = [2, 4, 10, 3, 5, 9, 4, 6, 8].reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return `${text}${(sum % 11) % 10}`;
}

function statement(own: string, date: LocalDate, number: number, pid: string, amount: number): string {
  return [
    "1CClientBankExchange",
    "ВерсияФормата=1.03",
    "Кодировка=Windows",
    `ДатаНачала=${formatDate(date)}`,
    `ДатаКонца=${formatDate(date)}`,
    `РасчСчет=${own}`,
    "СекцияДокумент=Платежное поручение",
    `Номер=${5000 + number}`,
    `Дата=${formatDate(date)}`,
    `Сумма=${amount}.00`,
    "ПлательщикСчет=40702810400000000777",
    "Плательщик=ООО «Плательщик»",
    "ПлательщикИНН=",
    `ПолучательСчет=${own}`,
    `ДатаПоступило=${formatDate(date)}`,
    `НазначениеПлатежа=Оплата облачных услуг, PID ${pid}. В т.ч. НДС`,
    "КонецДокумента",
    "КонецФайла",
    "",
  ].join("\r\n");
}
