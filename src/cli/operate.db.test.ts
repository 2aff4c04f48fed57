import { beforeAll, expect, test } from "vitest";

import { OWN_ACCOUNT, encode, oneCText } from "../../test/support/bank-files.ts";
import { commandLine, standAt } from "../../test/support/cli.ts";
import { testDatabase } from "../../test/support/database.ts";
import { Play } from "../../test/support/play.ts";
import { makeWorld } from "../../test/support/world.ts";
import { formatPid } from "../core/ids.ts";
import { at } from "../core/time.ts";
import { importStatement } from "../modules/payments/index.ts";
import { TenancyAuthority } from "../modules/tenancy/index.ts";
import { projectFrozen, projectNotice } from "../modules/balance/index.ts";
import { defineTopic, enqueue } from "../platform/outbox/index.ts";

/** What an operator does by command line when something is to be looked at, released, repeated or handed out. */
const own = await testDatabase();
const saldo = commandLine(own);
const play = new Play(own.database);

beforeAll(async () => {
  await makeWorld(own.database);
  await standAt(own, "2026-10-02T12:00:00+03:00");
});

test("FRZ-01 AUD-03 automation shows a halt with exit code 1; the command line asks for its release and releases nothing", async () => {
  expect(await saldo("automation", "--json")).toMatchObject({ code: 0, object: { halts: [] } });
  await own.database.query(
    "insert into automation_halt (kind, halted_at, affected, allowed) values ('freeze', '2026-10-02T08:00:00Z', 400, 10)",
  );
  const halted = { kind: "freeze", haltedAt: "2026-10-02T08:00:00.000Z", affected: 400, allowed: 10 };
  expect(await saldo("automation", "--json")).toMatchObject({ code: 1, object: { halts: [halted] } });
  expect(await saldo("alarms", "--json")).toMatchObject({
    code: 1,
    object: { alarms: [{ alarm: "automation_halt", subject: "freeze", count: 400, since: halted.haltedAt }] },
  });
  expect((await saldo("automation")).out).toContain("saldo automation release freeze --by NAME");
  expect((await saldo("automation", "release", "freeze")).code).toBe(2);
  const ask = (kind: string) =>
    saldo("automation", "release", kind, "--by", "Ann", "--note", "a wrong price, mended", "--json");
  expect((await ask("everything")).code).toBe(2);
  const asked = await ask("freeze");
  expect(asked).toMatchObject({ code: 1, object: { proposal: expect.any(Number) } });
  expect(await ask("freeze")).toMatchObject({ code: 1, object: { error: { code: "proposal_open" } } });
  expect(await saldo("alarms", "--json")).toMatchObject({
    object: { alarms: [{ alarm: "automation_halt" }, { alarm: "proposal", subject: "release_halt", count: 1 }] },
  });
  expect(await saldo("proposals", "--json")).toMatchObject({
    code: 1,
    object: { proposals: [{ kind: "release_halt", by: "cli:Ann", amount: null, reason: "a wrong price, mended" }] },
  });
  expect((await saldo("proposals")).out).toContain("Let automation go on");
  expect(await saldo("automation", "--json")).toMatchObject({ code: 1, object: { halts: [halted] } });
  expect(await ask("deletion")).toMatchObject({ code: 1, object: { error: { code: "nothing_halted" } } });
  await own.database.query("update automation_halt set released_at = $1, released_by = 'test'", [
    "2026-10-02T09:00:00Z",
  ]);
  await own.database.query("update proposal set state = 'withdrawn', decided_at = $1", ["2026-10-02T09:00:00Z"]);
});

/** Of no freeze: the books know nothing of it. */
const noted = defineTopic({ ...projectFrozen.definition, name: "project.noted" });

/** A webhook and a letter about a project. */
function messages(projectId: bigint) {
  const moment = { reason: "test", pid: formatPid(projectId), balance: -1n, currency: "RUB", deletionDueAt: null };
  const happened = at("2026-10-02T08:00:00Z");
  return [
    noted.message(projectId, { ...moment, at: happened }, happened),
    projectNotice.message(projectId, { kind: "frozen", ...moment, at: happened }, happened),
  ];
}

