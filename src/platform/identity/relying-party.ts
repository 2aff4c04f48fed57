import { type Refusal, refusal } from "../../core/errors.ts";
import { type EndpointPolicy, EndpointRefused, type Resolve, ask, checkEndpoint } from "../webhook/index.ts";

export const SsoUnreachable = refusal(
  "sso_unreachable",
  502,
  "Провайдер входа компании не отвечает: {why}. Повторите позже или войдите иначе",
  "The company's identity provider does not answer: {why}. Try again later, or sign in another way",
);
export const SsoProviderRefused = refusal(
  "sso_provider_refused",
  422,
  "Этот провайдер не подходит: {why}",
  "This identity provider will not do: {why}",
);
export const SsoFailed = refusal(
  "sso_failed",
  401,
  "Ответ провайдера входа не прошёл проверку. Начните вход заново",
  "The identity provider's answer did not pass the checks. Begin the sign-in anew",
);
export const SsoDeclined = refusal(
  "sso_declined",
  401,
  "Провайдер входа компании отказал во входе",
  "The company's identity provider declined the sign-in",
);

/** How providers are reached: of the settings. */
export interface ProviderPolicy extends Pick<EndpointPolicy, "allowLoopback"> {
  /** Of tests, in place of the system's name service. */
  readonly resolve?: Resolve | undefined;
}

/** A provider, and as what it knows us. */
export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What ties an answer to its question. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Whether the person has to show anew who it is, there. */
  readonly anew: boolean;
}

/** Whom a provider named. */
export interface Claims {
  readonly subject: string;
  readonly email: string | null;
  /** The provider says that the mailbox is the person's. Nothing but `true` says so. */
  readonly emailVerified: boolean;
  readonly name: string;
}

type Library = typeof import("openid-client");

const LONGEST_ANSWER = 262_144;
const TIMEOUT_MS = 10_000;
/** Of all that is asked of a provider for one sign-in. */
const ASKED_AT_MOST = 6;
const CLOCK_TOLERANCE_S = 30;
/** An answer to a question "who is there, now" is not older than this. */
const FRESH_S = 120;
const LONGEST_SUBJECT = 255;
const LONGEST_NAME = 100;

/**
 * OpenID Connect as `openid-client` speaks it: the authorization code with PKCE, state and nonce; the signature of the ID token is
 * checked by the provider's keys, whatever the connection. All addresses that a provider names are asked by our own rules.
 */
export class RelyingParty {
  readonly #policy: ProviderPolicy;

  constructor(policy: ProviderPolicy) {
    this.#policy = policy;
  }

  /** Of an address as typed. Refuses SsoProviderRefused: not https, with a password, a query, a closed address. */
  issuerOf(text: string): string {
    const url = this.#allowed(text.trim());
    // The library takes an address of metadata for what it is, and then asks nobody whose it is.
    if (url.search !== "" || url.hash !== "" || url.pathname.includes("/.well-known/")) {
      throw SsoProviderRefused({
        values: { why: "the issuer's own address is needed, without a query or .well-known" },
      });
    }
    return text.trim();
  }

  /** Whether it is a provider that we can talk to. Refuses SsoProviderRefused, SsoUnreachable. */
  async check(provider: Provider): Promise<void> {
    const { configuration } = await this.#configure(provider);
    const server = configuration.serverMetadata();
    const lacks = (what: string) => SsoProviderRefused({ values: { why: what } });
    if (!server.authorization_endpoint || !server.token_endpoint || !server.jwks_uri)
      throw lacks("no authorization_endpoint, token_endpoint or jwks_uri");
    for (const one of [server.authorization_endpoint, server.token_endpoint, server.jwks_uri]) this.#allowed(one);
    const challenges = server.code_challenge_methods_supported;
    if (challenges && !challenges.includes("S256")) throw lacks("PKCE with S256 is not supported");
    const algorithms = server.id_token_signing_alg_values_supported ?? ["RS256"];
    if (!algorithms.some(isAsymmetric)) throw lacks("ID tokens are not signed by a key pair");
  }

