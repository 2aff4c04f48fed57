/** The front door of looks at the invariants: kept, asked for in the background, and each night by themselves. */
export { checkRoutes } from "./http.ts";
export { checkJobs } from "./jobs.ts";
export { lastRun } from "./store.ts";
