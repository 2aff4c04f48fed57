import { z } from "zod";

import { NotFound } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Tx } from "../../platform/db.ts";
import {
  type Route,
  STAFF_ROLES,
  idSchema,
  instantSchema,
  pidSchema,
  route,
  textsSchema,
} from "../../platform/http/index.ts";
import { answerRoutes } from "./answers-http.ts";
import { projectsOf } from "./members.ts";
import { mailChangeRoutes } from "./mail-change-http.ts";
import { endingRoutes } from "./ending-http.ts";
import { memberRoutes } from "./members-http.ts";
import { passkeyRoutes } from "./passkeys-http.ts";
import type { PeopleParts } from "./people-parts.ts";
import { erasureRoutes } from "./erasures-http.ts";
import { personalRoutes } from "./personal-http.ts";
import { phoneRoutes } from "./phone-http.ts";
import { profileRoutes } from "./profile-http.ts";
import { ROLES, permissionsIn } from "./permissions.ts";
import { projectRoutes } from "./project-http.ts";
import { type ProjectFacts, type Region } from "./region.ts";
import { allRegions } from "./regions.ts";
import { secondFactorRoutes } from "./second-factor-http.ts";
import { sessionRoutes } from "./sessions-http.ts";
import { savedFilterRoutes } from "./saved-filters-http.ts";
import { signInRoutes } from "./sign-in-http.ts";
import { signUpRoutes } from "./sign-up-http.ts";
import { officeSsoRoutes } from "./sso-office-http.ts";
import { ssoRoutes } from "./sso-http.ts";
import { selectPeople } from "./store.ts";
import { visitRoutes, visitShown } from "./visits-http.ts";

export interface TenancyRoutes extends PeopleParts {
  /** Which of the projects are frozen (balance knows; tenancy must not import it). */
  readonly frozenProjects: (tx: Tx, projectIds: readonly ProjectId[]) => Promise<ReadonlySet<ProjectId>>;
}

const userIds = z
  .string()
  .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$/)
  .transform((text) => text.split(","))
  .meta({ description: "Ids of users, comma-separated, at most a hundred" });

const meSchema = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), language: z.enum(["ru", "en"]) }),
  staffRole: z.enum(STAFF_ROLES).nullable(),
  needsSecondFactor: z
    .boolean()
    .meta({ description: "Staff who may do nothing as such before they switch a second factor on" }),
  visit: z
    .object({ id: idSchema, reason: z.string(), endsAt: instantSchema })
    .optional()
    .meta({ description: "A member of staff asks in this user's place, and may only look (AUD-02)" }),
  projects: z.array(
    z.object({
      pid: pidSchema,
      name: z.string(),
      region: z.object({ code: z.string(), name: textsSchema, currency: z.string(), timeZone: z.string() }),
      role: z.enum(ROLES),
      permissions: z.array(z.string()).meta({ description: "What the role may do in the project" }),
      frozen: z.boolean(),
      status: z.enum(["active", "conserved", "deleted"]),
    }),
  ),
});

export function tenancyRoutes({ frozenProjects, ...people }: TenancyRoutes): Route[] {
  return [
    ...signUpRoutes(people),
    ...projectRoutes(people),
    ...endingRoutes(people),
    ...memberRoutes(people),
    ...answerRoutes(people),
    ...ownRoutes(people),
    ...ssoRoutes(people),
    ...officeSsoRoutes(people),
    ...erasureRoutes(people),
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
          const { userId, email, name, language, staffRole, lacksFactor = false, visit } = principal;
          const projects = await projectsOf(tx, userId);
          const frozen = await frozenProjects(
            tx,
            projects.map(({ projectId }) => projectId),
          );
          const regions = new Map((await allRegions(tx)).map((region) => [region.regionCode, region]));
          return {
            user: { id: userId, email, name, language },
            staffRole,
            needsSecondFactor: lacksFactor,
            ...(visit ? { visit: visitShown(visit) } : {}),
            projects: projects.map((project) => ({
              pid: formatPid(project.projectId),
              name: project.name,
              region: regionShown(project, regions.get(project.regionCode)),
              role: project.role,
              permissions: [...permissionsIn(project.role, project.status === "deleted")],
              frozen: frozen.has(project.projectId),
              status: project.status,
            })),
          };
        }),
    }),
    route({
      method: "GET",
      path: "/v1/office/people",
      operationId: "listPeople",
      summary: "Who the users are by whom something was done: their names for the ids that records keep",
      query: z.strictObject({ ids: userIds }),
      response: z.strictObject({
        items: z.array(z.strictObject({ id: z.string(), name: z.string(), email: z.string() })),
      }),
      access: { kind: "staff", roles: ["document_clerk", "accountant", "support", "operator"] },
      handler: async ({ query, read }) => {
        const people = await read((tx) => selectPeople(tx, query.ids));
        return { items: people.map(({ userId, name, email }) => ({ id: userId, name, email })) };
      },
    }),
    ...signInRoutes(people),
    ...visitRoutes(people),
  ];
}

/** About oneself. */
function ownRoutes(people: PeopleParts): Route[] {
  return [
    ...sessionRoutes(people),
    ...secondFactorRoutes(people),
    ...passkeyRoutes(people),
    ...mailChangeRoutes(people),
    ...savedFilterRoutes(),
    ...phoneRoutes(people),
    ...profileRoutes(people),
    ...personalRoutes(people),
  ];
}

function regionShown(project: ProjectFacts, region: Region | undefined) {
  const { regionCode: code, currency, timeZone } = project;
  return { code, name: region?.name ?? { ru: code, en: code }, currency, timeZone };
}