  /** Where the browser goes. Refuses SsoProviderRefused, SsoUnreachable. */
  async begin(provider: Provider, redirectUri: string, checks: Checks, email: string | null): Promise<string> {
    const { library, configuration } = await this.#configure(provider);
    const url = library.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: "openid email profile",
      response_type: "code",
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await library.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: "S256",
      ...(email === null ? {} : { login_hint: email }),
      ...(checks.anew ? { prompt: "login", max_age: "0" } : {}),
    });
    this.#allowed(url.origin);
    return url.href;
  }

  /** Whom the provider named, by the address that it sent the browser back to. Refuses SsoDeclined, SsoFailed, SsoUnreachable. */
  async finish(provider: Provider, back: URL, checks: Checks): Promise<Claims> {
    const { library, configuration } = await this.#configure(provider);
    try {
      const tokens = await library.authorizationCodeGrant(configuration, back, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        idTokenExpected: true,
        ...(checks.anew ? { maxAge: FRESH_S } : {}),
      });
      const token = tokens.claims();
      if (!token) throw SsoFailed();
      const said = token["email"] === undefined || token["email_verified"] === undefined;
      const asked = said && configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = asked ? await library.fetchUserInfo(configuration, tokens.access_token, token.sub) : {};
      return claimsOf({ ...more, ...token });
    } catch (error) {
      throw refusalOf(library, error);
    }
  }

  async #configure({ issuer, clientId, clientSecret }: Provider) {
    const library = await import("openid-client");
    let asked = 0;
    const fetchAllowed = async (url: string, init: Parameters<Fetch>[1]): Promise<Response> => {
      asked += 1;
      if (asked > ASKED_AT_MOST) throw SsoProviderRefused({ values: { why: "too many questions" } });
      return this.#fetch(url, init);
    };
    try {
      const configuration = await library.discovery(
        this.#allowed(issuer),
        clientId,
        { [library.clockTolerance]: CLOCK_TOLERANCE_S },
        secretBy(library, clientSecret),
        {
          [library.customFetch]: fetchAllowed as never,
          timeout: TIMEOUT_MS / 1_000,
          execute: [
            library.enableNonRepudiationChecks,
            ...(this.#policy.allowLoopback ? [library.allowInsecureRequests] : []),
          ],
        },
      );
      // Some providers the library lets answer for others, as one for all companies: any of them could name our people.
      const said = new URL(configuration.serverMetadata().issuer).href;
      if (said !== new URL(issuer).href) throw SsoProviderRefused({ values: { why: `it says that it is ${said}` } });
      return { library, configuration };
    } catch (error) {
      throw refusalOf(library, error);
    }
  }

  /** Every question to a provider, whoever named its address: no closed address, no redirect, not for ever, not without end. */
  async #fetch(url: string, { method, headers, body }: Parameters<Fetch>[1]): Promise<Response> {
    const question = {
      method: method === "POST" ? "POST" : "GET",
      headers: { ...headers, "accept-encoding": "identity" },
      body: body instanceof URLSearchParams ? body.toString() : "",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    } as const;
    const answer = await ask(url, this.#endpoints(), question, {
      mostBytes: LONGEST_ANSWER,
      resolve: this.#policy.resolve,
    });
    const type = answer.headers["content-type"];
    const mayHaveBody = ![204, 205, 304].includes(answer.status) && answer.status >= 200;
    return new Response(mayHaveBody ? new Uint8Array(answer.body) : null, {
      status: Math.max(200, answer.status),
      headers: type === undefined ? {} : { "content-type": type },
    });
  }

  #endpoints(): EndpointPolicy {
    return { allowLoopback: this.#policy.allowLoopback };
  }

  #allowed(text: string): URL {
    try {
      return checkEndpoint(text, this.#endpoints());
    } catch (error) {
      throw asProviderRefused(error);
    }
  }
}

interface Fetch {
  (url: string, init: { method: string; headers: Record<string, string>; body?: unknown }): Promise<Response>;
}

/** RSA, ECDSA or EdDSA; a secret that both know signs nothing that only one of them could have said. */
function isAsymmetric(algorithm: string): boolean {
  return /^(RS|PS|ES)\d{3}|EdDSA|Ed25519$/.test(algorithm);
}

/** The usual way to say who we are, or the other one of those that the provider names. */
function secretBy(library: Library, clientSecret: string): ReturnType<Library["ClientSecretBasic"]> {
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const isPost = methods?.includes("client_secret_post") && !methods.includes("client_secret_basic");
    const by = isPost ? library.ClientSecretPost(clientSecret) : library.ClientSecretBasic(clientSecret);
    by(server, client, body, headers);
  };
}

function claimsOf(said: Readonly<Record<string, unknown>>): Claims {
  const text = (name: string) => (typeof said[name] === "string" ? (said[name] as string) : null);
  const subject = text("sub");
  if (subject === null || subject === "" || subject.length > LONGEST_SUBJECT) throw SsoFailed();
  const email = text("email")?.trim().toLowerCase() ?? null;
  // Of a name the part that shows: no line breaks, nothing that turns the reading around.
  const name = (text("name") ?? "")
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, " ")
    .trim()
    .slice(0, LONGEST_NAME);
  return { subject, email, emailVerified: said["email_verified"] === true, name };
}

function asProviderRefused(error: unknown): unknown {
  const refused = error as Refusal;
  if (refused?.kind?.code !== EndpointRefused.kind.code) return error;
  return SsoProviderRefused({ values: { why: refused.details.values?.["why"] ?? "" } });
}

/** The library's errors name what was wrong, with the provider's own words; a person is told the kind. */
function refusalOf(library: Library, thrown: unknown): unknown {
  const error = causeOf(thrown);
  const ours = asProviderRefused(error) as Refusal;
  if (ours?.kind !== undefined) return ours;
  if (thrown instanceof library.AuthorizationResponseError) return SsoDeclined();
  const { code, name } = (thrown ?? {}) as { code?: string; name?: string };
  const isNetwork = name === "TimeoutError" || name === "AbortError" || code === "OAUTH_TIMEOUT" || isSystem(error);
  if (isNetwork || code === "OAUTH_RESPONSE_IS_NOT_CONFORM") return SsoUnreachable({ values: { why: whyOf(error) } });
  if (code?.startsWith("OAUTH_") || thrown instanceof Error) return SsoFailed();
  return thrown;
}

function causeOf(thrown: unknown): unknown {
  let error = thrown;
  for (let depth = 0; depth < 5; depth += 1) {
    const { kind, cause } = (error ?? {}) as { kind?: unknown; cause?: unknown };
    if (kind !== undefined || !(cause instanceof Error)) return error;
    error = cause;
  }
  return error;
}

/** Of the operating system: refused, unreachable, not found, cut. */
function isSystem(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" && /^(E[A-Z]+|ERR_TLS|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code);
}

function whyOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: string; name?: string };
  if (name === "TimeoutError" || code === "OAUTH_TIMEOUT") return "timeout";
  return (isSystem(error) ? code : undefined) ?? "no proper answer";
}
