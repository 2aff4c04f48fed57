import { hash } from "node:crypto";

import { decimal } from "../../../core/decimal.ts";
import { refusal } from "../../../core/errors.ts";
import { formatPid, type ProjectId } from "../../../core/ids.ts";
import { dateOf, dayPeriod, firstDay, type Instant, instant, monthOf, plus } from "../../../core/time.ts";
import { type Database, type Tx } from "../../../platform/db.ts";
import { holdLock } from "../../../platform/locks.ts";
import {
  assignPriceScope,
  type CatalogItems,
  type NewPrice,
  putPriceList,
  putPrices,
  putSkus,
  skuIndex,
} from "../../catalog/index.ts";
import {
  assignmentsWithin,
  changePayer,
  concludeContract,
  type Contract,
  contractsById,
  documentPayers,
  type Payer,
  payersById,
  payersContracts,
} from "../../parties/index.ts";
import { accountOf, allRegions, createProject, regionOf, type Region } from "../../tenancy/index.ts";
import { EARLIEST } from "../intake/index.ts";
import type { FocusAccount, FocusSku, FocusUsage } from "./focus-row.ts";
import { focusProjects, insertFocusProject, moveFocusStart } from "./focus-store.ts";
import { slug } from "./focus-text.ts";

export const FocusPayerUnknown = refusal(
  "focus_payer_unknown",
  404,
  "Нет плательщика {payer}",
  "There is no payer {payer}",
);
export const FocusPayerNeeded = refusal(
  "focus_payer_needed",
  422,
  "В регионе {region} нет организации, которой можно выставить этот счёт: укажите --payer",
  "The region {region} has no organisation this bill could be for: name one with --payer",
);
export const FocusRegionNeeded = refusal(
  "focus_region_needed",
  422,
  "Организации есть в регионах {regions}: укажите --region или --payer",
  "There are organisations in the regions {regions}: name one with --region, or --payer",
);
export const FocusRegionDiffers = refusal(
  "focus_region_differs",
  422,
  "Плательщик {payer} обслуживается в регионе {region}",
  "Payer {payer} belongs to the region {region}",
);

export const FocusContractMissing = refusal(
  "focus_contract_missing",
  422,
  "У плательщика {payer} нет договора, действующего {on}: заключите его или назовите плательщика, у которого он есть (--payer). Договоры плательщика: {contracts}",
  "Payer {payer} has no contract in force on {on}: conclude one, or name the payer who has (--payer). The payer's contracts: {contracts}",
);
export const FocusContractDiffers = refusal(
  "focus_contract_differs",
  422,
  "У плательщика {payer} нет договора {contract}, действующего {on}. Договоры плательщика: {contracts}",
  "Payer {payer} has no contract {contract} in force on {on}. The payer's contracts: {contracts}",
);

/** For whom a bill is imported. */
export interface FocusPayer {
  readonly payer: Payer;
  readonly region: Region;
}

/**
 * The payer asked for; without one, the first organisation that pays afterwards (its documents show all of its
 * consumption), else the first organisation at all, of the region asked for or of the only one that has any. Refuses
 * FocusPayerUnknown, FocusPayerNeeded, FocusRegionNeeded, FocusRegionDiffers.
 */
export async function choosePayer(
  database: Database,
  asked: { readonly payerId: bigint | null; readonly regionCode: string | null },
  now: Instant,
): Promise<FocusPayer> {
  return database.snapshot(async (tx) => {
    const payerId = asked.payerId ?? (await firstPayer(tx, asked.regionCode, now));
    const payer = (await payersById(tx, [payerId])).get(payerId);
    const account = payer && (await accountOf(tx, payer.accountId));
    if (!account) throw FocusPayerUnknown({ values: { payer: String(payerId) } });
    const { regionCode } = account;
    if (asked.regionCode !== null && asked.regionCode !== regionCode) {
      throw FocusRegionDiffers({ values: { payer: String(payerId), region: regionCode } });
    }
    return { payer, region: await regionOf(tx, regionCode) };
  });
}

