import { beforeAll, describe, expect, test } from "vitest";

import { PROPOSAL_KINDS } from "../../src/composition/proposal-kinds.ts";
import { DAY, HOUR } from "../../src/core/time.ts";
import { closeSuspense, importStatement, suspenseAssignment } from "../../src/modules/payments/index.ts";
import { actOrPropose, proposalJobs } from "../../src/modules/proposals/index.ts";
import { addMember, blockUser, issueToken, setStaffRole } from "../../src/modules/tenancy/index.ts";
import { MOSCOW_OWN_ACCOUNT, statement1c } from "../support/bank-transfer.ts";
import { ownerOf } from "../support/database.ts";
import { deciding } from "../support/deciding.ts";
import { makePayer } from "../support/world.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** AUD-03, reliability 63, PAY-14: what one person asks for and another confirms. */
const people = await openPeople();
const { database, clock, app, visitor, staff, company } = people;
const PAYER = { name: "ООО «Ель»", inn: "7707083893" };
const REASON = "Нашли по письму клиента";
const { idOf, decide, code, page, balance, actsOf, userIdOf } = deciding(people);

let proposer: Visitor;
let approver: Visitor;
let customer: Awaited<ReturnType<typeof company>>;
let numbers = 0;

beforeAll(async () => {
  proposer = await staff("accountant", "alla");
  approver = await staff("accountant", "olga");
  customer = await company();
});

/** A transfer that nobody could be recognised by; answers its line. */
async function held(amount: string, account = MOSCOW_OWN_ACCOUNT, payer = PAYER): Promise<string> {
  numbers += 1;
  const bytes = statement1c([{ number: String(numbers), on: "2026-10-01", amount, payer, projectId: null }], account);
  const input = { bytes, fileName: `${numbers}.txt`, importedBy: "test", now: clock.now() };
  await database.transaction((tx) => importStatement(tx, input));
  const [line] = await database.query<{ id: string }>("select max(line_id)::text as id from bank_statement_line");
  return line?.id ?? "";
}

const assign = (by: Visitor, line: string | string[], pid = customer.pid, note: string | undefined = REASON) =>
  Array.isArray(line)
    ? by.send("POST", "/v1/office/suspense/assign", { ids: line, pid, note })
    : by.send("POST", `/v1/office/suspense/${line}/assign`, { pid, note });
const list = async (by: Visitor, query = "") =>
  ((await by.send("GET", `/v1/office/proposals${query}`)).body as unknown as { items: { id: string }[] }).items.map(
    ({ id }) => id,
  );
const noticesOf = async (id: string) =>
  (
    await database.query<{ reader: string }>(
      `select u.name || ' ' || (payload ->> 'notice') as reader from outbox_message join app_user u on u.user_no = subject_id
        where topic = 'proposal.notice' and payload ->> 'proposalId' = $1 order by 1`,
      [id],
    )
  ).map(({ reader }) => reader);
/** What is over is closed, as the worker does it. */
async function expire(): Promise<void> {
  const [job] = proposalJobs(PROPOSAL_KINDS);
  if (job?.kind !== "recurring") throw new Error("no job");
  while (await job.run({ database, now: clock.now(), stop: AbortSignal.timeout(60_000) })) continue;
}
/** A proposal of the first accountant's, of its own company. */
async function proposed(amount = "150000.00"): Promise<{ id: string; at: typeof customer }> {
  const at = await company();
  return { id: idOf(await assign(proposer, await held(amount), at.pid)), at };
}

