/** Addresses by which mail about a request comes back; pure. */

const TOKEN = /^[a-z2-7]{26}$/;

/**
 * A department's address with the request's token in it: `docs+r.TOKEN@example.ru`. Whoever answers a letter writes there;
 * the token cannot be guessed, and letters of either case are the same.
 */
export function replyAddress(departmentAddress: string, mailToken: string): string {
  const at = departmentAddress.lastIndexOf("@");
  return `${departmentAddress.slice(0, at)}+r.${mailToken}${departmentAddress.slice(at)}`;
}

/** Of an address that mail was sent to: the department's own, and the token when there is one. */
export function partsOfAddress(address: string): { readonly department: string; readonly token: string | null } {
  const lower = address.trim().toLowerCase();
  const match = /^([^@]+)\+r\.([^@+]+)(@[^@]+)$/.exec(lower);
  const token = match?.[2] ?? "";
  return match && TOKEN.test(token)
    ? { department: `${match[1]}${match[3]}`, token }
    : { department: lower, token: null };
}
