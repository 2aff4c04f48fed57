import { formatPid } from "../core/ids.ts";
import {
  DAY,
  type Instant,
  type LocalDate,
  type LocalMonth,
  addDays,
  addMonths,
  dateOf,
  dayPeriod,
  firstDay,
  formatInstant,
  instant,
  lastDayOf,
  monthOf,
  plus,
} from "../core/time.ts";
import { grantBonus } from "../modules/balance/index.ts";
import { assignPriceScope, skuIndex } from "../modules/catalog/index.ts";
import { type ClosePorts, closeMonth } from "../modules/closing/index.ts";
import { closeUnchecked } from "../modules/closing/unchecked.ts";
import { changePayer, concludeContract, registerPayer, supplierOf } from "../modules/parties/index.ts";
import { importStatement, recordPayment } from "../modules/payments/index.ts";
import {
  type Region,
  activateFormer,
  addMember,
  createProject,
  isEmpty,
  regionOf,
  register,
  registerStaff,
  setStaffRole,
} from "../modules/tenancy/index.ts";
import { UsageIntake, accrueAll, rateAll } from "../modules/usage/index.ts";
import { hashPassword } from "../platform/identity/index.ts";
import type { Database, Tx } from "../platform/db.ts";
import { putProposal } from "./proposals.ts";
import { putRequests } from "./requests.ts";
import { purposeWith, recipientOf, statementText } from "./statement.ts";
import { CUSTOMERS, DEMO_PASSWORD, type DemoCustomer, type DemoPayer, type DemoProject, STAFF } from "./world.ts";

