import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env["SALDO_API"] ?? "http://localhost:3000";
const proxied = { target: api, changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { port: 5173, proxy: { "/v1": proxied, "/api": proxied, "/public": proxied } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // Everything is a file of its own origin: a Content-Security-Policy needs no data: sources.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A page is a handful of requests, not a hundred: what is shared travels in three files.
          groups: [
            { name: "main", tags: ["$initial"], priority: 3 },
            {
              name: "controls",
              test: /uikit[\\/].*[\\/](TextInput|PasswordInput|SegmentedRadioGroup|Alert|Popup)[\\/]/,
              priority: 2,
            },
            { name: "shared", test: /node_modules[\\/](?!.*dayjs)/, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
});
