import { hash } from "node:crypto";

import { type Decimal, decimal, formatDecimal } from "../../core/decimal.ts";
import { refusal } from "../../core/errors.ts";
import { formatPid, type ProjectId } from "../../core/ids.ts";
import { dateOf, dayPeriod, firstDay, type Instant, instant, monthOf } from "../../core/time.ts";
import { type Database, type Tx } from "../../platform/db.ts";
import {
  assignPriceScope,
  type CatalogItems,
  type NewPrice,
  putPriceList,
  putPrices,
  putSkus,
  skuIndex,
} from "../catalog/index.ts";
import {
  assignmentsWithin,
  changePayer,
  concludeContract,
  contractsById,
  documentPayers,
  type Payer,
  payersById,
} from "../parties/index.ts";
import { createProject, projectFacts, regionOf, type Region } from "../tenancy/index.ts";
import { EARLIEST } from "./event-time.ts";
import { type FocusUsage, priceAtRate } from "./import-focus-row.ts";
import { ownText } from "./import-text.ts";
import { focusProjects, insertFocusProject, lockFocusPayer, moveFocusStart } from "./import-focus-store.ts";

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
export const FocusRegionDiffers = refusal(
  "focus_region_differs",
  422,
  "Плательщик {payer} обслуживается в регионе {region}",
  "Payer {payer} belongs to the region {region}",
);

/** For whom a bill is imported. */
export interface FocusPayer {
  readonly payer: Payer;
  readonly region: Region;
}

/**
 * The payer asked for; without one, the region's first organisation that pays afterwards (its documents show all of its
 * consumption), else its first organisation at all. Refuses FocusPayerUnknown, FocusPayerNeeded, FocusRegionDiffers.
 */
export async function choosePayer(
  database: Database,
  asked: { readonly payerId: bigint | null; readonly regionCode: string | null },
  now: Instant,
): Promise<FocusPayer> {
  return database.snapshot(async (tx) => {
    const payerId = asked.payerId ?? (await firstPayer(tx, asked.regionCode ?? "moscow", now));
    const payer = (await payersById(tx, [payerId])).get(payerId);
    if (!payer) throw FocusPayerUnknown({ values: { payer: String(payerId) } });
    const [assignment] = await assignmentsWithin(tx, { payerId }, EARLIEST, LATEST);
    const project = assignment && (await projectFacts(tx, [assignment.projectId])).get(assignment.projectId);
    const region = await regionOf(tx, project?.regionCode ?? asked.regionCode ?? "moscow");
    if (asked.regionCode !== null && asked.regionCode !== region.regionCode) {
      throw FocusRegionDiffers({ values: { payer: String(payerId), region: region.regionCode } });
    }
    return { payer, region };
  });
}

async function firstPayer(tx: Tx, regionCode: string, now: Instant): Promise<bigint> {
  const payers = await documentPayers(tx, regionCode, now, now, 0n, 1_000);
  const chosen = payers.find((payer) => payer.contract.paymentScheme === "postpaid") ?? payers[0];
  if (!chosen) throw FocusPayerNeeded({ values: { region: regionCode } });
  return chosen.payerId;
}

const SKU_NAME = 60;
const LARGEST = decimal("1e30");
/** After any bill. */
const LATEST = instant(Date.UTC(9000, 0, 1));

/**
 * What a bill needs before its rows can be usage: a project for each sub-account, priced by the payer's own price list
 * and paid for by the payer, and a SKU with its list price for each price in the bill. All of it is added when it first
 * occurs and found again later; the same bill adds nothing.
 */
export class FocusWorld {
  readonly priceList: string;
  readonly #database: Database;
  readonly #payer: FocusPayer;
  readonly #rate: Decimal;
  readonly #projects = new Map<string, { projectId: ProjectId; startsAt: Instant }>();
  readonly #skus = new Map<string, string>();
  readonly #known = new Set<string>();
  readonly #contracts = new Map<Instant, bigint>();
  #loaded = false;
  /** How many projects and SKUs were added. */
  added = { projects: 0, skus: 0 };

  /** `rate`: one unit of the bill's currency in the payer's. */
  constructor(database: Database, payer: FocusPayer, rate: Decimal) {
    this.#database = database;
    this.#payer = payer;
    this.#rate = rate;
    this.priceList = `focus-${payer.payer.payerId}`;
  }

