import {
  type AuthenticationResponseJSON,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { askIdentity, postIdentity } from "../../api/fetch.ts";

/** Why the browser gave no passkey: `another` ceremony took its place. */
export type PasskeyTrouble = "cancelled" | "known" | "another" | "failed";

export class PasskeyFailure extends Error {
  readonly trouble: PasskeyTrouble;

  constructor(trouble: PasskeyTrouble, cause: unknown) {
    super(trouble, { cause });
    this.name = "PasskeyFailure";
    this.trouble = trouble;
  }
}

/** Shows a passkey, at the sign-in or for an act. Throws PasskeyFailure of the browser, Refusal of the server. */
export async function showPasskey(where: "sign-in" | "prove"): Promise<void> {
  const options = await askIdentity(`/api/auth/passkey/${where}/options`, {});
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
  await sendShown(where, await startAuthentication({ optionsJSON }).catch(failed));
}

/**
 * Offers passkeys among what the browser fills into the form: true when one was taken and let its person in. Nobody has asked for
 * it yet, so that none can be offered is silent. Throws Refusal when one was taken and would not do.
 */
export async function offerPasskeys(): Promise<boolean> {
  const taken = await (async () => {
    if (!(await browserSupportsWebAuthnAutofill())) return null;
    const options = await askIdentity("/api/auth/passkey/sign-in/options", {});
    const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
    return startAuthentication({ optionsJSON, useBrowserAutofill: true });
  })().catch(() => null);
  if (taken) await sendShown("sign-in", taken);
  return taken !== null;
}

/** Calls off what the browser offers. */
export function withdrawPasskeys(): void {
  WebAuthnAbortService.cancelCeremony();
}

/** Makes a passkey for this site and adds it to the own ones. Throws as showPasskey. */
export async function addPasskey(): Promise<void> {
  const options = await askIdentity("/api/auth/passkey/add/options", {});
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
  const { id, rawId, type, response } = await startRegistration({ optionsJSON }).catch(failed);
  const { clientDataJSON, attestationObject, transports } = response;
  const made = { clientDataJSON, attestationObject, ...(transports ? { transports } : {}) };
  await postIdentity("/api/auth/passkey/add", { response: { id, rawId, type, response: made } });
}

async function sendShown(where: "sign-in" | "prove", taken: AuthenticationResponseJSON): Promise<void> {
  const { id, rawId, type, response } = taken;
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const shown = { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) };
  await postIdentity(`/api/auth/passkey/${where}`, { response: { id, rawId, type, response: shown } });
}

/** Browsers say alike that nobody answered, that somebody would not, and that there is none: so that sites learn nothing. */
function failed(cause: unknown): never {
  if (!(cause instanceof WebAuthnError)) throw new PasskeyFailure("failed", cause);
  if (cause.code === "ERROR_CEREMONY_ABORTED") throw new PasskeyFailure("another", cause);
  if (cause.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") throw new PasskeyFailure("known", cause);
  throw new PasskeyFailure(cause.name === "NotAllowedError" ? "cancelled" : "failed", cause);
}
