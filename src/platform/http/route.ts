import { type z } from "zod";

import { type Language, type Refusal, type RefusalKind } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import type { SecurityKind } from "../../core/security-kind.ts";
import { type Subject } from "../../core/subject.ts";
import { type Instant } from "../../core/time.ts";
import type { Act, Actor, NoAct } from "../act.ts";
import { type Tx } from "../db.ts";
import { type Access, type Principal } from "./access.ts";
import type { Share } from "./shares.ts";
import type { MadeFile, SpooledFile } from "./spool.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A body handed to the handler as bytes: for hot or non-JSON input that brings its own validator. */
export interface RawBody {
  readonly kind: "raw";
  /** Handed over while it arrives: the handler counts, and stops reading at its own limit. */
  readonly streamed?: boolean;
  readonly contentTypes: readonly string[];
  /** What the documentation shows for a JSON content type; never used to check. */
  readonly documented?: z.ZodType;
}

export function rawBody(contentTypes: readonly string[], documented?: z.ZodType): RawBody {
  return { kind: "raw", contentTypes, ...(documented ? { documented } : {}) };
}

/** A body of any size that is read while it arrives, and never held as a whole. */
export interface StreamedBody extends RawBody {
  readonly streamed: true;
}

export function streamedBody(contentTypes: readonly string[]): StreamedBody {
  return { kind: "raw", streamed: true, contentTypes };
}

/** A reply of bytes: a PDF, an archive. The handler returns a FileReply. */
export interface FileResponse {
  readonly kind: "file";
  readonly contentTypes: readonly string[];
}

export function fileResponse(...contentTypes: readonly string[]): FileResponse {
  return { kind: "file", contentTypes };
}

export interface FileReply {
  readonly contentType: string;
  readonly fileName: string;
  /** Never a stream out of the database: a slow receiver would hold its snapshot. See `Reading.spooled`. */
  readonly body: Buffer | SpooledFile;
}

/** What a handler gets. `params`, `query` and `body` have passed their schemas; `subjects` have passed `access`. */
export interface RequestContext<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly principal: Principal;
  /** The principal and where it asks from, as acts are recorded: that of `transaction` already. */
  readonly actor: Actor;
  readonly subjects: readonly Subject[];
  /** Those of the subjects that are projects. */
  readonly projects: readonly ProjectId[];
  /** Business time of this request. */
  readonly now: Instant;
  readonly language: Language;
  readonly idempotencyKey: string | null;
  readonly traceId: string;
  /** The caller's, of the network, as the trusted proxies tell it. */
  readonly address: string;
  /** The request's own headers, for protocols that carry their content there; credentials are not among them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Records a security event of the caller's about something, beside what the server records by itself (reliability 66). */
  tell(kind: SecurityKind, subject: string): void;
  /** Sets a header of the reply. */
  header(name: string, value: string): void;
  /** Answers with another status of success than the route's first: one of its `otherStatuses`. */
  status(code: number): void;
}

/** How a GET reads: there is no other way, so that no customer's route can read past row-level security. */
export interface Reading {
  /**
   * A consistent read-only snapshot in which the database itself shows only rows of `subjects`; on routes for staff and
   * for machines of the provider, the whole books.
   */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * A file of any size out of such a read, for routes whose share is `export`: it is first written to the disk, so that its
   * receiver holds nothing of the database. An error half way is the request's error.
   */
  spooled(make: (tx: Tx) => Promise<MadeFile>): Promise<FileReply>;
}

