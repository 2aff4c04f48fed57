import { z } from "zod";

import { refusal } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Instant, formatInstant, instant } from "../../core/time.ts";
import { projectDeletionDue, projectFrozen, projectUnfrozen } from "../../modules/balance/index.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, type Tx } from "../../platform/db.ts";
import { instantField } from "../../platform/outbox/index.ts";
import { type WebhookSecrets, isGenuine } from "../../platform/webhook/index.ts";
import * as store from "./store.ts";
import type { NoticeRow, ProjectState, ResourceState, SandboxResource } from "./store.ts";

export type { SandboxResource } from "./store.ts";

export const SandboxProjectFrozen = refusal(
  "sandbox_project_frozen",
  409,
  "Проект {pid} заморожен: создать или запустить объект нельзя",
  "Project {pid} is frozen: nothing can be created or started",
);

export const SandboxProjectNotUsed = refusal(
  "sandbox_project_not_used",
  409,
  "Проект {pid} законсервирован, или его услуги ещё не подключены (владелец не привязал телефон): создать объект нельзя",
  "The project {pid} is conserved, or its services are not activated yet (its owner has linked no telephone): nothing can be created",
);

/** What the meter of a real cloud would report: from `at` on, this much of the SKU runs. Zero = it stopped. */
export interface SandboxUsage {
  /** The same however often it is reported. */
  readonly id: string;
  readonly projectId: ProjectId;
  readonly resourceId: string;
  readonly skuCode: string;
  readonly quantity: string;
  readonly at: Instant;
}

export interface SandboxControlPlaneOptions {
  readonly database: Database;
  /** Business time: when resources stop. */
  readonly clock: Clock;
  readonly secrets: WebhookSecrets;
  /** Takes usage to the platform's intake. May be called again with the same ids. */
  report(usage: readonly SandboxUsage[]): Promise<void>;
  /** What runs of a project beyond the resources the sandbox knows, when usage came from elsewhere (an imported file). */
  running?(projectId: ProjectId): Promise<readonly SandboxResource[]>;
  /** Whether objects may run in a project (REG-08, REG-09). A real cloud keeps what it was told: `project.activated`, `project.conserved`. */
  isUsed?(tx: Tx, projectId: ProjectId): Promise<boolean>;
}

export interface Answer {
  readonly status: 204 | 400 | 401 | 409;
  readonly reason?: string;
}

const noticeSchema = z.object({
  type: z.string().min(1).max(200),
  timestamp: instantField,
  data: z.looseObject({
    projectId: z.string().regex(/^\d{1,10}$/),
    at: instantField,
  }),
});

/** FRZ-05: what stops is a server, its cores and memory; its disk and its address are there still, and are charged on. */
const WHAT_STOPS = "compute.";

/** What each webhook does to a project and to its resources; others are kept and change nothing. */
const EFFECTS: Readonly<Record<string, { project: ProjectState; resources: ResourceState | null }>> = {
  [projectFrozen.name]: { project: "frozen", resources: "stopped" },
  // FRZ-04: stopped objects stay stopped until started by hand.
  [projectUnfrozen.name]: { project: "running", resources: null },
  [projectDeletionDue.name]: { project: "deletion_due", resources: "deleted" },
  "project.deleted": { project: "deleted", resources: "deleted" },
};

/**
 * The cloud of the sandbox: hears the platform's webhooks, stops and deletes demo resources, and keeps what it was told.
 * It behaves as a receiver should: refuses what is not genuine, applies each id once, and answers repeats with success.
 */
export class SandboxControlPlane {
  readonly #options: SandboxControlPlaneOptions;

  constructor(options: SandboxControlPlaneOptions) {
    this.#options = options;
  }

