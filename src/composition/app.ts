import { type FastifyInstance } from "fastify";

import { funds } from "../modules/balance/index.ts";
import { payerMembership } from "../modules/parties/index.ts";
import { closingRoutes } from "../modules/closing/index.ts";
import { type PaymentPorts, paymentRoutes } from "../modules/payments/index.ts";
import { TenancyAuthority, tenancyRoutes, userMaySignIn } from "../modules/tenancy/index.ts";
import { documentRoutes } from "../modules/documents/index.ts";
import { BalanceReader, reportRoutes } from "../modules/reports/index.ts";
import { UsageIntake, intakeRoutes } from "../modules/usage/index.ts";
import { Identity, mountIdentity } from "../platform/identity/index.ts";
import { type Clock } from "../platform/clock.ts";
import { type Database } from "../platform/db.ts";
import { type MoveClock, type Route, type ServerParts, clockRoutes, createServer } from "../platform/http/index.ts";
import { jobRoutes } from "../platform/jobs/index.ts";
import { type Logger } from "../platform/log.ts";

/** What a module needs from another that it must not know, and from the world outside. */
export interface Ports {
  readonly renderPaymentInvoice: PaymentPorts["renderPaymentInvoice"];
  /** Null in production mode. */
  readonly moveClock: MoveClock | null;
}

export interface AppParts
  extends Pick<ServerParts, "metrics" | "ready" | "trustProxy" | "logEvery" | "extend" | "page" | "closeGraceMs"> {
  readonly database: Database;
  /** Address of the same database, for the connections of the identity library. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publicUrl: string;
  readonly ports: Ports;
  readonly signInsPerMinute?: number;
}

export interface App {
  readonly server: FastifyInstance;
  readonly authority: TenancyAuthority;
  readonly routes: readonly Route[];
  /**
   * Stops taking requests, finishes those in hand and what they left to be written, and closes the identity's connections.
   * The database stays open.
   */
  close(): Promise<void>;
}

/** Every route of the API. The document, the server and the authorisation table are all made from this list. */
export function allRoutes(database: Database, ports: Ports, intake = new UsageIntake(database)): Route[] {
  return [
    ...clockRoutes(ports.moveClock),
    ...jobRoutes(),
    ...tenancyRoutes({
      frozenProjects: async (tx, projectIds) => {
        const known = await funds(tx, projectIds);
        return new Set([...known].flatMap(([projectId, { frozenAt }]) => (frozenAt === null ? [] : [projectId])));
      },
    }),
    ...intakeRoutes(intake),
    ...reportRoutes(new BalanceReader(database)),
    ...documentRoutes(),
    ...closingRoutes(),
    ...paymentRoutes({ renderPaymentInvoice: ports.renderPaymentInvoice }),
  ];
}

/** The API with every module in its place, not yet listening. */
export async function buildApp(parts: AppParts): Promise<App> {
  const { database, databaseUrl, publicUrl, ports, signInsPerMinute, log } = parts;
  const identity = new Identity({
    database,
    databaseUrl,
    publicUrl,
    maySignIn: (userId) => userMaySignIn(database, userId),
    ...(signInsPerMinute === undefined ? {} : { signInsPerMinute }),
  });
  const authority = new TenancyAuthority(database, identity, { payer: payerMembership });
  const intake = new UsageIntake(database);
  const routes = allRoutes(database, ports, intake);
  const server = await createServer({
    ...parts,
    routes,
    authority,
    extend: [mountIdentity(identity, publicUrl), ...(parts.extend ?? [])],
  });
  return {
    server,
    authority,
    routes,
    close: async () => {
      await server.close();
      // The database may be away: the rest is closed all the same.
      await intake.flush().catch((error: unknown) => log.warn({ error }, "resources were not described to the end"));
      await identity.close();
    },
  };
}
