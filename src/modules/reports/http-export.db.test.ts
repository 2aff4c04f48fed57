import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { ownerOf, testDatabase } from "../../../test/support/database.ts";
import { Play } from "../../../test/support/play.ts";
import { openXlsx } from "../../../test/support/sheets.ts";
import { makeWorld } from "../../../test/support/world.ts";
import { type ProjectId, formatPid } from "../../core/ids.ts";
import { at } from "../../core/time.ts";
import { type Tx, only } from "../../platform/db.ts";
import { type Authority, type Principal, createServer } from "../../platform/http/index.ts";
import { createLogger } from "../../platform/log.ts";
import { exportRoutes } from "./http-export.ts";

const { database, clock } = await testDatabase();
const play = new Play(database, 1_800_000_000n);
const [OURS, FOREIGN] = [1_800_000_000n, 1_800_000_001n];
const HIDDEN = "секрет соседа";

const person = (role: string): Principal => ({
  kind: "user",
  userNo: 1n,
  userId: role,
  email: "o@example.test",
  name: "O",
  language: "ru",
  staffRole: null,
  roles: new Map([[OURS, role]]),
  scopes: null,
});
const authority: Authority = {
  authenticate: async ({ token }) => (token === undefined ? { kind: "anonymous" } : person(token)),
  verdicts: async (principal, { ids }) =>
    ids.map((id) => {
      const role = principal.kind === "user" ? principal.roles.get(id) : undefined;
      return role === undefined ? "unknown" : role === "viewer" ? "forbidden" : "granted";
    }),
  projectsWith: () => [OURS],
  payersWith: async () => [],
};
/** Aborted, it is as if the time of all that are reading was over. */
let impatient = new AbortController();
const server = await createServer({
  patience: () => impatient.signal,
  routes: exportRoutes(),
  authority,
  database,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost",
});
let base = "";
afterAll(() => server.close());

beforeAll(async () => {
  await makeWorld(database);
  for (const _ of [OURS, FOREIGN]) {
    const projectId = await play.project();
    await play.pay(projectId, 5_000, at("2026-10-01T00:00:00+03:00"));
    await play.run([play.event(projectId, "cpu", "2026-10-01T00:00:00+03:00", "1")], at("2026-11-01T00:00:00+03:00"));
  }
  await database.query("update project set name = $2 where project_id = $1", [FOREIGN, HIDDEN]);
  clock.moveTo(at("2026-11-01T00:00:00+03:00"));
  base = await server.listen({ host: "127.0.0.1", port: 0 });
});

type Asked = Readonly<Record<string, string>>;
const OCTOBER: Asked = { projects: formatPid(OURS), from: "2026-10-01", to: "2026-10-31", format: "csv" };

function ask(
  query: Asked = {},
  who: string | null = "owner",
  headers: Record<string, string> = {},
  what = "usage",
): Promise<Response> {
  const token = who === null ? {} : { "x-auth-token": who };
  return fetch(`${base}/v1/${what}/export?${new URLSearchParams({ ...OCTOBER, ...query })}`, {
    headers: { ...headers, ...token },
  });
}

/** Charges of many resources, written as they are: enough that a reader who stops is noticed. */
async function putMany(projectId: ProjectId, resources: number): Promise<void> {
  const sku = only(await database.query<{ sku_id: number }>("select sku_id from sku where sku_code = 'requests'"));
  await database.query(
    `insert into charge (project_id, day, resource_id, sku_id, contract_id, booking_month, quantity, numerator, amount_minor,
                         transfer_minor, other_minor, bonus_minor, credit_minor, charged_until)
     select $1, date '2026-09-01', md5(n::text)::uuid, $2, 0, date '2026-09-01', 0, 0, 0, 0, 0, 0, 0, timestamptz '2026-09-02T00:00:00Z'
       from generate_series(1, $3::int) n`,
    [projectId, sku.sku_id, resources],
  );
}

describe("who may", () => {
  test.each([
    ["an owner", OURS, "owner", 200],
    ["somebody not signed in", OURS, null, 401],
    ["a viewer", OURS, "viewer", 403],
    ["an owner of another project", FOREIGN, "owner", 404],
    ["an owner of no such project", 1_899_999_999n, "owner", 404],
  ] as const)("REG-04 BAL-06 %s gets their answer", async (_name, projectId, who, status) => {
    const answer = await ask({ projects: formatPid(projectId) }, who);
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).not.toContain(HIDDEN);
    if (status !== 200) expect(JSON.parse(text)).toMatchObject({ status });
  });

  test("REG-04 reliability 34: one foreign project among one's own refuses all", async () => {
    const answer = await ask({ projects: [OURS, FOREIGN].map(formatPid).join(",") });
    expect(answer.status).toBe(404);
  });
});

