import { beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "../../../test/support/database.ts";
import { loadShippedRegions } from "../../../test/support/regions.ts";
import { subjectsOf } from "../../core/subject.ts";
import { type LocalDate, at, plus } from "../../core/time.ts";
import { tenantRead } from "../../platform/http/index.ts";
import { PROJECT_ROOT } from "../../platform/project.ts";
import { allRegions, register } from "../tenancy/index.ts";
import {
  assignmentsWithin,
  changePayer,
  concludeContract,
  loadRegions,
  payerMembership,
  payerOf,
  paymentScheme,
  parseReferences,
  readReferenceFiles,
  registerPayer,
  supplierOf,
  taxRateOn,
} from "./index.ts";

const { database, clock } = await testDatabase();
let counter = 0;

beforeAll(() => loadShippedRegions(database));

async function world(kind: "individual" | "sole_proprietor" | "legal_entity", countryCode = "RU") {
  counter += 1;
  const email = `payer${counter}@example.ru`;
  return database.transaction(async (tx) => {
    const registered = await register(tx, {
      email,
      name: "Пётр",
      password: { hash: "x" },
      language: "ru",
      at: { regionCode: "moscow" },
      now: clock.now(),
    });
    const payerId = await registerPayer(tx, {
      accountId: registered.accountId,
      kind,
      countryCode,
      name: "ООО «Ромашка»",
    });
    return { ...registered, payerId };
  });
}

const OFFER = { type: "public_offer", paymentScheme: "prepaid", startsAt: at("2026-01-01T00:00:00Z") } as const;
const INDIVIDUAL = { ...OFFER, type: "individual", number: "17", signedOn: "2025-12-30" as LocalDate } as const;
const conclude = (payerId: bigint, terms: Parameters<typeof concludeContract>[3]) =>
  database.transaction((tx) => concludeContract(tx, payerId, "vk", terms));

describe("contracts", () => {
  it.each(["legal_entity", "sole_proprietor"] as const)(
    "PYR-02 post-payment is open to a %s under an individual contract",
    async (kind) => {
      const { payerId, projectId } = await world(kind);
      const contractId = await conclude(payerId, { ...INDIVIDUAL, paymentScheme: "postpaid" });
      await database.transaction((tx) => changePayer(tx, projectId, payerId, contractId, clock.now()));
      expect((await paymentScheme(database, [projectId], clock.now())).get(projectId)).toBe("postpaid");
    },
  );

  it("PYR-02 post-payment without an individual contract is refused with the reason", async () => {
    const { payerId } = await world("legal_entity");
    const refused = conclude(payerId, { ...OFFER, paymentScheme: "postpaid" });
    await expect(refused).rejects.toMatchObject({ kind: { code: "postpaid_needs_individual_contract", status: 409 } });
  });

  it("PYR-02 an individual works by prepayment only, PYR-03 and by the public offer only", async () => {
    const { payerId } = await world("individual");
    const refused = conclude(payerId, { ...INDIVIDUAL, paymentScheme: "postpaid" });
    await expect(refused).rejects.toMatchObject({ kind: { code: "postpaid_needs_organisation" } });
    await expect(conclude(payerId, INDIVIDUAL)).rejects.toMatchObject({
      kind: { code: "contract_needs_organisation" },
    });
    await expect(conclude(payerId, OFFER)).resolves.toBeTypeOf("bigint");
  });

  it("PYR-02 invariant 8: the database refuses what the code would not write", async () => {
    const { payerId } = await world("individual");
    const insert = (type: string, scheme: string) =>
      database.query(
        `insert into contract (payer_id, supplier_code, type, payment_scheme, number, signed_on, starts_at)
         values ($1, 'vk', $2, $3, '1', '2026-01-01', '2026-01-01')`,
        [payerId, type, scheme],
      );
    await expect(insert("public_offer", "postpaid")).rejects.toMatchObject({
      constraint: "contract_postpaid_needs_individual",
    });
    await expect(insert("individual", "prepaid")).rejects.toMatchObject({
      constraint: "contract_individual_needs_organisation",
    });
    const entity = await world("legal_entity");
    await conclude(entity.payerId, INDIVIDUAL);
    const changed = database.query("update payer set kind = 'individual' where payer_id = $1", [entity.payerId]);
    await expect(changed).rejects.toMatchObject({ constraint: "contract_individual_needs_organisation" });
  });

  it("PYR-02 a contract that has ended leaves prepayment", async () => {
    const { payerId, projectId } = await world("legal_entity");
    const endsAt = plus(clock.now(), 60_000);
    const contractId = await conclude(payerId, { ...INDIVIDUAL, paymentScheme: "postpaid", endsAt });
    await database.transaction((tx) => changePayer(tx, projectId, payerId, contractId, clock.now()));
    expect((await paymentScheme(database, [projectId], endsAt)).has(projectId)).toBe(false);
    const backwards = conclude(payerId, { ...INDIVIDUAL, endsAt: OFFER.startsAt });
    await expect(backwards).rejects.toMatchObject({ kind: { code: "contract_ends_before_start" } });
  });

  it("PYR-03 an individual contract has a number and a date", async () => {
    const { payerId } = await world("legal_entity");
    await expect(conclude(payerId, { ...INDIVIDUAL, number: null })).rejects.toMatchObject({
      kind: { code: "contract_needs_number" },
    });
  });

  it("PYR-04 a non-resident organisation needs an individual contract in Moscow", async () => {
    const { payerId } = await world("legal_entity", "DE");
    await expect(conclude(payerId, OFFER)).rejects.toMatchObject({
      kind: { code: "non_resident_needs_individual_contract" },
    });
    await expect(conclude(payerId, INDIVIDUAL)).resolves.toBeTypeOf("bigint");
  });
});

describe("who pays", () => {
  it("PYR-01 a new project has no payer and pays as an individual", async () => {
    const { projectId } = await world("individual");
    expect(await payerOf(database, [projectId], clock.now())).toEqual(new Map());
    expect(await paymentScheme(database, [projectId], clock.now())).toEqual(new Map());
  });

  it("REG-06 a change of payer leaves what was before and takes effect at its instant", async () => {
    const first = await world("legal_entity");
    const second = await world("legal_entity");
    const { projectId } = first;
    const change = at("2026-10-15T21:00:00Z");
    const one = await conclude(first.payerId, OFFER);
    const two = await conclude(second.payerId, INDIVIDUAL);
    await database.transaction((tx) => changePayer(tx, projectId, first.payerId, one, OFFER.startsAt));
    await database.transaction((tx) => changePayer(tx, projectId, second.payerId, two, plus(change, 86_400_000)));
    await database.transaction((tx) => changePayer(tx, projectId, second.payerId, two, change));
    const payerAt = async (instant: typeof change) =>
      (await payerOf(database, [projectId], instant)).get(projectId)?.payer.payerId;
    expect(await payerAt(plus(change, -1))).toBe(first.payerId);
    expect(await payerAt(change)).toBe(second.payerId);
    const all = await assignmentsWithin(database, { projectId }, OFFER.startsAt, plus(change, 864_000_000));
    expect(all.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [OFFER.startsAt, change],
      [change, null],
    ]);
    expect(await assignmentsWithin(database, { payerId: first.payerId }, change, plus(change, 1))).toEqual([]);
  });

  it("REG-06 a contract of another payer is refused, and two payers at an instant by the database", async () => {
    const mine = await world("legal_entity");
    const other = await world("legal_entity");
    const contractId = await conclude(other.payerId, OFFER);
    const wrong = database.transaction((tx) => changePayer(tx, mine.projectId, mine.payerId, contractId, clock.now()));
    await expect(wrong).rejects.toMatchObject({ kind: { code: "unknown_contract" } });
    const own = await conclude(mine.payerId, OFFER);
    const insert = () =>
      database.query("insert into project_payer values ($1, $2, $3, $4)", [
        mine.projectId,
        mine.payerId,
        own,
        new Date(OFFER.startsAt + (counter += 1)).toISOString(),
      ]);
    await insert();
    await expect(insert()).rejects.toMatchObject({ constraint: "project_payer_no_overlap" });
  });
});

