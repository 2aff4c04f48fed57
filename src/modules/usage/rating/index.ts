/** Accepted events become timelines of gauges and quantities by day; no money yet. */
export { type PriceEffect, rateAll, rateBatches, reprice } from "./rate-batches.ts";
