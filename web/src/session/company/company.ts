import { askIdentity } from "../../api/fetch.ts";

const CHANNEL = "saldo.company";

/** Leaves for the company's identity provider, which sends the browser back. */
export async function goToCompany(email: string, next: string | undefined): Promise<void> {
  const { url } = (await askIdentity("/api/auth/sso/begin", { email, ...(next ? { next } : {}) })) as { url: string };
  globalThis.location.assign(url);
}

/** The browser opened no window for the company's pages. */
export class WindowBlocked extends Error {}

/** Shows at the company, in a window of its own, who is there; ends when that window says so. Throws WindowBlocked, Refusal. */
export async function proveByCompany(): Promise<void> {
  // Opened by the click itself, or browsers do not open it.
  const opened = globalThis.open("", "_blank", "popup,width=520,height=680");
  if (!opened) throw new WindowBlocked();
  const channel = new BroadcastChannel(CHANNEL);
  try {
    const { url } = (await askIdentity("/api/auth/sso/prove", {})) as { url: string };
    const proved = new Promise<void>((resolve) => channel.addEventListener("message", () => resolve(), { once: true }));
    opened.location.replace(url);
    await proved;
  } catch (error) {
    opened.close();
    throw error;
  } finally {
    channel.close();
  }
}

/** In the window of the company's pages: the one who waits goes on. */
export function tellProved(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("proved");
  channel.close();
  globalThis.close();
}
