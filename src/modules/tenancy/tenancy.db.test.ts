import { beforeAll, describe, expect, it } from "vitest";

import { subjectsOf } from "../../core/subject.ts";
import { dayPeriod, localDate, plus } from "../../core/time.ts";
import { type Principal, STAFF_ROLES, type StaffRole, tenantRead } from "../../platform/http/index.ts";
import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { loadShippedRegions } from "../../../test/support/regions.ts";
import {
  TenancyAuthority,
  addMember,
  allRegions,
  blockUser,
  createProject,
  issueToken,
  projectFacts,
  projectsOf,
  putRegions,
  regionOf,
  regionOfSite,
  register,
  revokeToken,
  setStaffRole,
} from "./index.ts";

const { database, clock } = await testDatabase();
const HASH = { hash: "not-a-real-hash" };

beforeAll(() => loadShippedRegions(database));

function registration(email: string, at: { site: string } | { regionCode: string } = { regionCode: "moscow" }) {
  return { email, name: "Анна", password: HASH, language: "ru", at, now: clock.now() } as const;
}

const signUp = (email: string, at?: { site: string } | { regionCode: string }) =>
  database.transaction((tx) => register(tx, registration(email, at)));

describe("regions", () => {
  it("REG-01 ships with Moscow and Kazakhstan as data", async () => {
    const [kazakhstan, moscow] = await database.transaction(allRegions);
    expect(moscow).toMatchObject({
      regionCode: "moscow",
      currency: "RUB",
      timeZone: "Europe/Moscow",
      supplierCode: "vk",
      edmAvailable: true,
      // BAL-03
      signUpBonus: [
        { bonusGroup: "compute", amount: "2000.00", days: 60 },
        { bonusGroup: "platform", amount: "3000.00", days: 60 },
      ],
    });
    expect(moscow?.documentAddress).toBe("docs_vktech@vk.company");
    expect(kazakhstan).toMatchObject({
      regionCode: "kazakhstan",
      currency: "KZT",
      timeZone: "Asia/Almaty",
      supplierCode: "qazcloud",
      edmAvailable: false,
    });
    expect(kazakhstan?.documentAddress).toBe("accountvk@qazcloud.kz");
  });

  it("REG-02 the site decides the region, with or without a port", async () => {
    expect((await regionOfSite(database, "VKCLOUD.kz:443")).regionCode).toBe("kazakhstan");
    await expect(regionOfSite(database, "example.org")).rejects.toMatchObject({ kind: { code: "unknown_site" } });
    await expect(regionOf(database, "mars")).rejects.toMatchObject({ kind: { code: "unknown_region" } });
  });

  it("REG-07 the day of a region is that of its zone, the hour that Kazakhstan gained on 2024-03-01 included", async () => {
    const { timeZone } = await regionOf(database, "kazakhstan");
    const { start, end } = dayPeriod(localDate("2024-02-29"), timeZone);
    expect((end - start) / 3_600_000).toBe(25);
  });

  it("REG-07 the zone and the currency of a region with projects stay", async () => {
    await signUp("zone@example.ru");
    const moscow = await regionOf(database, "moscow");
    const moved = database.transaction((tx) => putRegions(tx, [{ ...moscow, timeZone: "Asia/Omsk" }]));
    await expect(moved).rejects.toMatchObject({ kind: { code: "region_fixed" } });
    const shared = database.transaction((tx) => putRegions(tx, [{ ...moscow, sites: ["vkcloud.kz"] }]));
    await expect(shared).rejects.toMatchObject({ kind: { code: "site_taken" } });
  });
});

