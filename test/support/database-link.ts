import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";

/** Stands between Saldo and PostgreSQL: lets everything through, cuts the line, or keeps it open and silent. */
export class DatabaseLink {
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #state: "open" | "cut" | "silent" = "open";

  constructor(databaseUrl: string) {
    this.#target = new URL(databaseUrl);
    this.#server = createServer((front) => this.#bridge(front));
  }

  /** The address of the same database by way of this link. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const url = new URL(this.#target);
    url.hostname = "127.0.0.1";
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** Every connection breaks, and none can be made. */
  cut(): void {
    this.#state = "cut";
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing is heard any more, on old connections and on new ones. */
  silence(): void {
    this.#state = "silent";
    for (const socket of this.#sockets) socket.pause();
  }

  restore(): void {
    this.#state = "open";
    for (const socket of this.#sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #bridge(front: Socket): void {
    if (this.#state === "cut") {
      front.destroy();
      return;
    }
    const back = connect(Number(this.#target.port), this.#target.hostname);
    this.#relay(front, back);
    this.#relay(back, front);
    if (this.#state !== "silent") return;
    front.pause();
    back.pause();
  }

  #relay(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.setNoDelay(true);
    from.on("data", (bytes) => void to.write(bytes));
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
