import { z } from "zod";

import {
  ExportTooLarge,
  ExportsBusy,
  type Route,
  dateRange,
  fileResponse,
  projectsQuery,
  route,
} from "../../platform/http/index.ts";
import { SHEET_FORMATS, type Sheet, type SheetFormat } from "../../platform/sheet/index.ts";
import { movementFileName, movementSheet } from "./export-movements.ts";
import { exportFileName, usageSheet } from "./export.ts";
import { INTERVALS } from "./movement-sql.ts";

/** BAL-06: what Detail sums up as files of any size in constant memory. */
export function exportRoutes(): Route[] {
  return [usageRoute(), movementsRoute()];
}

/** BAL-05, BAL-06, for accounting: all movements between two balances. */
function movementsRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/movements/export",
    operationId: "exportMovements",
    summary: "All movements with the balances before, after each and at the end, as CSV or XLSX (BAL-06)",
    query: dateRange({
      projects: projectsQuery,
      interval: z.enum(INTERVALS).default("day"),
      format: z.enum(["csv", "xlsx"]),
    }),
    share: "export",
    response: fileResponse(SHEET_FORMATS.csv.mediaType, SHEET_FORMATS.xlsx.mediaType),
    access: { kind: "member", of: "project", permission: "details.view", from: "query.projects" },
    refusals: [ExportsBusy, ExportTooLarge],
    handler: async ({ projects, query, language, now, spooled }) => {
      const order = { ...query, projectIds: projects, language };
      return spooled(async (tx) => fileOf(query.format, movementFileName(order), await movementSheet(tx, order, now)));
    },
  });
}

function usageRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/usage/export",
    operationId: "exportUsage",
    summary: "Consumption by day, resource and SKU with labels, as CSV or XLSX (BAL-06, PRC-07)",
    query: dateRange({ projects: projectsQuery, format: z.enum(["csv", "xlsx"]) }),
    share: "export",
    response: fileResponse(SHEET_FORMATS.csv.mediaType, SHEET_FORMATS.xlsx.mediaType),
    access: { kind: "member", of: "project", permission: "details.view", from: "query.projects" },
    refusals: [ExportsBusy, ExportTooLarge],
    handler: async ({ projects, query, language, now, spooled }) => {
      const order = { ...query, projectIds: projects, language };
      return spooled(async (tx) => fileOf(query.format, exportFileName(order), await usageSheet(tx, order, now)));
    },
  });
}

function fileOf(format: SheetFormat, fileName: string, sheet: Sheet) {
  const { mediaType, parameters, write } = SHEET_FORMATS[format];
  return { contentType: mediaType + parameters, fileName, body: write(sheet) };
}
