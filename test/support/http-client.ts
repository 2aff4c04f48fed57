import http from "node:http";

/** One request as bytes: nothing is normalised, so hostile addresses and bodies arrive as they were written. */
export interface HttpCall {
  readonly method?: string;
  /** With its query, percent-encoded by the caller. */
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes as they are; anything else as JSON. */
  readonly body?: unknown;
  /** In place of the client's. */
  readonly patienceMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; throws when it is not. */
  json<T = Record<string, unknown>>(): T;
}

/** Requests over loopback on kept connections; an answer that takes longer than `patienceMs` is aborted and fails. */
export class HttpClient {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  readonly #base: URL;
  readonly #patienceMs: number;

  constructor(base: string, patienceMs = 30_000) {
    this.#base = new URL(base);
    this.#patienceMs = patienceMs;
  }

  close(): void {
    this.#agent.destroy();
  }

  send(call: HttpCall): Promise<HttpAnswer> {
    const { method = "GET", path, token, body, patienceMs = this.#patienceMs } = call;
    const bytes = bytesOf(body);
    const headers: Record<string, string | number> = {
      ...(token === undefined ? {} : { "x-auth-token": token }),
      ...(bytes === null ? {} : { "content-type": "application/json", "content-length": bytes.length }),
      ...call.headers,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          hostname: this.#base.hostname,
          port: this.#base.port,
          method,
          path,
          headers,
          agent: this.#agent,
          signal: AbortSignal.timeout(patienceMs),
        },
        (reply) => {
          const parts: Buffer[] = [];
          reply.on("data", (part: Buffer) => parts.push(part));
          reply.on("error", reject);
          reply.on("end", () => resolve(answerOf(reply, Buffer.concat(parts))));
        },
      );
      request.on("error", reject);
      request.end(bytes ?? undefined);
    });
  }
}

function bytesOf(body: unknown): Buffer | null {
  if (body === undefined) return null;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function answerOf(reply: http.IncomingMessage, bytes: Buffer): HttpAnswer {
  const text = bytes.toString("utf8");
  return {
    status: reply.statusCode ?? 0,
    headers: reply.headers,
    bytes,
    text,
    json: <T>() => JSON.parse(text) as T,
  };
}
