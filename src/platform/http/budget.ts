import { type FastifyReply, type FastifyRequest } from "fastify";

import { Overloaded, TooManyRequests } from "./problem.ts";

/**
 * Bounds the memory that large bodies may take together (reliability 55): a route with a limit of its own reserves
 * what the sender declares, or the whole limit when nothing is declared, and gives it back when the reply is closed.
 */
export class BodyBudget {
  #left: number;
  /** What one caller may have of it: a quarter, so that none can take it all. */
  readonly #most: number;
  readonly #ofCaller = new Map<string, number>();

  constructor(bytes: number) {
    this.#left = bytes;
    this.#most = bytes / 4;
  }

  /** Refuses Overloaded when too much is on its way already, TooManyRequests when too much of it is the caller's own. */
  reserve(request: FastifyRequest, reply: FastifyReply, bodyLimit: number, caller: string): void {
    const declared = Number(request.headers["content-length"] ?? bodyLimit);
    const bytes = Math.min(Number.isFinite(declared) ? declared : bodyLimit, bodyLimit);
    const own = this.#ofCaller.get(caller) ?? 0;
    if (own > 0 && own + bytes > this.#most) throw TooManyRequests({ values: { retryAfter: "2" } });
    if (bytes > this.#left) throw Overloaded();
    this.#left -= bytes;
    this.#ofCaller.set(caller, own + bytes);
    reply.raw.once("close", () => {
      this.#left += bytes;
      const rest = (this.#ofCaller.get(caller) ?? 0) - bytes;
      if (rest > 0) this.#ofCaller.set(caller, rest);
      else this.#ofCaller.delete(caller);
    });
  }
}
