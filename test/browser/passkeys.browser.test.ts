import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { CUSTOMERS, WORLD_PASSWORD } from "../support/http-world.ts";
import { type Look, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

/** Passkeys in the browser, whose device is Chromium's virtual authenticator: added, named, shown at the door and for an act, removed. */
const consoles = await openConsole();
const SITE = `http://localhost:${new URL(consoles.world.base).port}`;
const WORDS = {
  ru: {
    email: "Электронная почта",
    password: "Пароль",
    signIn: "Войти",
    byPasskey: "Войти по ключу доступа",
    overview: "Обзор",
    title: "Вход и безопасность",
    add: "Добавить ключ доступа",
    added: /Ключ доступа добавлен/,
    rename: /^Переименовать/,
    cancel: "Отмена",
    name: "Название ключа доступа",
    save: "Сохранить",
    renamed: "Название сохранено",
    own: "Рабочий ноутбук",
    used: /последнее использование/,
    remove: /^Удалить:/,
    removeIt: "Удалить",
    removed: "Ключ доступа удалён",
    proof: "Подтвердите, что это вы",
    prove: "Подтвердить ключом доступа",
    unknown: /здесь не известен/,
    cancelled: /Ключ доступа не показан/,
    known: /уже есть/,
  },
  en: {
    email: "E-mail",
    password: "Password",
    signIn: "Sign in",
    byPasskey: "Sign in with a passkey",
    overview: "Overview",
    title: "Sign-in and security",
    add: "Add a passkey",
    added: /The passkey was added/,
    rename: /^Rename/,
    cancel: "Cancel",
    name: "Name of the passkey",
    save: "Save",
    renamed: "The name was saved",
    own: "Laptop at work",
    used: /last used/,
    remove: /^Remove:/,
    removeIt: "Remove",
    removed: "The passkey was removed",
    proof: "Show that it is you",
    prove: "Confirm with a passkey",
    unknown: /is not known here/,
    cancelled: /No passkey was shown/,
    known: /has a passkey of this account already/,
  },
} as const;
type Words = (typeof WORDS)["ru" | "en"];

/** A device of the page that knows its person and says yes at once. */
async function deviceOf(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function signIn(page: Page, words: Words, email: string): Promise<void> {
  await page.getByLabel(words.email).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(WORLD_PASSWORD);
  await page.getByRole("button", { name: words.signIn, exact: true }).click();
}

const LOOKS = [
  ["ru", CUSTOMERS.vasilek.email, { language: "ru", width: 390, fresh: true, refused: [401] }],
  ["en", CUSTOMERS.alatau.email, { language: "en", theme: "dark", width: 1280, fresh: true, refused: [401] }],
] as const satisfies readonly (readonly ["ru" | "en", string, Look])[];

describe("REG-02 passkeys", () => {
  it.each(LOOKS)(
    "REG-02 reliability 42 one is added, named, signs in, shows who is there, and opens nothing once it is removed (%s)",
    async (language, email, look) => {
      const words = WORDS[language];
      const found: string[] = [];
      const page = await consoles.visit(`${SITE}/sign-in`, look);
      const check = async (name: string) => {
        for (const problem of await axeProblems(page)) found.push(`${name}: ${problem}`);
        if ((await overflow(page)) > 0) found.push(`${name}: too wide`);
      };
      await deviceOf(page);
      // This device answers the form's own offer at once: without it until that is looked at.
      await page.addInitScript(
        "if (!sessionStorage.offers) PublicKeyCredential.isConditionalMediationAvailable = async () => false",
      );
      await page.reload();
      await shown(page.getByRole("button", { name: words.byPasskey }));
      await check("door");
      await page.getByRole("button", { name: words.byPasskey }).click();
      await shown(page.getByRole("alert").getByText(words.cancelled));
      await check("door-cancelled");
      await signIn(page, words, email);
      await shown(page.getByRole("heading", { level: 1, name: words.overview }));
      await page.goto(`${SITE}/profile/security`);
      await shown(page.getByRole("heading", { level: 1, name: words.title }));
      await check("none");
      await page.getByRole("button", { name: words.add }).click();
      await shown(page.getByRole("status").getByText(words.added));
      await page.getByRole("button", { name: words.add }).click();
      await shown(page.getByRole("alert").getByText(words.known));
      await page.getByRole("button", { name: words.rename }).click();
      await check("renaming");
      await page.getByRole("button", { name: words.cancel, exact: true }).click();
      await expect.poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')")).toMatch(words.rename);
      await page.getByRole("button", { name: words.rename }).click();
      await page.getByLabel(words.name).fill(words.own);
      await page.getByRole("button", { name: words.save, exact: true }).click();
      await shown(page.getByRole("status").getByText(words.renamed));
      await check("one");

      await page.context().clearCookies();
      await page.goto(`${SITE}/sign-in`);
      await page.getByRole("button", { name: words.byPasskey }).click();
      await shown(page.getByRole("heading", { level: 1, name: words.overview }));
      await page.goto(`${SITE}/profile/security`);
      expect(await plain(page.getByRole("listitem").filter({ hasText: words.own }))).toMatch(words.used);
      await page.context().clearCookies();
      await page.evaluate('sessionStorage.offers = "yes"');
      // As of staff in production, who have passkeys only.
      await page.route("**/v1/me/second-factor", (asked) =>
        asked.fulfill({ json: { onSince: null, codesLeft: 0, provedBy: "passkey" } }),
      );
      await page.goto(`${SITE}/sign-in?next=/profile/security`);
      await shown(page.getByRole("heading", { level: 1, name: words.title }));

      // A browser that was left open for longer than a proof is believed.
      await consoles.world.test.database.query(
        "update auth.session set proved_at = proved_at - interval '20 minutes' where user_id in (select id from auth.login where email = $1)",
        [email],
      );
      await page.getByRole("button", { name: words.remove }).click();
      await page.getByRole("dialog").getByRole("button", { name: words.removeIt, exact: true }).click();
      const proof = page.getByRole("dialog", { name: words.proof });
      await shown(proof.getByRole("button", { name: words.prove }));
      // Whose password proves nothing is not asked for it.
      expect(await proof.getByLabel(words.password, { exact: true }).count()).toBe(0);
      await check("proof");
      await proof.getByRole("button", { name: words.prove }).click();
      await shown(page.getByRole("status").getByText(words.removed));

      // The device still has it.
      await page.context().clearCookies();
      await page.goto(`${SITE}/sign-in`);
      await shown(page.getByRole("alert").getByText(words.unknown));
      await page.getByRole("button", { name: words.byPasskey }).click();
      await shown(page.getByRole("alert").getByText(words.unknown));
      await check("door-unknown");
      expect(found).toEqual([]);
    },
  );

  it("REG-02 a member of staff adds one in the profile and signs in to the office; staff see whose it is, and an operator removes it", async () => {
    const words = WORDS.ru;
    const email = "document_clerk@saldo.example.test";
    const page = await consoles.visit(`${SITE}/sign-in?next=/profile/security`, { fresh: true, refused: [401] });
    await deviceOf(page);
    await signIn(page, words, email);
    await page.getByRole("button", { name: words.add }).click();
    await shown(page.getByRole("status").getByText(words.added));
    await page.context().clearCookies();
    await page.goto(`${SITE}/sign-in`);
    await page.waitForURL(/\/office\//);
    await shown(page.getByRole("heading", { level: 1, name: "Моя работа" }));

    const found: string[] = [];
    for (const width of [390, 1280]) {
      const look = { language: "ru", width, fresh: true } as const;
      const desk = await consoles.visitAs("operator@saldo.example.test", `/office/sign-ins?email=${email}`, look);
      await shown(desk.getByText(/сайт localhost · последнее использование/));
      for (const problem of await axeProblems(desk)) found.push(`${width}: ${problem}`);
      if ((await overflow(desk)) > 0) found.push(`${width}: too wide`);
    }
    expect(found).toEqual([]);
    const desk = await consoles.visitAs("operator@saldo.example.test", `/office/sign-ins?email=${email}`, {});
    await desk.getByRole("combobox", { name: "Почему", exact: true }).click();
    await desk.getByRole("option", { name: "Попросил владелец" }).click();
    await desk.getByRole("button", { name: "Сбросить второй фактор и ключи" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "Сбросить второй фактор и ключи" }).click();
    await shown(desk.getByText("Ключей доступа нет"));
    await page.reload();
    await page.waitForURL(/\/sign-in/);
  });
});
