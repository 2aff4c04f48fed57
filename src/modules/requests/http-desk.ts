import { z } from "zod";

import { noAct } from "../../platform/act.ts";
import { type Route, idInput, route, userOf } from "../../platform/http/index.ts";
import { mergeRequest, transferRequest } from "./desk.ts";
import { deleteFollower, upsertFollower } from "./desk-store.ts";
import { ANSWERING, DEPARTMENT_CODES, byId, changed, changedSchema, personOf, versionInput } from "./http-office.ts";
import { ActNotPossible, NotTheSameAsker, RequestChanged } from "./request.ts";
import { requestOf } from "./thread.ts";

const HISTORY = noAct("The request's own history keeps who did what.");

/** REQ-11: what staff do with cases beside answering them. */
export function deskRoutes(): Route[] {
  return [transferRoute(), mergeRoute(), followRoute()];
}

function transferRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/office/requests/{id}/department",
    operationId: "transferRequest",
    summary: "Hands a case to another department, with the deadline that it has (REQ-11)",
    params: byId,
    body: z.strictObject({ department: z.enum(DEPARTMENT_CODES), version: versionInput }),
    response: changedSchema,
    access: ANSWERING,
    idempotent: "inherent",
    act: HISTORY,
    refusals: [RequestChanged, ActNotPossible],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const by = { by: personOf(principal), version: body.version, now };
        return changed(await transferRequest(tx, params.id, body.department, by));
      }),
  });
}

function mergeRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/office/requests/{id}/merged",
    operationId: "mergeRequest",
    summary: "Joins a case to another one of the same customer, which goes on in its stead (REQ-11)",
    params: byId,
    body: z.strictObject({ into: idInput, version: versionInput }),
    response: changedSchema,
    access: ANSWERING,
    idempotent: "inherent",
    act: HISTORY,
    refusals: [RequestChanged, ActNotPossible, NotTheSameAsker],
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        const by = { by: personOf(principal), version: body.version, now };
        return changed(await mergeRequest(tx, params.id, body.into, by));
      }),
  });
}

function followRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/office/requests/{id}/following",
    operationId: "followRequest",
    summary: "Keeps an eye on a case, or no more (REQ-11)",
    params: byId,
    body: z.strictObject({ follows: z.boolean() }),
    access: ANSWERING,
    idempotent: "inherent",
    act: noAct("What somebody keeps an eye on is theirs alone."),
    handler: ({ params, body, principal, now, transaction }) =>
      transaction(async (tx) => {
        await requestOf(tx, params.id);
        const userId = userOf(principal);
        if (body.follows) return upsertFollower(tx, params.id, userId, now);
        return deleteFollower(tx, params.id, userId);
      }),
  });
}
