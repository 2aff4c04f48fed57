import { isUtf8 } from "node:buffer";

import { type FastifyInstance, type FastifyRequest } from "fastify";

import { MalformedBody, UnsupportedMediaType } from "./problem.ts";
import { isRaw } from "./route.ts";

/**
 * Bodies arrive as bytes. A route with a raw body gets them as they are; every other route takes JSON only. Compressed
 * bodies are not accepted: a small one could grow without bound.
 */
export function addBodyParsers(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser("error", "error");
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    const bytes = body as Buffer;
    const contentType = mediaType(request);
    const encoding = request.headers["content-encoding"];
    if (encoding !== undefined && encoding !== "identity") return done(UnsupportedMediaType());
    const declared = request.routeOptions.config.definition?.body;
    if (isRaw(declared))
      return declared.contentTypes.includes(contentType) ? done(null, bytes) : done(UnsupportedMediaType());
    if (bytes.length === 0) return done(null, undefined);
    if (contentType !== "application/json") return done(UnsupportedMediaType());
    if (!isUtf8(bytes)) return done(MalformedBody());
    return parseJson(request, bytes.toString("utf8"), done);
  });
}

function mediaType(request: FastifyRequest): string {
  return (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
