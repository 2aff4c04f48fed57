import { expect, it } from "vitest";

import { listSandboxMail } from "../../src/adapters/sandbox/mailbox.ts";
import { ownerOf } from "../support/database.ts";
import { axeProblems, openConsole, overflow, plain, shown } from "./console.ts";

const consoles = await openConsole();
const OPERATOR = "operator@saldo.example.test";
const { database } = consoles.world.test;
const mailTo = async (subject: string) =>
  (await listSandboxMail(database)).find((one) => one.recipients.includes(OPERATOR) && one.subject === subject);

it("reliability 69 NTF-01 an alarm begins: the operator gets the letter, follows it, sees since when, and that it is over", async () => {
  await ownerOf(database).query(
    "insert into automation_halt (kind, halted_at, affected, allowed) values ('freeze', '2026-11-20T08:00:00Z', 500, 100)",
  );
  await consoles.world.services?.jobs.drain();
  const subject = "Тревога: Автоматика остановлена: заморозка";
  await expect.poll(async () => (await mailTo(subject))?.subject, { timeout: 30_000 }).toBe(subject);
  const letter = await mailTo(subject);
  const page = await consoles.visit(
    new URL(`/mail/${letter?.mailId}/letter`, consoles.world.services?.sandboxUrl ?? "").href,
    { width: 390 },
  );
  expect(await overflow(page)).toBe(0);
  await shown(page.getByRole("heading", { name: "Автоматика остановлена: заморозка" }));
  expect(await page.getByRole("link", { name: "Открыть" }).getAttribute("href")).toMatch(/\/office\/halts$/);

  const looks = [
    {
      language: "ru",
      width: 1280,
      begun: "Автоматика остановлена: 1",
      history: /Прежние тревоги/,
      lasts: "ещё длится",
      bell: /Автоматика остановлена: заморозка/,
    },
    {
      language: "en",
      width: 390,
      begun: "Automation is halted: 1",
      history: /Alarms before/,
      lasts: "still lasts",
      bell: /Automation is halted: freezes/,
    },
  ] as const;
  for (const { begun, history, lasts, bell, ...look } of looks) {
    const office = await consoles.visitAs(OPERATOR, "/office/operations", look);
    await shown(office.getByText(begun));
    const alarm = office.getByRole("listitem").filter({ hasText: begun });
    expect(await plain(alarm)).toMatch(/20[ .].*08:00/);
    await office.getByRole("link", { name: history }).click();
    const row = office.getByRole("row", { name: new RegExp(begun) });
    await shown(row.getByText(lasts));
    expect([await axeProblems(office), await overflow(office)]).toEqual([[], 0]);

    await office.goto("/office/notifications?group=operations");
    await shown(office.getByText(bell).first());

    expect(await axeProblems(office)).toEqual([]);
  }

  await ownerOf(database).query("delete from automation_halt");
  await consoles.world.services?.jobs.drain();
  const office = await consoles.visitAs(OPERATOR, "/office/alarms?show=open");
  expect(await office.getByRole("row", { name: /Автоматика остановлена/ }).count()).toBe(0);
  await office.goto("/office/alarms");
  await shown(office.getByRole("row", { name: /Автоматика остановлена/ }).getByText(/^до /));
});
