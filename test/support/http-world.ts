import { afterAll, vi } from "vitest";

import { buildApp } from "../../src/composition/app.ts";
import { loadConfiguration } from "../../src/composition/configuration.ts";
import { type ProjectId, formatPid } from "../../src/core/ids.ts";
import { type Instant, at, formatInstant, plus } from "../../src/core/time.ts";
import { assignPriceScope } from "../../src/modules/catalog/index.ts";
import { type CloseResult, closeMonth } from "../../src/modules/closing/index.ts";
import { changePayer, concludeContract, registerPayer } from "../../src/modules/parties/index.ts";
import {
  activateFormer,
  PERMISSIONS,
  type Role,
  addMember,
  createProject,
  issueToken,
  register,
  registerStaff,
  setStaffRole,
} from "../../src/modules/tenancy/index.ts";
import { hashPassword } from "../../src/platform/identity/index.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { ensureConsole, serveConsole } from "../../src/platform/console/index.ts";
import { type Figure, type Route, STAFF_ROLES } from "../../src/platform/http/index.ts";
import { type Logger, createLogger } from "../../src/platform/log.ts";
import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { type Services, startServices } from "../../src/composition/services.ts";
import { statement1c } from "./bank-transfer.ts";
import type { TestDatabase } from "./database.ts";
import { type HttpAnswer, type HttpCall, HttpClient } from "./http-client.ts";

/** The first minute of October 2026 in Moscow: where the world's clock stands when it opens. */
export const WORLD_BEGINS: Instant = at("2026-10-01T00:00:00+03:00");
export const WORLD_PASSWORD = "Sonne-und-Mond-7";
export const WORLD_ORIGIN = "http://saldo.test";
/** Stands in every text that belongs to the second Moscow customer: nobody else may ever read it. */
export const CANARY = "Канарейка-7f3a";

const EVERY_SCOPE = [...PERMISSIONS, "profile.view", "staff", "usage.write", "metrics.read"];
const DAY_BEFORE = plus(WORLD_BEGINS, -86_400_000);

interface WorldCustomer {
  readonly name: string;
  readonly email: string;
  readonly regionCode: "moscow" | "kazakhstan";
  readonly projects: readonly ProjectId[];
  readonly payer: {
    readonly name: string;
    readonly inn: string;
    readonly kpp: string | null;
    readonly ogrn: string | null;
    readonly address: string;
  };
}

/** Two customers in Moscow and one in Kazakhstan, each a legal entity under the public offer. */
export const CUSTOMERS = {
  romashka: {
    name: "Анна Ромашкина",
    email: "anna@romashka.example.test",
    regionCode: "moscow",
    projects: [1_100_000_001n, 1_100_000_002n],
    payer: {
      name: "ООО «Ромашка»",
      inn: "7707083893",
      kpp: "770701001",
      ogrn: "1027700132195",
      address: "117312, г. Москва, ул. Вавилова, д. 19",
    },
  },
  vasilek: {
    name: `Василий ${CANARY}`,
    email: "vasily@vasilek.example.test",
    regionCode: "moscow",
    projects: [1_200_000_001n],
    payer: {
      name: `ООО «${CANARY}»`,
      inn: "7728168971",
      kpp: "772801001",
      ogrn: "1027700067328",
      address: `107078, г. Москва, ул. ${CANARY}, д. 27`,
    },
  },
  alatau: {
    name: "Айгерим Алатаева",
    email: "aigerim@alatau.example.test",
    regionCode: "kazakhstan",
    projects: [2_100_000_001n],
    payer: {
      name: "ТОО «Алатау»",
      inn: "990601301525",
      kpp: null,
      ogrn: null,
      address: "050000, г. Алматы, пр-кт Абая, д. 10",
    },
  },
} as const satisfies Record<string, WorldCustomer>;

/** What this world offers to try the import with: a transfer that names no project. */
const SAMPLE = {
  regionCode: "moscow",
  regionName: { ru: "Москва", en: "Moscow" },
  fileName: "statement-moscow.txt",
  bytes: Buffer.from(
    statement1c([
      { number: "700", on: "2026-10-01", amount: "70.00", payer: CUSTOMERS.romashka.payer, projectId: null },
    ]),
  ),
};

export type CustomerName = keyof typeof CUSTOMERS;
const MEMBERS: readonly Exclude<Role, "owner">[] = [
  "superadministrator",
  "project_administrator",
  "billing_administrator",
  "user_administrator",
  "viewer",
];

/** Token by name: see HttpWorld. */
export type WorldPeople = ReadonlyMap<string, string>;

export interface WorldOptions {
  /** True runs the worker, the outbox, and the sandbox's mail server and control plane too. */
  readonly services?: boolean;
  /** True builds the console when its sources changed, and serves it at `base`. */
  readonly console?: boolean;
  /** Of a world that the database holds already, who is in it; configuration and people are put there when left out. */
  readonly people?: WorldPeople;
  /** Where everything is logged, every request too; nowhere when left out. */
  readonly log?: Logger;
  /** What metrics and readiness tell of the platform's work; nothing when left out. */
  readonly condition?: () => Promise<readonly Figure[]>;
  /** How often open consoles look at their session. */
  readonly liveBeatMs?: number;
  /** How long a single answer may take before it is aborted, which fails the call. */
  readonly patienceMs?: number;
}

