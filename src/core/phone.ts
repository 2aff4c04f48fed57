/** Telephone numbers in the form +79161234567 (E.164); pure. */

/** Mobile numbers by country: where a code can be sent. Others, and those of other countries, are linked by support. */
const MOBILE: Readonly<Record<string, RegExp>> = {
  RU: /^\+79\d{9}$/,
  KZ: /^\+77\d{9}$/,
};

/** The number without what people write between its digits; null when it is none. A Russian 8 at the start is a +7. */
export function normalPhone(text: string): string | null {
  const digits = text
    .replaceAll(/[\s().-]/g, "")
    .replace(/^00/, "+")
    .replace(/^8(?=\d{10}$)/, "+7");
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

/** Whether a code can be sent to it by somebody of this country. */
export function isMobileOf(phone: string, countryCode: string): boolean {
  return MOBILE[countryCode]?.test(phone) ?? false;
}

/** Russia and Kazakhstan share +7: there a 6 or 7 follows. Null for other countries, whose own regions have no such rule yet. */
export function countryOfNumber(phone: string): string | null {
  if (!phone.startsWith("+7")) return null;
  return /^\+7[67]/.test(phone) ? "KZ" : "RU";
}

/** The number as records name it: whose it is can be told from it by who knows it, and nobody can be called. */
export function maskedPhone(phone: string): string {
  return `${phone.slice(0, 2)}…${phone.slice(-4)}`;
}
