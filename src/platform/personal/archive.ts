import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";

import { ZipArchive } from "archiver";

import type { Language, Texts } from "../../core/errors.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Markup, html } from "../markup.ts";
import type { PersonalRows } from "./table.ts";
import { COLUMN_WORDS } from "./words.ts";

/** A file that the person sent, as it is kept. */
export interface PersonalFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const SAID = {
  title: { ru: "Что о вас хранится", en: "What is kept about you" },
  made: { ru: "Составлено (UTC)", en: "Made (UTC)" },
  lead: {
    ru: "Здесь всё, что хранит о вас эта система. Не показаны секреты (пароль, ключи, коды), данные других людей и внутренние заметки сотрудников. То же самое для программ — в файле personal.json, присланные вами файлы — в папке files. Время указано по UTC.",
    en: "This is all that this system keeps about you. Secrets (password, keys, codes), what is known of other people and notes between staff are not shown. The same for programs is in personal.json, files that you sent are in the folder files. Times are UTC.",
  },
  shown: { ru: "показаны последние", en: "the newest are shown" },
  of: { ru: "из", en: "of" },
  left: {
    ru: "Не вошли из-за размера (скачайте их на странице запроса)",
    en: "Left out for their size (download them on the request's page)",
  },
  yes: { ru: "да", en: "yes" },
  no: { ru: "нет", en: "no" },
} as const satisfies Record<string, Texts>;

export interface PersonalParts {
  readonly tables: readonly PersonalRows[];
  readonly files: readonly PersonalFile[];
  /** Names of files that are too many for one archive. */
  readonly left: readonly string[];
  readonly language: Language;
  readonly at: Instant;
}

/** A ZIP with a page to read, the same as JSON, and the files. Nothing in it runs or is fetched from anywhere. */
export async function personalArchive(parts: PersonalParts): Promise<Buffer> {
  const archive = new ZipArchive({ zlib: { level: 6 } });
  const body = archive.pipe(new PassThrough());
  archive.on("error", (error) => body.destroy(error));
  archive.append(Buffer.from(pageOf(parts).text), { name: "index.html" });
  archive.append(Buffer.from(jsonOf(parts)), { name: "personal.json" });
  for (const [index, { name, bytes }] of parts.files.entries())
    archive.append(Buffer.from(bytes), { name: `files/${index + 1}-${name.replaceAll(/[\\/]/g, "_")}` });
  const whole = buffer(body);
  await archive.finalize();
  return whole;
}

function jsonOf({ tables, left, at }: PersonalParts): string {
  const parts = tables.map(({ table, rows, count }) => ({ table: table.table, title: table.title, count, rows }));
  return JSON.stringify({ madeAt: formatInstant(at), filesLeftOut: left, parts }, null, 1);
}

function pageOf({ tables, left, language: l, at }: PersonalParts): Markup {
  const style =
    "body{font:15px/1.45 sans-serif;margin:24px;color:#222}table{border-collapse:collapse;margin:8px 0 28px}th,td{border:1px solid #bbb;padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}section{overflow-x:auto}";
  return html`<!doctype html>
<html lang="${l}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${SAID.title[l]}</title><style>${style}</style></head>
<body><h1>${SAID.title[l]}</h1><p>${SAID.made[l]}: ${shortInstant(formatInstant(at))}</p><p>${SAID.lead[l]}</p>
${tables.map((one) => partOf(one, l))}
${left.length === 0 ? "" : html`<h2>${SAID.left[l]}</h2><ul>${left.map((name) => html`<li>${name}</li>`)}</ul>`}
</body></html>`;
}

function partOf({ table, rows, count }: PersonalRows, l: Language): Markup {
  const more = count > rows.length ? ` (${SAID.shown[l]} ${rows.length} ${SAID.of[l]} ${count})` : "";
  return html`<section><h2>${table.title[l]}${more}</h2>
<table><thead><tr>${table.show.map((column) => html`<th>${COLUMN_WORDS[column]?.[l] ?? column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${table.show.map((column) => html`<td>${shown(row[column], l)}</td>`)}</tr>`)}</tbody></table></section>`;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/;

function shown(value: unknown, l: Language): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return SAID[value ? "yes" : "no"][l];
  if (typeof value === "string") return INSTANT.test(value) ? shortInstant(value) : value;
  if (Array.isArray(value)) return value.map((one) => shown(one, l)).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${shown(one, l)}`)
      .join("; ");
  return JSON.stringify(value);
}

function shortInstant(text: string): string {
  return text.slice(0, 19).replace("T", " ");
}
