import {
  ACT_CLASSES,
  type ActClass,
  INTERVALS,
  type Interval,
  KINDS,
  type Kind,
  PROJECT_ACTORS,
  type ProjectActor,
} from "../api/filters.ts";
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
  /** What addresses of the first releases called the step: read as it, and never kept. */
  readonly grain?: undefined;
}

export interface DetailSearch extends Omit<ExpensesSearch, "view"> {
  readonly kind?: Kind | undefined;
  /** The reference of the charge whose explanation is open. */
  readonly explain?: string | undefined;
}

/** Whose papers a list shows: absent, the current project's; `all`, all that the reader's payers ever had. */
export interface PapersSearch {
  readonly scope?: "all" | undefined;
}

export interface DocumentsSearch extends PapersSearch {
  /** Any word: which kinds there are, the page asks. */
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly projects?: string | undefined;
}

export const REQUEST_SHOWS = ["all", "open", "mine", "closed"] as const;

export interface RequestsSearch {
  /** Absent: all. */
  readonly show?: (typeof REQUEST_SHOWS)[number] | undefined;
}

export interface NewRequestSearch {
  /** Any word: which kinds there are, the page asks. */
  readonly kind?: string | undefined;
}

export interface ActsSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly by?: ProjectActor | undefined;
  readonly class?: ActClass | undefined;
  readonly refused?: true | undefined;
}

type Raw = Record<string, unknown>;

/** What is looked for in help. */
export function helpSearch(raw: Raw): { readonly search?: string | undefined } {
  const search = typeof raw["search"] === "number" ? String(raw["search"]) : raw["search"];
  return { search: typeof search === "string" && search.length <= 100 ? search || undefined : undefined };
}

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
    ...papersSearch(raw),
  };
}

export function papersSearch(raw: Raw): PapersSearch {
  return { scope: raw["scope"] === "all" ? "all" : undefined };
}

export function requestsSearch(raw: Raw): RequestsSearch {
  return { show: member(REQUEST_SHOWS, raw["show"]) };
}

export function newRequestSearch(raw: Raw): NewRequestSearch {
  return { kind: word(raw["kind"]) };
}

export function actsSearch(raw: Raw): ActsSearch {
  const { from, to } = common(raw);
  return {
    from,
    to,
    by: member(PROJECT_ACTORS, raw["by"]),
    class: member(ACT_CLASSES, raw["class"]),
    refused: raw["refused"] === true || undefined,
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
    interval: member(INTERVALS, raw["interval"] ?? raw["grain"]),
    grain: undefined,
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
