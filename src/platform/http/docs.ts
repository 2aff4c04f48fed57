import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { type FastifyInstance } from "fastify";

import { NotFound } from "../../core/errors.ts";
import { type Markup, html } from "../markup.ts";
import { securityHeaders } from "./headers.ts";
import { openApiDocument } from "./openapi.ts";
import { type Route } from "./route.ts";

const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "swagger-ui-standalone-preset.js": "text/javascript; charset=utf-8",
};

const page = (guide: Markup) =>
  html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>Saldo API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="stylesheet" href="/docs/start.css">
  </head>
  <body>
    <section class="guide" aria-label="Guide">
      <h1>Saldo API</h1>
      ${guide}
      <h2>Every call</h2>
      <p>The same as a document: <a href="/openapi.json">openapi.json</a>.</p>
    </section>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`.text;

/** What stands above the reader, and the reader's own colours where they are too pale. */
const STYLE = `
body { margin: 0; background: #fff; color: #1f2329; }
.guide { max-width: 1460px; margin: 0 auto; padding: 24px 20px 0; box-sizing: border-box; font: 15px/22px -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
.guide h1 { margin: 0 0 8px; font-size: 28px; line-height: 36px; }
.guide h2 { margin: 24px 0 8px; font-size: 20px; line-height: 28px; }
.guide pre { margin: 8px 0; padding: 12px 16px; overflow-x: auto; background: #f2f4f8; border-radius: 8px; font-size: 13px; line-height: 20px; }
.guide table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 20px; }
.guide th, .guide td { padding: 4px 16px 4px 0; text-align: start; vertical-align: top; border-bottom: 1px solid #d9dfe8; overflow-wrap: anywhere; }
.guide th { color: #555d68; overflow-wrap: normal; }
.guide summary { cursor: pointer; font-weight: 600; margin: 8px 0; }
.guide a, .guide summary { color: #0b57c4; }
.swagger-ui .information-container { display: none; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1b5fa8; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1c7a4d; }
.swagger-ui .opblock.opblock-put .opblock-summary-method, .swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #8a5200; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
.swagger-ui .btn.authorize { color: #14683a; border-color: #14683a; }
.swagger-ui .json-schema-2020-12-expand-deep-button { color: #4a4f57; }
.swagger-ui .json-schema-2020-12__constraint, .swagger-ui .json-schema-2020-12__constraint--string { color: #fff; background: #3a4250; }
.swagger-ui .opblock-body .highlight-code > .microlight { max-height: none; overflow: visible; white-space: pre-wrap; overflow-wrap: anywhere; }
.swagger-ui .btn.authorize svg { fill: #14683a; }
`;

const START = `window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "BaseLayout",
  // Of more than a hundred calls that are open at once the reader shows none.
  docExpansion: "none",
});
`;

/**
 * The document at /openapi.json and its reader at /docs, above which stands `guide`: what a caller needs to know of this
 * installation, such as its meters. Both are made when first asked for, not at start.
 */
export function addDocs(
  server: FastifyInstance,
  routes: readonly Route[],
  publicUrl: string,
  guide: () => Promise<Markup> = async () => html``,
): void {
  // The reader's stylesheet carries its icons in itself.
  const headers = securityHeaders(publicUrl, ["data:"]);
  let text: string | undefined;
  server.get("/openapi.json", (_request, reply) => {
    text ??= JSON.stringify(openApiDocument(routes));
    return reply.type("application/json; charset=utf-8").send(text);
  });
  server.get("/docs", async (_request, reply) =>
    reply
      .headers(headers)
      .type("text/html; charset=utf-8")
      .send(page(await guide())),
  );
  server.get("/docs/start.css", (_request, reply) => reply.type("text/css; charset=utf-8").send(STYLE));
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
