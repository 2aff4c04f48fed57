import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { CONSOLES, consoleOf } from "./src/session/consoles.ts";

const api = process.env["SALDO_API"] ?? "http://localhost:3000";
const proxied = { target: api, changeOrigin: false };

/** Each console is an entry of its own: the page in the folder that its addresses begin with. */
const pages = Object.fromEntries(
  Object.entries(CONSOLES).map(([name, folder]) => [name, join(import.meta.dirname, folder, "index.html")]),
);

/** While developing, as the server does: an address inside a console is that console's page. */
const deepLinks: Plugin = {
  name: "deep-links",
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      const pathname = request.url?.split("?", 1)[0] ?? "/";
      const wantsPage = request.headers.accept?.includes("text/html") ?? false;
      if (wantsPage && consoleOf(pathname) !== "customer") request.url = `${CONSOLES[consoleOf(pathname)]}index.html`;
      next();
    });
  },
};

const compress = promisify(brotliCompress);

/** Each script and sheet in its smallest form too, which takes too long while somebody waits for it: a tenth is saved. */
const smallest: Plugin = {
  name: "smallest",
  apply: "build",
  async writeBundle({ dir = "" }, bundle) {
    const files = Object.values(bundle).filter(({ fileName }) => /\.(?:js|css)$/.test(fileName));
    await Promise.all(
      files.map(async (file) => {
        const raw = Buffer.from(file.type === "chunk" ? file.code : file.source);
        const packed = await compress(raw, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } });
        await writeFile(join(dir, `${file.fileName}.br`), packed);
      }),
    );
  },
};

/** What belongs to one console, from its page on, stays out of the files that all of them load. */
const OF_ONE_CONSOLE = /\.html$|web[\\/]src[\\/](app[\\/])?(customer|partner|office)(\.tsx|[\\/])/;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), deepLinks, smallest],
  resolve: {
    alias: {
      "@hello-pangea/dnd": join(import.meta.dirname, "src/ui/no-dragging.ts"),
      "lodash/merge.js": join(import.meta.dirname, "src/ui/no-merging.ts"),
    },
  },
  server: { port: 5173, proxy: { "/v1": proxied, "/api": proxied, "/public": proxied } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // Everything is a file of its own origin: a Content-Security-Policy needs no data: sources.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: pages,
      output: {
        codeSplitting: {
          // A page is a handful of requests, not a hundred: what most pages need travels in a few files. What few of them
          // need stays out of these, and comes with the page or the dialog that shows it.
          groups: [
            { name: "main", tags: ["$initial"], test: (id) => !OF_ONE_CONSOLE.test(id), priority: 3 },
            {
              name: "controls",
              test: /uikit[\\/].*[\\/](SegmentedRadioGroup|Popup)[\\/]/,
              priority: 2,
            },
            // Of the calendar only what is its own: with what it is built of, every page would need it.
            {
              name: "calendar",
              test: /gravity-ui[\\/]date-|node_modules[\\/]dayjs[\\/](?!.*locale[\\/](?!ru\.))/,
              includeDependenciesRecursively: false,
              priority: 2,
            },
            // Dialogs come with what opens them.
            {
              name: "dialogs",
              test: /uikit[\\/].*[\\/](Dialog|Modal|PasswordInput)[\\/]/,
              includeDependenciesRecursively: false,
              priority: 2,
            },
            { name: "shared", test: /node_modules[\\/](?!.*dayjs)/, minShareCount: 8, priority: 1 },
          ],
        },
      },
    },
  },
});
