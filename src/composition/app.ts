import { type FastifyInstance } from "fastify";

import { funds, grantBonus, haltRoutes } from "../modules/balance/index.ts";
import { bonusNames, priceByRegion } from "../modules/catalog/index.ts";
import { inheritPayer, payerMembership, payersOfUser } from "../modules/parties/index.ts";
import { closingRoutes } from "../modules/closing/index.ts";
import { type PaymentPorts, bringStatement, paymentRoutes } from "../modules/payments/index.ts";
import {
  type PersonEvent,
  type SsoDesk,
  TenancyAuthority,
  addOwnPasskey,
  allRegions,
  memberNames,
  openVisit,
  projectFacts,
  sessionRulesOf,
  setOwnPassword,
  ssoPorts,
  ssoToCheck,
  tellOfNewDevice,
  tellOfSlowedSignIn,
  tellPerson,
  tenancyRoutes,
  userIdOfEmail,
  userMaySignIn,
} from "../modules/tenancy/index.ts";
import { helpRoutes } from "../modules/help/index.ts";
import { liveNotifications, notificationRoutes, notificationSettingRoutes } from "../modules/notifications/index.ts";
import { documentRoutes, payerRoutes } from "../modules/documents/index.ts";
import type { Instant } from "../core/time.ts";
import { ACTS } from "./acts.ts";
import { apiGuide } from "./api-guide.ts";
import { ImportThread } from "./import-thread.ts";
import { type ApproveApart, approveProposal, kindsOf, proposalRoutes } from "../modules/proposals/index.ts";
import { PROPOSAL_KINDS } from "./proposal-kinds.ts";
import { BalanceReader, reportRoutes } from "../modules/reports/index.ts";
import { requestMembership, requestRoutes } from "../modules/requests/index.ts";
import { UsageIntake, chargingRoutes, intakeRoutes } from "../modules/usage/index.ts";
import {
  Identity,
  type ProviderPolicy,
  RelyingParty,
  SecondFactors,
  SeedSafe,
  mountIdentity,
} from "../platform/identity/index.ts";
import { alarmRoutes } from "../platform/alarms/index.ts";
import { Audit, type AuditPorts, auditRoutes } from "../platform/audit/index.ts";
import { checkRoutes } from "../platform/check/index.ts";
import { txtOfSystem } from "../adapters/name-service.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { type Database } from "../platform/db.ts";
import { type MoveClock, type Route, type ServerParts, clockRoutes, createServer } from "../platform/http/index.ts";
import { LiveConsoles } from "../platform/live/index.ts";
import { jobRoutes } from "../platform/jobs/index.ts";
import { type Logger } from "../platform/log.ts";
import { outboxRoutes } from "../platform/outbox/index.ts";
import { SecurityLog, securityRoutes } from "../platform/security/index.ts";
import { type ObjectStore, Uploads, uploadRoutes } from "../platform/uploads/index.ts";
import { administrationRoutes } from "./configuration-http.ts";
import { endingPorts } from "./ending-ports.ts";
import { officeProjectPageRoutes } from "./office-project-http.ts";
import { PERSONAL } from "./personal-data.ts";
import { afterGivenUp, operationsRoutes } from "./operations.ts";
import { requestPorts } from "./request-ports.ts";
import { TOPICS } from "./topics.ts";

/** What a module needs from another that it must not know, and from the world outside. */
export interface Ports extends Omit<PaymentPorts, "bringStatement"> {
  /** Null in production mode. */
  readonly moveClock: MoveClock | null;
  /** The machine's time unless a test says otherwise: sign-in and links in letters go by it. */
  readonly machineClock?: Clock | undefined;
  /** Null of routes that are only listed. */
  readonly factors?: SecondFactors | undefined;
  /** Whether staff open nothing of the office before they have a second factor: so in production. */
  readonly staffNeedFactor?: boolean | undefined;
  /** Where brought files lie, if not in the database. */
  readonly objects?: ObjectStore | null | undefined;
  /** The folder whose disk the office shows; null or nothing when the database is elsewhere. */
  readonly dataDirectory?: string | null | undefined;
  /** Null of routes that are only listed. */
  readonly sso?: SsoDesk | undefined;
  /** Makes this process read a user's rights anew; others do within seconds. */
  readonly forgetUser?: ((userId: string) => void) | undefined;
}

