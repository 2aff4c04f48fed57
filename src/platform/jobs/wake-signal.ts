/**
 * What a loop waits for between two rounds: a signal that there is work, or the end of a pause. A signal sent while nobody
 * waits is not lost: the next wait ends at once.
 */
export class WakeSignal {
  #sent = false;
  #wake: (() => void) | undefined;

  send(): void {
    this.#sent = true;
    this.#wake?.();
  }

  async wait(milliseconds: number): Promise<void> {
    if (!this.#sent) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#sent = false;
  }
}
