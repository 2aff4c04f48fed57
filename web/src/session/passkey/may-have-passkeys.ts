/** Whether passkeys work here at all: in this browser, and at this address, which has to be a name. */
export function mayHavePasskeys(): boolean {
  return "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(window.location.hostname);
}
