import { describe, expect, it } from "vitest";

import { HOUR, at, plus } from "../../src/core/time.ts";
import { TenancyAuthority } from "../../src/modules/tenancy/index.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

const { app, clock, company, database } = await openPeople();

describe("REG-04 API tokens of a project", () => {
  const listed = async (by: Visitor, path: string) =>
    (await by.send("GET", `${path}/tokens`)).body as unknown as {
      items: { id: string; name: string; lastUsedAt: string | null; issuedBy: string; scopes: { code: string }[] }[];
      scopes: { code: string }[];
    };

  it("REG-04 a token is shown once, is kept nowhere, says when it was used by the hour, and ends when revoked", async () => {
    const { owner, path } = await company();
    clock.moveTo(at("2027-02-01T10:20:30Z"));
    const made = await owner.send("POST", `${path}/tokens`, { name: "Учёт", scopes: ["balance.view"], days: 30 });
    expect(made.status).toBe(201);
    const { id, token } = made.body as unknown as { id: string; token: string };
    const again = await owner.send("POST", `${path}/tokens`, { name: "Учёт", scopes: ["balance.view"], days: 30 });
    expect([again.status, again.body.code]).toEqual([409, "token_named"]);
    const call = () => app.server.inject({ url: `${path}/balance`, headers: { authorization: `Bearer ${token}` } });
    expect((await listed(owner, path)).items).toMatchObject([{ id, name: "Учёт", lastUsedAt: null }]);
    expect((await call()).statusCode).toBe(200);
    const { items } = await listed(owner, path);
    expect(items).toMatchObject([{ lastUsedAt: "2027-02-01T10:00:00.000Z", scopes: [{ code: "balance.view" }] }]);
    expect(items[0]?.issuedBy).toMatch(/^owner/);
    const kept = await database.query("select t::text as row from api_token t");
    const everything = JSON.stringify([await listed(owner, path), kept]);
    expect(everything).not.toContain(token);
    expect(await database.query("select 1 from idempotency_key where body like '%saldo_%'")).toEqual([]);
    // One write an hour, whatever is asked meanwhile.
    const version = async () =>
      (await database.query<{ v: string }>("select xmin::text as v from api_token where token_id = $1", [id]))[0]?.v;
    const written = await version();
    clock.moveTo(plus(clock.now(), HOUR / 2));
    const fresh = new TenancyAuthority(database, null, {}, 0);
    for (let n = 0; n < 5; n += 1) await fresh.authenticate({ token, cookie: undefined, now: clock.now() });
    expect(await version()).toBe(written);
    expect((await owner.send("DELETE", `${path}/tokens/${id}`)).status).toBe(204);
    expect((await owner.send("DELETE", `${path}/tokens/${id}`)).status).toBe(404);
    expect(await fresh.authenticate({ token, cookie: undefined, now: clock.now() })).toEqual({ kind: "anonymous" });
    expect((await listed(owner, path)).items).toEqual([]);
  });

  it("REG-04 reliability 37 a token is lent what a machine may do; another project's token is not there", async () => {
    const { owner, path } = await company();
    const other = await company();
    const order = (scopes: string[], rest: object = {}) => ({ name: "t", scopes, days: 30, ...rest });
    for (const scope of ["staff", "members.manage", "tokens.manage", "project.transfer", "metrics.read", "nonsense"])
      expect([scope, (await owner.send("POST", `${path}/tokens`, order([scope]))).body.code]).toEqual([
        scope,
        "unknown_scope",
      ]);
    for (const wrong of [order([]), order(["project.view"], { days: 731 }), order(["project.view"], { userId: "x" })])
      expect((await owner.send("POST", `${path}/tokens`, wrong)).status).toBe(422);
    const made = await owner.send("POST", `${path}/tokens`, order(["project.view"]));
    const { id } = made.body as unknown as { id: string };
    expect((await other.owner.send("DELETE", `${other.path}/tokens/${id}`)).status).toBe(404);
    expect((await other.owner.send("DELETE", `${path}/tokens/${id}`)).status).toBe(404);
    expect((await listed(other.owner, other.path)).items).toEqual([]);
    expect((await listed(owner, path)).scopes.map(({ code }) => code)).not.toContain("tokens.manage");
  });
});
