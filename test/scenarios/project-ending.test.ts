import { beforeAll, describe, expect, test } from "vitest";

import { loadConfiguration } from "../../src/composition/configuration.ts";
import { parsePid } from "../../src/core/ids.ts";
import { DAY, HOUR, type Instant, MINUTE, plus } from "../../src/core/time.ts";
import { processDeletions, topUp } from "../../src/modules/balance/index.ts";
import { changePayer, concludeContract, registerPayer } from "../../src/modules/parties/index.ts";
import { addMember, projectFacts, userIdOf } from "../../src/modules/tenancy/index.ts";
import { UsageIntake, accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { usageEvent } from "../support/http-world.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** REG-08: a project is conserved, used again, ended for ever. */
const { database, clock, visitor, user, staff } = await openPeople();

beforeAll(() => loadConfiguration(database, plus(clock.now(), -100 * DAY)));

const pass = (ms: number) => clock.moveTo(plus(clock.now(), ms));

async function owned(email: string): Promise<{ by: Visitor; pid: string; path: string; projectId: bigint }> {
  await user(email);
  const by = await visitor().signIn(email);
  const { pid } = (await by.send("POST", "/v1/projects", { name: "Архив" })).body as unknown as { pid: string };
  const projectId = parsePid(pid) ?? 0n;
  return { by, pid, path: `/v1/projects/${pid}`, projectId };
}

let sent = 0;
const CORES = { sku: "compute.vcpu.basic", meter: "vcpu", unit: "vCPU", resource: "server-1" };
const TRAFFIC = { sku: "network.traffic.out", meter: "traffic", unit: "GB", resource: "net-1" };
const traffic = (projectId: bigint, quantity: string, time: Instant) => report(projectId, quantity, time, TRAFFIC);

/** What the cloud reports, one after the other. */
async function report(projectId: bigint, quantity: string, time: Instant = clock.now(), what = CORES) {
  const intake = new UsageIntake(database);
  const event = usageEvent({ ...what, id: `ending ${(sent += 1)}`, projectId, time, quantity });
  const [outcome] = await intake.ingest([event], clock.now());
  await intake.flush();
  await rateAll(database, clock.now());
  await accrueAll(database, clock.now());
  return outcome;
}

const pay = (projectId: bigint, minor: bigint) =>
  database.transaction((tx) =>
    topUp(tx, {
      projectId,
      source: "other",
      amountMinor: minor,
      currency: "RUB",
      at: clock.now(),
      reference: { kind: "test", id: `${projectId}` },
      idempotencyKey: `${projectId} ${clock.now()}`,
    }),
  );

const webhooks = async (projectId: bigint) => {
  const rows = await database.query<{ topic: string }>(
    `select topic from outbox_message where destination = 'control_plane' and subject_kind = 'project' and subject_id = $1
      order by message_id`,
    [projectId],
  );
  return rows.map(({ topic }) => topic);
};
const letters = async (email: string) => {
  const rows = await database.query<{ kind: string }>(
    `select payload ->> 'kind' as kind from outbox_message where topic = 'person.notice' and payload ->> 'email' = $1
        and payload ->> 'kind' like 'project_%' order by message_id`,
    [email],
  );
  return rows.map(({ kind }) => kind);
};
const acts = async (projectId: bigint) => {
  const rows = await database.query<{ act: string }>(
    `select act from audit_event where $1 = any(subjects) and refusal is null
        and act in ('project.conserved', 'project.resumed', 'project.deleted') order by audit_event_id`,
    [`project:${projectId}`],
  );
  return rows.map(({ act }) => act);
};
const charged = async (projectId: bigint) => {
  const rows = await database.query<{ minor: bigint }>(
    "select coalesce(sum(amount_minor), 0)::bigint as minor from charge where project_id = $1",
    [projectId],
  );
  return rows[0]?.minor ?? 0n;
};

describe("REG-08 the end of a project", () => {
  test("REG-08 only a project in which nothing runs is conserved; then nothing is charged, until it is resumed", async () => {
    const email = "conserve@example.ru";
    const { by, path, projectId } = await owned(email);
    await pay(projectId, 1_000_000n);
    await report(projectId, "4");
    pass(HOUR);
    expect((await by.send("GET", `${path}/ending`)).body).toMatchObject({ status: "active", running: 1, months: null });
    const refused = await by.send("POST", `${path}/conserve`);
    expect([refused.status, refused.body.code]).toEqual([409, "project_still_runs"]);
    await report(projectId, "0");
    pass(DAY);
    await accrueAll(database, clock.now());
    expect((await by.send("POST", `${path}/conserve`)).status).toBe(204);
    const paid = await charged(projectId);
    expect(paid).toBeGreaterThan(0n);
    pass(HOUR);
    // The cloud was told; what it reports all the same waits for a person, and what was used before is charged.
    expect(await report(projectId, "8")).toMatchObject({ status: "quarantined", reason: "conserved_project" });
    expect(await charged(projectId)).toBe(paid);
    expect(await report(projectId, "0")).toMatchObject({ status: "accepted" });
    expect((await by.send("POST", `${path}/conserve`)).body.code).toBe("project_status_is_other");
    expect((await by.send("POST", `${path}/resume`)).status).toBe(204);
    pass(MINUTE);
    expect(await report(projectId, "8")).toMatchObject({ status: "accepted" });
    // What is told only now of the time in between waits, as it did then; a gauge of before it would run on through it.
    const [within, earlier] = [plus(clock.now(), -30 * MINUTE), plus(clock.now(), -2 * HOUR)];
    const waits = { status: "quarantined", reason: "conserved_project" };
    expect(await traffic(projectId, "500", within)).toMatchObject(waits);
    expect(await report(projectId, "3", within)).toMatchObject(waits);
    expect(await report(projectId, "3", earlier)).toMatchObject(waits);
    expect(await report(projectId, "0", within)).toMatchObject({ status: "accepted" });
    expect(await traffic(projectId, "500", earlier)).toMatchObject({ status: "accepted" });
    expect(await webhooks(projectId)).toEqual(["project.conserved", "project.resumed"]);
    expect(await letters(email)).toEqual(["project_conserved", "project_resumed"]);
    expect(await acts(projectId)).toEqual(["project.conserved", "project.resumed"]);
    await report(projectId, "0");
  });

  test("REG-08 with a debt as well; its people read it still, and change nothing; what was used is charged", async () => {
    const email = "delete@example.ru";
    const { by, pid, path, projectId } = await owned(email);
    await report(projectId, "40");
    pass(HOUR);
    await accrueAll(database, clock.now());
    expect(await webhooks(projectId)).toEqual(["project.frozen"]);
    expect(
      (await by.send("POST", `${path}/tokens`, { name: "robot", scopes: ["balance.view"], days: 30 })).status,
    ).toBe(201);
    expect((await by.send("POST", `${path}/invitations`, { email: "new@example.ru", role: "viewer" })).status).toBe(
      201,
    );
    const wrong = await by.send("POST", `${path}/delete`, { pid: "mcs0000000000", papers: null });
    expect([wrong.status, wrong.body.code]).toEqual([422, "pid_not_confirmed"]);
    const months = await by.send("POST", `${path}/delete`, { pid, papers: { from: "2026-11", to: "2026-11" } });
    expect(months.status).toBe(422);
    expect((await by.send("POST", `${path}/delete`, { pid, papers: null })).status).toBe(204);
    expect(await webhooks(projectId)).toEqual(["project.frozen", "project.deleted"]);
    expect(await letters(email)).toEqual(["project_removed"]);
    expect(await acts(projectId)).toEqual(["project.deleted"]);

    const me = (await by.send("GET", "/v1/me")).body as unknown as { projects: Record<string, unknown>[] };
    const shown = me.projects.find((one) => one["pid"] === pid);
    expect(shown).toMatchObject({ status: "deleted", role: "owner" });
    expect(shown?.["permissions"]).toEqual(expect.arrayContaining(["documents.view", "details.view"]));
    for (const changing of ["project.manage", "project.delete", "members.manage", "tokens.manage", "payments.manage"])
      expect(shown?.["permissions"]).not.toContain(changing);
    expect((await by.send("GET", `${path}/balance`)).status).toBe(200);
    expect((await by.send("PATCH", path, { name: "Ещё" })).status).toBe(403);
    expect((await by.send("POST", `${path}/delete`, { pid, papers: null })).status).toBe(403);
    const open = await database.query(
      `select 1 from project_invitation where project_id = $1 and ended_at is null
       union all select 1 from api_token where project_id = $1 and revoked_at is null`,
      [projectId],
    );
    expect(open).toEqual([]);

    // The cloud removes what is left and says so; what it reports later of use waits.
    pass(MINUTE);
    expect(await report(projectId, "0")).toMatchObject({ status: "accepted" });
    pass(MINUTE);
    expect(await report(projectId, "2")).toMatchObject({ status: "quarantined", reason: "deleted_project" });
    // What was used up before is known only now: it is charged, and nobody is told of a queue of objects. A gauge waits.
    pass(DAY);
    await accrueAll(database, clock.now());
    const before = await charged(projectId);
    const early = plus(clock.now(), -DAY - 30 * MINUTE);
    expect(await traffic(projectId, "50000", early)).toMatchObject({ status: "accepted" });
    expect(await charged(projectId)).toBeGreaterThan(before);
    expect(await report(projectId, "50", early)).toMatchObject({ status: "quarantined", reason: "deleted_project" });
    pass(40 * DAY);
    await database.transaction((tx) => processDeletions(tx, clock.now()));
    const told = await database.query<{ kind: string }>(
      `select payload ->> 'kind' as kind from outbox_message where topic = 'project.notice' and subject_id = $1`,
      [projectId],
    );
    expect(told).toEqual([{ kind: "frozen" }]);
  });

  test("REG-08 what was reported a moment ago runs as well, before it is rated", async () => {
    const { by, path, projectId } = await owned("moment@example.ru");
    await pay(projectId, 100_000n);
    const event = { ...CORES, id: "moment", projectId, time: clock.now(), quantity: "2" };
    await new UsageIntake(database).ingest([usageEvent(event)], clock.now());
    expect((await by.send("POST", `${path}/conserve`)).body.code).toBe("project_still_runs");
    await rateAll(database, clock.now());
    expect((await by.send("POST", `${path}/conserve`)).body.code).toBe("project_still_runs");
    pass(MINUTE);
    await report(projectId, "0");
    expect((await by.send("POST", `${path}/conserve`)).status).toBe(204);
  });

  test("REG-08 whose intake knew the project a moment ago knows at once that it was conserved, and that it is used again", async () => {
    const { by, path, projectId } = await owned("cached@example.ru");
    await pay(projectId, 100_000n);
    const intake = new UsageIntake(database);
    const tell = async (id: string, quantity: string) => {
      const event = { ...CORES, id: `cached ${id}`, projectId, time: clock.now(), quantity };
      const [outcome] = await intake.ingest([usageEvent(event)], clock.now());
      await rateAll(database, clock.now());
      pass(MINUTE);
      return outcome;
    };
    expect(await tell("warm", "0")).toMatchObject({ status: "accepted" });
    expect((await by.send("POST", `${path}/conserve`)).status).toBe(204);
    pass(MINUTE);
    expect(await tell("runs", "2")).toMatchObject({ status: "quarantined", reason: "conserved_project" });
    expect((await by.send("POST", `${path}/resume`)).status).toBe(204);
    pass(MINUTE);
    expect(await tell("again", "2")).toMatchObject({ status: "accepted" });
    expect(await tell("stops", "0")).toMatchObject({ status: "accepted" });
    await intake.flush();
  });

  test("REG-08 who remembers its rights a moment longer changes nothing in a deleted project", async () => {
    const { by, pid, path, projectId } = await owned("stale@example.ru");
    await user("admin@example.ru");
    const userId = await userIdOf(database, "admin@example.ru");
    await database.transaction((tx) => addMember(tx, projectId, userId, "superadministrator", clock.now()));
    const admin = await visitor().signIn("admin@example.ru");
    expect((await admin.send("GET", `${path}/members`)).status).toBe(200);
    expect((await by.send("POST", `${path}/delete`, { pid, papers: null })).status).toBe(204);
    const invited = await admin.send("POST", `${path}/invitations`, { email: "late@example.ru", role: "viewer" });
    expect([invited.status, (await admin.send("PATCH", path, { name: "Ещё" })).status]).toEqual([403, 403]);
  });

  test("REG-08 reliability 67 a project is not conserved and resumed without end", async () => {
    const { by, path } = await owned("toggled@example.ru");
    const conserved: unknown[] = [];
    for (let n = 0; n < 11; n += 1) {
      const { status, body, headers } = await by.send("POST", `${path}/conserve`);
      conserved.push(status === 204 ? status : [body.code, Number(headers["retry-after"]) > 0]);
      if (status === 204) expect((await by.send("POST", `${path}/resume`)).status).toBe(204);
      pass(MINUTE);
    }
    expect(conserved).toEqual([...Array.from({ length: 10 }, () => 204), ["project_conserved_too_often", true]]);
  });

  test("REG-03 projects are not opened and deleted without end", async () => {
    const { by, projectId } = await owned("many@example.ru");
    await database.query(
      `insert into project (project_id, account_id, region_code, currency, name, status, status_since, created_at)
       select 8000000000 + n, account_id, region_code, currency, 'Был', 'deleted', $2::timestamptz, $2::timestamptz
         from project, generate_series(1, 99) n where project_id = $1`,
      [projectId, new Date(clock.now()).toISOString()],
    );
    const open = () => by.send("POST", "/v1/projects", { name: "Ещё" });
    expect((await open()).body.code).toBe("too_many_own_projects");
    pass(2 * DAY);
    await by.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" });
    expect((await open()).status).toBe(201);
  });

  test("REG-08 whose payer gets papers is asked for which months, and the document department is asked for them", async () => {
    const { by, pid, path, projectId } = await owned("company@example.ru");
    await database.transaction(async (tx) => {
      const accountId = (await projectFacts(tx, [projectId])).get(projectId)?.accountId ?? 0n;
      const payer = await registerPayer(tx, { accountId, kind: "legal_entity", countryCode: "RU", name: "Ромашка" });
      const terms = { type: "public_offer", paymentScheme: "prepaid", startsAt: plus(clock.now(), -DAY) } as const;
      const contract = await concludeContract(tx, payer, "vk", terms);
      await changePayer(tx, projectId, payer, contract, plus(clock.now(), -DAY));
    });
    await pay(projectId, 100_000n);
    await report(projectId, "1");
    pass(HOUR);
    await report(projectId, "0");
    const { months } = (await by.send("GET", `${path}/ending`)).body as unknown as {
      months: { from: string; to: string };
    };
    expect(months.from).toBe(months.to);
    const early = await by.send("POST", `${path}/delete`, { pid, papers: { from: "2020-01", to: months.to } });
    expect(early.status).toBe(422);
    expect((await by.send("POST", `${path}/delete`, { pid, papers: months })).status).toBe(204);
    const cases = await database.query(`select kind, department, fields from request where project_id = $1`, [
      projectId,
    ]);
    expect(cases).toEqual([{ kind: "last_papers", department: "documents", fields: months }]);
    const kept = await database.query(
      `select to_char(papers_from, 'YYYY-MM') as "from", to_char(papers_to, 'YYYY-MM') as "to" from project_deletion where project_id = $1`,
      [projectId],
    );
    expect(kept).toEqual([months]);
  });

  test("REG-08 REG-04 an administrator of the project conserves it, only its owner deletes it", async () => {
    const { pid, path, projectId } = await owned("who@example.ru");
    const roles = [
      ["super@example.ru", "superadministrator", 204, 403],
      ["billing@example.ru", "billing_administrator", 403, 403],
      ["viewer@example.ru", "viewer", 403, 403],
    ] as const;
    for (const [email, role, conserve, remove] of roles) {
      await user(email);
      const userId = await userIdOf(database, email);
      await database.transaction((tx) => addMember(tx, projectId, userId, role, clock.now()));
      const by = await visitor().signIn(email);
      expect([role, (await by.send("POST", `${path}/conserve`)).status]).toEqual([role, conserve]);
      expect([role, (await by.send("POST", `${path}/delete`, { pid, papers: null })).status]).toEqual([role, remove]);
      await database.query("update project set status = 'active' where project_id = $1", [projectId]);
    }
    await user("stranger@example.ru");
    const stranger = await visitor().signIn("stranger@example.ru");
    expect((await stranger.send("POST", `${path}/conserve`)).status).toBe(404);
  });

  test("REG-08 BAL-01 staff find a project by its number, name or owner's mail, with what became of it and the customer's own balance", async () => {
    const email = "found@example.ru";
    const { by, pid, path, projectId } = await owned(email);
    await pay(projectId, 1_000_000n);
    const support = await staff("support");
    const find = async (search: string) =>
      (await support.send("GET", `/v1/office/projects?search=${encodeURIComponent(search)}`)).body as unknown as {
        items: Record<string, unknown>[];
      };
    const { payment } = (await by.send("GET", `${path}/balance`)).body as unknown as { payment: object };
    const own = {
      pid,
      name: "Архив",
      status: "active",
      owner: { email },
      payer: null,
      payment,
      objectsDeletedAt: null,
    };
    expect((await find(pid)).items).toMatchObject([own]);
    expect((await find(email.toUpperCase())).items).toContainEqual(expect.objectContaining({ pid }));
    expect((await find("рхи")).items).toContainEqual(expect.objectContaining({ pid }));
    expect((await find("Арх%в")).items).toEqual([]);
    expect((await by.send("POST", `${path}/conserve`)).status).toBe(204);
    expect((await find(pid)).items).toMatchObject([{ status: "conserved", statusSince: expect.any(String) }]);
    expect((await by.send("GET", "/v1/office/projects")).status).toBe(403);
  });
});
