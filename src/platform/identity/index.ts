/** The front door of sign-in: who a cookie belongs to, logins and their passwords. */
export type { AtTheDoor } from "./at-the-door.ts";
export { ShortCache } from "./cache.ts";
export { type AccountPace, accountPace, identityRetention, linkOf, openAccount } from "./door.ts";
export { SeedSafe, SeedUnreadable } from "./seal.ts";
export {
  CodeRefused,
  FactorNotOn,
  FactorOnAlready,
  type FactorState,
  SecondFactors,
  turnFactorOff,
} from "./second-factor.ts";
export { hasFactor, selectOwnFactor } from "./factor-store.ts";
export {
  type AddedPasskey,
  Identity,
  type NewDevice,
  type PasswordChange,
  hashPassword,
} from "./identity.ts";
export { PasskeyAddedAlready, PasskeyNeeded, TooManyPasskeys } from "./ceremony.ts";
export {
  type ListedPasskey,
  deletePasskeys,
  insertPasskey,
  lockPasskeys,
  selectOwnPasskeys,
  selectPasskeysOf,
  updatePasskeyName,
} from "./passkey-store.ts";
export {
  RelyingParty,
  SsoProviderRefused,
  SsoUnreachable,
  type Provider,
  type ProviderPolicy,
} from "./relying-party.ts";
export {
  type SsoArrival,
  type SsoConnection,
  type SsoEntry,
  SsoMailElsewhere,
  SsoMailUnproved,
  SsoNotStaff,
  SsoOtherPerson,
  type SsoPorts,
} from "./sso.ts";
export {
  deleteLinks,
  endConnection,
  endOtherSessions,
  endSessionsBy,
  insertLink,
  isLinked,
  keepSecret,
  selectLink,
  selectOwnBound,
  selectOwnSso,
  selectSecret,
  touchLink,
} from "./sso-store.ts";
export { ssoSeal } from "./mount-sso.ts";
export { mountIdentity } from "./mount.ts";
export { mailSubject } from "./mount-parts.ts";
export {
  LINK_LIVES_MS,
  LinkUnusable,
  TooManyLetters,
  askLink,
  paceLetters,
  readLink,
  textOfLink,
  useLink,
} from "./mail-link.ts";
export {
  type ListedSession,
  type Session,
  type SessionRules,
  deleteSession,
  deleteSessions,
  proveSession,
  selectOwnSessions,
  selectSessionsOf,
} from "./session-store.ts";
export { networkOf } from "./network.ts";
export { insertLogin, signingSecret, takeTurns, updateLoginEmail, updateLoginName, updatePassword } from "./store.ts";
