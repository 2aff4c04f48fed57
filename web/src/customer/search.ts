import { INTERVALS, type Interval, KINDS, type Kind } from "../api/filters.ts";
import { isLocalDate, isLocalMonth } from "../ui/period.ts";

/**
 * The filters kept in the address, so that a page can be shared, bookmarked and stepped back to. Whatever is absent or
 * malformed is undefined, and the page falls back to its default; an address can never break a page. Each key is always
 * there: the router lays what these functions answer over the raw search, and a key left out would let the raw value through.
 */
export interface ExpensesSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly interval?: Interval | undefined;
  /** PIDs joined by commas; absent means the current project. */
  readonly projects?: string | undefined;
  readonly view?: "table" | undefined;
}

export interface DetailSearch extends Omit<ExpensesSearch, "view"> {
  readonly kind?: Kind | undefined;
  /** The reference of the charge whose explanation is open. */
  readonly explain?: string | undefined;
}

export interface DocumentsSearch {
  /** Any word: which kinds there are, the page asks. */
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly projects?: string | undefined;
}

type Raw = Record<string, unknown>;

export function expensesSearch(raw: Raw): ExpensesSearch {
  return { ...common(raw), view: raw["view"] === "table" ? "table" : undefined };
}

export function detailSearch(raw: Raw): DetailSearch {
  return { ...common(raw), kind: member(KINDS, raw["kind"]), explain: reference(raw["explain"]) };
}

export function documentsSearch(raw: Raw): DocumentsSearch {
  const from = raw["from"];
  const to = raw["to"];
  return {
    from: isLocalMonth(from) ? from : undefined,
    to: isLocalMonth(to) ? to : undefined,
    kind: word(raw["kind"]),
    projects: projects(raw["projects"]),
  };
}

/** The PIDs of a filter, or the current project when it names none. */
export function chosenProjects(filter: string | undefined, current: string): string[] {
  return filter === undefined ? [current] : filter.split(",");
}

function common(raw: Raw): Omit<ExpensesSearch, "view"> {
  const from = raw["from"];
  const to = raw["to"];
  return {
    from: isLocalDate(from) ? from : undefined,
    to: isLocalDate(to) ? to : undefined,
    interval: member(INTERVALS, raw["interval"]),
    projects: projects(raw["projects"]),
  };
}

function projects(value: unknown): string | undefined {
  return typeof value === "string" && /^mcs\d{10}(,mcs\d{10})*$/.test(value) ? value : undefined;
}

function reference(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" && value.length <= 200 ? value : undefined;
}

function word(value: unknown): string | undefined {
  return typeof value === "string" && /^[a-z_]{1,40}$/.test(value) ? value : undefined;
}

function member<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((one) => one === value);
}
