import { readFileSync } from "node:fs";

import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, expect } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { openBrowser } from "../support/browser.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { CUSTOMERS, type HttpWorld, WORLD_ORIGIN, WORLD_PASSWORD, openHttpWorld } from "../support/http-world.ts";
import { TODAY, toldStory } from "./story.ts";

export const [SHOP, FROZEN] = CUSTOMERS.romashka.projects.map(formatPid) as [string, string];
export const ALMATY = formatPid(CUSTOMERS.alatau.projects[0]);

export interface Look {
  readonly language?: "ru" | "en";
  readonly theme?: "light" | "dark";
  readonly width?: number;
  /** Where the visitor sits; pages show the region's days and hours all the same (REG-07). By default see ZONES. */
  readonly zone?: string;
  /** Statuses that the test provokes: the browser writes each to its console. */
  readonly refused?: readonly number[];
  /** A browser profile of the test's own, for tests that leave something in it; others share one for a faster start. */
  readonly fresh?: boolean;
}

/** East and west of the region and of UTC: each look has one, so that every test runs in some of them. */
export const ZONES = ["Europe/Moscow", "Asia/Almaty", "America/New_York"] as const;

function zoneOf({ language = "ru", width = 1280 }: Look): string {
  if (width < 600) return "Asia/Almaty";
  return language === "ru" ? "Europe/Moscow" : "America/New_York";
}

/** A real server with the built console, a browser before it, and a story behind it; all ends with the file. */
export class ConsoleWorld {
  readonly world: HttpWorld;
  /** Addresses of others to whom pages of a test may lead. */
  readonly others: string[] = [];
  readonly #browser: Browser;
  readonly #pages: Page[] = [];
  readonly #shared = new Map<string, Promise<BrowserContext>>();
  readonly #problems: string[] = [];
  readonly #sessions = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

  constructor(world: HttpWorld, browser: Browser) {
    this.world = world;
    this.#browser = browser;
  }

  /** A page that nobody is signed in to. */
  async visit(path: string, look: Look = {}): Promise<Page> {
    return this.#go(await this.#profile(look, {}), path, look);
  }

  /** A page with the session of someone of the world, by e-mail. */
  async visitAs(email: string, path: string, look: Look = {}): Promise<Page> {
    const storageState = this.#sessions.get(email) ?? (await this.#signIn(email));
    const open = () => this.#profile(look, { storageState });
    if (look.fresh) return this.#go(await open(), path, look);
    const key = JSON.stringify([email, look]);
    const profile = this.#shared.get(key) ?? open();
    this.#shared.set(key, profile);
    return this.#go(await profile, path, look);
  }

  async #signIn(email: string) {
    const context = await this.#browser.newContext({ baseURL: this.world.base });
    const answer = await context.request.post("/api/auth/sign-in/email", { data: { email, password: WORLD_PASSWORD } });
    if (answer.status() !== 200) throw new Error(`${email} cannot sign in: ${answer.status()}`);
    const state = await context.storageState();
    this.#sessions.set(email, state);
    await context.close();
    return state;
  }

  async #profile(look: Look, rest: BrowserContextOptions): Promise<BrowserContext> {
    const { language = "ru", theme = "light", width = 1280, zone = zoneOf(look) } = look;
    const context = await this.#browser.newContext({
      baseURL: this.world.base,
      viewport: { width, height: 844 },
      hasTouch: width < 600,
      locale: language === "ru" ? "ru-RU" : "en-GB",
      timezoneId: zone,
      colorScheme: theme,
      reducedMotion: "reduce",
      acceptDownloads: true,
      ...rest,
    });
    // As if the visitor had chosen the language before: else the profile's language is taken.
    await context.addInitScript(
      `localStorage.getItem("saldo.language") ?? localStorage.setItem("saldo.language", "${language}")`,
    );
    context.setDefaultTimeout(60_000);
    return context;
  }

  async #go(context: BrowserContext, path: string, { refused = [] }: Look): Promise<Page> {
    const page = await context.newPage();
    this.#pages.push(page);
    this.#watch(page, refused);
    await page.goto(path);
    return page;
  }

  /** Errors of scripts and of the console, refused resources, and anything asked of another host. */
  #watch(page: Page, refused: readonly number[]): void {
    // A letter of the sandbox stands in a frame without scripts, which this browser's own helpers run into.
    const expected = (text: string) =>
      text.includes("is sandboxed") || refused.some((status) => text.includes(`status of ${status}`));
    page.on("pageerror", ({ message }) => expected(message) || this.#problems.push(`error: ${message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !expected(message.text())) this.#problems.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const url = request.url();
      const own = [
        this.world.base,
        this.world.services?.sandboxUrl ?? this.world.base,
        "blob:",
        "data:",
        ...this.others,
      ];
      if (!own.some((start) => url.startsWith(start)) && !this.#isSite(url))
        this.#problems.push(`another host: ${url}`);
    });
  }

  /** The same server by the name of a region's site on this machine (REG-02). */
  #isSite(url: string): boolean {
    const { hostname, port } = new URL(url);
    return hostname.endsWith("localhost") && port === new URL(this.world.base).port;
  }

  /** Closes what the test opened; answers what went wrong in its pages. */
  async endTest(): Promise<string[]> {
    await Promise.all(this.#pages.splice(0).map((page) => page.close()));
    return this.#problems.splice(0);
  }
}

