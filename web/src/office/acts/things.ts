import type { TFunction } from "i18next";

/** Kinds of what acts are done to, as they stand before the colon. */
export const THINGS = [
  "account",
  "bank_file",
  "bank_statement_line",
  "contract",
  "document",
  "fund_lot",
  "invitation",
  "job",
  "journal_entry",
  "notification_address",
  "outbox_message",
  "partner",
  "passkey",
  "payer",
  "payer_change",
  "payment",
  "payment_invoice",
  "price_list",
  "proposal",
  "request",
  "sso",
  "token",
  "usage_event",
  "usage_quarantine",
  "user",
] as const;

/** `payer:12` in words; a PID, and the path of what was refused, as they are. */
export function thingText(key: string, t: TFunction): string {
  const [, kind, id] = /^([a-z_]+):(.+)$/s.exec(key) ?? [];
  const known = THINGS.find((one) => one === kind);
  return known === undefined ? key : t(`acts.thing_${known}`, { id });
}
