import type { ProjectId } from "../../src/core/ids.ts";
import type { Minor } from "../../src/core/money.ts";
import { type Instant, at } from "../../src/core/time.ts";
import type { Database } from "../../src/platform/db.ts";
import { type Funds, funds, grantBonus, topUp } from "../../src/modules/balance/index.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { type WorldEvent, makeProject, storeEvents } from "./world.ts";

export interface GrainTotal {
  day: string;
  amount_minor: bigint;
  transfer_minor: bigint;
  other_minor: bigint;
  bonus_minor: bigint;
  credit_minor: bigint;
}

/** The engine played by hand on one database: short words for what most scenarios do. */
export class Play {
  readonly database: Database;
  #next: bigint;
  #events = 0;

  constructor(database: Database, firstProject: ProjectId = 1_000_000_000n) {
    this.database = database;
    this.#next = firstProject;
  }

  project(region = "moscow"): Promise<ProjectId> {
    return makeProject(this.database, this.#next++, region);
  }

  /** Pays in major units; two payments of one project at one instant need keys of their own. */
  async pay(
    projectId: ProjectId,
    amount: number,
    when: Instant | string,
    options: { source?: "transfer" | "other"; currency?: string; key?: string } = {},
  ): Promise<void> {
    const { source = "transfer", currency = "RUB" } = options;
    const instant = typeof when === "string" ? at(when) : when;
    await this.database.transaction((tx) =>
      topUp(tx, {
        projectId,
        source,
        amountMinor: BigInt(Math.round(amount * 100)),
        currency,
        at: instant,
        reference: { kind: "test", id: `${projectId}:${instant}` },
        idempotencyKey: options.key ?? `${instant}:${source}`,
      }),
    );
  }

  /** Grants a bonus of a group, in minor units, that does not expire. */
  async bonus(projectId: ProjectId, bonusGroup: string, amountMinor: number, when: Instant): Promise<void> {
    await this.database.transaction((tx) =>
      grantBonus(tx, {
        projectId,
        bonusGroup,
        amountMinor: BigInt(amountMinor),
        at: when,
        expiresAt: null,
        idempotencyKey: `${bonusGroup} ${when}`,
      }),
    );
  }

  event(
    projectId: ProjectId,
    sku: string,
    when: Instant | string,
    quantity: string | number,
    resource = 1,
  ): WorldEvent {
    const instant = typeof when === "string" ? at(when) : when;
    return { id: `p${++this.#events}`, projectId, resource, sku, at: instant, quantity: String(quantity) };
  }

  /** Takes events in and brings every project up to `now`. */
  async run(events: readonly WorldEvent[], now: Instant | string): Promise<void> {
    const instant = typeof now === "string" ? at(now) : now;
    if (events.length > 0) await storeEvents(this.database, events, instant);
    await rateAll(this.database, instant);
    await accrueAll(this.database, instant);
  }

  async funds(projectId: ProjectId): Promise<Funds> {
    return (await funds(this.database, [projectId])).get(projectId) as Funds;
  }

  charges(projectId: ProjectId): Promise<GrainTotal[]> {
    return this.database.query<GrainTotal>(
      `select day, sum(amount_minor)::bigint as amount_minor, sum(transfer_minor)::bigint as transfer_minor,
              sum(other_minor)::bigint as other_minor, sum(bonus_minor)::bigint as bonus_minor, sum(credit_minor)::bigint as credit_minor
         from charge where project_id = $1 group by day order by day`,
      [projectId],
    );
  }

  /** What the control plane is told of a project, oldest first. */
  async told(projectId: ProjectId): Promise<string[]> {
    const rows = await this.database.query<{ topic: string }>(
      "select topic from outbox_message where subject_kind = 'project' and subject_id = $1 and destination = 'control_plane' order by message_id",
      [projectId],
    );
    return rows.map((row) => row.topic);
  }

  async debited(projectId: ProjectId): Promise<Minor> {
    const [row] = await this.database.query<{ minor: Minor }>(
      "select coalesce(sum(amount_minor), 0)::bigint as minor from posting where project_id = $1 and ledger_account = 'revenue'",
      [projectId],
    );
    return row?.minor ?? 0n;
  }
}
