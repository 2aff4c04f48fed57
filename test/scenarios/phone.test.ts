import { describe, expect, test } from "vitest";

import { HOUR, MINUTE } from "../../src/core/time.ts";
import { requestPorts } from "../../src/composition/request-ports.ts";
import { SandboxControlPlane } from "../../src/adapters/sandbox/control-plane.ts";
import { addMember, isUsed, smsOf, userIdOf } from "../../src/modules/tenancy/index.ts";
import { parseSecrets } from "../../src/platform/webhook/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** REG-09: a telephone is linked by a code; the messages are read as the gateway would be given them. */
const { database, clock, machine, visitor, user, person } = await openPeople();

let numbers = 0;
/** A mobile number that nobody has. */
const fresh = () => `+7916${String(1_000_000 + (numbers += 1))}`;
const ask = (by: Visitor, phone: string) => by.send("POST", "/v1/me/phone", { phone });
const confirm = (by: Visitor, given: { code: string; oldCode?: string }) =>
  by.send("POST", "/v1/me/phone/confirm", given);
const own = async (by: Visitor) =>
  (await by.send("GET", "/v1/me/phone")).body as unknown as { linked: object | null; waiting: object | null };

/** What would be sent to a number now, the newest first. */
async function messagesTo(phone: string): Promise<string[]> {
  const rows = await database.query<{ payload: object }>(
    "select payload from outbox_message where topic = 'phone.code' order by message_id desc",
  );
  const all = await Promise.all(rows.map(({ payload }) => smsOf(database, { payload } as never, machine.now())));
  return all.flatMap((one) => (one?.to === phone ? [one.text] : []));
}
const codeTo = async (phone: string) => /^\d{6}/.exec((await messagesTo(phone))[0] ?? "")?.[0] ?? "";
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

const anna = (email: string, regionCode?: string) => person(email, "Анна", regionCode);
async function link(by: Visitor, phone: string): Promise<void> {
  expect((await ask(by, phone)).status).toBe(202);
  expect((await confirm(by, { code: await codeTo(phone) })).status).toBe(200);
}

describe("REG-09 linking a telephone", () => {
  test("REG-09 by the code that comes to it, once; the letter and the act do not call anybody", async () => {
    const by = await anna("link@example.ru");
    const phone = fresh();
    expect((await ask(by, phone.replace("+7", "8"))).status).toBe(202);
    expect(await own(by)).toMatchObject({ linked: null, waiting: { phone, oldPhone: null } });
    const code = await codeTo(phone);
    expect(code).toMatch(/^\d{6}$/);
    expect((await confirm(by, { code: another(code) })).body).toMatchObject({ code: "phone_code_wrong" });
    expect((await confirm(by, { code: `${code.slice(0, 3)} ${code.slice(3)}` })).body).toEqual({ phone });
    expect(await own(by)).toMatchObject({ linked: { phone, by: "code" }, waiting: null });
    expect((await confirm(by, { code })).body.code).toBe("phone_code_over");
    expect((await ask(by, phone)).body.code).toBe("same_phone");
    const kept = await database.query<{ text: string }>(
      `select a::text as text from audit_event a where act like 'phone.%'
       union all select m.payload::text from outbox_message m where topic = 'phone.code' or payload ->> 'kind' = 'phone_linked'`,
    );
    expect(kept.length).toBeGreaterThanOrEqual(4);
    for (const { text } of kept) expect([text.includes(phone), text.includes(code)]).toEqual([false, false]);
  });

  test("REG-09 numbers of the region's country by oneself; other countries', landlines and paid lines get no message", async () => {
    const by = await anna("where@example.ru");
    for (const phone of ["+4915123456789", "+77011234567", "+74951234567", "+78091234567"]) {
      expect((await ask(by, phone)).body.code).toBe("phone_by_request");
    }
    expect((await ask(by, "call me")).body.code).toBe("not_a_phone");
    const almaty = await anna("almaty@example.kz", "kazakhstan");
    expect((await ask(almaty, fresh())).body.code).toBe("phone_by_request");
    await link(almaty, "+77011234567");
    expect(await own(by)).toEqual({ linked: null, waiting: null });
  });

  test("REG-09 five tries, ten minutes, and only the newest code", async () => {
    const by = await anna("tries@example.ru");
    const [one, two] = [fresh(), fresh()];
    await ask(by, one);
    const code = await codeTo(one);
    const left: unknown[] = [];
    for (let n = 0; n < 6; n += 1) left.push((await confirm(by, { code: another(code) })).body.code);
    expect(left).toEqual([...Array<string>(5).fill("phone_code_wrong"), "phone_code_over"]);
    expect((await confirm(by, { code })).body.code).toBe("phone_code_over");
    await ask(by, one);
    const old = await codeTo(one);
    await ask(by, two);
    // Nobody is disturbed by a code that is of no use.
    expect(await messagesTo(one)).toEqual([]);
    expect((await confirm(by, { code: old })).body.code).toBe("phone_code_wrong");
    const late = await codeTo(two);
    machine.advance(11 * MINUTE);
    expect((await confirm(by, { code: late })).body.code).toBe("phone_code_over");
  });

  test("REG-09 a number belongs to one person; who asks learns it only with the code in hand", async () => {
    const phone = fresh();
    await link(await anna("first@example.ru"), phone);
    const second = await anna("second@example.ru");
    expect((await ask(second, phone)).status).toBe(202);
    expect((await confirm(second, { code: "000000" })).body.code).toBe("phone_code_wrong");
    expect((await confirm(second, { code: await codeTo(phone) })).body.code).toBe("phone_taken");
    expect((await own(second)).linked).toBeNull();
  });
});

