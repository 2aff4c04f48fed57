import { z } from "zod";

import { formatPid } from "../../core/ids.ts";
import { type Route, pidParams, pidSchema, route, noProof } from "../../platform/http/index.ts";
import { projectCreated, projectRenamed } from "./acts.ts";
import { personHimself, personOf } from "./change-members.ts";
import { type PeopleParts, projectOf } from "./people-parts.ts";
import { UnknownSite } from "./region.ts";
import { TooManyProjects, openFurtherProject, renameProject } from "./further-project.ts";
import { hostOf } from "./sign-up-http.ts";
import { tokenRoutes } from "./tokens-http.ts";

const nameField = z.string().trim().min(1).max(200);

/** A project by itself: another one, its name, its API tokens. */
export function projectRoutes({
  forgetUser,
  equip,
  welcome,
}: Pick<PeopleParts, "forgetUser" | "equip" | "welcome">): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/projects",
      operationId: "createProject",
      summary: "A further project of one's own, in the region of one's account (REG-02, REG-03)",
      body: z.strictObject({ name: nameField }),
      response: z.strictObject({ pid: pidSchema }),
      status: 201,
      access: { kind: "signed_in" },
      proof: noProof("It opens nothing to anybody else."),
      idempotent: "required",
      act: projectCreated,
      refusals: [TooManyProjects, UnknownSite],
      handler: async ({ body, principal, headers, now, transaction }) => {
        const person = personHimself(principal);
        const order = { ...body, site: hostOf(headers), now };
        const projectId = await transaction(async (tx) => {
          const made = await openFurtherProject(tx, person, order, welcome);
          await equip(tx, made);
          return made.projectId;
        });
        forgetUser(person.userId);
        return { pid: formatPid(projectId) };
      },
    }),
    route({
      method: "PATCH",
      path: "/v1/projects/{pid}",
      operationId: "renameProject",
      summary: "Gives a project another name",
      params: pidParams,
      body: z.strictObject({ name: nameField }),
      access: { kind: "member", of: "project", permission: "project.manage", from: "params.pid" },
      proof: noProof("It opens nothing to anybody else."),
      idempotent: "inherent",
      act: projectRenamed,
      handler: async (context) => {
        const person = personOf(context.principal);
        await context.transaction((tx) =>
          renameProject(tx, projectOf(context), person, { ...context.body, now: context.now }),
        );
      },
    }),
    ...tokenRoutes(),
  ];
}
