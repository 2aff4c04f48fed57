/** The front door of files that people bring. */
export { uploadRoutes } from "./http.ts";
export {
  AddressExpired,
  ArchiveRefused,
  FileActive,
  FileEmpty,
  FileNameDiffers,
  FileTooLarge,
  FileTypeRefused,
  FileUnknown,
  TooManyFiles,
} from "./refusals.ts";
export { FileLost, FileStorageAway, type ObjectStore } from "./object-store.ts";
export { type UploadedFile, selectFiles as uploadedFiles } from "./store.ts";
export { Uploads } from "./uploads.ts";
