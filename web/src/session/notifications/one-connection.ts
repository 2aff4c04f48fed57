/** What the server says on the live connection, as all tabs hear it. */
export interface Heard {
  readonly type: "unread" | "notification" | "refused";
  readonly data: string;
}

const NAME = "saldo.live";
const AGAIN_MS = 60_000;

/**
 * One connection for all tabs of a browser, of which browsers give a site six in all: whichever tab in sight has the turn
 * holds it and tells the others. A tab that nobody looks at gives its turn away, and hears what it missed when it is looked
 * at again. Without a secure origin there are no turns, and each tab in sight holds its own. Answers how to end it.
 */
export function hearLive(heard: (what: Heard) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", (event: MessageEvent<Heard>) => heard(event.data));
  const tell = (what: Heard) => {
    channel.postMessage(what);
    heard(what);
  };
  let turn: AbortController | null = null;
  let after: string | null = null;

  /** Until the turn is over. */
  function hold(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let source: EventSource | null = null;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const open = () => {
        source = new EventSource(after === null ? "/v1/me/live" : `/v1/me/live?after=${after}`);
        for (const type of ["unread", "notification"] as const) {
          source.addEventListener(type, (event: MessageEvent<string>) => {
            after = event.lastEventId || after;
            tell({ type, data: event.data });
          });
        }
        source.addEventListener("error", () => {
          // A lost connection is taken up by the browser itself; a refusal is not: the session is over, or tabs are too many.
          if (source?.readyState !== EventSource.CLOSED) return;
          tell({ type: "refused", data: "" });
          timer = setTimeout(open, AGAIN_MS);
        });
      };
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        source?.close();
        resolve();
      });
      open();
    });
  }

  const seen = () => {
    if (document.hidden) {
      turn?.abort();
      turn = null;
    } else if (!turn) {
      turn = new AbortController();
      const { signal } = turn;
      const locks = (navigator as { readonly locks?: LockManager }).locks;
      // Whoever stops waiting for its turn is told so by an error, which says nothing else.
      if (locks) void locks.request(NAME, { signal }, () => hold(signal)).catch(() => undefined);
      else void hold(signal);
    }
  };
  document.addEventListener("visibilitychange", seen);
  seen();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    turn?.abort();
    channel.close();
  };
}