describe("AUD-03 an assignment above the limit", () => {
  test("AUD-03 up to the limit it is done at once, above it only when another person confirms; both are in the record", async () => {
    const at = await company();
    const small = await assign(proposer, await held("100000.00"), at.pid);
    expect([small.status, small.body]).toEqual([200, { proposal: null }]);
    expect(await balance(at)).toBe("100000.00");

    const other = await company();
    const line = await held("100000.01");
    const answer = await assign(proposer, line, other.pid);
    expect(answer.status).toBe(202);
    const id = idOf(answer);
    expect(await balance(other)).toBe("0.00");
    expect(await list(proposer, "?show=mine")).toContain(id);
    expect(await list(approver)).toContain(id);
    expect(await list(proposer)).not.toContain(id);
    expect((await proposer.send("GET", "/v1/office/suspense")).body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: line, proposal: id })]),
    });
    expect(await page(approver, id)).toMatchObject({
      title: { en: "Credit a transfer in suspense to a project" },
      amount: { amount: "100000.01", currency: "RUB" },
      cause: { en: "The amount is above ₽100,000.00" },
      reason: REASON,
      proposer: { name: "alla" },
      state: "open",
      mayApprove: true,
      mayRefuse: true,
      mayWithdraw: false,
      mayAdopt: false,
      bar: null,
      obstacle: null,
      approvers: 1,
      facts: expect.arrayContaining([
        {
          label: { ru: "Зачислено проекту", en: "Credited to the project" },
          before: { amount: "0.00", currency: "RUB" },
          after: { amount: "100000.01", currency: "RUB" },
        },
      ]),
    });
    expect((await decide(approver, "approve", id, { note: "сверено" })).status).toBe(204);
    expect(await balance(other)).toBe("100000.01");
    const [alla, olga] = [`user:${await userIdOf("alla")}`, `user:${await userIdOf("olga")}`];
    expect(await actsOf(id)).toMatchObject([
      { act: "proposal.made", actor: alla, after: { proposer: alla } },
      { act: "proposal.approved", actor: olga, after: { proposer: alla, amount: "100000.01 RUB", reason: "сверено" } },
    ]);
    const done = "select actor from audit_event where act = 'transfer.assigned' and thing = $1";
    expect(await database.query(done, [`bank_statement_line:${line}`])).toEqual([{ actor: olga }]);
    expect(await page(proposer, id)).toMatchObject({ state: "done", decider: { name: "olga" }, note: "сверено" });
    expect(code(await decide(approver, "approve", id))).toEqual([409, "proposal_decided"]);
    expect(await list(approver, "?show=decided")).toContain(id);
  });

  test("AUD-03 parts below the limit count together: by one person for one receiver within a day, whichever of its projects", async () => {
    const at = await company();
    const second = (await at.owner.send("POST", "/v1/projects", { name: "Второй" })).body as unknown as { pid: string };
    const half = async (by: Visitor, pid: string) => (await assign(by, await held("60000.00"), pid)).status;
    expect(await half(proposer, at.pid)).toBe(200);
    // Another receiver, and another person.
    expect(await half(proposer, (await company()).pid)).toBe(200);
    expect(await half(approver, at.pid)).toBe(200);
    expect(await half(proposer, second.pid)).toBe(202);
    const [id] = await list(proposer, "?show=mine");
    expect(await page(proposer, id ?? "")).toMatchObject({
      cause: { en: expect.stringContaining("With ₽60,000.00 that the same person gave") },
    });
    // A second login of the same mailbox.
    expect(await half(await staff("accountant", "alla+2"), at.pid)).toBe(202);
    clock.advance(DAY + HOUR);
    expect(await half(proposer, at.pid)).toBe(200);
    // Ticked together they are one.
    const both = [await held("60000.00"), await held("60000.00")];
    expect((await assign(proposer, both, (await company()).pid)).status).toBe(202);
    // Two halves at the same time.
    const third = await company();
    const [one, two] = [await held("60000.00"), await held("60000.00")];
    const statuses = await Promise.all([assign(proposer, one, third.pid), assign(proposer, two, third.pid)]);
    expect(statuses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 202]);
  });

  test("PAY-14 money on an account that is not the supplier's takes two persons, however little it is", async () => {
    const at = await company();
    const line = await held("10.00", "40702810900000000077");
    const answer = await assign(proposer, line, at.pid);
    expect(answer.status).toBe(202);
    expect(await page(approver, idOf(answer))).toMatchObject({
      cause: { en: expect.stringMatching(/not the supplier's/) },
    });
    expect((await decide(approver, "approve", idOf(answer))).status).toBe(204);
    expect(await balance(at)).toBe("10.00");
  });

  test("AUD-03 it needs a reason, and of one transfer one proposal is open", async () => {
    const line = await held("150000.00");
    expect(code(await assign(proposer, line, customer.pid, ""))).toEqual([422, "reason_needed"]);
    const id = idOf(await assign(proposer, line));
    const again = await assign(proposer, [line, await held("5.00")]);
    expect(code(again)).toEqual([409, "proposal_open"]);
    expect(again.body).toMatchObject({ detail: expect.stringContaining(id) });
    expect((await decide(proposer, "withdraw", id)).status).toBe(204);
    expect((await assign(proposer, line)).status).toBe(202);
  });

  test("AUD-03 it is told to those who may confirm it and to who proposed it, what became of it", async () => {
    const { id } = await proposed();
    expect(await noticesOf(id)).toEqual(["olga asked"]);
    expect((await decide(approver, "refuse", id, { note: "не тот проект" })).status).toBe(204);
    expect(await noticesOf(id)).toEqual(["alla refused", "olga asked"]);
    expect((await actsOf(id)).map(({ act }) => act)).toEqual(["proposal.made", "proposal.refused"]);
    expect(await page(proposer, id)).toMatchObject({
      state: "refused",
      note: "не тот проект",
      bar: null,
      approvers: null,
    });
  });
});

