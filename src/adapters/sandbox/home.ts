import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import PostalMime from "postal-mime";

import { Refusal, fillText } from "../../core/errors.ts";
import { parsePid } from "../../core/ids.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { type SandboxControlPlane, showSandboxControlPlane } from "./control-plane.ts";
import { HOME_STYLE, type HomeLogin, type HomeStatement, homePage, letterPage, notFoundPage } from "./home-page.ts";
import { PROVIDER_PATH } from "./identity-provider.ts";
import { HOME_TEXTS, type HomeLanguage } from "./home-texts.ts";
import { type SandboxLetter, listSandboxMail, readSandboxMail } from "./mailbox.ts";
import { listSandboxSms } from "./sms.ts";

/** What the sandbox's home in the browser needs beside what the sandbox has. */
export interface SandboxHome {
  readonly clock: Clock;
  /** Where the console is. */
  readonly publicUrl: string;
  /** Who can be signed in with one click. */
  readonly logins: readonly HomeLogin[];
  /** Bank statements of today to import, one a region; without it there are none. */
  readonly statements?: () => Promise<readonly HomeStatement[]>;
  /** Lives through time until then, with the work of each day; null where time is not moved by this process. */
  readonly playTo: ((target: Instant) => Promise<void>) | null;
}

interface HomeParts extends SandboxHome {
  readonly database: Database;
  readonly controlPlane: SandboxControlPlane;
}

const STEPS: Readonly<Record<string, number>> = { hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY };
const SHOWN = 50;

/** The pages of the sandbox: time, logins, mailbox, what the cloud was told. For loopback only, as the whole service is. */
export function homeRoutes(app: FastifyInstance, parts: HomeParts): void {
  app.get("/", async (request, reply) => {
    const moved = besideConsole(parts.publicUrl, request);
    return moved === null ? showHome(parts, request, reply, null) : reply.redirect(moved, 302);
  });
  app.get("/home.css", (_request, reply) => reply.type("text/css; charset=utf-8").send(HOME_STYLE));
  app.post("/clock", async (request, reply) => {
    const length = STEPS[fieldsOf(request).get("step") ?? ""];
    const { playTo } = parts;
    if (length === undefined || !playTo) return showMissing(request, reply);
    return done(parts, request, reply, () => playTo(plus(parts.clock.now(), length)));
  });
  app.post("/sign-in", (request, reply) => signIn(parts, request, reply));
  app.post("/resources/start", async (request, reply) => {
    const fields = fieldsOf(request);
    const projectId = parsePid(fields.get("pid") ?? "");
    if (projectId === null) return showMissing(request, reply);
    return done(parts, request, reply, () => parts.controlPlane.start(projectId, fields.get("resourceId") ?? ""));
  });
  app.get<{ Params: { region: string } }>("/statements/:region", async (request, reply) => {
    const statements = (await parts.statements?.()) ?? [];
    const found = statements.find(({ regionCode }) => regionCode === request.params.region);
    if (!found) return showMissing(request, reply);
    return reply
      .type("text/plain; charset=windows-1251")
      .header("content-disposition", `attachment; filename="${found.fileName}"`)
      .send(found.bytes);
  });
  letterRoutes(app, parts);
  app.setNotFoundHandler((request, reply) => {
    if (request.method === "GET" && (request.headers.accept ?? "").includes("text/html"))
      return showMissing(request, reply);
    return reply.status(404).send({ code: "not_found" });
  });
}

/** Does what a button asks for and shows the page anew, with the reason where it was refused. */
async function done(
  parts: HomeParts,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<FastifyReply> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return showHome(parts, request, reply, fillText(error.kind.texts[languageOf(request)], error.details.values));
  }
  return reply.redirect(`/?lang=${languageOf(request)}`, 303);
}

