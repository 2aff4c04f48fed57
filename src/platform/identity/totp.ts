import { randomBytes, timingSafeEqual } from "node:crypto";

import type { Instant } from "../../core/time.ts";

/** RFC 6238 as every authenticator app knows it: six digits, half a minute; one step early or late still counts. */
const STEP_MS = 30_000;
const SLACK = 1;
const ISSUER = "Saldo";

/** 144 random bits, as text: its bytes are the key. */
export function newSeed(): string {
  return randomBytes(18).toString("base64url");
}

/** What an app reads from the picture, and the same for typing. */
export async function addressOfSeed(
  seed: string,
  email: string,
): Promise<{ readonly url: string; readonly key: string }> {
  const otp = await otpOf(seed);
  const url = otp.url(ISSUER, email);
  return { url, key: new URL(url).searchParams.get("secret") ?? "" };
}

/** The step whose code it is, so that it can be taken once; null when it is none of now. */
export async function stepOfCode(seed: string, code: string, now: Instant): Promise<number | null> {
  const otp = await otpOf(seed);
  const current = Math.floor(now / STEP_MS);
  let found: number | null = null;
  for (let step = current - SLACK; step <= current + SLACK; step += 1) {
    if (timingSafeEqual(Buffer.from(await otp.hotp(step)), Buffer.from(code))) found = step;
  }
  return found;
}

async function otpOf(seed: string) {
  const { createOTP } = await import("@better-auth/utils/otp");
  return createOTP(seed, { digits: 6, period: STEP_MS / 1_000 });
}
