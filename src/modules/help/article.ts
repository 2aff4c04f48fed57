import type { Texts } from "../../core/errors.ts";

/** What addresses name an article by. */
export const ARTICLE_CODE = /^[a-z-]{2,40}$/;

/** What an answer may say of a region: the reader's own, and the others to compare with. */
export interface RegionFacts {
  readonly code: string;
  readonly name: Texts;
  readonly countryCode: string;
  readonly site: string;
  readonly currency: string;
  readonly supplierName: string;
  /** Where the document department reads mail. */
  readonly documentAddress: string;
  readonly edmAvailable: boolean;
  /** Whether a customer makes an invoice for a transfer by itself. */
  readonly ownInvoices: boolean;
  /** BAL-03: what a first registration is given in all; null: nothing. */
  readonly welcome: { readonly amount: Texts; readonly days: number } | null;
}

/** Who asks (HLP-01): an answer is the asker's own. */
export interface Reader {
  /** Null: nobody knows yet, on a site of no region. */
  readonly region: RegionFacts | null;
  readonly regions: readonly RegionFacts[];
  /** Null: nobody is signed in. */
  readonly project: {
    readonly pid: string;
    readonly name: string;
    readonly role: string;
    readonly roleName: Texts;
    readonly may: readonly string[];
    readonly scheme: "prepaid" | "postpaid";
    readonly frozen: boolean;
    /** By the individual's scheme there is no payer (PYR-01). */
    readonly payer: {
      readonly name: string;
      readonly organisation: boolean;
      readonly resident: boolean;
      readonly individualContract: boolean;
    } | null;
  } | null;
}

export type Block =
  | { readonly kind: "text"; readonly text: Texts }
  | { readonly kind: "steps"; readonly items: readonly Texts[] }
  | { readonly kind: "facts"; readonly items: readonly { readonly name: Texts; readonly value: Texts }[] };

/** The button that does it. */
export interface Action {
  readonly label: Texts;
  /** A page of the console, or another region's site. */
  readonly href: string;
}

export interface Answer {
  /** Not open to this reader: why, and what would open it. */
  readonly closed: Texts | null;
  readonly blocks: readonly Block[];
  readonly actions: readonly Action[];
}

export const HELP_GROUPS = ["start", "projects", "access", "contract", "payment", "papers"] as const;
export type HelpGroup = (typeof HELP_GROUPS)[number];

/** A question and the answer to whoever asks it; pure. */
export interface Article {
  /** In its address, and kept for ever. */
  readonly code: string;
  readonly group: HelpGroup;
  readonly question: Texts;
  /** Other words by which it is looked for. */
  readonly words: Texts;
  answer(reader: Reader): Answer;
}

export const texts = (ru: string, en: string): Texts => ({ ru, en });
export const say = (ru: string, en: string): Block => ({ kind: "text", text: { ru, en } });
export const steps = (...items: readonly (readonly [ru: string, en: string])[]): Block => ({
  kind: "steps",
  items: items.map(([ru, en]) => ({ ru, en })),
});
export const facts = (...items: readonly (readonly [name: Texts, value: Texts])[]): Block => ({
  kind: "facts",
  items: items.map(([name, value]) => ({ name, value })),
});
export const same = (text: string): Texts => ({ ru: text, en: text });

export function open(blocks: readonly Block[], ...actions: readonly (Action | null)[]): Answer {
  return { closed: null, blocks, actions: actions.filter((action) => action !== null) };
}

export function closed(why: Texts, blocks: readonly Block[], ...actions: readonly (Action | null)[]): Answer {
  return { ...open(blocks, ...actions), closed: why };
}

/** A page of the reader's project, where its role opens it; for a visitor the sign-in. */
export function page({ project }: Reader, permission: string, path: string, label: Texts): Action | null {
  if (!project) return { label: texts("Войти", "Sign in"), href: "/sign-in" };
  return project.may.includes(permission) ? { label, href: `/projects/${project.pid}/${path}` } : null;
}

/** Asks the provider, as a request that is tracked. */
export function ask(
  reader: Reader,
  kind = "question",
  label = texts("Задать вопрос", "Ask a question"),
): Action | null {
  return page(reader, "requests.create", `requests/new?kind=${kind}`, label);
}

/** Where the document department reads mail: of the reader's region, else of all. */
export function department({ region, regions }: Reader): Block {
  const named = region ? [region] : regions;
  return facts(
    ...named.map(
      ({ name, documentAddress }) =>
        [
          texts(`Отдел документооборота, ${name.ru}`, `Document department, ${name.en}`),
          same(documentAddress),
        ] as const,
    ),
  );
}
