import { expect, test } from "vitest";

import { shortAgent } from "./actor.ts";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, "Chrome/142 Windows"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/141.0.0.0`,
    "Edge/141 Windows",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/140.0 YaBrowser/25.10.0 Safari/537.36`, "Yandex/25 Linux"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/140.0 Safari/537.36 OPR/120.0.0`, "Opera/120 Linux"],
  [`Mozilla/5.0 (Linux; Android 16; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`, "Chrome/142 Android"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 CriOS/142.0 Mobile Safari/604",
    "Chrome/142 iPhone",
  ],
  ["Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605 FxiOS/144.0 Mobile Safari/604", "Firefox/144 iPad"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605 Version/19.0 Safari/605", "Safari/19 Mac OS"],
  ["curl/8.9", "curl/8.9"],
  ["Счётчик\n", "????????"],
])("REG-02 a device is told by the browser that it is: %s", (agent, short) => {
  expect(shortAgent(agent)).toBe(short);
});