async function firstPayer(tx: Tx, asked: string | null, now: Instant): Promise<bigint> {
  const regionCodes = asked === null ? (await allRegions(tx)).map((region) => region.regionCode) : [asked];
  const found: { readonly regionCode: string; readonly payerId: bigint }[] = [];
  for (const regionCode of regionCodes) {
    const payers = await documentPayers(tx, regionCode, now, now, 0n, 1_000);
    const chosen = payers.find((payer) => payer.contract.paymentScheme === "postpaid") ?? payers[0];
    if (chosen) found.push({ regionCode, payerId: chosen.payerId });
  }
  const [only, ...others] = found;
  if (!only) throw FocusPayerNeeded({ values: { region: regionCodes.join(", ") } });
  if (others.length > 0) {
    throw FocusRegionNeeded({ values: { regions: found.map(({ regionCode }) => regionCode).join(", ") } });
  }
  return only.payerId;
}

const SKU_NAME = 60;
const MOST_CONTRACTS = 1_000;
const LARGEST = decimal("1e30");
/** After any bill. */
const LATEST = instant(Date.UTC(9000, 0, 1));

export interface FocusWorldOptions {
  readonly payer: FocusPayer;
  readonly contract: string | null;
  readonly mayConclude: boolean;
}

/** A contract under which projects of a bill are charged. */
export interface FocusContract {
  readonly contract: Contract;
  readonly projects: number;
  /** By this import, because none was in force. */
  readonly isConcluded: boolean;
}

interface KnownProject {
  readonly projectId: ProjectId;
  readonly startsAt: Instant;
}

/**
 * What a bill needs before its rows can be usage: a project for each sub-account, priced by the payer's own price list
 * and paid for by the payer, and a SKU with its list price for each price in the bill. All of it is added when it first
 * occurs and found again later; the same bill adds nothing.
 */
export class FocusWorld {
  readonly priceList: string;
  readonly #database: Database;
  readonly #payer: FocusPayer;
  readonly #options: FocusWorldOptions;
  readonly #projects = new Map<string, KnownProject>();
  readonly #concluded = new Set<bigint>();
  /** The sub-accounts of this bill, with the first and last start of their rows. */
  readonly #seen = new Map<string, { first: Instant; last: Instant }>();
  #loaded = false;
  /** How many projects and SKUs were added. */
  added = { projects: 0, skus: 0 };

  constructor(database: Database, options: FocusWorldOptions) {
    this.#database = database;
    this.#options = options;
    this.#payer = options.payer;
    this.priceList = `focus-${options.payer.payer.payerId}`;
  }

  /**
   * Brings in what these rows name, and tells their accounts of their projects. Refuses FocusContractMissing and
   * FocusContractDiffers.
   */
  async prepare(rows: readonly FocusUsage[]): Promise<void> {
    const accounts = new Set<FocusAccount>();
    const starts = new Map<string, { account: FocusAccount; first: Instant }>();
    const skus = new Map<string, FocusSku>();
    for (const { account, sku, start } of rows) {
      if (!sku.isPriced) skus.set(sku.code, sku);
      this.#see(account.subAccount, start);
      if (start >= account.startsAt) continue;
      accounts.add(account);
      const { subAccount } = account;
      const known = this.#projects.get(subAccount)?.startsAt ?? Number.POSITIVE_INFINITY;
      if (start < (starts.get(subAccount)?.first ?? known)) starts.set(subAccount, { account, first: start });
    }
    if (accounts.size === 0 && skus.size === 0) return;
    await this.#database.transaction(async (tx) => {
      // One import of a payer's bills at a time: the next waits until this transaction ends.
      await holdLock(tx, "focusPayer", String(this.#payer.payer.payerId));
      if (!this.#loaded) await this.#load(tx);
      await this.#putSkus(tx, skus);
      for (const { account, first } of starts.values()) await this.#putProject(tx, account, first);
    });
    this.#loaded = true;
    for (const sku of skus.values()) sku.isPriced = true;
    for (const account of accounts) {
      const { projectId, startsAt } = this.#projects.get(account.subAccount) as KnownProject;
      account.pid = formatPid(projectId);
      account.startsAt = startsAt;
    }
  }

  #see(subAccount: string, start: Instant): void {
    const seen = this.#seen.get(subAccount);
    if (!seen) this.#seen.set(subAccount, { first: start, last: start });
    else if (start < seen.first) seen.first = start;
    else if (start > seen.last) seen.last = start;
  }

