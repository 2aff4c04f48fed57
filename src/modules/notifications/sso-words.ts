import type { Texts } from "../../core/errors.ts";
import type { SsoEvent } from "../tenancy/index.ts";

interface Words {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly when: string;
  readonly link: string;
}

const ru = (subject: string, paragraphs: readonly string[], link = "Открыть настройки проекта"): Words => ({
  subject,
  heading: subject,
  paragraphs,
  when: "Когда",
  link,
});
const en = (subject: string, paragraphs: readonly string[], link = "Open the project's settings"): Words => ({
  subject,
  heading: subject,
  paragraphs,
  when: "When",
  link,
});

/** REG-02: letters on sign-in through a company; all but the last go to the project's owner. */
export const SSO_WORDS: Readonly<Record<SsoEvent, { readonly ru: Words; readonly en: Words }>> = {
  sso_claimed: {
    ru: ru("Заявлен домен для входа через компанию", [
      "В вашем проекте указали домен и провайдера входа. Пока домен не подтверждён записью DNS и подключение не одобрено, через компанию никто не войдёт.",
      "Если это сделали не вы, удалите подключение, завершите чужие сеансы и задайте новый пароль.",
    ]),
    en: en("A domain was named for the company sign-in", [
      "A mail domain and an identity provider were named in your project. Nobody comes in through the company before a DNS record proves the domain and we approve it.",
      "If it was not you, remove the connection, end the sessions that are not yours and set a new password.",
    ]),
  },
  sso_approved: {
    ru: ru("Вход через компанию разрешён", [
      "Люди с почтой этого домена теперь входят через провайдера компании. Кого у нас ещё нет, становится участником проекта с ролью по умолчанию.",
      "Войдите так сами, прежде чем требовать это от всех.",
    ]),
    en: en("The company sign-in is approved", [
      "People with mail of this domain now sign in through the company's identity provider. Whoever is new becomes a member of the project with the default role.",
      "Sign in so yourself before you require it of everybody.",
    ]),
  },
  sso_refused: {
    ru: ru("Во входе через компанию отказано", [
      "Подключение не одобрено, через компанию никто не входит. Остальные способы входа работают по-прежнему.",
      "Исправьте то, что названо причиной, и укажите домен снова, или обратитесь в поддержку.",
    ]),
    en: en("The company sign-in was refused", [
      "The connection was not approved, and nobody comes in through the company. Other ways to sign in work as before.",
      "Mend what is given as the reason and name the domain again, or turn to support.",
    ]),
  },
  sso_removed: {
    ru: ru("Вход через компанию удалён", [
      "Через компанию больше не войти, сеансы, начатые так, завершены. Участники остались в проекте: у кого не было пароля, тот задаст его по ссылке «Забыли пароль».",
      "Если это сделали не вы, задайте новый пароль и обратитесь в поддержку.",
    ]),
    en: en("The company sign-in was removed", [
      "Nobody comes in through the company any more, and the sessions that began so were ended. The members stay in the project: who had no password sets one by the link Forgotten password.",
      "If it was not you, set a new password and turn to support.",
    ]),
  },
  sso_required: {
    ru: ru("Теперь входят только через компанию", [
      "Людей с почтой этого домена пароль и ключ доступа больше не впускают, их прежние сеансы завершены. Вы как владелец проекта по-прежнему можете войти паролем.",
      "Если это сделали не вы, отключите это в настройках проекта и задайте новый пароль.",
    ]),
    en: en("From now on only through the company", [
      "A password or a passkey no longer lets people with mail of this domain in, and their other sessions were ended. You, who own the project, may still sign in with your password.",
      "If it was not you, switch it off in the project's settings and set a new password.",
    ]),
  },
  sso_entered: {
    ru: ru(
      "Вы вошли через компанию",
      [
        "В вашу учётную запись впервые вошли через провайдера компании. Теперь в неё впускает и он: компания решает, кого и как он узнаёт.",
        "Если это были не вы, обратитесь к администратору компании и в поддержку.",
      ],
      "Вход и безопасность",
    ),
    en: en(
      "You signed in through your company",
      [
        "Somebody signed in to your account through the company's identity provider for the first time. From now on it lets you in: the company decides whom it knows, and how.",
        "If it was not you, turn to your company's administrator and to support.",
      ],
      "Sign-in and security",
    ),
  },
};

/** The same in the console, in a line. */
export const SSO_TOLD: Readonly<Record<SsoEvent, Texts>> = {
  sso_claimed: { ru: "Осталось подтвердить домен.", en: "The domain has still to be proved." },
  sso_approved: { ru: "Сначала войдите так сами.", en: "Sign in so yourself first." },
  sso_refused: { ru: "Причина — в настройках проекта.", en: "Why is told in the project's settings." },
  sso_removed: { ru: "Сеансы, начатые так, завершены.", en: "The sessions that began so were ended." },
  sso_required: {
    ru: "Владелец проекта по-прежнему входит паролем.",
    en: "The project's owner may still use a password.",
  },
  sso_entered: { ru: "Если это не вы, обратитесь в поддержку.", en: "If it was not you, turn to support." },
};
