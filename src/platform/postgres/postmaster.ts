import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";

import { refusal } from "../../core/errors.ts";

export const PostmasterForeign = refusal(
  "postmaster_foreign",
  409,
  "Файл {file} называет процесс {pid}, а это не сервер этой базы ({what}). Если PostgreSQL на этой папке не работает, удалите файл",
  "The file {file} names process {pid}, which is not the server of this database ({what}). If no PostgreSQL runs on the folder, remove the file",
);

export const PostmasterDamaged = refusal(
  "postmaster_damaged",
  409,
  "Файл {file} повреждён, и PostgreSQL из-за него не запускается. Если PostgreSQL на этой папке не работает, удалите файл",
  "The file {file} is damaged, and PostgreSQL does not start because of it. If no PostgreSQL runs on the folder, remove the file",
);

export const PasswordRefused = refusal(
  "postgres_password_refused",
  409,
  "Сервер базы не принимает пароль из файла {file}: файл заменён или повреждён, верните его из резервной копии",
  "The database server does not take the password of the file {file}: it was replaced or damaged, put it back from the backup",
);

export interface PostmasterFile {
  readonly processId: number;
  readonly port: number;
  readonly ready: boolean;
}

export function postmasterFile(directory: string): string {
  return join(directory, "postmaster.pid");
}

/** What postmaster.pid says; null when there is none, or nothing that names a process. */
export function readPostmaster(directory: string): PostmasterFile | null {
  try {
    const lines = readFileSync(postmasterFile(directory), "utf8").split("\n");
    const [processId, port] = [Number(lines[0]), Number(lines[3])];
    return processId > 0 ? { processId, port, ready: lines[7]?.trim() === "ready" } : null;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Why a live process that postmaster.pid names is surely no server of this cluster (a stranger got the old number, or the
 * file came from elsewhere); null when it may be one. A server stands in its cluster's folder. Known where /proc is.
 */
export function foreignness(processId: number, directory: string): string | null {
  try {
    const name = readFileSync(`/proc/${processId}/comm`, "utf8").trim();
    if (name !== "postgres") return name;
    const folder = readlinkSync(`/proc/${processId}/cwd`);
    return folder === realpathSync(directory) || folder === "/" ? null : `postgres, ${folder}`;
  } catch {
    return null;
  }
}