  /** The contracts under which the rows that were seen are charged: the payer's, or those of whoever pays by now. */
  async contracts(): Promise<FocusContract[]> {
    return this.#database.snapshot(async (tx) => {
      const projects = new Map<bigint, number>();
      for (const [subAccount, { first, last }] of this.#seen) {
        const known = this.#projects.get(subAccount);
        if (!known) continue;
        const own = await assignmentsWithin(tx, { projectId: known.projectId }, first, plus(last, 1));
        for (const contractId of new Set(own.map((assignment) => assignment.contractId)))
          projects.set(contractId, (projects.get(contractId) ?? 0) + 1);
      }
      const found = await contractsById(tx, [...projects.keys()]);
      return [...found.values()].map((contract) => ({
        contract,
        projects: projects.get(contract.contractId) ?? 0,
        isConcluded: this.#concluded.has(contract.contractId),
      }));
    });
  }

  /** Bills go by months; a project is priced and paid for from the start of the month in which it first occurs. */
  #monthStart(start: Instant): Instant {
    const zone = this.#payer.region.timeZone;
    const first = dayPeriod(firstDay(monthOf(dateOf(start, zone))), zone).start;
    return first < EARLIEST ? EARLIEST : first;
  }

  async #load(tx: Tx): Promise<void> {
    const { region } = this.#payer;
    for (const { subAccount, projectId, startsAt } of await focusProjects(tx, this.#payer.payer.payerId)) {
      this.#projects.set(subAccount, { projectId, startsAt });
    }
    await putPriceList(tx, {
      priceListCode: this.priceList,
      regionCode: region.regionCode,
      currency: region.currency,
      kind: "contract",
    });
  }

  async #putSkus(tx: Tx, skus: ReadonlyMap<string, FocusSku>): Promise<void> {
    if (skus.size === 0) return;
    const index = await skuIndex(tx);
    const fresh = [...skus.values()].filter((sku) => !index.skus.has(sku.code));
    this.added.skus += fresh.length;
    const items = itemsOf(fresh, index.meters, index.services);
    await putSkus(tx, items);
    const prices = [...skus.values()].map(
      ({ code, unitPrice }): NewPrice => ({
        skuCode: code,
        startsAt: EARLIEST,
        model: "flat",
        unitPrice,
        tiers: null,
        committedQuantity: null,
      }),
    );
    await putPrices(tx, this.priceList, prices);
  }

  async #putProject(tx: Tx, { subAccount, name }: FocusAccount, first: Instant): Promise<void> {
    const { payer, region } = this.#payer;
    const known = this.#projects.get(subAccount);
    if (known && known.startsAt <= first) return;
    const { contractId, startsAt } = await this.#contractFor(tx, first);
    const projectId =
      known?.projectId ?? (await createProject(tx, { accountId: payer.accountId, name, now: startsAt }));
    const project = { subAccount, projectId, startsAt };
    if (known) await moveFocusStart(tx, payer.payerId, project);
    else await insertFocusProject(tx, payer.payerId, project);
    if (!known) this.added.projects += 1;
    const later = known ? await assignmentsWithin(tx, { projectId }, known.startsAt, LATEST) : [];
    await assignPriceScope(tx, projectId, [this.priceList, region.regionCode], startsAt);
    await changePayer(tx, projectId, payer.payerId, contractId, startsAt);
    // An older bill says nothing of who has paid since, and under which contract.
    for (const one of later)
      if (one.payerId !== payer.payerId || one.contractId !== contractId)
        await changePayer(tx, projectId, one.payerId, one.contractId, one.startsAt);
    this.#projects.set(subAccount, { projectId, startsAt });
  }

  /**
   * The payer's contract in force at the start of a row's month, or at least at the row itself: from when on its project is
   * paid for under it. Without any, one that pays afterwards is concluded from the month's start on, where that may be.
   */
  async #contractFor(tx: Tx, first: Instant): Promise<{ contractId: bigint; startsAt: Instant }> {
    const { payer, region } = this.#payer;
    const { contract: number, mayConclude } = this.#options;
    const monthStart = this.#monthStart(first);
    const all = (await payersContracts(tx, [payer.payerId], MOST_CONTRACTS)).reverse();
    const open = number === null ? all : all.filter((contract) => contract.number === number);
    const inForce = (at: Instant) => {
      const then = open.filter(({ startsAt, endsAt }) => startsAt <= at && (endsAt === null || endsAt > at));
      return then.find((contract) => contract.paymentScheme === "postpaid") ?? then[0];
    };
    const chosen = inForce(monthStart) ?? inForce(first);
    if (chosen) {
      const startsAt = chosen.startsAt > monthStart ? chosen.startsAt : monthStart;
      return { contractId: chosen.contractId, startsAt };
    }
    const values = {
      payer: `${payer.payerId} ${payer.name}`,
      on: dateOf(first, region.timeZone),
      contract: number ?? "",
      contracts:
        all.map((one) => `${one.number ?? one.type} (${dateOf(one.startsAt, region.timeZone)})`).join(", ") || "-",
    };
    if (number !== null) throw FocusContractDiffers({ values });
    if (!mayConclude) throw FocusContractMissing({ values });
    return { contractId: await this.#conclude(tx, monthStart), startsAt: monthStart };
  }

  async #conclude(tx: Tx, startsAt: Instant): Promise<bigint> {
    const { payer, region } = this.#payer;
    const signedOn = dateOf(startsAt, region.timeZone);
    const terms =
      payer.kind === "individual"
        ? ({ type: "public_offer", paymentScheme: "prepaid" } as const)
        : ({
            type: "individual",
            paymentScheme: "postpaid",
            number: `FOCUS-${payer.payerId}-${monthOf(signedOn)}`,
            signedOn,
          } as const);
    const contractId = await concludeContract(tx, payer.payerId, region.supplierCode, { ...terms, startsAt });
    this.#concluded.add(contractId);
    return contractId;
  }
}

