import { afterAll, beforeEach, describe, expect, it } from "vitest";

import { testDatabase } from "../../test/support/database.ts";
import { formatPid } from "../core/ids.ts";
import { at } from "../core/time.ts";
import { systemClock } from "../platform/clock.ts";
import { MovableClock } from "../../test/support/movable-clock.ts";
import { projectDeletionDue, projectFrozen, projectUnfrozen } from "../modules/balance/index.ts";
import { defineTopic, dispatchDue, enqueue, replay, topicRegistry } from "../platform/outbox/index.ts";
import { parseSecrets, signWebhook } from "../platform/webhook/index.ts";
import { controlPlaneSender } from "./control-plane.ts";
import { SandboxControlPlane, type SandboxUsage } from "./sandbox/control-plane.ts";
import { SandboxMail } from "./sandbox/mailbox.ts";
import { sandboxService } from "./sandbox/service.ts";

// The messages here tell of freezes that no wallet had: the books are not what is shown.
const { database, clock } = await testDatabase({ connections: 8, checks: false });
const secrets = parseSecrets(`whsec_${Buffer.alloc(24, 7).toString("base64")}`);
/** Machine time moves with the test, but signatures must be of today. */
const machine = new MovableClock(systemClock.now());

const reported: SandboxUsage[] = [];
let reportFails = false;
const controlPlane = new SandboxControlPlane({
  database,
  clock,
  secrets,
  report: async (usage) => {
    if (reportFails) throw new Error("the intake is away");
    reported.push(...usage);
  },
  running: async (projectId) =>
    projectId === 77n ? [{ resourceId: "imported-1", skuCode: "compute.vcpu", quantity: "2" }] : [],
});
const mail = new SandboxMail({ database, clock, port: 0 });
const service = sandboxService({ database, controlPlane, mail });
const url = await service.start(0);
afterAll(() => service.close());

const sender = controlPlaneSender({
  url,
  secrets,
  policy: { allowLoopback: true },
  clock: systemClock,
  timeoutMs: 2_000,
});
/** Kept for receivers; no module sends it yet. */
const projectDeleted = defineTopic({ ...projectFrozen.definition, name: "project.deleted" });
const TOPICS = [projectFrozen, projectUnfrozen, projectDeletionDue, projectDeleted];
const outbox = { database, clock: machine, topics: topicRegistry(TOPICS) };
const dispatch = () => dispatchDue({ ...outbox, senders: { control_plane: sender } });

const tell = (projectId: bigint, ...topics: string[]) =>
  database.transaction((tx) =>
    enqueue(
      tx,
      topics.map((name) => {
        const topic = TOPICS.find((one) => one.name === name) ?? projectFrozen;
        const moment = { at: at("2026-11-20T09:00:00Z"), balance: -100n, currency: "RUB", deletionDueAt: null };
        return topic.message(projectId, { pid: formatPid(projectId), reason: "test", ...moment }, clock.now());
      }),
    ),
  );

interface Shown {
  readonly notices: readonly {
    readonly pid: string;
    readonly topic: string;
    readonly webhookId: string;
    readonly deliveries: number;
  }[];
  readonly resources: readonly {
    readonly pid: string;
    readonly skuCode: string;
    readonly resourceId: string;
    readonly state: string;
    readonly projectState: string;
  }[];
}

async function show(projectId: bigint): Promise<Shown> {
  const { notices, resources } = (await (await fetch(new URL("/sandbox/control-plane", url))).json()) as Shown;
  const pid = `mcs${String(projectId).padStart(10, "0")}`;
  return {
    notices: notices.filter((one) => one.pid === pid).toReversed(),
    resources: resources.filter((one) => one.pid === pid),
  };
}

const ask = (path: string, body: object) => fetch(new URL(path, url), { method: "POST", body: JSON.stringify(body) });

beforeEach(() => {
  service.faults.clear();
  reported.length = 0;
  reportFails = false;
});

