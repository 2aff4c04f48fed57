import { isUtf8 } from "node:buffer";
import { type Readable } from "node:stream";

import { type FastifyInstance, type FastifyRequest } from "fastify";

import { InvalidInput } from "../../core/errors.ts";
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
    return parseJson(request, bytes.toString("utf8"), (error, value) =>
      error === null && hasManyParts(value) ? done(TooManyParts()) : done(error, value),
    );
  });
}

/** Routes mounted here get their bodies while they arrive; of these types only, and never compressed. */
export function passBodies(server: FastifyInstance, contentTypes: readonly string[]): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (request, arriving, done) => {
    const encoding = request.headers["content-encoding"];
    const isTaken = contentTypes.includes(mediaType(request)) && (encoding === undefined || encoding === "identity");
    if (isTaken) return done(null, arriving);
    return done(UnsupportedMediaType());
  });
  // What nobody reads any more is let pass, so that a refusal is heard.
  server.addHook("onSend", (request, _reply, _payload, done) => {
    request.raw.resume();
    done();
  });
}

/** What arrives, piece by piece. Whoever stops reading leaves the connection whole; who sent it and went away is refused. */
export async function* piecesOf(arriving: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* arriving.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch {
    throw MalformedBody();
  }
}

const TOO_MANY = { ru: "Слишком много полей и элементов", en: "Too many fields and elements" };
const TooManyParts = () => InvalidInput({ problems: [{ field: "body", code: "too_many_parts", texts: TOO_MANY }] });

/** What a schema is asked about: many times what any body of ours has, and soon looked through. */
const MOST_PARTS = 5_000;

/** Whether there are more fields and elements in a body than a schema should be asked about. */
function hasManyParts(body: unknown): boolean {
  let parts = 0;
  const waiting = [body];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null) continue;
    for (const name in value) {
      parts += 1;
      if (parts > MOST_PARTS) return true;
      waiting.push((value as Record<string, unknown>)[name]);
    }
  }
  return false;
}

function mediaType(request: FastifyRequest): string {
  return (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
