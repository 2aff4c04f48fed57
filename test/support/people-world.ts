import { afterAll } from "vitest";

import { type App, buildApp } from "../../src/composition/app.ts";
import { formatPid } from "../../src/core/ids.ts";
import { at } from "../../src/core/time.ts";
import { type Role, addMember, register, registerStaff, setStaffRole } from "../../src/modules/tenancy/index.ts";
import { hashPassword, textOfLink } from "../../src/platform/identity/index.ts";
import type { StaffRole } from "../../src/platform/http/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { testDatabase } from "./database.ts";
import { MovableClock } from "./movable-clock.ts";
import { loadShippedRegions } from "./regions.ts";

const PASSWORD = "Sonne-und-Mond-7";

type Json = Record<string, never> & { code?: string };
export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Record<string, unknown>;
  /** As they came: of a file. */
  readonly bytes: Buffer;
}

interface Company {
  readonly projectId: bigint;
  readonly pid: string;
  readonly path: string;
  readonly owner: Visitor;
}

interface Payload {
  readonly kind: string;
  readonly linkId?: string;
  readonly otherEmail?: string;
}

/** What wants an Idempotency-Key. */
const KEYED = new Set(["/v1/projects", "/v1/office/visits", "/v1/office/staff"]);

/** Somebody's browser: with a session once signed in, each from a network of its own. */
export class Visitor {
  readonly #server: App["server"];
  readonly #address: string;
  /** What the browser calls itself. */
  agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";
  /** The site that is open, by its host name and port. */
  host = "localhost:3000";
  /** Of the page that asks; null: the site's own. */
  origin: string | null = null;
  /** The visit in which the browser of a member of staff asks (AUD-02); null: as itself. */
  visit: string | null = null;
  /** The Idempotency-Key of what wants one; null: another each time. */
  key: string | null = null;
  #cookie = "";
  #keys = 0;

  constructor(server: App["server"], address: string) {
    this.#server = server;
    this.#address = address;
  }

  /** Brings a file, as it is. */
  bring(path: string, text: string): Promise<Answer> {
    return this.send("POST", path, Buffer.from(text));
  }

  async send(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<Answer> {
    const answer = await this.#server.inject({
      method,
      url: path,
      ...(body ? { payload: body } : {}),
      headers: {
        ...(Buffer.isBuffer(body) ? { "content-type": "application/octet-stream" } : {}),
        origin: this.origin ?? `http://${this.host}`,
        host: this.host,
        "user-agent": this.agent,
        ...(this.#cookie === "" ? {} : { cookie: this.#cookie }),
        ...(this.visit === null ? {} : { "saldo-visit": this.visit }),
        ...(KEYED.has(path) ? { "idempotency-key": this.key ?? `${this.#address}-${(this.#keys += 1)}` } : {}),
      },
      remoteAddress: this.#address,
    });
    const isJson = String(answer.headers["content-type"]).includes("json");
    const told = answer.body === "" || !isJson ? {} : JSON.parse(answer.body);
    if (path === "/api/auth/change-password" || /^\/api\/auth\/(passkey|sso)\//.test(path)) this.#keep(answer.headers);
    return { status: answer.statusCode, body: told, headers: answer.headers, bytes: answer.rawPayload };
  }

  async signIn(email: string, code?: string): Promise<this> {
    const { status, body } = await this.enter(email, code);
    if (status !== 200) throw new Error(`${email} cannot sign in: ${status} ${body.code}`);
    return this;
  }

  /** A try to sign in, as it is answered. */
  async enter(email: string, code?: string, password = PASSWORD): Promise<Answer> {
    const given = { email, password, ...(code === undefined ? {} : { code }) };
    const answer = await this.send("POST", "/api/auth/sign-in/email", given);
    this.#keep(answer.headers);
    return answer;
  }

  /** What a browser does with the cookies of an answer: the newer one of a name stays. */
  #keep(headers: Answer["headers"]): void {
    const jar = new Map(
      this.#cookie === "" ? [] : this.#cookie.split("; ").map((one) => [one.split("=", 1)[0] ?? "", one]),
    );
    const sets = headers["set-cookie"] as string | string[] | undefined;
    for (const set of [sets ?? []].flat()) {
      const [pair = ""] = set.split(";", 1);
      jar.set(pair.split("=", 1)[0] ?? "", pair);
    }
    this.#cookie = [...jar.values()].join("; ");
  }
}

