export {
  type ClosePorts,
  type CloseResult,
  closeMonth,
} from "./close-month.ts";
export { askMonthClose, closingJobs } from "./jobs.ts";
export {
  type DocumentExplanation,
  type ExplainedLine,
  explainDocument,
  explainEntry,
  parseBookReference,
} from "./explain-document.ts";
export { selectUnfinished as unfinishedCloses } from "./store.ts";
export { closingRoutes } from "./http.ts";
