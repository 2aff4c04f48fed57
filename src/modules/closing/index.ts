export {
  BooksNotCoherent,
  type ClosePorts,
  type CloseResult,
  EarlierMonthOpen,
  MonthNotOver,
  UsageNotPriced,
  closeMonth,
} from "./close-month.ts";
