import { Markup, html, oneLine } from "../markup.ts";

/**
 * Letters as simple, accessible HTML: a heading, paragraphs, a table of facts, at most one link. Styles stand in the
 * elements, nothing is loaded from anywhere, and every value is escaped (reliability 46 and 47): a value is text, whatever it holds.
 */
export interface LetterParts {
  readonly language: "ru" | "en";
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** `whole` = a value that stays on one line, such as an amount with its currency. */
  readonly facts: readonly (readonly [label: string, value: string, wrapping?: "whole"])[];
  readonly link?: { readonly label: string; readonly url: string } | undefined;
  readonly footer: readonly string[];
}

export interface WrittenLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Both bodies of a letter from the same parts. */
export function writeLetter(parts: LetterParts): WrittenLetter {
  return { subject: oneLine(parts.subject), text: plainText(parts), html: page(parts) };
}

const COLOURS = {
  ink: "#1f2329",
  quiet: "#5b626b",
  line: "#d9dde2",
  paper: "#ffffff",
  desk: "#f2f4f6",
  link: "#0050b3",
};
const FONT = "font-family:Arial,Helvetica,sans-serif";

function page(parts: LetterParts): Markup["text"] {
  const facts = parts.facts.length === 0 ? html`` : factTable(parts.facts);
  const link = parts.link === undefined ? html`` : linkLine(parts.link);
  return html`<!doctype html>
<html lang="${parts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<title>${parts.subject}</title>
</head>
<body style="margin:0;padding:24px 12px;background:${COLOURS.desk};color:${COLOURS.ink};${FONT};font-size:16px;line-height:1.5">
<div role="article" aria-label="${parts.heading}" style="max-width:600px;margin:0 auto;padding:24px;background:${COLOURS.paper};border:1px solid ${COLOURS.line};border-radius:8px;overflow-wrap:anywhere">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${parts.heading}</h1>
${parts.paragraphs.map(
  (paragraph) => html`<p style="margin:0 0 16px">${paragraph}</p>
`,
)}${facts}${link}</div>
<div style="max-width:600px;margin:16px auto 0;padding:0 24px;color:${COLOURS.quiet};font-size:13px">
${parts.footer.map(
  (line) => html`<p style="margin:0 0 4px">${line}</p>
`,
)}</div>
</body>
</html>
`.text;
}

/** Labels are our own words and are never broken; a value may be anybody's text and breaks where it must. */
function factTable(facts: LetterParts["facts"]): Markup {
  return html`<table style="width:100%;margin:0 0 16px;border-collapse:collapse">
${facts.map(
  ([label, value, wrapping]) => html`<tr>
<th scope="row" style="padding:8px 16px 8px 0;border-top:1px solid ${COLOURS.line};text-align:left;vertical-align:top;font-weight:normal;color:${COLOURS.quiet};overflow-wrap:normal">${label}</th>
<td style="padding:8px 0;border-top:1px solid ${COLOURS.line};text-align:right;vertical-align:top;${wrapping === "whole" ? "white-space:nowrap" : "overflow-wrap:anywhere"}">${value}</td>
</tr>
`,
)}</table>
`;
}

function linkLine({ label, url }: NonNullable<LetterParts["link"]>): Markup {
  return html`<p style="margin:0"><a href="${webAddress(url)}" style="display:inline-block;padding:10px 20px;border-radius:6px;background:${COLOURS.link};color:${COLOURS.paper};text-decoration:none">${label}</a></p>
`;
}

/** Only addresses of the web may be links; anything else is a defect of the caller. */
function webAddress(text: string): string {
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new TypeError("a letter links to the web only");
  return url.href;
}

function plainText(parts: LetterParts): string {
  const facts = parts.facts.map(([label, value]) => `${oneLine(label)}: ${oneLine(value)}`).join("\n");
  const link = parts.link === undefined ? "" : `${oneLine(parts.link.label)}: ${webAddress(parts.link.url)}`;
  const blocks = [parts.heading, ...parts.paragraphs].map(oneLine).concat(facts, link);
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n\n-- \n${parts.footer.map(oneLine).join("\n")}\n`;
}