/** At the top of a test file. After each test the pages it opened must have had no error and no CSP violation. */
export async function openConsole(): Promise<ConsoleWorld> {
  const { template, people } = await toldStory();
  const test = await testDatabase({ connections: 12, checks: false, template });
  const world = await openHttpWorld(test, { services: true, console: true, people });
  world.moveTo(TODAY);
  // The story's letters lead to where this copy of it is served.
  await ownerOf(test.database).query(
    "update sandbox_mail set body_html = replace(body_html, $1, $2), body_text = replace(body_text, $1, $2)",
    [WORLD_ORIGIN, world.base],
  );
  const browser = await openBrowser();
  const consoles = new ConsoleWorld(world, browser);
  afterEach(async () => expect(await consoles.endTest()).toEqual([]));
  afterAll(() => browser.close());
  return consoles;
}

const SETTLED_MS = 5_000;

/** What axe finds: rule and place. No page has frames, so one run in place sees all of it (the legacy mode). */
export async function axeProblems(page: Page): Promise<string[]> {
  // The frame of a console is there before its page; a page that never has a heading is told of by axe.
  await page
    .locator("h1")
    .first()
    .waitFor({ state: "attached", timeout: SETTLED_MS })
    .catch(() => undefined);
  // Of what passes nothing is looked up: it is not read, and takes a third of the time.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ["violations"] })
    .setLegacyMode()
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

/** By how many pixels the page, or the content that narrow screens scroll by itself, is wider than its place. */
export async function overflow(page: Page): Promise<number> {
  const wider = `Math.max(...[document.documentElement, ...document.querySelectorAll("main, .shell__mobile > *")]
      .map((one) => one.scrollWidth - one.clientWidth))`;
  // A window that has just become narrow is laid out anew some frames later.
  return page.waitForFunction(`${wider} <= 0`, undefined, { timeout: SETTLED_MS }).then(
    () => 0,
    () => page.evaluate<number>(wider),
  );
}

export const shown = (locator: Locator) => locator.waitFor({ state: "visible" });

/** An element's text with the hard and narrow spaces of number formats as plain ones. */
export async function plain(locator: Locator): Promise<string> {
  return (await locator.innerText()).replace(/[\u00a0\u202f]/g, " ");
}

/** Opens a select of the page and takes an option. */
export async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** The file that pressing a button saves. */
export async function downloaded(page: Page, button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** AUD-03: one of the staff confirms what another proposed last. */
export async function confirmNewest(consoles: ConsoleWorld, email: string): Promise<void> {
  const page = await consoles.visitAs(email, "/office/proposals");
  await page.locator("main tbody a").first().click();
  await page.getByRole("button", { name: "Подтвердить и выполнить" }).click();
  await shown(page.getByRole("status").getByText("Подтверждено и выполнено"));
}
