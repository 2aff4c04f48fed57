import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Language } from "../core/errors.ts";
import type { LocalMonth } from "../core/time.ts";
import { type DocumentRow, documentFile, documents } from "../modules/documents/index.ts";
import { regionOf } from "../modules/tenancy/index.ts";
import type { Database } from "../platform/db.ts";
import { type Command, textOf } from "./command.ts";
import { goOn, monthOf, monthOption, optionalText } from "./inputs.ts";

const PAGE = 200;

interface Exported {
  documents: number;
  /** Files that now stand in the folder as they were issued. */
  files: number;
  written: number;
  /** Files of that name with other content: left as they are. */
  readonly differing: string[];
  /** Documents that are not printed yet: their close has not ended. */
  readonly unprinted: string[];
}

const words = {
  ru: {
    label: "Документы",
    done: (done: Exported, folder: string) =>
      `Документов ${done.documents}, файлов ${done.files} (новых ${done.written}) в ${folder}`,
    differs: "файл с другим содержимым не тронут",
    unprinted: "печатной формы ещё нет: повторите закрытие месяца",
  },
  en: {
    label: "Documents",
    done: (done: Exported, folder: string) =>
      `${done.documents} documents, ${done.files} files (${done.written} new) in ${folder}`,
    differs: "a file with other content was left as it is",
    unprinted: "there is no print form yet: close the month again",
  },
} as const;

/** The issued documents of a month as files, byte for byte as they are stored (DOC-04, DOC-07). */
export const documentsExport: Command = {
  options: [
    monthOption,
    { flags: "--out <folder>", summary: { ru: "папка для файлов", en: "the folder for the files" }, required: true },
    { flags: "--region <code>", summary: { ru: "только этот регион", en: "only this region" } },
  ],
  details: {
    ru: "Папка на плательщика; XML под собственным именем формата. Файл с другим содержимым не перезаписывается: код 1.",
    en: "A folder for each payer; XML under the name its format prescribes. A file with other content is left: exit code 1.",
  },
  async run({ open, output, language, signal }, input) {
    const { database } = await open();
    const [month, folder, region] = [monthOf(input), textOf(input, "out"), optionalText(input, "region")];
    if (region !== null) await regionOf(database, region);
    const done: Exported = { documents: 0, files: 0, written: 0, differing: [], unprinted: [] };
    const bar = await output.progress(words[language].label, null);
    try {
      for await (const row of documentsOf(database, month, region)) {
        goOn(signal);
        await exportDocument(database, row, folder, done);
        bar.advance(1);
      }
    } finally {
      bar.end();
    }
    return { result: { ...done }, lines: linesOf(done, folder, language), ok: isWhole(done) };
  },
};

function isWhole({ differing, unprinted }: Exported): boolean {
  return differing.length + unprinted.length === 0;
}

function linesOf(done: Exported, folder: string, language: Language): string[] {
  const text = words[language];
  return [
    text.done(done, folder),
    ...done.differing.map((path) => `  ${path}: ${text.differs}`),
    ...done.unprinted.map((number) => `  ${number}: ${text.unprinted}`),
  ];
}

/** Page by page, so that a month of many documents does not have to fit into memory. */
async function* documentsOf(
  database: Database,
  month: LocalMonth,
  regionCode: string | null,
): AsyncGenerator<DocumentRow> {
  let before: bigint | null = null;
  for (;;) {
    const page: DocumentRow[] = await documents(database, {
      projectIds: null,
      reader: null,
      regionCode,
      from: month,
      to: month,
      kind: null,
      before,
      limit: PAGE,
    });
    yield* page;
    before = page.at(-1)?.documentId ?? null;
    if (page.length < PAGE) return;
  }
}

async function exportDocument(database: Database, row: DocumentRow, folder: string, done: Exported): Promise<void> {
  const place = join(folder, safeName(`${row.payerName} ${row.payerId}`));
  done.documents += 1;
  if (!row.pdfSha256) done.unprinted.push(row.numberText);
  for (const kind of ["pdf", "xml"] as const) {
    const file = await documentFile(database, row, kind);
    if (!file) continue;
    await mkdir(place, { recursive: true });
    const path = join(place, safeName(file.name));
    const outcome = await put(path, file.bytes);
    if (outcome === "differs") done.differing.push(path);
    else done.files += 1;
    if (outcome === "written") done.written += 1;
  }
}

/** A file is there whole or not at all, and one with other content stays. */
async function put(path: string, bytes: Uint8Array): Promise<"written" | "same" | "differs"> {
  const there = await readFile(path).catch(() => null);
  if (there) return there.equals(bytes) ? "same" : "differs";
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
  return "written";
}

const LONGEST_NAME = 120;

/** Payers are named by people: nothing of a name may leave the folder or be refused by a file system. */
function safeName(name: string): string {
  const ending = /\.[a-z]{3}$/.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - ending.length).normalize("NFC");
  const safe = stem.replace(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^[._]+|[._]+$/g, "");
  return (ending === "" && safe.length > LONGEST_NAME ? `${safe.slice(0, 90)}${safe.slice(-30)}` : safe) + ending;
}
