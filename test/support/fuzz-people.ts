import { randomUUID } from "node:crypto";

import { formatPid } from "../../src/core/ids.ts";
import { at, formatInstant } from "../../src/core/time.ts";
import { concludeContract } from "../../src/modules/parties/index.ts";
import { addressLink } from "../../src/modules/notifications/settings.ts";
import {
  addMember,
  createProject,
  issueToken,
  register,
  registerStaff,
  smsOf,
} from "../../src/modules/tenancy/index.ts";
import { textOfLink } from "../../src/platform/identity/index.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { codeAt } from "./authenticator.ts";
import type { Operation } from "./fuzz-oracle.ts";
import { CUSTOMERS, type HttpWorld, WORLD_PASSWORD } from "./http-world.ts";

/** Of each thing that is decided once, so many: each operation on it gets its own. */
const OF_EACH = 6;
const SITE = { host: CUSTOMERS.romashka.regionCode === "moscow" ? "cloud.vk.com" : "vkcloud.kz" };
const [A] = CUSTOMERS.romashka.projects;

/** What an operation on people needs beyond the schema: who calls it from which site, and values that mean something. */
export interface PeopleCall {
  /** The cookie of a session, for what no token may decide. */
  readonly cookie?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly known: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * People of a world to be fuzzed: members who may go, open invitations, questions that wait for an answer, links of letters,
 * tokens, a post-paid contract. Answers what an operation on people needs; null for any other.
 */
export async function peopleToFuzz(world: HttpWorld): Promise<(operation: Operation) => PeopleCall | null> {
  const { database, clock } = world.test;
  const now = clock.now();
  const numbers = Array.from({ length: OF_EACH }, (_, n) => n);
  const [owner, leaver, other] = [
    await sessionOf(world, CUSTOMERS.romashka.email),
    await sessionOf(world, "viewer@romashka.example.test"),
    await sessionOf(world, CUSTOMERS.vasilek.email),
  ];
  const post = async (cookie: string | null, path: string, body: object) => {
    await database.query("delete from auth.sign_in_pace");
    const headers = { ...SITE, "idempotency-key": randomUUID(), ...(cookie ? { cookie } : {}) };
    const answer = await world.send({ method: "POST", path, headers, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.text === "" ? {} : answer.json<{ id?: string }>();
  };
  const path = `/v1/projects/${formatPid(A)}`;
  const invite = async (cookie: string, project: string, email: string) =>
    String((await post(cookie, `${project}/invitations`, { email, role: "viewer" })).id);

  const made = await database.transaction(async (tx) => {
    const people: string[] = [];
    const tokens: string[] = [];
    for (const n of numbers) {
      const userId = `member ${n}`;
      const password = { hash: "not-a-real-hash" };
      await registerStaff(tx, {
        email: `member${n}@example.test`,
        name: userId,
        password,
        language: "ru",
        userId,
        now,
      });
      await addMember(tx, A, userId, "viewer", now);
      people.push(userId);
      const token = {
        name: `old ${n}`,
        projectId: A,
        scopes: ["balance.view"],
        now,
        expiresAt: at("2027-01-01T00:00:00Z"),
      };
      tokens.push(String((await issueToken(tx, token)).tokenId));
      await issueToken(tx, { ...token, name: `lent ${n}`, userId });
    }
    const [account] = await tx.query<{ accountId: bigint }>(
      `select account_id as "accountId" from account where owner_user_id = 'vasilek'`,
    );
    const projects: bigint[] = [];
    for (const n of numbers) {
      const projectId = await createProject(tx, { accountId: account?.accountId ?? 0n, name: `Вопрос ${n}`, now });
      if (n % 2 === 1) await addMember(tx, projectId, "romashka", "viewer", now);
      projects.push(projectId);
    }
    const ending: string[] = [];
    for (const name of ["Покой", "Возврат", "Конец", "Покой для стола", "Возврат для стола", "Конец для стола"])
      ending.push(formatPid(await createProject(tx, { accountId: account?.accountId ?? 0n, name, now })));
    const [payer] = await tx.query<{ payerId: bigint; supplier: string }>(
      `select payer_id as "payerId", supplier_code as supplier from payer join account using (account_id) join region using (region_code)
        where owner_user_id = 'romashka'`,
    );
    const terms = { type: "individual", paymentScheme: "postpaid", number: "F-1", signedOn: "2026-10-01" } as const;
    const contract = await concludeContract(tx, payer?.payerId ?? 0n, payer?.supplier ?? "", {
      ...terms,
      startsAt: now,
    } as never);
    return { people, tokens, projects, ending, payer: String(payer?.payerId), contract: String(contract) };
  });
  const userNos = async (of: readonly string[]) =>
    (
      await database.query<{ no: string }>("select user_no::text as no from app_user where user_id = any($1::text[])", [
        `{${of.map((id) => `"${id}"`).join(",")}}`,
      ])
    ).map(({ no }) => no);
  const members = await userNos(made.people);
  const [romashka] = await userNos(["romashka"]);
  await database.query("insert into notification_box (user_no, last_no) values ($1, 1)", [romashka]);
  await database.query(
    `insert into notification (user_no, notification_no, kind, topic_group, severity, facts, thing, first_at, at)
     values ($1, 1, 'project.frozen', 'money', 'critical', '{}', 'told', $2, $2)`,
    [romashka, formatInstant(now)],
  );

  const mine: string[] = [];
  for (const [n, projectId] of made.projects.entries()) {
    const project = `/v1/projects/${formatPid(projectId)}`;
    if (n % 2 === 0) mine.push(await invite(other, project, CUSTOMERS.romashka.email));
    else await post(other, `${project}/owner-change`, { memberId: romashka });
  }
  // The last question waits for whoever asked it to take it back.
  const asking = [formatPid(made.projects.at(-1) ?? 0n)];
  const open: string[] = [];
  for (const n of numbers) open.push(await invite(owner, path, `open${n}@example.test`));
  for (const n of numbers) await invite(owner, path, `linked${n}@example.test`);
  for (const n of numbers) await post(null, "/v1/registrations", { email: `new${n}@example.test`, language: "ru" });
  for (const n of numbers)
    await post(null, "/v1/password-resets", { email: `member${n}@example.test`, language: "ru" });
  const links = async (topic: string, like: string) => {
    const rows = await database.query<{ linkId: bigint }>(
      `select mail_link_id as "linkId" from auth.mail_link where purpose = $1 and email like $2 and used_at is null order by 1`,
      [topic, like],
    );
    return Promise.all(rows.map(async ({ linkId }) => (await textOfLink(database, linkId)) ?? ""));
  };
  for (const _n of numbers) await sessionOf(world, CUSTOMERS.romashka.email);
  const elsewhere = (
    await database.query<{ id: string }>(
      `select id from auth.session where user_id = 'romashka' order by created_at desc limit ${OF_EACH}`,
    )
  ).map(({ id }) => id);
  const changes = await database.query<{ id: string }>(
    "select owner_change_id::text as id from owner_change where project_id <> $1 order by 1",
    [made.projects.at(-1)],
  );
  const newcomers = {
    registrations: await links("registration", "new%"),
    "password-resets": await links("password_reset", "member%"),
    invitations: await links("invitation", "linked%"),
  };
  const common = { pid: [formatPid(A)], name: ["Проект"], password: ["Wasser-und-Wind-8"], role: ["viewer"] };

  const copied = { email: "letters@example.test", groups: ["money"] };
  const { id: addressId = "" } = await post(owner, `${path}/notification-addresses`, copied);
  const readers = await addressLink(database, { addressId: BigInt(addressId), email: copied.email }, "confirm");
  const [quiet = "", rested = "", last = "", stopped = "", woken = "", ended = ""] = made.ending;
  for (const pid of [rested, woken]) await post(other, `/v1/projects/${pid}/conserve`, {});
  const desk = await sessionOf(world, "support@saldo.example.test");
  const visit = { email: CUSTOMERS.vasilek.email, reason: "Запрос 17: расход за октябрь", minutes: 15 };
  const visits: string[] = [];
  for (const _n of numbers) visits.push((await post(desk, "/v1/office/visits", visit)).id ?? "");
  const chief = await sessionOf(world, "operator@saldo.example.test");
  const hired: string[] = [];
  for (const n of numbers) {
    const person = {
      email: `hired${n}@example.test`,
      name: `Hired ${n}`,
      role: "support",
      reason: "Выходит на работу",
    };
    hired.push((await post(chief, "/v1/office/staff", person)).id ?? "");
  }
  const idle = formatPid(
    (
      await database.transaction((tx) =>
        register(tx, {
          email: "idle@example.test",
          name: "Без телефона",
          password: { hash: "not-a-real-hash" },
          language: "ru",
          at: { regionCode: "moscow" },
          now,
        }),
      )
    ).projectId,
  );
  const secure = await factorToFuzz(world, leaver);
  const mail = await mailToFuzz(world, post);
  const phone = await phoneToFuzz(world, post);
  const keys = await passkeysToFuzz(world, "viewer@romashka.example.test");
  const erasure = await erasuresToFuzz(world, post, desk, leaver);

  return ({ method, path: address }) => {
    if (address.startsWith("/v1/me/second-factor")) return { ...secure(address), headers: SITE };
    if (address.startsWith("/v1/me/phone")) return { ...phone(address), headers: SITE };
    if (address.includes("/mail-change")) return { ...mail(address), headers: SITE };
    if (/personal-file|erasure/.test(address)) return { ...erasure(method, address), headers: SITE };
    const [, word] = /^\/v1\/(registrations|password-resets|invitations)(?:\/|$)/.exec(address) ?? [];
    if (word !== undefined) {
      const of = newcomers[word as keyof typeof newcomers];
      // Each address of the three gets links of its own.
      const turn = ["complete", "read", "decline"].findIndex((end) => address.endsWith(end));
      const link = of.filter((_one, index) => index % 3 === Math.max(turn, 0));
      return { headers: SITE, known: { ...common, link, email: ["asked@example.test"] } };
    }
    const share = (all: readonly string[], odd: boolean) => all.filter((_one, index) => (index % 2 === 1) === odd);
    const by = (cookie: string, known: PeopleCall["known"] = {}): PeopleCall => ({
      cookie,
      headers: SITE,
      known: { ...common, ...known },
    });
    if (address.endsWith("/leave")) return by(leaver);
    if (address.startsWith("/v1/me/passkeys")) return by(leaver, { id: share(keys, method === "DELETE") });
    if (address.startsWith("/v1/office/projects/")) {
      const pid = { conserve: stopped, resume: woken, delete: ended, activate: idle }[address.split("/").at(-1) ?? ""];
      const said = { reason: ["Просьба владельца"], phone: ["+998901234567"] };
      return pid === undefined ? null : by(chief, { ...said, pid: [pid] });
    }
    if (address.endsWith("/conserve")) return by(other, { pid: [quiet] });
    if (address.endsWith("/resume")) return by(other, { pid: [rested] });
    if (address.endsWith("/delete")) return by(other, { pid: [last], papers: [null] });
    if (address.includes("/members/")) return by(owner, { id: share(members, method === "PUT") });
    if (address === "/v1/me/profile") return by(leaver, { name: ["Уходящий"], language: ["ru", "en"] });
    if (address === "/v1/me/sessions/end-others") return by(other);
    if (address.startsWith("/v1/me/sessions")) return by(owner, { id: elsewhere });
    if (address.startsWith("/v1/office/visits"))
      return by(desk, { email: [visit.email], reason: [visit.reason], minutes: [visit.minutes], id: visits });
    if (address.startsWith("/v1/office/staff"))
      return by(chief, { id: hired, role: ["accountant"], reason: ["Меняет отдел"], email: ["newcomer@example.test"] });
    if (address.endsWith("/revoke-tokens"))
      return { headers: {}, known: { email: numbers.slice(1).map((n) => `member${n}@example.test`) } };
    if (address.endsWith("/reset-second-factor"))
      return { headers: {}, known: { email: ["billing_administrator@romashka.example.test"] } };
    if (address.startsWith("/v1/office/sign-ins")) return { headers: {}, known: { email: ["member0@example.test"] } };
    if (address.endsWith("/owner-change") && method === "DELETE") return by(other, { pid: asking });
    if (address.endsWith("/owner-change")) return by(owner, { memberId: members });
    if (address.startsWith("/v1/notification-addresses/"))
      return { headers: SITE, known: { link: [readers], purpose: ["confirm"] } };
    if (address.includes("/notification-settings/"))
      return by(owner, { kind: ["documents.sent"], letter: [true], console: [true] });
    if (address.endsWith("/notifications/{id}/read")) return by(owner, { id: ["1"] });
    if (address.includes("/me/invitations/")) return by(owner, { id: share(mine, address.endsWith("accept")) });
    if (address.includes("/me/owner-changes/"))
      return by(owner, {
        id: share(
          changes.map(({ id }) => id),
          address.endsWith("consent"),
        ),
      });
    if (address.includes("/invitations/")) return by(owner, { id: share(open, method === "POST") });
    if (address.endsWith("/invitations")) return by(owner, { email: ["asked@example.test", "other@example.test"] });
    if (address.endsWith("/tokens"))
      return by(owner, { name: ["meter", "robot"], scopes: [["balance.view"]], days: [30] });
    if (address.includes("/tokens/")) return by(owner, { id: made.tokens });
    if (address === "/v1/projects") return by(owner);
    if (address.endsWith("/payment-term"))
      return { headers: {}, known: { id: [made.payer], contractId: [made.contract], paymentDays: [20] } };
    return null;
  };
}

/** Passkeys as a browser would have made them; what shows them is not asked for here. */
async function passkeysToFuzz({ test }: HttpWorld, email: string): Promise<string[]> {
  const rows = await test.database.query<{ id: string }>(
    `insert into auth.passkey (user_id, name, site, credential_id, public_key, counter, device_type, backed_up, transports, created_at)
     select id, 'Ключ ' || n, 'cloud.vk.com', 'credential-' || n, 'key', 0, 'singleDevice', false, '', '2026-10-01T00:00:00Z'
       from auth.login, generate_series(1, $2::int) n where email = $1 returning id`,
    [email, 2 * OF_EACH],
  );
  return rows.map(({ id }) => id);
}

/** People who may be erased: one who asks, one who has asked; of others staff entered a paper, and hold some of them. */
async function erasuresToFuzz(
  world: HttpWorld,
  post: (cookie: string, path: string, body: object) => Promise<unknown>,
  desk: string,
  asker: string,
): Promise<(method: string, address: string) => Omit<PeopleCall, "headers">> {
  const path = "/v1/office/erasures";
  const reason = "Заявление, паспорт сверен";
  for (const n of [1, 2, 3, 4, 5]) await post(desk, path, { email: `member${n}@example.test`, reason });
  const rows = await world.test.database.query<{ id: string }>(
    "select erasure_id::text as id from erasure order by erasure_id",
  );
  const [held = "", released = "", ...withdrawn] = rows.map(({ id }) => id);
  await post(desk, `${path}/${released}/hold`, { reason });
  const keeper = await sessionOf(world, "superadministrator@romashka.example.test");
  await post(keeper, "/v1/me/erasure", {});
  const papers = { email: ["member0@example.test"], reason: [reason] };
  return (method, address) => {
    if (address.endsWith("/hold")) return { cookie: desk, known: { ...papers, id: [held] } };
    if (address.endsWith("/release")) return { cookie: desk, known: { id: [released] } };
    if (address.endsWith("/withdraw")) return { cookie: desk, known: { id: withdrawn } };
    if (address === path) return { cookie: desk, known: { ...papers, open: ["true", "false"] } };
    return { cookie: method === "DELETE" ? keeper : asker, known: {} };
  };
}

/** Of two people: one to whom a code was sent, and one who asks for codes. */
async function phoneToFuzz(
  world: HttpWorld,
  post: (cookie: string, path: string, body: object) => Promise<unknown>,
): Promise<(address: string) => Omit<PeopleCall, "headers">> {
  const { database } = world.test;
  const path = "/v1/me/phone";
  const cookie = await sessionOf(world, "project_administrator@romashka.example.test");
  await post(cookie, path, { phone: "+79161234567" });
  const [message] = await database.query<{ payload: object }>(
    "select payload from outbox_message where topic = 'phone.code' order by message_id desc limit 1",
  );
  const sms = message && (await smsOf(database, message as never, systemClock.now()));
  const code = sms?.text.slice(0, 6);
  const asker = await sessionOf(world, "user_administrator@romashka.example.test");
  return (address) =>
    address.endsWith("/confirm")
      ? { cookie, known: { code: [code], oldCode: [code] } }
      : { cookie: asker, known: { phone: ["+79161230001", "+79161230002", "8 916 123 00 03"] } };
}

/** Of two people: one whose letters are read and answered, and one who asks for another address and takes it back. */
async function mailToFuzz(
  world: HttpWorld,
  post: (cookie: string, path: string, body: object) => Promise<unknown>,
): Promise<(address: string) => Omit<PeopleCall, "headers">> {
  const { database } = world.test;
  const path = "/v1/me/mail-change";
  await post(await sessionOf(world, "project_administrator@romashka.example.test"), path, {
    email: "fresh@example.test",
  });
  const links = await database.query<{ purpose: string; linkId: bigint }>(
    `select purpose, mail_link_id as "linkId" from auth.mail_link where purpose in ('mail_old', 'mail_new')`,
  );
  const linkOf = async (purpose: string) =>
    textOfLink(database, links.find((link) => link.purpose === purpose)?.linkId ?? 0n);
  const [old, fresh] = [await linkOf("mail_old"), await linkOf("mail_new")];
  const asker = await sessionOf(world, "user_administrator@romashka.example.test");
  await post(asker, path, { email: "other@example.test" });
  return (address) => {
    if (address.endsWith("/read")) return { known: { side: ["old"], link: [old] } };
    if (address.endsWith("/agree")) return { known: { side: ["new"], link: [fresh] } };
    return { cookie: asker, known: { email: ["one@example.test", "two@example.test"] } };
  };
}

/** Of three people: one with no code of an app, one who has begun with one, and the given one, whose app is asked for. */
async function factorToFuzz(
  world: HttpWorld,
  cookie: string,
): Promise<(address: string) => Omit<PeopleCall, "headers">> {
  const path = "/v1/me/second-factor";
  const post = async (by: string, end: string, body?: object) => {
    const answer = await world.send({ method: "POST", path: `${path}/${end}`, headers: { ...SITE, cookie: by }, body });
    if (answer.status !== 200) throw new Error(`${end}: ${answer.status} ${answer.text}`);
    return answer.json<{ key: string }>();
  };
  const none = await sessionOf(world, "superadministrator@romashka.example.test");
  const begun = await sessionOf(world, "billing_administrator@romashka.example.test");
  const key = (await post(begun, "begin")).key;
  await post(cookie, "confirm", { code: codeOfNow((await post(cookie, "begin")).key) });
  return (address) => {
    if (address.endsWith("/begin")) return { cookie: none, known: {} };
    if (address.endsWith("/confirm")) return { cookie: begun, known: { code: [codeOfNow(key)] } };
    return { cookie, known: {} };
  };
}

/** Apps go by the machine's time. */
const codeOfNow = (key: string) => codeAt(key, systemClock.now());

export async function sessionOf(world: HttpWorld, email: string): Promise<string> {
  const body = { email, password: WORLD_PASSWORD };
  const answer = await world.send({ method: "POST", path: "/api/auth/sign-in/email", body });
  if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${answer.status}`);
  return (answer.headers["set-cookie"] ?? []).map((one) => one.split(";", 1)[0]).join("; ");
}