describe("reliability 63 nobody confirms what is their own", () => {
  test("reliability 63 role matrix: who has no such role neither sees, proposes, confirms nor refuses", async () => {
    const { id } = await proposed();
    const line = await held("150000.00");
    for (const role of ["document_clerk", "support", "partner_manager"] as const) {
      const by = await staff(role);
      const answers = [
        await assign(by, line),
        await by.send("GET", "/v1/office/proposals"),
        await by.send("GET", `/v1/office/proposals/${id}`),
        await decide(by, "approve", id),
        await decide(by, "refuse", id, { note: "нет" }),
      ];
      expect(
        answers.map(({ status }) => status),
        role,
      ).toEqual([403, 403, 403, 403, 403]);
    }
    const operator = await staff("operator", "matrix");
    expect((await decide(operator, "approve", id)).status).toBe(204);
  });

  test("reliability 63 not by the own session, the own token, a second login of the same mailbox, nor with another role", async () => {
    const { id, at } = await proposed();
    expect(code(await decide(proposer, "approve", id))).toEqual([403, "own_proposal"]);
    expect(await page(proposer, id)).toMatchObject({ mayApprove: false, mayWithdraw: true });
    // A token, whoever's it is, decides nothing.
    for (const name of ["alla", "olga"]) {
      const lent = { name: "t", userId: await userIdOf(name), scopes: ["staff"], now: clock.now() };
      const { token } = await database.transaction((tx) =>
        issueToken(tx, { ...lent, expiresAt: (clock.now() + DAY) as never }),
      );
      for (const act of ["approve", "refuse"]) {
        const answer = await app.server.inject({
          method: "POST",
          url: `/v1/office/proposals/${id}/${act}`,
          headers: { authorization: `Bearer ${token}` },
          payload: { note: "да", ...(act === "approve" ? { kind: "assign_transfer" } : {}) },
        });
        expect([answer.statusCode, answer.json().code], `${name} ${act}`).toEqual([403, "confirmed_in_browser"]);
      }
    }
    const twin = await staff("operator", "alla+two");
    expect(code(await decide(twin, "approve", id))).toEqual([403, "own_proposal"]);
    const alla = await userIdOf("alla");
    await database.transaction((tx) => setStaffRole(tx, alla, "operator", clock.now()));
    await forgotten();
    expect(code(await decide(proposer, "approve", id))).toEqual([403, "own_proposal"]);
    await database.transaction((tx) => setStaffRole(tx, alla, "accountant", clock.now()));
    await forgotten();
    expect(await balance(at)).toBe("0.00");
    // The database says so too.
    const forced = ownerOf(database).query(
      `update proposal set state = 'done', decider_user_id = proposer_user_id, decided_at = proposed_at where proposal_id = $1`,
      [id],
    );
    await expect(forced).rejects.toThrow(/proposal_two_persons/);
    expect((await decide(approver, "refuse", id, { note: "хватит" })).status).toBe(204);
    await expect(
      ownerOf(database).query("update proposal set decision_note = 'x' where proposal_id = $1", [id]),
    ).rejects.toThrow(/is decided/);
  });

  test("reliability 63 who belongs to the project neither credits it, however little, nor confirms it; by no login of theirs", async () => {
    const member = await staff("accountant", "vera");
    const vera = await userIdOf("vera");
    const at = await company();
    await database.transaction((tx) => addMember(tx, at.projectId, vera, "viewer", clock.now()));
    expect(code(await assign(member, await held("1.00"), at.pid))).toEqual([403, "own_interest"]);
    const id = idOf(await assign(proposer, await held("150000.00"), at.pid));
    expect(code(await decide(member, "approve", id))).toEqual([403, "own_interest"]);
    expect(await page(member, id)).toMatchObject({
      mayApprove: false,
      mayRefuse: true,
      bar: { en: expect.any(String) },
    });
    expect(await noticesOf(id)).not.toContain("vera asked");
    const login = await staff("operator", "vera+office");
    expect(code(await decide(login, "approve", id))).toEqual([403, "own_interest"]);
    // Who joins the project after proposing is in the same place.
    const alla = await userIdOf("alla");
    await database.transaction((tx) => addMember(tx, at.projectId, alla, "viewer", clock.now()));
    expect(code(await decide(approver, "approve", id))).toEqual([403, "own_interest"]);
    expect(await balance(at)).toBe("0.00");
  });

  test("reliability 63 the command line's proposals are nobody's: one person of the office stands for it, another confirms", async () => {
    const at = await company();
    const cli = database.as({ kind: "cli", key: "os:root" });
    const line = BigInt(await held("150000.00"));
    const asking = { userId: null, staffUserId: "cli:Olga", reason: REASON, now: clock.now() };
    const { proposalId } = await cli.transaction((tx) =>
      actOrPropose(tx, suspenseAssignment, { lineIds: [line], projectId: at.projectId, note: null }, asking),
    );
    const id = String(proposalId);
    expect(code(await decide(approver, "approve", id))).toEqual([409, "nobody_stands_for_it"]);
    expect(await page(approver, id)).toMatchObject({
      mayApprove: false,
      mayAdopt: true,
      proposer: { id: null, name: "cli:Olga" },
    });
    expect((await decide(approver, "adopt", id)).status).toBe(204);
    // Everybody was told when it came.
    expect((await noticesOf(id)).filter((notice) => notice === "alla asked")).toHaveLength(1);
    expect(code(await decide(approver, "approve", id))).toEqual([403, "own_proposal"]);
    expect(code(await decide(proposer, "adopt", id))).toEqual([409, "proposal_has_proposer"]);
    expect((await decide(proposer, "approve", id)).status).toBe(204);
    expect((await actsOf(id)).map(({ act, actor }) => [act, actor])).toEqual([
      ["proposal.made", "os:root"],
      ["proposal.adopted", `user:${await userIdOf("olga")}`],
      ["proposal.approved", `user:${await userIdOf("alla")}`],
    ]);
    expect(await balance(at)).toBe("150000.00");
  });

  test("reliability 63 only who proposed it takes it back, and it needs the same proof as any act on money", async () => {
    const { id } = await proposed();
    expect(code(await decide(approver, "withdraw", id))).toEqual([403, "forbidden"]);
    people.machine.advance(HOUR / 3);
    expect(code(await decide(approver, "approve", id))).toEqual([401, "proof_needed"]);
    approver = await visitor().signIn("olga@staff.example.ru");
    proposer = await visitor().signIn("alla@staff.example.ru");
    expect((await decide(proposer, "withdraw", id, { note: "ошибка" })).status).toBe(204);
    expect(await page(approver, id)).toMatchObject({ state: "withdrawn", note: "ошибка" });
  });
});