describe("the file", () => {
  test("BAL-06 is named for its days; its texts are in the reader's language", async () => {
    const answer = await ask({}, "owner", { "accept-language": "en" });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain('filename="consumption-2026-10-01-2026-10-31.csv"');
    const rows = parse(Buffer.from(await answer.arrayBuffer()), { bom: true, columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.length).toBe(31);
    expect(new Set(rows.map((row) => `${row["pid"]} ${row["service"]} ${row["cost"]}`))).toEqual(
      new Set([`${formatPid(OURS)} Machines 29.63`]),
    );
  });

  test("BAL-06 an XLSX is whole when it has come by the wire", async () => {
    const answer = await ask({ format: "xlsx" });
    expect(answer.headers.get("content-type")).toContain("spreadsheetml");
    const [sheet] = openXlsx(Buffer.from(await answer.arrayBuffer()));
    expect([sheet?.name, sheet?.rows.length]).toEqual(["Потребление", 31]);
  });

  test.each([
    [{ from: "2026-10-31", to: "2026-10-01" }, "bad_range"],
    [{ from: "2020-01-01", to: "2026-10-01" }, "bad_range"],
    [{ format: "pdf" }, "format"],
    [{ interval: "month" }, "unknown_field"],
  ])("BAL-06 %j is refused before the first byte, with what is wrong", async (query, what) => {
    const answer = await ask(query);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(what);
  });
});

describe("the connection", () => {
  const idle = () => database.pool.totalCount - database.pool.idleCount;

  const PATIENT = { timeout: 20_000 };
  const MANY: Asked = { from: "2026-09-01" };
  const WAITS = "wait_event_type = 'Lock' and datname = current_database()";
  const waiting = async (tx: Tx) => (await tx.query(`select 1 from pg_stat_activity where ${WAITS}`)).length;

  test("reliability 55: a receiver that goes away gives the database connection back", async () => {
    await putMany(OURS, 80_000);
    const gone = new AbortController();
    const answer = await fetch(`${base}/v1/usage/export?${new URLSearchParams({ ...OCTOBER, from: "2026-09-01" })}`, {
      headers: { "x-auth-token": "owner" },
      signal: gone.signal,
    });
    await answer.body?.getReader().read();
    gone.abort();
    await vi.waitUntil(() => idle() === 0, PATIENT);
    expect((await ask()).status).toBe(200);
  });

  test("reliability 67: slow readers hold nothing of the database: of three callers two each, and a fourth is served", async () => {
    const stopped = await Promise.all(["owner", "partner", "admin"].flatMap((who) => [1, 2].map(() => ask(MANY, who))));
    expect(stopped.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(idle()).toBe(0);
    const other = await ask(MANY, "viewer of costs");
    expect([other.status, (await other.text()).split("\r\n").length > 80_000]).toEqual([200, true]);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "too_many_requests" });
    const whole = await Promise.all(stopped.map(async (answer) => (await answer.text()).split("\r\n").length));
    expect(new Set(whole).size).toBe(1);
    expect((await ask()).status).toBe(200);
  });

  test("reliability 67: the same of movements: its share is that of exports", async () => {
    const stopped = await Promise.all([1, 2].map(() => ask(MANY, "owner", {}, "movements")));
    expect((await ask(MANY, "owner", {}, "movements")).status).toBe(429);
    for (const answer of stopped) await answer.body?.cancel();
  });

  test("reliability 67: whoever does not take a file in its time is cut off, and its share is free again", async () => {
    const stopped = await Promise.all([1, 2].map(() => ask(MANY)));
    expect((await ask()).status).toBe(429);
    impatient.abort();
    for (const answer of stopped) await expect(answer.text()).rejects.toThrow();
    impatient = new AbortController();
    await vi.waitUntil(async () => (await ask()).status === 200, PATIENT);
  });

  test("an error half way is told: no part of the file has come yet", async () => {
    await ownerOf(database).transaction(async (tx) => {
      await tx.execute("lock table charge in access exclusive mode");
      const answer = ask(MANY);
      await vi.waitUntil(async () => (await waiting(tx)) > 0, PATIENT);
      await tx.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${WAITS}`);
      expect((await answer).status).toBe(503);
    });
    expect((await ask()).status).toBe(200);
  });
});
