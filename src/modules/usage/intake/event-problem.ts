import type { FieldProblem, Texts } from "../../../core/errors.ts";
import { fillText } from "../../../core/errors.ts";

/** Why an event is refused for good: the sender must send another one. The codes are part of the API. */
const TEXTS = {
  not_an_event: { ru: "ожидался объект события CloudEvents", en: "a CloudEvents object was expected" },
  missing: { ru: "нет обязательного поля {field}", en: "the field {field} is required" },
  not_text: {
    ru: "{field}: нужна строка от 1 до {most} знаков",
    en: "{field}: a text of 1 to {most} characters is needed",
  },
  bad_characters: { ru: "{field}: недопустимые знаки", en: "{field}: characters that are not allowed" },
  unknown_field: { ru: "неизвестное поле {field}", en: "unknown field {field}" },
  bad_specversion: { ru: "specversion должна быть 1.0", en: "specversion must be 1.0" },
  bad_content_type: { ru: "datacontenttype должен быть JSON", en: "datacontenttype must be JSON" },
  bad_type: { ru: "type должен начинаться с saldo.usage.", en: "type must begin with saldo.usage." },
  bad_time: {
    ru: "{field}: нужен момент RFC 3339 со смещением",
    en: "{field}: an RFC 3339 instant with an offset is needed",
  },
  in_future: {
    ru: "{field} позже настоящего момента более чем на 5 минут",
    en: "{field} is more than 5 minutes ahead of now",
  },
  too_old: { ru: "{field} раньше 2020 года", en: "{field} is before 2020" },
  since_after_time: { ru: "since позже time", en: "since is after time" },
  since_of_gauge: { ru: "since бывает только у количеств", en: "since is for quantity meters only" },
  bad_project: { ru: "project: нужен PID, mcs и 10 цифр", en: "project: a PID is needed, mcs and 10 digits" },
  foreign_project: { ru: "токен выдан другому проекту", en: "the token belongs to another project" },
  foreign_source: {
    ru: "источник с этим именем принадлежит другому отправителю, назовите свой иначе",
    en: "a source of this name belongs to another sender, call yours another name",
  },
  not_decimal: { ru: "quantity: нужно десятичное число", en: "quantity: a decimal number is needed" },
  negative: { ru: "quantity не может быть отрицательным", en: "quantity cannot be negative" },
  too_many_digits: { ru: "quantity: больше 40 цифр", en: "quantity: more than 40 digits" },
  wrong_unit: { ru: "unit: счётчик {meter} измеряется в {unit}", en: "unit: meter {meter} counts {unit}" },
  wrong_meter: { ru: "SKU {sku} измеряется счётчиком {meter}", en: "SKU {sku} is measured by meter {meter}" },
  bad_labels: { ru: "labels: нужен объект из строк", en: "labels: an object of texts is needed" },
  labels_too_large: {
    ru: "labels: не больше 100 меток, ключ до 512 и значение до 1024 знаков, вместе до 16 КБ",
    en: "labels: at most 100, key up to 512 and value up to 1024 characters, 16 KB together",
  },
  supersedes_itself: { ru: "событие не может заменять само себя", en: "an event cannot supersede itself" },
  superseded_already: {
    ru: "названное в supersedes событие уже заменено другим: замените то, которое его заменило",
    en: "the event named in supersedes is replaced by another one already: replace that one",
  },
  supersedes_cycle: {
    ru: "события заменяли бы друг друга по кругу (или больше чем через 1000 шагов)",
    en: "events would supersede each other in a circle (or over more than 1,000 steps)",
  },
  supersedes_elsewhere: {
    ru: "названное в supersedes событие относится к другому проекту: замените его нулём в его проекте",
    en: "the event named in supersedes is another project's: replace it by a zero in its own project",
  },
  superseded_elsewhere: {
    ru: "событие этого source в другом проекте уже заменяет событие с этим id: замените то нулём и пришлите это с другим id",
    en: "an event of this source in another project already supersedes this id: replace that one by a zero and send this with another id",
  },
  too_long_to_keep: {
    ru: "событие ждало бы решения, а оно длиннее мегабайта: таким его не сохранить",
    en: "the event would have to wait for a decision and is longer than a megabyte: it cannot be kept as it is",
  },
  conflict: {
    ru: "событие с этим source и id уже принято с другим содержанием",
    en: "an event of this source and id was accepted with another content",
  },
} as const satisfies Record<string, Texts>;

export type ProblemCode = keyof typeof TEXTS;

/** One refused event: `field` is the path within the event. */
export interface EventProblem extends FieldProblem {
  readonly refused: true;
  readonly code: ProblemCode;
}

export function eventProblem(
  code: ProblemCode,
  field: string,
  values: Readonly<Record<string, string>> = {},
): EventProblem {
  const filled = { field, ...values };
  const { ru, en } = TEXTS[code];
  return { refused: true, code, field, texts: { ru: fillText(ru, filled), en: fillText(en, filled) } };
}

/** Why a well-formed event waits in quarantine: the catalogue, the project or a person may still accept it. */
export const QUARANTINE_REASONS = {
  unknown_meter: { ru: "неизвестный счётчик", en: "unknown meter" },
  unknown_sku: { ru: "неизвестный SKU", en: "unknown SKU" },
  unknown_project: { ru: "неизвестный проект", en: "unknown project" },
  conserved_project: { ru: "проект законсервирован", en: "the project is conserved" },
  deleted_project: { ru: "проект удалён", en: "the project is deleted" },
  too_large: { ru: "неправдоподобно большое количество", en: "an implausibly large quantity" },
  unusual: {
    ru: "в тысячу раз больше, чем обычно у этого проекта",
    en: "a thousand times what this project is used to",
  },
  may_be_known: {
    ru: "строка счёта без части полей: возможно, она уже учтена, когда они были заполнены",
    en: "a row of a bill that lacks cells: perhaps it was counted already when they were filled",
  },
  negative_charge: { ru: "отрицательная сумма или возврат", en: "a negative amount or a refund" },
  commitment: {
    ru: "покупка обязательства или неиспользованная его часть: что им покрыто, уже начисляется по прейскуранту",
    en: "a commitment bought or left unused: what it covers is charged by list price already",
  },
  not_usage: {
    ru: "не потребление: скидка, налог или корректировка",
    en: "not usage: a credit, a tax or an adjustment",
  },
} as const satisfies Record<string, Texts>;

export type QuarantineReason = keyof typeof QUARANTINE_REASONS;

export type EventStatus = "accepted" | "duplicate" | "conflict" | "quarantined" | "rejected";

/** What became of one event. */
export interface EventOutcome {
  readonly status: EventStatus;
  /** Why it was rejected or conflicts. */
  readonly problem?: EventProblem;
  /** Why it waits in quarantine, or (a duplicate) has waited there since it first came. */
  readonly reason?: QuarantineReason;
}
