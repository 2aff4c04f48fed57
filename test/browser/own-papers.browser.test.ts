import { beforeAll, expect, it } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { at, localDate } from "../../src/core/time.ts";
import { changePayer, concludeContract, registerPayer } from "../../src/modules/parties/index.ts";
import { only } from "../../src/platform/db.ts";
import { CUSTOMERS, usageEvent } from "../support/http-world.ts";
import { moveProject } from "../support/move-project.ts";
import {
  ALMATY,
  FROZEN,
  SHOP,
  axeProblems,
  choose,
  downloaded,
  openConsole,
  overflow,
  plain,
  shown,
} from "./console.ts";

const consoles = await openConsole();
const { world } = consoles;
const { database } = world.test;
const { romashka, vasilek, alatau } = CUSTOMERS;
const [OTHER] = vasilek.projects;
const BOTH = ["ru", "en"] as const;
let vasileksPayer = "";

beforeAll(async () => {
  const path = `/v1/projects/${SHOP}/payment-invoices`;
  const headers = { "idempotency-key": "own-papers" };
  await world.send({ method: "POST", path, as: "romashka", headers, body: { amount: "777.77" } });
  await becomesPerson();
  await moveProject(database, romashka.projects[0], "vasilek", "2026-11-21T00:00:00+03:00");
  await becomesPostpaid();
  const rows = await database.query<{ id: bigint }>("select payer_id as id from payer where inn = $1", [
    vasilek.payer.inn,
  ]);
  vasileksPayer = String(only(rows).id);
}, 300_000);

/** The customer in Kazakhstan pays as an individual from now on, and never had a paper. */
async function becomesPerson(): Promise<void> {
  await database.transaction(async (tx) => {
    const [row] = await tx.query<{ accountId: bigint }>(
      'select account_id as "accountId" from project where project_id = $1',
      [alatau.projects[0]],
    );
    const person = { kind: "individual", countryCode: "KZ", name: "Айгерим Алатаева" } as const;
    const payerId = await registerPayer(tx, { accountId: row?.accountId ?? 0n, ...person });
    const startsAt = at("2026-11-20T00:00:00+05:00");
    const contractId = await concludeContract(tx, payerId, "qazcloud", {
      type: "public_offer",
      paymentScheme: "prepaid",
      startsAt,
    });
    await changePayer(tx, alatau.projects[0], payerId, contractId, startsAt);
  });
}

/** Two days of November used on credit, due on 10 December, and nobody has paid by the 12th. */
async function becomesPostpaid(): Promise<void> {
  await database.transaction(async (tx) => {
    const [row] = await tx.query<{ payerId: bigint; supplier: string }>(
      'select payer_id as "payerId", supplier_code as supplier from project_payer join contract using (contract_id, payer_id) where project_id = $1',
      [OTHER],
    );
    const startsAt = at("2026-11-21T00:00:00+03:00");
    const contractId = await concludeContract(tx, row?.payerId ?? 0n, row?.supplier ?? "", {
      type: "individual",
      paymentScheme: "postpaid",
      number: "ИД-3/26",
      signedOn: localDate("2026-11-20"),
      paymentDays: 10,
      startsAt,
    });
    await changePayer(tx, OTHER, row?.payerId ?? 0n, contractId, startsAt);
  });
  const used = { projectId: OTHER, sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", resource: "node" };
  const events = [
    usageEvent({ ...used, id: "own-1", time: "2026-11-22T00:00:00+03:00", quantity: "2" }),
    usageEvent({ ...used, id: "own-2", time: "2026-11-24T00:00:00+03:00", quantity: "0" }),
  ];
  await world.playTo("2026-11-24T00:30:00+03:00");
  const answer = await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: events });
  if (answer.json<{ accepted: number }>().accepted !== 2) throw new Error(answer.text);
  await world.playTo("2026-12-12T12:00:00+03:00");
}

