import { describe, expect, it } from "vitest";

import { DAY, HOUR, plus } from "../../src/core/time.ts";
import { TenancyAuthority, type Role, addMember, issueToken } from "../../src/modules/tenancy/index.ts";
import { type Answer, openPeople } from "../support/people-world.ts";

const { app, asked, clock, company, complete, database, invite, kindsOf, linkOf, memberOf, user, visitor } =
  await openPeople();

describe("REG-04 a company lets people in", () => {
  it("REG-04 invites its accountant and an intern by mail: each joins in its own way, and the intern's forbidden things are refused", async () => {
    const { owner, path, pid, projectId } = await company();
    // The accountant is registered: accepts in the console.
    await user("accountant@example.ru");
    expect((await invite(owner, path, "Accountant@example.ru ", "billing_administrator")).status).toBe(201);
    const accountant = await visitor().signIn("accountant@example.ru");
    const [waiting] = await asked(accountant);
    expect(waiting).toMatchObject({ kind: "invitation", pid, role: "billing_administrator" });
    expect((await accountant.send("POST", `/v1/me/invitations/${waiting?.id}/accept`)).status).toBe(204);
    expect(await asked(accountant)).toEqual([]);
    // The intern is nobody yet: registers by the letter's link.
    expect((await invite(owner, path, "intern@example.ru", "viewer")).status).toBe(201);
    const link = await linkOf(projectId);
    const shown = await visitor().send("POST", "/v1/invitations/read", { link });
    expect(shown.body).toMatchObject({ email: "intern@example.ru", role: "viewer", registered: false });
    expect((await complete(link)).status).toBe(201);
    const intern = await visitor().signIn("intern@example.ru");
    const me = await intern.send("GET", "/v1/me");
    expect(me.body).toMatchObject({
      projects: [{ pid, role: "viewer", permissions: ["project.view", "requests.create"] }],
    });
    expect(await kindsOf(projectId)).toEqual(["invitation", "added", "joined", "invitation", "added", "joined"]);
    // What each may do.
    for (const [who, statuses] of [
      [accountant, [200, 403, 403, 403, 403]],
      [intern, [403, 403, 403, 403, 403]],
    ] as const) {
      const answers = [
        await who.send("GET", `${path}/balance`),
        await who.send("GET", `${path}/members`),
        await invite(who, path, "friend@example.ru", "viewer"),
        await who.send("GET", `${path}/tokens`),
        await who.send("PATCH", path, { name: "Моё" }),
      ];
      expect(answers.map(({ status }) => status)).toEqual(statuses);
    }
  });

  it("REG-03 who joined by an invitation has no account and no project of its own, and opens one when it wants to", async () => {
    const { owner, path, projectId } = await company();
    await invite(owner, path, "later@example.ru", "viewer");
    await complete(await linkOf(projectId));
    const [row] = await database.query<{ accounts: bigint; owned: bigint }>(
      `select (select count(*) from account a join app_user u on u.user_id = a.owner_user_id where u.email = $1) as accounts,
              (select count(*) from project_member m join app_user u using (user_id)
                where u.email = $1 and m.role = 'owner') as owned`,
      ["later@example.ru"],
    );
    expect(row).toEqual({ accounts: 0n, owned: 0n });
    const later = await visitor().signIn("later@example.ru");
    expect((await later.send("POST", "/v1/projects", { name: " Своё дело " })).status).toBe(201);
    const [project] = await database.query<{ name: string; region: string }>(
      `select p.name, p.region_code as region from project p join project_member m using (project_id)
         join app_user u using (user_id) where u.email = 'later@example.ru' and m.role = 'owner'`,
    );
    expect(project).toEqual({ name: "Своё дело", region: "moscow" });
  });

  it("REG-03 whoever opens several first projects at once has one account", async () => {
    const { owner, path, projectId } = await company();
    await invite(owner, path, "hasty@example.ru", "viewer");
    await complete(await linkOf(projectId), visitor());
    const hasty = await visitor().signIn("hasty@example.ru");
    const opened = await Promise.all(
      [1, 2, 3].map((place) => hasty.send("POST", "/v1/projects", { name: `Дело ${place}` })),
    );
    expect(opened.map(({ status }) => status)).toEqual([201, 201, 201]);
    const accounts = await database.query(
      "select 1 from account a join app_user u on u.user_id = a.owner_user_id where u.email = 'hasty@example.ru'",
    );
    expect(accounts).toHaveLength(1);
  });

  it("REG-03 a further project is the user's own, in the region of the account; a name is changed by who may", async () => {
    const { owner, path, projectId } = await company();
    const made = await owner.send("POST", "/v1/projects", { name: "Второй" });
    expect(made.status).toBe(201);
    const both = await database.query<{ accounts: bigint }>(
      "select count(distinct account_id) as accounts from project where project_id = any($1::bigint[])",
      [`{${projectId},${String((made.body as unknown as { pid: string }).pid).slice(3)}}`],
    );
    expect(both).toEqual([{ accounts: 1n }]);
    expect((await owner.send("PATCH", path, { name: "Новое имя" })).status).toBe(204);
    expect((await owner.send("PATCH", path, { name: "  " })).status).toBe(422);
    const me = (await owner.send("GET", "/v1/me")).body as unknown as { projects: { name: string }[] };
    expect(me.projects.map(({ name }) => name).sort()).toEqual(["Второй", "Новое имя"]);
    expect((await owner.send("POST", "/v1/projects", { name: "x", regionCode: "kazakhstan" })).status).toBe(422);
  });
});

