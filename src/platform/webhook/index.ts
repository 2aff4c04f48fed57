import { Webhook, WebhookVerificationError } from "standardwebhooks";

import type { Instant } from "../../core/time.ts";

export { type EndpointPolicy, EndpointRefused, type Resolve, ask, checkEndpoint, post } from "./endpoint.ts";

/**
 * Signing and checking by Standard Webhooks (headers webhook-id, webhook-timestamp, webhook-signature; HMAC-SHA256 over
 * `id.timestamp.body`). Secrets are written `whsec_` and base64; the first of a list is the current one, the others are
 * those being rotated out: every message carries one signature per secret, so a receiver may change over at any moment.
 */
export type WebhookSecrets = readonly [string, ...string[]];

export interface SignedHeaders {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

const SMALLEST_SECRET_BYTES = 24;

/** `"whsec_A whsec_B"` (spaces or commas between) to a list; throws when there is none or one is too short. */
export function parseSecrets(text: string): WebhookSecrets {
  const secrets = text.split(/[\s,]+/).filter((part) => part !== "");
  for (const secret of secrets) {
    const bytes = Buffer.from(secret.replace(/^whsec_/, ""), "base64").length;
    if (bytes < SMALLEST_SECRET_BYTES)
      throw new TypeError(`a webhook secret needs ${SMALLEST_SECRET_BYTES} bytes or more`);
  }
  const [first, ...rest] = secrets;
  if (first === undefined) throw new TypeError("no webhook secret");
  return [first, ...rest];
}

/** The id a receiver tells repeats by: the same for every attempt and every replay of a message. */
export function webhookId(messageId: bigint): string {
  return `msg_${messageId}`;
}

/** `sentAt` is machine time of this attempt: receivers refuse what is older than five minutes. */
export function signWebhook(secrets: WebhookSecrets, id: string, sentAt: Instant, body: string): SignedHeaders {
  const timestamp = new Date(sentAt);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(sentAt / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, timestamp, body)).join(" "),
  };
}

/**
 * True when one of the secrets signed exactly this body under this id not more than five minutes ago. Repeats within
 * that time are genuine: the receiver tells them by their id.
 */
export function isGenuine(
  secrets: WebhookSecrets,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): boolean {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (typeof value === "string") flat[name] = value;
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, flat, { jsonParse: false });
      return true;
    } catch (error) {
      if (error instanceof WebhookVerificationError) return false;
      throw error;
    }
  });
}
