import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { buildApp } from "../../src/composition/app.ts";
import { loadConfiguration } from "../../src/composition/configuration.ts";
import { DAY, HOUR, at, plus } from "../../src/core/time.ts";
import { changePayer, concludeContract, payerOf, registerPayer } from "../../src/modules/parties/index.ts";
import {
  issueToken,
  projectsOf,
  register,
  registerStaff,
  setStaffRole,
  userIdOf,
} from "../../src/modules/tenancy/index.ts";
import { ALIKE_MS } from "../../src/modules/tenancy/alike.ts";
import { accrueAll, rateAll } from "../../src/modules/usage/index.ts";
import { hashPassword, identityRetention, textOfLink } from "../../src/platform/identity/index.ts";
import { createLogger } from "../../src/platform/log.ts";
import { testDatabase } from "../support/database.ts";
import { MovableClock } from "../support/movable-clock.ts";
import { usageEvent } from "../support/http-world.ts";

const { database, clock, url } = await testDatabase();
const PASSWORD = "Sonne-und-Mond-7";
const machine = new MovableClock(at("2026-11-20T09:00:00Z"));
const app = await buildApp({
  database,
  databaseUrl: url,
  clock,
  log: createLogger("silent"),
  publicUrl: "http://localhost:3000",
  ports: { renderPaymentInvoice: null as never, moveClock: null, sampleStatements: null },
  machineClock: machine,
});
afterAll(() => app.close());
beforeAll(() => loadConfiguration(database, plus(clock.now(), -DAY)));

let address = 0;
const send = (path: string, payload: object, host = "localhost:3000", remoteAddress = `10.0.0.${(address += 1)}`) =>
  app.server.inject({ method: "POST", url: path, payload, headers: { origin: `http://${host}`, host }, remoteAddress });
const ask = (email: string, host?: string, from?: string) =>
  send("/v1/registrations", { email, language: "ru" }, host, from);
const askReset = (email: string, host?: string) => send("/v1/password-resets", { email, language: "en" }, host);
const complete = (link: string, rest: object = {}) =>
  send("/v1/registrations/complete", { link, name: "Анна", password: PASSWORD, language: "ru", ...rest });
const signIn = (email: string, password = PASSWORD) => send("/api/auth/sign-in/email", { email, password });

interface Letter {
  readonly kind: string;
  readonly email: string;
  readonly regionCode: string;
  readonly linkId?: string;
}

/** What was left for mail to an address, the latest last. */
const lettersTo = async (email: string) => {
  const rows = await database.query<{ payload: Letter }>(
    `select payload from outbox_message where topic = 'person.notice' and payload ->> 'email' = $1 order by message_id`,
    [email],
  );
  return rows.map(({ payload }) => payload);
};
const linkTo = async (email: string) =>
  (await textOfLink(database, BigInt((await lettersTo(email)).at(-1)?.linkId ?? 0))) ?? "";

const cookieOf = ({ headers }: { headers: Record<string, unknown> }) =>
  [headers["set-cookie"]]
    .flat()
    .map((one) => String(one).split(";", 1)[0])
    .join("; ");

async function signUp(email: string): Promise<void> {
  const hash = await hashPassword(PASSWORD);
  const person = { email, name: "Анна", password: { hash }, language: "ru" as const, at: { site: "cloud.vk.com" } };
  await database.transaction((tx) => register(tx, { ...person, now: clock.now() }));
}

