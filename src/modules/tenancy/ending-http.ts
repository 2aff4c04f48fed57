import { z } from "zod";

import { type Route, monthInput, pidParams, route } from "../../platform/http/index.ts";
import { projectConservedAct, projectDeletedAct, projectResumedAct } from "./acts.ts";
import { personHimself, personOf } from "./change-members.ts";
import {
  ConservedTooOften,
  NotItsPid,
  StillRuns,
  WrongStatus,
  conserveProject,
  deleteProject,
  endingOf,
  resumeProject,
} from "./ending.ts";
import { officeEndingRoutes } from "./ending-office-http.ts";
import { type PeopleParts, projectOf } from "./people-parts.ts";

const path = "/v1/projects/{pid}";
const access = { kind: "member", of: "project", permission: "project.manage", from: "params.pid" } as const;
const months = z.strictObject({ from: monthInput, to: monthInput });

type EndingParts = Pick<PeopleParts, "ending" | "forgetUser" | "machineNow" | "welcome">;

/** REG-08: a project is conserved, used again, or ended for ever. */
export function endingRoutes(parts: EndingParts): Route[] {
  const { ending, forgetUser, machineNow } = parts;
  return [
    route({
      method: "GET",
      path: `${path}/ending`,
      operationId: "getProjectEnding",
      summary: "What stands before conserving or deleting a project (REG-08)",
      params: pidParams,
      response: z.strictObject({
        status: z.enum(["active", "conserved", "deleted"]),
        running: z.int().meta({ description: "Objects that run and are charged for" }),
        months: months
          .nullable()
          .meta({ description: "Months of which papers may be wanted; null: its payer gets none" }),
      }),
      access,
      handler: async (context) => {
        const {
          status,
          running,
          months: of,
        } = await context.read((tx) => endingOf(tx, projectOf(context), ending, context.now));
        return { status, running, months: of };
      },
    }),
    route({
      method: "POST",
      path: `${path}/conserve`,
      operationId: "conserveProject",
      summary: "Nothing may run in the project, and nothing is charged, until it is resumed (REG-08)",
      params: pidParams,
      access,
      proof: true,
      idempotent: "inherent",
      act: projectConservedAct,
      refusals: [StillRuns, WrongStatus, ConservedTooOften],
      handler: async (context) => {
        const order = { projectId: projectOf(context), person: personOf(context.principal), now: context.now };
        await context.transaction((tx) => conserveProject(tx, { ...order, machineNow: machineNow() }, ending));
        forgetUser(order.person.userId);
      },
    }),
    route({
      method: "POST",
      path: `${path}/resume`,
      operationId: "resumeProject",
      summary: "A conserved project is used again (REG-08)",
      params: pidParams,
      access,
      proof: true,
      idempotent: "inherent",
      act: projectResumedAct,
      refusals: [WrongStatus],
      handler: async (context) => {
        const order = { projectId: projectOf(context), person: personOf(context.principal), now: context.now };
        await context.transaction((tx) => resumeProject(tx, order));
        forgetUser(order.person.userId);
      },
    }),
    deleteRoute(parts),
    ...officeEndingRoutes(parts),
  ];
}

function deleteRoute({ ending, forgetUser }: EndingParts): Route {
  return route({
    method: "POST",
    path: `${path}/delete`,
    operationId: "deleteProject",
    summary: "Ends the project for ever, with a debt as well; its books and papers stay (REG-08)",
    params: pidParams,
    body: z.strictObject({
      pid: z.string().max(40).meta({ description: "The PID once more", example: "mcs1234567890" }),
      papers: months.nullable().meta({ description: "The months of which papers are wanted; null: none" }),
    }),
    access: { ...access, permission: "project.delete" },
    proof: true,
    idempotent: "inherent",
    act: projectDeletedAct,
    refusals: [NotItsPid, WrongStatus],
    handler: async (context) => {
      const { body, now } = context;
      const person = personHimself(context.principal);
      const order = { ...body, projectId: projectOf(context), person, now };
      await context.transaction((tx) => deleteProject(tx, order, ending));
      forgetUser(person.userId);
    },
  });
}
