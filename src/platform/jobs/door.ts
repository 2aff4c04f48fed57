/** What a loop waits at between rounds: until somebody opens it or time is up. Opening it beforehand counts. */
export class Door {
  #opened = false;
  #pass: (() => void) | undefined;

  open(): void {
    this.#opened = true;
    this.#pass?.();
  }

  async wait(milliseconds: number): Promise<void> {
    if (!this.#opened) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#pass = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#pass = undefined;
    this.#opened = false;
  }
}
