import { type FastifyReply, type FastifyRequest } from "fastify";

import { Overloaded } from "./problem.ts";

/**
 * Bounds the memory that large bodies may take together (reliability 55): a route with a limit of its own reserves
 * what the sender declares, or the whole limit when nothing is declared, and gives it back when the reply is closed.
 */
export class BodyBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Refuses Overloaded (503 with Retry-After) when too much is on its way already. */
  reserve(request: FastifyRequest, reply: FastifyReply, bodyLimit: number): void {
    const declared = Number(request.headers["content-length"] ?? bodyLimit);
    const bytes = Math.min(Number.isFinite(declared) ? declared : bodyLimit, bodyLimit);
    if (bytes > this.#left) throw Overloaded();
    this.#left -= bytes;
    reply.raw.once("close", () => {
      this.#left += bytes;
    });
  }
}
