import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";

import { systemClock } from "../../platform/clock.ts";
import { type Markup, html } from "../../platform/markup.ts";

export const PROVIDER_PATH = "/identity-provider";
const CODE_LIVES_MS = 60_000;
const TOKEN_LIVES_S = 300;
const MOST_CODES = 100;

const askedSchema = z.object({
  client_id: z.string().min(1).max(200),
  // Of the console on this machine alone: this provider leads nowhere else.
  redirect_uri: z
    .string()
    .max(300)
    .regex(/^http:\/\/(?:[\w-]+\.)*(?:localhost|127\.0\.0\.1)(?::\d+)?\/api\/auth\/sso\/callback\/\d+$/),
  state: z.string().min(1).max(200),
  nonce: z.string().min(1).max(200),
  code_challenge: z.string().min(1).max(200),
  login_hint: z.string().max(320).optional(),
});
type Asked = z.infer<typeof askedSchema>;
const enteredSchema = askedSchema.extend({ email: z.email().max(320), name: z.string().max(100) });
const tokenSchema = z.object({
  code: z.string().max(100),
  code_verifier: z.string().max(200),
  redirect_uri: z.string(),
});

interface Given {
  readonly asked: z.infer<typeof enteredSchema>;
  readonly until: number;
}

function newKeys() {
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

/**
 * A company's identity provider to try things with: it believes whoever names an address of mail, and whatever secret a client
 * has. Its keys and codes live as long as the process.
 */
export function identityProviderRoutes(app: FastifyInstance): void {
  // Made when they are first asked for: it takes as long as the rest of the sandbox.
  let made: ReturnType<typeof newKeys> | null = null;
  const keys = () => (made ??= newKeys());
  const codes = new Map<string, Given>();
  app.get(`${PROVIDER_PATH}/.well-known/openid-configuration`, (request) => metadata(issuerOf(request)));
  app.get(`${PROVIDER_PATH}/keys`, () => ({
    keys: [{ ...keys().publicKey.export({ format: "jwk" }), kid: "sandbox", use: "sig", alg: "RS256" }],
  }));
  app.get(`${PROVIDER_PATH}/authorize`, (request, reply) =>
    reply.type("text/html; charset=utf-8").send(page(askedSchema.parse(request.query)).text),
  );
  app.get(`${PROVIDER_PATH}/enter`, (request, reply) => {
    const asked = enteredSchema.parse(request.query);
    const code = randomBytes(16).toString("base64url");
    if (codes.size >= MOST_CODES) codes.clear();
    codes.set(code, { asked, until: systemClock.now() + CODE_LIVES_MS });
    const back = new URL(asked.redirect_uri);
    for (const [name, value] of Object.entries({ code, state: asked.state, iss: issuerOf(request) }))
      back.searchParams.set(name, value);
    return reply.redirect(back.href, 303);
  });
  app.post(`${PROVIDER_PATH}/token`, (request, reply) => {
    const body = typeof request.body === "string" ? request.body : "";
    const sent = tokenSchema.parse(Object.fromEntries(new URLSearchParams(body)));
    const given = codes.get(sent.code);
    codes.delete(sent.code);
    if (!given || given.until < systemClock.now() || !isOf(given.asked, sent))
      return reply.status(400).send({ error: "invalid_grant" });
    const signed = `${encoded({ alg: "RS256", kid: "sandbox" })}.${encoded(claims(issuerOf(request), given.asked))}`;
    const signature = createSign("RSA-SHA256").update(signed).sign(keys().privateKey).toString("base64url");
    const access = randomBytes(16).toString("base64url");
    return {
      access_token: access,
      token_type: "Bearer",
      expires_in: TOKEN_LIVES_S,
      id_token: `${signed}.${signature}`,
    };
  });
}

const issuerOf = (request: FastifyRequest) => `http://${request.headers.host}${PROVIDER_PATH}`;
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function metadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  };
}

function isOf(asked: Asked, sent: z.infer<typeof tokenSchema>): boolean {
  const challenge = createHash("sha256").update(sent.code_verifier).digest("base64url");
  return asked.redirect_uri === sent.redirect_uri && asked.code_challenge === challenge;
}

/** A person is known by the address here. */
function claims(iss: string, { client_id: aud, nonce, email, name }: Given["asked"]) {
  const now = Math.floor(systemClock.now() / 1_000);
  const who = { sub: email.toLowerCase(), email, email_verified: true, name };
  return { iss, aud, nonce, iat: now, auth_time: now, exp: now + TOKEN_LIVES_S, ...who };
}

function page({ login_hint: hint = "", ...asked }: Asked): Markup {
  const hidden = Object.entries(asked).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Sandbox identity provider</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/home.css">
</head>
<body>
<main>
<h1><span lang="ru">Провайдер входа для проб</span> / Sandbox identity provider</h1>
<p class="lead"><span lang="ru">Здесь верят каждому: назовите почту, с которой хотите войти.</span> Everybody is believed here: name the address to sign in with.</p>
<form action="${PROVIDER_PATH}/enter" method="get">
${hidden}
<label>E-mail <input name="email" type="email" required value="${hint}"></label>
<label><span lang="ru">Имя</span> / Name <input name="name" value=""></label>
<button class="button main">OK</button>
</form>
</main>
</body>
</html>`;
}
