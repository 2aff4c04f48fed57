import { DOCUMENT_KINDS, type DocumentKind, GRAINS, type Grain, KINDS, type Kind } from "../api/filters.ts";
import { isLocalDate, isLocalMonth } from "../ui/period.ts";

/**
 * The filters kept in the address, so that a page can be shared, bookmarked and stepped back to. Whatever is absent or
 * malformed is left out, and the page falls back to its default; an address can never break a page.
 */
export interface ExpensesSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly grain?: Grain | undefined;
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
  readonly kind?: DocumentKind | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly projects?: string | undefined;
}

export interface SignInSearch {
  /** Where to go after signing in: a path of this site. */
  readonly next?: string | undefined;
  readonly expired?: boolean | undefined;
}

type Raw = Record<string, unknown>;

export function expensesSearch(raw: Raw): ExpensesSearch {
  return { ...common(raw), ...optional("view", raw["view"] === "table" ? ("table" as const) : undefined) };
}

export function detailSearch(raw: Raw): DetailSearch {
  return {
    ...common(raw),
    ...optional("kind", member(KINDS, raw["kind"])),
    ...optional("explain", reference(raw["explain"])),
  };
}

export function documentsSearch(raw: Raw): DocumentsSearch {
  const from = raw["from"];
  const to = raw["to"];
  return {
    ...optional("from", isLocalMonth(from) ? from : undefined),
    ...optional("to", isLocalMonth(to) ? to : undefined),
    ...optional("kind", member(DOCUMENT_KINDS, raw["kind"])),
    ...optional("projects", projects(raw["projects"])),
  };
}

export function signInSearch(raw: Raw): SignInSearch {
  const next = raw["next"];
  const ownPath = typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined;
  return { ...optional("next", ownPath), ...optional("expired", raw["expired"] === true ? true : undefined) };
}

/** The PIDs of a filter, or the current project when it names none. */
export function chosenProjects(filter: string | undefined, current: string): string[] {
  return filter === undefined ? [current] : filter.split(",");
}

function common(raw: Raw): Omit<ExpensesSearch, "view"> {
  const from = raw["from"];
  const to = raw["to"];
  return {
    ...optional("from", isLocalDate(from) ? from : undefined),
    ...optional("to", isLocalDate(to) ? to : undefined),
    ...optional("grain", member(GRAINS, raw["grain"])),
    ...optional("projects", projects(raw["projects"])),
  };
}

function projects(value: unknown): string | undefined {
  return typeof value === "string" && /^mcs\d{10}(,mcs\d{10})*$/.test(value) ? value : undefined;
}

function reference(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" && value.length <= 200 ? value : undefined;
}

function member<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((one) => one === value);
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  // A computed key widens to an index signature; the object has this one key or none.
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