/**
 * A Saldo that is really listening, on a database of the test's own: configuration from config/, a small world, and a token
 * for everybody in it. Tokens are called by the customer's name (its owner), `<name> token` (its first project's own),
 * `romashka <role>`, the staff role, `metering`.
 */
export class HttpWorld {
  readonly test: TestDatabase;
  readonly routes: readonly Route[];
  readonly tokens: WorldPeople;
  readonly base: string;
  readonly services: Services | null;
  readonly #printing: Printing;
  readonly #client: HttpClient;

  constructor(parts: {
    test: TestDatabase;
    routes: readonly Route[];
    tokens: WorldPeople;
    base: string;
    services: Services | null;
    printing: Printing;
    client: HttpClient;
  }) {
    this.test = parts.test;
    this.routes = parts.routes;
    this.tokens = parts.tokens;
    this.base = parts.base;
    this.services = parts.services;
    this.#printing = parts.printing;
    this.#client = parts.client;
  }

  /** A request by someone of the world (see `tokens`); without `as`, by nobody. */
  send(call: HttpCall & { readonly as?: string }): Promise<HttpAnswer> {
    const { as, ...rest } = call;
    return this.#client.send({ ...rest, token: as === undefined ? rest.token : this.token(as) });
  }

  /** GET that must succeed; answers the parsed body. */
  async get<T = Record<string, unknown>>(path: string, as: string): Promise<T> {
    const answer = await this.send({ path, as });
    if (answer.status !== 200) throw new Error(`${path} as ${as}: ${answer.status} ${answer.text}`);
    return answer.json<T>();
  }

  token(name: string): string {
    const token = this.tokens.get(name);
    if (token === undefined) throw new Error(`nobody in this world is called ${name}`);
    return token;
  }

  moveTo(time: Instant | string): void {
    this.test.clock.moveTo(typeof time === "string" ? at(time) : time);
  }

  /** Moves the clock, then lets the worker and the outbox do all that is due. */
  async playTo(time: Instant | string): Promise<void> {
    this.moveTo(time);
    await this.drain();
  }

