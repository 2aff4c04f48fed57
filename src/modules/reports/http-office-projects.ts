import { z } from "zod";

import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idSchema,
  instantOrNull,
  instantSchema,
  limitQuery,
  money,
  moneySchema,
  nextCursorSchema,
  pageOf,
  pidSchema,
  route,
  searchQuery,
  soughtBy,
  textsSchema,
} from "../../platform/http/index.ts";
import { payerOf } from "../parties/index.ts";
import { type FoundProject, allRegions, foundProjects } from "../tenancy/index.ts";
import { balanceViews } from "./balance-view.ts";

export const officeProjectSchema = z
  .strictObject({
    pid: pidSchema,
    name: z.string(),
    regionName: textsSchema,
    timeZone: z.string().meta({ description: "That of the region (REG-07)" }),
    status: z.enum(["active", "conserved", "deleted"]),
    statusSince: instantSchema.nullable().meta({ description: "When it was conserved or deleted (REG-08)" }),
    createdAt: instantSchema,
    activatedAt: instantSchema
      .nullable()
      .meta({ description: "When services were switched on; null: not yet (REG-03)" }),
    owner: z.strictObject({ name: z.string(), email: z.string() }).nullable(),
    payer: z.strictObject({ id: idSchema, name: z.string() }).nullable(),
    paymentScheme: z.enum(["prepaid", "postpaid"]),
    payment: moneySchema,
    bonus: moneySchema,
    frozenAt: instantSchema.nullable(),
    deletionDueAt: instantSchema.nullable().meta({ description: "When its objects are to be deleted (FRZ-02)" }),
    objectsDeletedAt: instantSchema.nullable().meta({ description: "When its objects were deleted (FRZ-02)" }),
  })
  .meta({ id: "OfficeProject" });

/** The route of staff about projects: whose each is, what became of it and its money now. */
export function officeProjectRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/projects",
      operationId: "listOfficeProjects",
      summary:
        "Projects by PID, name or owner's e-mail: owner, payer, state and balances to the minute (REG-08, BAL-01)",
      query: z.strictObject({
        search: searchQuery("A PID, part of a name, or the whole e-mail of an owner"),
        cursor: cursorQuery,
        limit: limitQuery,
      }),
      response: z.strictObject({ items: z.array(officeProjectSchema), nextCursor: nextCursorSchema }),
      access: { kind: "staff", roles: ["document_clerk", "accountant", "support", "operator"] },
      handler: ({ query, now, read }) =>
        read(async (tx) => {
          const before = idInCursor(query.cursor);
          const found = await foundProjects(tx, { ...soughtBy(query.search), before, limit: query.limit + 1 });
          const shown = await projectsShown(tx, found.slice(0, query.limit), now);
          return pageOf(
            found,
            query.limit,
            (one) => one.projectId,
            (one) => shown.get(one.projectId) as ShownProject,
          );
        }),
    }),
  ];
}

type ShownProject = z.input<typeof officeProjectSchema>;

/** Projects as staff see each in a list and at the head of its page: whose it is, what became of it, its money to the minute. */
export async function projectsShown(
  tx: Tx,
  found: readonly FoundProject[],
  now: Instant,
): Promise<Map<ProjectId, ShownProject>> {
  const ids = found.map((one) => one.projectId);
  const regions = new Map((await allRegions(tx)).map((region) => [region.regionCode, region]));
  const views = await balanceViews(tx, ids, now);
  const payers = await payerOf(tx, ids, now);
  const shown = (project: FoundProject): ShownProject => {
    const region = regions.get(project.regionCode);
    const view = views.get(project.projectId);
    const assigned = payers.get(project.projectId);
    const { regionCode: code, currency, ownerName: name, ownerEmail: email } = project;
    return {
      pid: formatPid(project.projectId),
      name: project.name,
      regionName: region?.name ?? { ru: code, en: code },
      timeZone: region?.timeZone ?? "UTC",
      status: project.status,
      statusSince: instantOrNull(project.statusSince),
      createdAt: formatInstant(project.createdAt),
      activatedAt: instantOrNull(project.activatedAt),
      owner: name === null || email === null ? null : { name, email },
      payer: assigned ? { id: assigned.payer.payerId.toString(), name: assigned.payer.name } : null,
      paymentScheme: assigned?.contract.paymentScheme ?? "prepaid",
      payment: money(view?.paymentMinor ?? 0n, currency),
      bonus: money(view?.bonusMinor ?? 0n, currency),
      frozenAt: instantOrNull(view?.funds.frozenAt ?? null),
      deletionDueAt: instantOrNull(view?.funds.deletionDueAt ?? null),
      objectsDeletedAt: instantOrNull(view?.funds.objectsDeletedAt ?? null),
    };
  };
  return new Map(found.map((project) => [project.projectId, shown(project)]));
}
