import type { Language } from "../../core/errors.ts";

/** The export speaks to people in their language and, in CSV, to programs by names that never change. */
export type Voice = Language | "csv";

interface Words {
  readonly title: string;
  readonly headers: Readonly<
    Record<
      | "day"
      | "pid"
      | "project"
      | "kind"
      | "bookedIn"
      | "serviceCode"
      | "service"
      | "skuCode"
      | "sku"
      | "resourceId"
      | "resource"
      | "quantity"
      | "unit"
      | "price"
      | "cost"
      | "bonus"
      | "transfer"
      | "other"
      | "credit"
      | "currency",
      string
    >
  >;
  readonly kinds: { readonly charge: string; readonly correction: string; readonly open: string };
  readonly label: (key: string) => string;
  readonly otherLabels: string;
}

export const WORDS: Readonly<Record<Voice, Words>> = {
  csv: {
    title: "consumption",
    headers: {
      day: "day",
      pid: "pid",
      project: "project",
      kind: "kind",
      bookedIn: "booked_in",
      serviceCode: "service_code",
      service: "service",
      skuCode: "sku_code",
      sku: "sku",
      resourceId: "resource_id",
      resource: "resource",
      quantity: "quantity",
      unit: "unit",
      price: "unit_price",
      cost: "cost",
      bonus: "paid_bonus",
      transfer: "paid_transfer",
      other: "paid_other",
      credit: "on_credit",
      currency: "currency",
    },
    kinds: { charge: "charge", correction: "correction", open: "open" },
    label: (key) => `label:${key}`,
    otherLabels: "other_labels",
  },
  ru: {
    title: "Потребление",
    headers: {
      day: "День",
      pid: "PID",
      project: "Проект",
      kind: "Вид",
      bookedIn: "Месяц учёта",
      serviceCode: "Код сервиса",
      service: "Сервис",
      skuCode: "Код SKU",
      sku: "SKU",
      resourceId: "ID ресурса",
      resource: "Ресурс",
      quantity: "Количество",
      unit: "Единица",
      price: "Цена",
      cost: "Стоимость",
      bonus: "Бонусами",
      transfer: "Переводом",
      other: "Картой и др.",
      credit: "В долг",
      currency: "Валюта",
    },
    kinds: { charge: "Списание", correction: "Исправление", open: "Ещё не списано" },
    label: (key) => `Метка: ${key}`,
    otherLabels: "Прочие метки",
  },
  en: {
    title: "Consumption",
    headers: {
      day: "Day",
      pid: "PID",
      project: "Project",
      kind: "Kind",
      bookedIn: "Booked in",
      serviceCode: "Service code",
      service: "Service",
      skuCode: "SKU code",
      sku: "SKU",
      resourceId: "Resource ID",
      resource: "Resource",
      quantity: "Quantity",
      unit: "Unit",
      price: "Price",
      cost: "Cost",
      bonus: "By bonus",
      transfer: "By transfer",
      other: "By card and other",
      credit: "On credit",
      currency: "Currency",
    },
    kinds: { charge: "Charge", correction: "Correction", open: "Not charged yet" },
    label: (key) => `Label: ${key}`,
    otherLabels: "Other labels",
  },
};

/** Kinds of movement in the file for accounting; CSV has their codes. */
export const KIND_WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ru: {
    opening: "Остаток на начало",
    closing: "Остаток на конец",
    charge: "Услуги",
    repricing: "Пересчёт по ступени цены",
    correction: "Исправление",
    payment: "Пополнение",
    payment_return: "Возврат платежа",
    bonus: "Начисление бонусов",
    bonus_expiry: "Сгорание бонусов",
  },
  en: {
    opening: "Opening balance",
    closing: "Closing balance",
    charge: "Services",
    repricing: "Tier repricing",
    correction: "Correction",
    payment: "Top-up",
    payment_return: "Payment return",
    bonus: "Bonuses credited",
    bonus_expiry: "Bonuses expired",
  },
};

interface MovementWords {
  readonly title: string;
  readonly headers: Readonly<
    Record<
      | "day"
      | "pid"
      | "project"
      | "kind"
      | "service"
      | "sku"
      | "resourceId"
      | "resource"
      | "quantity"
      | "unit"
      | "note"
      | "amount"
      | "bonus"
      | "transfer"
      | "other"
      | "credit"
      | "open"
      | "balance"
      | "currency",
      string
    >
  >;
}

export const MOVEMENT_WORDS: Readonly<Record<Voice, MovementWords>> = {
  csv: {
    title: "movements",
    headers: {
      day: "day",
      pid: "pid",
      project: "project",
      kind: "kind",
      service: "service",
      sku: "sku",
      resourceId: "resource_id",
      resource: "resource",
      quantity: "quantity",
      unit: "unit",
      note: "note",
      amount: "amount",
      bonus: "bonus",
      transfer: "transfer",
      other: "other",
      credit: "on_credit",
      open: "not_charged_yet",
      balance: "balance",
      currency: "currency",
    },
  },
  ru: {
    title: "Движения",
    headers: {
      day: "День",
      pid: "PID",
      project: "Проект",
      kind: "Вид",
      service: "Сервис",
      sku: "SKU",
      resourceId: "ID ресурса",
      resource: "Ресурс",
      quantity: "Количество",
      unit: "Единица",
      note: "Основание",
      amount: "Сумма",
      bonus: "Бонусами",
      transfer: "Переводом",
      other: "Картой и др.",
      credit: "В долг",
      open: "Ещё не списано",
      balance: "Остаток",
      currency: "Валюта",
    },
  },
  en: {
    title: "Movements",
    headers: {
      day: "Day",
      pid: "PID",
      project: "Project",
      kind: "Kind",
      service: "Service",
      sku: "SKU",
      resourceId: "Resource ID",
      resource: "Resource",
      quantity: "Quantity",
      unit: "Unit",
      note: "Basis",
      amount: "Amount",
      bonus: "By bonus",
      transfer: "By transfer",
      other: "By card and other",
      credit: "On credit",
      open: "Not charged yet",
      balance: "Balance",
      currency: "Currency",
    },
  },
};