describe("REG-09 another number", () => {
  test("REG-09 changes when the old number agrees, too", async () => {
    const by = await anna("change@example.ru");
    const [before, after] = [fresh(), fresh()];
    await link(by, before);
    expect((await ask(by, after)).status).toBe(202);
    const [code, oldCode] = [await codeTo(after), await codeTo(before)];
    expect((await confirm(by, { code })).body.code).toBe("phone_code_wrong");
    expect((await confirm(by, { code, oldCode: code })).body.code).toBe("phone_code_wrong");
    expect((await confirm(by, { code: oldCode, oldCode })).body.code).toBe("phone_code_wrong");
    expect((await confirm(by, { code, oldCode })).body).toEqual({ phone: after });
    expect((await own(by)).linked).toMatchObject({ phone: after });
  });

  test("REG-09 REQ-11 a foreign number, or one whose old one is lost, is linked when support completes the request", async () => {
    const { userId } = await user("abroad@example.ru");
    const by = await visitor().signIn("abroad@example.ru");
    const ports = requestPorts(null as never, machine);
    const complete = (phone: string, requesterUserId: string | null = userId) =>
      database.transaction(async (tx) =>
        ports.complete["phone_linked"]?.(tx, { requesterUserId, fields: { phone } } as never, clock.now()),
      );
    await complete("+4915123456789");
    expect((await own(by)).linked).toMatchObject({ phone: "+4915123456789", by: "request" });
    // A number that no code reaches cannot agree: a code to the new one is enough.
    await ask(by, fresh());
    expect((await own(by)).waiting).toMatchObject({ oldPhone: null });
    await link(by, fresh());
    const stranger = await user("stranger-phone@example.ru");
    await complete("+4915199999999", stranger.userId);
    await expect(complete("+4915199999999")).rejects.toMatchObject({ kind: { code: "phone_taken" } });
    await expect(complete("+4915100000000", null)).rejects.toMatchObject({ kind: { code: "not_found" } });
  });
});

