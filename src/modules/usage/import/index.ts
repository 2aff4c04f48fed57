/** Files of usage, which go in by the way of every event. */
export type { ImportException, ImportFormat } from "./events.ts";
export { type FileImport, type FileImportReport, fileSize, importUsageFile } from "./file.ts";
export { ENCODINGS, type Encoding } from "./text.ts";
