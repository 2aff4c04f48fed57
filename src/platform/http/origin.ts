import { type FastifyRequest } from "fastify";

import { ForeignOrigin } from "./problem.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A page of another site must not act with the cookies of our user (reliability 43): a changing request that carries
 * an Origin has to come from our own. Browsers always send one; a client that sends neither Origin nor Sec-Fetch-Site is
 * no browser and holds no one else's cookies.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string): void {
  if (SAFE.has(request.method)) return;
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (origin === undefined) {
    if (site !== undefined && site !== "same-origin" && site !== "none") throw ForeignOrigin();
    return;
  }
  const own = URL.canParse(origin) && (origin === new URL(publicUrl).origin || new URL(origin).host === host);
  if (!own) throw ForeignOrigin();
}
