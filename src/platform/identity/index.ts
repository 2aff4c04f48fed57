/** The front door of sign-in: who a cookie belongs to, logins and their passwords. */
export { ShortCache } from "./cache.ts";
export { Identity, hashPassword } from "./identity.ts";
export { mountIdentity } from "./mount.ts";
export { requireStrongPassword } from "./password.ts";
export { deleteSessions, insertLogin } from "./store.ts";
