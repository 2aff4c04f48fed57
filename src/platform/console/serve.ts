import { existsSync, readFileSync, readdirSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import type { FastifyReply, FastifyRequest } from "fastify";

import { sha256 } from "../files.ts";
import { inProject } from "../project.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".map": "application/json",
};
const COMPRESSED = new Set([".html", ".js", ".css", ".svg", ".json", ".ttf"]);
const SMALLEST_COMPRESSED = 256;
/** The ending of a file that the build compressed, beside the file itself. */
const SMALLEST = ".br";

interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly raw: Buffer;
  readonly encodings: Map<string, Buffer>;
}

/**
 * The built consoles: files of `web/dist` from memory, and for every other address that a browser opens the page of the
 * console it lies in: the nearest folder with an `index.html`. Only what the build made can be asked for, so no address
 * leads out of the folder (reliability 54).
 */
export function serveConsole(folder = inProject("web", "dist")): {
  page?: (request: FastifyRequest, reply: FastifyReply) => boolean;
} {
  if (!existsSync(join(folder, "index.html"))) return {};
  // All read at the start: a build that takes this one's place while the server runs changes nothing of what it serves.
  const assets = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(SMALLEST))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [posix.normalize(file.slice(folder.length).replaceAll("\\", "/")), assetOf(file)] as const;
      }),
  );
  // The deepest first: `/office/` before `/`.
  const consoles = [...assets.keys()]
    .filter((file) => file.endsWith("/index.html"))
    .map((file) => file.slice(0, -"index.html".length))
    .toSorted((one, other) => other.length - one.length);
  return {
    page: (request, reply) => {
      // As it was written: an address that no URL can be made of is simply no file.
      const path = request.url.split("?", 1)[0] ?? "/";
      const asset = assets.get(path);
      if (asset) return send(request, reply, path, asset);
      // The first address answers whoever asks; others may be meant for an API that does not know them.
      const wantsPage = path === "/" || (request.headers.accept ?? "").includes("text/html");
      if (!wantsPage || path.startsWith("/v1/") || path.startsWith("/api/") || extname(path) !== "") return false;
      const page = `${consoles.find((base) => `${path}/`.startsWith(base)) ?? "/"}index.html`;
      return send(request, reply, page, assets.get(page) as Asset);
    },
  };
}

function assetOf(file: string): Asset {
  const raw = readFileSync(file);
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  const packed = `${file}${SMALLEST}`;
  const encodings = new Map(existsSync(packed) ? [["br", readFileSync(packed)]] : []);
  return { type, etag: `"${sha256(raw).toString("base64url").slice(0, 22)}"`, raw, encodings };
}

function send(request: FastifyRequest, reply: FastifyReply, path: string, asset: Asset): boolean {
  // Names of built assets carry their hash: they never change. The page itself is asked for each time.
  const lasting = path.startsWith("/assets/");
  void reply
    .header("cache-control", lasting ? "public, max-age=31536000, immutable" : "no-cache")
    .header("etag", asset.etag);
  if (request.headers["if-none-match"] === asset.etag) {
    void reply.status(304).send();
    return true;
  }
  const body = encoded(request.headers["accept-encoding"], path, asset, reply);
  void reply.status(200).header("content-type", asset.type).header("vary", "accept-encoding").send(body);
  return true;
}

/** As the build compressed it, else compressed once and kept: brotli where the browser takes it, else gzip. */
function encoded(accepted: unknown, path: string, asset: Asset, reply: FastifyReply): Buffer {
  if (asset.raw.length < SMALLEST_COMPRESSED || !COMPRESSED.has(extname(path))) return asset.raw;
  const text = typeof accepted === "string" ? accepted : "";
  const encoding = /\bbr\b/.test(text) ? "br" : /\bgzip\b/.test(text) ? "gzip" : null;
  if (!encoding) return asset.raw;
  let body = asset.encodings.get(encoding);
  if (!body) {
    body =
      encoding === "br"
        ? brotliCompressSync(asset.raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        : gzipSync(asset.raw);
    asset.encodings.set(encoding, body);
  }
  void reply.header("content-encoding", encoding);
  return body;
}
