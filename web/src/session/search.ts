export interface SignInSearch {
  /** Where to go after signing in: a path of this site. */
  readonly next?: string | undefined;
  readonly expired?: boolean | undefined;
  /** Why the way through a company led nowhere: a code. */
  readonly company?: string | undefined;
}

/** The filters of the sign-in page's address; `next` is taken only when it stays on this site. */
export function signInSearch(raw: Record<string, unknown>): SignInSearch {
  const next = raw["next"];
  const ownPath = typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined;
  return { next: ownPath, expired: raw["expired"] === true ? true : undefined, company: codeOf(raw) };
}

export interface CompanySearch {
  readonly company?: string | undefined;
  /** The window has done what it was opened for. */
  readonly done?: "proved" | undefined;
}

export function companySearch(raw: Record<string, unknown>): CompanySearch {
  return { company: codeOf(raw), done: raw["done"] === "proved" ? "proved" : undefined };
}

function codeOf({ company }: Record<string, unknown>): string | undefined {
  return typeof company === "string" && /^[a-z_]{1,40}$/.test(company) ? company : undefined;
}
