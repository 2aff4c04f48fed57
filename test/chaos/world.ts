import { loadConfiguration } from "../../src/composition/configuration.ts";
import type { ProjectId } from "../../src/core/ids.ts";
import { DAY, type Instant, at, plus } from "../../src/core/time.ts";
import { assignPriceScope } from "../../src/modules/catalog/index.ts";
import { changePayer, concludeContract, registerPayer, supplierOf } from "../../src/modules/parties/index.ts";
import {
  createProject,
  issueToken,
  regionOf,
  register,
  registerStaff,
  setStaffRole,
} from "../../src/modules/tenancy/index.ts";
import { hashPassword } from "../../src/platform/identity/index.ts";
import { systemClock } from "../../src/platform/clock.ts";
import type { Database } from "../../src/platform/db.ts";
import { migrate } from "../../src/platform/migrate/index.ts";

export const CHAOS_BEGINS: Instant = at("2026-10-15T09:00:00+03:00");
export const PROJECTS: readonly [ProjectId, ...ProjectId[]] = [
  1_000_000_001n,
  1_000_000_002n,
  1_000_000_003n,
  1_000_000_004n,
];

export interface ChaosWorld {
  readonly usageToken: string;
  readonly staffToken: string;
  /** The account that the bank's statements are of. */
  readonly bankAccount: string;
}

/** Two legal entities with two projects each, in Moscow. */
export async function putChaosWorld(database: Database): Promise<ChaosWorld> {
  await migrate(database, systemClock);
  const now = plus(CHAOS_BEGINS, -DAY);
  await loadConfiguration(database, now);
  const hash = await hashPassword("Sonne-und-Mond-7");
  return database.transaction(async (tx) => {
    for (const [index, payer] of [
      { name: "ООО «Ромашка»", inn: "7707083893", kpp: "770701001", ogrn: "1027700132195" },
      { name: "ООО «Василёк»", inn: "7728168971", kpp: "770801001", ogrn: "1027700067328" },
    ].entries()) {
      const [first, second] = PROJECTS.slice(index * 2, index * 2 + 2) as [ProjectId, ProjectId];
      const email = `owner${index}@example.test`;
      const { accountId, region } = await register(tx, {
        email,
        name: payer.name,
        password: { hash },
        language: "ru",
        at: { regionCode: "moscow" },
        projectName: "первый",
        projectId: first,
        now,
      });
      await createProject(tx, { accountId, name: "второй", projectId: second, now });
      const address = "117312, г. Москва, ул. Вавилова, д. 19";
      const details = {
        accountId,
        kind: "legal_entity" as const,
        countryCode: "RU",
        documentEmail: email,
        registeredAt: now,
        address,
      };
      const payerId = await registerPayer(tx, { ...details, ...payer });
      const contractId = await concludeContract(tx, payerId, region.supplierCode, {
        type: "public_offer",
        paymentScheme: "prepaid",
        number: null,
        signedOn: null,
        startsAt: now,
      });
      for (const projectId of [first, second]) {
        await assignPriceScope(tx, projectId, ["moscow"], now);
        await changePayer(tx, projectId, payerId, contractId, now);
      }
    }
    const userId = await registerStaff(tx, {
      email: "books@example.test",
      name: "Бухгалтер",
      password: { hash },
      language: "ru",
      now,
    });
    await setStaffRole(tx, userId, "accountant", now);
    const lend = { now, expiresAt: plus(now, 700 * DAY) };
    const usage = await issueToken(tx, { name: "meters", scopes: ["usage.write"], ...lend });
    const staff = await issueToken(tx, { name: "books", scopes: ["staff"], userId, ...lend });
    const supplier = await supplierOf(tx, (await regionOf(tx, "moscow")).supplierCode);
    const account = supplier.bank.find((one) => one.currency === "RUB")?.account ?? "";
    return { usageToken: usage.token, staffToken: staff.token, bankAccount: account };
  });
}