describe("the control plane hears of every freeze", () => {
  it("FRZ-07 FRZ-05 stops and deletes what runs, in order, and reports the end of its usage", async () => {
    const pid = "mcs0000000011";
    const states = async () =>
      (await show(11n)).resources
        .toSorted((a, b) => (`${a.state} ${a.skuCode}` < `${b.state} ${b.skuCode}` ? -1 : 1))
        .map(({ skuCode, state }) => `${skuCode} ${state}`);
    await ask("/sandbox/control-plane/resources", { pid, resourceId: "vm-1", skuCode: "compute.vcpu", quantity: "4" });
    await ask("/sandbox/control-plane/resources", { pid, resourceId: "vm-1", skuCode: "compute.ram", quantity: "8" });
    expect(reported.map((usage) => usage.quantity)).toEqual(["4", "8"]);
    await ask("/sandbox/control-plane/resources", { pid, resourceId: "vm-1", skuCode: "disk.ssd", quantity: "20" });
    reported.pop();
    const [id] = await tell(11n, "project.frozen");
    await dispatch();
    // FRZ-05: its disk is there still, and is charged on.
    expect(await states()).toEqual(["disk.ssd running", "compute.ram stopped", "compute.vcpu stopped"]);
    expect((await show(11n)).resources[0]).toMatchObject({ projectState: "frozen" });
    expect(reported.slice(2)).toEqual(
      ["compute.ram", "compute.vcpu"].map((skuCode) => ({
        id: `msg_${id}/11/vm-1/${skuCode}`,
        projectId: 11n,
        resourceId: "vm-1",
        skuCode,
        quantity: "0",
        at: clock.now(),
      })),
    );
    const refused = await ask("/sandbox/control-plane/resources/start", { pid, resourceId: "vm-1" });
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: "sandbox_project_frozen" }),
    ]);
    await tell(11n, "project.unfrozen");
    await dispatch();
    expect(await states()).toEqual(["disk.ssd running", "compute.ram stopped", "compute.vcpu stopped"]);
    expect((await show(11n)).resources[0]).toMatchObject({ projectState: "running" });
    expect((await ask("/sandbox/control-plane/resources/start", { pid, resourceId: "vm-1" })).status).toBe(204);
    expect(
      reported
        .slice(4)
        .map((usage) => usage.quantity)
        .toSorted(),
    ).toEqual(["4", "8"]);
    await tell(11n, "project.deletion_due", "project.deleted");
    await dispatch();
    const shown = await show(11n);
    expect(await states()).toEqual(["compute.ram deleted", "compute.vcpu deleted", "disk.ssd deleted"]);
    expect(shown.resources[0]).toMatchObject({ projectState: "deleted" });
    expect(shown.notices.map((notice) => notice.topic)).toEqual([
      "project.frozen",
      "project.unfrozen",
      "project.deletion_due",
      "project.deleted",
    ]);
  });

  it("FRZ-01 FRZ-07 a stop is never dated before the freeze that caused it, however far this process's clock is behind", async () => {
    const frozenAt = at("2026-11-20T09:00:00Z");
    for (const [behind, stopsAt] of [
      ["2026-11-20T08:59:00Z", frozenAt],
      ["2026-10-21T00:00:00Z", frozenAt],
      ["2026-11-20T09:05:00Z", at("2026-11-20T09:05:00Z")],
    ] as const) {
      clock.moveTo(at(behind));
      reported.length = 0;
      await tell(77n, "project.frozen");
      await dispatch();
      expect(reported, behind).toMatchObject([{ resourceId: "imported-1", quantity: "0", at: stopsAt }]);
    }
  });

  it("FRZ-07 stops also what it did not know, when the platform meters it", async () => {
    await tell(77n, "project.frozen");
    await dispatch();
    expect(reported).toMatchObject([{ resourceId: "imported-1", quantity: "0" }]);
    expect((await show(77n)).resources).toMatchObject([{ resourceId: "imported-1", state: "stopped" }]);
  });

  it("FRZ-07 a control plane that declines, fails, is busy, redirects or hangs loses no event and mixes no order", async () => {
    const topics = ["project.frozen", "project.unfrozen", "project.frozen"];
    await tell(12n, ...topics);
    for (const fault of ["decline", "error", "busy", "redirect"] as const) service.faults.plan(fault);
    for (let round = 0; round < 5; round += 1) {
      await dispatch();
      machine.advance(300_000);
    }
    expect((await show(12n)).notices.map((notice) => notice.topic)).toEqual(topics);
    const attempts = await database.query<{ status: number; sent: { bodySha256: string } }>(
      "select status, sent from outbox_attempt where subject_id = 12 order by message_id, attempt_no",
    );
    expect(attempts.map((attempt) => attempt.status)).toEqual([400, 500, 503, 307, 204, 204, 204]);
    expect(new Set(attempts.slice(0, 5).map((attempt) => attempt.sent.bodySha256)).size).toBe(1);
  });

  it("FRZ-07 gives up an attempt that is never answered, and repeats it", async () => {
    await tell(13n, "project.frozen");
    service.faults.plan("hang");
    const hasty = { ...sender, timeoutMs: 50 };
    expect(await dispatchDue({ ...outbox, senders: { control_plane: hasty } })).toMatchObject({ retried: 1 });
    machine.advance(2_000);
    expect(await dispatch()).toMatchObject({ delivered: 1 });
    const attempts = await database.query(
      "select detail, sent from outbox_attempt where subject_id = 13 order by attempt_no",
    );
    expect(attempts[0]).toMatchObject({ detail: "no answer in time", sent: { url } });
  });

  it("FRZ-07 lost replies: delivered at least once, applied exactly once", async () => {
    await ask("/sandbox/control-plane/resources", {
      pid: "mcs0000000014",
      resourceId: "vm-1",
      skuCode: "compute.vcpu",
      quantity: "1",
    });
    reported.length = 0;
    await tell(14n, "project.frozen");
    service.faults.plan("lose_reply", 3);
    for (let round = 0; round < 4; round += 1) {
      await dispatch();
      machine.advance(300_000);
    }
    expect((await show(14n)).notices).toMatchObject([{ deliveries: 4 }]);
    expect(reported).toHaveLength(1);
  });

  it("FRZ-07 usage that could not be reported is reported by the repeat", async () => {
    await ask("/sandbox/control-plane/resources", {
      pid: "mcs0000000015",
      resourceId: "vm-1",
      skuCode: "compute.vcpu",
      quantity: "1",
    });
    reported.length = 0;
    await tell(15n, "project.frozen");
    reportFails = true;
    expect(await dispatch()).toMatchObject({ retried: 1 });
    reportFails = false;
    machine.advance(2_000);
    expect(await dispatch()).toMatchObject({ delivered: 1 });
    expect(reported).toMatchObject([{ quantity: "0" }]);
  });

  it("FRZ-07 a replay comes under the same ids and changes nothing for a receiver that knows them", async () => {
    const [first] = await tell(16n, "project.frozen", "project.unfrozen");
    await dispatch();
    const before = await show(16n);
    await database.transaction((tx) =>
      replay(tx, { subject: { kind: "project", id: 16n }, fromMessageId: first ?? 0n }),
    );
    await dispatch();
    const after = await show(16n);
    expect(after.notices).toEqual(before.notices.map((notice) => ({ ...notice, deliveries: 2 })));
    expect(after.resources).toEqual(before.resources);
  });

  it("reliability 53: refuses forged, changed and old webhooks, and another body under a known id", async () => {
    const body = JSON.stringify({
      type: "project.frozen",
      timestamp: "2026-11-20T09:00:00.000Z",
      data: { projectId: "17", at: "2026-11-20T09:00:00Z" },
    });
    const other = body.replace("frozen", "deleted");
    const knock = (headers: object, text: string) =>
      fetch(url, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: text }).then(
        (reply) => reply.status,
      );
    const now = systemClock.now();
    const genuine = signWebhook(secrets, "msg_forged", now, body);
    const stranger = parseSecrets(`whsec_${Buffer.alloc(24, 8).toString("base64")}`);
    expect(await knock({}, body)).toBe(401);
    expect(await knock(signWebhook(stranger, "msg_forged", now, body), body)).toBe(401);
    expect(await knock(genuine, other)).toBe(401);
    expect(await knock(signWebhook(secrets, "msg_forged", (now - 301_000) as typeof now, body), body)).toBe(401);
    expect(await knock(signWebhook(secrets, "msg_forged", now, "[]"), "[]")).toBe(400);
    expect((await show(17n)).notices).toEqual([]);
    expect(await knock(genuine, body)).toBe(204);
    expect(await knock(genuine, body)).toBe(204);
    expect(await knock(signWebhook(secrets, "msg_forged", now, other), other)).toBe(409);
    expect((await show(17n)).notices).toMatchObject([{ topic: "project.frozen", deliveries: 3 }]);
  });

  it("reliability 52: the sandbox answers its own machine only, also when a name points at it", async () => {
    const reply = await service.app.inject({ url: "/sandbox/control-plane", headers: { host: "evil.example" } });
    expect(reply.statusCode).toBe(421);
  });

  it("faults can be planned over HTTP; unknown ones and malformed requests are refused", async () => {
    expect((await ask("/sandbox/control-plane/faults", { fault: "error", times: 2 })).status).toBe(204);
    expect([service.faults.next(), service.faults.next(), service.faults.next()]).toEqual([
      "error",
      "error",
      undefined,
    ]);
    expect((await ask("/sandbox/control-plane/faults", { fault: "explode" })).status).toBe(422);
    expect((await ask("/sandbox/control-plane/resources", { pid: "x" })).status).toBe(422);
    expect((await fetch(new URL("/sandbox/control-plane/resources", url), { method: "POST", body: "{" })).status).toBe(
      422,
    );
  });

  it("an endpoint in the inner network is not called: the message stays and says why", async () => {
    await tell(18n, "project.frozen");
    const strict = controlPlaneSender({ url, secrets, policy: { allowLoopback: false }, clock: systemClock });
    expect(await dispatchDue({ ...outbox, senders: { control_plane: strict } })).toMatchObject({ retried: 1 });
    const [row] = await database.query<{ last_error: string }>(
      "select last_error from outbox_message where subject_id = 18",
    );
    expect(row?.last_error).toMatch("not a public address");
  });
});
