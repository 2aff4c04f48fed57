const LONGEST_PAGE = 500_000;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'",
};

/** What can be read of a page: its text, never its marks. In time that grows as the page does, whatever is not closed in it. */
export function textOfHtml(html: string): string {
  const shown = withoutHidden(html.slice(0, LONGEST_PAGE));
  // Behind the last bracket nothing is a mark, and each search for one would go on to the end.
  const end = shown.lastIndexOf(">") + 1;
  const marked = shown.slice(0, end).replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, "\n");
  return (marked.replaceAll(/<[^<>]{0,5000}>/g, "") + shown.slice(end))
    .replaceAll(/&(#39|[a-z]{2,5});/g, (mark, name: string) => ENTITIES[name] ?? mark)
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

const HIDDEN = /<(style|script|head|title)\b/gi;

/** Without what a page holds and does not show; what is never closed is looked for once. */
function withoutHidden(html: string): string {
  const parts: string[] = [];
  const unclosed = new Set<string>();
  let kept = 0;
  for (const { 0: mark, 1: name = "", index } of html.matchAll(HIDDEN)) {
    const tag = name.toLowerCase();
    if (index < kept || unclosed.has(tag)) continue;
    const close = new RegExp(`</${tag}\\s*>`, "gi");
    close.lastIndex = index + mark.length;
    if (close.exec(html) === null) unclosed.add(tag);
    else {
      parts.push(html.slice(kept, index));
      kept = close.lastIndex;
    }
  }
  return parts.join("") + html.slice(kept);
}
