import { describe, expect, test } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { HOUR, plus } from "../../src/core/time.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";
import { unzip } from "../support/sheets.ts";

/** Reliability 65: what is kept about a person, as a file. */
const people = await openPeople();
const { database, machine, visitor, user, staff, company, invite } = people;

interface Part {
  readonly table: string;
  readonly title: { ru: string; en: string };
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const take = (by: Visitor) => by.send("POST", "/v1/me/personal-file");
async function taken(by: Visitor): Promise<{ files: Map<string, Buffer>; parts: Map<string, Part[]>; json: string }> {
  const answer = await take(by);
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, "application/zip"]);
  const files = unzip(answer.bytes);
  const json = files.get("personal.json")?.toString() ?? "";
  const { parts } = JSON.parse(json) as { parts: Part[] };
  return { files, json, parts: Map.groupBy(parts, ({ table }) => table) };
}

describe("reliability 65 what is kept about me", () => {
  test("reliability 65 a person gets all that is kept: user, sessions, roles, requests with files, visits, acts; no secret, nothing of others", async () => {
    const { projectId } = await user("ada@example.ru", "Ада <b>Лавлейс</b>");
    const path = `/v1/projects/${formatPid(projectId)}`;
    const by = await visitor().signIn("ada@example.ru");
    await visitor().signIn("ada@example.ru");
    const other = await company();
    await invite(other.owner, other.path, "ada@example.ru", "viewer");
    const [asked] = await people.asked(by);
    expect((await by.send("POST", `/v1/me/invitations/${asked?.id}/accept`)).status).toBe(204);
    await invite(by, path, "stranger@example.ru", "viewer");
    await by.send("POST", "/v1/me/phone", { phone: "+79161234567" });
    const file = await upload(by, `${path}/request-files?fileName=passport.txt`, "Паспорт Ады");
    const asking = { asked: { kind: "question", fields: { topic: "Вопрос Ады" } }, text: "Письмо Ады", files: [file] };
    const made = await by.send("POST", `${path}/requests`, asking);
    expect(made.status).toBe(201);
    const { id } = made.body as unknown as { id: string };
    const support = await staff("support");
    const thread = (await support.send("GET", `/v1/office/requests/${id}`)).body as unknown as { version: number };
    const note = { act: "note", text: "Заметка поддержки", version: thread.version };
    expect((await support.send("POST", `/v1/office/requests/${id}/messages`, note)).status).toBeLessThan(300);
    await support.send("POST", "/v1/office/visits", {
      email: "ada@example.ru",
      reason: "Запрос 3: вопрос",
      minutes: 15,
    });
    await by.send("PUT", "/v1/me/saved-filters", { list: "requests", name: "Мои", query: "state=new" });
    await by.send("POST", `${path}/tokens`, { name: "Счётчик Ады", scopes: ["project.view"], days: 10 });
    await by.send("POST", "/v1/me/second-factor/begin");

    const { files, parts, json } = await taken(by);
    expect([...files.keys()]).toEqual(["index.html", "personal.json", "files/1-passport.txt"]);
    expect(files.get("files/1-passport.txt")?.toString()).toBe("Паспорт Ады");
    const one = (table: string) => parts.get(table)?.[0];
    expect(one("app_user")?.rows).toMatchObject([{ email: "ada@example.ru", name: "Ада <b>Лавлейс</b>" }]);
    expect(one("auth.session")?.rows).toHaveLength(2);
    expect(one("auth.session")?.rows[0]).toMatchObject({ ip_address: expect.stringContaining("10.1.") });
    expect(one("project_member")?.rows).toEqual(
      expect.arrayContaining([
        { project_id: Number(projectId), role: "owner" },
        { project_id: Number(other.projectId), role: "viewer" },
      ]),
    );
    expect(one("project_invitation")?.rows).toMatchObject([{ email: "ada@example.ru", ended_as: "accepted" }]);
    expect(parts.get("project_invitation")?.[1]?.rows).toMatchObject([{ role: "viewer" }]);
    expect(one("phone_link")?.rows).toMatchObject([{ phone: "+79161234567" }]);
    expect(one("request")?.rows).toMatchObject([{ requester_email: "ada@example.ru" }]);
    expect(one("request_message")?.rows).toMatchObject([{ text: "Письмо Ады" }]);
    expect(one("staff_visit")?.rows).toMatchObject([{ reason: "Запрос 3: вопрос" }]);
    expect(one("saved_filter")?.rows).toMatchObject([{ query: "state=new" }]);
    expect(one("api_token")?.rows).toMatchObject([{ name: "Счётчик Ады" }]);
    expect(one("auth.second_factor")?.count).toBe(1);
    expect(one("audit_event")?.rows.map(({ act }) => act)).toEqual(expect.arrayContaining(["member.invited"]));
    expect(one("outbox_message")?.count).toBeGreaterThan(0);
    // Of others nothing, of staff no notes, of secrets none.
    expect(json).not.toMatch(/stranger@|owner1@|support@staff|Заметка поддержки/);
    const secrets = await database.query<{ secret: string }>(
      `select token as secret from auth.session union all select password from auth.credential where password is not null
       union all select encode(token_hash, 'hex') from api_token union all select mail_token from request
       union all select encode(sealed_seed, 'hex') from auth.second_factor`,
    );
    expect(secrets.length).toBeGreaterThan(3);
    for (const { secret } of secrets) expect(json).not.toContain(secret);
    const page = files.get("index.html")?.toString() ?? "";
    expect(page).toContain("Ада &lt;b&gt;Лавлейс&lt;/b&gt;");
    expect(page).not.toMatch(/<script|<b>|https?:/);
    for (const rows of parts.values()) expect(page).toContain(rows[0]?.title.ru.replaceAll('"', "&quot;"));
  });

  test("reliability 65 AUD-01 it asks who is at the browser, is an act, tells its owner, and is not made without end", async () => {
    await user("rich@example.ru");
    const by = await visitor().signIn("rich@example.ru");
    machine.moveTo(plus(machine.now(), HOUR));
    expect((await take(by)).body.code).toBe("proof_needed");
    await by.send("POST", "/api/auth/prove", { password: "Sonne-und-Mond-7" });
    for (const status of [200, 200, 200, 429]) expect((await take(by)).status).toBe(status);
    const told = await database.query(
      `select 1 from outbox_message where topic = 'person.notice' and payload ->> 'kind' = 'personal_file_taken'
          and payload ->> 'email' = 'rich@example.ru'`,
    );
    expect(told).toHaveLength(3);
    const acts = await database.query(
      `select 1 from audit_event where act = 'personal_file.taken' and refusal is null
          and actor = 'user:' || (select user_id from app_user where email = 'rich@example.ru')`,
    );
    expect(acts).toHaveLength(3);
  });

  test("reliability 65 a token does not get it, a visit of staff neither", async () => {
    await user("closed@example.ru");
    const support = await staff("operator");
    const begun = await support.send("POST", "/v1/office/visits", {
      email: "closed@example.ru",
      reason: "Запрос 4: посмотреть",
      minutes: 15,
    });
    support.visit = (begun.body as unknown as { id: string }).id;
    expect((await take(support)).status).toBe(403);
    support.visit = null;
    expect((await visitor().send("POST", "/v1/me/personal-file")).status).toBe(401);
  });
});

async function upload(by: Visitor, path: string, text: string): Promise<string> {
  const answer = await by.bring(path, text);
  expect(answer.status).toBe(200);
  return (answer.body as unknown as { id: string }).id;
}
