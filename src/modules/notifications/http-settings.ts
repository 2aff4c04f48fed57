import { z } from "zod";

import { Forbidden, NotFound } from "../../core/errors.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { noAct } from "../../platform/act.ts";
import {
  type Principal,
  type Route,
  idInput,
  idSchema,
  instantSchema,
  pidParams,
  route,
  textsSchema,
} from "../../platform/http/index.ts";
import { LinkUnusable, TooManyLetters } from "../../platform/identity/index.ts";
import { type Role, projectFacts } from "../tenancy/index.ts";
import { addressAdded, addressConfirmed, addressEnded } from "./acts.ts";
import { readerOf } from "./http.ts";
import { GROUPS, SEVERITIES } from "./kind.ts";
import {
  AddressKnown,
  AddressWrong,
  KindUnknown,
  MuteRefused,
  TooManyAddresses,
  addAddress,
  addressOfLink,
  answerAddress,
  choose,
  removeAddress,
  settingsOf,
} from "./settings.ts";
import { selectAddresses } from "./settings-store.ts";

/** What an additional address may get: letters that name no person. */
const ADDRESS_GROUPS = ["money", "documents"] as const;

const settingSchema = z.strictObject({
  kind: z.string(),
  name: textsSchema,
  group: z.enum(GROUPS),
  severity: z.enum(SEVERITIES),
  letter: z.boolean(),
  letterMutable: z.boolean(),
  console: z.boolean(),
  consoleMutable: z.boolean(),
});
const addressSchema = z.strictObject({
  id: idSchema,
  email: z.string(),
  groups: z.array(z.enum(ADDRESS_GROUPS)),
  addedAt: instantSchema,
  confirmedAt: instantSchema.nullable().meta({ description: "null: whoever has the mailbox did not agree yet" }),
});
const link = z.strictObject({ link: z.string().max(100) });
const purpose = z.enum(["confirm", "unsubscribe"]);

/** Who one is in the project of the route. */
function memberOf(principal: Principal, projectId: ProjectId) {
  const { userNo, userId, roles } = readerOf(principal);
  const role = roles.get(projectId) as Role | undefined;
  if (role === undefined) throw Forbidden();
  return { userNo, userId, role };
}

/** NTF-01: what one is told of a project and may do without; further addresses that get its letters. */
export function notificationSettingRoutes(machineNow: () => Instant): Route[] {
  return [
    settingsRoute(),
    chooseRoute(),
    addressesRoute(),
    addRoute(machineNow),
    removeRoute(),
    readLinkRoute(),
    answerRoute(),
  ];
}

function settingsRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/notification-settings",
    operationId: "getNotificationSettings",
    summary: "What one is told of the project, by letter and in the console, and what of it may be muted (NTF-01)",
    params: pidParams,
    response: z.strictObject({ items: z.array(settingSchema) }),
    access: { kind: "member", of: "project", permission: "project.view", from: "params.pid" },
    handler: ({ projects, principal, read }) =>
      read(async (tx) => {
        const [projectId] = projects as readonly [ProjectId];
        const settings = await settingsOf(tx, projectId, memberOf(principal, projectId));
        return {
          items: settings.map(({ kind, ...rest }) => ({
            kind: kind.code,
            name: kind.name,
            group: kind.group,
            severity: kind.severity,
            ...rest,
          })),
        };
      }),
  });
}

function chooseRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/projects/{pid}/notification-settings/{kind}",
    operationId: "chooseNotification",
    summary: "Whether one wants a kind of notification by letter and in the console (NTF-01)",
    params: pidParams.extend({ kind: z.string().regex(/^[a-z_.]{3,60}$/) }),
    body: z.strictObject({ letter: z.boolean(), console: z.boolean() }),
    access: { kind: "member", of: "project", permission: "project.view", from: "params.pid" },
    idempotent: "inherent",
    act: noAct("what one wants to be told is one's own"),
    refusals: [KindUnknown, MuteRefused],
    handler: async ({ projects, principal, params, body, transaction }) => {
      const [projectId] = projects as readonly [ProjectId];
      const member = memberOf(principal, projectId);
      await transaction((tx) => choose(tx, projectId, member, { kind: params.kind, ...body }));
    },
  });
}

