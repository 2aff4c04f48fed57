const ADDRESS = /[^\s<>,;:"'()[\]…]+@(?=[^\s<>,;"'()[\]]+)/gu;
const AFTER_QUESTION_MARK = /(https?:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/giu;
const LOGIN = /(\w+:\/\/)[^\s/@]+@/gu;
/** A telephone, or an account: seven digits or more, however they are parted. */
const LONG_NUMBER = /\+?\d(?:[\s()-]{0,2}\d){6,}/gu;
/** A token or a key: nothing that is a word. */
const SECRET = /[\w+/=-]{24,}/gu;

/**
 * Why a receiver did not take a message, without whom it was for: of a mail address its domain stays, of an address on the net
 * what stands before the question mark; telephones, other long numbers and whatever may be a token go.
 */
export function reasonShown(reason: string): string {
  return reason
    .replace(LOGIN, "$1…@")
    .replace(AFTER_QUESTION_MARK, "$1?…")
    .replace(ADDRESS, "…@")
    .replace(LONG_NUMBER, "…")
    .replace(SECRET, (word) => (/\d/.test(word) || /[A-Z].*[a-z]|[a-z].*[A-Z]/.test(word) ? "…" : word));
}
