import { hash } from "node:crypto";

export const BENCH_PROJECTS = 200;
export const BENCH_RESOURCES = 50;
export const BENCH_SKU = "requests";
export const FIRST_PROJECT = 2_000_000_000;
const START = Date.UTC(2026, 9, 1);
const MINUTE = 60_000;
const MINUTES = 31 * 24 * 60;

/** The n-th event of a run: projects, resources and minutes of a month spread as a metering agent's batches have them. */
export function benchEvent(run: string, n: number) {
  const time = new Date(START + ((n * 7) % MINUTES) * MINUTE).toISOString();
  const project = n % BENCH_PROJECTS;
  return {
    specversion: "1.0",
    id: benchId(run, n),
    source: "//metering/msk-1",
    type: `saldo.usage.${BENCH_SKU}`,
    time,
    datacontenttype: "application/json",
    data: {
      project: `mcs${FIRST_PROJECT + project}`,
      resource: `bucket-${project}-${Math.floor(n / BENCH_PROJECTS) % BENCH_RESOURCES}`,
      sku: BENCH_SKU,
      quantity: String((n % 900) + 0.25),
      unit: BENCH_SKU,
    },
  };
}

export function benchEvents(run: string, from: number, count: number) {
  return Array.from({ length: count }, (_, index) => benchEvent(run, from + index));
}

/** A version 4 UUID that the run and the number give. */
export function benchId(run: string, n: number): string {
  const hex = hash("sha256", `${run} ${n}`, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
