import { mkdirSync } from "node:fs";

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { CUSTOMERS, DNS_RECORDS, WORLD_PASSWORD } from "../support/http-world.ts";
import { openRealProvider } from "../support/real-provider.ts";
import { SHOP, axeProblems, openConsole, overflow, shown } from "./console.ts";

/** A company signs its people in, from the claim to its end, against a provider as others run it. */
const consoles = await openConsole();
const SITE = `http://localhost:${new URL(consoles.world.base).port}`;
const DOMAIN = "romashka.example.test";
const PICTURES = process.env["SALDO_PICTURES"];

describe("REG-02 company sign-in", () => {
  it("REG-02 the owner claims and proves a domain, staff approve, somebody new and somebody known come in, and it ends", async () => {
    const provider = await openRealProvider(DOMAIN, [`${SITE}/api/auth/sso/callback/1`]);
    consoles.others.push(provider.issuer);
    const found: string[] = [];
    const check = async (page: Page, name: string) => {
      for (const problem of await axeProblems(page)) found.push(`${name}: ${problem}`);
      if ((await overflow(page)) > 0) found.push(`${name}: too wide`);
      if (PICTURES) {
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
      }
    };
    const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
    const ru = { language: "ru", width: 390, fresh: true, refused: [401, 409] } as const;

    const owner = await consoles.visitAs(CUSTOMERS.romashka.email, `/projects/${SHOP}/settings/sso`, ru);
    await shown(owner.getByText("Домен ещё не указан"));
    await check(owner, "settings-none");
    await owner.getByLabel("Домен почты").fill(DOMAIN);
    await owner.getByLabel("Издатель (issuer), адрес https").fill(provider.issuer);
    await owner.getByLabel("Номер клиента").fill(provider.clientId);
    await owner.getByLabel("Секрет клиента").fill(provider.clientSecret);
    await button(owner, "Указать домен").click();
    await shown(owner.getByText("Ждёт записи DNS"));
    await check(owner, "settings-claimed");
    const [name = "", value = ""] = await owner.locator(".sso dd code").allTextContents();
    DNS_RECORDS.set(name, []);
    await button(owner, "Проверить запись").click();
    await shown(owner.getByRole("alert").getByText(/Запись TXT не найдена/));
    DNS_RECORDS.set(name, [value]);
    await button(owner, "Проверить запись").click();
    await shown(owner.getByText("Ждёт нашего решения"));

    const desk = await consoles.visitAs("support@saldo.example.test", "/office/sso", ru);
    await shown(desk.getByText(provider.issuer).first());
    await check(desk, "office");
    await button(desk, `Одобрить: ${DOMAIN}`).click();
    await desk.getByRole("dialog").getByRole("button", { name: "Одобрить" }).click();
    await shown(desk.getByRole("status").getByText(/разрешён/));

    /** The provider's own pages: a name and any password, then the consent. */
    const atProvider = async (page: Page, who: string) => {
      await page.locator("input[name=login]").fill(who);
      await page.locator("input[name=password]").fill("any");
      await page.locator("button[type=submit]").click();
      await page.getByRole("button", { name: /continue/i }).click();
    };
    const come = async (page: Page, who: string) => {
      await page.getByLabel("Электронная почта").fill(`${who}@${DOMAIN}`);
      await button(page, "Войти через компанию").click();
      await atProvider(page, who);
    };
    const newcomer = await consoles.visit(`${SITE}/sign-in`, ru);
    await button(newcomer, "Войти через компанию").click();
    await shown(newcomer.getByText("Введите электронную почту"));
    await check(newcomer, "door");
    await come(newcomer, "irina");
    await newcomer.waitForURL(new RegExp(`${SITE}/projects/`));
    await newcomer.goto(`${SITE}/profile/security`);
    await shown(newcomer.locator("#own-company ~ .rows").getByText(DOMAIN));
    await check(newcomer, "profile");

    // An act that asks who is there is confirmed at the provider, in a window of its own.
    await consoles.world.test.database.query(
      "update auth.session set proved_at = proved_at - interval '20 minutes' where sso_link_id is not null",
    );
    await button(newcomer, "Включить").click();
    const opened = newcomer.waitForEvent("popup");
    await button(newcomer, "Подтвердить через компанию").click();
    const popup = await opened;
    await popup.locator("input[name=login]").fill("irina");
    await popup.locator("input[name=password]").fill("any");
    await popup.locator("button[type=submit]").click();
    await shown(newcomer.getByText(/QR|ключ вручную|приложени/i).first());

    // Somebody who was here before shows once that the account is theirs.
    const known = await consoles.visit(`${SITE}/sign-in?next=/profile/security`, ru);
    await come(known, "viewer");
    await shown(known.getByRole("heading", { name: "Это ваша учётная запись?" }));
    await check(known, "link");
    await known.getByLabel("Пароль", { exact: true }).fill(WORLD_PASSWORD);
    await button(known, "Связать и войти").click();
    await shown(known.getByRole("heading", { level: 1, name: "Вход и безопасность" }));

    await owner.reload();
    await owner.getByText("Впускать людей этого домена только через компанию").click();
    await owner.getByRole("dialog").getByRole("button", { name: "Впускать только так" }).click();
    await shown(owner.getByRole("status").getByText(/Теперь людей домена/));
    await check(owner, "settings-required");
    const refused = await consoles.visit(`${SITE}/sign-in`, ru);
    await refused.getByLabel("Электронная почта").fill(`billing_administrator@${DOMAIN}`);
    await refused.getByLabel("Пароль", { exact: true }).fill(WORLD_PASSWORD);
    await button(refused, "Войти").first().click();
    await shown(refused.getByRole("alert").getByText(/Ваша компания требует/));
    await check(refused, "door-required");

    await button(owner, `Удалить: ${DOMAIN}`).click();
    await owner.getByRole("dialog").getByRole("button", { name: "Удалить", exact: true }).click();
    await shown(owner.getByRole("status").getByText(/удалён/));
    await newcomer.reload();
    await newcomer.waitForURL(/\/sign-in/);
    expect(found).toEqual([]);
  });
});
