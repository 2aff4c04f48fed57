export { type PersonalFile, personalArchive } from "./archive.ts";
export { forgetLetters } from "./letters-store.ts";
export { platformPersonal } from "./platform-tables.ts";
export {
  type PersonalTable,
  erasePersonal,
  readPersonal,
  type PersonalRows,
  type PersonalSubject,
} from "./table.ts";
