import type { Instant, Zone } from "../../core/time.ts";
import { linkOf, signingSecret } from "../../platform/identity/index.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { supplierOf } from "../parties/index.ts";
import { accountOf, regionOf, signInNotice, userOfId } from "../tenancy/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import { letter } from "./letter.ts";

/** Reliability 41: to a user whose sign-in was slowed down by somebody's guessing: the link by which to get in. */
export const signInSlowed = letter({
  topic: signInNotice,
  compose: signInSlowedLetter,
  async read({ database, publicUrl }, accountId, { userId, at, expiresAt }) {
    const [user, account] = [await userOfId(database, userId), await accountOf(database, accountId)];
    if (!user || !account) return null;
    const region = await regionOf(database, account.regionCode);
    const supplier = await supplierOf(database, region.supplierCode);
    const link = linkOf(await signingSecret(database), user.email, expiresAt);
    const facts = {
      language: user.language,
      supplierName: supplier.name,
      contact: region.documentAddress,
      at,
      expiresAt,
      zone: region.timeZone,
      url: `${publicUrl}/api/auth/unlock?link=${link}`,
    };
    return { to: user.email, facts };
  },
});

export interface SignInLetter extends LetterFrame {
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly zone: Zone;
  readonly url: string;
}

export function signInSlowedLetter(facts: SignInLetter): WrittenLetter {
  const { language, at, expiresAt, zone, url } = facts;
  const texts = {
    ru: {
      subject: "Кто-то подбирает пароль к вашей учётной записи",
      heading: "Много неудачных попыток входа",
      paragraphs: [
        "В вашу учётную запись несколько раз подряд пытались войти с неверным паролем. Чтобы пароль нельзя было подобрать, вход с незнакомых устройств замедлен. Открытые сессии работают.",
        "Если войти хотите вы, откройте ссылку на том устройстве, с которого входите, и введите пароль. Если это не вы, делать ничего не нужно.",
      ],
      when: "Когда",
      until: "Ссылка действует до",
      link: "Войти с этого устройства",
    },
    en: {
      subject: "Somebody tries passwords of your account",
      heading: "Many failed attempts to sign in",
      paragraphs: [
        "Several times in a row somebody tried to sign in to your account with a wrong password. So that it cannot be guessed, signing in from unknown devices is slowed down. Open sessions go on.",
        "If it is you who wants to sign in, open the link on the device you sign in from and enter your password. If it was not you, nothing needs to be done.",
      ],
      when: "When",
      until: "The link is valid until",
      link: "Sign in from this device",
    },
  }[language];
  return writeLetter({
    language,
    subject: texts.subject,
    heading: texts.heading,
    paragraphs: texts.paragraphs,
    facts: [
      [texts.when, formatMoment(at, zone, language)],
      [texts.until, formatMoment(expiresAt, zone, language)],
    ],
    link: { label: texts.link, url },
    footer: footer(facts),
  });
}