describe("AUD-03 what happens meanwhile", () => {
  test("AUD-03 of two who confirm at once one does, and it is done once", async () => {
    const { id, at } = await proposed();
    const other = await staff("operator", "race");
    const answers = await Promise.all([decide(approver, "approve", id), decide(other, "approve", id)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(await balance(at)).toBe("150000.00");
  });

  test("AUD-03 what has changed since is refused with its reason, nothing is half-done, and it can be turned down", async () => {
    const at = await company();
    const [one, two] = [await held("90000.00"), await held("90000.00")];
    const id = idOf(await assign(proposer, [one, two], at.pid));
    // Nobody decides otherwise about it at the office meanwhile.
    const closed = { outcome: "dismissed", note: "не наше" } as const;
    expect(code(await approver.send("POST", `/v1/office/suspense/${two}/close`, closed))).toEqual([
      409,
      "proposal_open",
    ]);
    await database.transaction((tx) =>
      closeSuspense(tx, { lineId: BigInt(two), ...closed, staffUserId: "test", now: clock.now() }),
    );
    expect(await page(approver, id)).toMatchObject({ obstacle: { en: "This statement line is already decided" } });
    expect(code(await decide(approver, "approve", id))).toEqual([409, "suspense_line_decided"]);
    expect(await balance(at)).toBe("0.00");
    expect(await page(approver, id)).toMatchObject({ state: "open" });
    expect((await decide(approver, "refuse", id, { note: "устарело" })).status).toBe(204);

    const renamed = await proposed();
    await renamed.at.owner.send("PATCH", renamed.at.path, { name: "Другой" });
    expect(code(await decide(approver, "approve", renamed.id))).toEqual([409, "proposal_outdated"]);
    expect((await decide(approver, "refuse", renamed.id, { note: "устарело" })).status).toBe(204);
  });

  test("AUD-03 who proposed it and is no longer of the staff leaves nothing to confirm", async () => {
    const leaver = await staff("accountant", "leaver");
    const id = idOf(await assign(leaver, await held("150000.00"), (await company()).pid));
    const gone = await userIdOf("leaver");
    await database.transaction((tx) => blockUser(tx, gone, clock.now()));
    expect(code(await decide(approver, "approve", id))).toEqual([409, "proposer_gone"]);
  });

  test("AUD-03 after a week it is over: its proposer is told, and the transfer can be proposed anew", async () => {
    const at = await company();
    const line = await held("150000.00");
    const id = idOf(await assign(proposer, line, at.pid));
    clock.advance(7 * DAY);
    expect(code(await decide(approver, "approve", id))).toEqual([409, "proposal_expired"]);
    expect(await page(approver, id)).toMatchObject({ state: "expired" });
    expect(await list(approver)).not.toContain(id);
    await expire();
    expect(await noticesOf(id)).toContain("alla expired");
    expect((await actsOf(id)).at(-1)).toMatchObject({ act: "proposal.expired", actor: "program" });
    expect((await assign(proposer, line, at.pid)).status).toBe(202);
  });

  test("AUD-03 with one person of the staff nothing is bypassed: it waits, and its page says that nobody can confirm it", async () => {
    const { id } = await proposed();
    await database.query("update app_user set blocked_at = $1 where staff_role is not null and name <> 'alla'", [
      "2026-01-01T00:00:00Z",
    ]);
    await forgotten();
    expect(await page(proposer, id)).toMatchObject({ approvers: 0, mayApprove: false });
    expect(code(await decide(proposer, "approve", id))).toEqual([403, "own_proposal"]);
    await database.query("update app_user set blocked_at = null where name = 'olga'");
    await forgotten();
    expect((await decide(approver, "approve", id)).status).toBe(204);
  });
});

test("AUD-03 the limits are the regions', and every kind of proposal is known by its code", async () => {
  expect((await proposer.send("GET", "/v1/office/two-person-limits")).body).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ region: "moscow", act: "assignment", most: { amount: "100000.00", currency: "RUB" } }),
      expect.objectContaining({
        region: "kazakhstan",
        act: "assignment",
        most: { amount: "600000.00", currency: "KZT" },
      }),
    ]),
  });
  expect(new Set(PROPOSAL_KINDS.map(({ code: one }) => one)).size).toBe(PROPOSAL_KINDS.length);
});

