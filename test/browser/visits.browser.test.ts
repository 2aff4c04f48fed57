import { describe, expect, it } from "vitest";

import { CUSTOMERS } from "../support/http-world.ts";
import { SHOP, axeProblems, openConsole, overflow, shown } from "./console.ts";

/** Staff look at the console as a customer (AUD-02). */
const consoles = await openConsole();
const { email, name } = CUSTOMERS.romashka;

const BANNER_IN_SIGHT = `(() => {
  const banner = document.querySelector(".shell__visit");
  const { x, y, width, height } = banner.getBoundingClientRect();
  return [y + 2, y + height - 2].every((at) => banner.contains(document.elementFromPoint(x + width / 2, at)));
})()`;

describe("a visit", () => {
  const looks = [
    ["ru", 390, "Причина", "Открыть консоль клиента", "Вы смотрите как", "Закончить", "Просмотры поддержкой"],
    ["en", 1280, "Reason", "Open the customer's console", "You look as", "Finish", "Visits of support"],
  ] as const;
  it.each(looks)(
    "AUD-02 opens the customer's pages under a banner, changes nothing, ends, and is in the customer's profile (%s, %i px)",
    async (language, width, field, open, banner, leave, visits) => {
      const reason = `${language}: расход за октябрь не сходится`;
      const staff = await consoles.visitAs("support@saldo.example.test", `/office/sign-ins?email=${email}`, {
        language,
        width,
        refused: [403],
      });
      const begin = staff.getByRole("button", { name: open });
      await shown(begin);
      expect(await begin.isDisabled()).toBe(true);
      await staff.getByLabel(field).fill(reason);
      expect(await axeProblems(staff)).toEqual([]);
      expect(await overflow(staff)).toBeLessThanOrEqual(0);
      await begin.click();
      await shown(staff.getByText(`${banner} ${name}`));
      await shown(staff.getByText(reason));
      expect(await axeProblems(staff)).toEqual([]);
      expect(await overflow(staff)).toBeLessThanOrEqual(0);
      // It stays over every page, and goes on after a reload.
      await staff.goto(new URL("/profile/sessions", consoles.world.base).href);
      await shown(staff.getByText(`${banner} ${name}`));
      await shown(staff.getByRole("heading", { name: visits }));
      expect(await axeProblems(staff)).toEqual([]);
      // However far one reads on.
      await staff.setViewportSize({ width, height: 420 });
      await staff.mouse.move(width / 2, 300);
      await staff.mouse.wheel(0, 5_000);
      await staff.waitForFunction("scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1");
      expect(await staff.evaluate(BANNER_IN_SIGHT)).toBe(true);
      await staff.getByRole("button", { name: leave }).click();
      await shown(staff.getByRole("button", { name: open }));

      const customer = await consoles.visitAs(email, "/profile/sessions", { language, width });
      await shown(customer.getByRole("heading", { name: visits }));
      await shown(customer.getByText(reason));
      expect(await axeProblems(customer)).toEqual([]);
      expect(await overflow(customer)).toBeLessThanOrEqual(0);
      // And among the notifications, with the same reason and until when.
      await consoles.world.drain();
      await customer.goto(new URL(`/projects/${SHOP}/notifications`, consoles.world.base).href);
      const told = customer.getByText(`: ${reason}`);
      await shown(told);
      expect(await told.innerText()).toMatch(/(до|until) \d.*\(UTC\+3\)/);
    },
  );
});
