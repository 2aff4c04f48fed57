import { z } from "zod";

import { refusal } from "../../core/errors.ts";
import { type Route, dateSchema, fileResponse, projectsQuery, route, streamed } from "../../platform/http/index.ts";
import { SHEET_FORMATS } from "../../platform/sheet/index.ts";
import { exportFileName, usageSheet } from "./export.ts";

/** Each holds a database connection for as long as its receiver takes. */
const MOST_AT_ONCE = 3;

const ExportsBusy = refusal(
  "exports_busy",
  503,
  "Сейчас выгружаются другие отчёты, повторите через минуту",
  "Other reports are being exported, repeat in a minute",
);

/** BAL-06, the granular report: what Detail sums up, grain by grain, as a file of any size in constant memory. */
export function exportRoute(): Route {
  let running = 0;
  return route({
    method: "GET",
    path: "/v1/usage/export",
    operationId: "exportUsage",
    summary: "Consumption by day, resource and SKU with labels, as CSV or XLSX (BAL-06, PRC-07)",
    query: z.strictObject({
      projects: projectsQuery,
      from: dateSchema,
      to: dateSchema,
      format: z.enum(["csv", "xlsx"]),
    }),
    response: fileResponse(SHEET_FORMATS.csv.mediaType, SHEET_FORMATS.xlsx.mediaType),
    access: { kind: "member", of: "project", permission: "details.view", from: "query.projects" },
    refusals: [ExportsBusy],
    handler: async ({ projects, query, language, now, read }) => {
      if (running >= MOST_AT_ONCE) throw ExportsBusy();
      running += 1;
      const { mediaType, parameters, write } = SHEET_FORMATS[query.format];
      const order = { ...query, projectIds: projects, language };
      return streamed(
        (work) => read(work).finally(() => (running -= 1)),
        async (tx) => ({
          contentType: mediaType + parameters,
          fileName: exportFileName(order),
          body: write(await usageSheet(tx, order, now)),
        }),
      );
    },
  });
}