test("FRZ-07 outbox parked shows what does not get through, and outbox retry sends it again", async () => {
  expect(await saldo("outbox", "parked", "--json")).toMatchObject({ code: 0, object: { messages: [] } });
  const projectId = await play.project();
  const [webhook, letter] = await own.database.transaction((tx) => enqueue(tx, messages(projectId)));
  await own.database.query(
    "update outbox_message set parked_at = '2026-10-02T08:00:09Z', last_error = 'HTTP 500', failures = 12 where message_id = $1",
    [webhook],
  );
  await own.database.query(
    "update outbox_message set failed_at = '2026-10-02T08:00:09Z', last_error = 'no mailbox' where message_id = $1",
    [letter],
  );
  const shown = await saldo("outbox", "parked", "--json");
  expect(shown).toMatchObject({
    code: 1,
    object: {
      messages: [
        { destination: "control_plane", state: "parked", lastError: "HTTP 500", createdAt: "2026-10-02T08:00:00.000Z" },
        { destination: "mail", state: "refused", lastError: "no mailbox" },
      ],
    },
  });
  expect((await saldo("outbox", "parked")).out).toContain(`${formatPid(projectId)}  refused: no mailbox`);
  const giveUp = ["outbox", "give-up", `msg_${webhook}`, "--by", "Ann"];
  expect((await saldo(...giveUp)).code).toBe(2);
  expect((await saldo(...giveUp, "--note", "nobody reads it")).code).toBe(0);
  expect(await saldo("outbox", "parked", "--json")).toMatchObject({ object: { messages: [{ destination: "mail" }] } });
  expect(await saldo(...giveUp, "--note", "again", "--json")).toMatchObject({
    code: 1,
    object: { error: { code: "message_not_stuck" } },
  });
  for (const id of [webhook, letter]) expect((await saldo("outbox", "retry", `msg_${id}`)).code).toBe(0);
  expect(await saldo("outbox", "parked", "--json")).toMatchObject({ code: 0, object: { messages: [] } });
  expect((await saldo("outbox", "retry", "soon")).code).toBe(2);
  expect(await saldo("outbox", "retry", "999999", "--json")).toMatchObject({
    code: 1,
    object: { error: { code: "message_unknown" } },
  });
  await own.database.query(
    "update outbox_message set delivered_at = '2026-10-02T08:00:10Z' where delivered_at is null",
  );
});

test("REQ-11 files tells where brought files lie, and with check that the storage of the settings does not work", async () => {
  await own.database.query(
    `insert into uploaded_file (uploaded_by, name, created_at, arrived_at, media_type, byte_length, sha256)
     values ('user:1', 'a.txt', '2026-10-01Z', '2026-10-01Z', 'text/plain', 1, sha256('x'))`,
  );
  await own.database.query("insert into uploaded_chunk select file_id, 0, 'x' from uploaded_file");
  const places = [{ place: "database", files: 1, bytes: 1 }];
  expect(await saldo("files", "--json")).toMatchObject({ code: 0, object: { places, toGo: 0, storage: null } });
  expect(await saldo("files", "verify", "--at", "database", "--json")).toMatchObject({ code: 0, object: { files: 1 } });
  const settings = { URL: "http://127.0.0.1:9/files", KEY_ID: "id", SECRET: "a-secret" };
  for (const [name, value] of Object.entries(settings)) process.env[`SALDO_FILES_${name}`] = value;
  try {
    expect(await saldo("files", "--json")).toMatchObject({ code: 1, object: { storage: "away" } });
    expect((await saldo("check", "--json")).object).toMatchObject({ fileStorageAway: true });
    expect(await saldo("files", "move", "--to", "objects", "--json")).toMatchObject({
      code: 1,
      object: { error: { code: "file_storage_away" } },
    });
  } finally {
    for (const name of Object.keys(settings)) delete process.env[`SALDO_FILES_${name}`];
  }
});

