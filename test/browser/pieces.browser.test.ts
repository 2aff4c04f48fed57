import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fastify } from "fastify";
import { afterAll, expect, it } from "vitest";

import { ensureConsole, serveConsole } from "../../src/platform/console/index.ts";
import { inProject } from "../../src/platform/project.ts";
import { openBrowser } from "../support/browser.ts";
import { axeProblems, overflow, plain, shown } from "./console.ts";

/** The shared pieces in all their states, as `npm run dev` shows them at /_pieces: built without being for customers. */
const folder = mkdtempSync(join(tmpdir(), "saldo-pieces-"));
const vite = inProject("node_modules", "vite", "bin", "vite.js");
const args = [vite, "build", "web", "--mode", "pieces", "--outDir", folder, "--emptyOutDir", "--logLevel", "error"];
const built = spawnSync(process.execPath, args, { env: { ...process.env, NODE_ENV: "production" }, encoding: "utf8" });
if (built.status !== 0) throw new Error(built.stderr);
const server = fastify();
const { page: sendPage } = serveConsole(folder);
server.setNotFoundHandler((request, reply) => {
  if (sendPage?.(request, reply) !== true) void reply.status(404).send();
});
const base = await server.listen({ host: "127.0.0.1", port: 0 });
const browser = await openBrowser();

afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Shown inside another one that the page shows, or around all of it. */
const SHOWN_IN_ANOTHER = ["date-range-picker", "dialog-name", "preferences"];
const WHOLE = ["loading", "broken", "request", "requestLoading", "requestBroken"];

it("REG-07 every shared piece is on the page of the pieces", () => {
  const source = readFileSync(inProject("web/src/app/pieces/pieces-page.tsx"), "utf8");
  const pieces = readdirSync(inProject("web/src/ui"))
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => file.slice(0, -".tsx".length))
    .filter((name) => !SHOWN_IN_ANOTHER.includes(name));
  expect(pieces.filter((name) => !source.includes(`/ui/${name}.tsx"`))).toEqual([]);
});

const looks = [
  { language: "ru", theme: "light", width: 390 },
  { language: "en", theme: "dark", width: 1280 },
] as const;

for (const { language, theme, width } of looks)
  it(`REG-07 each of them is accessible and fits in each of its states: ${language}, ${theme}, ${width}`, async () => {
    const context = await browser.newContext({
      baseURL: base,
      viewport: { width, height: 844 },
      locale: language === "ru" ? "ru-RU" : "en-GB",
      timezoneId: "America/New_York",
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await page.goto("/_pieces");
    const list = page.getByRole("heading", { name: language === "ru" ? /следующая страница/ : /next page/ });
    await list.getByRole("button").click();
    await page.getByRole("button", { name: language === "ru" ? "Сделать" : "Do it" }).click();
    await shown(page.getByRole("status").getByText(/№ 17|no. 17/));
    await page.getByRole("button", { name: language === "ru" ? /откажут/ : /will be refused/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: language === "ru" ? "Законсервировать" : "Conserve" }).click();
    await shown(dialog.getByRole("alert"));
    const found = await axeProblems(page);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    found.push(...(await axeProblems(page)));
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    // Of another zone than the browser's: 20:30 of the 19th in UTC.
    expect(await plain(page.locator("main"))).toMatch(/20\.11\.2026|20 Nov 2026|2026-11-20/);
    for (const whole of WHOLE) {
      await page.goto(`/_pieces/${whole}`);
      await shown(page.locator("main"));
      for (const problem of await axeProblems(page)) found.push(`${whole}: ${problem}`);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect({ found, errors }).toEqual({ found: [], errors: [] });
    await context.close();
  });

it("REG-07 customers' builds are without it", async () => {
  await ensureConsole();
  const scripts = readdirSync(inProject("web/dist/assets")).filter((name) => name.endsWith(".js"));
  const withPieces = scripts.filter((name) =>
    readFileSync(inProject("web/dist/assets", name), "utf8").includes("_pieces"),
  );
  expect(withPieces).toEqual([]);
});
