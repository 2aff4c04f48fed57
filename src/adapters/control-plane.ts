import { createHash } from "node:crypto";

import { Refusal } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import type { Clock } from "../platform/clock.ts";
import type { OutboxMessage, SendResult, Sender } from "../platform/outbox/index.ts";
import {
  type EndpointPolicy,
  type Resolve,
  type WebhookSecrets,
  post,
  signWebhook,
  webhookId,
} from "../platform/webhook/index.ts";

export interface ControlPlaneOptions {
  /** CONTROL_PLANE_URL. */
  readonly url: string;
  readonly secrets: WebhookSecrets;
  readonly policy: EndpointPolicy;
  /** Machine time: the signature's timestamp. */
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

/** Twelve failures are about half an hour of silence; from then on every five minutes, for ever (FRZ-07 loses none). */
const RETRY = { firstDelayMs: 1_000, maxDelayMs: 300_000, parkAfter: 12 } as const;

/**
 * Tells the cloud's control plane what happened to a project (FRZ-07): one signed POST for each message, answered by any
 * 2xx. Everything else, also a 4xx, is tried again: the cloud must hear of every freeze, and in order.
 */
export function controlPlaneSender(options: ControlPlaneOptions): Sender {
  return {
    timeoutMs: options.timeoutMs ?? 10_000,
    retry: RETRY,
    send: (message, signal) => send(options, message, signal),
  };
}

/** The body of a project's webhook. The same bytes at every attempt: receivers may compare repeats. */
export function projectEventBody(message: Pick<OutboxMessage, "topic" | "createdAt" | "subject" | "payload">): string {
  return JSON.stringify({
    type: message.topic,
    timestamp: formatInstant(message.createdAt),
    data: { [`${message.subject.kind}Id`]: message.subject.id.toString(), ...message.payload },
  });
}

async function send(options: ControlPlaneOptions, message: OutboxMessage, signal: AbortSignal): Promise<SendResult> {
  const body = projectEventBody(message);
  const signed = signWebhook(options.secrets, webhookId(message.messageId), options.clock.now(), body);
  const headers = { "content-type": "application/json", "user-agent": "saldo", ...signed };
  const sent = {
    url: options.url,
    webhookId: signed["webhook-id"],
    timestamp: signed["webhook-timestamp"],
    bodySha256: createHash("sha256").update(body).digest("hex"),
  };
  try {
    const reply = await post(options.url, options.policy, { headers, body, signal }, options.resolve);
    const delivered = reply.status >= 200 && reply.status < 300;
    return {
      outcome: delivered ? "delivered" : "retry",
      status: reply.status,
      detail: delivered ? null : `answered ${reply.status}`,
      sent,
      ...(reply.retryAfterMs === undefined ? {} : { retryAfterMs: reply.retryAfterMs }),
    };
  } catch (error) {
    return { outcome: "retry", status: null, detail: whyNot(error), sent };
  }
}

function whyNot(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const { code, name, message } = error as NodeJS.ErrnoException;
  if (name === "AbortError" || name === "TimeoutError") return "no answer in time";
  return (code ?? message).slice(0, 200);
}