/** Companies, people in browsers of their own, and the letters about them: at the top of a test file. */
export async function openPeople(options: Pick<Parameters<typeof buildApp>[0], "staffNeedFactor" | "sso"> = {}) {
  const { database, clock, url } = await testDatabase({ connections: 8 });
  const HASH = await hashPassword(PASSWORD);
  const machine = new MovableClock(at("2026-11-20T09:00:00Z"));
  const app = await buildApp({
    database,
    databaseUrl: url,
    clock,
    log: createLogger("silent"),
    publicUrl: "http://localhost:3000",
    signInsPerMinute: 1_000,
    seedKeys: [Buffer.alloc(32, 7)],
    ...options,
    ports: { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null },
    machineClock: machine,
  });
  afterAll(() => app.close());
  await loadShippedRegions(database);

  let addresses = 0;
  let companies = 0;
  const visitor = () => {
    addresses += 1;
    return new Visitor(app.server, `10.1.${Math.floor(addresses / 250)}.${addresses % 250}`);
  };
  const user = async (
    email: string,
    name = email.split("@")[0] ?? "",
    regionCode = "moscow",
  ): Promise<{ userId: string; projectId: bigint }> => {
    const password = { hash: HASH };
    const person = { email, name, password, language: "ru" as const, at: { regionCode }, now: clock.now() };
    return database.transaction((tx) => register(tx, person));
  };

  /** Somebody new, signed in. */
  const person = async (email: string, name?: string, regionCode?: string): Promise<Visitor> => {
    await user(email, name, regionCode);
    return visitor().signIn(email);
  };
  /** What was left for mail to an address, the latest last. */
  const noticesTo = async (email: string) => {
    const rows = await database.query<{ payload: Payload }>(
      "select payload from outbox_message where topic = 'person.notice' and payload ->> 'email' = $1 order by message_id",
      [email],
    );
    return rows.map(({ payload }) => payload);
  };

  /** A member of the provider's staff, signed in. */
  const staff = async (role: StaffRole, name: string = role): Promise<Visitor> => {
    const member = { email: `${name}@staff.example.ru`, name, password: { hash: HASH }, language: "ru" as const };
    await database.transaction(async (tx) =>
      setStaffRole(tx, await registerStaff(tx, { ...member, now: clock.now() }), role, clock.now()),
    );
    return visitor().signIn(member.email);
  };

  /** An owner with a project; members are added without letters. */
  const company = async (members: Partial<Record<Exclude<Role, "owner">, string>> = {}): Promise<Company> => {
    const email = `owner${(companies += 1)}@example.ru`;
    const { projectId } = await user(email);
    for (const [role, member] of Object.entries(members) as [Role, string][]) {
      const { userId } = await user(member);
      await database.transaction((tx) => addMember(tx, projectId, userId, role, clock.now()));
    }
    const pid = formatPid(projectId);
    return { projectId, pid, path: `/v1/projects/${pid}`, owner: await visitor().signIn(email) };
  };

  const lettersOf = async (projectId: bigint) => {
    const rows = await database.query<{ payload: Payload }>(
      "select payload from outbox_message where topic = 'project.people' and subject_kind = 'project' and subject_id = $1 order by message_id",
      [projectId],
    );
    return rows.map(({ payload }) => payload);
  };
  const kindsOf = async (projectId: bigint) => (await lettersOf(projectId)).map(({ kind }) => kind);
  /** The link of the newest letter that brings one. */
  const linkOf = async (projectId: bigint) => {
    const found = (await lettersOf(projectId)).findLast(({ linkId }) => linkId !== undefined);
    return (await textOfLink(database, BigInt(found?.linkId ?? 0))) ?? "";
  };
  const invite = (by: Visitor, path: string, email: string, role: Role) =>
    by.send("POST", `${path}/invitations`, { email, role });
  const memberOf = async (by: Visitor, path: string, email: string): Promise<string> => {
    const { body } = await by.send("GET", `${path}/members`);
    const items = (body as unknown as { items: { id: string; email: string }[] }).items;
    return items.find((one) => one.email === email)?.id ?? "0";
  };
  const complete = (link: string, by = visitor()) =>
    by.send("POST", "/v1/invitations/complete", { link, name: "Новый", password: PASSWORD, language: "ru" });
  const asked = async (by: Visitor) =>
    ((await by.send("GET", "/v1/me/asked")).body as unknown as { items: { id: string; kind: string; pid: string }[] })
      .items;
  return {
    database,
    clock,
    machine,
    app,
    visitor,
    user,
    person,
    noticesTo,
    staff,
    company,
    kindsOf,
    linkOf,
    invite,
    memberOf,
    complete,
    asked,
  };
}
