import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";

import { statement1c } from "../support/bank-transfer.ts";
import { CUSTOMERS } from "../support/http-world.ts";
import { ALMATY, FROZEN, SHOP, ZONES, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

const consoles = await openConsole();
const { world } = consoles;
const OWNER = CUSTOMERS.romashka.email;
const STAFF = "operator@saldo.example.test";
const detail = (pid: string) => `/projects/${pid}/balance/detail`;

/** A desk, a laptop, the same at 125 %, a small one, a tablet, a phone; in this order the frame changes once. */
const WIDTHS = [1920, 1280, 1093, 1024, 768, 390] as const;

beforeAll(async () => {
  const { payer } = CUSTOMERS.romashka;
  const long = "Оплата по договору без номера проекта, облачные услуги за ноябрь 2026 года, в том числе НДС";
  const name = "АКЦИОНЕРНОЕ ОБЩЕСТВО «СЕВЕРО-ЗАПАДНАЯ ЭЛЕКТРОТЕХНИЧЕСКАЯ КОМПАНИЯ»";
  const transfers = ["1", "2"].map((number) => {
    const amount = `1234567${number}.10`;
    return { number, on: "2026-11-20", amount, payer: { ...payer, name }, projectId: null, purpose: long };
  });
  await world.send({
    method: "POST",
    path: "/v1/office/bank-statements?fileName=unknown.txt",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body: statement1c(transfers),
  });
});

describe("one grid", () => {
  const months = "from=2026-10-01&to=2026-11-20";
  const pages: readonly (readonly [email: string, path: string, ready: string])[] = [
    [OWNER, `${detail(SHOP)}?${months}&interval=month`, "main table"],
    [OWNER, `/projects/${SHOP}/balance/expenses?${months}`, "main .expenses__chart svg"],
    [OWNER, `/projects/${SHOP}/balance/expenses?${months}&view=table`, "main table"],
    [OWNER, `/projects/${SHOP}/balance/payment-invoices`, "main .state, main table"],
    [OWNER, `/projects/${SHOP}/documents`, "main table"],
    [OWNER, detail(FROZEN), "main .frozen-banner"],
    [OWNER, detail("mcs9999999999"), "main .state"],
    [OWNER, "/nowhere", "main h1"],
    [OWNER, "/office", "main .state"],
    [CUSTOMERS.alatau.email, detail(ALMATY), "main .balance-card"],
    [STAFF, "/office/suspense", "main table"],
    [STAFF, "/office/bank-files", "main table, main .state"],
    [STAFF, "/office/quarantine", "main table, main .state"],
    [STAFF, "/office/waiting-documents", "main table, main .state"],
    [STAFF, `/office/projects/${SHOP}`, "main table"],
    [STAFF, "/office/staff", "main table"],
    [STAFF, "/office/configuration", "main table"],
    [STAFF, "/office/payers", "main table"],
    [STAFF, "/office/payers/PAYER", "main h1"],
    [STAFF, "/office/security", "main table, main .state"],
    [STAFF, "/office/accrual-failures", "main table, main .state"],
    [STAFF, "/office/erasures", "main table, main .state"],
    [OWNER, "/profile/about", "main form"],
    [OWNER, "/profile/data", "main [role=status] ul"],
    [STAFF, "/office/sign-ins", "main .state"],
    [STAFF, `/office/sign-ins?email=${OWNER}`, "main .sign-in"],
  ];

  for (const language of ["ru", "en"] as const) {
    it(`REG-07 no page of customer or office is wider than its window, from 390 to 1920 px (${language})`, async () => {
      const found: string[] = [];
      const [payer] = await world.test.database.query<{ id: bigint }>(
        "select payer_id as id from payer where inn = $1",
        [CUSTOMERS.romashka.payer.inn],
      );
      for (const [email, address, ready] of pages) {
        const path = address.replace("PAYER", String(payer?.id));
        const page = await consoles.visitAs(email, path, { language });
        for (const width of WIDTHS) {
          const pixels = await overflowAt(page, width, ready);
          if (pixels > 0) found.push(`${path} at ${width} px: ${pixels} px too wide`);
        }
      }
      expect(found).toEqual([]);
    }, 300_000);
  }

  it("the menu folds by itself in a narrow window, opens on demand, and is as it was left in a wide one", async () => {
    const page = await consoles.visitAs(OWNER, `/projects/${SHOP}/documents`, { fresh: true });
    const entry = page.getByRole("navigation").getByText("Закрывающие документы");
    await shown(entry);
    await page.setViewportSize({ width: 1093, height: 844 });
    await entry.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Развернуть меню" }).click();
    await shown(entry);
    expect(await overflow(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 844 });
    await shown(entry);
    await page.getByRole("button", { name: "Свернуть меню" }).click();
    await entry.waitFor({ state: "hidden" });
    await page.reload();
    await shown(page.getByRole("button", { name: "Развернуть меню" }));
  });
});

/** After the page stands in its new frame: narrow windows have another one, which is drawn from the start. */
async function overflowAt(page: Page, width: number, ready: string): Promise<number> {
  await page.setViewportSize({ width, height: 844 });
  await shown(page.locator(width < 768 ? ".shell__mobile, .full-page" : ".shell__frame, .full-page"));
  await shown(page.locator(ready).first());
  await page.locator(".g-skeleton").first().waitFor({ state: "detached" });
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  return overflow(page);
}

describe("dates of a period", () => {
  const october = `${detail(SHOP)}?from=2026-10-01&to=2026-10-31&interval=month`;

  for (const zone of ZONES) {
    it(`REG-07 BAL-05 the field shows the region's days, and typing in one does not move the other (${zone})`, async () => {
      const page = await consoles.visitAs(OWNER, october, { zone });
      const field = page.getByRole("combobox", { name: "Даты" });
      await shown(field);
      expect(await plainValue(page)).toBe("01.10.2026 — 31.10.2026");
      const asked: string[] = [];
      page.on("request", (request) => {
        if (request.url().includes("/v1/movements")) asked.push(request.url());
      });
      await typeSections(page, ["05", "10", "2026", "12", "10", "2026"]);
      // Not a whole date at any key but the last, and none of them asks for anything.
      expect(asked).toEqual([]);
      expect(page.url()).toContain("from=2026-10-01&to=2026-10-31");
      await page.keyboard.press("Enter");
      await page.waitForURL(/from=2026-10-05&to=2026-10-12/);
      await shown(page.getByRole("row", { name: /05\.10\.2026 – 12\.10\.2026/ }));
      expect(await plainValue(page)).toBe("05.10.2026 — 12.10.2026");
      expect(asked.length).toBe(1);
      expect(await plain(page.locator("main"))).toContain("UTC+3");
    });
  }

  it("BAL-05 a draft that is no date of the business years is put back when the field is left; a day of the calendar counts at once", async () => {
    const page = await consoles.visitAs(OWNER, october);
    const field = page.getByRole("combobox", { name: "Даты" });
    await shown(field);
    await typeSections(page, ["05", "10", "20"]);
    await page.getByRole("heading", { level: 1 }).click();
    await expect.poll(() => plainValue(page)).toBe("01.10.2026 — 31.10.2026");
    expect(page.url()).toContain("from=2026-10-01&to=2026-10-31");
    await page.getByRole("button", { name: "Календарь" }).click();
    const days = page.getByRole("dialog", { name: "Даты" });
    await days.getByRole("button", { name: /(^|\D)7 октября/ }).click();
    await days.getByRole("button", { name: /(^|\D)9 октября/ }).click();
    await page.waitForURL(/from=2026-10-07&to=2026-10-09/);
    expect(await plainValue(page)).toBe("07.10.2026 — 09.10.2026");
  });

  it("BAL-05 an address of the first releases keeps its step, and its old name goes", async () => {
    const page = await consoles.visitAs(OWNER, `${detail(SHOP)}?from=2026-10-01&to=2026-10-31&grain=week`);
    await page.waitForURL(/interval=week/);
    expect(page.url()).not.toContain("grain");
  });
});

describe("the sandbox's home", () => {
  const home = () => world.services?.sandboxUrl ?? "";

  for (const look of [
    { language: "ru", theme: "light", width: 1280 },
    { language: "en", theme: "dark", width: 390 },
  ] as const) {
    it(`its printed address opens it: letters as they look, the cloud, time and logins, accessible (${look.language})`, async () => {
      const page = await consoles.visit(home(), { ...look, refused: [401] });
      const russian = look.language === "ru";
      await shown(page.getByRole("heading", { level: 1, name: russian ? "Песочница Saldo" : "Saldo sandbox" }));
      const check = async () => expect([await axeProblems(page), await overflow(page)]).toEqual([[], 0]);
      await check();
      const cloud = page.getByRole("region", { name: russian ? "Что слышало облако" : "What the cloud was told" });
      await shown(cloud.getByText(russian ? /Проект заморожен/ : /Project frozen/));
      await page
        .getByRole("link", { name: `Проект ${FROZEN} заморожен` })
        .first()
        .click();
      const letter = page.frameLocator("iframe");
      await shown(letter.getByRole("heading", { name: "Проект заморожен" }));
      // FRZ-03: no word of a label is broken and the sign stands by its amount, on a phone too.
      expect(
        await letter.locator("th").evaluateAll((cells) => cells.every((one) => one.scrollWidth <= one.clientWidth)),
      ).toBe(true);
      expect(await plain(letter.locator("td").nth(1))).toMatch(/^−[\d ]+,\d\d ₽$/);
      await check();
      await letter.getByRole("link").click();
      await page.waitForURL(new RegExp(`sign-in\\?next=.*${FROZEN}`));
    });
  }

  it("FRZ-03 no letter of the mailbox is wider than a phone or breaks a word, on a desk it is one sheet", async () => {
    const rows = await world.test.database.query<{ id: bigint }>("select mail_id as id from sandbox_mail order by 1");
    expect(rows.length).toBeGreaterThan(1);
    const page = await consoles.visit(home(), { refused: [401] });
    const found: string[] = [];
    for (const { id } of rows) {
      await page.goto(new URL(`/mail/${id}/letter`, home()).href);
      for (const width of [390, 800]) {
        await page.setViewportSize({ width, height: 844 });
        const cut = await page.evaluate<boolean>(
          `[...document.querySelectorAll("th, td, h1, p, a")].some((one) => one.scrollWidth > one.clientWidth && one.clientWidth > 0)`,
        );
        if (cut || (await overflow(page)) > 0) found.push(`letter ${id} at ${width} px`);
      }
    }
    expect(found).toEqual([]);
  });

  it("one click signs in, buttons move time with its work, and what cannot be started says why", async () => {
    const page = await consoles.visit(home(), { fresh: true, refused: [409] });
    await page.getByRole("button", { name: `Войти как ${OWNER}` }).click();
    await shown(page.getByRole("heading", { level: 1, name: "Обзор" }));
    await page.goto(home());
    const stopped = page.getByRole("button", { name: new RegExp(`^Запустить web-1 в ${FROZEN}`) });
    await stopped.first().click();
    await shown(page.getByRole("alert").getByText(/заморожен/));
    const before = world.test.clock.now();
    await page.getByRole("button", { name: "+1 час" }).click();
    await shown(page.getByRole("heading", { level: 1, name: "Песочница Saldo" }));
    expect(world.test.clock.now() - before).toBe(3_600_000);
    const stranger = await fetch(new URL("/clock", home()), {
      method: "POST",
      headers: { origin: "https://evil.example" },
    });
    expect(stranger.status).toBe(403);
  });
});

/** What the field of dates shows, without the marks that keep its writing direction. */
async function plainValue(page: Page): Promise<string> {
  const value = await page.getByRole("combobox", { name: "Даты" }).inputValue();
  return value.replace(/[\u2066-\u2069]/g, "");
}

/** The parts of the two dates one after another, each over what stands there: a part that is full goes on to the next. */
async function typeSections(page: Page, parts: readonly string[]): Promise<void> {
  const field = page.getByRole("combobox", { name: "Даты" });
  await field.focus();
  // The field takes a moment to choose the part that has the focus; what is typed before goes astray.
  await expect.poll(() => field.evaluate((input) => input.selectionEnd > input.selectionStart)).toBe(true);
  await page.keyboard.press("Home");
  for (const part of parts) await page.keyboard.type(part);
}
