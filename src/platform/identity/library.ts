import { type BetterAuthOptions } from "better-auth";
import pg from "pg";

import type { Instant } from "../../core/time.ts";
import type { Database } from "../db.ts";
import { type Ceremony, type Site, noteShown } from "./ceremony.ts";
import { signingSecret } from "./store.ts";

/** How better-auth is set up: of all that it could do, what this program needs of it. */

/** All better-auth sees of our address: the real Origin was checked before (platform/http/origin.ts). */
export const INNER_ORIGIN = "http://identity.internal";
export const ADDRESS_HEADER = "x-saldo-address";
const WEEK_SECONDS = 7 * 24 * 3600;

export interface LibraryOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly publicUrl: string;
}

/** What the library asks us in the midst of its work. */
export interface LibraryPorts {
  /** For every session there is to be, whatever address it came by. */
  readonly mayBegin: (userId: string) => Promise<boolean>;
  /** The ceremony in hand; undefined: none is. */
  readonly ceremony: () => Ceremony | undefined;
  /** Whom the provider of a company has just named; undefined: nobody. */
  readonly entering: () => string | undefined;
  /** The machine's time. */
  readonly now: () => Instant;
}

export type Library = Awaited<ReturnType<typeof startLibrary>>;

/** Loads better-auth. Browsers bind passkeys to a site, and its plugin knows one: each site asks an instance of its own. */
export async function startLibrary(options: LibraryOptions, ports: LibraryPorts) {
  const [{ betterAuth }, secret] = await Promise.all([import("better-auth"), signingSecret(options.database)]);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: 4,
    application_name: "saldo-identity",
    connectionTimeoutMillis: Math.min(10_000, options.database.answerMs),
    statement_timeout: 20_000,
    query_timeout: Math.min(25_000, options.database.answerMs),
    keepAlive: true,
    options: "-c search_path=auth -c TimeZone=UTC",
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const settings = { ...names, ...policy(options, ports), secret, database: pool } satisfies BetterAuthOptions;
  const sites = new Map<string, Promise<Handler>>();
  return {
    auth: betterAuth({ ...settings, plugins: [await entrancePlugin(ports)] }),
    pool,
    at(site: Site): Promise<Handler> {
      const known = sites.get(site.origin);
      if (known) return known;
      const started = passkeyPlugin(site, options.database, ports).then((plugin) =>
        betterAuth({ ...settings, plugins: [plugin] }),
      );
      sites.set(site.origin, started);
      return started;
    },
  };
}

interface Handler {
  handler(request: Request): Promise<Response>;
}

/** Where the library signs in whom a company's provider has named: what made sure of it stands in the request that asks. */
export const ENTRANCE = "company/enter";

async function entrancePlugin({ entering }: LibraryPorts) {
  const [{ createAuthEndpoint, APIError }, { setSessionCookie }] = await Promise.all([
    import("better-auth/api"),
    import("better-auth/cookies"),
  ]);
  const enter = createAuthEndpoint(`/${ENTRANCE}`, { method: "POST" }, async (context) => {
    const userId = entering();
    if (userId === undefined) throw new APIError("NOT_FOUND");
    const { internalAdapter } = context.context;
    const session = await internalAdapter.createSession(userId);
    const user = session && (await internalAdapter.findUserById(userId));
    if (!session || !user) throw new APIError("UNAUTHORIZED", { code: "FAILED_TO_CREATE_SESSION" });
    await setSessionCookie(context, { session, user });
    return context.json({ token: session.token, email: user.email });
  });
  return { id: "company-sign-in", endpoints: { enter } };
}

/**
 * The library checks what browsers answer. It asks nobody whether the device knew its person, and writes a new passkey apart from
 * what we do with it, so it is stopped once it has checked: what it found stands in the ceremony.
 */
async function passkeyPlugin(site: Site, database: Database, { ceremony, now }: LibraryPorts) {
  const [{ passkey, getAuthenticatorName }, { APIError }] = await Promise.all([
    import("@better-auth/passkey"),
    import("better-auth/api"),
  ]);
  const stop = () => new APIError("CONFLICT", { code: "CHECKED" });
  return passkey({
    rpID: site.name,
    rpName: "Saldo",
    origin: site.origin,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    advanced: { webAuthnChallengeCookie: "passkey" },
    registration: {
      afterVerification: ({ verification: { registrationInfo: info }, clientData }) => {
        const current = ceremony();
        if (current?.purpose === "add" && info?.userVerified) {
          current.made = {
            credentialId: info.credential.id,
            publicKey: Buffer.from(info.credential.publicKey).toString("base64"),
            counter: info.credential.counter,
            deviceType: info.credentialDeviceType,
            backedUp: info.credentialBackedUp,
            transports: clientData.response.transports?.join(",") ?? "",
            aaguid: info.aaguid,
            maker: getAuthenticatorName(info.aaguid) ?? null,
          };
        }
        throw stop();
      },
    },
    authentication: {
      afterVerification: async ({ verification: { authenticationInfo } }) => {
        const current = ceremony();
        if (!current) throw stop();
        try {
          await noteShown(database, current, authenticationInfo, now());
        } catch (error) {
          current.refused = error;
        }
        // Whoever is signed in shows it for that session: there is to be no other.
        if (current.refused !== undefined || current.purpose !== "sign_in") throw stop();
      },
    },
    schema: {
      passkey: {
        modelName: "passkey",
        fields: {
          publicKey: "public_key",
          userId: "user_id",
          credentialID: "credential_id",
          deviceType: "device_type",
          backedUp: "backed_up",
          createdAt: "created_at",
        },
      },
    },
  });
}

function policy(options: LibraryOptions, { mayBegin }: LibraryPorts) {
  return {
    appName: "Saldo",
    baseURL: INNER_ORIGIN,
    basePath: "/api/auth",
    trustedOrigins: [INNER_ORIGIN],
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    advanced: {
      cookiePrefix: "saldo",
      useSecureCookies: options.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" as const, path: "/" },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    // Our own limits come first (door.ts): the library's go by the address as it is written.
    rateLimit: { enabled: false },
    databaseHooks: {
      session: { create: { before: async (session: { userId: string }) => mayBegin(session.userId) } },
    },
  };
}

/** Our table and column names for the library's models. */
const names = {
  user: {
    modelName: "login",
    fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
  },
  session: {
    modelName: "session",
    expiresIn: WEEK_SECONDS,
    // Whether a session is fresh enough for an act is asked by us (isProved), by our clock.
    freshAge: 0,
    fields: {
      userId: "user_id",
      expiresAt: "expires_at",
      createdAt: "created_at",
      updatedAt: "updated_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
    },
  },
  account: {
    modelName: "credential",
    fields: {
      accountId: "account_id",
      providerId: "provider_id",
      userId: "user_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      createdAt: "created_at",
      updatedAt: "updated_at",
    },
  },
  verification: {
    modelName: "verification",
    fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
  },
} satisfies BetterAuthOptions;