describe("reference files", () => {
  const load = (text: string, path = "regions.d/x.yaml") =>
    database.transaction((tx) => loadRegions(tx, parseReferences([{ path, text }])));

  it("REG-01 the two suppliers come with their numbers, banks and signers", async () => {
    const vk = await supplierOf(database, "vk");
    expect(vk).toMatchObject({
      inn: "7743001840",
      countryCode: "RU",
      documentPrefix: "VK",
      documentNumber: "{prefix}-{yy}-{number}",
    });
    expect(vk.bank[0]).toMatchObject({ bic: "044525225", currency: "RUB" });
    expect(vk.signers.map(({ role }) => role)).toEqual(["head", "accountant"]);
    expect((await supplierOf(database, "qazcloud")).fullName).toContain("QazCloud");
  });

  it.each([
    ["RU", "2018-12-31", "18"],
    ["RU", "2019-01-01", "20"],
    ["RU", "2025-12-31", "20"],
    ["RU", "2026-01-01", "22"],
    ["KZ", "2025-12-31", "12"],
    ["KZ", "2026-01-01", "16"],
  ])("DOC-05 tax of %s on %s is %s %%", async (country, day, rate) => {
    expect(await taxRateOn(database, country, day as LocalDate)).toBe(rate);
  });

  it("DOC-05 a date without a rate is a refusal, not nought", async () => {
    await expect(taxRateOn(database, "RU", "1999-01-01" as LocalDate)).rejects.toMatchObject({
      kind: { code: "no_tax_rate" },
    });
  });

  it("REG-01 the same files again change nothing", async () => {
    const before = await database.query(
      "select r.*, s.* from region r join supplier s using (supplier_code) order by 1",
    );
    const files = await readReferenceFiles(`${PROJECT_ROOT}/config`);
    await database.transaction((tx) => loadRegions(tx, parseReferences(files)));
    expect(
      await database.query("select r.*, s.* from region r join supplier s using (supplier_code) order by 1"),
    ).toEqual(before);
  });

  it("REG-01 a third region is one file: someone registers on its site, in its currency and zone", async () => {
    await load(`
      suppliers:
        - { code: armcloud, name: ArmCloud, full_name: ArmCloud LLC, country: AM, inn: "02345678", address: "Yerevan, Tumanyan 8",
            bank: [{ name: Ameriabank, bic: ARMIAM22, account: "1570000000000001", currency: AMD }],
            signers: [{ role: head, full_name: { surname: Sargsyan, name: Ani }, position: Director, authority: { kind: signature } }],
            document_prefix: AC }
      regions:
        - { code: armenia, name: { ru: Армения, en: Armenia }, sites: [cloud.example.am], currency: AMD, time_zone: Asia/Yerevan,
            supplier: armcloud, country: AM, document_address: docs@cloud.example.am,
            payment_methods: [{ code: card, minimum: "500.00" }], edm_available: false }
      taxes:
        - { country: AM, from: 2001-01-01, rate: "20" }
    `);
    const registered = await database.transaction((tx) =>
      register(tx, {
        email: "ani@example.am",
        name: "Ani",
        password: { hash: "x" },
        language: "en",
        at: { site: "cloud.example.am" },
        now: clock.now(),
      }),
    );
    expect(registered.region).toMatchObject({ regionCode: "armenia", currency: "AMD", timeZone: "Asia/Yerevan" });
    expect(await taxRateOn(database, "AM", "2026-10-31" as LocalDate)).toBe("20");
    expect((await database.transaction(allRegions)).map(({ regionCode }) => regionCode)).toEqual([
      "armenia",
      "kazakhstan",
      "moscow",
    ]);
  });

  it("REG-01 what is wrong is named by file and place, in both languages", async () => {
    const refused = load("regions:\n  - { code: x, currency: JPY, time_zone: Moscow, colour: red }\n");
    await expect(refused).rejects.toMatchObject({ kind: { code: "reference_invalid" } });
    const error = await refused.catch(
      (caught: { details: { problems: { field: string; texts: { ru: string; en: string } }[] } }) => caught,
    );
    const problems = "details" in error ? error.details.problems : [];
    const fields = problems.map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining(["regions.d/x.yaml: regions[0].currency", "regions.d/x.yaml: regions[0].time_zone"]),
    );
    expect(fields).toContain("regions.d/x.yaml: regions[0].colour");
    expect(problems.every(({ texts }) => /[а-я]/i.test(texts.ru) && texts.en.length > 0)).toBe(true);
  });

  it("DOC-04 a document's number names its year and its series", async () => {
    const shipped = await readReferenceFiles(`${PROJECT_ROOT}/config`);
    const suppliers = shipped.find(({ path }) => path === "suppliers.yaml")?.text ?? "";
    for (const pattern of [
      "{prefix}-{number}",
      "{yy}-{number}",
      "{prefix}-{yy}",
      "{prefix}/{yy}-{number}",
      "{prefix}{yy}{number}{number}",
    ]) {
      await expect(load(suppliers.replaceAll("{prefix}-{yy}-{number}", pattern))).rejects.toMatchObject({
        details: { problems: [{ field: "regions.d/x.yaml: suppliers[0].document_number" }] },
      });
    }
    await load(suppliers.replaceAll("{prefix}-{yy}-{number}", "{yyyy}.{prefix}{number}"));
    expect(await supplierOf(database, "vk")).toMatchObject({ documentNumber: "{yyyy}.{prefix}{number}" });
    await load(suppliers);
  });

  it("REG-01 a wrong check digit, an unknown supplier, overlapping taxes and broken YAML are refused", async () => {
    const shipped = await readReferenceFiles(`${PROJECT_ROOT}/config`);
    const suppliers = shipped.find(({ path }) => path === "suppliers.yaml")?.text ?? "";
    await expect(load(suppliers.replace("40702810200000012345", "40702810300000012345"))).rejects.toMatchObject({
      details: { problems: [{ field: "regions.d/x.yaml: suppliers[0].bank[0].account", code: "wrong_check_digit" }] },
    });
    await expect(
      load("taxes: [{ country: BY, from: 2020-01-01, rate: '20' }, { country: BY, from: 2021-01-01, rate: '25' }]"),
    ).rejects.toMatchObject({
      kind: { code: "tax_rates_overlap" },
    });
    await expect(load("regions: [")).rejects.toMatchObject({ details: { problems: [{ code: "not_yaml" }] } });
    await expect(
      load(`regions: [{ code: y, name: { ru: Ы, en: Y }, sites: [y.example], currency: RUB, time_zone: Europe/Moscow, supplier: nobody,
        country: RU, document_address: a@example.ru, payment_methods: [{ code: card, minimum: "1.00" }], edm_available: false }]`),
    ).rejects.toMatchObject({ kind: { code: "unknown_supplier" } });
  });
});

