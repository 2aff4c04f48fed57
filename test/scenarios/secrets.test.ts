import { expect, test } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { createLogger } from "../../src/platform/log.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { CUSTOMERS, WORLD_ORIGIN, WORLD_PASSWORD, openHttpWorld, usageEvent } from "../support/http-world.ts";

const lines: string[] = [];
const own = await testDatabase({ connections: 12 });
const world = await openHttpWorld(own, {
  services: true,
  log: createLogger("debug", { write: (line) => void lines.push(line) }),
});
const [shop] = CUSTOMERS.romashka.projects;
const PID = formatPid(shop);
const CANARY = "kanarienvogel-5e1f";
const CARD = "4276 1234 5678 9012";
const PASSPORT = "4509 123456";
const WRONG_PASSWORD = `${CANARY}-Passwort-1`;

/** What must never be read in a log: credentials, addresses of people, names, what was sent. */
const secrets = [CANARY, CARD, PASSPORT, WORLD_PASSWORD, CUSTOMERS.romashka.email, CUSTOMERS.romashka.name, "Ромашка"];

async function everyText(): Promise<string> {
  // A partition is for the owner alone to read.
  const owner = ownerOf(own.database);
  const tables = await owner.query<{ name: string }>(
    "select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'auth'::regnamespace)",
  );
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await owner.query<{ text: string | null }>(
        `select string_agg(t::text, ' ') as text from ${name} t`,
      );
      return row?.text ?? "";
    }),
  );
  return texts.join("\n");
}

test("reliability 64: the database holds no password and no token, a log neither those nor a session, a person or a body", async () => {
  const post = (path: string, body: unknown, as?: string, headers: Record<string, string> = {}) =>
    world.send({ method: "POST", path, body, headers, ...(as === undefined ? {} : { as }) });
  const signIn = (password: string) =>
    post("/api/auth/sign-in/email", { email: CUSTOMERS.romashka.email, password }, undefined, { origin: WORLD_ORIGIN });
  expect((await signIn(WRONG_PASSWORD)).status).toBe(401);
  const signedIn = await signIn(WORLD_PASSWORD);
  expect(signedIn.status).toBe(200);
  const cookie = String(signedIn.headers["set-cookie"]).split(";", 1)[0] ?? "";
  const session = decodeURIComponent(cookie.split("=")[1] ?? "").split(".", 1)[0] ?? "";
  expect(session.length).toBeGreaterThan(20);
  secrets.push(session, world.token("romashka"), world.token("metering"));
  await world.send({ path: "/v1/me", headers: { cookie } });
  await world.send({
    path: `/v1/me?token=${world.token("romashka")}&card=${encodeURIComponent(CARD)}`,
    headers: { cookie },
  });
  await world.send({ path: `/${CANARY}/${encodeURIComponent(CUSTOMERS.romashka.email)}`, as: "romashka" });
  await world.send({ path: "/v1/me", token: `saldo_${CANARY}${CANARY}${CANARY}` });
  const event = usageEvent({
    id: CANARY,
    projectId: shop,
    sku: "compute.vcpu.standard",
    meter: "vcpu",
    unit: "vCPU",
    resource: CANARY,
    time: "2026-10-01T00:00:00+03:00",
    quantity: "1",
    extra: { resource_name: PASSPORT, labels: { [CANARY]: CARD } },
  });
  for (const body of [event, { ...event, data: { ...(event["data"] as object), quantity: CANARY } }, `{"${CANARY}`]) {
    await post("/v1/usage", body, "metering");
  }
  const payer = { name: `${CANARY} ${PASSPORT}`, inn: CUSTOMERS.romashka.payer.inn };
  const transfer = { number: "1", on: "2026-10-01", amount: "10.00", payer, projectId: shop };
  await post("/v1/office/bank-statements", statement1c([transfer]), "accountant", { "content-type": "text/plain" });
  await post(`/v1/projects/${PID}/payment-invoices`, { amount: "10.00" }, "romashka", { "idempotency-key": CANARY });

  // What is no refusal but a defect: its error, with everything that PostgreSQL says of it, goes into the log.
  await ownerOf(own.database).query("alter table usage_event add constraint never check (quantity <> 777)");
  const broken = await post(
    "/v1/usage",
    { ...event, id: `${CANARY}-2`, data: { ...(event["data"] as object), quantity: "777" } },
    "metering",
  );
  expect(broken.status).toBe(500);
  expect(broken.text).not.toContain(CANARY);
  await ownerOf(own.database).query("alter table usage_event drop constraint never");
  await world.playTo("2026-11-02T10:00:00+03:00");
  await world.close("moscow", "2026-10");
  await world.drain();

  const log = lines.join("");
  expect(log).toContain("a request failed");
  expect(lines.length).toBeGreaterThan(10);
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  const kept = await everyText();
  expect(kept).toContain(CANARY);
  const credentials = [WORLD_PASSWORD, WRONG_PASSWORD, world.token("romashka"), world.token("metering")];
  expect(credentials.filter((secret) => kept.includes(secret))).toEqual([]);
});