/** What a process remembers of a user for two seconds: roles that a test sets past it. */
function forgotten(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2_100));
}

describe("AUD-03 closing a transfer in suspense", () => {
  const close = (by: Visitor, ids: string[], outcome: "returned" | "dismissed" = "returned") =>
    by.send("POST", "/v1/office/suspense/close", { ids, outcome, note: "вернули" });

  test("AUD-03 money that goes back above the limit takes two persons, and parts to one payer count together", async () => {
    expect((await close(proposer, [await held("60000.00")])).status).toBe(200);
    const second = await close(proposer, [await held("60000.00")]);
    expect(second.status).toBe(202);
    expect((await decide(approver, "approve", idOf(second))).status).toBe(204);
    const line = await held("100000.01");
    const id = idOf(await close(approver, [line], "dismissed"));
    expect(await page(proposer, id)).toMatchObject({
      title: { en: "Close a transfer in suspense" },
      facts: expect.arrayContaining([
        expect.objectContaining({ after: expect.objectContaining({ en: "it is not ours" }) }),
      ]),
    });
    expect((await decide(proposer, "approve", id)).status).toBe(204);
    const row = "select disposition, decision_note as note from bank_statement_line where line_id = $1";
    expect(await database.query(row, [line])).toEqual([{ disposition: "dismissed", note: "вернули" }]);
  });

  test("reliability 63 who owns the company that gets its money back neither decides that nor confirms it", async () => {
    const own = await company();
    await makePayer(database, [own.projectId], { name: PAYER.name, inn: PAYER.inn });
    await ownerOf(database).query(
      "update account set owner_user_id = $1 where account_id = (select account_id from project where project_id = $2)",
      [await userIdOf("olga"), own.projectId],
    );
    expect(code(await close(approver, [await held("1.00")]))).toEqual([403, "own_interest"]);
    // However the bank spells its number.
    const spelt = { ...PAYER, inn: `ИНН ${PAYER.inn}/770701001` };
    const line = await held("1.00", MOSCOW_OWN_ACCOUNT, spelt);
    expect(code(await close(approver, [line]))).toEqual([403, "own_interest"]);
    const id = idOf(await close(proposer, [await held("150000.00")]));
    expect(code(await decide(approver, "approve", id))).toEqual([403, "own_interest"]);
    expect((await decide(proposer, "withdraw", id)).status).toBe(204);
    await ownerOf(database).query("update payer set inn = '7728168971' where inn = $1", [PAYER.inn]);
  });

  test("AUD-03 of one transfer one proposal is open, whatever is to become of it, also when they come at once", async () => {
    const line = await held("150000.00");
    const answers = await Promise.all([assign(proposer, line), close(approver, [line])]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
    const long = { userId: null, staffUserId: "cli:Olga", reason: "x".repeat(1_001), now: clock.now() };
    const payload = { lineIds: [BigInt(await held("150000.00"))], projectId: customer.projectId, note: null };
    const asked = database.transaction((tx) => actOrPropose(tx, suspenseAssignment, payload, long));
    await expect(asked).rejects.toMatchObject({ kind: { code: "reason_too_long" } });
  });

  test("PAY-14 that money on a foreign account is nobody's takes two persons, too", async () => {
    const answer = await close(proposer, [await held("1.00", "40702810900000000077")], "dismissed");
    expect(answer.status).toBe(202);
    expect((await decide(proposer, "withdraw", idOf(answer))).status).toBe(204);
  });
});

describe("AUD-03 the release of a halt", () => {
  const halt = () =>
    database.query(
      "insert into automation_halt (kind, halted_at, affected, allowed) values ('deletion', '2026-10-02T08:00:00Z', 40, 20)",
    );
  const letGo = () =>
    database.query(
      "update automation_halt set released_at = '2026-10-03T00:00:00Z', released_by = 'test' where released_at is null",
    );
  const release = (by: Visitor) =>
    by.send("POST", "/v1/office/halts/deletion/release", { note: "ошибка в цене исправлена" });

  test("AUD-03 reliability 63 what automation halted at goes on when two persons say so, with as many as they were shown", async () => {
    const operator = await staff("operator", "halts");
    expect(code(await release(operator))).toEqual([409, "nothing_halted"]);
    await halt();
    expect((await release(proposer)).status).toBe(403);
    const asked = await release(operator);
    expect(asked.status).toBe(202);
    const id = idOf(asked);
    expect((await operator.send("GET", "/v1/office/halts")).body).toEqual({
      items: [{ kind: "deletion", haltedAt: "2026-10-02T08:00:00.000Z", affected: 40, allowed: 20, proposal: id }],
    });
    expect(code(await release(operator))).toEqual([409, "proposal_open"]);
    expect(code(await decide(operator, "approve", id))).toEqual([403, "own_proposal"]);
    // More have come since: those were not shown to anybody.
    await database.query("update automation_halt set affected = 90 where released_at is null");
    expect(await page(approver, id)).toMatchObject({ amount: null, region: null, obstacle: null, mayApprove: true });
    expect((await decide(approver, "approve", id)).status).toBe(204);
    const [row] = await database.query(
      "select allowance, released_by from automation_halt where released_at is not null order by halt_id desc limit 1",
    );
    expect(row).toEqual({ allowance: 40, released_by: await userIdOf("halts") });
    expect((await operator.send("GET", "/v1/office/halts")).body).toEqual({ items: [] });
  });

  test("AUD-03 a halt that was released meanwhile is another one", async () => {
    const operator = await staff("operator", "halts2");
    await halt();
    const id = idOf(await release(operator));
    await letGo();
    await halt();
    expect(code(await decide(approver, "approve", id))).toEqual([409, "nothing_halted"]);
    await letGo();
  });
});
