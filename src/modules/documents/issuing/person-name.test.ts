import fc from "fast-check";
import { expect, test } from "vitest";

import { fullName } from "../party.ts";
import { parsePersonName } from "./person-name.ts";

const NAMES: readonly (readonly [text: string, surname: string, name: string, patronymic: string | null])[] = [
  ["Глава КФХ Иванов Иван Иванович", "Иванов", "Иван", "Иванович"],
  ["ИП глава К(Ф)Х Иванов Иван Иванович", "Иванов", "Иван", "Иванович"],
  ["ИП - Глава крестьянского (фермерского) хозяйства Иванова Анна Петровна", "Иванова", "Анна", "Петровна"],
  ["ИП ГКФХ Иванов Иван Иванович", "Иванов", "Иван", "Иванович"],
  ["ИП Иванов И.И.", "Иванов", "И.", "И."],
  ["ИП Иванов И. И.", "Иванов", "И.", "И."],
  ["И. И. Иванов", "Иванов", "И.", "И."],
  ["И.П. Иванов", "Иванов", "И.", "П."],
  ["И.П. Иванов Иван Иванович", "Иванов", "Иван", "Иванович"],
  ["Петров-Водкин К.С.", "Петров-Водкин", "К.", "С."],
  ["Мамедов А.", "Мамедов", "А.", null],
  ["Индивидуальный предприниматель Ли Ю", "Ли", "Ю", null],
  ["ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ ИВАНОВ ИВАН ИВАНОВИЧ", "ИВАНОВ", "ИВАН", "ИВАНОВИЧ"],
  ["Петров-Водкин Кузьма Сергеевич", "Петров-Водкин", "Кузьма", "Сергеевич"],
  ["Кузьма Сергеевич Петров-Водкин", "Петров-Водкин", "Кузьма", "Сергеевич"],
  ["Иванов Иван Иванович (ИП)", "Иванов", "Иван", "Иванович"],
  ["Иванов Иван Иванович, индивидуальный предприниматель", "Иванов", "Иван", "Иванович"],
  ["ИП Мамедов Али Гусейн оглы", "Мамедов", "Али", "Гусейн оглы"],
  ["ИП Мамедов Али Гусейн-оглы", "Мамедов", "Али", "Гусейн-оглы"],
  ["МАМЕДОВА ЛЕЙЛА ГУСЕЙН КЫЗЫ", "МАМЕДОВА", "ЛЕЙЛА", "ГУСЕЙН КЫЗЫ"],
  ["Асанов Бакыт Токтобек уулу", "Асанов", "Бакыт", "Токтобек уулу"],
  ["фон Визин Денис Иванович", "фон Визин", "Денис", "Иванович"],
  ["ИП О'Нил Патрик", "О'Нил", "Патрик", null],
  ["ЖК Әлімов Нұрлан Серікұлы", "Әлімов", "Нұрлан", "Серікұлы"],
  ["Нгуен Ван Тхань", "Нгуен", "Ван", "Тхань"],
  ["Адвокат Петрова Анна Ильинична", "Петрова", "Анна", "Ильинична"],
  ["Мадонна", "Мадонна", "Мадонна", null],
  ["Smith John", "Smith", "John", null],
];

test.each(NAMES)("PYR-05 %s is taken apart", (text, surname, name, patronymic) => {
  expect(parsePersonName(text)).toEqual({ surname, name, patronymic });
  expect(parsePersonName(`  ${text.replaceAll(" ", " \u00A0 ")}\n`)).toEqual({ surname, name, patronymic });
});

test.each([
  "",
  "ИП",
  "ИП «Ромашка»",
  'ООО "Ромашка"',
  "АО Ромашка",
  "Ромашка LLC",
  "Руководитель магазина Иванов Иван Иванович",
  "Директор Иванов Иван Иванович",
  "ИП Иванова Ивана Ивановича",
  "Крестьянское (фермерское) хозяйство Иванова И.И.",
  "Иванов Иван Иванович и Петров Пётр",
  "Иванов Иван 2",
  "иванов",
  "ИП 500100732259",
  "Гарсиа Маркес Габриэль Хосе",
  "фон",
])("PYR-05 «%s» is no name that can be taken apart", (text) => {
  expect(parsePersonName(text)).toBeNull();
});

test("PYR-05 whatever stands before a name, no word of it is lost and none is added", () => {
  const word = fc.stringMatching(/^[А-Я][а-я]{2,12}$/);
  const title = fc.constantFrom("", "ИП ", "ип ", "Глава КФХ ", "ИП Глава КФХ: ", "Индивидуальный предприниматель ");
  const names = fc.tuple(word, word, fc.option(word.map((stem) => `${stem}ович`)));
  fc.assert(
    fc.property(title, names, (before, [surname, name, patronymic]) => {
      const text = [surname, name, ...(patronymic === null ? [] : [patronymic])].join(" ");
      const person = parsePersonName(before + text);
      // A made-up word may happen to be one that no name has.
      if (person !== null) expect(fullName(person)).toBe(text);
    }),
  );
});

test("PYR-05 no text makes it throw, and what it answers fits the format's name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const person = parsePersonName(text);
      if (person !== null) expect(person.surname === "" || person.name === "").toBe(false);
    }),
  );
});
