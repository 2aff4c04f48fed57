/** The front door of what open consoles hear by themselves. */
export { type LiveEvent, type LiveSource, LiveConsoles } from "./live.ts";
