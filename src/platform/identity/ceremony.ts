import { refusal } from "../../core/errors.ts";
import type { Instant } from "../../core/time.ts";
import type { Database } from "../db.ts";
import { type NewPasskey, type PasskeyOf, takeUse } from "./passkey-store.ts";

export const PasskeyUnknown = refusal(
  "passkey_unknown",
  401,
  "Этот ключ доступа здесь не известен: его удалили, или он от другого сайта",
  "This passkey is not known here: it was removed, or it is another site's",
);
export const PasskeyExpired = refusal(
  "passkey_expired",
  401,
  "Время на подтверждение вышло, попробуйте ещё раз",
  "The time to confirm is over, please try again",
);
export const PasskeyRefused = refusal(
  "passkey_refused",
  401,
  "Ключ доступа не подошёл: попробуйте ещё раз или войдите паролем",
  "The passkey will not do: try again, or sign in with your password",
);
export const PasskeyNeeded = refusal(
  "passkey_needed",
  401,
  "Второй фактор этой учётной записи — ключ доступа: войдите по нему",
  "The second factor of this account is a passkey: sign in with it",
);
export const NoPasskeysHere = refusal(
  "no_passkeys_here",
  404,
  "На этом адресе ключи доступа не работают: откройте сайт по его имени",
  "Passkeys do not work at this address: open the site by its name",
);
export const PasskeyNotAdded = refusal(
  "passkey_not_added",
  422,
  "Ключ доступа не добавлен: браузер ответил не так, как нужно. Попробуйте ещё раз",
  "The passkey was not added: the browser's answer will not do. Please try again",
);
export const PasskeyAddedAlready = refusal(
  "passkey_added_already",
  409,
  "Этот ключ доступа уже добавлен",
  "This passkey was added already",
);
export const TooManyPasskeys = refusal(
  "too_many_passkeys",
  409,
  "Ключей доступа не больше {limit}: удалите те, которыми не пользуетесь",
  "At most {limit} passkeys: remove those you do not use",
);

/** What a browser is asked to do with a passkey, and what came of it. The library checks the answer and keeps nothing. */
export interface Ceremony {
  readonly purpose: "sign_in" | "prove" | "add";
  /** Who is signed in; null at the sign-in. */
  readonly userId: string | null;
  /** A passkey of this user was shown, by somebody whom its device knows. */
  shown?: PasskeyOf;
  /** A passkey was made; what is not known yet is whose it will be. */
  made?: Omit<NewPasskey, "userId" | "site" | "name" | "createdAt"> & { readonly maker: string | null };
  /** Why it came to nothing. */
  refused?: unknown;
}

/** A site of ours, as browsers bind passkeys to it. */
export interface Site {
  /** Its domain. */
  readonly name: string;
  readonly origin: string;
}

interface Shown {
  readonly credentialID: string;
  readonly newCounter: number;
  readonly userVerified: boolean;
}

/**
 * The library has checked signature, challenge, origin and domain; it asks nobody whether the device knew its person. Refuses
 * PasskeyRefused when it did not, and a signature whose number was borne before.
 */
export async function noteShown(database: Database, ceremony: Ceremony, shown: Shown, now: Instant): Promise<void> {
  if (!shown.userVerified) throw PasskeyRefused();
  const use = await takeUse(database, shown.credentialID, shown.newCounter, { userId: ceremony.userId, now });
  if (use === null) throw PasskeyRefused();
  ceremony.shown = use;
}