/** How every other method works. */
export interface Writing {
  /** One transaction per request. Of an idempotent route it is the one that also keeps the key. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

type WorkOf<M> = M extends "GET" ? Reading : Writing;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type BodyOf<B> = B extends StreamedBody ? AsyncIterable<Uint8Array> : B extends RawBody ? Buffer : Output<B>;
type ReplyOf<R> = R extends FileResponse ? FileReply : R extends z.ZodType ? z.input<R> : void;

interface RouteParts<M, P, Q, B, R> {
  readonly method: M;
  /** As in OpenAPI: `/v1/projects/{pid}/balance`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Left out: 204 without a body. */
  readonly response?: R;
  /** The status of success; 200, or 204 without a response. */
  readonly status?: number;
  /** Further statuses of success, with the same response; the handler chooses by `context.status`. */
  readonly otherStatuses?: readonly number[];
  readonly access: Access;
  /**
   * Whether somebody at a browser must have shown not long ago who it is: so for every act on money and rights unless a reason
   * is given (noProof), and for others that say true. A token was issued by somebody who had.
   */
  readonly proof?: true | NoProof;
  /**
   * How a repeated request is kept from doing its work twice; every method but GET says it. `accepted` and `required`
   * speak of the header Idempotency-Key; `inherent` means that the work itself changes nothing the second time.
   */
  readonly idempotent?: "accepted" | "required" | "inherent";
  /**
   * The act that it is (AUD-01): recorded in its transaction, and when it is refused. Every method but GET says it, or why it
   * is none (noAct).
   */
  readonly act?: Act | NoAct;
  /** The kind of work that it is, of which one caller may have so much at once; see shareOf for what it is unless told. */
  readonly share?: Share;
  /** Bytes; 1 MB unless told, 32 MB at most. */
  readonly bodyLimit?: number;
  /** Refusals beyond those every route documents. */
  readonly refusals?: readonly { readonly kind: RefusalKind }[];
  /** Another shape of the error body, for published contracts that came before problem+json (BAL-08). */
  readonly errorBody?: (refused: Refusal) => { readonly status: number; readonly body: unknown };
  readonly handler: (context: RequestContext<Output<P>, Output<Q>, BodyOf<B>> & WorkOf<M>) => Promise<ReplyOf<R>>;
}

/** A route after its own types are checked; the server, the document and the tests treat all routes alike. */
export interface Route
  extends Omit<RouteParts<Method, z.ZodType, z.ZodType, z.ZodType | RawBody, z.ZodType | FileResponse>, "handler"> {
  readonly handler: (context: RequestContext<never, never, never> & Reading & Writing) => Promise<unknown>;
}

/** Declares one route; see docs/guides/add-an-endpoint.md. */
export function route<
  M extends Method,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | RawBody | undefined = undefined,
  R extends z.ZodType | FileResponse | undefined = undefined,
>(parts: RouteParts<M, P, Q, B, R>): Route {
  return parts as unknown as Route;
}

export function isRaw(body: Route["body"]): body is RawBody {
  return (body as RawBody | undefined)?.kind === "raw";
}

export function isFile(response: Route["response"]): response is FileResponse {
  return (response as FileResponse | undefined)?.kind === "file";
}

export function successStatus(route: Route): number {
  return route.status ?? (route.response ? 200 : 204);
}

/** `/v1/projects/{pid}` -> `/v1/projects/:pid`. */
export function routerPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** The act of a route; null when it is none. */
export function actOf({ act }: Route): Act | null {
  return act && "code" in act ? act : null;
}

/** Why an act on money or rights can be left to whoever sits at the browser. */
export interface NoProof {
  readonly none: string;
}

export function noProof(reason: string): NoProof {
  return { none: reason };
}

/** Whether the route asks for a proof of who is at the browser. */
export function needsProof(route: Route): boolean {
  if (route.proof !== undefined) return route.proof === true;
  const actClass = actOf(route)?.class;
  return actClass === "money" || actClass === "rights";
}

/** The share that a route says, else by what it is: of machines, a file, a page, an act. */
export function shareOf(route: Route): Share {
  if (route.share) return route.share;
  if (route.access.kind === "token") return "intake";
  if (isFile(route.response)) return "file";
  return route.method === "GET" ? "page" : "act";
}
