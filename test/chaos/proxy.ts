import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";

import type { SeededRandom } from "./random.ts";

/** The frontend message by which the driver commits: a simple query of the one word. */
const COMMIT = Buffer.from("Q\0\0\0\x0bcommit\0", "latin1");

/**
 * Stands between Saldo and PostgreSQL and now and then loses the answer to a COMMIT, with the connection: the server has
 * committed, the program cannot know. Kills alone hardly ever make that happen.
 */
export class ReplyDroppingProxy {
  dropped = 0;
  /** How often the answer to a commit is lost, from 0 to 1. */
  rate: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(targetPort: number, random: SeededRandom, rate: number) {
    this.rate = rate;
    this.#server = createServer((front) => this.#bridge(front, targetPort, random));
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #bridge(front: Socket, targetPort: number, random: SeededRandom): void {
    const back = connect(targetPort, "127.0.0.1");
    let doomed = false;
    for (const socket of [front, back]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        front.destroy();
        back.destroy();
      });
    }
    front.on("data", (bytes) => {
      if (bytes.includes(COMMIT) && random.chance(this.rate)) doomed = true;
      back.write(bytes);
    });
    back.on("data", (bytes) => {
      if (!doomed) {
        front.write(bytes);
        return;
      }
      this.dropped += 1;
      front.destroy();
      back.destroy();
    });
  }
}