describe("REG-04 invitations", () => {
  it("REG-04 a forwarded link is no right: another user can neither see nor accept it, nor register with another address", async () => {
    const { owner, path, projectId } = await company();
    await user("meant@example.ru");
    await user("forwarded@example.ru");
    const made = await invite(owner, path, "meant@example.ru", "superadministrator");
    const { id } = made.body as unknown as { id: string };
    const other = await visitor().signIn("forwarded@example.ru");
    expect(await asked(other)).toEqual([]);
    for (const answer of ["accept", "decline"])
      expect((await other.send("POST", `/v1/me/invitations/${id}/${answer}`)).status).toBe(404);
    // By the link itself one can only register the invited address, which is registered.
    const taken = await complete(await linkOf(projectId), other);
    expect([taken.status, taken.body.code]).toEqual([409, "email_taken"]);
    const extra = {
      link: await linkOf(projectId),
      name: "Я",
      password: "Sonne-und-Mond-7",
      language: "ru",
      email: "a@b.ru",
    };
    expect((await other.send("POST", "/v1/invitations/complete", extra)).status).toBe(422);
    expect((await other.send("GET", `${path}/members`)).status).toBe(404);
  });

  it("REG-04 is used once, ends when it is withdrawn, declined, sent again or seven days old, and cannot be guessed", async () => {
    const { owner, path, projectId } = await company();
    const read = (link: string) => visitor().send("POST", "/v1/invitations/read", { link });
    await invite(owner, path, "once@example.ru", "viewer");
    const first = await linkOf(projectId);
    const again = await invite(owner, path, "once@example.ru", "viewer");
    expect([again.status, again.body.code]).toEqual([409, "invited_already"]);
    const [{ id } = { id: "0" }] = (
      (await owner.send("GET", `${path}/members`)).body as unknown as { invitations: { id: string }[] }
    ).invitations;
    expect((await owner.send("POST", `${path}/invitations/${id}/resend`)).status).toBe(204);
    const second = await linkOf(projectId);
    expect([(await read(first)).status, (await read(second)).status]).toEqual([410, 200]);
    for (const wrong of ["1", "1.x", second.replace(/.$/, (last) => (last === "A" ? "B" : "A")), `9${second}`])
      expect([wrong, (await read(wrong)).status]).toEqual([wrong, 410]);
    expect((await visitor().send("POST", "/v1/registrations/read", { link: second })).status).toBe(410);
    expect((await complete(second)).status).toBe(201);
    expect([(await complete(second)).status, (await read(second)).status]).toEqual([410, 410]);
    expect((await owner.send("DELETE", `${path}/invitations/${id}`)).status).toBe(410);
    const member = await invite(owner, path, "once@example.ru", "viewer");
    expect([member.status, member.body.code]).toEqual([409, "already_member"]);

    const withdrawn = (await invite(owner, path, "withdrawn@example.ru", "viewer")).body as unknown as { id: string };
    const gone = await linkOf(projectId);
    expect((await owner.send("DELETE", `${path}/invitations/${withdrawn.id}`)).status).toBe(204);
    expect((await complete(gone)).status).toBe(410);

    await invite(owner, path, "declined@example.ru", "viewer");
    const declined = await linkOf(projectId);
    expect((await visitor().send("POST", "/v1/invitations/decline", { link: declined })).status).toBe(204);
    expect((await complete(declined)).status).toBe(410);

    await invite(owner, path, "late@example.ru", "viewer");
    const late = await linkOf(projectId);
    clock.moveTo(plus(clock.now(), 7 * DAY));
    expect((await complete(late)).status).toBe(410);
    // What has expired is listed as such, and sent again.
    const { invitations } = (await owner.send("GET", `${path}/members`)).body as unknown as {
      invitations: { id: string; expired: boolean }[];
    };
    expect(invitations).toMatchObject([{ expired: true }]);
    await owner.send("POST", `${path}/invitations/${invitations[0]?.id}/resend`);
    expect((await complete(await linkOf(projectId))).status).toBe(201);
  });

  it("REG-04 two projects invite one address: each link lives by itself", async () => {
    const [one, two] = [await company(), await company()];
    await invite(one.owner, one.path, "both@example.ru", "viewer");
    await invite(two.owner, two.path, "both@example.ru", "project_administrator");
    expect((await complete(await linkOf(one.projectId))).status).toBe(201);
    const both = await visitor().signIn("both@example.ru");
    const [waiting] = await asked(both);
    expect(waiting?.pid).toBe(two.pid);
    await both.send("POST", `/v1/me/invitations/${waiting?.id}/accept`);
    expect(((await both.send("GET", "/v1/me")).body as unknown as { projects: object[] }).projects).toHaveLength(2);
  });

  it("REG-04 of answers that race one stands: a link used twice at once, an acceptance beside a withdrawal", async () => {
    const { owner, path, projectId } = await company();
    await invite(owner, path, "race@example.ru", "viewer");
    const link = await linkOf(projectId);
    const twice = await Promise.all([complete(link), complete(link), complete(link)]);
    expect(twice.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 410, 410]);

    await user("racer@example.ru");
    const racer = await visitor().signIn("racer@example.ru");
    const made = await invite(owner, path, "racer@example.ru", "viewer");
    const { id } = made.body as unknown as { id: string };
    const answers = await Promise.all([
      racer.send("POST", `/v1/me/invitations/${id}/accept`),
      racer.send("POST", `/v1/me/invitations/${id}/accept`),
      owner.send("DELETE", `${path}/invitations/${id}`),
      visitor().send("POST", "/v1/invitations/decline", { link: await linkOf(projectId) }),
    ]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 410, 410, 410]);
    const ends = await database.query<{ n: bigint }>(
      `select count(*) as n from project_invitation where project_id = $1 and ended_as is not null`,
      [projectId],
    );
    expect(ends).toEqual([{ n: 2n }]);
  });

  it("reliability 41 letters of invitations are paced by mailbox, and what was sent is not told", async () => {
    const { owner, path } = await company();
    const { id } = (await invite(owner, path, "often@example.ru", "viewer")).body as unknown as { id: string };
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push((await owner.send("POST", `${path}/invitations/${id}/resend`)).status);
    expect(answers).toEqual([204, 204, 429]);
    await user("known-address@example.ru");
    const [known, unknown] = [
      await invite(owner, path, "known-address@example.ru", "viewer"),
      await invite(owner, path, "unknown-address@example.ru", "viewer"),
    ];
    expect([known.status, Object.keys(known.body)]).toEqual([unknown.status, Object.keys(unknown.body)]);
  });
});