describe("who may see a payer", () => {
  it("REG-06 reliability 34: a payer is its account's owner's, whoever's projects it pays for", async () => {
    const [first, later] = [await world("legal_entity"), await world("legal_entity")];
    const contractOf = (payerId: bigint) => conclude(payerId, OFFER);
    const [before, after] = [await contractOf(first.payerId), await contractOf(later.payerId)];
    await database.transaction(async (tx) => {
      await changePayer(tx, first.projectId, first.payerId, before, at("2026-02-01T00:00:00+03:00"));
      // The project goes over to another's organisation: neither side is shown the other's papers.
      await changePayer(tx, first.projectId, later.payerId, after, at("2026-03-01T00:00:00+03:00"));
    });
    const ids = [first.payerId, later.payerId, 999_999n];
    const held = async (userId: string | null) => {
      const rights = await payerMembership(database, ids, userId);
      return ids.map((id) => rights.get(id)?.includes("documents.view") ?? rights.get(id));
    };
    expect(await held(first.userId)).toEqual([true, null, undefined]);
    expect(await held(later.userId)).toEqual([null, true, undefined]);
    expect(await held(null)).toEqual([null, null, undefined]);
  });

  it("reliability 34: the database shows a payer and its contracts to the payer's reader, not to its project's other payers", async () => {
    const [mine, other] = [await world("legal_entity"), await world("legal_entity")];
    for (const { payerId } of [mine, other]) await conclude(payerId, OFFER);
    const seen = (kind: "payer" | "account", id: bigint) =>
      tenantRead(database, subjectsOf(kind, [id]), async (tx) => [
        await tx.query("select payer_id from payer"),
        await tx.query("select payer_id from contract"),
      ]);
    const own = [{ payer_id: mine.payerId }];
    expect(await seen("payer", mine.payerId)).toEqual([own, own]);
    expect(await seen("account", mine.accountId)).toEqual([own, []]);
  });
});
