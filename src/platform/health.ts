import { type Server, createServer } from "node:http";

export interface HealthParts {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Whether the process goes round; asked at each look. */
  readonly isAlive: () => boolean;
  /** What more there is to tell, and whether the database answers; a throw is a no. */
  readonly condition: () => Promise<Readonly<Record<string, unknown>>>;
}

/**
 * The address at which a process without an API tells whoever operates it that it works (reliability 69): /healthz as long
 * as it goes round, /readyz when it can reach what it needs, with what is trouble. Nothing else is there to be asked.
 */
export class HealthAddress {
  readonly #server: Server;
  readonly #parts: HealthParts;

  constructor(parts: HealthParts) {
    this.#parts = parts;
    this.#server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 4_096 });
    this.#server.maxConnections = 20;
    this.#server.on("request", (request, reply) => {
      void this.#answer(request.url ?? "").then(([status, body]) => {
        reply.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
        reply.end(request.method === "HEAD" ? undefined : JSON.stringify(body));
      });
    });
  }

  /** Answers the address. */
  async listen(): Promise<string> {
    const { host, port } = this.#parts;
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host, port }, resolve);
    });
    const address = this.#server.address();
    return `http://localhost:${typeof address === "object" && address ? address.port : port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(path: string): Promise<[number, object]> {
    const { isAlive, condition } = this.#parts;
    if (path === "/healthz") return isAlive() ? [200, { status: "ok" }] : [503, { status: "stands still" }];
    if (path !== "/readyz") return [404, { status: "no such address" }];
    try {
      const told = await condition();
      return [isAlive() ? 200 : 503, { status: isAlive() ? "ready" : "stands still", ...told }];
    } catch {
      return [503, { status: "not ready" }];
    }
  }
}
