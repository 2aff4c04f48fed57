import { Refusal } from "../core/errors.ts";
import type { OutboxMessage, SendResult, Sender } from "../platform/outbox/index.ts";
import { type EndpointPolicy, type Resolve, post, webhookId } from "../platform/webhook/index.ts";

export interface SmsOptions {
  /** SMS_URL. */
  readonly url: string;
  /** SMS_TOKEN. */
  readonly token: string | null;
  readonly policy: EndpointPolicy;
  /** What a message says and to whom, when it is sent. Null: it is of no use any more, and closed as failed. */
  compose(message: OutboxMessage): Promise<{ readonly to: string; readonly text: string } | null>;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

/** A code is good for ten minutes: who waits for it is not kept waiting, and later attempts find it useless. */
const RETRY = { firstDelayMs: 2_000, maxDelayMs: 30_000, parkAfter: 10 } as const;

/**
 * Hands messages to an SMS gateway: a POST of `{"to","text"}` with a bearer token and a key by which the gateway knows a
 * repeated one. 2xx is sent, 4xx but 408 and 429 is given up, everything else is tried again.
 */
export function smsSender(options: SmsOptions): Sender {
  return {
    timeoutMs: options.timeoutMs ?? 10_000,
    retry: RETRY,
    send: (message, signal) => send(options, message, signal),
  };
}

async function send(options: SmsOptions, message: OutboxMessage, signal: AbortSignal): Promise<SendResult> {
  const sms = await options.compose(message);
  if (sms === null) return { outcome: "refused", status: null, detail: "the code is not valid any more", sent: {} };
  const headers = {
    "content-type": "application/json",
    "user-agent": "saldo",
    "idempotency-key": webhookId(message.messageId),
    ...(options.token === null ? {} : { authorization: `Bearer ${options.token}` }),
  };
  // Neither the number nor the text: both are secrets for ten minutes, and the record is kept for long.
  const sent = { url: options.url, key: headers["idempotency-key"] };
  try {
    const { status, retryAfterMs } = await post(
      options.url,
      options.policy,
      { headers, body: JSON.stringify(sms), signal },
      options.resolve,
    );
    if (status >= 200 && status < 300) return { outcome: "delivered", status, detail: null, sent };
    const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    const after = retryAfterMs === undefined ? {} : { retryAfterMs };
    return { outcome: isFinal ? "refused" : "retry", status, detail: `answered ${status}`, sent, ...after };
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