function letterRoutes(app: FastifyInstance, { database, publicUrl }: HomeParts): void {
  type ById = { Params: { mailId: string; place: string } };
  app.get<ById>("/mail/:mailId", async (request, reply) => {
    const letter = await letterBy(database, request.params.mailId);
    if (!letter) return showMissing(request, reply);
    return page(reply, letterPage(languageOf(request), letter), publicUrl);
  });
  app.get<ById>("/mail/:mailId/letter", async (request, reply) => {
    const letter = await letterBy(database, request.params.mailId);
    if (!letter?.html) return showMissing(request, reply);
    // The letter's links leave its frame; nothing in it runs, and nothing is loaded.
    const policy =
      "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";
    const framed = letter.html.replace("<head>", '<head><base target="_top">');
    return reply.type("text/html; charset=utf-8").header("content-security-policy", policy).send(framed);
  });
  app.get<ById>("/mail/:mailId/attachments/:place", async (request, reply) => {
    const { mailId, place } = request.params;
    const raw = /^\d{1,18}$/.test(mailId) ? await readSandboxMail(database, BigInt(mailId)) : null;
    const file = raw && (await PostalMime.parse(raw)).attachments[Number(place)];
    if (!file) return showMissing(request, reply);
    const name = encodeURIComponent(file.filename ?? "file");
    return reply
      .type(file.mimeType)
      .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
      .send(typeof file.content === "string" ? file.content : Buffer.from(new Uint8Array(file.content)));
  });
}

async function letterBy(database: Database, mailId: string): Promise<SandboxLetter | undefined> {
  if (!/^\d{1,18}$/.test(mailId)) return undefined;
  const [letter] = await listSandboxMail(database, 1, BigInt(mailId) + 1n);
  return letter?.mailId === BigInt(mailId) ? letter : undefined;
}

async function showHome(
  parts: HomeParts,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: string | null,
): Promise<FastifyReply> {
  const { database, clock, publicUrl, logins, playTo } = parts;
  const { notices, resources } = await showSandboxControlPlane(database, SHOWN);
  const view = {
    language: languageOf(request),
    publicUrl,
    now: clock.now(),
    movable: playTo !== null,
    oneClick: new URL(publicUrl).hostname === request.hostname,
    logins,
    letters: await listSandboxMail(database, SHOWN),
    sms: await listSandboxSms(database, SHOWN),
    issuer: `http://${request.headers.host}${PROVIDER_PATH}`,
    statements: (await parts.statements?.()) ?? [],
    notices,
    resources,
    refusal,
  };
  return page(refusal === null ? reply : reply.status(409), homePage(view), publicUrl);
}

/**
 * One click: the sandbox signs in for the visitor and hands on the session's cookie, which the browser keeps for the host
 * whatever the port. Only the demo world's own logins.
 */
async function signIn(parts: HomeParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { logins, publicUrl } = parts;
  const login = logins.find(({ email }) => email === fieldsOf(request).get("email"));
  if (!login) return showMissing(request, reply);
  const answer = await fetch(`${publicUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: publicUrl },
    body: JSON.stringify({ email: login.email, password: login.password }),
  });
  if (!answer.ok) {
    const text = HOME_TEXTS[languageOf(request)].refusedSignIn;
    return showHome(parts, request, reply, fillText(text, { reason: String(answer.status) }));
  }
  return reply.header("set-cookie", answer.headers.getSetCookie()).redirect(`${publicUrl}/`, 303);
}

/** The same page under the console's host, whose cookies it can set; null when it is there already or cannot be. */
function besideConsole(publicUrl: string, request: FastifyRequest): string | null {
  const loopback = /^(localhost|127\.0\.0\.1)$/;
  const { hostname } = new URL(publicUrl);
  if (hostname === request.hostname || !loopback.test(hostname) || !loopback.test(request.hostname)) return null;
  return `http://${hostname}:${request.port}${request.url}`;
}

function showMissing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return page(reply.status(404), notFoundPage(languageOf(request)), null);
}

function page(reply: FastifyReply, text: string, publicUrl: string | null): FastifyReply {
  // After one click the form's answer leads to the console.
  const forms = ["'self'", ...(publicUrl === null ? [] : [new URL(publicUrl).origin])].join(" ");
  const policy = `default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`;
  return reply.type("text/html; charset=utf-8").header("content-security-policy", policy).send(text);
}

/** By `?lang=`, else by what the browser asks for. */
function languageOf(request: FastifyRequest): HomeLanguage {
  const { lang } = request.query as { readonly lang?: unknown };
  if (lang === "ru" || lang === "en") return lang;
  return (request.headers["accept-language"] ?? "").toLowerCase().startsWith("ru") ? "ru" : "en";
}

function fieldsOf({ body }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(typeof body === "string" ? body : "");
}
