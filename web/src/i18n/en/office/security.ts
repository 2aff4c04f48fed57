import type { English } from "../../english.ts";
import type { security as texts } from "../../ru/office/security.ts";

export const security: English<typeof texts> = {
  security: {
    title: "Security",
    lead: "Sign-ins, refusals, acts of staff and of the command line. Times are UTC.",
    kind: "Kind",
    all: "All",
    what: "What happened",
    who: "Who and from where",
    at: "When (UTC)",
    mail: "e-mail, fingerprint {{mark}}",
    empty: "No events",
    emptyHint: "Sign-ins, refusals and acts of staff will appear here.",
    kind_signed_in: "Signed in",
    kind_sign_in_refused: "Sign-in refused",
    kind_sign_in_slowed: "Sign-in slowed down",
    kind_sign_in_unlocked: "Sign-in opened",
    kind_password_changed: "Password changed",
    kind_password_refused: "Wrong current password",
    kind_passkey_refused: "A passkey that would not do",
    kind_code_refused: "A wrong code of the second factor",
    kind_proved: "Showed anew who it is",
    kind_unauthenticated: "Foreign or old credentials",
    kind_forbidden: "No right",
    kind_not_found: "Somebody else's object, or none",
    kind_slowed: "Too many requests",
    kind_staff_act: "Act of staff",
    kind_cli_act: "Command line",
  },
};