describe("REG-04 who may give what", () => {
  it("REG-04 a user administrator touches neither the owner nor superadministrators nor its own role, and nobody raises oneself", async () => {
    const { owner, path } = await company({
      superadministrator: "super1@example.ru",
      user_administrator: "people1@example.ru",
      viewer: "viewer1@example.ru",
    });
    const people = await visitor().signIn("people1@example.ru");
    const ownerMail = ((await owner.send("GET", "/v1/me")).body as unknown as { user: { email: string } }).user.email;
    const [ownerId, superId, ownId, viewerId] = [
      await memberOf(people, path, ownerMail),
      await memberOf(people, path, "super1@example.ru"),
      await memberOf(people, path, "people1@example.ru"),
      await memberOf(people, path, "viewer1@example.ru"),
    ];
    const change = (id: string, role: Role, by = people) => by.send("PUT", `${path}/members/${id}`, { role });
    const refused = async (answer: Promise<Answer>) => {
      const { status, body } = await answer;
      return [status, body.code];
    };
    expect(await refused(change(ownerId, "viewer"))).toEqual([409, "owner_not_granted"]);
    expect(await refused(people.send("DELETE", `${path}/members/${ownerId}`))).toEqual([409, "owner_not_granted"]);
    expect(await refused(change(superId, "viewer"))).toEqual([403, "role_not_yours"]);
    expect(await refused(people.send("DELETE", `${path}/members/${superId}`))).toEqual([403, "role_not_yours"]);
    expect(await refused(change(ownId, "billing_administrator"))).toEqual([409, "own_role"]);
    expect(await refused(people.send("DELETE", `${path}/members/${ownId}`))).toEqual([409, "own_role"]);
    expect(await refused(change(viewerId, "superadministrator"))).toEqual([403, "role_not_yours"]);
    expect(await refused(invite(people, path, "new1@example.ru", "superadministrator"))).toEqual([
      403,
      "role_not_yours",
    ]);
    expect((await change(viewerId, "owner")).status).toBe(422);
    expect((await invite(people, path, "new1@example.ru", "owner")).status).toBe(422);
    expect((await change("999999", "viewer")).status).toBe(404);
    expect((await change(viewerId, "billing_administrator")).status).toBe(204);
    // What the page is told is what may be done.
    const { items, roles } = (await people.send("GET", `${path}/members`)).body as unknown as {
      items: { email: string; mayChange: boolean }[];
      roles: string[];
    };
    expect(items.filter(({ mayChange }) => mayChange).map(({ email }) => email)).toEqual(["viewer1@example.ru"]);
    expect(roles).toEqual(["project_administrator", "billing_administrator", "user_administrator", "viewer"]);
    // A superadministrator gives all but the owner's role, the own one not.
    const superior = await visitor().signIn("super1@example.ru");
    expect((await change(viewerId, "superadministrator", superior)).status).toBe(204);
    expect(await refused(change(superId, "viewer", superior))).toEqual([409, "own_role"]);
    expect(await refused(change(ownerId, "viewer", superior))).toEqual([409, "owner_not_granted"]);
  });

  it("REG-04 who loses the right to give a role takes the invitations to it along", async () => {
    const { owner, path, projectId } = await company({ superadministrator: "super2@example.ru" });
    const superior = await visitor().signIn("super2@example.ru");
    await invite(superior, path, "crony@example.ru", "superadministrator");
    const crony = await linkOf(projectId);
    await invite(superior, path, "helper@example.ru", "viewer");
    const helper = await linkOf(projectId);
    const id = await memberOf(owner, path, "super2@example.ru");
    expect((await owner.send("PUT", `${path}/members/${id}`, { role: "user_administrator" })).status).toBe(204);
    expect([(await complete(crony)).status, (await complete(helper)).status]).toEqual([410, 201]);
    await invite(superior, path, "second@example.ru", "viewer");
    const second = await linkOf(projectId);
    expect((await owner.send("DELETE", `${path}/members/${id}`)).status).toBe(204);
    expect((await complete(second)).status).toBe(410);
  });

  it("REG-04 a token reaches no further than a user administrator, and machines decide about nobody", async () => {
    const { owner, path, projectId } = await company({ viewer: "viewer3@example.ru" });
    const [{ userId } = { userId: "" }] = await database.query<{ userId: string }>(
      `select user_id as "userId" from project_member where project_id = $1 and role = 'owner'`,
      [projectId],
    );
    const scopes = ["members.manage", "tokens.manage", "project.view"];
    const lend = (whose: object) =>
      database.transaction((tx) =>
        issueToken(tx, { name: "t", scopes, now: clock.now(), expiresAt: plus(clock.now(), HOUR), ...whose }),
      );
    const byToken = async (token: string, method: "POST" | "DELETE", end: string, payload?: object) =>
      (
        await app.server.inject({
          method,
          url: `${path}${end}`,
          headers: { authorization: `Bearer ${token}` },
          ...(payload ? { payload } : {}),
        })
      ).statusCode;
    const invitation = (role: Role) => ({ email: `by-token-${role}@example.ru`, role });
    const mine = (await lend({ userId })).token;
    expect(await byToken(mine, "POST", "/invitations", invitation("superadministrator"))).toBe(403);
    expect(await byToken(mine, "POST", "/invitations", invitation("viewer"))).toBe(201);
    expect(await byToken(mine, "POST", "/leave")).toBe(403);
    expect(await byToken(mine, "POST", "/tokens", { name: "x", scopes: ["balance.view"], days: 1 })).toBe(422);
    const machineToken = (await lend({ projectId })).token;
    expect(await byToken(machineToken, "POST", "/invitations", invitation("project_administrator"))).toBe(403);
    expect(await byToken(machineToken, "POST", "/tokens", { name: "x", scopes: ["project.view"], days: 1 })).toBe(403);
    const viewer = await memberOf(owner, path, "viewer3@example.ru");
    expect(await byToken(machineToken, "DELETE", `/members/${viewer}`)).toBe(403);
  });
});