export interface AppParts
  extends Pick<
    ServerParts,
    | "metrics"
    | "ready"
    | "trustedProxies"
    | "condition"
    | "callsPerSecond"
    | "longestWaitMs"
    | "longestLoopDelayMs"
    | "logEvery"
    | "extend"
    | "page"
    | "closeGraceMs"
  > {
  readonly database: Database;
  /** Address of the same database, for the connections of the identity library. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publicUrl: string;
  readonly ports: Ports;
  readonly signInsPerMinute?: number;
  /** How often open consoles look at their session. */
  readonly liveBeatMs?: number;
  /** Whether staff open nothing of the office before they have a second factor: so in production. */
  readonly staffNeedFactor?: boolean;
  /** What seals the seeds of second factors, the newest first; without one none can be switched on. */
  readonly seedKeys?: readonly Buffer[] | undefined;
  /** How identity providers of companies are reached, and their domains' records read; left out: as in production. */
  readonly sso?: ProviderPolicy & Pick<SsoDesk, "txtOf">;
  /** The machine's time unless a test says otherwise: sign-in and what is recorded at the doors go by it. */
  readonly machineClock?: Clock;
}

export interface App {
  readonly server: FastifyInstance;
  readonly authority: TenancyAuthority;
  readonly routes: readonly Route[];
  readonly security: SecurityLog;
  /**
   * Stops taking requests, finishes those in hand and what they left to be written, and closes the identity's connections.
   * The database stays open.
   */
  close(): Promise<void>;
}

/** What takes long is done where it holds nobody's requests (reliability 55). */
interface Apart {
  readonly bring: PaymentPorts["bringStatement"];
  readonly approve: ApproveApart;
}

/** Every route of the API. The document, the server and the authorisation table are all made from this list. */
export function allRoutes(
  database: Database,
  ports: Ports,
  intake = new UsageIntake(database),
  apart: Apart = {
    bring: (input, actor) => database.as(actor).transaction((tx) => bringStatement(tx, input)),
    approve: (order, actor) =>
      database.as(actor).transaction((tx) => approveProposal(tx, kindsOf(PROPOSAL_KINDS), order)),
  },
): Route[] {
  const machineClock = ports.machineClock ?? systemClock;
  const uploads = new Uploads({ database, clock: machineClock, objects: ports.objects });
  const requests = requestPorts(uploads, machineClock);
  return [
    ...clockRoutes(ports.moveClock),
    ...jobRoutes(),
    ...operationsRoutes({
      dataDirectory: ports.dataDirectory ?? null,
      objects: ports.objects ?? null,
      production: ports.moveClock === null,
    }),
    ...alarmRoutes(),
    ...outboxRoutes({ topics: TOPICS, clock: machineClock, afterGivenUp }),
    ...checkRoutes(),
    ...administrationRoutes({ forgetUser: (userId) => ports.forgetUser?.(userId) }),
    ...securityRoutes(),
    ...auditRoutes(AUDIT_PORTS),
    ...uploadRoutes(uploads),
    ...tenancyRoutes({
      frozenProjects: async (tx, projectIds) => {
        const known = await funds(tx, projectIds);
        return new Set([...known].flatMap(([projectId, { frozenAt }]) => (frozenAt === null ? [] : [projectId])));
      },
      machineNow: () => (ports.machineClock ?? systemClock).now(),
      forgetUser: (userId) => ports.forgetUser?.(userId),
      equip: async (tx, { projectId, accountId, regionCode, now }) => {
        await priceByRegion(tx, projectId, regionCode, now);
        await inheritPayer(tx, projectId, accountId, now);
      },
      welcome: grantBonus,
      ending: endingPorts(requests),
      personal: PERSONAL,
      sentFiles: (uploadedBy) => uploads.sentBy(uploadedBy),
      factors: ports.factors ?? new SecondFactors(new SeedSafe([]), systemClock),
      staffNeedFactor: ports.staffNeedFactor ?? false,
      sso: ports.sso ?? ssoDesk(database, AS_IN_PRODUCTION, new SeedSafe([]), machineClock),
    }),
    ...intakeRoutes(intake),
    ...officeProjectPageRoutes(),
    ...chargingRoutes(),
    ...reportRoutes(new BalanceReader(database)),
    ...documentRoutes(),
    ...payerRoutes(),
    ...notificationRoutes(),
    ...notificationSettingRoutes(() => machineClock.now()),
    ...helpRoutes(),
    ...closingRoutes(),
    ...requestRoutes(requests),
    ...haltRoutes(),
    ...proposalRoutes(PROPOSAL_KINDS, apart.approve),
    ...paymentRoutes({ ...ports, bringStatement: apart.bring }),
  ];
}

const AS_IN_PRODUCTION = { allowLoopback: false, txtOf: txtOfSystem };

function ssoDesk(database: Database, policy: NonNullable<AppParts["sso"]>, safe: SeedSafe, clock: Clock): SsoDesk {
  return {
    party: new RelyingParty(policy),
    safe,
    txtOf: policy.txtOf,
    toCheck: (projectId, connectionId) => ssoToCheck(database, projectId, connectionId, clock.now()),
  };
}

