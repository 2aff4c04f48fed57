/**
 * How long the event loop of this thread was held without a turn, in the thread's own processor time: what others run on
 * the machine meanwhile does not count, so the figure means the same on a loaded one.
 */
export class LoopWatch {
  #longestMs = 0;
  #before = process.threadCpuUsage();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#turn(), 1);
  }

  /** The longest hold since the last time this was asked. */
  takeLongest(): number {
    this.#turn();
    const longest = this.#longestMs;
    this.#longestMs = 0;
    return longest;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #turn(): void {
    const { user, system } = process.threadCpuUsage(this.#before);
    this.#before = process.threadCpuUsage();
    this.#longestMs = Math.max(this.#longestMs, (user + system) / 1_000);
  }
}