for (const language of BOTH) {
  it(`REG-06 a payer finds its papers of a project that went to somebody else, whichever project is open (${language})`, async () => {
    const page = await consoles.visitAs(romashka.email, `/projects/${FROZEN}/documents`, { language });
    const [show, all, away] =
      language === "ru"
        ? ["Показать", "все, где я плательщик", "проект уже не ваш"]
        : ["Show", "all where I am the payer", "no longer your project"];
    await choose(page, show, all);
    await page.waitForURL(/scope=all/);
    const row = page.locator("main tbody tr").first();
    await shown(row);
    expect(await plain(row)).toContain(away);
    expect(await plain(row)).toContain("Анна Ромашкина: основной");
    expect(await axeProblems(page)).toEqual([]);
    const { bytes } = await downloaded(page, row.getByRole("button", { name: /PDF/ }).first());
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    // The choice is in the address, and a narrow window holds it.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await shown(page.locator("main tbody tr").first());
    expect(await overflow(page)).toBe(0);
  });

  it(`REG-06 PAY-05 and its invoices to pay; the new owner sees neither (${language})`, async () => {
    const path = `/projects/${FROZEN}/balance/payment-invoices`;
    const page = await consoles.visitAs(romashka.email, `${path}?scope=all`, { language });
    const row = page.locator("main tbody tr").first();
    await shown(row);
    expect(await plain(row)).toContain(SHOP);
    expect(await plain(row)).toMatch(/777[,.]77/);
    const { bytes } = await downloaded(page, row.getByRole("button", { name: /PDF/ }).first());
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    for (const place of ["documents?scope=all", "balance/payment-invoices?scope=all", "balance/payment-invoices"]) {
      const other = await consoles.visitAs(vasilek.email, `/projects/${SHOP}/${place}`, { language });
      await shown(other.locator("main .state"));
      expect(await plain(other.locator("main"))).not.toMatch(/Ромашк|777[,.]77/);
    }
  });

  it(`DOC-08 who gets no closing documents is told so, and has nothing to filter (${language})`, async () => {
    const page = await consoles.visitAs(alatau.email, `/projects/${ALMATY}/documents`, { language });
    await shown(page.locator("main .state"));
    expect(await plain(page.locator("main .state"))).toMatch(/Физическим лицам|Individuals/);
    expect(await page.locator("main").getByRole("combobox").count()).toBe(0);
    expect(await axeProblems(page)).toEqual([]);
  });

  for (const theme of ["light", "dark"] as const) {
    it(`PYR-07 a post-paid month that was not paid in time is marked on every page of its project (${language}, ${theme})`, async () => {
      for (const place of ["balance/detail", "documents"]) {
        const page = await consoles.visitAs(vasilek.email, `/projects/${formatPid(OTHER)}/${place}`, {
          language,
          theme,
        });
        const banner = page.locator(".overdue-banner");
        await shown(banner);
        expect(await plain(banner)).toMatch(/11\.12\.2026|11 Dec 2026/);
        expect(await plain(banner)).toMatch(/ноябрь 2026|November 2026/);
        expect(await axeProblems(page)).toEqual([]);
        await page.setViewportSize({ width: 390, height: 844 });
        await shown(banner);
        expect(await overflow(page)).toBe(0);
        await page.setViewportSize({ width: 1280, height: 844 });
      }
    });
  }
}

for (const language of BOTH) {
  it(`PAY-06 a post-paid project offers neither to top up nor to make an invoice, but says why (${language})`, async () => {
    const why = language === "ru" ? /постоплат/i : /post-?paid/i;
    const offers = language === "ru" ? /^(Пополнить|Выставить счёт)$/ : /^(Top up|Create invoice)$/;
    for (const place of ["balance/detail", "balance/payment-invoices"]) {
      const page = await consoles.visitAs(vasilek.email, `/projects/${formatPid(OTHER)}/${place}`, { language });
      await shown(page.locator("main .top-up__refused"));
      expect(await plain(page.locator("main .top-up__refused"))).toMatch(why);
      await page.locator("header .wallet__button").click();
      await shown(page.locator(".wallet__panel .top-up__refused"));
      expect(await page.getByRole("button", { name: offers }).count()).toBe(0);
      expect(await axeProblems(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await overflow(page)).toBe(0);
    }
  });
}

it("PYR-07 staff change a contract's term of payment, which is shown with who and from which month, and checked", async () => {
  const path = `/office/payers/${vasileksPayer}`;
  const page = await consoles.visitAs("document_clerk@saldo.example.test", path);
  const field = page.getByLabel("Срок оплаты, дней после месяца услуг");
  // It begins at midnight of the region, which is the day before by UTC (REG-07).
  await shown(page.getByText(/ИД-3\/26.*21\.11\.2026/));
  await field.fill("365");
  await page.getByRole("button", { name: "Изменить срок" }).click();
  await shown(page.getByText("Целое число от 1 до 180 или пусто"));
  await field.fill("45");
  await page.getByRole("button", { name: "Изменить срок" }).click();
  await shown(page.getByText("С услуг за январь 2027: 45 дней после месяца услуг."));
  expect(await axeProblems(page)).toEqual([]);
  // Who reads only has no field.
  const reader = await consoles.visitAs("support@saldo.example.test", path);
  await shown(reader.getByText("С услуг за январь 2027"));
  expect(await reader.getByLabel("Срок оплаты, дней после месяца услуг").count()).toBe(0);
});