export interface DemoLogin {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

/** One login a role, for the line after `ready`. */
export function demoLogins(): DemoLogin[] {
  const customers = CUSTOMERS.map((customer) => ({ role: customer.role, email: customer.email }));
  return [...customers, ...STAFF.map(({ role, email }) => ({ role, email }))].map((login) => ({
    ...login,
    password: DEMO_PASSWORD,
  }));
}

export interface DemoOptions {
  readonly onStep?: (step: string) => void;
  /** Of everybody's password, where it was begun before. */
  readonly hash?: Promise<string>;
}

/**
 * Loads the demo world once: people, payers, two whole months of usage and payments, both closed with their documents, and
 * the present month so far. Everything goes through the front doors that real input takes, with business time handed in.
 */
export async function loadDemo(
  database: Database,
  ports: ClosePorts,
  now: Instant,
  { onStep = () => undefined, hash = hashPassword(DEMO_PASSWORD) }: DemoOptions = {},
): Promise<void> {
  const moscow = await regionOf(database, "moscow");
  const begun = await begunAt(database);
  const present = monthOf(dateOf(begun ?? now, moscow.timeZone));
  const months = [addMonths(present, -2), addMonths(present, -1)];
  const first = firstDay(months[0] as LocalMonth);
  const customers = customersOf(first, begun ?? now, moscow.timeZone);
  onStep("people");
  if (begun === null) await putPeople(database, first, moscow.timeZone, { now, hash: await hash });
  const intake = new UsageIntake(database);
  for (const month of [...months, present])
    await putUsage(database, intake, customers, first, month, monthEnd(month, now));
  // All meters' events are there before time begins to pass: nothing of them is late.
  await rateAll(database, monthEnd(months[0] as LocalMonth, now));
  for (const month of [...months, present]) {
    onStep(month);
    const end = monthEnd(month, now);
    await putPayments(database, customers, first, month, now);
    for (const at of chargedApart(customers, first, month, moscow.timeZone))
      if (at < end) await accrueAll(database, at, "moscow");
    // The regions have nothing in common but the machine's cores.
    await Promise.all(REGIONS.map((region) => accrueAll(database, end, region)));
    if (month === present) continue;
    const closedAt = plus(end, 6 * DAY);
    // Else each close would wait for what the other has in hand, asking again and again.
    await Promise.all(REGIONS.map((region) => accrueAll(database, closedAt, region)));
    // The books of all are checked once, by the last month's close of the region that takes longest.
    const closeOf = (region: string) =>
      month === months.at(-1) && region === REGIONS[0] ? closeMonth : closeUnchecked;
    await Promise.all(REGIONS.map((region) => closeOf(region)(database, ports, region, month, closedAt)));
  }
  await intake.flush();
  await database.transaction(async (tx) => {
    await putRequests(database, tx, months.at(-1) ?? present, now);
    await putProposal(tx, now);
    await tx.execute("update demo_world set finished_at = $1", [formatInstant(now)]);
  });
}

const REGIONS = ["moscow", "kazakhstan"];

/** The world with its days counted from the demo's first: a project's own last days are the days before now. */
function customersOf(first: LocalDate, now: Instant, zone: string): readonly DemoCustomer[] {
  const startOf = (date: LocalDate) => dayPeriod(date, zone).start;
  const present = Math.round((startOf(dateOf(now, zone)) - startOf(first)) / DAY);
  return CUSTOMERS.map((customer) => ({
    ...customer,
    projects: customer.projects.map((project) =>
      project.today === undefined ? project : moved(project, present - project.today),
    ),
  }));
}

function moved(project: DemoProject, days: number): DemoProject {
  const later = ([day, time]: readonly [number, string]) => [day + days, time] as const;
  return {
    ...project,
    gauges: project.gauges.map((gauge) => ({
      ...gauge,
      from: later(gauge.from),
      ...(gauge.until ? { until: later(gauge.until) } : {}),
    })),
    cards: project.cards.map(([day, amount]) => [day + days, amount] as const),
    ...(project.charged ? { charged: later(project.charged) } : {}),
  };
}

/** When projects of a month are charged before its end, so that what befalls them is told of at that time. */
function chargedApart(
  customers: readonly DemoCustomer[],
  first: LocalDate,
  month: LocalMonth,
  zone: string,
): Instant[] {
  return customers
    .flatMap(({ projects }) => projects.flatMap(({ charged }) => (charged ? [charged] : [])))
    .map(([day, time]) => momentOf(addDays(first, day), time, zone))
    .filter((at) => monthOf(dateOf(at, zone)) === month)
    .sort((a, b) => a - b);
}

async function begunAt(database: Database): Promise<Instant | null> {
  const rows = await database.query<{ begun_at: Instant }>("select begun_at from demo_world");
  return rows[0]?.begun_at ?? null;
}

/** Whether the demo world is to be loaded: nobody is in the database, or an earlier load did not come to its end. */
export async function demoIsWanted(database: Database): Promise<boolean> {
  const rows = await database.query<{ unfinished: boolean }>(
    "select finished_at is null as unfinished from demo_world",
  );
  return rows[0]?.unfinished ?? isEmpty(database);
}

/** When a month is looked back upon: noon of the day after it ended, or now. */
function monthEnd(month: LocalMonth, now: Instant): Instant {
  const noonAfter = plus(dayPeriod(addDays(lastDayOf(month), 1), "Asia/Almaty").start, DAY / 2);
  return noonAfter < now ? noonAfter : now;
}

/** All people at once: from then on the world is begun, and everything after may be repeated. */
async function putPeople(
  database: Database,
  first: LocalDate,
  zone: string,
  { now, hash }: { readonly now: Instant; readonly hash: string },
): Promise<void> {
  // A day before anything runs, wherever the region lies.
  const at = plus(dayPeriod(first, zone).start, -DAY);
  await database.transaction(async (tx) => {
    for (const staff of STAFF) {
      const userId = await registerStaff(tx, { ...staff, password: { hash }, language: "ru", now: at });
      await setStaffRole(tx, userId, staff.role, at);
    }
    for (const customer of CUSTOMERS) await putCustomer(tx, customer, hash, at);
    await tx.execute("insert into demo_world (begun_at) values ($1)", [formatInstant(now)]);
  });
}

async function putCustomer(tx: Tx, customer: DemoCustomer, hash: string, at: Instant): Promise<void> {
  const [main, ...others] = customer.projects as readonly [DemoProject, ...DemoProject[]];
  const { accountId, region } = await register(tx, {
    email: customer.email,
    name: customer.name,
    password: { hash },
    language: "ru",
    at: { regionCode: customer.region },
    projectName: main.name,
    projectId: main.projectId,
    now: at,
  });
  await activateFormer(tx, accountId, at);
  for (const project of others) {
    await createProject(tx, { accountId, name: project.name, projectId: project.projectId, now: at });
  }
  for (const member of customer.members ?? []) {
    const userId = await registerStaff(tx, { ...member, password: { hash }, language: "ru", now: at });
    for (const project of customer.projects) await addMember(tx, project.projectId, userId, member.role, at);
  }
  for (const project of customer.projects) await assignPriceScope(tx, project.projectId, [customer.region], at);
  if (customer.payer) await putPayer(tx, customer, customer.payer, accountId, region, at);
}

async function putPayer(
  tx: Tx,
  customer: DemoCustomer,
  payer: DemoPayer,
  accountId: bigint,
  region: Region,
  at: Instant,
): Promise<void> {
  const { contract, bankAccount: _account, ...details } = payer;
  const payerId = await registerPayer(tx, { accountId, countryCode: region.countryCode, ...details, registeredAt: at });
  const contractId = await concludeContract(tx, payerId, region.supplierCode, {
    type: contract ? "individual" : "public_offer",
    paymentScheme: contract?.postpaid ? "postpaid" : "prepaid",
    number: contract?.number ?? null,
    paymentDays: contract?.paymentDays ?? null,
    signedOn: contract ? dateOf(at, region.timeZone) : null,
    startsAt: at,
  });
  for (const project of customer.projects) await changePayer(tx, project.projectId, payerId, contractId, at);
}

/** The month's payments: transfers as a bank statement for each region, cards and bonuses one by one. */
async function putPayments(
  database: Database,
  all: readonly DemoCustomer[],
  first: LocalDate,
  month: LocalMonth,
  now: Instant,
): Promise<void> {
  const inMonth = (day: number) => monthOf(addDays(first, day)) === month;
  for (const regionCode of ["moscow", "kazakhstan"] as const) {
    const region = await database.transaction((tx) => regionOf(tx, regionCode));
    const supplier = await database.transaction((tx) => supplierOf(tx, region.supplierCode));
    const recipient = recipientOf(supplier, region.currency);
    const customers = all.filter((customer) => customer.region === regionCode);
    const noon = (day: number) => plus(dayPeriod(addDays(first, day), region.timeZone).start, DAY / 2);
    const transfers = customers.flatMap((customer) =>
      customer.projects.flatMap((project) =>
        project.transfers
          .filter(([day]) => inMonth(day) && noon(day) <= now)
          .map(([day, amount]) => ({
            day,
            number: String(100 + day),
            amount,
            payer: customer.payer,
            purpose: purposeWith(project.projectId),
          })),
      ),
    );
    for (const transfer of transfers.sort((a, b) => a.day - b.day)) {
      const date = addDays(first, transfer.day);
      const bytes = Buffer.from(statementText(recipient, date, [transfer]), "utf8");
      await database.transaction((tx) =>
        importStatement(tx, { bytes, fileName: `statement-${date}.txt`, importedBy: "demo", now: noon(transfer.day) }),
      );
    }
    for (const project of customers.flatMap((customer) => customer.projects)) {
      await putCardsAndBonuses(database, project, region.currency, inMonth, noon, now);
    }
  }
}

async function putCardsAndBonuses(
  database: Database,
  project: DemoProject,
  currency: string,
  inMonth: (day: number) => boolean,
  noon: (day: number) => Instant,
  now: Instant,
): Promise<void> {
  const { projectId } = project;
  for (const bonus of project.bonuses.filter(({ day }) => inMonth(day))) {
    await database.transaction((tx) =>
      grantBonus(tx, {
        projectId,
        bonusGroup: bonus.group,
        amountMinor: BigInt(bonus.amount) * 100n,
        at: noon(bonus.day),
        expiresAt: plus(noon(bonus.day), bonus.days * DAY),
        idempotencyKey: `sign_up:${bonus.group}`,
      }),
    );
  }
  for (const [day, amount] of project.cards.filter(([day]) => inMonth(day) && noon(day) <= now)) {
    await database.transaction((tx) =>
      recordPayment(tx, {
        projectId,
        provider: "demo",
        method: "card",
        externalId: `${formatPid(projectId)}-${day}`,
        amountMinor: BigInt(amount) * 100n,
        currency,
        at: noon(day),
      }),
    );
  }
}

/** The events that the cloud's meters sent in a month, up to `end`. */
async function putUsage(
  database: Database,
  intake: UsageIntake,
  customers: readonly DemoCustomer[],
  first: LocalDate,
  month: LocalMonth,
  end: Instant,
): Promise<void> {
  const { skus } = await database.transaction((tx) => skuIndex(tx));
  const events: object[] = [];
  for (const customer of customers) {
    const zone = customer.region === "moscow" ? "Europe/Moscow" : "Asia/Almaty";
    const at = (day: number, time: string) => momentOf(addDays(first, day), time, zone);
    for (const project of customer.projects) {
      const add = (id: string, sku: string, resource: string, when: Instant, quantity: string) => {
        if (monthOf(dateOf(when, zone)) !== month || when > end) return;
        const meter = skus.get(sku)?.meter;
        if (!meter) throw new Error(`the demo names a SKU that is not in the catalogue: ${sku}`);
        const labels = { environment: project.name === "Тестовый стенд" ? "test" : "production" };
        const data = {
          project: formatPid(project.projectId),
          resource,
          sku,
          quantity,
          unit: meter.unit,
          resource_name: resource,
          labels,
        };
        const type = `saldo.usage.${meter.meterCode}`;
        events.push({
          specversion: "1.0",
          type,
          source: "demo-cloud",
          id: `${formatPid(project.projectId)}/${id}`,
          time: formatInstant(when),
          data,
        });
      };
      for (const gauge of project.gauges) {
        add(`${gauge.resource}/${gauge.sku}/on`, gauge.sku, gauge.resource, at(...gauge.from), gauge.quantity);
        if (gauge.until) add(`${gauge.resource}/${gauge.sku}/off`, gauge.sku, gauge.resource, at(...gauge.until), "0");
      }
      for (const flow of project.flows) {
        for (let day = 0; day < 100; day += 1) {
          const wave = 70 + ((day * 37 + flow.daily * 11) % 61);
          const quantity = ((BigInt(flow.daily) * BigInt(wave)) / 100n).toString();
          add(`${flow.resource}/${flow.sku}/${day}`, flow.sku, flow.resource, at(day, "22:15"), quantity);
        }
      }
    }
  }
  const outcomes = await intake.ingest(events, end);
  const bad = outcomes.find((outcome) => outcome.status !== "accepted" && outcome.status !== "duplicate");
  if (bad) throw new Error(`the demo's usage was not taken: ${JSON.stringify(bad)}`);
}

function momentOf(date: LocalDate, time: string, zone: string): Instant {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return instant(dayPeriod(date, zone).start + (hours * 60 + minutes) * 60_000);
}
