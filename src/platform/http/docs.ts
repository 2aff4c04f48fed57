import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { type FastifyInstance } from "fastify";

import { NotFound } from "../../core/errors.ts";
import { securityHeaders } from "./headers.ts";
import { openApiDocument } from "./openapi.ts";
import { type Route } from "./route.ts";

const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "swagger-ui-standalone-preset.js": "text/javascript; charset=utf-8",
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Saldo API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "BaseLayout",
});
`;

/** The document at /openapi.json and its reader at /docs. Both are made when first asked for, not at start. */
export function addDocs(server: FastifyInstance, routes: readonly Route[], publicUrl: string): void {
  // The reader's stylesheet carries its icons in itself.
  const headers = securityHeaders(publicUrl, ["data:"]);
  let text: string | undefined;
  server.get("/openapi.json", (_request, reply) => {
    text ??= JSON.stringify(openApiDocument(routes));
    return reply.type("application/json; charset=utf-8").send(text);
  });
  server.get("/docs", (_request, reply) => reply.headers(headers).type("text/html; charset=utf-8").send(PAGE));
  server.get("/docs/start.js", (_request, reply) => reply.type("text/javascript; charset=utf-8").send(START));
  server.get<{ Params: { file: string } }>("/docs/:file", (request, reply) => {
    const { file } = request.params;
    const contentType = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
    if (contentType === undefined) throw NotFound({ values: { what: "file" } });
    return reply.type(contentType).send(readFileSync(join(assetDirectory(), file)));
  });
}

function assetDirectory(): string {
  return join(createRequire(import.meta.url).resolve("@fastify/swagger-ui"), "..", "static");
}
