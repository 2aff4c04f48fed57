import { expect, test } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { HOUR } from "../../src/core/time.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** One page of a project in the office, and what staff do to it in its members' place. */
const { database, clock, company, staff, user, noticesTo } = await openPeople();
const page = (pid: string) => `/v1/office/projects/${pid}`;
const shown = async (by: Visitor, pid: string) => (await by.send("GET", page(pid))).body as Record<string, unknown>;
const support = await staff("support");
const reason = "попросил владелец, запрос R-2026-000012";

test("REG-08 BAL-01 the page holds people, payers, history, what is asked and what waits; tokens only for who decides about access", async () => {
  const { pid, path, owner } = await company({ viewer: "reader@example.ru" });
  await owner.send("POST", `${path}/tokens`, { name: "робот", scopes: ["balance.view"], days: 30 });
  await database.query(
    `insert into usage_quarantine (source, event_ref, received_at, reason, body)
     select '//x', 'held ' || n, '2026-11-20T08:00:00Z', 'too_large', jsonb_build_object('data', jsonb_build_object('project', case n when 1 then $1 else 'mcs0000000001' end))
       from generate_series(1, 2) n`,
    [pid],
  );
  const seen = await shown(support, pid);
  expect(seen).toMatchObject({
    project: { pid, status: "active", activatedAt: null, payment: { amount: "0.00" } },
    running: 0,
    people: [{ role: "owner" }, { email: "reader@example.ru", role: "viewer", blocked: false }],
    history: [{ event: "created", balance: null }],
    payers: [],
    requests: [],
    waiting: [],
    alarms: { quarantine: 1, unpriced: 0, notChargedSince: null },
    tokens: [{ name: "робот", scopes: ["balance.view"] }],
  });
  expect(JSON.stringify(seen)).not.toMatch(/token_hash|"token":/);
  const clerk = await staff("document_clerk");
  expect(await shown(clerk, pid)).toMatchObject({ project: { pid }, tokens: null });
  expect((await owner.send("GET", page(pid))).status).toBe(403);
  expect((await support.send("GET", page("mcs9999999999"))).body.code).toBe("unknown_project");
  expect((await support.send("GET", page("nothing"))).body.code).toBe("unknown_project");
  // Its movements and its audit are those of its own pages.
  const period = `projects=${pid}&from=2026-10-01&to=2026-11-20`;
  expect((await clerk.send("GET", `/v1/movements?${period}`)).status).toBe(200);
  expect((await support.send("GET", `${path}/acts`)).status).toBe(200);
  expect((await clerk.send("GET", `${path}/acts`)).status).toBe(404);
});

test("REG-08 AUD-01 staff conserve, resume and end a project for a reason that its owner reads; the owner is told", async () => {
  const { pid, path, owner, projectId } = await company();
  const email = "owner2@example.ru";
  expect((await support.send("POST", `${page(pid)}/conserve`, {})).status).toBe(422);
  expect((await support.send("POST", `${page(pid)}/conserve`, { reason })).status).toBe(204);
  expect((await support.send("POST", `${page(pid)}/conserve`, { reason })).body.code).toBe("project_status_is_other");
  clock.advance(HOUR);
  expect((await support.send("POST", `${page(pid)}/resume`, { reason })).status).toBe(204);
  clock.advance(HOUR);
  expect((await support.send("POST", `${page(pid)}/delete`, { pid, reason })).status).toBe(403);
  const operator = await staff("operator");
  expect((await operator.send("POST", `${page(pid)}/delete`, { pid: "mcs0000000001", reason })).body.code).toBe(
    "pid_not_confirmed",
  );
  expect((await operator.send("POST", `${page(pid)}/delete`, { pid, reason })).status).toBe(204);
  const told = (await noticesTo(email)).map(({ kind }) => kind);
  expect(told).toEqual(["project_conserved", "project_resumed", "project_removed"]);
  const { history, project } = await shown(support, pid);
  expect(new Set((history as { event: string }[]).map(({ event }) => event))).toEqual(
    new Set(["conserved", "created", "removed", "resumed"]),
  );
  expect(project).toMatchObject({ status: "deleted" });
  const acts = (await owner.send("GET", `${path}/acts?by=staff`)).body as unknown as {
    items: { act: string; changes: { field: string; after: string }[] }[];
  };
  expect(acts.items.map(({ act }) => act).slice(0, 3)).toEqual([
    "project.deleted",
    "project.resumed",
    "project.conserved",
  ]);
  for (const { changes } of acts.items.slice(0, 3))
    expect(changes).toContainEqual(expect.objectContaining({ field: "reason", after: reason }));
  const [event] = await database.query(
    "select payload ->> 'reason' as why from outbox_message where topic = 'project.conserved' and subject_id = $1",
    [projectId],
  );
  expect(event).toEqual({ why: "by_staff" });
  for (const verb of ["conserve", "resume", "delete", "activate"])
    expect((await owner.send("POST", `${page(pid)}/${verb}`, { reason, pid, phone: "+998901234567" })).status).toBe(
      403,
    );
  expect((await support.send("POST", `${page("mcs9999999999")}/conserve`, { reason })).body.code).toBe(
    "unknown_project",
  );
});

test("REG-09 staff link the telephone of an owner of whom they made sure, and the services are activated once", async () => {
  const { projectId } = await user("faraway@example.ru");
  const path = `${page(formatPid(projectId))}/activate`;
  expect((await support.send("POST", path, { phone: "twelve", reason })).body.code).toBe("not_a_phone");
  expect((await support.send("POST", path, { phone: "+998 90 123-45-67", reason })).status).toBe(204);
  expect((await support.send("POST", path, { phone: "+998901234567", reason })).body.code).toBe("activated_already");
  expect((await noticesTo("faraway@example.ru")).map(({ kind }) => kind)).toEqual([
    "phone_linked",
    "services_activated",
  ]);
  expect(await shown(support, formatPid(projectId))).toMatchObject({ project: { activatedAt: expect.any(String) } });
  const other = await user("another@example.ru");
  expect(
    (await support.send("POST", `${page(formatPid(other.projectId))}/activate`, { phone: "+998901234567", reason }))
      .body.code,
  ).toBe("phone_taken");
});