describe("REG-02 REG-03 registration", () => {
  it.each([
    ["localhost:3000", "moscow", "RUB"],
    ["kz.localhost:3000", "kazakhstan", "KZT"],
    ["vkcloud.kz", "kazakhstan", "KZT"],
  ])(
    "REG-02 REG-03 on %s one registers in %s: a letter, a name and a password, and there is a project of one's own",
    async (host, region, currency) => {
      const email = `new-${host.replaceAll(/\W/g, "-")}@example.ru`;
      expect((await ask(email, host)).statusCode).toBe(202);
      expect(await lettersTo(email)).toMatchObject([{ kind: "registration", regionCode: region }]);
      const link = await linkTo(email);
      const shown = await send("/v1/registrations/read", { link });
      expect(shown.json()).toMatchObject({ email, region: { code: region, currency } });
      const done = await complete(link);
      expect([done.statusCode, done.json().email]).toEqual([201, email]);
      expect((await signIn(email)).statusCode).toBe(200);
      const projects = await projectsOf(database, await userIdOf(database, email));
      expect(projects).toMatchObject([{ regionCode: region, currency, role: "owner", name: "Анна" }]);
    },
  );

  it.each(["localhost:3000", "kz.localhost:3000"])(
    "REG-03 PRC-02 on %s a newcomer's first usage is priced by the region's list, and so is that of a further project, which the account's payer pays for",
    async (host) => {
      const email = `first-${host.replaceAll(/\W/g, "-")}@example.ru`;
      await ask(email, host);
      await complete(await linkTo(email));
      const cookie = cookieOf(await signIn(email));
      const userId = await userIdOf(database, email);
      const [first] = await projectsOf(database, userId);
      if (!first) throw new Error("there is no project");
      const supplierCode = host.startsWith("kz") ? "qazcloud" : "vk";
      const [payerId, contractId] = await database.transaction(async (tx) => {
        const { accountId } = first;
        const countryCode = host.startsWith("kz") ? "KZ" : "RU";
        const payer = await registerPayer(tx, { accountId, kind: "legal_entity", countryCode, name: "Новая" });
        const terms = { type: "public_offer", paymentScheme: "prepaid", startsAt: clock.now() } as const;
        const contract = await concludeContract(tx, payer, supplierCode, terms);
        await changePayer(tx, first.projectId, payer, contract, clock.now());
        return [payer, contract] as const;
      });
      clock.moveTo(plus(clock.now(), HOUR));
      const made = await app.server.inject({
        method: "POST",
        url: "/v1/projects",
        payload: { name: "Второй" },
        headers: { host, origin: `http://${host}`, cookie, "idempotency-key": "second" },
      });
      expect(made.statusCode).toBe(201);
      const both = (await projectsOf(database, userId)).map(({ projectId }) => projectId);
      expect(both).toHaveLength(2);
      const meter = { name: `meter ${host}`, scopes: ["usage.write"], now: clock.now() };
      const { token } = await database.transaction((tx) =>
        issueToken(tx, { ...meter, expiresAt: plus(clock.now(), 9 * DAY) }),
      );
      for (const projectId of both) {
        const shape = { sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", resource: "first", quantity: "2" };
        const payload = usageEvent({ ...shape, id: `first ${projectId}`, projectId, time: clock.now() });
        const headers = { "x-auth-token": token, "content-type": "application/cloudevents+json" };
        expect((await app.server.inject({ method: "POST", url: "/v1/usage", payload, headers })).statusCode).toBe(202);
      }
      clock.moveTo(plus(clock.now(), 2 * DAY));
      await rateAll(database, clock.now());
      await accrueAll(database, clock.now());
      expect(await database.query("select sku_id from unpriced_usage")).toEqual([]);
      for (const projectId of both) {
        const charges = await database.query("select 1 from charge where project_id = $1 and amount_minor > 0", [
          projectId,
        ]);
        expect(charges.length).toBeGreaterThan(0);
        const payer = (await payerOf(database, [projectId], clock.now())).get(projectId);
        expect([payer?.payer.payerId, payer?.contract.contractId]).toEqual([payerId, contractId]);
      }
    },
  );

  it("REG-02 the site says its region and the other ones' sites, on one's own machine with the same port", async () => {
    const site = (host: string) => app.server.inject({ url: "/v1/site", headers: { host } });
    expect((await site("kz.localhost:3000")).json()).toMatchObject({
      region: { code: "kazakhstan" },
      others: [{ region: { code: "moscow" }, url: "//msk.localhost:3000" }],
    });
    expect((await site("cloud.vk.com")).json()).toMatchObject({ others: [{ url: "//vkcloud.kz" }] });
    expect((await site("elsewhere.example")).json()).toMatchObject({ region: null });
    expect((await ask("a@example.ru", "elsewhere.example")).json()).toMatchObject({ code: "unknown_site" });
  });

  it("REG-02 an address that is registered gets another letter, and the caller the same answer", async () => {
    await signUp("known@example.ru");
    const [known, unknown] = [await ask("Known@example.ru "), await ask("unknown@example.ru")];
    expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
    expect(await lettersTo("known@example.ru")).toMatchObject([{ kind: "registered_already" }]);
  });

  it("reliability 41 letters are paced by mailbox and by network, known or not", async () => {
    await signUp("flooded@example.ru");
    for (const email of ["flooded@example.ru", "flooded-too@example.ru"]) {
      const answers = [];
      for (let times = 0; times < 4; times += 1) answers.push((await ask(email)).statusCode);
      expect(answers).toEqual([202, 202, 202, 429]);
    }
    const many = [];
    for (let who = 0; who < 21; who += 1)
      many.push((await ask(`many${who}@example.ru`, undefined, "10.9.9.9")).statusCode);
    expect([many.filter((status) => status === 202).length, many.at(-1)]).toEqual([20, 429]);
  });

  it("reliability 42 a link is used once, lives a day, ends with the next one, and cannot be made up or lent to another purpose", async () => {
    await ask("once@example.ru");
    const first = await linkTo("once@example.ru");
    await ask("once@example.ru");
    const second = await linkTo("once@example.ru");
    const usable = async (link: string) => (await send("/v1/registrations/read", { link })).statusCode === 200;
    expect([await usable(first), await usable(second)]).toEqual([false, true]);
    expect((await send("/v1/password-resets/complete", { link: second, password: PASSWORD })).json()).toMatchObject({
      code: "link_unusable",
    });
    for (const wrong of ["", "1", "1.x", second.replace(/.$/, (last) => (last === "A" ? "B" : "A")), `9${second}`]) {
      expect([wrong, await usable(wrong)]).toEqual([wrong, false]);
    }
    const weak = await complete(second, { password: "once-Example-1" });
    expect([weak.statusCode, weak.json().code]).toEqual([422, "weak_password"]);
    expect((await complete(second)).statusCode).toBe(201);
    expect((await complete(second)).statusCode).toBe(410);
    await ask("late@example.ru");
    const late = await linkTo("late@example.ru");
    machine.moveTo(plus(machine.now(), DAY));
    expect(await usable(late)).toBe(false);
    await identityRetention(machine).run({ database } as never);
    expect(await database.query("select 1 from auth.mail_link")).toEqual([]);
  });

  it("reliability 44 whoever asks cannot say more than the page does", async () => {
    await ask("more@example.ru");
    const link = await linkTo("more@example.ru");
    for (const extra of [{ staffRole: "operator" }, { userNo: "1" }, { regionCode: "moscow" }, { email: "a@b.ru" }]) {
      expect((await complete(link, extra)).statusCode).toBe(422);
    }
  });
});

describe("reliability 42 a forgotten password", () => {
  it("reliability 42 is set anew by a link: old sessions end, the old password is gone, a letter tells", async () => {
    await signUp("forgot@example.ru");
    const cookie = cookieOf(await signIn("forgot@example.ru"));
    const [known, unknown] = [await askReset("forgot@example.ru"), await askReset("nobody@example.ru")];
    expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
    expect(await lettersTo("nobody@example.ru")).toEqual([]);
    const link = await linkTo("forgot@example.ru");
    const password = "Wasser-und-Wind-8";
    expect((await send("/v1/password-resets/complete", { link, password })).statusCode).toBe(200);
    expect((await send("/v1/password-resets/complete", { link, password })).statusCode).toBe(410);
    expect(
      await database.query(
        "select 1 from auth.session s join auth.login l on l.id = s.user_id where l.email = 'forgot@example.ru'",
      ),
    ).toEqual([]);
    expect((await app.server.inject({ url: "/v1/me", headers: { cookie } })).statusCode).toBe(401);
    expect((await signIn("forgot@example.ru")).statusCode).toBe(401);
    expect((await signIn("forgot@example.ru", password)).statusCode).toBe(200);
    expect((await lettersTo("forgot@example.ru")).map(({ kind }) => kind)).toEqual([
      "password_reset",
      "password_changed",
      "new_sign_in",
    ]);
  });

  it("reliability 41 REG-02 on any host staff get their letter, and nobody learns from the answer who is known", async () => {
    const password = { hash: await hashPassword(PASSWORD) };
    const desk = { email: "desk@saldo.example", name: "Дежурный", password, language: "ru" as const };
    await database.transaction(async (tx) => {
      await registerStaff(tx, { ...desk, userId: "desk", now: clock.now() });
      await setStaffRole(tx, "desk", "support", clock.now());
    });
    for (const host of ["office.saldo.example", "kz.localhost:3000"]) {
      const [staff, unknown] = [await askReset(desk.email, host), await askReset(`no-${desk.email}`, host)];
      expect([host, staff.statusCode, staff.body]).toEqual([host, 202, unknown.body]);
      expect(unknown.statusCode).toBe(202);
    }
    expect(await lettersTo(desk.email)).toMatchObject([
      { kind: "password_reset" },
      { kind: "password_reset", regionCode: "kazakhstan" },
    ]);
    expect(await lettersTo(`no-${desk.email}`)).toEqual([]);
  });

  it("reliability 41 REG-02 a registration and a new password take the same time for everybody, known or not", async () => {
    await signUp("timed@example.ru");
    const asked = [() => ask("timed@example.ru"), () => ask("untimed@example.ru")];
    for (const one of [...asked, () => askReset("timed@example.ru"), () => askReset("nobody-timed@example.ru")]) {
      const began = performance.now();
      expect((await one()).statusCode).toBe(202);
      // What the work itself takes, a few milliseconds more or less, ends before that.
      expect(performance.now() - began).toBeGreaterThanOrEqual(ALIKE_MS - 1);
    }
  });

  it("PTR-07 a blocked user gets no link, and the link lives an hour", async () => {
    await signUp("shut@example.ru");
    await askReset("shut@example.ru");
    const link = await linkTo("shut@example.ru");
    machine.moveTo(plus(machine.now(), HOUR));
    expect((await send("/v1/password-resets/complete", { link, password: PASSWORD })).statusCode).toBe(410);
    await database.query("update app_user set blocked_at = now() where email = 'shut@example.ru'");
    await askReset("shut@example.ru");
    expect(await lettersTo("shut@example.ru")).toHaveLength(1);
  });
});
