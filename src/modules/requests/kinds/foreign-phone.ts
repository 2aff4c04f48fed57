import { countryOfNumber } from "../../../core/phone.ts";
import { type RequestKind, linesField, optional, phoneField } from "./kind.ts";

/** REG-09: a number of another country is linked by support; those of the region's own country link themselves. */
export const foreignPhone: RequestKind = {
  code: "foreign_phone",
  title: { ru: "Привязать иностранный номер", en: "Link a foreign telephone" },
  question: { ru: "Как привязать телефон другой страны?", en: "How do I link a telephone of another country?" },
  hint: {
    ru: "Номер страны региона привязывается кодом в профиле. Номер другой страны привяжет поддержка: проверит, что он ваш, и ответит.",
    en: "A number of the region's country is linked by a code in the profile. One of another country is linked by support, who check that it is yours and answer.",
  },
  fields: {
    phone: phoneField({ ru: "Номер телефона", en: "Telephone" }, { ru: "С кодом страны", en: "With its country code" }),
    reason: optional(linesField({ ru: "Почему нужен этот номер", en: "Why this number is needed" }, 1_000)),
  },
  messageRequired: false,
  permission: "requests.create",
  department: "support",
  deadlineHours: 8,
  facts: null,
  completion: {
    code: "phone_linked",
    label: { ru: "Номер привязан", en: "The number is linked" },
    done: { ru: "Номер {phone} привязан к вашей учётной записи.", en: "The number {phone} is linked to your account." },
  },
  tellsOwner: false,
  templates: [
    {
      code: "prove",
      title: { ru: "Подтвердить, что номер ваш", en: "Prove that the number is yours" },
      text: {
        ru: "Здравствуйте, {name}!\n\nЧтобы привязать номер {phone}, пришлите в ответе скриншот или фотографию договора с оператором связи, где видны номер и ваше имя. Паспортные данные закройте.",
        en: "Hello {name},\n\nto link {phone} please attach a picture of your contract with the operator in which the number and your name can be read. Cover passport data.",
      },
    },
  ],
  // One that cannot be reached by a code any more says why: support looks whose it is.
  check: ({ phone = "", reason = "" }, { countryCode }) =>
    countryOfNumber(phone) === countryCode && reason === ""
      ? [
          {
            field: "fields.phone",
            code: "own_country_phone",
            texts: {
              ru: "Номер этой страны привязывается кодом в профиле. Не получается, например потерян прежний номер, — напишите почему",
              en: "A number of this country is linked by a code in the profile. If that cannot be done, as the old number is lost, say why",
            },
          },
        ]
      : [],
};
