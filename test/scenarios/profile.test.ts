import { beforeAll, describe, expect, test } from "vitest";

import { loadConfiguration } from "../../src/composition/configuration.ts";
import { TOPICS } from "../../src/composition/topics.ts";
import { DAY, plus } from "../../src/core/time.ts";
import { letterWriter } from "../../src/modules/notifications/index.ts";
import { issueToken, userIdOf } from "../../src/modules/tenancy/index.ts";
import { type OutboxMessage, type Sender, dispatchDue } from "../../src/platform/outbox/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** REG-03: what a person says of himself. */
const { app, clock, company, database, invite, machine, person, staff, user, visitor } = await openPeople();
beforeAll(() => loadConfiguration(database, plus(clock.now(), -100 * DAY)));

const change = (by: Visitor, body: object) => by.send("PUT", "/v1/me/profile", body);
const shown = async (by: Visitor) => ((await by.send("GET", "/v1/me")).body as unknown as { user: object }).user;

/** What goes out by mail, as it is written when it is sent. */
async function sent(): Promise<{ to: string; language: string; subject: string; text: string }[]> {
  const letters: { to: string; language: string; subject: string; text: string }[] = [];
  const write = letterWriter({ database, publicUrl: "http://localhost:3000" });
  const done = { outcome: "delivered", status: null, detail: null, sent: {} } as const;
  const mail: Sender = {
    timeoutMs: 5_000,
    retry: { firstDelayMs: 1_000, maxDelayMs: 1_000, parkAfter: 1 },
    async send(message: OutboxMessage) {
      const letter = await write(message);
      if (letter && typeof letter === "object") letters.push(letter);
      return done;
    },
  };
  const senders = { mail, console: { ...mail, send: async () => done } };
  for (;;) if ((await dispatchDue({ database, clock: machine, topics: TOPICS, senders })).claimed === 0) return letters;
}

describe("REG-03 one's own name and language of letters", () => {
  test("REG-03 AUD-01 both are changed by oneself, at once, with a trace that names nobody", async () => {
    const by = await person("own-name@example.ru", "Прежнее Имя");
    expect((await change(by, { name: "  Новое Имя ", language: "en" })).status).toBe(204);
    expect(await shown(by)).toMatchObject({ name: "Новое Имя", language: "en", email: "own-name@example.ru" });
    const userId = await userIdOf(database, "own-name@example.ru");
    const logins = await database.query<{ name: string }>("select name from auth.login where id = $1", [userId]);
    expect(logins).toEqual([{ name: "Новое Имя" }]);
    await change(by, { name: "Новое Имя", language: "en" });
    await change(by, { name: "Новое Имя", language: "ru" });
    const acts = await database.query<{ actor: string; before: object; after: object }>(
      "select actor, before, after from audit_event where act = 'profile.changed' order by audit_event_id",
    );
    expect(acts).toEqual([
      {
        actor: `user:${userId}`,
        before: { name: "former", language: "ru" },
        after: { name: "another", language: "en" },
      },
      // The same again: it was asked for, and nothing changed.
      { actor: `user:${userId}`, before: null, after: null },
      { actor: `user:${userId}`, before: { language: "en" }, after: { language: "ru" } },
    ]);
  });

  test("REG-03 PTR-07 letters come in the chosen language from then on: about oneself, one's projects and one's requests", async () => {
    const { owner, path, pid } = await company();
    const email = ((await shown(owner)) as { email: string }).email;
    await sent();
    const request = { asked: { kind: "question", fields: { topic: "Вопрос" } }, text: "Текст вопроса" };
    const made = await owner.send("POST", `/v1/projects/${pid}/requests`, request);
    expect(made.status).toBe(201);
    expect((await sent()).map(({ to, language }) => [to, language])).toEqual([[email, "ru"]]);
    await change(owner, { name: "Owner", language: "en" });
    await visitor().send("POST", "/v1/password-resets", { email, language: "ru" });
    const desk = await staff("support", "answers");
    const { id } = made.body as unknown as { id: string };
    const text = "Ответ на вопрос";
    await desk.send("POST", `/v1/office/requests/${id}/messages`, { act: "answer", text, version: 1 });
    await user("joins@example.ru");
    const joins = await visitor().signIn("joins@example.ru");
    await invite(owner, path, "joins@example.ru", "viewer");
    const { items } = (await joins.send("GET", "/v1/me/asked")).body as unknown as { items: { id: string }[] };
    expect((await joins.send("POST", `/v1/me/invitations/${items[0]?.id}/accept`)).status).toBe(204);
    const letters = (await sent()).filter(({ to }) => to === email);
    expect(letters.map(({ language }) => language)).toEqual(letters.map(() => "en"));
    expect(letters.map(({ subject }) => subject).join("\n")).toMatch(/A new password/);
    expect(letters.map(({ subject }) => subject).join("\n")).toMatch(/A new member of a project/);
    expect(letters.find((one) => one.text.includes(text))?.text).toMatch(/This letter was sent automatically|answer/);
  });

  test("REG-03 AUD-02 nobody else changes them: no token, no member of staff in one's place, nobody unknown; and no wrong words", async () => {
    const by = await person("kept@example.ru", "Как есть");
    const body = { name: "Чужое", language: "en" };
    expect((await change(visitor(), body)).status).toBe(401);
    const userId = await userIdOf(database, "kept@example.ru");
    const scopes = ["profile.view", "staff"];
    const grant = { name: "t", scopes, now: clock.now(), expiresAt: plus(clock.now(), DAY), userId };
    const { token } = await database.transaction((tx) => issueToken(tx, grant));
    const headers = { "x-auth-token": token };
    const byToken = await app.server.inject({ method: "PUT", url: "/v1/me/profile", payload: body, headers });
    expect(byToken.statusCode).toBe(403);
    const support = await staff("support", "looks");
    const visit = { email: "kept@example.ru", reason: "Проверяем, что видно", minutes: 15 };
    const begun = await support.send("POST", "/v1/office/visits", visit);
    support.visit = (begun.body as unknown as { id: string }).id;
    expect([(await support.send("GET", "/v1/me")).status, (await change(support, body)).status]).toEqual([200, 403]);
    for (const wrong of [
      { ...body, name: "   " },
      { ...body, name: "и".repeat(201) },
      { ...body, language: "kk" },
      { ...body, email: "other@example.ru" },
      { name: "Без языка" },
    ])
      expect((await change(by, wrong)).status).toBe(422);
    expect(await shown(by)).toMatchObject({ name: "Как есть", language: "ru" });
  });
});
