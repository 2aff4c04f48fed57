import { type Browser, chromium } from "playwright-core";

import { findChromium } from "../../tools/chromium.mjs";

/** A headless Chromium of the machine; `npm test` installs one when there is none. The caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium found: run `npm test`, which installs one, or set SALDO_CHROMIUM");
  // Inside containers Chromium cannot make a sandbox of its own, and /dev/shm is small.
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=ru-RU"];
  return chromium.launch({ executablePath, args, headless: true });
}