test("FRZ-07 outbox shows what waits and replays a project's webhooks, letters only when asked", async () => {
  const projectId = await play.project();
  await own.database.transaction((tx) => enqueue(tx, [...messages(projectId).slice(0, 1), ...messages(projectId)]));
  const ids = await own.database.query<{ message_id: bigint }>(
    "update outbox_message set delivered_at = '2026-10-02T08:00:01Z' where subject_id = $1 returning message_id",
    [projectId],
  );
  expect((await saldo("outbox", "--json")).object).toEqual({ destinations: [] });
  const pid = formatPid(projectId);
  expect((await saldo("outbox", "replay", "--subject", pid, "--json")).object).toEqual({ messages: 2 });
  const second = `msg_${ids[1]?.message_id}`;
  expect((await saldo("outbox", "replay", "--subject", pid, "--from", second, "--json")).object).toEqual({
    messages: 1,
  });
  const mail = await saldo("outbox", "replay", "--subject", pid, "--destination", "mail", "--json");
  expect(mail.object).toEqual({ messages: 1 });
  expect((await saldo("outbox", "--json")).object).toMatchObject({
    destinations: [
      { destination: "control_plane", waiting: 2, parked: 0, failed: 0, oldestAt: "2026-10-02T08:00:00.000Z" },
      { destination: "mail", waiting: 1 },
    ],
  });
  for (const wrong of [["--subject", "nobody"], ["--subject", "payer:"], ["--subject", pid, "--from", "x"], []]) {
    expect((await saldo("outbox", "replay", ...wrong)).code).toBe(2);
  }
});

test("FRZ-01 clock advance freezes in the minute, and lets the deletion queue count from that day on", async () => {
  const projectId = await play.project();
  await play.pay(projectId, 10, "2026-10-02T11:00:00+03:00");
  await play.run([play.event(projectId, "cpu", "2026-10-03T12:00:00+03:00", 60)], "2026-10-02T12:00:00+03:00");
  expect(await saldo("clock", "advance", "5d", "--stand", "--json")).toMatchObject({ code: 0, object: { days: 5 } });
  expect(await play.funds(projectId)).toMatchObject({
    frozenAt: at("2026-10-03T12:09:00+03:00"),
    deletionDueAt: at("2026-10-11T12:00:00+03:00"),
  });
});

test("REG-04 token issue shows a token once; it works until it is revoked", async () => {
  const answer = await saldo("token", "issue", "--name", "meters", "--scope", "usage.write", "--days", "30", "--json");
  expect(answer).toMatchObject({ code: 0, object: { expiresAt: "2026-11-06T09:00:00.000Z" } });
  const { token, tokenId } = answer.object as { token: string; tokenId: number };
  const now = at("2026-10-07T09:00:00Z");
  const nobody = { authenticate: () => Promise.reject(new Error("no session expected")) } as never;
  const whoIs = () => new TenancyAuthority(own.database, nobody).authenticate({ token, cookie: undefined, now });
  expect(await whoIs()).toMatchObject({ kind: "service", scopes: ["usage.write"] });
  expect((await saldo("token", "revoke", String(tokenId), "--json")).object).toEqual({ tokenId, revoked: true });
  expect(await whoIs()).toEqual({ kind: "anonymous" });
  const again = await saldo("token", "revoke", String(tokenId), "--json");
  expect(again).toMatchObject({ code: 1, object: { error: { code: "unknown_token" } } });
  const scope = await saldo("token", "issue", "--name", "x", "--scope", "everything", "--json");
  expect(scope).toMatchObject({ code: 1, object: { error: { code: "unknown_scope" } } });
  const foreign = await saldo(
    "token",
    "issue",
    "--name",
    "x",
    "--scope",
    "usage.write",
    "--project",
    "mcs9999999999",
    "--json",
  );
  expect(foreign).toMatchObject({ code: 1, object: { error: { code: "unknown_project" } } });
});

test("REG-02 user add makes a member of staff, each e-mail once", async () => {
  const argv = ["user", "add", "Op@Saldo.Example", "--name", "Оля", "--role", "operator", "--json"];
  expect(await saldo(...argv)).toMatchObject({ code: 0, object: { role: "operator" } });
  const [row] = await own.database.query("select email, staff_role from app_user where name = 'Оля'");
  expect(row).toEqual({ email: "op@saldo.example", staff_role: "operator" });
  expect(await saldo(...argv)).toMatchObject({ code: 1, object: { error: { code: "email_taken" } } });
  expect((await saldo("user", "add", "x@saldo.example", "--name", "X", "--role", "emperor")).code).toBe(2);
});

