import { describe, expect, it } from "vitest";

import { CUSTOMERS, WORLD_PASSWORD } from "../support/http-world.ts";
import { axeProblems, ALMATY, downloaded, openConsole, overflow, plain, SHOP, shown } from "./console.ts";

/** What staff do at the office's desks. */
const consoles = await openConsole();
const ACCOUNTANT = "accountant@saldo.example.test";

it("reliability 20 an operator reads why a project is not charged and by what; what is in the way by now is told apart", async () => {
  const { database } = consoles.world.test;
  await database.query(
    `insert into accrual_failure (project_id, failed_at, retry_at, reason, resource, sku_code, day, quantity)
     values ($1, '2026-11-20T09:00:00Z', '2026-11-20T09:15:00Z', 'value is out of range', 'vm-7', 'compute.vcpu.standard', '2026-11-19', '1e25')`,
    [CUSTOMERS.romashka.projects[0]],
  );
  const page = await consoles.visitAs("operator@saldo.example.test", "/office", { refused: [409] });
  await page.getByRole("navigation").getByText("Не начисляется").click();
  const row = page.getByRole("row", { name: SHOP });
  await shown(row.getByText("vm-7"));
  expect(await plain(row)).toMatch(/стоимость больше, чем могут хранить учётные записи[^]*за 19.11.2026/);
  await row.locator("summary").click();
  await row.getByLabel("Почему").fill("сломан счётчик");
  await row.getByRole("button", { name: "Отложить потребление" }).click();
  await shown(row.getByRole("alert").getByText(/мешает другое потребление/));
  await database.query("delete from accrual_failure");
  await page.reload();
  await shown(page.getByText("Все проекты начисляются"));
});

it("reliability 69 AUD-01 an operator sees what waits, gives up a letter with a reason, and has the books looked at in the background", async () => {
  const { database } = consoles.world.test;
  await database.query(
    `insert into outbox_message (subject_kind, subject_id, destination, topic, ordered, payload, created_at, parked_at, attempts,
                                 last_error, next_attempt_at)
     values ('user', 1, 'mail', 'project.people', false, '{}', '2026-11-20T06:00:00Z', '2026-11-20T07:00:00Z', 14,
             '450 <ivan@example.test> is full', 'infinity')`,
  );
  const page = await consoles.visitAs("operator@saldo.example.test", "/office/operations");
  const alarm = page.getByRole("listitem").filter({ hasText: "Сообщений не доходит: 1" });
  await alarm.getByRole("link", { name: "Открыть" }).click();
  const row = page.getByRole("row", { name: /project.people/ });
  expect(await plain(row)).toContain("<…@example.test>");
  await row.getByText("Не отправлять", { exact: true }).first().click();
  await row.getByLabel("Почему оно не нужно?").fill("ящик закрыт");
  await row.getByRole("button", { name: "Не отправлять" }).click();
  await shown(page.getByRole("status").getByText(/больше не отправляется/));
  await shown(page.getByText("Всё доходит."));
  await page.goto("/office/outbox?show=given_up");
  expect(await plain(page.getByRole("row", { name: /project.people/ }))).toContain("ящик закрыт");

  await page.goto("/office/invariants");
  await page.getByRole("button", { name: "Проверить сейчас" }).click();
  await shown(page.getByRole("status").getByText(/Книги сходятся|Нарушено/));
  await shown(page.getByRole("row", { name: /Проводки каждой записи/ }).getByText("верно"));
  await page.goto("/office/jobs");
  await shown(page.getByRole("row", { name: /Проверка инвариантов/ }).getByText("выполнено"));
});

