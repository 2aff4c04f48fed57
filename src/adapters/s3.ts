import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import { AwsClient } from "aws4fetch";

import { FileStorageAway, type ObjectStore } from "../platform/uploads/index.ts";

export interface S3Options {
  /** S3_URL: `https://host/bucket`, and what keys begin with, if anything. */
  readonly url: string;
  /** S3_REGION: part of every signature. */
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
  /** Told why it does not work, without addresses and keys. */
  readonly onTrouble: (reason: string) => void;
  readonly timeoutMs?: number;
  /** Between one try and the next. */
  readonly pauseMs?: number;
}

const TRIES = 3;
const PROBE_MS = 2_000;
/** Of a refusal: enough for its code. */
const MOST_TOLD = 4_096;

/**
 * Objects over the S3 API, signed by version 4. What a server cannot do at the moment is tried three times; what it refuses is
 * not. Whatever goes wrong is one refusal, FileStorageAway: whoever asked comes again, and who operates it is told why.
 */
export function s3Objects(options: S3Options): ObjectStore {
  const { keyId, secret, region } = options;
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, region, service: "s3", retries: 0 });
  const ask = (call: S3Call) => answered(options, client, call);
  return {
    async put(key, bytes) {
      await ask({ method: "PUT", key, body: bytes, ok: [200] });
    },
    async get(key) {
      const reply = await ask({ method: "GET", key, ok: [200, 404] });
      return reply.status === 404 ? null : reply.bytes;
    },
    async remove(key) {
      await ask({ method: "DELETE", key, ok: [200, 204, 404] });
    },
    async probe() {
      try {
        // There is no such object: a server that says so is there, and knows us.
        await answered({ ...options, timeoutMs: PROBE_MS, onTrouble: () => undefined }, client, {
          method: "GET",
          key: "probe",
          ok: [200, 404],
          tries: 1,
        });
        return true;
      } catch {
        return false;
      }
    },
  };
}

interface S3Call {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly key: string;
  readonly body?: Uint8Array;
  readonly ok: readonly number[];
  readonly tries?: number;
}

interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/** The `n`th try: what the server cannot do at the moment is asked for again, what it refuses is not. */
async function answered(options: S3Options, client: AwsClient, call: S3Call, n = 1): Promise<Answer> {
  const { answer, reason, mayPass } = await outcomeOf(options, client, call);
  if (answer) return answer;
  if (mayPass && n < (call.tries ?? TRIES)) {
    await pause((options.pauseMs ?? 300) * n);
    return answered(options, client, call, n + 1);
  }
  options.onTrouble(reason);
  throw FileStorageAway();
}

interface Outcome {
  /** Null: it is none that the call can do with, for this reason. */
  readonly answer: Answer | null;
  readonly reason: string;
  /** Whether it may be another one the next time. */
  readonly mayPass: boolean;
}

async function outcomeOf(options: S3Options, client: AwsClient, call: S3Call): Promise<Outcome> {
  try {
    const answer = await once(options, client, call);
    const { status } = answer;
    const code = status === 200 ? "" : codeOf(answer.bytes);
    const reason = `${call.method} answered ${status}${code === "" ? "" : ` ${code}`}`;
    // A bucket that is not there is no object that is not there.
    if (call.ok.includes(status) && code !== "NoSuchBucket") return { answer, reason, mayPass: false };
    return { answer: null, reason, mayPass: status >= 500 || status === 408 || status === 429 };
  } catch (error) {
    return { answer: null, reason: `${call.method}: ${whyNot(error)}`, mayPass: true };
  }
}

async function once(options: S3Options, client: AwsClient, { method, key, body }: S3Call): Promise<Answer> {
  // The server compares what arrives with what was signed: a byte that was lost on the way is refused.
  const hash = createHash("sha256")
    .update(body ?? "")
    .digest("hex");
  const reply = await client.fetch(`${options.url.replace(/\/+$/, "")}/${key}`, {
    method,
    ...(body ? { body: Buffer.from(body) } : {}),
    headers: { "x-amz-content-sha256": hash },
    // The signature holds for this address alone.
    redirect: "manual",
    signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
  });
  return { status: reply.status, bytes: new Uint8Array(await reply.arrayBuffer()) };
}

function codeOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, MOST_TOLD)).toString("utf8");
  return /<Code>(\w{1,60})<\/Code>/.exec(text)?.[1] ?? "";
}

function whyNot(error: unknown): string {
  const { name, code, cause } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  if (name === "TimeoutError" || name === "AbortError") return "no answer in time";
  return String(cause?.code ?? code ?? name).slice(0, 100);
}