test("reliability 38: user block keeps somebody out, and unblock lets them in again", async () => {
  const blocked = () => own.database.query("select from app_user where blocked_at is not null");
  expect(await saldo("user", "block", "OP@saldo.example")).toMatchObject({ code: 0 });
  expect(await blocked()).toHaveLength(1);
  expect(await saldo("user", "unblock", "op@saldo.example")).toMatchObject({ code: 0 });
  expect(await blocked()).toEqual([]);
  const nobody = await saldo("user", "block", "nobody@saldo.example", "--json");
  expect(nobody).toMatchObject({ code: 1, object: { error: { code: "unknown_user" } } });
});

test("the clock is not movable and there is no demo world in production mode", async () => {
  process.env["SALDO_MODE"] = "production";
  try {
    const moved = await saldo("clock", "advance", "1d", "--json");
    expect(moved.object).toMatchObject({
      error: { code: expect.stringMatching(/clock_not_movable|database_not_durable/) },
    });
    expect(moved.code).toBe(1);
    expect(await saldo("demo", "--json")).toMatchObject({
      code: 1,
      object: { error: { code: "demo_not_in_production" } },
    });
  } finally {
    delete process.env["SALDO_MODE"];
  }
});

test("demo says that there is somebody in the database, and lists the logins", async () => {
  const answer = await saldo("demo", "--json");
  expect(answer).toMatchObject({ code: 0, object: { loaded: false } });
  expect((answer.object["logins"] as unknown[]).length).toBeGreaterThan(5);
});

test("reliability 20: alarms says why a project cannot be charged and by what, and usage set-aside is the way out, by name", async () => {
  await standAt(own, "2026-10-02T12:00:00+03:00");
  const projectId = await play.project();
  const pid = formatPid(projectId);
  const noon = at("2026-10-01T12:00:00+03:00");
  await play.run([play.event(projectId, "requests", noon, "1e25"), play.event(projectId, "requests", noon, 7)], noon);
  await play.run([], "2026-10-02T00:00:00+03:00");
  const why = { sku: "requests", day: "2026-10-01", quantity: "10000000000000000000000000" };
  const shown = await saldo("alarms", "--json");
  expect(shown).toMatchObject({ code: 1, object: { alarms: [{ alarm: "not_charged", subject: pid, count: 1, why }] } });
  expect((await saldo("alarms")).out).toMatch(
    /cannot be charged \(saldo usage set-aside\): mcs\d{10}, 1, since .*out of range/,
  );

  const aside = ["usage", "set-aside", "--project", pid, "--by", "Ann"];
  expect((await saldo(...aside)).code).toBe(2);
  const done = await saldo(...aside, "--note", "a broken meter", "--json");
  expect(done).toMatchObject({ code: 0, object: { project: pid, ...why } });
  const again = await saldo(...aside, "--note", "a broken meter", "--json");
  expect(again).toMatchObject({ code: 1, object: { error: { code: "nothing_to_set_aside" } } });
  expect(await own.database.query("select decided_by from usage_quarantine where event_ref like 'set aside%'")).toEqual(
    [{ decided_by: "cli:Ann: a broken meter" }],
  );
  await play.run([], "2026-10-02T12:00:00+03:00");
  expect(await saldo("alarms", "--json")).toMatchObject({ code: 0, object: { alarms: [] } });
});

