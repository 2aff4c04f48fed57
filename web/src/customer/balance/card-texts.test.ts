import { createInstance } from "i18next";
import { describe, expect, test } from "vitest";
import type { Balance } from "../../api/fetch.ts";
import { first as firstEn } from "../../i18n/en/customer/first.ts";
import { later as laterEn } from "../../i18n/en/customer/later.ts";
import { formatsOf } from "../../i18n/format.ts";
import { customer as russian } from "../../i18n/ru/customer/index.ts";
import { balanceCards } from "./card-texts.ts";

const english = { ...firstEn, ...laterEn };

const rubles = (amount: string) => ({ amount, currency: "RUB" });
const TEXTS = { ru: "по расходу", en: "by what is used" };
const REFUNDABLE = { ru: /вернуть/, en: /refundable/ };

const POSTPAID: Balance = {
  pid: "mcs1000000004",
  asOf: "2026-12-10T09:00:00.000Z",
  timeZone: "Europe/Moscow",
  paymentScheme: "postpaid",
  payment: rubles("-1500.50"),
  bonus: rubles("0.00"),
  bonuses: [],
  frozen: null,
  runsOutAt: null,
  deletionWouldBeAt: null,
  burnPerDay: rubles("100.00"),
  forecastMethod: TEXTS,
  due: [
    { month: "2026-10", amount: rubles("700.00"), until: "2026-11-25", overdueSince: null },
    { month: "2026-11", amount: rubles("500.50"), until: null, overdueSince: null },
  ],
  accrued: rubles("300.00"),
  paymentDays: null,
  paymentInvoice: { allowed: false, reason: null },
};

/** The cards as a reader sees them, without the spaces that keep figures together. */
async function shown(balance: Balance, language: "ru" | "en") {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    resources: { [language]: { translation: language === "ru" ? russian : english } },
    interpolation: { escapeValue: false },
  });
  const cards = balanceCards(balance, formatsOf(language, "Europe/Moscow"), i18n.t, (texts) => texts[language]);
  return cards.map((card) => Object.values(card).map((one) => String(one).replaceAll("\u00a0", " ")));
}

describe("PYR-02 BAL-01 the cards of a post-paid project", () => {
  test("say what is due, for which month and until when, and what this month has come to", async () => {
    const [money, , due] = await shown(POSTPAID, "ru");
    expect(money).toEqual(["Личный счёт", "−1 500,50 ₽", "Задолженность по договору постоплаты"]);
    expect(due).toEqual([
      "К оплате",
      "1 200,50 ₽",
      "за октябрь 2026: 700,00 ₽ до 25.11.2026; за ноябрь 2026: 500,50 ₽, срок — по договору",
      "Начислено в этом месяце: 300,00 ₽",
    ]);
    const [, , inEnglish] = await shown(POSTPAID, "en");
    expect(inEnglish?.join(" ")).toMatch(/October 2026: .*700\.00.* by 25 Nov 2026/);
  });

  test("PYR-07 say what is overdue and since when, and the contract's term of payment", async () => {
    const [first, second] = POSTPAID.due;
    const late: Balance = {
      ...POSTPAID,
      paymentDays: 25,
      due: first && second ? [{ ...first, overdueSince: "2026-11-26" }, second] : [],
    };
    const [money, , due] = await shown(late, "ru");
    expect(money?.slice(2)).toEqual(["Есть просроченная задолженность по договору постоплаты", "true"]);
    expect(due?.slice(2)).toEqual([
      "за октябрь 2026: 700,00 ₽, просрочено с 26.11.2026; за ноябрь 2026: 500,50 ₽, срок — по договору",
      "Начислено в этом месяце: 300,00 ₽. Срок оплаты по договору — 25 дней после месяца услуг",
      "true",
    ]);
    const [, , inEnglish] = await shown(late, "en");
    expect(inEnglish?.join(" ")).toMatch(/October 2026: .*700\.00, overdue since 26 Nov 2026.*25 days after/);
  });

  test("with nothing due yet say that the month goes on, not that it is a debt", async () => {
    const [money, , due] = await shown({ ...POSTPAID, due: [], payment: rubles("-300.00") }, "ru");
    expect(money?.at(-1)).toBe("Начислено в этом месяце, срок оплаты ещё не наступил");
    expect(due?.slice(1)).toEqual([
      "Оплачено",
      "Счёт придёт после закрытия месяца",
      "Начислено в этом месяце: 300,00 ₽",
    ]);
  });

  for (const language of ["ru", "en"] as const) {
    for (const paymentScheme of ["prepaid", "postpaid"] as const) {
      for (const due of [[], POSTPAID.due]) {
        test(`never call a debt refundable (${language}, ${paymentScheme}, ${due.length} months due)`, async () => {
          const debt = { ...POSTPAID, paymentScheme, due };
          for (const amount of ["-0.01", "-300.00", "-99999999.99"])
            expect((await shown({ ...debt, payment: rubles(amount) }, language)).flat().join(" ")).not.toMatch(
              REFUNDABLE[language],
            );
          const money = await shown({ ...debt, payment: rubles("0.01"), due: [] }, language);
          expect(money[0]?.join(" ")).toMatch(REFUNDABLE[language]);
        });
      }
    }
  }
});
