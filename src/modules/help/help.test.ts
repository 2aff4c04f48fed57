import { describe, expect, it } from "vitest";

import { permissionsOf, ROLES, ROLE_NAMES } from "../tenancy/index.ts";
import { ARTICLE_CODE, type Block, type Reader, type RegionFacts } from "./article.ts";
import { ARTICLES, found } from "./articles.ts";

const MOSCOW: RegionFacts = {
  code: "one",
  name: { ru: "Первый", en: "First" },
  countryCode: "RU",
  site: "one.example",
  currency: "RUB",
  supplierName: "ООО «Первый»",
  documentAddress: "docs@one.example",
  edmAvailable: true,
  ownInvoices: true,
  welcome: { amount: { ru: "5 000 ₽", en: "RUB 5,000" }, days: 60 },
};
const ALMATY: RegionFacts = {
  ...MOSCOW,
  code: "two",
  name: { ru: "Второй", en: "Second" },
  countryCode: "KZ",
  site: "two.example",
  currency: "KZT",
  supplierName: "ТОО «Второй»",
  documentAddress: "docs@two.example",
  edmAvailable: false,
  ownInvoices: false,
  welcome: null,
};
const REGIONS = [MOSCOW, ALMATY];

const PAYERS = [
  null,
  { name: "ООО «Ромашка»", organisation: true, resident: true, individualContract: false },
  { name: "АО «Ветер»", organisation: true, resident: true, individualContract: true },
  { name: "Foreign Ltd", organisation: true, resident: false, individualContract: true },
] as const;

/** Every kind of reader there is. */
const READERS: Reader[] = [
  ...[null, ...REGIONS].map((region) => ({ region, regions: REGIONS, project: null })),
  ...REGIONS.flatMap((region) =>
    ROLES.flatMap((role) =>
      PAYERS.flatMap((payer) =>
        (payer?.individualContract ? (["prepaid", "postpaid"] as const) : (["prepaid"] as const)).map((scheme) => ({
          region,
          regions: REGIONS,
          project: {
            pid: "mcs1234567890",
            name: "Проект",
            role,
            roleName: ROLE_NAMES[role],
            may: permissionsOf(role),
            scheme,
            frozen: role === "viewer",
            payer,
          },
        })),
      ),
    ),
  ),
];

const textsIn = (block: Block) =>
  block.kind === "text"
    ? [block.text]
    : block.kind === "steps"
      ? [...block.items]
      : block.items.flatMap(({ name, value }) => [name, value]);

/** Pages of the console with the right that opens each; null: everybody. */
const PAGES: readonly (readonly [RegExp, string | null])[] = [
  [/^\/(sign-in|register|forgot-password|docs|profile\/(?:security|sessions|data))$/, null],
  [/^https:\/\/(one|two)\.example\/register$/, null],
  [/\/overview$/, "project.view"],
  [/\/settings\/general$/, "project.view"],
  [/\/settings\/members$/, "members.manage"],
  [/\/settings\/tokens$/, "tokens.manage"],
  [/\/settings\/sso$/, "sso.manage"],
  [/\/balance\/payment-invoices$/, "payments.manage"],
  [/\/documents$/, "documents.view"],
  [
    /\/requests\/new\?kind=(accruals|change_owner|deletion_time|foreign_phone|last_papers|question)$/,
    "requests.create",
  ],
];

describe("HLP-01 help", () => {
  it.each(ARTICLES.map((article) => [article.code, article] as const))(
    "HLP-01 %s is answered for every reader in both languages, and its buttons open",
    (code, article) => {
      // Addresses take no other: the article would be found and not open.
      expect(code).toMatch(ARTICLE_CODE);
      for (const reader of READERS) {
        const { closed, blocks, actions } = article.answer(reader);
        const texts = [
          article.question,
          ...(closed ? [closed] : []),
          ...blocks.flatMap(textsIn),
          ...actions.map(({ label }) => label),
        ];
        expect(blocks.length).toBeGreaterThan(0);
        for (const { ru, en } of texts) {
          expect(ru.trim()).not.toBe("");
          expect(en.trim()).not.toBe("");
          expect(`${ru} ${en}`).not.toMatch(/undefined|\[object/);
        }
        for (const { href } of actions) {
          const page = PAGES.find(([pattern]) => pattern.test(href));
          expect([article.code, href, page !== undefined]).toEqual([article.code, href, true]);
          const permission = page?.[1] ?? null;
          if (permission !== null) expect(reader.project?.may).toContain(permission);
        }
        // Another region's department is not the reader's: only the comparison of regions names it.
        const told = JSON.stringify(blocks);
        const other = REGIONS.find(({ code }) => code !== reader.region?.code);
        if (reader.region) expect(told).not.toContain(other?.documentAddress);
      }
    },
  );

  it("HLP-01 the same question has the reader's own answer", () => {
    const ask = (code: string, reader: Partial<Reader["project"] & object> & { region?: RegionFacts }) => {
      const { region = MOSCOW, ...project } = reader;
      const base = {
        pid: "mcs1234567890",
        name: "П",
        role: "owner",
        roleName: ROLE_NAMES.owner,
        may: permissionsOf("owner"),
        scheme: "prepaid" as const,
        frozen: false,
        payer: null,
      };
      return JSON.stringify(
        ARTICLES.find((one) => one.code === code)?.answer({
          region,
          regions: REGIONS,
          project: { ...base, ...project },
        }),
      );
    };
    expect(ask("pay", {})).toContain("Выставьте счёт");
    expect(ask("pay", { scheme: "postpaid", payer: PAYERS[2] })).not.toContain("Выставьте счёт");
    expect(ask("pay", { region: ALMATY })).toContain("docs@two.example");
    expect(ask("reconciliation", {})).toContain("только чеки");
    expect(ask("reconciliation", { payer: PAYERS[1] })).toContain("docs@one.example");
    expect(ask("freezing", { scheme: "postpaid", payer: PAYERS[2] })).toContain("по постоплате");
    expect(ask("invite", { may: permissionsOf("viewer"), roleName: ROLE_NAMES.viewer })).toContain("Наблюдатель");
  });

  it("HLP-01 questions are found by words of either language, in whatever form; nothing is found by nonsense", () => {
    const first = (search: string) => found(search)[0]?.code;
    expect(first("владельца сменить")).toBe("owner-change");
    expect(first("акт сверки")).toBe("reconciliation");
    expect(first("reconciliation")).toBe("reconciliation");
    expect(first("бухгалтер")).toBe("roles");
    expect(first("заморозили проект")).toBe("freezing");
    expect(first("foreign phone")).toBe("foreign-phone");
    expect(found("ъъъъ абракадабра")).toEqual([]);
    expect(found("").length).toBe(ARTICLES.length);
    expect(new Set(ARTICLES.map(({ code }) => code)).size).toBe(ARTICLES.length);
  });
});
