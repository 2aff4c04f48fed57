export {
  type CloseResult,
  closeMonth,
  issueWaiting,
} from "./close-month.ts";
export type { ClosePorts } from "./ports.ts";
export { type WaitingPayer, waitingOfProject, waitingPayers } from "./waiting.ts";
export { askMonthClose, closingJobs } from "./jobs.ts";
export {
  type DocumentExplanation,
  type ExplainedLine,
  explainDocument,
  explainEntry,
  parseBookReference,
} from "./explain-document.ts";
export { selectUnfinished as unfinishedCloses } from "./store.ts";
export { closingActs } from "./acts.ts";
export { closingRoutes } from "./http.ts";