  /** Brings in what these rows name; answers the SKU code of each. */
  async prepare(rows: readonly FocusUsage[]): Promise<string[]> {
    const codes = rows.map((row) => this.#skuOf(row));
    const starts = new Map<string, { row: FocusUsage; startsAt: Instant }>();
    const skus = new Map<string, FocusUsage>();
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] as FocusUsage;
      const known = this.#projects.get(row.subAccount)?.startsAt ?? Number.POSITIVE_INFINITY;
      const first = starts.get(row.subAccount)?.startsAt ?? known;
      if (row.start < first) starts.set(row.subAccount, { row, startsAt: this.#monthStart(row.start) });
      const code = codes[index] as string;
      if (!this.#known.has(code)) skus.set(code, row);
    }
    if (starts.size === 0 && skus.size === 0 && this.#loaded) return codes;
    await this.#database.transaction(async (tx) => {
      await lockFocusPayer(tx, this.#payer.payer.payerId);
      if (!this.#loaded) await this.#load(tx);
      await this.#putSkus(tx, skus);
      for (const { row, startsAt } of starts.values()) await this.#putProject(tx, row, startsAt);
    });
    this.#loaded = true;
    for (const code of skus.keys()) this.#known.add(code);
    return codes;
  }

  /** The PID of a row's project, after `prepare`. */
  pidOf(row: FocusUsage): string {
    const project = this.#projects.get(row.subAccount);
    if (!project) throw new Error(`no project of ${row.subAccount}`);
    return formatPid(project.projectId);
  }

  /** The code says which vendor's SKU it is; the hash makes one of each price, unit and divisor of it. */
  #skuOf(row: FocusUsage): string {
    const { unitPrice, divisor } = row.charge;
    const known = `${row.skuKey.join("\u001f")}\u001f${row.unit}\u001f${unitPrice.units}e${unitPrice.scale}`;
    let code = this.#skus.get(known);
    if (code === undefined) {
      const price = formatDecimal(priceAtRate(row.charge, this.#rate));
      const key = [...row.skuKey, row.unit, price, divisor].join("\u001f");
      const [provider = "", , sku = ""] = row.skuKey;
      const digest = hash("sha256", key, "hex").slice(0, 12);
      code = `focus.${slug(provider, 16)}.${slug(sku, 40)}.${digest}`;
      this.#skus.set(known, code);
    }
    return code;
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

  async #putSkus(tx: Tx, rows: ReadonlyMap<string, FocusUsage>): Promise<void> {
    if (rows.size === 0) return;
    const index = await skuIndex(tx);
    const fresh = [...rows].filter(([code]) => !index.skus.has(code));
    this.added.skus += fresh.length;
    const items = itemsOf(fresh, index.meters, index.services);
    await putSkus(tx, items);
    const prices = [...rows].map(
      ([skuCode, row]): NewPrice => ({
        skuCode,
        startsAt: EARLIEST,
        model: "flat",
        unitPrice: priceAtRate(row.charge, this.#rate),
        tiers: null,
        committedQuantity: null,
      }),
    );
    await putPrices(tx, this.priceList, prices);
  }

  async #putProject(tx: Tx, row: FocusUsage, startsAt: Instant): Promise<void> {
    const { payer, region } = this.#payer;
    const known = this.#projects.get(row.subAccount);
    if (known && known.startsAt <= startsAt) return;
    const projectId =
      known?.projectId ??
      (await createProject(tx, { accountId: payer.accountId, name: row.subAccountName, now: startsAt }));
    const subAccount = ownText(row.subAccount);
    const project = { subAccount, projectId, startsAt };
    if (known) await moveFocusStart(tx, payer.payerId, project);
    else await insertFocusProject(tx, payer.payerId, project);
    if (!known) this.added.projects += 1;
    await assignPriceScope(tx, projectId, [this.priceList, region.regionCode], startsAt);
    await changePayer(tx, projectId, payer.payerId, await this.#contractAt(tx, startsAt), startsAt);
    this.#projects.set(subAccount, { projectId, startsAt });
  }

  async #contractAt(tx: Tx, at: Instant): Promise<bigint> {
    const known = this.#contracts.get(at);
    if (known !== undefined) return known;
    const contractId = await this.#findContract(tx, at);
    this.#contracts.set(at, contractId);
    return contractId;
  }

  /** The payer's contract in force at an instant; one that pays afterwards is concluded when there is none. */
  async #findContract(tx: Tx, at: Instant): Promise<bigint> {
    const { payer, region } = this.#payer;
    const assignments = await assignmentsWithin(tx, { payerId: payer.payerId }, EARLIEST, LATEST);
    const contracts = await contractsById(
      tx,
      assignments.map((assignment) => assignment.contractId),
    );
    const inForce = [...contracts.values()].filter(
      (contract) => contract.startsAt <= at && (contract.endsAt === null || contract.endsAt > at),
    );
    const chosen = inForce.find((contract) => contract.paymentScheme === "postpaid") ?? inForce[0];
    if (chosen) return chosen.contractId;
    const signedOn = dateOf(at, region.timeZone);
    const terms =
      payer.kind === "individual"
        ? ({ type: "public_offer", paymentScheme: "prepaid" } as const)
        : ({
            type: "individual",
            paymentScheme: "postpaid",
            number: `FOCUS-${payer.payerId}-${monthOf(signedOn)}`,
            signedOn,
          } as const);
    return concludeContract(tx, payer.payerId, region.supplierCode, { ...terms, startsAt: at });
  }
}

/** Services, meters and SKUs of rows that the catalogue does not know; what it knows keeps its name. */
function itemsOf(
  rows: readonly (readonly [string, FocusUsage])[],
  meters: ReadonlyMap<string, unknown>,
  services: ReadonlyMap<string, unknown>,
): CatalogItems {
  const newServices = new Map<string, CatalogItems["services"][number]>();
  const newMeters = new Map<string, CatalogItems["meters"][number]>();
  const skus = rows.map(([skuCode, row]): CatalogItems["skus"][number] => {
    const serviceCode = codeOf("focus", row.service);
    const meterCode = codeOf("focus", row.unit);
    if (!services.has(serviceCode)) {
      const name = { ru: row.service, en: row.service };
      newServices.set(serviceCode, {
        serviceCode,
        name,
        serviceGroup: slug(row.serviceCategory, 50),
        position: FOCUS_POSITION,
      });
    }
    if (!meters.has(meterCode))
      newMeters.set(meterCode, { meterCode, kind: "quantity", unit: row.unit, largest: LARGEST });
    const name = row.skuName.slice(0, SKU_NAME * 3).toWellFormed();
    // The price is for the divisor's many: of seventeenths of a GB, for one GB.
    const unit = row.charge.divisor === 1n ? row.unit : row.unit.slice(row.unit.indexOf(" ") + 1);
    return {
      skuCode,
      serviceCode,
      meterCode,
      name: { ru: name, en: name },
      unitName: { ru: unit, en: unit },
      divisor: row.charge.divisor,
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

function slug(text: string, most: number): string {
  const code = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, most)
    .replaceAll(/^-+|-+$/g, "");
  return code === "" ? "x" : code;
}