describe("REG-09 messages cost money", () => {
  test("REG-09 three to a number and five by a person, then one an hour; what was refused sends nothing", async () => {
    const by = await anna("pump@example.ru");
    const phone = fresh();
    const codes: unknown[] = [];
    for (let n = 0; n < 4; n += 1) codes.push((await ask(by, phone)).status);
    expect(codes).toEqual([202, 202, 202, 429]);
    const refused = await ask(by, phone);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(3_000);
    const more: unknown[] = [];
    for (let n = 0; n < 3; n += 1) more.push((await ask(by, fresh())).status);
    expect(more).toEqual([202, 202, 429]);
    const [sent] = await database.query<{ count: bigint }>(
      "select count(*) as count from phone_link p join app_user u using (user_no) where u.email = 'pump@example.ru'",
    );
    expect(sent?.count).toBe(5n);
    machine.advance(HOUR);
    await by.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" });
    expect((await ask(by, phone)).status).toBe(202);
  });

  test("reliability 42 a browser that was left open does not ask for it; nobody sees another's number", async () => {
    const by = await anna("left-phone@example.ru");
    await link(by, fresh());
    expect(await own(await anna("looks@example.ru"))).toEqual({ linked: null, waiting: null });
    machine.advance(16 * MINUTE);
    expect((await ask(by, fresh())).body.code).toBe("proof_needed");
    expect((await visitor().send("GET", "/v1/me/phone")).status).toBe(401);
  });
});