/** Services, meters and SKUs that the catalogue does not know; what it knows keeps its name. */
function itemsOf(
  added: readonly FocusSku[],
  meters: ReadonlyMap<string, unknown>,
  services: ReadonlyMap<string, unknown>,
): CatalogItems {
  const newServices = new Map<string, CatalogItems["services"][number]>();
  const newMeters = new Map<string, CatalogItems["meters"][number]>();
  const skus = added.map((sku): CatalogItems["skus"][number] => {
    const serviceCode = codeOf("focus", sku.service);
    const meterCode = codeOf("focus", sku.unit);
    if (!services.has(serviceCode)) {
      const name = { ru: sku.service, en: sku.service };
      newServices.set(serviceCode, {
        serviceCode,
        name,
        serviceGroup: slug(sku.serviceCategory, 50),
        position: FOCUS_POSITION,
      });
    }
    if (!meters.has(meterCode))
      newMeters.set(meterCode, { meterCode, kind: "quantity", unit: sku.unit, largest: LARGEST });
    const name = sku.name.slice(0, SKU_NAME * 3).toWellFormed();
    // The price is for as many of the meter's units as the divisor says.
    const unit = sku.divisor === 1n ? sku.unit : sku.unit.slice(sku.unit.indexOf(" ") + 1);
    return {
      skuCode: sku.code,
      serviceCode,
      meterCode,
      name: { ru: name, en: name },
      unitName: { ru: unit, en: unit },
      divisor: sku.divisor,
      bonusGroup: null,
    };
  });
  return { services: [...newServices.values()], meters: [...newMeters.values()], skus };
}

/** After the provider's own services. */
const FOCUS_POSITION = 10_000;

/** A readable code; a text that does not survive as one gets a hash of itself, so that two never share a code. */
function codeOf(prefix: string, text: string): string {
  const code = slug(text, 40);
  const suffix = code === text ? "" : `.${hash("sha256", text, "hex").slice(0, 8)}`;
  return `${prefix}.${code}${suffix}`;
}
