import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";

import { MOSCOW_OWN_ACCOUNT, statement1c } from "../support/bank-transfer.ts";
import { CUSTOMERS, WORLD_PASSWORD, usageEvent } from "../support/http-world.ts";
import { SHOP, openConsole, shown } from "./console.ts";

const consoles = await openConsole();
const { world } = consoles;
const OWNER = CUSTOMERS.romashka.email;
const [shop] = CUSTOMERS.romashka.projects;

/** What a name would have to be to run in a page: markup, a broken-out attribute, a template, a nested translation. */
const PAYLOADS = [
  `"><img src=x onerror="window.taken=1">`,
  `</script><script>window.taken=1</script>`,
  `<svg/onload=window.taken=1>`,
  `javascript:window.taken=1`,
  `{{constructor.constructor('window.taken=1')()}}`,
  `$t(signIn.title)`,
  `<iframe srcdoc="<script>parent.taken=1</script>">`,
] as const;
const NAME = PAYLOADS.join(" ");

/** Every text that a customer, its bank or its cloud can put into a page. */
beforeAll(async () => {
  const { database } = world.test;
  await database.query("update app_user set name = $1 where user_id = 'romashka'", [NAME]);
  await database.query("update project set name = $1 || project_id where project_id = any ($2::bigint[])", [
    NAME,
    CUSTOMERS.romashka.projects.map(String),
  ]);
  await database.query("update payer set name = $1, full_name = $1, address = $1 where inn = $2", [
    NAME,
    CUSTOMERS.romashka.payer.inn,
  ]);
  for (const name of PAYLOADS) {
    await database.query(
      `insert into auth.passkey (user_id, name, site, credential_id, public_key, counter, device_type, backed_up, transports, created_at)
       values ('romashka', $1, 'cloud.vk.com', $1, '', 0, 'singleDevice', false, '', '2026-10-01T00:00:00Z')`,
      [name],
    );
  }
  const payer = { name: NAME, inn: CUSTOMERS.romashka.payer.inn };
  const transfer = { number: "<b>1</b>", on: "2026-11-19", amount: "700.00", payer, projectId: shop };
  await world.send({
    method: "POST",
    path: `/v1/office/bank-statements?fileName=${encodeURIComponent(NAME)}`,
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body: statement1c([transfer], MOSCOW_OWN_ACCOUNT),
  });
  const gauge = usageEvent({
    id: NAME,
    projectId: shop,
    sku: "compute.vcpu.standard",
    meter: "vcpu",
    unit: "vCPU",
    resource: NAME,
    time: "2026-11-20T00:00:00+03:00",
    quantity: "1",
    extra: { resource_name: NAME, labels: { [NAME]: NAME } },
  });
  await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: gauge });
  await world.playTo("2026-12-02T10:00:00+03:00");
  await world.close("moscow", "2026-11");
  await world.drain();
});

/** What of the payloads came alive; a page that shows them as text has none of it. */
function alive(page: Page): Promise<unknown> {
  return page.evaluate(`({
    taken: window.taken,
    elements: [...document.querySelectorAll('img[src="x"], [onerror], [onload], iframe, object, embed, [href^="javascript:" i], body script:not([src]):not([type])')].map((one) => one.outerHTML.slice(0, 200)),
  })`);
}

async function expectInert(page: Page, seen: RegExp | null): Promise<void> {
  if (seen) await shown(page.getByText(seen).first());
  expect(await alive(page)).toEqual({ taken: undefined, elements: [] });
}

const detail = `/projects/${SHOP}/balance/detail?from=2026-11-01&to=2026-11-30`;

describe("reliability 46: texts of others", () => {
  it.each([
    ["the project's name", `/projects/${SHOP}/balance`, /onerror/],
    ["resources and payers of movements", `${detail}&interval=month`, /onerror/],
    ["expenses", `/projects/${SHOP}/balance/expenses?from=2026-11-01&to=2026-11-30`, /onerror/],
    ["payers of documents", `/projects/${SHOP}/documents`, /onerror/],
    ["payment invoices", `/projects/${SHOP}/payment-invoices`, null],
    ["names of passkeys", "/profile/security", /onerror/],
  ])("reliability 46: %s are text and nothing else, in both languages", async (_, path, seen) => {
    for (const language of ["ru", "en"] as const) {
      const page = await consoles.visitAs(OWNER, path, { language });
      page.on("dialog", (dialog) => expect.unreachable(dialog.message()));
      await page.waitForLoadState("networkidle");
      await expectInert(page, seen);
    }
  });

  it("reliability 46: what staff see of transfers and events that were not recognised is text", async () => {
    const payer = { name: NAME, inn: CUSTOMERS.romashka.payer.inn };
    const transfer = { number: "<b>2</b>", on: "2026-12-01", amount: "7.00", payer, projectId: null, purpose: NAME };
    const event = usageEvent({
      id: NAME.replace("x", "y"),
      projectId: 1_999_999_999n as typeof shop,
      sku: "compute.vcpu.standard",
      meter: "vcpu",
      unit: "vCPU",
      resource: NAME,
      time: "2026-12-01T00:00:00+03:00",
      quantity: "1",
    });
    await world.send({
      method: "POST",
      path: "/v1/office/bank-statements?fileName=unknown.txt",
      as: "accountant",
      headers: { "content-type": "text/plain" },
      body: statement1c([transfer], MOSCOW_OWN_ACCOUNT),
    });
    const taken = await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: [event] });
    expect(taken.json()).toMatchObject({ quarantined: 1 });
    for (const path of ["/office/suspense", "/office/quarantine"]) {
      const page = await consoles.visitAs("support@saldo.example.test", path);
      page.on("dialog", (dialog) => expect.unreachable(dialog.message()));
      const row = page.locator("tbody tr").first();
      await shown(row);
      expect(await row.innerText()).toContain("onerror");
      await expectInert(page, null);
    }
  });

  it("reliability 46: an explanation shows the event's id and labels as text", async () => {
    const page = await consoles.visitAs(OWNER, `${detail}&interval=month`);
    await page
      .getByRole("button", { name: /Как посчитано/ })
      .first()
      .click();
    await shown(page.getByRole("dialog", { name: "Как посчитано" }));
    await page.waitForLoadState("networkidle");
    await expectInert(page, null);
  });

  it("reliability 46: what stands in an address is not taken into the page", async () => {
    const text = encodeURIComponent(NAME);
    for (const path of [`/${text}`, `/projects/${SHOP}/balance/detail?from=${text}&search=${text}#${text}`]) {
      const page = await consoles.visitAs(OWNER, path, { refused: [404] });
      await page.waitForLoadState("networkidle");
      await expectInert(page, null);
    }
    const page = await consoles.visit(`/sign-in?next=${encodeURIComponent(`javascript:${NAME}`)}`, { refused: [401] });
    await page.getByLabel("Электронная почта").fill(OWNER);
    await page.getByLabel("Пароль", { exact: true }).fill(WORLD_PASSWORD);
    await page.keyboard.press("Enter");
    await shown(page.getByRole("button", { name: /^Меню пользователя/ }));
    await expectInert(page, null);
    expect(page.url()).toBe(`${world.base}/projects/${SHOP}/overview`);
  });
});