/** The words of acts, and the names of those who act. */
const AUDIT_PORTS: AuditPorts = {
  acts: ACTS,
  members: async (tx, userIds) => new Map((await memberNames(tx, userIds)).map(({ userId, ...one }) => [userId, one])),
  userIdOf: userIdOfEmail,
  words: async (tx) =>
    new Map([
      ["bonusGroup", await bonusNames(tx)],
      ["region", new Map((await allRegions(tx)).map(({ regionCode, name }) => [regionCode, name]))],
    ]),
  zoneOfProject: async (tx, projectId) => (await projectFacts(tx, [projectId])).get(projectId)?.timeZone ?? "UTC",
  zoneOfRegion: async (tx, code) =>
    (await allRegions(tx)).find(({ regionCode }) => regionCode === code)?.timeZone ?? "UTC",
};

/** What lives by the key that is not in the database: second factors, and the secrets of companies' identity providers. */
function sealedOf({ database, clock, machineClock = systemClock, seedKeys, sso: policy = AS_IN_PRODUCTION }: AppParts) {
  const safe = new SeedSafe(seedKeys ?? []);
  return {
    factors: new SecondFactors(safe, machineClock),
    sso: ssoDesk(database, policy, safe, machineClock),
    door: ssoPorts(database, { policy, safe, now: () => clock.now() }),
  };
}

function authorityOf(database: Database, identity: Identity, machineClock: Clock): TenancyAuthority {
  return new TenancyAuthority(database, identity, {
    payer: payerMembership,
    payersOf: payersOfUser,
    request: requestMembership,
    visitOf: openVisit(machineClock),
  });
}

/** The sign-in with everything it asks the other modules. */
function identityOf(parts: AppParts, { factors, door }: ReturnType<typeof sealedOf>): Identity {
  const { database, databaseUrl, publicUrl, signInsPerMinute, machineClock } = parts;
  const tell = (kind: PersonEvent) => (userId: string, at: Instant) =>
    database.transaction((tx) => tellPerson(tx, userId, kind, at));
  return new Identity({
    factors,
    rulesOf: (userId) => sessionRulesOf(database, userId, parts.staffNeedFactor ?? false),
    setPassword: (change) => setOwnPassword(database, change, parts.clock.now()),
    addPasskey: (made) => addOwnPasskey(database, made, parts.clock.now()),
    sso: door,
    isSite: async (name) => (await allRegions(database)).some(({ sites }) => sites.includes(name)),
    tellOfCodes: tell("codes_tried"),
    tellOfBackupCode: tell("backup_code_used"),
    database,
    databaseUrl,
    publicUrl,
    maySignIn: (userId) => userMaySignIn(database, userId),
    signInsPerMinute,
    clock: machineClock,
    tellOfNewDevice: (seen) => database.transaction((tx) => tellOfNewDevice(tx, seen)),
    tellOwner: (email, expiresAt) => tellOfSlowedSignIn(database, email, expiresAt, machineClock ?? systemClock),
  });
}

/** The API with every module in its place, not yet listening. */
export async function buildApp(parts: AppParts): Promise<App> {
  const { database, databaseUrl, publicUrl, ports, log, machineClock } = parts;
  const security = new SecurityLog(database, machineClock ?? systemClock, log);
  const audit = new Audit({ database, clock: machineClock ?? systemClock, log });
  const sealed = sealedOf(parts);
  const { factors, sso } = sealed;
  const identity = identityOf(parts, sealed);
  const authority = authorityOf(database, identity, machineClock ?? systemClock);
  const live = new LiveConsoles({
    database,
    authority,
    source: liveNotifications(database),
    clock: parts.clock,
    log,
    ...(parts.liveBeatMs ? { beatMs: parts.liveBeatMs } : {}),
  });
  const intake = new UsageIntake(database);
  const imports = new ImportThread({ databaseUrl, answerMs: database.answerMs });
  const forgetUser = (userId: string) => {
    authority.forgetUser(userId);
    identity.forgetAll();
  };
  const routes = allRoutes(
    database,
    { machineClock, forgetUser, factors, sso, staffNeedFactor: parts.staffNeedFactor, ...ports },
    intake,
    {
      bring: (input, actor) => imports.bring(input, actor),
      approve: (order, actor) => imports.approve(order, actor),
    },
  );
  const server = await createServer({
    ...parts,
    routes,
    authority,
    security,
    audit,
    isProved: (sessionId) => identity.isProved(sessionId),
    guide: () => apiGuide(database, parts.clock, publicUrl),
    extend: [mountIdentity(identity, publicUrl, security), live.mount(), ...(parts.extend ?? [])],
  });
  return {
    server,
    authority,
    routes,
    security,
    close: async () => {
      await server.close();
      await live.close();
      await imports.close();
      await security.close();
      await audit.close();
      // The database may be away: the rest is closed all the same.
      await intake.flush().catch((error: unknown) => log.warn({ error }, "resources were not described to the end"));
      await identity.close();
    },
  };
}