describe("the quarantine", () => {
  const looks = [
    ["ru", 390, "Принять", "Отклонить", "Почему отклоняется?", "принято", "отклонено", "Исходные байты"],
    ["en", 1280, "Accept", "Dismiss", "Why is it dismissed?", "is accepted", "is dismissed", "Bytes as sent"],
  ] as const;
  it.each(looks)(
    "PRC-04 AUD-01 an operator downloads what was sent, accepts one event and dismisses another with a reason (%s, %i px)",
    async (language, width, accept, dismiss, why, accepted, dismissed, bytes) => {
      const [one, two] = ["held-1", "held-2"].map((id) => `${language}-${id}`) as [string, string];
      const sent = (id: string) => ({
        specversion: "1.0",
        id,
        source: "//held",
        type: "saldo.usage.vcpu",
        time: "2026-11-20T06:00:00Z",
        data: { project: SHOP, resource: "b", sku: "compute.vcpu.standard", quantity: "90000000000", unit: "vCPU" },
      });
      const answer = await consoles.world.send({
        method: "POST",
        path: "/v1/usage",
        as: "metering",
        body: [one, two].map(sent),
      });
      expect(answer.json()).toMatchObject({ quarantined: 2 });
      const page = await consoles.visitAs("operator@saldo.example.test", "/office/quarantine", { language, width });
      const rowOf = (id: string) => page.getByRole("row", { name: new RegExp(id) });
      await shown(rowOf(one));
      await rowOf(one).locator("summary").first().click();
      const file = await downloaded(page, rowOf(one).getByRole("button", { name: new RegExp(one) }));
      expect(JSON.parse(file.bytes.toString())).toEqual(sent(one));
      expect(await plain(rowOf(one))).toContain(bytes);
      expect(await axeProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await rowOf(one).getByRole("button", { name: accept, exact: true }).click();
      await shown(page.getByRole("status").getByText(new RegExp(`${one} ${accepted}`)));
      await rowOf(two).getByText(dismiss, { exact: true }).first().click();
      const button = rowOf(two).getByRole("button", { name: dismiss });
      expect(await button.isDisabled()).toBe(true);
      await rowOf(two).getByLabel(why).fill("a broken meter");
      await button.click();
      await shown(page.getByRole("status").getByText(new RegExp(`${two} ${dismissed}`)));
      await page.goto("/office/quarantine?state=dismissed");
      expect(await plain(rowOf(two))).toContain("a broken meter");
      expect(await page.getByRole("button", { name: accept, exact: true }).count()).toBe(0);
    },
  );
});

describe("the sample statement", () => {
  for (const [language, name, hint] of [
    ["ru", "Учебная выписка: Москва", /Только в песочнице/],
    ["en", "Sample statement: Moscow", /In the sandbox only/],
  ] as const) {
    it(`PAY-05 in the sandbox who brings statements is offered one to try it with (${language})`, async () => {
      const page = await consoles.visitAs(ACCOUNTANT, "/office/bank-files", { language });
      const button = page.getByRole("button", { name });
      await shown(button);
      await shown(page.getByText(hint));
      const { name: fileName, bytes } = await downloaded(page, button);
      expect(fileName).toBe("statement-moscow.txt");
      const file = { name: fileName, mimeType: "text/plain", buffer: bytes };
      await page.getByLabel(language === "ru" ? "Файл" : "File", { exact: true }).setInputFiles(file);
      await shown(page.getByText("statement-moscow.txt", { exact: true }).first());
      await page.getByRole("button", { name: language === "ru" ? "Загрузить выписку" : "Import a statement" }).click();
      await shown(page.getByRole("status").getByText(language === "ru" ? /Зачислено 0/ : /Credited 0/));
      // Who brought it is a name, not the id that the books keep.
      await shown(page.getByRole("row", { name: /statement-moscow/ }).getByText("accountant", { exact: false }));
      expect(await plain(page.locator("main"))).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    });
  }

  it("PAY-05 who may only look is not offered one, and a region without one says so", async () => {
    const page = await consoles.visitAs("support@saldo.example.test", "/office/bank-files");
    await shown(page.locator("main table, main .state").first());
    expect(await page.getByRole("button", { name: /Учебная выписка/ }).count()).toBe(0);
    const answer = await consoles.world.send({ path: "/v1/office/sample-statements/nowhere", as: "accountant" });
    expect([answer.status, answer.json()]).toMatchObject([404, { code: "no_sample_statement" }]);
  });
});

it("PAY-12 a file that is taken back is told of above the list, and the keyboard goes on from there", async () => {
  const page = await consoles.visitAs(ACCOUNTANT, "/office/bank-files");
  const row = page.getByRole("row", { name: /statement-moscow/ }).first();
  await row.locator("summary").click();
  await row.getByLabel("Почему выписка отзывается?").fill("учебная");
  await row.getByRole("button", { name: "Отозвать" }).click();
  await shown(page.getByRole("status").getByText("Выписка statement-moscow.txt отозвана"));
  expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe("status");
});

it("PYR-10 what waits for documents is issued by the region's name, and a phone shows all that a desk does", async () => {
  const page = await consoles.visitAs(ACCOUNTANT, "/nowhere", { width: 390 });
  const waits = {
    payer: { id: "1", name: CUSTOMERS.alatau.payer.name },
    region: "kazakhstan",
    regionName: { ru: "Казахстан", en: "Kazakhstan" },
    timeZone: "Asia/Almaty",
    month: "2026-10",
    reason: "details_not_confirmed",
    text: { ru: "Реквизиты плательщика не подтверждены", en: "The payer's details are not confirmed" },
    since: "2026-11-19T20:30:00Z",
    amount: { amount: "33237.54", currency: "KZT" },
    pids: [ALMATY],
  };
  await page.route("**/v1/office/waiting-documents?*", (call) =>
    call.fulfill({
      json: {
        items: [waits, { ...waits, region: "moscow", regionName: { ru: "Москва", en: "Moscow" }, reason: "no_papers" }],
        nextCursor: null,
      },
    }),
  );
  await page.goto("/office/waiting-documents");
  await shown(page.getByRole("button", { name: "Выставить готовое: Казахстан" }));
  expect(await page.getByRole("button", { name: "Выставить готовое: Москва" }).count()).toBe(0);
  const row = page.getByRole("row", { name: ALMATY }).first();
  expect(await plain(row)).toMatch(/октябрь 2026\s*Казахстан\s*.*не подтверждены\s*с 20\.11\.2026/s);
  const cut = "[...document.querySelectorAll('main button')].some((one) => one.scrollWidth > one.clientWidth)";
  expect(await page.evaluate(cut)).toBe(false);
  const buttons = page.getByRole("group", { name: /^Выставит документы/ });
  await shown(buttons);
  // Where nothing can be issued the table begins at once.
  await page.route("**/v1/office/waiting-documents?*", (call) =>
    call.fulfill({ json: { items: [{ ...waits, reason: "country_without_papers" }], nextCursor: null } }),
  );
  await page.reload();
  await shown(row);
  expect(await buttons.count()).toBe(0);
});

it("PYR-10 the search of payers outlives a look at one of them, by the page's link and by the browser's way back", async () => {
  const page = await consoles.visitAs(ACCOUNTANT, "/office/payers?search=Ромашка");
  const link = page.getByRole("link", { name: /Ромашка/ });
  await link.click();
  await page.getByRole("link", { name: "Все плательщики" }).click();
  await shown(link);
  expect(decodeURIComponent(page.url())).toContain("search=Ромашка");
  await link.click();
  await shown(page.getByRole("heading", { name: "Реквизиты" }));
  await page.goBack();
  await shown(link);
  expect(await page.getByRole("searchbox").or(page.getByRole("textbox")).inputValue()).toBe("Ромашка");
});

describe("a slowed sign-in", () => {
  const { email } = CUSTOMERS.romashka;
  const looks = [
    ["ru", 390, "Вход пользователей", "Почта пользователя", "Почему открываем", "Попросил владелец"],
    ["en", 1280, "Users' sign-in", "The user's e-mail", "Why it is opened", "The owner asked"],
  ] as const;
  const opened = { ru: /Вход открыт, можно пробовать/, en: /The sign-in is open/ };
  const slowed = { ru: /Замедлен: следующая попытка/, en: /Slowed down: the next try/ };

  it.each(looks)(
    "reliability 41 support finds whom wrong passwords slowed down and opens the sign-in with a reason (%s, %i px)",
    async (language, width, title, field, why, reason) => {
      const enter = (password: string) =>
        consoles.world.send({
          method: "POST",
          path: "/api/auth/sign-in/email",
          body: JSON.stringify({ email, password }),
          headers: { "content-type": "application/json", origin: consoles.world.base },
        });
      for (let n = 0; n < 10; n += 1) await enter("Wrong-password-1");
      const page = await consoles.visitAs("support@saldo.example.test", "/office/sign-ins", { language, width });
      await shown(page.getByRole("heading", { name: title, level: 1 }));
      await page.getByLabel(field).fill(email);
      await page.getByLabel(field).press("Enter");
      await shown(page.getByText(slowed[language]));
      expect(page.url()).toContain("email=");
      expect(await axeProblems(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      const open = page.getByRole("button", { name: language === "ru" ? "Открыть вход" : "Open the sign-in" });
      expect(await open.count()).toBe(1);
      expect(await open.isDisabled()).toBe(true);
      await page.getByRole("combobox", { name: why }).click();
      await page.getByRole("option", { name: reason }).click();
      await open.click();
      await shown(page.getByRole("status").getByText(opened[language]));
      await shown(page.getByText(language === "ru" ? "Открыт" : "Open", { exact: true }));
      expect(await axeProblems(page)).toEqual([]);
      // Where nothing is slowed down there is nothing to open.
      expect(await open.count()).toBe(0);
      expect((await enter(WORLD_PASSWORD)).status).toBe(200);
      const told = "select kind from security_event where kind = 'sign_in_unlocked' and subject like '%owner_asked'";
      await expect.poll(async () => (await consoles.world.test.database.query(told)).length).toBeGreaterThan(0);
    },
  );

  it("reliability 41 who may not open sign-ins has no such section, and its address shows nobody", async () => {
    const page = await consoles.visitAs(ACCOUNTANT, `/office/sign-ins?email=${email}`, { refused: [403] });
    await shown(page.getByRole("navigation").getByText("Выписки").first());
    expect(await page.getByRole("navigation").getByText("Вход пользователей").count()).toBe(0);
    expect(await page.locator("main .sign-in").count()).toBe(0);
  });
});

describe("every section", () => {
  const sections = [
    ["suspense", ACCOUNTANT],
    ["proposals", ACCOUNTANT],
    ["halts", "operator@saldo.example.test"],
    ["operations", "operator@saldo.example.test"],
    ["alarms", "operator@saldo.example.test"],
    ["outbox?show=parked", "operator@saldo.example.test"],
    ["jobs", "operator@saldo.example.test"],
    ["invariants", "operator@saldo.example.test"],
    ["staff", "operator@saldo.example.test"],
    ["configuration", "operator@saldo.example.test"],
    ["unpriced-usage", "support@saldo.example.test"],
    ["bank-files", ACCOUNTANT],
    ["quarantine", "operator@saldo.example.test"],
    ["accrual-failures", "operator@saldo.example.test"],
    ["waiting-documents", "document_clerk@saldo.example.test"],
    ["projects", "support@saldo.example.test"],
    [`projects/${SHOP}`, "operator@saldo.example.test"],
    [`projects/${ALMATY}`, "document_clerk@saldo.example.test"],
    ["payers", "document_clerk@saldo.example.test"],
    ["payers/PAYER", ACCOUNTANT],
    ["payers/PAYER", "support@saldo.example.test"],
    ["security", "operator@saldo.example.test"],
    ["sign-ins", "support@saldo.example.test"],
    ["sso", "support@saldo.example.test"],
    [`sign-ins?email=${CUSTOMERS.romashka.email}`, "operator@saldo.example.test"],
    ["erasures", "document_clerk@saldo.example.test"],
    // Who has no section is told so.
    ["", "partner_manager@saldo.example.test"],
  ] as const;
  // Each width in each language and in each theme; whichever theme a language has, its texts are no longer for it.
  const looks = [
    { language: "ru", theme: "light", width: 390, other: 1280 },
    { language: "en", theme: "dark", width: 1280, other: 390 },
  ] as const;

  for (const { other, ...look } of looks) {
    it(`REG-07 REG-04 every page of the office is accessible and fits, as a role that has it: ${Object.values(look).join(", ")} and ${other}`, async () => {
      const payers = await consoles.world.test.database.query<{ id: bigint }>(
        "select payer_id as id from payer where inn = $1",
        [CUSTOMERS.romashka.payer.inn],
      );
      const found: string[] = [];
      for (const [section, who] of sections) {
        const path = `/office/${section.replace("PAYER", String(payers[0]?.id))}`;
        const page = await consoles.visitAs(who, path, look);
        await shown(page.locator("main table, main .state, main form.payer__form, main .sign-in, main .payer").first());
        await page.locator(".g-skeleton").first().waitFor({ state: "detached" });
        for (const summary of await page.locator("main summary").all()) await summary.click();
        for (const width of [look.width, other]) {
          await page.setViewportSize({ width, height: 844 });
          for (const problem of await axeProblems(page)) found.push(`${path} at ${width}: ${problem}`);
          const pixels = await overflow(page);
          if (pixels > 0) found.push(`${path} at ${width}: ${pixels} px too wide`);
        }
        await page.close();
      }
      expect(found).toEqual([]);
    }, 600_000);
  }
});
