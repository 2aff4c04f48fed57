/** The path of a browser that starts, or null. */
export function findChromium(): string | null;
