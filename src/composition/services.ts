import { randomBytes } from "node:crypto";

import { InboundMailServer } from "../adapters/inbound-mail.ts";
import { controlPlaneSender } from "../adapters/control-plane.ts";
import { SandboxControlPlane } from "../adapters/sandbox/control-plane.ts";
import type { HomeLogin } from "../adapters/sandbox/home-page.ts";
import { SandboxMail } from "../adapters/sandbox/mailbox.ts";
import { type SandboxService, sandboxService } from "../adapters/sandbox/service.ts";
import { smsSender } from "../adapters/sms.ts";
import { formatPid } from "../core/ids.ts";
import { type Instant, formatInstant, instant } from "../core/time.ts";
import { consoleSender } from "../modules/notifications/index.ts";
import { skuIndex } from "../modules/catalog/index.ts";
import { isUsed, smsOf } from "../modules/tenancy/index.ts";
import { UsageIntake, runningGauges } from "../modules/usage/index.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import { type Database, only } from "../platform/db.ts";
import { Heartbeat } from "../platform/heartbeat.ts";
import { type JobRunner, startJobs } from "../platform/jobs/index.ts";
import type { Logger } from "../platform/log.ts";
import { type Sender, startDispatcher } from "../platform/outbox/index.ts";
import { parseMailbox } from "../platform/mail/index.ts";
import { Uploads } from "../platform/uploads/index.ts";
import { parseSecrets } from "../platform/webhook/index.ts";
import { headsLetter } from "./audit-letter.ts";
import { fileObjects } from "./file-objects.ts";
import { ownData } from "./condition.ts";
import { allJobs } from "./jobs.ts";
import { mailSender } from "./mail.ts";
import type { Printing } from "./printing.ts";
import { requestPorts } from "./request-ports.ts";
import { TOPICS } from "./topics.ts";

export interface ServiceParts {
  readonly config: Config;
  readonly database: Database;
  /** Business time. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly printing: Printing;
  /** Who can be signed in from the sandbox's home. */
  readonly logins?: readonly HomeLogin[];
  /** Moves time in the sandbox with the work of each day; without it there are no buttons for it. */
  readonly playTo?: (target: Instant) => Promise<void>;
}

export interface Services {
  readonly jobs: JobRunner;
  /** Where the sandbox shows what the control plane was told and which letters arrived; null in production. */
  readonly sandboxUrl: string | null;
  /** Where mail about requests is taken in; null when it is not. */
  readonly mailInUrl: string | null;
  /** Whether its jobs go round. */
  readonly heartbeat: Heartbeat;
  /** Sends what waits in the outbox now. */
  wake(): void;
  close(): Promise<void>;
}

/** The worker role: the jobs of all rooms, the outbox, and in the sandbox the stand-ins it talks to. */
export async function startServices(parts: ServiceParts): Promise<Services> {
  const { config, database, clock, log } = parts;
  const production = config.mode === "production";
  const sandbox = production ? null : await startSandbox(parts);
  const controlPlaneUrl = config.controlPlaneUrl ?? sandbox?.controlPlaneUrl ?? null;
  const smtpUrl = config.smtpUrl ?? sandbox?.smtpUrl ?? null;
  const senders: Record<string, Sender> = { console: consoleSender(database, systemClock) };
  if (controlPlaneUrl !== null) {
    senders["control_plane"] = controlPlaneSender({
      url: controlPlaneUrl,
      secrets: parseSecrets(config.webhookSecrets ?? (await sandboxSecret(database))),
      policy: { allowLoopback: !production, allowedNetworks: config.controlPlaneNetworks },
      clock: systemClock,
    });
  }
  if (smtpUrl !== null) {
    senders["mail"] = mailSender(smtpUrl, database, config);
  }
  Object.assign(senders, smsOver(parts, sandbox?.smsUrl ?? null));
  const dispatcher = startDispatcher({
    database,
    clock: systemClock,
    topics: TOPICS,
    senders,
    onError: (error) => log.error({ error }, "the outbox is held up"),
  });
  const uploads = new Uploads({ database, clock: systemClock, objects: fileObjects(config, log) });
  const mailIn = await takeMailIn(parts, uploads);
  const heartbeat: Heartbeat = new Heartbeat(systemClock, () => jobs.late());
  const jobs = startJobs({
    database,
    clock,
    log,
    production,
    jobs: [
      ...allJobs({
        close: parts.printing.closePorts,
        outboxDays: config.outboxDays,
        uploads,
        alarms: { dataDirectory: ownData(config), objects: fileObjects(config, log), production },
        audit: {
          clock: systemClock,
          log,
          writeHeads: config.auditMail === null ? null : headsLetter(config.auditMail),
        },
      }),
      heartbeat.job(),
    ],
  });
  return {
    jobs,
    heartbeat,
    sandboxUrl: sandbox?.url ?? null,
    mailInUrl: mailIn?.url ?? null,
    wake: () => dispatcher.wake(),
    close: async () => {
      await Promise.all([jobs.stop(), dispatcher.stop(), mailIn?.close()]);
      await sandbox?.close();
    },
  };
}

