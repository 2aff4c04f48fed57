/** What is recorded at the doors, for the program and the consoles; the check of security_event holds the same list. */
export const SECURITY_KINDS = [
  "signed_in",
  "sign_in_refused",
  "sign_in_slowed",
  "sign_in_unlocked",
  "password_changed",
  "password_refused",
  "code_refused",
  "passkey_refused",
  "proved",
  "unauthenticated",
  "forbidden",
  "not_found",
  "slowed",
  "staff_act",
  "cli_act",
] as const;

export type SecurityKind = (typeof SECURITY_KINDS)[number];

/** Why staff open a slowed sign-in: chosen, so that no name or address gets into what is recorded (reliability 64). */
export const UNLOCK_REASONS = ["owner_asked", "attack_ended", "own_test"] as const;

export type UnlockReason = (typeof UNLOCK_REASONS)[number];

/** Why staff end somebody's sessions, close or open the sign-in: chosen as well, and kept in the audit. */
export const ACCESS_REASONS = ["owner_asked", "account_stolen", "terms_broken", "staff_left", "mistake"] as const;

export type AccessReason = (typeof ACCESS_REASONS)[number];
