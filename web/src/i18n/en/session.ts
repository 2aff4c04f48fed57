import type { English } from "../english.ts";
import type { session as texts } from "../ru/session.ts";

export const session: English<typeof texts> = {
  signIn: {
    register: "Register",
    forgot: "Forgot the password?",
    title: "Sign in to the console",
    lead: "Balance, expenses and closing documents of your cloud projects",
    email: "E-mail",
    password: "Password",
    passkey: "Sign in with a passkey",
    company: "Sign in through your company",
    submit: "Sign in",
    emailRequired: "Enter your e-mail",
    emailInvalid: "The address should look like name@example.com",
    passwordRequired: "Enter your password",
    wrong: "The e-mail or the password does not match. Check the keyboard layout and try again.",
    locked: "Too many attempts. Wait a few minutes and try again.",
    notVerified: "The e-mail is not confirmed yet. Open the letter we sent and follow its link.",
    expired: "Your session has ended. Sign in to continue.",
  },
  notFound: {
    title: "There is no such page",
    hint: "The address may be mistyped, or the page has moved.",
  },
  tour: {
    offer: "Shall we show you around?",
    offerHint: "Five steps, less than a minute. Later you find it in the user menu.",
    start: "Show me",
    notNow: "Not now",
  },
};
