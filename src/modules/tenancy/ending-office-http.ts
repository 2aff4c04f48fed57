import { z } from "zod";

import { refusal } from "../../core/errors.ts";
import { normalPhone } from "../../core/phone.ts";
import { type Route, pidParams, route } from "../../platform/http/index.ts";
import { isActivated } from "./activation-store.ts";
import { phoneLinked, projectConservedAct, projectDeletedAct, projectResumedAct } from "./acts.ts";
import { personHimself } from "./change-members.ts";
import {
  ConservedTooOften,
  NotItsPid,
  StillRuns,
  WrongStatus,
  conserveProject,
  deleteProject,
  resumeProject,
} from "./ending.ts";
import { UnknownProject } from "./members.ts";
import type { PeopleParts } from "./people-parts.ts";
import { NotAPhone, PhoneTaken, linkPhoneByRequest } from "./phone.ts";
import { projectByPid } from "./regions.ts";
import { ownerOf } from "./store.ts";

export const ActivatedAlready = refusal(
  "activated_already",
  409,
  "Услуги уже подключены",
  "The services are activated already",
);

const path = "/v1/office/projects/{pid}";
const desk = { kind: "staff", roles: ["support", "operator"] } as const;
const reason = z.string().trim().min(1).max(1_000).meta({ description: "Stays in the audit that the members read" });

type Parts = Pick<PeopleParts, "ending" | "machineNow" | "welcome">;

/** REG-08, REG-09: what staff do to a project in its members' place, each for a reason that the members read in their audit. */
export function officeEndingRoutes(parts: Parts): Route[] {
  return [statusRoute("conserve", parts), statusRoute("resume", parts), deleteRoute(parts), activateRoute(parts)];
}

function statusRoute(verb: "conserve" | "resume", { ending, machineNow }: Parts): Route {
  const conserves = verb === "conserve";
  return route({
    method: "POST",
    path: `${path}/${verb}`,
    operationId: `${verb}ProjectByStaff`,
    summary: conserves
      ? "Conserves a project in which nothing runs, in its members' place; the owner is told (REG-08)"
      : "Lets a conserved project be used again, in its members' place; the owner is told (REG-08)",
    params: pidParams,
    body: z.strictObject({ reason }),
    access: desk,
    proof: true,
    idempotent: "inherent",
    act: conserves ? projectConservedAct : projectResumedAct,
    refusals: conserves ? [UnknownProject, StillRuns, WrongStatus, ConservedTooOften] : [UnknownProject, WrongStatus],
    handler: async ({ params, body, principal, now, transaction }) => {
      const person = personHimself(principal);
      const order = { projectId: projectByPid(params.pid), person, now, staffReason: body.reason };
      await transaction((tx) =>
        conserves ? conserveProject(tx, { ...order, machineNow: machineNow() }, ending) : resumeProject(tx, order),
      );
    },
  });
}

function deleteRoute({ ending }: Parts): Route {
  return route({
    method: "POST",
    path: `${path}/delete`,
    operationId: "deleteProjectByStaff",
    summary: "Ends a project for ever, in its owner's place; its books and papers stay, the owner is told (REG-08)",
    params: pidParams,
    body: z.strictObject({
      pid: z.string().max(40).meta({ description: "The PID once more", example: "mcs1234567890" }),
      reason,
    }),
    access: { kind: "staff", roles: ["operator"] },
    proof: true,
    idempotent: "inherent",
    act: projectDeletedAct,
    refusals: [UnknownProject, NotItsPid, WrongStatus],
    handler: async ({ params, body, principal, now, transaction }) => {
      const person = personHimself(principal);
      const order = { projectId: projectByPid(params.pid), person, now, staffReason: body.reason };
      await transaction((tx) => deleteProject(tx, { ...order, pid: body.pid, papers: null }, ending));
    },
  });
}

function activateRoute({ machineNow, welcome }: Parts): Route {
  return route({
    method: "POST",
    path: `${path}/activate`,
    operationId: "activateProjectByStaff",
    summary: "Links the owner's telephone, of which staff have made sure, and with it activates the services (REG-09)",
    params: pidParams,
    body: z.strictObject({ phone: z.string().min(1).max(40).meta({ example: "+998901234567" }), reason }),
    access: desk,
    proof: true,
    idempotent: "inherent",
    act: phoneLinked,
    refusals: [UnknownProject, ActivatedAlready, NotAPhone, PhoneTaken],
    handler: async ({ params, body, principal, now, transaction }) => {
      personHimself(principal);
      const phone = normalPhone(body.phone);
      if (phone === null) throw NotAPhone({ field: "phone" });
      const projectId = projectByPid(params.pid);
      await transaction(async (tx) => {
        const owner = await ownerOf(tx, projectId);
        if (!owner) throw UnknownProject();
        if (await isActivated(tx, projectId)) throw ActivatedAlready();
        const times = { machineNow: machineNow(), now, reason: body.reason };
        await linkPhoneByRequest(tx, owner.userId, phone, times, welcome);
      });
    },
  });
}
