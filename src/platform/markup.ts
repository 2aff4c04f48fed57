/** HTML that is already escaped: only `html` makes it, so no value can be more than text (reliability 46). */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | Markup | readonly Markup[];

export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(pieces.reduce((whole, piece, index) => whole + written(values[index - 1] ?? "") + piece));
}

/** A text whose lines and indents stay as they are, for `pre`. */
export function preformatted(text: string): Markup {
  const lines = text.split("\n").map((line) => `${/^ */.exec(line)?.[0] ?? ""}${escapeHtml(line)}`);
  return new Markup(lines.join("\n"));
}

function written(value: Value): string {
  if (typeof value === "string") return escapeHtml(value);
  return value instanceof Markup ? value.text : value.map((one) => one.text).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A value as one line of text: control characters become spaces, marks that turn the writing direction go. */
export function oneLine(text: string): string {
  return text
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, " ")
    .trim();
}
