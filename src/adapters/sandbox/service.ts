import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";

import { Refusal } from "../../core/errors.ts";
import { parsePid } from "../../core/ids.ts";
import { formatInstant } from "../../core/time.ts";
import { systemClock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { type SandboxControlPlane, showSandboxControlPlane } from "./control-plane.ts";
import { Faults } from "./faults.ts";
import { type SandboxHome, homeRoutes } from "./home.ts";
import { identityProviderRoutes } from "./identity-provider.ts";
import { type SandboxMail, listSandboxMail, readSandboxMail } from "./mailbox.ts";
import { listSandboxSms, takeSandboxSms } from "./sms.ts";

/**
 * What the sandbox control plane can be told to do wrong with a webhook: refuse it, fail, be busy, point elsewhere, never
 * answer, or apply it and lose the answer.
 */
export const CONTROL_PLANE_FAULTS = ["decline", "error", "busy", "redirect", "hang", "lose_reply"] as const;
export type ControlPlaneFault = (typeof CONTROL_PLANE_FAULTS)[number];

export interface SandboxServiceOptions {
  readonly database: Database;
  readonly controlPlane: SandboxControlPlane;
  readonly mail: SandboxMail;
  /** What its pages in the browser need; without it there are none. */
  readonly home?: SandboxHome;
  /** Told after each webhook was answered or a fault was played. */
  readonly onContact?: (what: number | ControlPlaneFault) => void;
}

export interface SandboxService {
  readonly app: FastifyInstance;
  readonly faults: Faults<ControlPlaneFault>;
  /** Listens on a loopback port (0 = any free one) and answers the address for CONTROL_PLANE_URL. */
  start(port: number): Promise<string>;
  close(): Promise<void>;
}

const REPLIES: Readonly<Partial<Record<ControlPlaneFault, { status: number; headers?: Record<string, string> }>>> = {
  decline: { status: 400 },
  error: { status: 500 },
  busy: { status: 503, headers: { "retry-after": "30" } },
  redirect: { status: 307, headers: { location: "/webhooks" } },
};

/**
 * The sandbox's own small HTTP service: the control plane's receiver, and pages that show what the control plane was told
 * and which letters arrived. For loopback only; not part of the platform's API and not started in production mode.
 */
export function sandboxService(options: SandboxServiceOptions): SandboxService {
  const faults = new Faults<ControlPlaneFault>(CONTROL_PLANE_FAULTS);
  const app = fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true });
  // The signature is over the bytes as they came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", refuseForeignHosts);
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal)
      return reply.status(error.kind.status).send({ code: error.kind.code, detail: error.message });
    if (error instanceof z.ZodError)
      return reply.status(422).send({ code: "invalid_input", detail: z.prettifyError(error) });
    throw error;
  });
  app.post("/webhooks", (request, reply) => receive(options, faults, request, reply));
  controlPlaneRoutes(app, options, faults);
  mailRoutes(app, options);
  smsRoutes(app, options);
  identityProviderRoutes(app);
  if (options.home)
    homeRoutes(app, { ...options.home, database: options.database, controlPlane: options.controlPlane });
  return {
    app,
    faults,
    start: async (port) => `${await app.listen({ port, host: "127.0.0.1" })}/webhooks`,
    close: () => app.close(),
  };
}

/** A page of another site whose name was pointed at 127.0.0.1 must not read the sandbox, and its forms must not write. */
async function refuseForeignHosts(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    await reply.status(403).send({ code: "foreign_origin" });
    return;
  }
  if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(request.hostname))
    await reply.status(421).send({ code: "loopback_only" });
}

async function receive(
  { controlPlane, onContact }: SandboxServiceOptions,
  faults: Faults<ControlPlaneFault>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const fault = faults.next();
  const planned = fault && REPLIES[fault];
  if (planned) {
    onContact?.(fault);
    return reply
      .status(planned.status)
      .headers(planned.headers ?? {})
      .send();
  }
  if (fault === "hang") {
    reply.hijack();
    onContact?.(fault);
    return reply;
  }
  const answer = await controlPlane.receive(request.headers, textOf(request));
  if (fault === "lose_reply") {
    reply.hijack();
    request.raw.socket.destroy();
  }
  onContact?.(fault ?? answer.status);
  return fault
    ? reply
    : reply.status(answer.status).send(answer.reason === undefined ? undefined : { detail: answer.reason });
}

