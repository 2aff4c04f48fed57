import type { ServerResponse } from "node:http";

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

import { Forbidden, Unauthenticated } from "../../core/errors.ts";
import { ChannelListener } from "../db-listener.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { type Authority, type Principal, TooManyRequests, parsePart } from "../http/index.ts";
import type { Logger } from "../log.ts";

type Person = Extract<Principal, { kind: "user" }>;

export interface LiveEvent {
  readonly name: string;
  /** By which the browser says how far it has come; null: it stays where it is. */
  readonly id: bigint | null;
  readonly body: object;
}

/** What consoles hear of while they are open. */
export interface LiveSource {
  /** Where commits announce whom they concern. */
  readonly channel: string;
  /** The numbers of the users that an announcement names. */
  usersOf(payload: string): readonly bigint[];
  /** What is new for somebody since an event, by the rights of now; `after` null: it has just come. */
  since(person: Person, after: bigint | null): Promise<readonly LiveEvent[]>;
}

interface LiveParts {
  readonly database: Database;
  readonly authority: Pick<Authority, "authenticate">;
  readonly source: LiveSource;
  readonly clock: Clock;
  readonly log: Logger;
  /** How often it is asked whether the session is still there, and the connection kept from falling asleep. */
  readonly beatMs?: number;
}

const SECOND = 1_000;
/** So many tabs of one user, and of all together in one process. */
const MOST_TABS = 12;
const MOST_TABS_OF_ALL = 5_000;
const BEAT_MS = 45 * SECOND;
/** The browser comes again after so long when the connection is lost. */
const AGAIN_MS = 3 * SECOND;
const LISTEN_AGAIN_MS = SECOND;
/** Who reads so little that more than this waits is cut off, and comes again. */
const MOST_WAITING_BYTES = 65_536;

const query = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});

interface Tab {
  readonly userNo: bigint;
  readonly cookie: string;
  readonly raw: ServerResponse;
  after: bigint | null;
  /** Ends when what is being written is written. */
  turn: Promise<void>;
  /** Something is new that no turn has begun to look at. */
  waiting: boolean;
  beat: NodeJS.Timeout | undefined;
}

/**
 * Tells open consoles what is new by server-sent events: one connection a tab, which ends with its session; the rights are
 * asked with every event (decision 0141). An idle tab costs a look at its session from time to time and nothing else.
 */
export class LiveConsoles {
  readonly #parts: LiveParts;
  readonly #listener: ChannelListener;
  readonly #tabs = new Map<bigint, Set<Tab>>();
  #count = 0;
  #closed = false;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    const { database, source } = parts;
    this.#listener = new ChannelListener({
      database,
      channel: source.channel,
      onMessage: (payload) => source.usersOf(payload).forEach((userNo) => this.#tell(userNo)),
      onLost: () => this.#listenAgain(),
    });
  }

  mount(): (server: FastifyInstance) => void {
    return (server) => {
      server.get("/v1/me/live", (request, reply) => this.#open(request, reply));
      // Else a server that closes would wait for connections that never end by themselves.
      server.addHook("preClose", (done) => {
        this.#closed = true;
        for (const tab of this.#all()) this.#end(tab);
        done();
      });
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#listener.close();
  }

  async #open(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { cookie } = request.headers;
    const asked = parsePart(query, request.query) as z.infer<typeof query>;
    const person = await this.#personOf(cookie ?? "");
    if (!person) throw Unauthenticated();
    // A token is a program's, which asks for the list.
    if (person.scopes !== null) throw Forbidden();
    await this.#listener.listen();
    const { userNo } = person;
    // From here to where the tab is counted nothing is waited for: else many at once would pass the bound together.
    const own = this.#tabs.get(userNo) ?? new Set();
    if (own.size >= MOST_TABS || this.#count >= MOST_TABS_OF_ALL || this.#closed)
      throw TooManyRequests({ values: { retryAfter: "60" } });
    const lastSeen = request.headers["last-event-id"];
    const seen = typeof lastSeen === "string" && /^\d{1,18}$/.test(lastSeen) ? lastSeen : asked.after;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      // A proxy that gathers what it passes on would hold it back.
      "x-accel-buffering": "no",
    });
    raw.write(`retry: ${AGAIN_MS}\n\n`);
    const after = seen === undefined ? null : BigInt(seen);
    const tab: Tab = {
      userNo,
      cookie: cookie ?? "",
      raw,
      after,
      turn: Promise.resolve(),
      waiting: false,
      beat: undefined,
    };
    own.add(tab);
    this.#tabs.set(userNo, own);
    this.#count += 1;
    raw.once("close", () => this.#forget(tab));
    this.#refresh(tab);
    this.#beatLater(tab);
  }

  #tell(userNo: bigint): void {
    for (const tab of this.#tabs.get(userNo) ?? []) this.#refresh(tab);
  }

  /** Looks what is new for a tab, one look at a time; what is announced meanwhile makes one more. */
  #refresh(tab: Tab): void {
    if (tab.waiting) return;
    tab.waiting = true;
    tab.turn = tab.turn.then(async () => {
      tab.waiting = false;
      try {
        const person = await this.#stillThere(tab);
        if (!person) return;
        for (const { name, id, body } of await this.#parts.source.since(person, tab.after)) {
          if (id !== null) tab.after = id;
          this.#write(tab, `${id === null ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(body)}\n\n`);
        }
      } catch (error) {
        // The database is away: the next beat looks again.
        this.#parts.log.warn({ error }, "open consoles are not told what is new");
      }
    });
  }

  #beatLater(tab: Tab): void {
    const { beatMs = BEAT_MS } = this.#parts;
    tab.beat = setTimeout(() => {
      const go = async () => {
        if (await this.#stillThere(tab)) this.#write(tab, ":\n\n");
      };
      go()
        .catch(() => undefined)
        .finally(() => {
          if (!tab.raw.destroyed) this.#beatLater(tab);
        });
    }, beatMs);
    tab.beat.unref();
  }

  /** Whose tab it is; ends it where the session is over, or is somebody else's. */
  async #stillThere(tab: Tab): Promise<Person | null> {
    const person = await this.#personOf(tab.cookie);
    if (person?.userNo === tab.userNo) return person;
    this.#end(tab);
    return null;
  }

  async #personOf(cookie: string): Promise<Person | null> {
    if (cookie === "") return null;
    const principal = await this.#parts.authority.authenticate({
      cookie,
      token: undefined,
      now: this.#parts.clock.now(),
    });
    return principal.kind === "user" ? principal : null;
  }

  #write({ raw }: Tab, text: string): void {
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
  }

  #end(tab: Tab): void {
    tab.raw.end();
  }

  #forget(tab: Tab): void {
    clearTimeout(tab.beat);
    const own = this.#tabs.get(tab.userNo);
    if (!own?.delete(tab)) return;
    this.#count -= 1;
    if (own.size === 0) this.#tabs.delete(tab.userNo);
  }

  #all(): Tab[] {
    return [...this.#tabs.values()].flatMap((own) => [...own]);
  }

  /** What was announced while nobody listened is looked for in every tab. */
  #listenAgain(): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#listener
        .listen()
        .then(() => this.#all().forEach((tab) => this.#refresh(tab)))
        .catch(() => this.#listenAgain());
    }, LISTEN_AGAIN_MS);
    timer.unref();
  }
}