describe("REG-09 BAL-03 services are activated with the telephone", () => {
  const events = (pid: string) =>
    database.query<{ topic: string }>(
      "select topic from outbox_message where destination = 'control_plane' and payload ->> 'pid' = $1 order by message_id",
      [pid],
    );
  const lots = (projectId: bigint) =>
    database.query<{ group: string; minor: bigint; days: number }>(
      `select bonus_group as "group", granted_minor as minor, (expires_at::date - received_at::date) as days
         from fund_lot where project_id = $1 and bonus_group is not null order by 1`,
      [projectId],
    );
  const projectsOf = async (by: Visitor) => {
    const { projects } = (await by.send("GET", "/v1/me")).body as unknown as { projects: { pid: string }[] };
    return projects.map(({ pid }) => pid);
  };
  const step = async (by: Visitor, pid: string) => {
    const { items } = (await by.send("GET", `/v1/projects/${pid}/checklist`)).body as unknown as {
      items: { code: string; done: boolean }[];
    };
    return items.find(({ code }) => code === "activated")?.done;
  };

  test("REG-09 BAL-03 once per account and once per number: bonus, letter, act, webhook; further projects follow", async () => {
    const by = await anna("newcomer@example.ru");
    const [pid = ""] = await projectsOf(by);
    const projectId = BigInt(pid.slice(3));
    expect(await step(by, pid)).toBe(false);
    const phone = fresh();
    await link(by, phone);
    expect(await step(by, pid)).toBe(true);
    expect(await events(pid)).toEqual([{ topic: "project.activated" }]);
    const given = [
      { group: "compute", minor: 200_000n },
      { group: "platform", minor: 300_000n },
    ];
    expect(await lots(projectId)).toMatchObject(given);
    const acts = await database.query(
      `select e.after from audit_event e where act = 'services.activated' and $1 = any(subjects)`,
      [`project:${projectId}`],
    );
    expect(acts).toEqual([{ after: { bonus: "given" } }]);
    const letters = await database.query(
      "select 1 from outbox_message where topic = 'person.notice' and payload ->> 'kind' = 'services_activated' and payload ->> 'email' = 'newcomer@example.ru'",
    );
    expect(letters).toHaveLength(1);
    const further = (await by.send("POST", "/v1/projects", { name: "Второй" })).body as unknown as { pid: string };
    expect(await events(further.pid)).toEqual([{ topic: "project.activated" }]);
    expect(await lots(BigInt(further.pid.slice(3)))).toEqual([]);

    // Another number of the same person brings nothing more; the old one brings another's account no bonus.
    const second = fresh();
    expect((await ask(by, second)).status).toBe(202);
    expect((await confirm(by, { code: await codeTo(second), oldCode: await codeTo(phone) })).status).toBe(200);
    expect(await lots(projectId)).toHaveLength(2);
    const other = await anna("again@example.ru");
    await link(other, phone);
    const [otherPid = ""] = await projectsOf(other);
    expect(await step(other, otherPid)).toBe(true);
    expect(await lots(BigInt(otherPid.slice(3)))).toEqual([]);
  });

  test("REG-09 BAL-03 of two who give a number at once one gets it, the other is told; the bonus comes once", async () => {
    for (let round = 0; round < 5; round += 1) {
      const phone = fresh();
      const both = [await anna(`one${round}@example.ru`), await anna(`two${round}@example.ru`)];
      const codes: string[] = [];
      for (const by of both) {
        expect((await ask(by, phone)).status).toBe(202);
        codes.push(await codeTo(phone));
      }
      const answers = await Promise.all(both.map((by, index) => confirm(by, { code: codes[index] ?? "" })));
      expect(answers.map(({ status, body }) => body.code ?? String(status)).sort()).toEqual(["200", "phone_taken"]);
      const pids = (await Promise.all(both.map(projectsOf))).flat();
      expect((await Promise.all(pids.map((pid) => lots(BigInt(pid.slice(3)))))).flat()).toHaveLength(2);
    }
  });

  test("REG-08 REG-09 a project that was deleted before is not activated, and the bonus goes to one that is used", async () => {
    const by = await anna("tidy@example.ru");
    const [pid = ""] = await projectsOf(by);
    const further = (await by.send("POST", "/v1/projects", { name: "Второй" })).body as unknown as { pid: string };
    expect((await by.send("POST", `/v1/projects/${pid}/delete`, { pid, papers: null })).status).toBe(204);
    await link(by, fresh());
    expect(await events(pid)).toEqual([{ topic: "project.deleted" }]);
    expect(await events(further.pid)).toEqual([{ topic: "project.activated" }]);
    expect([await lots(BigInt(pid.slice(3))), (await lots(BigInt(further.pid.slice(3)))).length]).toEqual([[], 2]);
  });

  test("REG-09 nothing is created in the cloud before; a foreign number that support links activates as well", async () => {
    const by = await anna("yonder@example.ru");
    const [pid = ""] = await projectsOf(by);
    const projectId = BigInt(pid.slice(3));
    const cloud = new SandboxControlPlane({
      database,
      clock,
      secrets: parseSecrets(`whsec_${Buffer.alloc(24, 7).toString("base64")}`),
      isUsed,
      report: () => Promise.resolve(),
    });
    const disk = { resourceId: "disk-1", skuCode: "disk.ssd", quantity: "10" };
    await expect(cloud.create(projectId, disk)).rejects.toMatchObject({ kind: { code: "sandbox_project_not_used" } });
    const ports = requestPorts({} as never, machine);
    const requesterUserId = await userIdOf(database, "yonder@example.ru");
    const asked = { requesterUserId, fields: { phone: "+4915123456780" } } as never;
    await database.transaction(async (tx) => ports.complete["phone_linked"]?.(tx, asked, clock.now()));
    expect(await lots(projectId)).toHaveLength(2);
    await cloud.create(projectId, disk);
  });

  test("REG-05 REG-09 a project that comes to an owner whose telephone is linked is activated with it", async () => {
    const by = await anna("former@example.ru");
    const [pid = ""] = await projectsOf(by);
    const other = await anna("latter@example.ru");
    await link(other, fresh());
    const userId = await userIdOf(database, "latter@example.ru");
    await database.transaction((tx) => addMember(tx, BigInt(pid.slice(3)), userId, "viewer", clock.now()));
    const { items } = (await by.send("GET", `/v1/projects/${pid}/members`)).body as unknown as {
      items: { id: string; email: string }[];
    };
    const memberId = items.find(({ email }) => email === "latter@example.ru")?.id;
    expect((await by.send("POST", `/v1/projects/${pid}/owner-change`, { memberId })).status).toBeLessThan(300);
    const asked = (await other.send("GET", "/v1/me/asked")).body as unknown as { items: { id: string }[] };
    expect((await other.send("POST", `/v1/me/owner-changes/${asked.items[0]?.id}/consent`)).status).toBe(204);
    expect(await events(pid)).toEqual([{ topic: "project.activated" }]);
    // The number has brought its bonus already.
    expect(await lots(BigInt(pid.slice(3)))).toEqual([]);
  });
});
