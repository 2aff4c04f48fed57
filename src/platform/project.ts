import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json: everything that comes with the program is found from here, wherever it is started. */
export const PROJECT_ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function inProject(...parts: string[]): string {
  return join(PROJECT_ROOT, ...parts);
}
