import { z } from "zod";

import type { ProjectId } from "../../core/ids.ts";
import { type Route, pidParams, route } from "../../platform/http/index.ts";
import { funds } from "../balance/index.ts";
import { payerOf, paymentScheme } from "../parties/index.ts";
import { type Permission, type Role, isActivated, membersOfProject, permissionsOf } from "../tenancy/index.ts";
import { hasUsage } from "./report-store.ts";

/** What a newcomer does first, in this order, and the right that it needs (consoles, Overview). */
const STEPS = [
  { code: "registered", permission: "project.view" },
  { code: "activated", permission: "project.view" },
  { code: "paid", permission: "payments.manage" },
  { code: "used", permission: "details.view" },
  { code: "details", permission: "payments.manage" },
  { code: "people", permission: "members.manage" },
] as const satisfies readonly { readonly code: string; readonly permission: Permission }[];
type Step = (typeof STEPS)[number]["code"];

/** What the steps follow from. */
export interface ChecklistFacts {
  readonly postpaid: boolean;
  readonly activated: boolean;
  readonly paid: boolean;
  readonly used: boolean;
  readonly organisation: boolean;
  readonly people: number;
}

/** The steps of somebody of this role: what it may not do is not asked of it. */
export function checklistOf(facts: ChecklistFacts, role: Role | null): { code: Step; done: boolean }[] {
  const done: Readonly<Record<Step, boolean>> = {
    registered: true,
    activated: facts.activated,
    paid: facts.paid,
    used: facts.used,
    details: facts.organisation,
    people: facts.people > 1,
  };
  const held = role === null ? [] : permissionsOf(role);
  return STEPS.flatMap(({ code, permission }) => {
    // Who is post-paid gets invoices from the provider and has nothing to pay first (PAY-06); the telephone is the owner's (REG-09).
    const isOthers = (code === "paid" && facts.postpaid) || (code === "activated" && role !== "owner");
    const asked = held.includes(permission) && !isOthers;
    return asked ? [{ code, done: done[code] }] : [];
  });
}

export function checklistRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/projects/{pid}/checklist",
    operationId: "getChecklist",
    summary: "What a newcomer to the project does first, ticked off by what happened (REG-03, FRZ-01)",
    params: pidParams,
    response: z.strictObject({
      items: z.array(z.strictObject({ code: z.enum(STEPS.map(({ code }) => code)), done: z.boolean() })),
    }),
    access: { kind: "member", of: "project", permission: "project.view", from: "params.pid" },
    handler: ({ projects, principal, now, read }) =>
      read(async (tx) => {
        const [projectId] = projects as readonly [ProjectId];
        const scheme = (await paymentScheme(tx, [projectId], now)).get(projectId);
        const paid = (await funds(tx, [projectId])).get(projectId)?.firstPaidAt ?? null;
        const facts = {
          postpaid: scheme === "postpaid",
          activated: await isActivated(tx, projectId),
          paid: paid !== null,
          used: await hasUsage(tx, projectId),
          organisation: (await payerOf(tx, [projectId], now)).has(projectId),
          people: (await membersOfProject(tx, projectId)).length,
        };
        const role = principal.kind === "user" ? (principal.roles.get(projectId) as Role | undefined) : undefined;
        return { items: checklistOf(facts, role ?? null) };
      }),
  });
}
