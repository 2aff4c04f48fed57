import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

import { afterAll, describe, expect, test } from "vitest";

import { at } from "../../core/time.ts";
import { MovableClock } from "../../../test/support/movable-clock.ts";
import { serveConsole } from "./serve.ts";
import { type Authority, createServer } from "../http/index.ts";
import { createLogger } from "../log.ts";

const SECRET = "not-for-the-world-91c4";
const folder = mkdtempSync(join(tmpdir(), "saldo-console-"));
const built = join(folder, "dist");
mkdirSync(join(built, "assets"), { recursive: true });
writeFileSync(join(built, "index.html"), "<!doctype html><title>the page</title>");
mkdirSync(join(built, "office"));
writeFileSync(join(built, "office", "index.html"), "<!doctype html><title>the office</title>");
writeFileSync(join(built, "assets", "app-1a2b.js"), "export const the = 'script';");
const large = "export const a = 1;".repeat(100);
const packed = brotliCompressSync(large);
writeFileSync(join(built, "assets", "app-9c9d.js"), large);
writeFileSync(join(built, "assets", "app-9c9d.js.br"), packed);
writeFileSync(join(folder, "secret.txt"), SECRET);
// A link out of the folder that somebody left beside the build is no file of it.
symlinkSync(join(folder, "secret.txt"), join(built, "linked.txt"));

const authority: Authority = {
  authenticate: async () => ({ kind: "anonymous" }),
  verdicts: async () => [],
  projectsWith: () => [],
  payersWith: async () => [],
};
const server = await createServer({
  routes: [],
  authority,
  database: { pool: { totalCount: 0, waitingCount: 0 }, query: async () => [] } as never,
  clock: new MovableClock(at("2026-11-20T09:00:00Z")),
  log: createLogger("silent"),
  publicUrl: "http://localhost",
  ...serveConsole(built),
});
await server.listen({ host: "127.0.0.1", port: 0 });
const { port } = server.server.address() as AddressInfo;

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The whole answer to a request line as it is written here: no client tidies the address. */
function ask(
  target: string,
  accept = "*/*",
  method = "GET",
  encodings = "identity",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (bytes) => (text += bytes.toString("latin1")));
    socket.on("error", reject);
    socket.on("close", () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }));
    socket.write(
      Buffer.from(
        `${method} ${target} HTTP/1.1\r\nhost: x\r\naccept: ${accept}\r\naccept-encoding: ${encodings}\r\nconnection: close\r\n\r\n`,
        "latin1",
      ),
    );
  });
}

describe("the console's files", () => {
  test("are served, and its page at any other address that a browser opens", async () => {
    expect(await ask("/assets/app-1a2b.js")).toMatchObject({ status: 200, text: expect.stringContaining("'script'") });
    for (const page of ["/", "/balance?from=2026-10-01", "/no/such/page"]) {
      expect(await ask(page, "text/html")).toMatchObject({ status: 200, text: expect.stringContaining("the page") });
    }
    expect((await ask("/assets/app-0000.js", "text/html")).status).toBe(404);
  });

  test("come as the build compressed them to whoever takes that, which has no address of its own", async () => {
    const small = await ask("/assets/app-9c9d.js", "*/*", "GET", "gzip, br");
    expect(small).toMatchObject({ status: 200, text: expect.stringContaining("content-encoding: br") });
    expect(small.text).toContain(`content-length: ${packed.length}\r\n`);
    expect(await ask("/assets/app-9c9d.js")).toMatchObject({ status: 200, text: expect.stringContaining(large) });
    expect((await ask("/assets/app-9c9d.js.br")).status).toBe(404);
  });

  test("are those of the server's start: a new build in their place breaks none of them", async () => {
    const [later, old] = ["app-5e6f.js", "app-1a2b.js"].map((name) => join(built, "assets", name)) as [string, string];
    writeFileSync(later, "export const the = 'new script';");
    rmSync(old);
    expect(await ask("/assets/app-1a2b.js")).toMatchObject({ status: 200, text: expect.stringContaining("'script'") });
    expect(await ask("/", "text/html")).toMatchObject({ status: 200, text: expect.stringContaining("the page") });
    expect((await ask("/assets/app-5e6f.js")).status).toBe(404);
  });

  test("reliability 55 the first address answers whoever asks, and HEAD tells the same head without the page", async () => {
    for (const accept of ["*/*", "text/plain", "application/json"]) expect((await ask("/", accept)).status).toBe(200);
    const [whole, head] = [await ask("/"), await ask("/", "*/*", "HEAD")];
    expect(head).toMatchObject({ status: 200, text: expect.not.stringContaining("the page") });
    expect(/content-length: \d+/.exec(head.text)?.[0]).toBe(/content-length: \d+/.exec(whole.text)?.[0]);
    expect((await ask("/healthz", "*/*", "HEAD")).status).toBe(200);
    expect((await ask("/no/such/page", "application/json", "HEAD")).status).toBe(404);
  });

  test("each console's page answers for the addresses inside its folder alone, and is never kept unasked", async () => {
    for (const page of ["/office", "/office/", "/office/suspense?cursor=1", "/office/no/such/page"]) {
      const answer = await ask(page, "text/html");
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining("the office") });
      expect(answer.text).toContain("cache-control: no-cache");
    }
    for (const page of ["/officers", "/offic", "/projects/office", "/office%2fsuspense"]) {
      expect(await ask(page, "text/html")).toMatchObject({ status: 200, text: expect.stringContaining("the page") });
    }
  });

  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/..%2fsecret.txt",
    "/..%2Fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/%252e%252e%252fsecret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/assets/..%00/../secret.txt",
    "/secret.txt%00.js",
    "/assets/app-1a2b.js%00",
    "/....//secret.txt",
    "/linked.txt",
    `/${encodeURIComponent(join(folder, "secret.txt"))}`,
    join(folder, "secret.txt"),
    `file://${join(folder, "secret.txt")}`,
    "//secret.txt",
    "//[",
    "//x:99999999/",
    "http://[/",
    "/%",
    "/%ff%fe",
    "/\\\\host\\share",
    "/__proto__",
    "/constructor",
  ])("reliability 54: %s leads to nothing outside the build, and breaks nothing", async (target) => {
    for (const accept of ["*/*", "text/html"]) {
      const { status, text } = await ask(target, accept);
      expect([target, text.includes(SECRET)]).toEqual([target, false]);
      expect([200, 400, 404]).toContain(status);
    }
  });
});
