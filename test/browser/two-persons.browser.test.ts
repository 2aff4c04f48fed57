import { expect, it } from "vitest";

import { parsePid } from "../../src/core/ids.ts";
import { MOSCOW_OWN_ACCOUNT, statement1c } from "../support/bank-transfer.ts";
import { CUSTOMERS } from "../support/http-world.ts";
import { SHOP, axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

/** AUD-03: one of the staff proposes, another confirms. */
const consoles = await openConsole();
const [ACCOUNTANT, OPERATOR] = ["accountant@saldo.example.test", "operator@saldo.example.test"];
let numbers = 800;

/** A transfer of the second company's, which names no project. */
async function held(amount: string, account = MOSCOW_OWN_ACCOUNT): Promise<string> {
  numbers += 1;
  const name = `АО «Перевод ${numbers}»`;
  const payer = { name, inn: CUSTOMERS.vasilek.payer.inn };
  const body = statement1c([{ number: String(numbers), on: "2026-11-19", amount, payer, projectId: null }], account);
  const answer = await consoles.world.send({
    method: "POST",
    path: `/v1/office/bank-statements?fileName=${numbers}.txt`,
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body,
  });
  expect(answer.json()).toMatchObject({ suspense: 1 });
  return name;
}

const looks = [
  ["ru", 1280],
  ["ru", 390],
  ["en", 1280],
  ["en", 390],
] as const;
const WORDS = {
  ru: {
    before: /подтвердит второй сотрудник: сумма больше 100\s000,00/,
    left: /Ждёт второго сотрудника: предложение \d+/,
    open: "ждёт второго сотрудника",
    pid: "Проект",
    note: "Примечание",
    assign: "Зачислить проекту",
    yours: /подтвердит его другой сотрудник/,
    waits: /подтверждения жд/,
    title: /Зачислить невыясненный перевод/,
    approve: "Подтвердить и выполнить",
    refuse: "Отклонить",
    why: "Пояснение",
    done: "Подтверждено и выполнено",
    refused: "Отклонено, ничего не сделано",
    limits: "Лимиты одного сотрудника",
    told: /Ваше предложение подтверждено/,
    nothing: /Проверьте|Решают/,
  },
  en: {
    before: /A second person is to confirm this: the amount is above/,
    left: /It waits for a second person: proposal \d+/,
    open: "waits for a second person",
    pid: "Project",
    note: "Note",
    assign: "Credit to the project",
    yours: /another member of staff confirms it/,
    waits: /wait.* for your confirmation/,
    title: /Credit a transfer in suspense/,
    approve: "Confirm and do it",
    refuse: "Refuse",
    why: "Note",
    done: "Confirmed and done",
    refused: "Refused, nothing was done",
    limits: "What one person does alone",
    told: /Your proposal was confirmed/,
    nothing: /Two persons/,
  },
} as const;

it.each(looks)(
  "AUD-03 reliability 63 a large transfer is proposed by one and confirmed by another, who reads what it changes (%s, %i px)",
  async (language, width) => {
    const words = WORDS[language];
    const look = { language, width };
    const name = await held("150000.00");
    const clerk = await consoles.visitAs(ACCOUNTANT, "/office/suspense", look);
    const row = clerk.getByRole("row", { name: new RegExp(name) });
    await row.getByRole("checkbox").check({ force: true });
    await shown(clerk.getByText(words.before));
    await clerk.getByLabel(words.pid, { exact: true }).fill(SHOP);
    await clerk.getByLabel(words.note).fill("нашли по письму");
    expect(await axeProblems(clerk)).toEqual([]);
    expect(await overflow(clerk)).toBeLessThanOrEqual(0);
    await clerk.getByRole("button", { name: words.assign }).click();
    await shown(clerk.getByRole("status").getByText(words.left));
    await row.getByRole("link", { name: words.open }).filter({ visible: true }).first().click();
    await shown(clerk.getByText(words.yours));
    expect(await clerk.getByRole("button", { name: words.approve }).count()).toBe(0);
    const address = new URL(clerk.url()).pathname;

    const second = await consoles.visitAs(OPERATOR, "/office/my-work", look);
    await second.getByRole("link", { name: words.waits }).click();
    await shown(second.getByRole("heading", { name: words.limits }));
    expect(await axeProblems(second)).toEqual([]);
    expect(await overflow(second)).toBeLessThanOrEqual(0);
    await second.getByRole("link", { name: words.title }).first().click();
    await shown(second.getByRole("button", { name: words.approve }));
    expect(new URL(second.url()).pathname).toBe(address);
    expect(await plain(second.locator("main"))).toMatch(new RegExp(`${name}[^]*|150.000`));
    expect(await axeProblems(second)).toEqual([]);
    expect(await overflow(second)).toBeLessThanOrEqual(0);
    await second.getByRole("button", { name: words.approve }).click();
    await shown(second.getByRole("status").getByText(words.done));
    expect(await second.getByRole("button", { name: words.approve }).count()).toBe(0);
    await consoles.world.drain();
    await clerk.goto(new URL("/office/notifications", consoles.world.base).href);
    await shown(clerk.getByText(words.told).first());
  },
);

it("AUD-03 PAY-14 little money on an account that is not ours is refused with a reason, which its proposer reads", async () => {
  const name = await held("10.00", "40702810900000000077");
  const clerk = await consoles.visitAs(OPERATOR, "/office/suspense");
  await clerk
    .getByRole("row", { name: new RegExp(name) })
    .getByRole("checkbox")
    .check({ force: true });
  await shown(clerk.getByText(/деньги на счёте, который не наш/));
  await clerk.getByLabel("Проект", { exact: true }).fill(SHOP);
  await clerk.getByLabel("Примечание").fill("клиент ошибся счётом");
  await clerk.getByRole("button", { name: "Зачислить проекту" }).click();
  await shown(clerk.getByRole("status").getByText(/Ждёт второго сотрудника/));
  const second = await consoles.visitAs(ACCOUNTANT, "/office/proposals?kind=assign_transfer");
  await second
    .getByRole("link", { name: /Зачислить невыясненный/ })
    .first()
    .click();
  const refuse = second.getByRole("button", { name: "Отклонить" });
  await shown(refuse);
  expect(await refuse.isDisabled()).toBe(true);
  await second.getByLabel("Пояснение").fill("не наши деньги");
  await refuse.click();
  await shown(second.getByRole("status").getByText("Отклонено, ничего не сделано"));
  await clerk.goto(new URL("/office/proposals?show=decided", consoles.world.base).href);
  await clerk
    .getByRole("link", { name: /Зачислить невыясненный/ })
    .first()
    .click();
  await shown(clerk.getByText("не наши деньги"));
});

it("AUD-03 PAY-12 a file that brought much is taken back by two: pressed twice it is asked once, and it says where it waits", async () => {
  const projectId = parsePid(SHOP);
  const lines = [{ number: "899", on: "2026-11-19", amount: "150000.00", payer: CUSTOMERS.romashka.payer, projectId }];
  const brought = await consoles.world.send({
    method: "POST",
    path: "/v1/office/bank-statements?fileName=much.txt",
    as: "accountant",
    headers: { "content-type": "text/plain" },
    body: statement1c(lines, MOSCOW_OWN_ACCOUNT),
  });
  expect(brought.json()).toMatchObject({ credited: 1 });
  const clerk = await consoles.visitAs(ACCOUNTANT, "/office/bank-files");
  const row = clerk.getByRole("row", { name: /much\.txt/ });
  await row.locator("summary").click();
  await row.getByLabel("Почему выписка отзывается?").fill("чужой файл");
  await row.getByRole("button", { name: "Отозвать", exact: true }).dblclick();
  const left = clerk.getByRole("status").getByRole("link", { name: /Ждёт второго сотрудника/ });
  await shown(left);
  expect(await row.getByRole("alert").count()).toBe(0);
  await left.click();
  await shown(clerk.getByText("чужой файл"));
  const second = await consoles.visitAs(OPERATOR, new URL(clerk.url()).pathname);
  await second.getByRole("button", { name: "Подтвердить и выполнить" }).click();
  await shown(second.getByRole("status").getByText("Подтверждено и выполнено"));
  await second.goto(new URL("/office/bank-files", consoles.world.base).href);
  await shown(second.getByText(/Отозвал\(а\) .*: чужой файл/));
  await second.goto(new URL("/office/acts", consoles.world.base).href);
  await shown(
    second
      .getByText(/предложение \d+/)
      .filter({ visible: true })
      .first(),
  );
  expect(await second.locator("main").innerText()).not.toMatch(/proposal:/);
});

it.each([
  ["ru", 390, "Предложить продолжить", "В чём была причина остановки?", /Ждёт второго сотрудника/],
  ["en", 1280, "Propose to go on", "What was the cause of the halt?", /It waits for a second person/],
] as const)(
  "AUD-03 reliability 15 an operator proposes that a halt is released, with its cause (%s, %i px)",
  async (language, width, release, why, left) => {
    await consoles.world.test.database.query(
      "insert into automation_halt (kind, halted_at, affected, allowed) values ('deletion', '2026-11-20T08:00:00Z', 40, 20)",
    );
    const page = await consoles.visitAs(OPERATOR, "/office/halts", { language, width });
    await page.locator("main summary").click();
    await page.getByLabel(why).fill("a wrong price");
    expect(await axeProblems(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: release }).click();
    await shown(page.getByRole("status").getByText(left));
    expect(await page.locator("main summary").count()).toBe(0);
    await consoles.world.test.database.query(
      "update automation_halt set released_at = '2026-11-20T09:00:00Z', released_by = 'test' where released_at is null",
    );
  },
);