/** REG-09: codes go out over the gateway of the settings, else over the sandbox's; without either they wait. */
function smsOver({ config, database }: ServiceParts, sandboxUrl: string | null): Readonly<Record<string, Sender>> {
  const url = config.smsUrl ?? sandboxUrl;
  if (url === null) return {};
  const sms = smsSender({
    url,
    token: config.smsToken,
    policy: { allowLoopback: config.mode !== "production" },
    compose: (message) => smsOf(database, message, systemClock.now()),
  });
  return { sms };
}

/** REQ-11: mail to departments and requests comes in here. */
async function takeMailIn(
  { config, database, clock, log }: ServiceParts,
  uploads: Uploads,
): Promise<{ readonly url: string; close(): Promise<void> } | null> {
  const { mailInPort: port, mailInHost: host, mailFrom } = config;
  if (port === null) return null;
  const { address = "" } = parseMailbox(mailFrom) ?? {};
  const own = { address, domain: address.split("@")[1] ?? "" };
  const room = { database, ports: requestPorts(uploads), clock, machineClock: systemClock, own };
  const server = new InboundMailServer({ room, log, host, port });
  return { url: await server.start(), close: () => server.close() };
}

interface Sandbox {
  readonly url: string;
  readonly controlPlaneUrl: string;
  readonly smtpUrl: string;
  readonly smsUrl: string;
  close(): Promise<void>;
}

/** The cloud and the mail server of the sandbox, on loopback ports of their own. */
async function startSandbox({ database, clock, log, config, logins, playTo }: ServiceParts): Promise<Sandbox> {
  const intake = new UsageIntake(database);
  const controlPlane = new SandboxControlPlane({
    database,
    clock,
    secrets: parseSecrets(await sandboxSecret(database)),
    running: (projectId) => runningGauges(database, projectId),
    isUsed,
    report: async (usage) => {
      const events = await Promise.all(usage.map((one) => usageEvent(database, one)));
      // What was told may be later than this process's clock, while another one plays time.
      const now = instant(Math.max(clock.now(), ...usage.map(({ at }) => at)));
      const refused = (await intake.ingest(events, now)).find(
        ({ status }) => status !== "accepted" && status !== "duplicate",
      );
      // The webhook is then not answered with success and comes again: a stop that is lost would go on being charged.
      if (refused) throw new Error(`the sandbox's usage was not taken: ${refused.problem?.code ?? refused.reason}`);
    },
  });
  const mail = new SandboxMail({ database, clock, port: 0 });
  const smtpUrl = await mail.start();
  const service: SandboxService = sandboxService({
    database,
    controlPlane,
    mail,
    home: {
      clock,
      publicUrl: config.publicUrl,
      logins: logins ?? [],
      statements: async () => {
        const { sampleStatements } = await import("../demo/statement.ts");
        return database.snapshot((tx) => sampleStatements(tx, clock.now()));
      },
      playTo: playTo ?? null,
    },
  });
  const url = await service.start(0);
  return {
    // Under the console's host where that is loopback: the browser keeps a session by host, whatever the port.
    url: Object.assign(new URL("/", url), homeHost(config.publicUrl)).href,
    controlPlaneUrl: url,
    smtpUrl,
    smsUrl: new URL("/sms", url).href,
    close: async () => {
      await service.close();
      await mail.close();
      await intake.flush().catch((error: unknown) => log.warn({ error }, "resources were not described to the end"));
    },
  };
}

function homeHost(publicUrl: string): { hostname?: string } {
  const { hostname } = new URL(publicUrl);
  return hostname === "localhost" ? { hostname } : {};
}

/** What the cloud's meter reports, as the CloudEvent it would send. */
async function usageEvent(
  database: Database,
  usage: { id: string; projectId: bigint; resourceId: string; skuCode: string; quantity: string; at: number },
): Promise<object> {
  const sku = (await database.transaction((tx) => skuIndex(tx))).skus.get(usage.skuCode);
  if (!sku) throw new Error(`the sandbox reports an unknown SKU ${usage.skuCode}`);
  return {
    specversion: "1.0",
    type: `saldo.usage.${sku.meterCode}`,
    source: "sandbox-control-plane",
    id: usage.id,
    time: formatInstant(instant(usage.at)),
    data: {
      project: formatPid(usage.projectId),
      resource: usage.resourceId,
      sku: usage.skuCode,
      quantity: usage.quantity,
      unit: sku.meter.unit,
    },
  };
}

/** The secret that platform and sandbox share; made once and kept in the database. */
async function sandboxSecret(database: Database): Promise<string> {
  await database.query("insert into sandbox_secret (secret) values ($1) on conflict do nothing", [
    `whsec_${randomBytes(24).toString("base64")}`,
  ]);
  return only(await database.query<{ secret: string }>("select secret from sandbox_secret")).secret;
}
