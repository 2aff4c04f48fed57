import type { ProjectId } from "../../../core/ids.ts";

export interface SubAccount {
  readonly subAccount: string;
  readonly projectId: ProjectId;
}

/**
 * A payer's sub-accounts, to be found under every spelling: in other letters, without leading zeros, as a spreadsheet shortens
 * numbers. Each is looked up, never compared with all: a payer may have a hundred thousand, and a bill as many.
 */
export class SubAccounts {
  readonly #all: readonly SubAccount[];
  readonly #byName: ReadonlyMap<string, readonly SubAccount[]>;
  readonly #names = new Map<ProjectId, string>();
  /** By how long a number was and how many digits of it are left. */
  readonly #shortened = new Map<string, ReadonlyMap<string, readonly SubAccount[]>>();

  constructor(all: readonly SubAccount[]) {
    this.#all = all;
    this.#byName = Map.groupBy(all, ({ subAccount }) => accountName(subAccount));
    for (const { projectId, subAccount } of all.toReversed()) this.#names.set(projectId, subAccount);
  }

  /** What bills call a project; an empty text: nothing. */
  nameOf(projectId: ProjectId): string {
    return this.#names.get(projectId) ?? "";
  }

  like(subAccount: string): readonly SubAccount[] {
    const named = this.#byName.get(accountName(subAccount)) ?? [];
    return [...named, ...this.#shortOf(subAccount)];
  }

  /** Those that a spreadsheet shortens to this number: 123456789012 for 1.23457E+11. */
  #shortOf(text: string): readonly SubAccount[] {
    const [, first = "", rest = "", power = ""] = /^(\d)(?:[.,](\d{1,20}))?[eE]\+?(\d{1,2})$/.exec(text) ?? [];
    const [digits, lost] = [`${first}${rest}`, Number(power) - rest.length];
    if (first === "" || lost <= 0) return [];
    const form = `${power} ${rest.length}`;
    let found = this.#shortened.get(form);
    if (!found) {
      const whole = this.#all.filter(
        (one) => one.subAccount.length === Number(power) + 1 && /^\d+$/.test(one.subAccount),
      );
      found = Map.groupBy(whole, (one) => rounded(one.subAccount, 10n ** BigInt(lost)));
      this.#shortened.set(form, found);
    }
    return found.get(String(BigInt(digits))) ?? [];
  }
}

function rounded(whole: string, unit: bigint): string {
  return String((BigInt(whole) + unit / 2n) / unit);
}

/** A text without what its spellings differ in. What ends a word is another matter in each version of Unicode. */
export function letters(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll("ς", "σ");
}

function accountName(text: string): string {
  return letters(text).replace(/^0+(?=\d+$)/, "");
}
