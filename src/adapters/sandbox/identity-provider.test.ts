import fastify from "fastify";
import { afterAll, expect, it } from "vitest";

import { RelyingParty } from "../../platform/identity/index.ts";
import { PROVIDER_PATH, identityProviderRoutes } from "./identity-provider.ts";

const app = fastify();
app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
identityProviderRoutes(app);
afterAll(() => app.close());

it("REG-02 the sandbox's identity provider signs in whoever is named, for the console of this machine alone", async () => {
  const issuer = `${await app.listen({ port: 0, host: "127.0.0.1" })}${PROVIDER_PATH}`;
  const provider = { issuer, clientId: "any", clientSecret: "any" };
  const party = new RelyingParty({ allowLoopback: true });
  await party.check(provider);
  const checks = { state: "state", nonce: "nonce", verifier: "v".repeat(43), anew: true };
  const callback = "http://localhost:3000/api/auth/sso/callback/7";
  const page = new URL(await party.begin(provider, callback, checks, 'a"b@romashka.example'));
  const shown = await fetch(page);
  expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining("a&quot;b@romashka.example")]);
  page.searchParams.set("email", "Ira@romashka.example");
  page.searchParams.set("name", "Ира");
  const enter = (query: URLSearchParams) => fetch(`${issuer}/enter?${query}`, { redirect: "manual" });
  const back = new URL((await enter(page.searchParams)).headers.get("location") ?? "");
  const claims = { subject: "ira@romashka.example", email: "ira@romashka.example", emailVerified: true, name: "Ира" };
  expect(await party.finish(provider, back, checks)).toEqual(claims);
  await expect(party.finish(provider, back, checks)).rejects.toThrow("sso_failed");
  page.searchParams.set("redirect_uri", "http://evil.example/api/auth/sso/callback/7");
  expect((await enter(page.searchParams)).headers.get("location")).toBeNull();
});
