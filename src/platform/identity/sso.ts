import { type Language, refusal } from "../../core/errors.ts";
import type { AtTheDoor } from "./at-the-door.ts";
import type { Claims, ProviderPolicy } from "./relying-party.ts";
import type { SeedSafe } from "./seal.ts";

export const SsoUnknown = refusal(
  "sso_unknown",
  404,
  "Для этого адреса вход через компанию не настроен: войдите паролем или ключом доступа",
  "No company sign-in is set up for this address: use your password or a passkey",
);
export const SsoNeeded = refusal(
  "sso_needed",
  401,
  "Ваша компания требует входить через неё: нажмите «Войти через компанию»",
  "Your company requires you to sign in through it: press Sign in through your company",
);
export const SsoExpired = refusal(
  "sso_expired",
  401,
  "Время на вход вышло, или он начат в другом браузере. Начните вход заново",
  "The time to sign in is over, or it was begun in another browser. Begin the sign-in anew",
);
export const SsoMailUnproved = refusal(
  "sso_mail_unproved",
  403,
  "Провайдер входа не подтвердил, что почта ваша. Обратитесь к администратору компании",
  "The identity provider did not confirm that the mail address is yours. Turn to your company's administrator",
);
export const SsoMailElsewhere = refusal(
  "sso_mail_elsewhere",
  403,
  "Провайдер входа назвал почту другого домена: через эту компанию с ней не войти",
  "The identity provider named a mail address of another domain: it does not sign in through this company",
);
export const SsoNotStaff = refusal(
  "sso_not_staff",
  403,
  "Сотрудники провайдера облака через компанию не входят",
  "Staff of the cloud provider do not sign in through a company",
);
export const SsoOtherPerson = refusal(
  "sso_other_person",
  403,
  "С этой почтой через компанию уже входил другой человек. Обратитесь в поддержку",
  "Another person has signed in through the company with this mail address. Turn to support",
);

/** What the rooms know of a connection that staff approved. */
export interface SsoConnection {
  readonly connectionId: bigint;
  readonly domain: string;
  readonly issuer: string;
  readonly clientId: string;
}

/** Somebody whom a provider named, at a browser. */
export interface SsoArrival extends Omit<AtTheDoor, "userId" | "sessionId"> {
  readonly connection: SsoConnection;
  readonly claims: Claims;
  readonly language: Language;
}

/** Who may go in; or who has first to show that the account of this address is theirs. */
export type SsoEntry =
  | { readonly kind: "enter"; readonly userId: string; readonly linkId: string }
  | { readonly kind: "ask"; readonly userId: string; readonly email: string };

/** What the door asks the room that keeps connections. */
export interface SsoPorts {
  readonly policy: ProviderPolicy;
  /** Opens what providers know us by. */
  readonly safe: SeedSafe;
  /** The approved connection of an address of mail; null: there is none. */
  readonly connectionFor: (email: string) => Promise<SsoConnection | null>;
  /** An approved connection; null: it is not, or not any more. */
  readonly connectionOf: (connectionId: bigint) => Promise<SsoConnection | null>;
  /** Lets a person in whom the provider named. Refuses SsoMailUnproved, SsoMailElsewhere, SsoNotStaff, SsoOtherPerson. */
  readonly arrive: (arrival: SsoArrival) => Promise<SsoEntry>;
  /** The person has shown that the account is theirs: links it. Answers the link; refuses as `arrive`. */
  readonly link: (
    linking: Omit<AtTheDoor, "sessionId"> & { readonly connection: SsoConnection; readonly subject: string },
  ) => Promise<string>;
  /** Whether a user may sign in by nothing else. */
  readonly isRequired: (userId: string) => Promise<boolean>;
}