test("alarms names usage that waits and a close that has not ended, and is silent when nothing waits", async () => {
  expect(await saldo("alarms", "--json")).toMatchObject({ code: 0, object: { alarms: [] } });
  await own.database.query(
    `insert into usage_quarantine (source, event_ref, received_at, reason, body)
     values ('s', '1', '2026-10-02T08:00:00Z', 'unknown_sku', '{}'), ('s', '2', '2026-10-02T07:00:00Z', 'unknown_sku', '{}')`,
  );
  await own.database.query(
    "insert into month_close (region_code, month, issue_at, state) values ('moscow', '2026-09-01', '2026-10-02T08:00:00Z', 'running')",
  );
  expect(await saldo("alarms", "--json")).toMatchObject({
    code: 1,
    object: {
      alarms: [
        { alarm: "quarantine", subject: "unknown_sku", count: 2, since: "2026-10-02T07:00:00.000Z" },
        { alarm: "month_close", subject: "moscow 2026-09", count: 1 },
      ],
    },
  });
  expect((await saldo("alarms")).out).toContain("Events in quarantine: unknown_sku, 2");
});

test("PAY-05 invariant 28: alarms names transfers that wait, and after a week check is red", async () => {
  const bytes = encode(oneCText([{ amount: "77", purpose: "за услуги" }], [{ account: OWN_ACCOUNT }]), "utf-8");
  const now = at("2026-09-25T08:59:00Z");
  await own.database.transaction((tx) => importStatement(tx, { bytes, fileName: "a.txt", importedBy: "test", now }));
  const { object } = await saldo("alarms", "--json");
  expect(object["alarms"]).toContainEqual({
    alarm: "suspense",
    subject: "own_account_unknown",
    count: 1,
    since: "2026-09-25T08:59:00.000Z",
  });
  await standAt(own, "2026-10-02T08:59:00Z");
  expect(await saldo("check", "--json")).toMatchObject({ code: 0 });
  await standAt(own, "2026-10-02T08:59:00.001Z");
  expect(await saldo("check", "--json")).toMatchObject({
    code: 1,
    object: { broken: [{ invariant: "28-suspense-is-decided", rows: [{ suspense_reason: "own_account_unknown" }] }] },
  });
});

test("DOC-01 a month close is left to the worker; its job is listed, shown, cancelled and retried", async () => {
  await standAt(own, "2026-11-02T12:00:00+03:00");
  expect(await saldo("jobs", "--json")).toMatchObject({ code: 0, object: { jobs: [] } });
  const asked = await saldo("month", "close", "--region", "moscow", "--month", "2026-10", "--background", "--json");
  expect(asked).toMatchObject({ code: 0 });
  const id = String(asked.object["job"]);
  const early = await saldo("month", "close", "--region", "moscow", "--month", "2026-11", "--background", "--json");
  expect(early).toMatchObject({ code: 1, object: { error: { code: "month_not_over" } } });
  expect(await saldo("jobs", "--json")).toMatchObject({ code: 0, object: { jobs: [{ id, state: "waiting" }] } });
  await own.database.query("update job set state = 'parked', failures = 8, last_error = 'no paper'");
  expect((await saldo("jobs")).out).toMatch(/closing\.month moscow 2026-10 {2}waits for a decision: no paper$/);
  expect((await saldo("jobs")).code).toBe(1);
  expect(await saldo("alarms", "--json")).toMatchObject({
    object: { alarms: expect.arrayContaining([expect.objectContaining({ alarm: "job_parked", count: 1 })]) },
  });
  const by = ["--by", "Ann", "--json"];
  expect(await saldo("jobs", "retry", id, ...by)).toMatchObject({
    code: 0,
    object: { state: "waiting", decidedBy: "Ann" },
  });
  expect((await saldo("jobs", "cancel", id)).code).toBe(2);
  expect(await saldo("jobs", "cancel", id, ...by)).toMatchObject({ code: 0, object: { state: "cancelled" } });
  expect(await saldo("jobs", "show", id, "--json")).toMatchObject({ object: { id, askedBy: "cli" } });
  expect(await saldo("jobs", "cancel", id, ...by)).toMatchObject({ object: { error: { code: "job_finished" } } });
  expect(await saldo("jobs", "show", "12345", "--json")).toMatchObject({ code: 1 });
});

test("every command explains itself in both languages", async () => {
  const { COMMANDS } = await import("./commands.ts");
  for (const { name } of COMMANDS) {
    const answer = await saldo(...name.split(" "), "--help");
    expect(answer).toMatchObject({ code: 0, err: "" });
    expect(answer.out).toContain(`saldo ${name}`);
  }
});
