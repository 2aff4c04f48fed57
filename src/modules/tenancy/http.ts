import { z } from "zod";

import { NotFound } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Tx } from "../../platform/db.ts";
import { type Route, STAFF_ROLES, pidSchema, route, textsSchema } from "../../platform/http/index.ts";
import { projectsOf } from "./members.ts";
import { ROLES } from "./permissions.ts";
import { type ProjectFacts, type Region } from "./region.ts";
import { allRegions } from "./regions.ts";

export interface TenancyRoutes {
  /** Which of the projects are frozen (balance knows; tenancy must not import it). */
  readonly frozenProjects: (tx: Tx, projectIds: readonly ProjectId[]) => Promise<ReadonlySet<ProjectId>>;
}

const meSchema = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), language: z.enum(["ru", "en"]) }),
  staffRole: z.enum(STAFF_ROLES).nullable(),
  projects: z.array(
    z.object({
      pid: pidSchema,
      name: z.string(),
      region: z.object({ code: z.string(), name: textsSchema, currency: z.string(), timeZone: z.string() }),
      role: z.enum(ROLES),
      frozen: z.boolean(),
    }),
  ),
});

export function tenancyRoutes({ frozenProjects }: TenancyRoutes): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/me",
      operationId: "getMe",
      summary: "The signed-in user, with the projects and the role in each (REG-03, REG-04)",
      response: meSchema,
      access: { kind: "signed_in" },
      handler: ({ principal, read }) =>
        read(async (tx) => {
          if (principal.kind !== "user") throw NotFound({ values: { what: "user" } });
          const { userId, email, name, language, staffRole } = principal;
          const projects = await projectsOf(tx, userId);
          const frozen = await frozenProjects(
            tx,
            projects.map(({ projectId }) => projectId),
          );
          const regions = new Map((await allRegions(tx)).map((region) => [region.regionCode, region]));
          return {
            user: { id: userId, email, name, language },
            staffRole,
            projects: projects.map((project) => ({
              pid: formatPid(project.projectId),
              name: project.name,
              region: regionShown(project, regions.get(project.regionCode)),
              role: project.role,
              frozen: frozen.has(project.projectId),
            })),
          };
        }),
    }),
  ];
}

function regionShown(project: ProjectFacts, region: Region | undefined) {
  const { regionCode: code, currency, timeZone } = project;
  return { code, name: region?.name ?? { ru: code, en: code }, currency, timeZone };
}