const forPeople = { kind: "member", of: "project", permission: "members.manage", from: "params.pid" } as const;

function addressesRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/notification-addresses",
    operationId: "listNotificationAddresses",
    summary: "Further addresses that get the project's letters",
    params: pidParams,
    response: z.strictObject({ items: z.array(addressSchema) }),
    access: forPeople,
    handler: ({ projects, read }) =>
      read(async (tx) => ({
        items: (await selectAddresses(tx, projects)).map(({ addressId, email, groups, addedAt, confirmedAt }) => ({
          id: addressId.toString(),
          email,
          groups: ADDRESS_GROUPS.filter((group) => groups.includes(group)),
          addedAt: formatInstant(addedAt),
          confirmedAt: confirmedAt === null ? null : formatInstant(confirmedAt),
        })),
      })),
  });
}

function addRoute(machineNow: () => Instant): Route {
  return route({
    method: "POST",
    path: "/v1/projects/{pid}/notification-addresses",
    operationId: "addNotificationAddress",
    summary: "Adds an address: it is asked by letter whether it wants the others",
    params: pidParams,
    body: z.strictObject({ email: z.string().max(254), groups: z.array(z.enum(ADDRESS_GROUPS)).min(1).max(2) }),
    response: z.strictObject({ id: idSchema }),
    status: 201,
    access: forPeople,
    idempotent: "inherent",
    act: addressAdded,
    refusals: [AddressKnown, AddressWrong, TooManyAddresses, TooManyLetters],
    handler: async ({ projects, principal, body, language, address, now, transaction }) => {
      const [projectId] = projects as readonly [ProjectId];
      const { userId: addedBy } = memberOf(principal, projectId);
      const groups = [...new Set(body.groups)];
      const id = await transaction((tx) =>
        addAddress(
          tx,
          { projectId, email: body.email, groups, language, addedBy, at: now },
          { network: address, machineNow: machineNow() },
        ),
      );
      return { id: id.toString() };
    },
  });
}

function removeRoute(): Route {
  return route({
    method: "DELETE",
    path: "/v1/projects/{pid}/notification-addresses/{id}",
    operationId: "removeNotificationAddress",
    summary: "Takes an address away",
    params: pidParams.extend({ id: idInput }),
    access: forPeople,
    idempotent: "inherent",
    act: addressEnded,
    handler: async ({ projects, principal, params, now, transaction }) => {
      const [projectId] = projects as readonly [ProjectId];
      memberOf(principal, projectId);
      await transaction(async (tx) => {
        if (!(await removeAddress(tx, projectId, params.id, now))) throw NotFound({ values: { what: "id" } });
      });
    },
  });
}

function readLinkRoute(): Route {
  return route({
    method: "POST",
    path: "/v1/notification-addresses/read",
    operationId: "readNotificationAddressLink",
    summary: "What a link in a letter to a further address is about",
    body: link.extend({ purpose }),
    response: z.strictObject({ email: z.string(), pid: z.string(), projectName: z.string(), confirmed: z.boolean() }),
    access: { kind: "public" },
    idempotent: "inherent",
    act: noAct("it tells what a link is about and changes nothing"),
    refusals: [LinkUnusable],
    handler: ({ body, transaction }) =>
      transaction(async (tx) => {
        const { projectId, email, confirmedAt } = await addressOfLink(tx, body.link, body.purpose);
        const project = (await projectFacts(tx, [projectId])).get(projectId);
        return { email, pid: formatPid(projectId), projectName: project?.name ?? "", confirmed: confirmedAt !== null };
      }),
  });
}

function answerRoute(): Route {
  return route({
    method: "POST",
    path: "/v1/notification-addresses/answer",
    operationId: "answerNotificationAddress",
    summary: "Whoever has the mailbox agrees to the letters, or wants no more of them",
    body: link.extend({ purpose }),
    access: { kind: "public" },
    idempotent: "inherent",
    act: addressConfirmed,
    refusals: [LinkUnusable],
    handler: async ({ body, now, transaction }) => {
      await transaction((tx) => answerAddress(tx, body.link, body.purpose, now));
    },
  });
}