describe("registering", () => {
  it("REG-03 makes a user, an account and a first project with the user as its owner", async () => {
    const { userId, projectId, accountId } = await signUp("  Anna@Example.ru ", { site: "cloud.vk.com" });
    const [project] = await projectsOf(database, userId);
    expect(project).toMatchObject({
      projectId,
      accountId,
      role: "owner",
      regionCode: "moscow",
      currency: "RUB",
      status: "active",
    });
    const facts = await projectFacts(database, [projectId, 1n]);
    expect([...facts.keys()]).toEqual([projectId]);
  });

  it("REG-02 an e-mail registers once over all regions, in any letter case", async () => {
    await signUp("once@example.ru");
    await expect(signUp("ONCE@example.ru", { regionCode: "kazakhstan" })).rejects.toMatchObject({
      kind: { code: "email_taken" },
    });
    const accounts = await database.query(
      "select from account a join app_user u on u.user_id = a.owner_user_id where email = 'once@example.ru'",
    );
    expect(accounts).toHaveLength(1);
  });

  it("REG-02 two at once register one", async () => {
    const outcomes = await Promise.allSettled([signUp("race@example.ru"), signUp("race@example.ru")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("REG-02 a further project lives in the region of its account", async () => {
    const { accountId, userId } = await signUp("kz@example.kz", { regionCode: "kazakhstan" });
    const projectId = await database.transaction((tx) =>
      createProject(tx, { accountId, name: "Second", now: clock.now() }),
    );
    const facts = (await projectFacts(database, [projectId])).get(projectId);
    expect(facts).toMatchObject({ currency: "KZT", timeZone: "Asia/Almaty" });
    expect(await projectsOf(database, userId)).toHaveLength(2);
  });

  it.each(["", "a", "a@b", "a b@c.ru", "a@b.ru\nBcc: x@y.ru", `${"a".repeat(300)}@b.ru`])(
    "REG-02 refuses %j as an address",
    async (email) => {
      await expect(signUp(email)).rejects.toMatchObject({ kind: { code: "not_an_email" } });
    },
  );

  it("REG-03 a refused registration leaves nothing", async () => {
    await expect(signUp("nowhere@example.ru", { site: "nowhere.example" })).rejects.toThrow();
    expect(await database.query("select from app_user where email = 'nowhere@example.ru'")).toHaveLength(0);
  });
});

describe("members", () => {
  it("REG-03, REG-04 one owner, who is neither granted nor taken", async () => {
    const { projectId, userId } = await signUp("owner@example.ru");
    const member = await signUp("member@example.ru");
    const change = (work: Parameters<typeof database.transaction<void>>[0]) => database.transaction(work);
    await expect(change((tx) => addMember(tx, projectId, member.userId, "owner", clock.now()))).rejects.toMatchObject({
      kind: { code: "owner_not_granted" },
    });
    await expect(change((tx) => addMember(tx, projectId, userId, "viewer", clock.now()))).rejects.toMatchObject({
      kind: { code: "owner_not_granted" },
    });
    await change((tx) => addMember(tx, projectId, member.userId, "viewer", clock.now()));
    await change((tx) => addMember(tx, projectId, member.userId, "billing_administrator", clock.now()));
    expect((await projectsOf(database, member.userId)).map(({ role }) => role).sort()).toEqual([
      "billing_administrator",
      "owner",
    ]);
    const second = database.query(
      "insert into project_member values ($1, $2, 'owner') on conflict (project_id, user_id) do update set role = 'owner'",
      [projectId, member.userId],
    );
    await expect(second).rejects.toMatchObject({ constraint: "project_member_one_owner" });
  });
});

describe("authority", () => {
  const authority = new TenancyAuthority(database, null, {}, 0);
  const as = (token: string) => authority.authenticate({ token, cookie: undefined, now: clock.now() });

  it("REG-04 a project's token reaches that project and its scopes only; a stranger's project is unknown", async () => {
    const mine = await signUp("token@example.ru");
    const other = await signUp("other@example.ru");
    const { token } = await database.transaction((tx) =>
      issueToken(tx, {
        name: "report",
        projectId: mine.projectId,
        scopes: ["balance.view"],
        now: clock.now(),
        expiresAt: plus(clock.now(), 60_000),
      }),
    );
    const principal = await as(token);
    expect(
      await authority.verdicts(principal, {
        of: "project",
        ids: [mine.projectId, other.projectId, 7n],
        permission: "balance.view",
        staff: [],
      }),
    ).toEqual(["granted", "unknown", "unknown"]);
    expect(
      await authority.verdicts(principal, {
        of: "project",
        ids: [mine.projectId],
        permission: "documents.view",
        staff: [],
      }),
    ).toEqual(["forbidden"]);
    expect(authority.projectsWith(principal, "balance.view")).toEqual([mine.projectId]);
  });

  it("REG-04 a user's token lends its scopes, never more than the role has", async () => {
    const mine = await signUp("lent@example.ru");
    const reader = await signUp("reader@example.ru");
    await database.transaction((tx) => addMember(tx, mine.projectId, reader.userId, "viewer", clock.now()));
    const { token } = await database.transaction((tx) =>
      issueToken(tx, {
        name: "t",
        userId: reader.userId,
        scopes: ["balance.view"],
        now: clock.now(),
        expiresAt: plus(clock.now(), 60_000),
      }),
    );
    const principal = await as(token);
    expect(
      await authority.verdicts(principal, {
        of: "project",
        ids: [mine.projectId, reader.projectId],
        permission: "balance.view",
        staff: [],
      }),
    ).toEqual(["forbidden", "granted"]);
    expect(
      await authority.verdicts(principal, {
        of: "project",
        ids: [reader.projectId],
        permission: "project.view",
        staff: [],
      }),
    ).toEqual(["forbidden"]);
  });

  it("REG-04 a staff user's token of one project opens that project alone, whatever its scopes", async () => {
    const mine = await signUp("staff-token@example.ru");
    const other = await signUp("staff-other@example.ru");
    await database.transaction((tx) => setStaffRole(tx, mine.userId, "support", clock.now()));
    const now = clock.now();
    const order = { userId: mine.userId, projectId: mine.projectId, scopes: ["balance.view", "staff"], now };
    const { token } = await database.transaction((tx) =>
      issueToken(tx, { name: "t", ...order, expiresAt: plus(now, 60_000) }),
    );
    const principal = await as(token);
    expect(principal).toMatchObject({ kind: "user", staffRole: null });
    const question = { of: "project", permission: "balance.view", staff: ["support"] } as const;
    const ids = [mine.projectId, other.projectId];
    expect(await authority.verdicts(principal, { ...question, ids })).toEqual(["granted", "unknown"]);
  });

  it("reliability 38: an expired or revoked token and a blocked user's token are nobody's", async () => {
    const { userId } = await signUp("gone@example.ru");
    const make = (days: number) =>
      database.transaction((tx) =>
        issueToken(tx, {
          name: "t",
          userId,
          scopes: ["profile.view"],
          now: clock.now(),
          expiresAt: plus(clock.now(), days * 86_400_000),
        }),
      );
    const short = await make(1);
    const long = await make(9);
    expect((await as(short.token)).kind).toBe("user");
    const later = await authority.authenticate({
      token: short.token,
      cookie: undefined,
      now: plus(clock.now(), 86_400_000),
    });
    expect(later.kind).toBe("anonymous");
    await database.transaction((tx) => revokeToken(tx, short.tokenId, clock.now()));
    expect((await as(short.token)).kind).toBe("anonymous");
    await database.transaction((tx) => blockUser(tx, userId, clock.now()));
    expect((await as(long.token)).kind).toBe("anonymous");
    expect((await as("saldo_never")).kind).toBe("anonymous");
  });

  it("tokens are kept as hashes, with known scopes and an end", async () => {
    const { projectId } = await signUp("hash@example.ru");
    const request = {
      name: "t",
      projectId,
      scopes: ["usage.write"],
      now: clock.now(),
      expiresAt: plus(clock.now(), 1_000),
    };
    const { token, tokenId } = await database.transaction((tx) => issueToken(tx, request));
    const [row] = await database.query<{ text: string }>(
      "select t::text as text from api_token t where token_id = $1",
      [tokenId],
    );
    expect(row?.text).not.toContain(token);
    const everything = database.transaction((tx) => issueToken(tx, { ...request, scopes: ["everything"] }));
    await expect(everything).rejects.toMatchObject({ kind: { code: "unknown_scope" } });
    const eternal = database.transaction((tx) => issueToken(tx, { ...request, expiresAt: plus(clock.now(), 9e10) }));
    await expect(eternal).rejects.toMatchObject({ kind: { code: "token_lifetime" } });
  });

  it("REG-04 staff see a project by their staff role where the route says so", async () => {
    const { projectId } = await signUp("seen@example.ru");
    const { userId } = await signUp("clerk@example.ru");
    await database.transaction((tx) => setStaffRole(tx, userId, "document_clerk", clock.now()));
    const { token } = await database.transaction((tx) =>
      issueToken(tx, { name: "t", userId, scopes: ["staff"], now: clock.now(), expiresAt: plus(clock.now(), 1_000) }),
    );
    const principal = await as(token);
    expect(
      await authority.verdicts(principal, {
        of: "project",
        ids: [projectId, 3n],
        permission: "documents.view",
        staff: ["document_clerk"],
      }),
    ).toEqual(["granted", "unknown"]);
    expect(
      await authority.verdicts(principal, {
        of: "project",
        ids: [projectId],
        permission: "documents.view",
        staff: ["accountant"],
      }),
    ).toEqual(["unknown"]);
  });
});

describe("accounts", () => {
  const authority = new TenancyAuthority(database, null, {}, 0);
  const lend = async (rest: { userId?: string; projectId?: bigint; scopes: string[] }) => {
    const order = { name: "t", now: clock.now(), expiresAt: plus(clock.now(), 60_000), ...rest };
    const { token } = await database.transaction((tx) => issueToken(tx, order));
    return authority.authenticate({ token, cookie: undefined, now: clock.now() });
  };
  const scopes = ["documents.view"];

  it("REG-06 reliability 34: an account is its owner's alone, no role in its projects opens it", async () => {
    const owner = await signUp("account-owner@example.ru");
    const other = await signUp("account-other@example.ru");
    await database.transaction((tx) => addMember(tx, owner.projectId, other.userId, "superadministrator", clock.now()));
    const ids = [owner.accountId, other.accountId, 999_999n];
    const ask = async (principal: Principal, staff: StaffRole[] = []) =>
      authority.verdicts(principal, { of: "account", ids, permission: "documents.view", staff });
    const [granted, forbidden, unknown] = ["granted", "forbidden", "unknown"];
    expect(await ask(await lend({ userId: owner.userId, scopes }))).toEqual([granted, unknown, unknown]);
    expect(await ask(await lend({ userId: other.userId, scopes }))).toEqual([unknown, granted, unknown]);
    expect(await ask(await lend({ userId: owner.userId, scopes: ["profile.view"] }))).toEqual([
      forbidden,
      unknown,
      unknown,
    ]);
    // What stands for one project opens nothing beside it.
    for (const principal of [
      await lend({ projectId: owner.projectId, scopes }),
      await lend({ userId: owner.userId, projectId: owner.projectId, scopes }),
    ]) {
      expect(await ask(principal)).toEqual([unknown, unknown, unknown]);
    }
    expect(await ask(await lend({ scopes }))).toEqual([granted, granted, unknown]);
    await database.transaction((tx) => setStaffRole(tx, other.userId, "support", clock.now()));
    const staff = await lend({ userId: other.userId, scopes: ["staff"] });
    expect(await ask(staff, ["support"])).toEqual([granted, granted, unknown]);
  });

  it("a kind of subject that no room answers for has no subjects", async () => {
    const { userId } = await signUp("no-partners@example.ru");
    const principal = await lend({ userId, scopes });
    const question = { of: "partner", ids: [1n], permission: "documents.view", staff: [] } as const;
    expect(await authority.verdicts(principal, question)).toEqual(["unknown"]);
  });
});

describe("staff roles", () => {
  it("the database's check holds the same list as the code", async () => {
    const [check] = await database.query<{ text: string }>(
      "select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'app_user_staff_role_check'",
    );
    const held = [...(check?.text ?? "").matchAll(/'(\w+)'/g)].map(([, role]) => role);
    expect(new Set(held)).toEqual(new Set(STAFF_ROLES));
  });
});

describe("row-level security", () => {
  it("reliability 34: the database itself shows a tenant nothing but its own rows", async () => {
    const mine = await signUp("rls@example.ru");
    const other = await signUp("rls2@example.ru");
    const seen = await tenantRead(database, subjectsOf("project", [mine.projectId]), (tx) =>
      tx.query<{ project_id: bigint }>("select project_id from project"),
    );
    expect(seen.map((row) => row.project_id)).toEqual([mine.projectId]);
    expect(await tenantRead(database, [], (tx) => tx.query("select from project_member"))).toEqual([]);
    const forbidden = tenantRead(database, subjectsOf("project", [other.projectId]), (tx) =>
      tx.query("select from app_user"),
    );
    await expect(forbidden).rejects.toMatchObject({ code: "42501" });
  });
});

describe("append-only", () => {
  it("reliability 62: update, delete and truncate are refused by the database", async () => {
    await database.query(
      "insert into idempotency_key values ('user:1', 'k', 'POST /x', sha256('x'), 201, '{}', '2026-01-01')",
    );
    for (const statement of [
      "update idempotency_key set body = ''",
      "delete from idempotency_key",
      "truncate idempotency_key",
    ]) {
      const asked = ownerOf(database).query(statement);
      await expect(asked).rejects.toMatchObject({ constraint: "idempotency_key_append_only" });
    }
  });
});