  /** One webhook. Applied and answered only after its usage has been reported, so that nothing is lost by a crash. */
  async receive(headers: Readonly<Record<string, string | string[] | undefined>>, body: string): Promise<Answer> {
    const { database, clock, secrets } = this.#options;
    const id = headers["webhook-id"];
    if (typeof id !== "string" || !isGenuine(secrets, headers, body)) {
      return { status: 401, reason: "the signature is wrong or older than five minutes" };
    }
    const parsed = noticeSchema.safeParse(parseJson(body));
    if (!parsed.success) return { status: 400, reason: "not a project event" };
    const projectId = BigInt(parsed.data.data.projectId);
    const { at } = parsed.data.data;
    const running = (await this.#options.running?.(projectId)) ?? [];
    const notice = await database.transaction(async (tx) => {
      // FRZ-01: time may be played by another process, of which this one hears a moment later. What was told has happened:
      // a stop before its freeze would give back the money whose lack froze the project.
      const now = instant(Math.max(clock.now(), at));
      const row = await store.keepNotice(tx, {
        webhookId: id,
        projectId,
        topic: parsed.data.type,
        body,
        receivedAt: now,
      });
      if (row.deliveries > 1) return row;
      const usage = await apply(tx, row, running, now);
      await store.setNoticeUsage(tx, id, JSON.stringify(usage));
      return { ...row, usage };
    });
    if (!notice.sameBody) return { status: 409, reason: "another body came under this id before" };
    if (!notice.usageReported) await this.#report(notice);
    return { status: 204 };
  }

  /**
   * Creates a resource and starts it, as a customer of the cloud would. Refuses in a frozen project (FRZ-01), a conserved one
   * (REG-08), and before services are activated (REG-09).
   */
  async create(projectId: ProjectId, resource: SandboxResource): Promise<void> {
    await this.#change(projectId, (tx, now) => store.putResource(tx, projectId, resource, "running", now));
  }

  /** Starts a stopped resource by hand (FRZ-04). Refuses as create does. False when there is none. */
  start(projectId: ProjectId, resourceId: string): Promise<boolean> {
    return this.#change(projectId, (tx, now) => store.startResource(tx, projectId, resourceId, now));
  }

  async #change(
    projectId: ProjectId,
    change: (tx: Tx, now: Instant) => Promise<readonly SandboxResource[]>,
  ): Promise<boolean> {
    const { database, clock, isUsed } = this.#options;
    return database.transaction(async (tx) => {
      const now = clock.now();
      const state = await store.lockProject(tx, projectId, now);
      if (state !== "running") throw SandboxProjectFrozen({ values: { pid: formatPid(projectId) } });
      if ((await isUsed?.(tx, projectId)) === false)
        throw SandboxProjectNotUsed({ values: { pid: formatPid(projectId) } });
      const changed = await change(tx, now);
      const usage = changed.map((resource) => usageOf(`start_${now}`, projectId, resource, resource.quantity, now));
      if (usage.length > 0) await this.#options.report(usage);
      return changed.length > 0;
    });
  }

  async #report(notice: NoticeRow): Promise<void> {
    const usage = notice.usage.map((row) => ({ ...row, projectId: BigInt(row.projectId), at: row.at as Instant }));
    if (usage.length > 0) await this.#options.report(usage);
    await this.#options.database.transaction((tx) => store.setUsageReported(tx, notice.webhookId));
  }
}

async function apply(
  tx: Tx,
  notice: NoticeRow,
  running: readonly SandboxResource[],
  now: Instant,
): Promise<NoticeRow["usage"]> {
  const effect = EFFECTS[notice.topic];
  if (!effect) return [];
  await store.setProject(tx, notice.projectId, effect.project, now);
  if (effect.resources === null) return [];
  for (const resource of running) await store.putResource(tx, notice.projectId, resource, "running", now);
  const skus = effect.resources === "stopped" ? WHAT_STOPS : "";
  const ended = await store.endResources(tx, notice.projectId, effect.resources, { skus, now });
  return ended.map((resource) => {
    const usage = usageOf(notice.webhookId, notice.projectId, resource, "0", now);
    return { ...usage, projectId: usage.projectId.toString() };
  });
}

function usageOf(
  cause: string,
  projectId: ProjectId,
  resource: SandboxResource,
  quantity: string,
  at: Instant,
): SandboxUsage {
  const { resourceId, skuCode } = resource;
  return { id: `${cause}/${projectId}/${resourceId}/${skuCode}`, projectId, resourceId, skuCode, quantity, at };
}

/** Everything the sandbox control plane was told and runs, newest notice first: for GET /sandbox/control-plane. */
export async function showSandboxControlPlane(tx: Pick<Tx, "query">, limit = 100) {
  const notices = await store.listNotices(tx, limit);
  const resources = await store.listResources(tx, limit);
  return {
    notices: notices.map((notice) => ({
      webhookId: notice.webhookId,
      pid: formatPid(notice.projectId),
      topic: notice.topic,
      receivedAt: formatInstant(notice.receivedAt),
      deliveries: notice.deliveries,
      body: notice.body,
    })),
    resources: resources.map((resource) => ({
      pid: formatPid(resource.projectId),
      projectState: resource.projectState,
      resourceId: resource.resourceId,
      skuCode: resource.skuCode,
      quantity: resource.quantity,
      state: resource.state,
      changedAt: formatInstant(resource.changedAt),
    })),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
