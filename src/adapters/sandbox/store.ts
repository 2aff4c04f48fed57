import type { ProjectId } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";

export type ProjectState = "running" | "frozen" | "deletion_due" | "deleted";
export type ResourceState = "running" | "stopped" | "deleted";

/** A demo resource: so much of one SKU. */
export interface SandboxResource {
  readonly resourceId: string;
  readonly skuCode: string;
  readonly quantity: string;
}

/** Usage as kept in the notice: JSON has no bigint. */
export interface KeptUsage {
  readonly id: string;
  readonly projectId: string;
  readonly resourceId: string;
  readonly skuCode: string;
  readonly quantity: string;
  readonly at: number;
}

export interface NoticeRow {
  readonly webhookId: string;
  readonly projectId: ProjectId;
  readonly topic: string;
  readonly deliveries: number;
  readonly usage: readonly KeptUsage[];
  readonly usageReported: boolean;
  /** False when this id came before with another body. */
  readonly sameBody: boolean;
}

export interface NewNotice {
  readonly webhookId: string;
  readonly projectId: ProjectId;
  readonly topic: string;
  readonly body: string;
  readonly receivedAt: Instant;
}

/** Keeps a notice, or counts one more delivery of one that is kept; two at once wait for each other. */
export async function keepNotice(tx: Tx, notice: NewNotice): Promise<NoticeRow> {
  const rows = await tx.query<NoticeRow>(
    `insert into sandbox_notice as kept (webhook_id, project_id, topic, body, received_at, usage)
     values ($1, $2, $3, $4, $5, '[]')
     on conflict (webhook_id) do update set deliveries = kept.deliveries + 1
     returning webhook_id as "webhookId", project_id as "projectId", topic, deliveries, usage,
               usage_reported as "usageReported", body = $4::jsonb as "sameBody"`,
    [notice.webhookId, notice.projectId, notice.topic, notice.body, formatInstant(notice.receivedAt)],
  );
  return only(rows);
}

export async function setNoticeUsage(tx: Tx, webhookId: string, usage: string): Promise<void> {
  await tx.execute("update sandbox_notice set usage = $2 where webhook_id = $1", [webhookId, usage]);
}

export async function setUsageReported(tx: Tx, webhookId: string): Promise<void> {
  await tx.execute("update sandbox_notice set usage_reported = true where webhook_id = $1", [webhookId]);
}

export async function setProject(tx: Tx, projectId: ProjectId, state: ProjectState, now: Instant): Promise<void> {
  await tx.execute(
    `insert into sandbox_project (project_id, state, changed_at) values ($1, $2, $3)
     on conflict (project_id) do update set state = excluded.state, changed_at = excluded.changed_at`,
    [projectId, state, formatInstant(now)],
  );
}

/** The state of a project, locked; a project nobody told about yet is running. */
export async function lockProject(tx: Tx, projectId: ProjectId, now: Instant): Promise<ProjectState> {
  await tx.execute(
    "insert into sandbox_project (project_id, state, changed_at) values ($1, 'running', $2) on conflict do nothing",
    [projectId, formatInstant(now)],
  );
  const rows = await tx.query<{ state: ProjectState }>(
    "select state from sandbox_project where project_id = $1 for update",
    [projectId],
  );
  return only(rows).state;
}

const RESOURCE = `resource_id as "resourceId", sku_code as "skuCode", quantity`;

export function putResource(
  tx: Tx,
  projectId: ProjectId,
  resource: SandboxResource,
  state: ResourceState,
  now: Instant,
): Promise<SandboxResource[]> {
  return tx.query<SandboxResource>(
    `insert into sandbox_resource (project_id, resource_id, sku_code, quantity, state, changed_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (project_id, resource_id, sku_code)
       do update set quantity = excluded.quantity, state = excluded.state, changed_at = excluded.changed_at
     returning ${RESOURCE}`,
    [projectId, resource.resourceId, resource.skuCode, resource.quantity, state, formatInstant(now)],
  );
}

/** Starts every stopped meter of a resource; answers those that were stopped. */
export function startResource(
  tx: Tx,
  projectId: ProjectId,
  resourceId: string,
  now: Instant,
): Promise<SandboxResource[]> {
  return tx.query<SandboxResource>(
    `update sandbox_resource set state = 'running', changed_at = $3
      where project_id = $1 and resource_id = $2 and state = 'stopped'
     returning ${RESOURCE}`,
    [projectId, resourceId, formatInstant(now)],
  );
}

/** Stops or deletes what of a project has SKUs that begin so; answers what was running of it. */
export function endResources(
  tx: Tx,
  projectId: ProjectId,
  state: ResourceState,
  { skus, now }: { readonly skus: string; readonly now: Instant },
): Promise<SandboxResource[]> {
  return tx.query<SandboxResource>(
    `with before as (
       select project_id, resource_id, sku_code, state from sandbox_resource
        where project_id = $1 and state <> 'deleted' and state <> $2 and sku_code ^@ $4
        for update
     ), ended as (
       update sandbox_resource r set state = $2, changed_at = $3
         from before b
        where r.project_id = b.project_id and r.resource_id = b.resource_id and r.sku_code = b.sku_code
       returning r.resource_id, r.sku_code, r.quantity, b.state as state_before
     )
     select ${RESOURCE} from ended where state_before = 'running' order by resource_id, sku_code`,
    [projectId, state, formatInstant(now), skus],
  );
}

export interface ListedNotice {
  readonly webhookId: string;
  readonly projectId: ProjectId;
  readonly topic: string;
  readonly body: object;
  readonly receivedAt: Instant;
  readonly deliveries: number;
}

export function listNotices(tx: Pick<Tx, "query">, limit: number): Promise<ListedNotice[]> {
  return tx.query<ListedNotice>(
    `select webhook_id as "webhookId", project_id as "projectId", topic, body, received_at as "receivedAt", deliveries
       from sandbox_notice order by notice_no desc limit $1`,
    [limit],
  );
}

export interface ListedResource extends SandboxResource {
  readonly projectId: ProjectId;
  readonly projectState: ProjectState;
  readonly state: ResourceState;
  readonly changedAt: Instant;
}

export function listResources(tx: Pick<Tx, "query">, limit: number): Promise<ListedResource[]> {
  return tx.query<ListedResource>(
    `select r.project_id as "projectId", coalesce(p.state, 'running') as "projectState", ${RESOURCE}, r.state,
            r.changed_at as "changedAt"
       from sandbox_resource r left join sandbox_project p using (project_id)
      order by r.changed_at desc, r.project_id, r.resource_id, r.sku_code
      limit $1`,
    [limit],
  );
}
