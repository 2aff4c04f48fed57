import { describe, expect, it } from "vitest";

import { DAY, plus } from "../../src/core/time.ts";
import { blockUser } from "../../src/modules/tenancy/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

const { asked, clock, company, database, kindsOf, memberOf, user, visitor } = await openPeople();

describe("REG-05 a new owner", () => {
  const ask = (by: Visitor, path: string, memberId: string) => by.send("POST", `${path}/owner-change`, { memberId });
  const consent = async (by: Visitor, answer: "consent" | "decline" = "consent") =>
    by.send("POST", `/v1/me/owner-changes/${(await asked(by))[0]?.id ?? 0}/${answer}`);
  const rolesOf = async (projectId: bigint) => {
    const rows = await database.query<{ email: string; role: string }>(
      "select email, role from project_member join app_user using (user_id) where project_id = $1 order by email",
      [projectId],
    );
    return rows.map(({ email, role }) => `${email.split("@")[0]}: ${role}`);
  };

  it("REG-05 a member who agrees becomes the owner and roles are exchanged, whatever the balance; account and payer stay", async () => {
    const { owner, path, projectId } = await company({ billing_administrator: "heir@example.ru" });
    const heir = await visitor().signIn("heir@example.ru");
    const id = await memberOf(owner, path, "heir@example.ru");
    const before = await database.query("select account_id from project where project_id = $1", [projectId]);
    expect((await ask(owner, path, id)).status).toBe(204);
    expect((await ask(owner, path, id)).body.code).toBe("owner_asked_already");
    expect(await asked(heir)).toMatchObject([{ kind: "owner_change" }]);
    expect(await rolesOf(projectId)).toContain("heir: billing_administrator");
    expect((await consent(heir)).status).toBe(204);
    expect(await rolesOf(projectId)).toEqual([
      "heir: owner",
      expect.stringMatching(/^owner\d+: billing_administrator$/),
    ]);
    // The old owner's rights are the exchanged ones at once.
    expect((await owner.send("GET", `${path}/members`)).status).toBe(403);
    expect((await heir.send("GET", `${path}/members`)).status).toBe(200);
    expect(await database.query("select account_id from project where project_id = $1", [projectId])).toEqual(before);
    expect(await kindsOf(projectId)).toEqual(["owner_asked", "owner_received", "owner_given"]);
  });

  it("REG-05 nothing without consent: only the asked member answers, once; declined, withdrawn, expired and removed ones end", async () => {
    const { owner, path, projectId } = await company({
      viewer: "asked@example.ru",
      superadministrator: "eager@example.ru",
    });
    const [member, eager] = [await visitor().signIn("asked@example.ru"), await visitor().signIn("eager@example.ru")];
    const [id, eagerId] = [
      await memberOf(owner, path, "asked@example.ru"),
      await memberOf(owner, path, "eager@example.ru"),
    ];
    expect((await ask(eager, path, eagerId)).status).toBe(403);
    await user("stranger5@example.ru");
    expect((await ask(owner, path, "999999")).status).toBe(404);
    await ask(owner, path, id);
    const [open] = await asked(member);
    for (const who of [eager, owner])
      expect((await who.send("POST", `/v1/me/owner-changes/${open?.id}/consent`)).status).toBe(404);
    expect((await consent(member, "decline")).status).toBe(204);
    const late = await member.send("POST", `/v1/me/owner-changes/${open?.id}/consent`);
    expect([late.status, late.body.code]).toEqual([410, "owner_change_over"]);

    await ask(owner, path, id);
    expect((await owner.send("DELETE", `${path}/owner-change`)).status).toBe(204);
    expect(await asked(member)).toEqual([]);

    await ask(owner, path, id);
    const [expiring] = await asked(member);
    clock.moveTo(plus(clock.now(), 14 * DAY));
    expect((await member.send("POST", `/v1/me/owner-changes/${expiring?.id}/consent`)).status).toBe(410);
    expect((await ask(owner, path, id)).status).toBe(204);
    const [last] = await asked(member);
    expect((await owner.send("DELETE", `${path}/members/${id}`)).status).toBe(204);
    expect((await member.send("POST", `/v1/me/owner-changes/${last?.id}/consent`)).status).toBe(410);
    expect((await rolesOf(projectId)).filter((one) => one.endsWith(": owner"))).toHaveLength(1);
  });

  it("REG-05 consent and removal, or consent twice, at once: one owner, and one of them stands", async () => {
    const { owner, path, projectId } = await company({ viewer: "swift@example.ru" });
    const swift = await visitor().signIn("swift@example.ru");
    const id = await memberOf(owner, path, "swift@example.ru");
    await ask(owner, path, id);
    const [open] = await asked(swift);
    const answers = await Promise.all([
      swift.send("POST", `/v1/me/owner-changes/${open?.id}/consent`),
      swift.send("POST", `/v1/me/owner-changes/${open?.id}/consent`),
      owner.send("DELETE", `${path}/members/${id}`),
    ]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect((await rolesOf(projectId)).filter((one) => one.endsWith(": owner"))).toHaveLength(1);
  });

  it("REG-05 reliability 67 nobody is written to without end: asking and withdrawing in turn has a pace", async () => {
    const { owner, path } = await company({ viewer: "patient@example.ru" });
    const id = await memberOf(owner, path, "patient@example.ru");
    const turn = async () => {
      const { status, body, headers } = await ask(owner, path, id);
      if (status === 204) await owner.send("DELETE", `${path}/owner-change`);
      return [status, body.code, headers["retry-after"] !== undefined];
    };
    for (let n = 0; n < 5; n += 1) expect(await turn()).toEqual([204, undefined, false]);
    expect(await turn()).toEqual([429, "owner_asked_too_often", true]);
  });

  it("REG-05 PTR-07 a blocked member cannot be asked", async () => {
    const { owner, path } = await company({ viewer: "shut5@example.ru" });
    const id = await memberOf(owner, path, "shut5@example.ru");
    await database.transaction(async (tx) => {
      const [row] = await tx.query<{ userId: string }>(
        "select user_id as \"userId\" from app_user where email = 'shut5@example.ru'",
      );
      await blockUser(tx, row?.userId ?? "", clock.now());
    });
    expect((await ask(owner, path, id)).status).toBe(404);
  });
});
