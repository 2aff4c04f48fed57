export interface SignInSearch {
  /** Where to go after signing in: a path of this site. */
  readonly next?: string | undefined;
  readonly expired?: boolean | undefined;
}

/** The filters of the sign-in page's address; `next` is taken only when it stays on this site. */
export function signInSearch(raw: Record<string, unknown>): SignInSearch {
  const next = raw["next"];
  const ownPath = typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined;
  return { next: ownPath, expired: raw["expired"] === true ? true : undefined };
}
