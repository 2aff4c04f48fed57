import { z } from "zod";

import type { Texts } from "../../../core/errors.ts";
import { formatPid, parsePid, type ProjectId } from "../../../core/ids.ts";
import { formatInstant } from "../../../core/time.ts";
import {
  cursorQuery,
  dateInput,
  dateSchema,
  decodeCursor,
  encodeCursor,
  idInCursor,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  pidSchema,
  type Route,
  route,
  textsSchema,
  userOf,
} from "../../../platform/http/index.ts";
import { type ChargingFailure, selectFailures } from "./failure-store.ts";
import { NothingToSetAside, OtherUsageCostsMost, setAside } from "./set-aside.ts";
import { selectUnpriced } from "./waiting-store.ts";
import { usageSetAside } from "../acts.ts";

const OPERATORS = { kind: "staff", roles: ["operator", "support"] } as const;

const failureSchema = z.strictObject({
  pid: pidSchema,
  since: instantSchema,
  retryAt: instantSchema,
  reason: z.string().meta({ description: "as the program met it" }),
  text: textsSchema,
  usage: z
    .strictObject({ resource: z.string(), sku: z.string(), day: dateSchema, quantity: z.string() })
    .nullable()
    .meta({
      description: "What costs the most of what is to be charged; null while it is to be tried again, or has none",
    }),
});

/** Projects that cannot be charged, why and by which usage, and the way out (reliability 20). */
export function chargingRoutes(): Route[] {
  const list = route({
    method: "GET",
    path: "/v1/office/accrual-failures",
    operationId: "listAccrualFailures",
    summary: "Projects that cannot be charged, each with why, since when and the usage that costs the most, by project",
    query: z.strictObject({ limit: limitQuery, cursor: cursorQuery }),
    response: z.strictObject({ items: z.array(failureSchema), nextCursor: nextCursorSchema }),
    access: OPERATORS,
    handler: async ({ query, read }) => {
      const found = await read((tx) => selectFailures(tx, query.limit + 1, idInCursor(query.cursor)));
      return pageOf(found, query.limit, ({ projectId }) => projectId, shown);
    },
  });
  const aside = route({
    method: "POST",
    path: "/v1/office/accrual-failures/{pid}/set-aside",
    operationId: "setUsageAside",
    summary:
      "The usage that is shown counts as nothing until its sender corrects it; the project is tried again at once",
    params: z.strictObject({ pid: pidSchema }),
    body: z.strictObject({
      usage: z.strictObject({
        resource: z.string().min(1).max(512),
        sku: z.string().min(1).max(200),
        day: dateInput,
        quantity: z.string().min(1).max(100),
      }),
      note: z.string().trim().min(1).max(1000),
    }),
    access: OPERATORS,
    // It says what it is about: repeated, it finds that other usage is in the way, or none.
    idempotent: "inherent",
    act: usageSetAside,
    refusals: [NothingToSetAside, OtherUsageCostsMost],
    handler: async ({ params, body, principal, now, transaction }) => {
      const { sku: skuCode, ...usage } = body.usage;
      const projectId = parsePid(params.pid) as ProjectId;
      const who = `${userOf(principal)}: ${body.note}`;
      await transaction((tx) => setAside(tx, projectId, now, who, { ...usage, skuCode }));
    },
  });
  return [list, aside, unpricedRoute()];
}

const unpricedSchema = z.strictObject({
  pid: pidSchema,
  region: z.string(),
  day: dateSchema,
  sku: z.string(),
  since: instantSchema.meta({ description: "when it was noticed first" }),
});

const PLACE = z.tuple([z.string().regex(/^\d{1,18}$/), dateInput, z.int().min(0).max(2_147_483_647)]);

/** Usage that waits for a price: no month is closed over it (PRC-02). */
function unpricedRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/office/unpriced-usage",
    operationId: "listUnpricedUsage",
    summary: "Usage that no price covers, by project, day and SKU: it is charged when a price appears",
    query: z.strictObject({ limit: limitQuery, cursor: cursorQuery }),
    response: z.strictObject({ items: z.array(unpricedSchema), nextCursor: nextCursorSchema }),
    access: OPERATORS,
    handler: async ({ query, read }) => {
      const position = decodeCursor(query.cursor, PLACE);
      const after = position && { projectId: BigInt(position[0]) as ProjectId, day: position[1], skuId: position[2] };
      const found = await read((tx) => selectUnpriced(tx, after, query.limit + 1));
      const rows = found.slice(0, query.limit);
      const last = found.length > query.limit ? rows.at(-1) : undefined;
      return {
        items: rows.map(({ projectId, regionCode, day, skuCode, noticedAt }) => ({
          pid: formatPid(projectId),
          region: regionCode,
          day,
          sku: skuCode,
          since: formatInstant(noticedAt),
        })),
        nextCursor: last ? encodeCursor([last.projectId.toString(), last.day, last.skuId]) : null,
      };
    },
  });
}

const TOO_MUCH: Texts = {
  ru: "стоимость больше, чем могут хранить учётные записи",
  en: "it costs more than the books can hold",
};
const FAILED: Texts = {
  ru: "начисление прервано ошибкой; попытка повторяется каждые 15 минут",
  en: "charging ends with an error; it is tried again every 15 minutes",
};

function shown({ projectId, failedAt, retryAt, reason, resource, skuCode, day, quantity }: ChargingFailure) {
  const isWhole = skuCode !== null && day !== null && quantity !== null;
  return {
    pid: formatPid(projectId),
    since: formatInstant(failedAt),
    retryAt: formatInstant(retryAt),
    reason,
    text: /out of range|overflow/.test(reason) ? TOO_MUCH : FAILED,
    usage: isWhole ? { resource: resource ?? "", sku: skuCode, day, quantity } : null,
  };
}
