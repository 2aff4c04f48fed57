/** The front door of the consoles' files: built where they are missing, served from memory. */
export { ensureConsole } from "./build.ts";
export { serveConsole } from "./serve.ts";
