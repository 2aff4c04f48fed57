import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { systemClock } from "../../src/platform/clock.ts";

/** Somebody as the provider names them. */
export type Person = Readonly<Record<string, unknown>> & { readonly sub: string };

/** What a provider may do wrong, or an attacker in its place. */
export interface Wrong {
  /** Of the ID token, over what is right. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly alg?: "none" | "HS256";
  /** Signs with a key that it has not published. */
  readonly otherKey?: boolean;
  /** What it answers instead, at one of its addresses. */
  readonly at?: Readonly<Record<string, (response: ServerResponse) => void>>;
  /** Over its own metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/** An identity provider in this process, which does what a real one does, and whatever a test tells it to do wrong. */
export class SoftwareProvider {
  readonly clientId = "saldo";
  readonly clientSecret = "a secret that both know, 1234";
  readonly #server: Server;
  readonly #keys = keyPair();
  readonly #others = keyPair();
  readonly #codes = new Map<string, { person: Person; query: URLSearchParams }>();
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  issuer = "";
  wrong: Wrong = {};

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.issuer = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** The person signs in there; the path, with its query, to which the browser is sent back. */
  signIn(authorizationUrl: string, person: Person): string {
    const query = new URL(authorizationUrl).searchParams;
    const code = randomBytes(12).toString("base64url");
    this.#codes.set(code, { person, query });
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    back.searchParams.set("iss", this.issuer);
    return `${back.pathname}${back.search}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.issuer);
    this.asked.push(pathname);
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const instead = this.wrong.at?.[pathname];
    if (instead) return instead(response);
    if (pathname === "/.well-known/openid-configuration") return void json(200, this.#metadata());
    if (pathname === "/jwks") {
      const jwk = this.#keys.publicKey.export({ format: "jwk" });
      return void json(200, { keys: [{ ...jwk, kid: "one", use: "sig", alg: "RS256" }] });
    }
    if (pathname !== "/token") return void json(404, {});
    const body = new URLSearchParams(await textOf(request));
    const made = this.#codes.get(body.get("code") ?? "");
    this.#codes.delete(body.get("code") ?? "");
    if (!made || !this.#isRight(request, body, made.query)) return void json(400, { error: "invalid_grant" });
    json(200, { access_token: "t", token_type: "Bearer", expires_in: 60, id_token: this.#token(made) });
  }

  #metadata() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
      ...this.wrong.metadata,
    };
  }

  /** As a careful provider looks: who asks, for the same place, with what the challenge was made of. */
  #isRight(request: IncomingMessage, body: URLSearchParams, query: URLSearchParams): boolean {
    const basic = Buffer.from(`${encodeURIComponent(this.clientId)}:${formEncoded(this.clientSecret)}`).toString(
      "base64",
    );
    const challenge = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    return (
      request.headers.authorization === `Basic ${basic}` &&
      body.get("redirect_uri") === query.get("redirect_uri") &&
      query.get("code_challenge_method") === "S256" &&
      query.get("code_challenge") === challenge
    );
  }

  #token({ person, query }: { person: Person; query: URLSearchParams }): string {
    const now = Math.floor(systemClock.now() / 1000);
    const usual = {
      iss: this.issuer,
      aud: this.clientId,
      iat: now,
      exp: now + 300,
      auth_time: now,
      nonce: query.get("nonce"),
    };
    const { alg = "RS256", claims, otherKey } = this.wrong;
    const text = `${encoded({ alg, kid: "one", typ: "JWT" })}.${encoded({ ...usual, ...person, ...claims })}`;
    if (alg === "none") return `${text}.`;
    if (alg === "HS256") {
      const key = this.#keys.publicKey.export({ type: "spki", format: "pem" });
      return `${text}.${createHash("sha256").update(`${key}${text}`).digest("base64url")}`;
    }
    const { privateKey } = otherKey ? this.#others : this.#keys;
    return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
  }
}

/** As RFC 6749 writes a name and a secret. */
const formEncoded = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
