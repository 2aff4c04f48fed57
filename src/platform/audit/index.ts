/** The front door of the audit: acts are recorded, chained, and read by whom they concern (AUD-01). */
export {
  type ChainPorts,
  type Head,
  type KnownHead,
  auditJobs,
  chainActs,
  chainHeads,
  headText,
  missingHeads,
  parseHeads,
  unchainedActs,
} from "./chain.ts";
export { auditHeads } from "./heads-topic.ts";
export { type AuditPorts, actShown, auditRoutes } from "./http.ts";
export { Audit } from "./recorder.ts";
export { type Acts, actRegistry } from "./registry.ts";
export { type AuditFilter, selectEvents } from "./store.ts";