  /** Until nothing is due and everything is sent: what the control plane stops comes back as usage, so in turns. */
  async drain(): Promise<void> {
    const { services } = this;
    if (!services) throw new Error("this world was opened without services");
    for (;;) {
      await services.jobs.drain();
      if ((await this.#waiting()) === 0) return;
      services.wake();
      await vi.waitUntil(async () => (await this.#waiting()) === 0, { timeout: 30_000, interval: 20 });
    }
  }

  async #waiting(): Promise<number> {
    const [row] = await this.test.database.query<{ n: bigint }>(
      "select count(*) as n from outbox_message where delivered_at is null and failed_at is null",
    );
    return Number(row?.n);
  }

  close(regionCode: string, month: string): Promise<CloseResult> {
    return closeMonth(this.test.database, this.#printing.closePorts, regionCode, month as never, this.test.clock.now());
  }

  /** What the sandbox's own pages show. */
  async sandbox(path: string): Promise<Response> {
    return fetch(new URL(path, this.services?.sandboxUrl ?? undefined));
  }
}

export const SEED_KEY = Buffer.alloc(32, 7);
/** What the world's name service says, by name. */
export const DNS_RECORDS = new Map<string, readonly string[]>();

/** Opens the world at the top of a test file; everything ends with the file. */
export async function openHttpWorld(test: TestDatabase, options: WorldOptions = {}): Promise<HttpWorld> {
  const { world, close } = await startHttpWorld(test, options);
  afterAll(close);
  return world;
}

/** A world that the caller closes itself. */
export async function startHttpWorld(
  test: TestDatabase,
  options: WorldOptions = {},
): Promise<{ readonly world: HttpWorld; close(): Promise<void> }> {
  const { database, clock, url } = test;
  clock.moveTo(WORLD_BEGINS);
  const log = options.log ?? createLogger("silent");
  const tokens = options.people ?? (await putWorld(test));
  if (options.console) await ensureConsole();
  const printing = openPrinting();
  const app = await buildApp({
    ...(options.console ? serveConsole() : {}),
    database,
    databaseUrl: url,
    clock,
    log,
    publicUrl: WORLD_ORIGIN,
    signInsPerMinute: 1_000,
    seedKeys: [SEED_KEY],
    // A domain's record says what its claim in fuzz-sso.ts asks for, or what a test has put there.
    sso: {
      allowLoopback: true,
      txtOf: async (name) => DNS_RECORDS.get(name) ?? [`saldo-sign-in=${name.slice("_saldo-sign-in.".length)}`],
    },
    callsPerSecond: 1_000_000,
    // The tests' own work is done in this process too.
    longestLoopDelayMs: 0,
    logEvery: options.log ? 1 : 0,
    ...(options.liveBeatMs ? { liveBeatMs: options.liveBeatMs } : {}),
    ...(options.condition ? { condition: options.condition } : {}),
    ports: {
      renderPaymentInvoice: printing.renderPaymentInvoice,
      moveClock: async (target) => {
        clock.moveTo(target);
        return target;
      },
      sampleStatements: async () => [SAMPLE],
    },
  });
  const base = await app.server.listen({ host: "127.0.0.1", port: 0 });
  const config = loadConfig({
    SALDO_MODE: "sandbox",
    SALDO_PUBLIC_URL: options.console ? base : WORLD_ORIGIN,
    DATABASE_URL: test.url,
  });
  const logins = [{ role: "company", email: CUSTOMERS.romashka.email, password: WORLD_PASSWORD }];
  const services = options.services
    ? await startServices({ config, database, clock, log, printing, logins, playTo: (target) => world.playTo(target) })
    : null;
  const client = new HttpClient(base, options.patienceMs);
  const close = async () => {
    client.close();
    await services?.close();
    await app.close();
    await printing.close();
  };
  const world = new HttpWorld({ test, routes: app.routes, tokens, base, services, printing, client });
  return { world, close };
}

async function putWorld({ database }: TestDatabase): Promise<WorldPeople> {
  await loadConfiguration(database, DAY_BEFORE);
  const hash = await hashPassword(WORLD_PASSWORD);
  const tokens = new Map<string, string>();
  await database.transaction(async (tx) => {
    const lend = async (name: string, rest: { userId?: string; projectId?: ProjectId; scopes?: string[] }) => {
      const expiresAt = plus(DAY_BEFORE, 700 * 86_400_000);
      tokens.set(
        name,
        (await issueToken(tx, { name, scopes: EVERY_SCOPE, now: DAY_BEFORE, expiresAt, ...rest })).token,
      );
    };
    const staff = (name: string, email: string) =>
      registerStaff(tx, { email, name, password: { hash }, language: "ru", userId: name, now: DAY_BEFORE });
    for (const [name, customer] of Object.entries(CUSTOMERS) as [CustomerName, WorldCustomer][]) {
      await putCustomer(tx, name, customer, hash);
      await lend(name, { userId: name });
      await lend(`${name} token`, { projectId: customer.projects[0] as ProjectId });
    }
    for (const role of MEMBERS) {
      const userId = await staff(`romashka ${role}`, `${role}@romashka.example.test`);
      for (const projectId of CUSTOMERS.romashka.projects) await addMember(tx, projectId, userId, role, DAY_BEFORE);
      await lend(userId, { userId });
    }
    for (const role of STAFF_ROLES) {
      await setStaffRole(tx, await staff(role, `${role}@saldo.example.test`), role, DAY_BEFORE);
      await lend(role, { userId: role });
    }
    await lend("metering", { scopes: ["usage.write"] });
    await lend("narrow", { projectId: CUSTOMERS.romashka.projects[0], scopes: ["metrics.read"] });
  });
  return tokens;
}

async function putCustomer(
  tx: Parameters<typeof register>[0],
  userId: string,
  customer: WorldCustomer,
  hash: string,
): Promise<void> {
  const now = DAY_BEFORE;
  const [first, ...others] = customer.projects as readonly [ProjectId, ...ProjectId[]];
  const { accountId, region } = await register(tx, {
    email: customer.email,
    name: customer.name,
    password: { hash },
    language: "ru",
    at: { regionCode: customer.regionCode },
    projectName: `${customer.name}: основной`,
    projectId: first,
    userId,
    now,
  });
  await activateFormer(tx, accountId, now);
  for (const projectId of others)
    await createProject(tx, { accountId, name: `${customer.name}: второй`, projectId, now });
  const payerId = await registerPayer(tx, {
    accountId,
    kind: "legal_entity",
    countryCode: region.countryCode,
    documentEmail: customer.email,
    registeredAt: now,
    ...customer.payer,
  });
  const contractId = await concludeContract(tx, payerId, region.supplierCode, {
    type: "public_offer",
    paymentScheme: "prepaid",
    number: null,
    signedOn: null,
    startsAt: now,
  });
  for (const projectId of customer.projects) {
    await assignPriceScope(tx, projectId, [customer.regionCode], now);
    await changePayer(tx, projectId, payerId, contractId, now);
  }
}

export interface UsageShape {
  readonly id: string;
  readonly projectId: ProjectId;
  readonly sku: string;
  readonly meter: string;
  readonly unit: string;
  readonly resource: string;
  readonly time: Instant | string;
  readonly quantity: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A CloudEvents 1.0 event as a meter of the cloud sends it. */
export function usageEvent(shape: UsageShape): Record<string, unknown> {
  const { id, projectId, sku, meter, unit, resource, time, quantity, extra } = shape;
  return {
    specversion: "1.0",
    type: `saldo.usage.${meter}`,
    source: "test-cloud",
    id,
    time: typeof time === "string" ? time : formatInstant(time),
    data: { project: formatPid(projectId), resource, sku, quantity, unit, ...extra },
  };
}
