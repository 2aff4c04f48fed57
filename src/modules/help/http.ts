import { z } from "zod";

import { NotFound } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { formatMinor, parseMinor } from "../../core/money.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { type Principal, type Route, pidParams, route, textsSchema } from "../../platform/http/index.ts";
import { funds } from "../balance/index.ts";
import { payerOf, paymentScheme, supplierOf } from "../parties/index.ts";
import {
  ROLE_NAMES,
  type Region,
  type Role,
  allRegions,
  hostOf,
  permissionsOf,
  projectFacts,
} from "../tenancy/index.ts";
import { ARTICLE_CODE, type Article, HELP_GROUPS, type Reader, type RegionFacts } from "./article.ts";
import { articleOf, found } from "./articles.ts";

const code = z.string().regex(ARTICLE_CODE);
const search = z.string().trim().max(100).default("");

const listSchema = z.strictObject({
  items: z.array(z.strictObject({ code: z.string(), group: z.enum(HELP_GROUPS), question: textsSchema })),
});
const blockSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: textsSchema }),
  z.strictObject({ kind: z.literal("steps"), items: z.array(textsSchema) }),
  z.strictObject({
    kind: z.literal("facts"),
    items: z.array(z.strictObject({ name: textsSchema, value: textsSchema })),
  }),
]);
const answerSchema = z
  .strictObject({
    code: z.string(),
    group: z.enum(HELP_GROUPS),
    question: textsSchema,
    closed: textsSchema.nullable().meta({ description: "Why it is not open to the reader, and what would open it" }),
    blocks: z.array(blockSchema),
    actions: z.array(
      z.strictObject({
        label: textsSchema,
        href: z.string().meta({ description: "A page of the console, or a site" }),
      }),
    ),
  })
  .meta({ id: "HelpAnswer" });

type Read = Pick<Tx, "query">;

/** HLP-01: questions, found by search, and the answer to whoever asks: by the site for a visitor, by the project for its people. */
export function helpRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/help",
      operationId: "listHelp",
      summary: "The questions that are answered; those that are searched for, the likeliest first (HLP-01)",
      query: z.strictObject({ search }),
      response: listSchema,
      access: { kind: "public" },
      share: "light",
      handler: async ({ query }) => ({
        items: found(query.search).map(({ code: of, group, question }) => ({ code: of, group, question })),
      }),
    }),
    route({
      method: "GET",
      path: "/v1/help/{code}",
      operationId: "getHelp",
      summary: "The answer to a visitor, by the region of the site (HLP-01)",
      params: z.strictObject({ code }),
      response: answerSchema,
      access: { kind: "public" },
      handler: ({ params, headers, read }) =>
        read(async (tx) => {
          const regions = await allRegions(tx);
          const site = hostOf(headers);
          const own = regions.find(({ sites }) => sites.includes(site));
          const known = await factsOf(tx, regions);
          const region = known.find(({ code: of }) => of === own?.regionCode) ?? null;
          return answered(params.code, { region, regions: known, project: null });
        }),
    }),
    route({
      method: "GET",
      path: "/v1/projects/{pid}/help/{code}",
      operationId: "getProjectHelp",
      summary: "The answer to a member of the project, from its own data and by the member's role (HLP-01)",
      params: pidParams.extend({ code }),
      response: answerSchema,
      access: { kind: "member", of: "project", permission: "project.view", from: "params.pid" },
      handler: ({ params, projects, principal, now, read }) =>
        read(async (tx) => {
          const [projectId] = projects as readonly [ProjectId];
          return answered(params.code, await readerIn(tx, projectId, principal, now));
        }),
    }),
  ];
}

function answered(of: string, reader: Reader): z.input<typeof answerSchema> {
  const article: Article | undefined = articleOf(of);
  if (!article) throw NotFound({ values: { what: "code" } });
  const { group, question } = article;
  const { closed, blocks, actions } = article.answer(reader);
  return { code: of, group, question, closed, blocks: [...blocks] as never, actions: [...actions] };
}

/** The regions as answers name them. */
async function factsOf(tx: Read, regions: readonly Region[]): Promise<RegionFacts[]> {
  const all: RegionFacts[] = [];
  for (const region of regions) {
    const supplier = await supplierOf(tx, region.supplierCode);
    const transfer = region.paymentMethods.find(({ code: of }) => of === "bank_transfer");
    all.push({
      code: region.regionCode,
      name: region.name,
      countryCode: region.countryCode,
      site: region.sites[0] ?? "",
      currency: region.currency,
      supplierName: supplier.name,
      documentAddress: region.documentAddress,
      edmAvailable: region.edmAvailable,
      ownInvoices: transfer?.onRequest === false,
      welcome: welcomeOf(region),
    });
  }
  return all;
}

function welcomeOf({ signUpBonus, currency }: Region): RegionFacts["welcome"] {
  const [first] = signUpBonus;
  if (!first) return null;
  const minor = signUpBonus.reduce((sum, { amount }) => sum + (parseMinor(amount) ?? 0n), 0n);
  const inWords = (locale: string) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: 0 }).format(
      formatMinor(minor) as `${number}`,
    );
  return { amount: { ru: inWords("ru-RU"), en: inWords("en-GB") }, days: first.days };
}

async function readerIn(tx: Read, projectId: ProjectId, principal: Principal, now: Instant): Promise<Reader> {
  const project = (await projectFacts(tx, [projectId])).get(projectId);
  if (!project) throw NotFound({ values: { what: "project" } });
  const regions = await allRegions(tx);
  const known = await factsOf(tx, regions);
  const region = known.find(({ code: of }) => of === project.regionCode) ?? null;
  const scheme = (await paymentScheme(tx, [projectId], now)).get(projectId) ?? "prepaid";
  const paid = (await payerOf(tx, [projectId], now)).get(projectId);
  const frozenAt = (await funds(tx, [projectId])).get(projectId)?.frozenAt ?? null;
  const role = principal.kind === "user" ? (principal.roles.get(projectId) as Role | undefined) : undefined;
  return {
    region,
    regions: known,
    project: {
      pid: formatPid(projectId),
      name: project.name,
      role: role ?? "viewer",
      roleName: ROLE_NAMES[role ?? "viewer"],
      may: role ? permissionsOf(role) : ["project.view"],
      scheme,
      frozen: frozenAt !== null,
      payer: paid
        ? {
            name: paid.payer.name,
            organisation: paid.payer.kind !== "individual",
            resident: paid.payer.countryCode === region?.countryCode,
            individualContract: paid.contract.type === "individual",
          }
        : null,
    },
  };
}