const pidSchema = z.string().transform((text, context) => {
  const projectId = parsePid(text);
  if (projectId !== null) return projectId;
  context.addIssue("not a PID");
  return z.NEVER;
});
const newResourceSchema = z.strictObject({
  pid: pidSchema,
  resourceId: z.string().min(1).max(200),
  skuCode: z.string().min(1).max(200),
  quantity: z.string().regex(/^(?=.*[1-9])\d{1,12}(\.\d{1,9})?$/),
});
const startSchema = newResourceSchema.pick({ pid: true, resourceId: true });
const smsSchema = z.strictObject({ to: z.string().regex(/^\+\d{7,15}$/), text: z.string().min(1).max(1_000) });
const faultSchema = z.strictObject({ fault: z.string(), times: z.int().min(1).max(10_000).default(1) });

function controlPlaneRoutes(
  app: FastifyInstance,
  options: SandboxServiceOptions,
  faults: Faults<ControlPlaneFault>,
): void {
  const { controlPlane, database } = options;
  app.get("/sandbox/control-plane", () => showSandboxControlPlane(database));
  app.post("/sandbox/control-plane/resources", async (request, reply) => {
    const { pid, ...resource } = newResourceSchema.parse(parsed(request));
    await controlPlane.create(pid, resource);
    return reply.status(201).send(resource);
  });
  app.post("/sandbox/control-plane/resources/start", async (request, reply) => {
    const { pid, resourceId } = startSchema.parse(parsed(request));
    return reply.status((await controlPlane.start(pid, resourceId)) ? 204 : 404).send();
  });
  app.post("/sandbox/control-plane/faults", (request, reply) => planFault(faults, request, reply));
}

function mailRoutes(app: FastifyInstance, { database, mail }: SandboxServiceOptions): void {
  app.get("/sandbox/mail", async () => {
    const letters = await listSandboxMail(database);
    return letters.map((letter) => ({
      ...letter,
      mailId: letter.mailId.toString(),
      receivedAt: formatInstant(letter.receivedAt),
    }));
  });
  app.get<{ Params: { mailId: string } }>("/sandbox/mail/:mailId", async (request, reply) => {
    const { mailId } = request.params;
    const raw = /^\d{1,18}$/.test(mailId) ? await readSandboxMail(database, BigInt(mailId)) : null;
    return raw ? reply.type("message/rfc822").send(raw) : reply.status(404).send({ code: "not_found" });
  });
  app.post("/sandbox/mail/faults", (request, reply) => planFault(mail.faults, request, reply));
}

/** A gateway of SMS: takes each message once, by its key, and keeps it to be seen. */
function smsRoutes(app: FastifyInstance, { database, home }: SandboxServiceOptions): void {
  app.post("/sms", async (request, reply) => {
    const message = smsSchema.parse(parsed(request));
    const key = z.string().min(1).max(200).parse(request.headers["idempotency-key"]);
    await takeSandboxSms(database, { ...message, key }, (home?.clock ?? systemClock).now());
    return reply.status(202).send();
  });
  app.get("/sandbox/sms", async () =>
    (await listSandboxSms(database)).map((one) => ({
      to: one.to,
      text: one.text,
      receivedAt: formatInstant(one.receivedAt),
    })),
  );
}

function planFault<F extends string>(faults: Faults<F>, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { fault, times } = faultSchema.parse(parsed(request));
  if (!faults.isKnown(fault)) return reply.status(422).send({ code: "unknown_fault" });
  faults.plan(fault, times);
  return reply.status(204).send();
}

function parsed(request: FastifyRequest): unknown {
  try {
    return JSON.parse(textOf(request)) as unknown;
  } catch {
    return null;
  }
}

function textOf({ body }: FastifyRequest): string {
  return typeof body === "string" ? body : "";
}
