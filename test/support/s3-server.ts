import { mkdtemp, readdir, rm } from "node:fs/promises";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import S3rver from "@20minutes/s3rver";

/** What becomes of a request before the storage sees it: served, cut off, never answered, or answered with a status. */
export type Fate = "serve" | "cut" | "hang" | number;

type Serve = (request: IncomingMessage, reply: ServerResponse) => Promise<void>;

const BUCKET = "files";

/** An S3 server of the test's own on loopback, which may be made to fail; the key that it knows is S3RVER, its secret too. */
export class S3Server {
  /** Asked for each request, counted from 0 since it was set. */
  fate: (request: IncomingMessage, n: number) => Fate = () => "serve";
  readonly #directory: string;
  readonly #serve: Serve;
  readonly #server = createServer((request, reply) => void this.#answer(request, reply));
  #asked = 0;

  private constructor(directory: string, serve: Serve) {
    this.#directory = directory;
    this.#serve = serve;
  }

  static async start(): Promise<S3Server> {
    const directory = await mkdtemp(join(tmpdir(), "saldo-s3-"));
    const rver = new S3rver({ directory, silent: true, vhostBuckets: false, configureBuckets: [{ name: BUCKET }] });
    await rver.configureBuckets();
    const server = new S3Server(directory, rver.callback());
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/${BUCKET}`;
  }

  /** From now on. */
  become(fate: S3Server["fate"]): void {
    this.#asked = 0;
    this.fate = fate;
  }

  /** The keys that are there. */
  async keys(): Promise<string[]> {
    const found = await readdir(join(this.#directory, BUCKET), { recursive: true, withFileTypes: true });
    return found
      .filter((one) => one.isFile() && one.name.endsWith("._S3rver_object"))
      .map((one) =>
        join(one.parentPath, one.name).slice(join(this.#directory, BUCKET).length + 1, -"._S3rver_object".length),
      )
      .sort();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const fate = this.fate(request, this.#asked);
    this.#asked += 1;
    if (fate === "serve") return this.#serve(request, reply);
    request.resume();
    if (fate === "cut") request.socket.destroy();
    if (typeof fate === "number") reply.writeHead(fate).end();
    return undefined;
  }
}
