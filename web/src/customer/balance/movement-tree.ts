import { formatMinor, type Minor, parseMinor } from "../../../../src/core/money.ts";
import type { Movement, Text } from "../../api/fetch.ts";

/**
 * BAL-05: the rows of the Detail tab as a tree: period > project > service > row. The project level is left out when
 * one project is shown. Rows arrive period by period and project by project, so when more pages wait, only the last
 * project of the last period can be incomplete, with any of its services; their sums are then null rather than figures
 * that would still grow.
 */
export interface MovementGroup {
  readonly id: string;
  readonly level: "period" | "project" | "service";
  readonly period: { readonly from: string; readonly to: string };
  readonly pid: string;
  /** Null at the service level for payments and refunds, which belong to no service. */
  readonly service: { readonly code: string; readonly name: Text } | null;
  /** Sum in major units, null while rows of the group may still be missing. */
  readonly amount: string | null;
  readonly children: readonly MovementNode[];
}

export interface MovementRow {
  readonly id: string;
  readonly level: "row";
  readonly movement: Movement;
}

export type MovementNode = MovementGroup | MovementRow;

interface Level {
  readonly level: MovementGroup["level"];
  readonly key: (movement: Movement) => string;
}

const LEVELS: readonly Level[] = [
  { level: "period", key: (movement) => `${movement.period.from}/${movement.period.to}` },
  { level: "project", key: (movement) => movement.pid },
  { level: "service", key: (movement) => movement.service?.code ?? "" },
];

export function movementTree(movements: readonly Movement[], more: boolean, manyProjects: boolean): MovementGroup[] {
  const levels = manyProjects ? LEVELS : LEVELS.filter(({ level }) => level !== "project");
  return grouped(movements, levels, "", more);
}

function grouped(
  movements: readonly Movement[],
  levels: readonly Level[],
  prefix: string,
  more: boolean,
): MovementGroup[] {
  const [current, ...deeper] = levels;
  if (!current) return [];
  const byKey = new Map<string, Movement[]>();
  for (const movement of movements) {
    const key = current.key(movement);
    const rows = byKey.get(key);
    if (rows) rows.push(movement);
    else byKey.set(key, [movement]);
  }
  const entries = [...byKey];
  const groups = entries.flatMap(([key, rows], index) => {
    const [first] = rows;
    if (!first) return [];
    const id = `${prefix}${key}|`;
    const incomplete = more && (current.level === "service" || index === entries.length - 1);
    const children =
      deeper.length > 0
        ? grouped(rows, deeper, id, incomplete)
        : ordered(rows).map((movement, row) => leaf(movement, id, row));
    return [
      {
        id,
        level: current.level,
        period: first.period,
        pid: first.pid,
        service: current.level === "service" ? first.service : null,
        amount: incomplete ? null : sum(rows.map((row) => row.amount.amount)),
        children,
      },
    ];
  });
  return current.level === "service" ? groups.toSorted(moneyFirstThenLargest) : groups;
}

/** Payments and refunds stand above the services, services with the largest expense first; unknown sums keep their order. */
function moneyFirstThenLargest(a: MovementGroup, b: MovementGroup): number {
  if (!a.service || !b.service) return (a.service ? 1 : 0) - (b.service ? 1 : 0);
  return a.amount === null || b.amount === null ? 0 : compareAmounts(a.amount, b.amount);
}

function compareAmounts(a: string, b: string): number {
  const difference = (parseMinor(a) ?? 0n) - (parseMinor(b) ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function leaf(movement: Movement, prefix: string, index: number): MovementRow {
  return { id: `${prefix}${movement.reference}#${index}`, level: "row", movement };
}

/** Charges of a service, the largest first; payments and refunds as they came, the newest first. */
function ordered(rows: readonly Movement[]): readonly Movement[] {
  return rows[0]?.service ? rows.toSorted((a, b) => compareAmounts(a.amount.amount, b.amount.amount)) : rows;
}

/** Adds decimal amounts exactly, in minor units. */
export function sum(amounts: readonly string[]): string {
  return formatMinor(amounts.reduce<Minor>((total, amount) => total + (parseMinor(amount) ?? 0n), 0n));
}

/** Whether an amount is zero, however it is written. */
export function isNothing(amount: string): boolean {
  return parseMinor(amount) === 0n;
}

export type Source = keyof Movement["sources"];

/** The funding sources a movement touched, with their amounts, in the order they are spent (BAL-04). */
export function sourcesOf(movement: Movement): { source: Source; amount: string }[] {
  const order: Source[] = ["bonus", "transfer", "other", "credit", "open"];
  return order
    .map((source) => ({ source, amount: movement.sources[source] }))
    .filter(({ amount }) => (parseMinor(amount) ?? 0n) !== 0n);
}

/** Every group id of a tree, for "expand all". */
export function groupIds(groups: readonly MovementNode[]): string[] {
  return groups.flatMap((node) => (node.level === "row" ? [] : [node.id, ...groupIds(node.children)]));
}