describe("REG-04 a member goes", () => {
  it("REG-04 reliability 38 a removed member's session and tokens end in every process within 5 s", async () => {
    const { owner, path, projectId } = await company({ superadministrator: "gone@example.ru" });
    const gone = await visitor().signIn("gone@example.ru");
    const [{ userId } = { userId: "" }] = await database.query<{ userId: string }>(
      "select user_id as \"userId\" from app_user where email = 'gone@example.ru'",
    );
    const now = clock.now();
    const { token } = await database.transaction((tx) =>
      issueToken(tx, { name: "t", userId, projectId, scopes: ["project.view"], now, expiresAt: plus(now, HOUR) }),
    );
    // Another process remembers for two seconds at most; one that remembers nothing asks at once.
    const elsewhere = new TenancyAuthority(database, null, {}, 0);
    expect(await elsewhere.authenticate({ token, cookie: undefined, now })).toMatchObject({ kind: "user" });
    expect((await gone.send("GET", `${path}/members`)).status).toBe(200);
    const id = await memberOf(owner, path, "gone@example.ru");
    expect((await owner.send("DELETE", `${path}/members/${id}`)).status).toBe(204);
    expect((await gone.send("GET", `${path}/members`)).status).toBe(404);
    expect(await elsewhere.authenticate({ token, cookie: undefined, now })).toEqual({ kind: "anonymous" });
    const [row] = await database.query<{ revoked: boolean }>(
      "select revoked_at is not null as revoked from api_token where user_id = $1",
      [userId],
    );
    expect(row).toEqual({ revoked: true });
    expect(await kindsOf(projectId)).toEqual(["removed"]);
    // The act is looked at with the role as it is, not as some process remembers it.
    expect((await gone.send("POST", `${path}/leave`)).status).toBe(404);
  });

  it("REG-04 two superadministrators who remove each other at once: one stays", async () => {
    const { owner, path } = await company({ superadministrator: "left@example.ru" });
    const { userId } = await user("right@example.ru");
    const projectId = BigInt(path.slice(-10));
    await database.transaction((tx) => addMember(tx, projectId, userId, "superadministrator", clock.now()));
    const [left, right] = [await visitor().signIn("left@example.ru"), await visitor().signIn("right@example.ru")];
    const [leftId, rightId] = [
      await memberOf(owner, path, "left@example.ru"),
      await memberOf(owner, path, "right@example.ru"),
    ];
    const answers = await Promise.all([
      left.send("DELETE", `${path}/members/${rightId}`),
      right.send("DELETE", `${path}/members/${leftId}`),
    ]);
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses[0]).toBe(204);
    expect([403, 404]).toContain(statuses[1]);
    expect((await database.query("select 1 from project_member where project_id = $1", [projectId])).length).toBe(2);
  });

  it("REG-04 a member leaves; the owner stays", async () => {
    const { owner, path } = await company({ viewer: "leaver@example.ru" });
    const leaver = await visitor().signIn("leaver@example.ru");
    expect((await leaver.send("POST", `${path}/leave`)).status).toBe(204);
    expect((await leaver.send("GET", `${path}/balance`)).status).toBe(404);
    const stays = await owner.send("POST", `${path}/leave`);
    expect([stays.status, stays.body.code]).toEqual([409, "owner_stays"]);
  });
});

