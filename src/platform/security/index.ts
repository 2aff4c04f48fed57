/** The front door of what is recorded at the doors. */
export { SECURITY_KINDS } from "../../core/security-kind.ts";
export { securityRoutes, securityShown } from "./http.ts";
export { SecurityLog, securityRetention } from "./log.ts";
export { selectFacts } from "./store.ts";