describe("AUD-01 acts on people", () => {
  it("AUD-01 REG-04 each is told of its project alone, with the role before and after, and names nobody's address", async () => {
    const { owner, path, projectId } = await company({ viewer: "audited@example.ru" });
    const audited = await visitor().signIn("audited@example.ru");
    await invite(owner, path, "audited-guest@example.ru", "viewer");
    await complete(await linkOf(projectId));
    const id = await memberOf(owner, path, "audited@example.ru");
    await owner.send("PUT", `${path}/members/${id}`, { role: "billing_administrator" });
    await owner.send("PATCH", path, { name: "Другое" });
    await owner.send("POST", `${path}/owner-change`, { memberId: id });
    const [open] = await asked(audited);
    await audited.send("POST", `/v1/me/owner-changes/${open?.id}/decline`);
    await audited.send("POST", `${path}/leave`);
    const rows = await database.query<{ act: string; subjects: string[]; before: object | null; after: object | null }>(
      `select act, subjects, before, after from audit_event
        where 'project:' || $1::text = any (subjects) and refusal is null order by audit_event_id`,
      [projectId],
    );
    const told = rows.filter(({ act }) => !["project.created", "user.registered"].includes(act));
    expect(told.map(({ act, before, after }) => [act, before, after])).toEqual([
      ["member.set", { role: null }, { role: "viewer" }],
      ["member.invited", null, { role: "viewer" }],
      ["invitation.answered", null, { answer: "accepted", role: "viewer" }],
      ["member.set", { role: "viewer" }, { role: "billing_administrator" }],
      ["project.renamed", { name: expect.stringMatching(/^owner/) }, { name: "Другое" }],
      ["owner_change.asked", null, null],
      ["owner_change.answered", null, { answer: "declined" }],
      ["member.removed", { role: "billing_administrator" }, null],
    ]);
    expect(told.map(({ subjects }) => subjects)).toEqual(told.map(() => [`project:${projectId}`]));
    expect(JSON.stringify(told)).not.toContain("@");
  });
});
